"""The agenda book and the expedition book of one year on paper: letterhead, title, a table whose head is repeated.

A register is printed as it is: what the font cannot draw becomes a question mark that is explained at the end, for a
line of the book cannot be left out and what others wrote cannot be corrected.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, NamedTuple

from desktop.documents.blocks import Measure, centred, paragraph
from desktop.documents.errors import Unprintable
from desktop.documents.facts import Letterhead
from desktop.documents.flow import Slab, flow
from desktop.documents.fonts import LETTER_FAMILIES, Family, clean, missing_glyphs, text_width
from desktop.documents.letterhead import letterhead
from desktop.documents.paint import write_pdf
from desktop.documents.sheet import MM, Meta, Op, Page, Rule, Text
from desktop.documents.taken import taken_line
from desktop.documents.template import PAPERS
from desktop.documents.text import Align, Line, Run, set_line, wrap
from desktop.sop.dates import say_date
from desktop.sop.letters import LetterStyle

Kind = Literal["masuk", "keluar", "ekspedisi"]
_SIZE, _LEADING = 9.0, 11.2
_PAD, _LINE = 3.0, 0.5
_TOP, _RIGHT, _BOTTOM, _LEFT = (edge * MM for edge in (14.0, 14.0, 12.0, 20.0))
_FOOT, _FOOT_SIZE = 6 * MM, 8.0
_ROOM_TO_SIGN = 11 * MM
_MOST_LINES = 20  # a higher row is cut, so that it fits any page
_GREY = 0.45
_UNKNOWN = "?"


class Column(NamedTuple):
    """One column: key of the row, heading, width in mm (all together are stretched to the paper)."""

    key: str
    heading: str
    width: float
    align: Align = "left"


_NUMBER = Column("agenda", "No. agenda", 16, "center")
_TAIL = (
    Column("number", "Nomor surat", 46),
    Column("dated", "Tanggal surat", 21, "center"),
)
_END = (Column("subject", "Perihal", 62), Column("place", "Tempat arsip", 41), Column("note", "Keterangan", 34))
COLUMNS: Mapping[Kind, tuple[Column, ...]] = {
    "masuk": (_NUMBER, Column("entered", "Dicatat", 21, "center"), *_TAIL, Column("party", "Dari", 48), *_END),
    "keluar": (_NUMBER, Column("code", "Klasifikasi", 21), *_TAIL, Column("party", "Kepada", 48), *_END),
    "ekspedisi": (
        Column("agenda", "No.", 12, "center"),
        Column("entered", "Tanggal", 21, "center"),
        Column("number", "Nomor surat", 48),
        Column("subject", "Perihal", 48),
        Column("party", "Dikirim kepada", 44),
        Column("address", "Alamat", 44),
        Column("way", "Cara", 16),
        Column("sign", "Tanda terima (nama, tanggal, tanda tangan)", 62),
    ),
}
TITLES: Mapping[Kind, str] = {
    "masuk": "Buku agenda surat masuk",
    "keluar": "Buku agenda surat keluar",
    "ekspedisi": "Buku ekspedisi",
}


@dataclass(frozen=True, slots=True)
class BookRow:
    """One line: texts by the keys of :data:`COLUMNS`; a ``void`` line is struck through, never left out."""

    cells: Mapping[str, str]
    void: bool = False


@dataclass(frozen=True, slots=True)
class RegisterBook:
    """One book of one year as it stands on the day ``printed``."""

    kind: Kind
    year: int
    letterhead: Letterhead
    printed: date
    rows: tuple[BookRow, ...]
    style: LetterStyle = field(default_factory=LetterStyle)
    taken: str = ""


@dataclass(frozen=True, slots=True)
class Ledger:
    """Any table of the office on paper: ``about`` are lines under the title, ``least`` is the least height of a row,
    ``taken`` says in the lower margin who took it, ``stamp`` what stands there instead of the day of printing."""

    title: str
    letterhead: Letterhead
    printed: date
    columns: tuple[Column, ...]
    rows: tuple[BookRow, ...]
    about: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    least: float = 0.0
    style: LetterStyle = field(default_factory=LetterStyle)
    taken: str = ""
    stamp: str = ""


def render_register(book: RegisterBook) -> bytes:
    """The book as PDF, lying, on the office's own paper. Raises Unprintable for an empty one."""
    title = f"{TITLES[book.kind]} tahun {book.year}"
    least = _ROOM_TO_SIGN if book.kind == "ekspedisi" else 0.0
    columns = COLUMNS[book.kind]
    return render_ledger(
        Ledger(
            title, book.letterhead, book.printed, columns, book.rows, least=least, style=book.style, taken=book.taken
        )
    )


def render_ledger(book: Ledger) -> bytes:
    """The table as PDF, lying, on the office's own paper. Raises Unprintable for an empty one."""
    if not book.rows:
        raise Unprintable(f"{book.title} masih kosong, jadi belum ada yang dicetak.")
    short, long = sorted(PAPERS[book.style.paper or "f4"])
    width, height = long * MM, short * MM
    family = LETTER_FAMILIES[book.style.font or "sans"]
    measure = Measure(_LEFT, width - _LEFT - _RIGHT, _SIZE, _LEADING, family)
    top = height - _TOP
    drawn = flow(_slabs(book, measure), top, top - _BOTTOM - _FOOT)
    printed = f"{book.title} · {book.stamp or f'dicetak {say_date(book.printed)}'}"
    mark = (taken_line(book.taken, family, measure.left, measure.width, _BOTTOM),) if book.taken else ()
    pages = [
        Page(width, height, (*ops, *_foot(printed, at, len(drawn), measure), *mark))
        for at, ops in enumerate(drawn, start=1)
    ]
    author = " – ".join(_drawable(line, family) for line in book.letterhead.lines[:2])
    return write_pdf(pages, Meta(book.title, author, book.title, book.printed))


def _foot(printed: str, page: int, pages: int, measure: Measure) -> list[Op]:
    label = f"Halaman {page} dari {pages}"
    font = measure.family.regular
    right = measure.left + measure.width - text_width(label, font, _FOOT_SIZE)
    return [
        Text(measure.left, _BOTTOM + 2, printed, font, _FOOT_SIZE, grey=_GREY),
        Text(right, _BOTTOM + 2, label, font, _FOOT_SIZE),
    ]


def _slabs(book: Ledger, measure: Measure) -> list[Slab]:
    lines = tuple(_drawable(line, measure.family) for line in book.letterhead.lines)
    head = Letterhead(lines, book.letterhead.emblem)
    slabs = [replace(letterhead(head, measure), keep=True)]
    slabs += centred([measure.bold(book.title.upper())], measure.sized(_SIZE + 3), gap=8)
    for line in book.about:
        slabs += paragraph(measure.plain(_drawable(line, measure.family)), measure, align="left", gap=2)
    table = _Table(book.columns, measure, book.least)
    slabs.append(replace(table.head, gap=8))
    for row in book.rows:
        slabs += table.row(row)
    if any(missing_glyphs(text, measure.family) for row in book.rows for text in row.cells.values()):
        note = f"Tanda {_UNKNOWN} menggantikan huruf yang tidak dapat dicetak; tulisan aslinya ada di Padan."
        slabs += paragraph(measure.plain(note), measure, align="left", gap=6)
    for line in book.below:
        slabs += paragraph(measure.plain(_drawable(line, measure.family)), measure, align="left", gap=6)
    return slabs


class _Table:
    """Columns stretched to the measure; ``least`` is the least height of a row, room for a signature."""

    def __init__(self, columns: Sequence[Column], measure: Measure, least: float) -> None:
        self.columns, self.measure, self.least = columns, measure, least
        scale = measure.width / sum(column.width for column in columns)
        self.widths = [column.width * scale for column in columns]
        self.edges = [measure.left]
        for width in self.widths:
            self.edges.append(self.edges[-1] + width)
        self.head = self._head()

    def _head(self) -> Slab:
        cells = [
            wrap(self.measure.bold(column.heading), _SIZE, width - 2 * _PAD)
            for column, width in zip(self.columns, self.widths, strict=True)
        ]
        deepest = max(map(len, cells))
        height = deepest * _LEADING + 2 * _PAD
        ops = [*self._frame(height, closed=True), Rule(self.edges[0], 0, self.edges[-1], 0, _LINE)]
        for at, lines in enumerate(cells):
            ops += self._cell(at, lines, _PAD + (deepest - len(lines)) * _LEADING / 2, "center")
        return Slab(height, tuple(ops), keep=True)

    def row(self, row: BookRow) -> list[Slab]:
        """The row in as many strips as its longest cell needs."""
        cells = [
            wrap(self._plain(row.cells.get(column.key, "")), _SIZE, width - 2 * _PAD)
            for column, width in zip(self.columns, self.widths, strict=True)
        ]
        starts = range(0, max(1, *map(len, cells)), _MOST_LINES)
        return [self._strip(cells, start, row.void, first=start == 0, last=start == starts[-1]) for start in starts]

    def _plain(self, text: str) -> Sequence[Run]:
        return self.measure.plain(_drawable(text, self.measure.family))

    def _strip(self, cells: Sequence[list[Line]], start: int, void: bool, *, first: bool, last: bool) -> Slab:
        pieces = [lines[start : start + _MOST_LINES] for lines in cells]
        count = max(1, *map(len, pieces))
        height = max(count * _LEADING + (first + last) * _PAD, self.least)
        ops = self._frame(height, closed=last)
        for at, lines in enumerate(pieces):
            drawn = self._cell(at, lines, _PAD if first else 0.0, self.columns[at].align)
            ops += _struck(drawn) if void and self.columns[at].key != "note" else drawn
        return Slab(height, tuple(ops), repeat=(self.head,))

    def _cell(self, at: int, lines: Sequence[Line], depth: float, align: Align) -> list[Op]:
        left, width = self.edges[at] + _PAD, self.widths[at] - 2 * _PAD
        ops: list[Op] = []
        for line in lines:
            ops += set_line(line, left, -depth + self.measure.baseline, width, _SIZE, align)
            depth += _LEADING
        return ops

    def _frame(self, height: float, *, closed: bool) -> list[Op]:
        ops: list[Op] = [Rule(edge, 0, edge, -height, _LINE) for edge in self.edges]
        if closed:
            ops.append(Rule(self.edges[0], -height, self.edges[-1], -height, _LINE))
        return ops


def _struck(ops: Sequence[Op]) -> list[Op]:
    """The same texts, paler, with a line through each."""
    struck: list[Op] = []
    for op in ops:
        if isinstance(op, Text):
            height = op.y + op.size * 0.3
            end = op.x + text_width(op.text, op.font, op.size)
            struck += [replace(op, grey=_GREY), Rule(op.x, height, end, height, _LINE)]
        else:
            struck.append(op)
    return struck


def _drawable(text: str, family: Family) -> str:
    """The text on one line, with a question mark for what the font cannot draw."""
    kept = clean(text)
    for letter in missing_glyphs(kept, family):
        kept = kept.replace(letter, _UNKNOWN)
    return kept
