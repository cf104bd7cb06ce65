"""Declared columns: what a layout reads, under which headings, and with which parser."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from desktop.sop.findings import Finding
from desktop.sop.plain import plain_text

Values = Mapping[str, Any]
Parsed = tuple[Any, tuple[Finding, ...]]
Parser = Callable[[object, date], Parsed]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a layout: our `field`, the `heading` on our own files, and how a cell is read.

    `synonyms` are other headings, parted by semicolons; case, signs and blanks do not matter.

    `required` columns must stand in the header or the layout is not recognised. `text` columns are written as text
    cells (NIK, KK, participant numbers). `width` is in characters. `choices` are offered in the form that is handed out;
    with `others` a different word may be written.
    """

    field: str
    heading: str
    synonyms: str = ""
    parse: Parser = lambda value, _today: (value, ())
    required: bool = False
    text: bool = False
    width: float = 16.0
    choices: tuple[str, ...] = ()
    others: bool = False

    @property
    def headings(self) -> tuple[str, ...]:
        """All headings under which the column is known."""
        return (self.heading, *(text.strip() for text in self.synonyms.split(";") if text.strip()))


@dataclass(frozen=True, slots=True)
class RowFinding:
    """A finding of a whole row, laid on the cell of `field`."""

    field: str
    finding: Finding


@dataclass(frozen=True, slots=True)
class Duplicates:
    """Rows that mean the same person. `key` gives None for rows that cannot be judged.

    `blocks`: an error on every row of the group (an exact repetition only on the later ones), else a warning.
    """

    field: str
    code: str
    what: str
    remedy: str
    blocks: bool
    key: Callable[[Any], object | None]


@dataclass(frozen=True, slots=True)
class Layout:
    """One spreadsheet layout: its columns, how a frozen row is built, and what is looked at across the file.

    `build(values, source_row)` makes the frozen row of an accepted line. `check(values, today)` sees all values of a
    line together, refused cells as None. `solid`: how many filled columns make a line below the table a person.
    """

    code: str
    title: str
    columns: tuple[Column, ...]
    build: Callable[[Values, int], Any]
    check: Callable[[Values, date], Iterable[RowFinding]] = lambda _values, _today: ()
    duplicates: tuple[Duplicates, ...] = ()
    solid: int = 3
    identity: tuple[str, ...] = field(default=("name", "nik"))

    def column(self, name: str) -> Column:
        """The column of a field; KeyError when the layout has none."""
        return {column.field: column for column in self.columns}[name]


def cell_text(value: object) -> str:
    """The cell as a clerk sees it: whole numbers without `.0`, dates as 19-11-2026, clean text."""
    if value is None:
        return ""
    if isinstance(value, str):
        return plain_text(value)
    if isinstance(value, bool):
        return "YA" if value else "TIDAK"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e17:
        return str(int(value))
    if hasattr(value, "strftime"):
        moment = getattr(value, "hour", None)
        return f"{value:%d-%m-%Y %H.%M}" if moment is not None and hasattr(value, "year") else _day_or_clock(value)
    return plain_text(str(value))


def _day_or_clock(value: Any) -> str:
    return f"{value:%d-%m-%Y}" if hasattr(value, "year") else f"{value:%H.%M}"


def text_parser(label: str, longest: int) -> Parser:
    """A parser for free text: cleaned; longer than `longest` letters is refused."""

    def parse(value: object, _today: date) -> Parsed:
        text = cell_text(value)
        if len(text) <= longest:
            return text, ()
        what = f"{label} terlalu panjang: {len(text)} huruf, paling banyak {longest}."
        return None, (Finding("teks_panjang", "error", what, "Singkat isinya, lalu impor lagi."),)

    return parse
