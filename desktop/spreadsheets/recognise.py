"""Finding the table: which sheet and row carries the headings, and which heading means which of our fields."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from desktop.sop.plain import plain_text
from desktop.spreadsheets.columns import Layout, cell_text

SEARCH_ROWS = 60
REMARK_HEADING = "CATATAN PADAN"


@dataclass(frozen=True, slots=True)
class Header:
    """A header found: its 0-based row, {our field: 0-based column}, headings as written by column, remark column."""

    row: int
    fields: dict[str, int]
    headings: dict[int, str]
    remark: int | None

    @property
    def unmapped(self) -> tuple[str, ...]:
        """Headings that no field of the layout asked for."""
        known = {*self.fields.values(), self.remark}
        return tuple(text for column, text in self.headings.items() if column not in known)


def fold_heading(text: object) -> str:
    """A heading for comparison: `"Tgl. &  Jam\\u200b"` → `TGL JAM`."""
    if not isinstance(text, str) or not text:
        return ""
    return _folded(text)


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", plain_text(text).upper()))


@lru_cache(maxsize=4096)
def without_brackets(text: str) -> str:
    """A heading for comparison without what stands in brackets."""
    return _folded(re.sub(r"\([^)]*\)", " ", text))


def column_letter(index: int) -> str:
    """0 → A, 26 → AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def find_header(rows: Sequence[Sequence[object]], layout: Layout) -> Header | None:
    """The best header row of `layout` among the first rows: all required fields there, most fields matched."""
    names = _synonyms(layout)
    best: Header | None = None
    for index, cells in enumerate(rows[:SEARCH_ROWS]):
        header = _match_row(index, cells, names)
        complete = all(column.field in header.fields for column in layout.columns if column.required)
        if complete and (best is None or len(header.fields) > len(best.fields)):
            best = header
    return best


def missing_headings(rows: Sequence[Sequence[object]], layout: Layout) -> tuple[str, ...]:
    """The required headings that the most similar row lacks."""
    names = _synonyms(layout)
    found: set[str] = set()
    for index, cells in enumerate(rows[:SEARCH_ROWS]):
        fields = set(_match_row(index, cells, names).fields)
        found = max(found, fields, key=len)
    return tuple(column.heading for column in layout.columns if column.required and column.field not in found)


def _synonyms(layout: Layout) -> dict[str, str]:
    """{folded heading: field}."""
    return {_folded(text): column.field for column in layout.columns for text in column.headings}


def _match_row(index: int, cells: Sequence[object], names: dict[str, str]) -> Header:
    headings = {column: cell_text(cell) for column, cell in enumerate(cells) if isinstance(cell, str) and cell.strip()}
    fields: dict[str, int] = {}
    for fold in (_folded, without_brackets):
        for column, text in headings.items():
            field = names.get(fold(text))
            # two columns with one meaning: the first is taken, the other stays visible as unmapped
            if field and field not in fields and column not in fields.values():
                fields[field] = column
    remark = next((column for column, text in headings.items() if _folded(text) == REMARK_HEADING), None)
    return Header(index, fields, headings, remark)


def same_headings(cells: Iterable[object], header: Header) -> bool:
    """True when the row repeats the header (a printed list repeats it on every page)."""
    row = list(cells)
    wanted = [(column, text) for column, text in header.headings.items() if column != header.remark]
    return bool(wanted) and all(column < len(row) and cell_text(row[column]) == text for column, text in wanted)
