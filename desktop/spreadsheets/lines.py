"""Which lines under a header are persons, and which are totals, signatures, repeated headings or empty."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from desktop.spreadsheets.columns import Layout, cell_text
from desktop.spreadsheets.reading import Skipped, Why
from desktop.spreadsheets.recognise import Header, same_headings

ENTERED = "SUDAH MASUK"
_TOTAL = re.compile(r"\s*(?:SUB\s*|GRAND\s*)?(?:JUMLAH|JML|TOTAL)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Person:
    """A line that is a person: its 0-based index and its cells."""

    index: int
    cells: Sequence[object]


def blank(cell: object) -> bool:
    """True for an empty cell; a zero is not empty."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


class Columned(Protocol):
    """What of a layout tells persons from other lines."""

    @property
    def solid(self) -> int:
        """How many filled columns make a line below the table a person."""

    @property
    def identity(self) -> tuple[str, ...]:
        """Fields that stand for a person."""


class LineSense:
    """Tells the lines of one table apart, in their order; remembers whether the table has ended. ``entered``: a line that
    our own remark says came in already is none to judge."""

    def __init__(self, header: Header, layout: Columned, *, entered: bool = True) -> None:
        self.header, self.layout, self.ended, self._entered = header, layout, False, entered
        self._places = [column for field, column in header.fields.items() if field != "no"]
        self._identity = [header.fields[field] for field in layout.identity if field in header.fields]

    def look(self, index: int, cells: Sequence[object]) -> Person | Skipped | None:
        """What the line with this 0-based index is; None for an empty one."""
        header, layout = self.header, self.layout
        filled = _filled(cells, self._places)
        odd = filled <= layout.solid or index < header.row + 3 or _like_heading(cells, self._places[0], header)
        kind = _other_kind(cells, header, filled, layout) if odd else None
        if kind is None and self._entered and header.remark is not None:
            kind = "sudah_masuk" if entered_before(cells, header.remark) else None
        if kind is None and filled == 0:
            self.ended = True
            text = _said(cells, header)
            return Skipped(index + 1, "bukan_data", text) if text else None
        if kind is not None:
            self.ended = self.ended or kind == "jumlah"
            return Skipped(index + 1, kind, _said(cells, header))
        named = any(not blank(_at(cells, column)) for column in self._identity)
        if _is_person(filled, self.ended, layout, _numbered(cells, header), named):
            self.ended = False
            return Person(index, cells)
        return Skipped(index + 1, "bukan_data", _said(cells, header))


def table_lines(rows: Sequence[Sequence[object]], header: Header, layout: Layout) -> Iterator[Person | Skipped]:
    """Walk the lines below the header: persons to judge, and an account of every other line that says something."""
    sense = LineSense(header, layout)
    for index in range(header.row + 1, len(rows)):
        if (line := sense.look(index, rows[index])) is not None:
            yield line


def entered_before(cells: Sequence[object], remark: int) -> bool:
    """Whether our own remark on a returned line says that it came in already."""
    return cell_text(_at(cells, remark)).startswith(ENTERED)


def _like_heading(cells: Sequence[object], column: int, header: Header) -> bool:
    cell = _at(cells, column)
    return isinstance(cell, str) and cell.strip() == header.headings[column]


def _filled(cells: Sequence[object], places: Sequence[int]) -> int:
    """How many of the mapped columns say something (the hot loop of a large file)."""
    width, filled = len(cells), 0
    for column in places:
        if column < width:
            cell = cells[column]
            if cell != "" and cell is not None and not (isinstance(cell, str) and cell.isspace()):
                filled += 1
    return filled


def _is_person(filled: int, ended: bool, layout: Columned, numbered: bool, named: bool) -> bool:
    """Inside the table little is enough; below it (after a gap or a total) only a well filled line is a person."""
    if not ended:
        return filled >= 2 or numbered
    return filled > layout.solid or (filled == layout.solid and named)


def _other_kind(cells: Sequence[object], header: Header, filled: int, layout: Columned) -> Why | None:
    if filled < layout.solid and any(isinstance(cell, str) and _TOTAL.match(cell) for cell in cells):
        return "jumlah"
    if same_headings(cells, header) or _column_numbers(cells):
        return "judul_ulang"
    return None


def _column_numbers(cells: Sequence[object]) -> bool:
    """The row `1 2 3 4 …` that many forms carry below their headings."""
    numbers = [cell_text(cell).strip("()") for cell in cells if not blank(cell)]
    return len(numbers) >= 3 and numbers == [str(number) for number in range(1, len(numbers) + 1)]


def _at(cells: Sequence[object], column: int) -> object:
    return cells[column] if column < len(cells) else None


def _numbered(cells: Sequence[object], header: Header) -> bool:
    column = header.fields.get("no")
    return column is not None and not blank(_at(cells, column))


def _said(cells: Sequence[object], header: Header) -> str:
    """The text of a line that is no person; a running number alone says nothing."""
    number = header.fields.get("no")
    texts = [cell_text(cell) for column, cell in enumerate(cells) if not blank(cell) and column != header.remark]
    if number is not None and texts == [cell_text(_at(cells, number))] and texts[0].isdigit():
        return ""
    return " · ".join(texts)[:200]
