"""A few thousand lines of a list at a time: read by columns, sorted into rows, refusals and lines that are no person."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import compress
from operator import itemgetter
from typing import Any

from desktop.sop.findings import Finding
from desktop.sop.identity import check_nik
from desktop.spreadsheets.date_order import Order
from desktop.spreadsheets.lines import LineSense, Person
from desktop.spreadsheets.list_base import NikDays
from desktop.spreadsheets.list_cells import reader
from desktop.spreadsheets.list_combined import combine
from desktop.spreadsheets.list_layout import ListLayout
from desktop.spreadsheets.list_source import Table
from desktop.spreadsheets.reading import Skipped
from desktop.spreadsheets.recognise import Header

_RECORD_CODES = frozenset({"nik_lahir_beda", "nik_kelamin_beda", "nik_mungkin_kk"})
_DOUBLE = {"nik": ("nik_ganda", "NIK"), "number": ("peserta_ganda", "Nomor peserta")}

Noted = tuple[int, str, Finding]


@dataclass(slots=True)
class Chunk:
    """Lines judged: `columns` of those that may come in, their numbers first and then the fields of the layout; `notes`
    are (index in the chunk, field, finding); `refused` indexes stay out."""

    columns: list[Sequence[Any]]
    notes: list[Noted]
    refused: set[int]
    skipped: list[Skipped]
    doubles: int
    persons: int


@dataclass(slots=True)
class Seen:
    """The keys of all accepted lines so far, over all sheets: {key: (sheet number << 24) + row}."""

    first: dict[int, int] = field(default_factory=dict)
    sheets: list[str] = field(default_factory=list)

    def place(self, mark: int, sheet: int) -> str:
        """`baris 7`, with the sheet's name when it is another one."""
        other, row = mark >> 24, mark & 0xFFFFFF
        return f"baris {row}" if other == sheet else f"baris {row} lembar {self.sheets[other]}"


class ChunkReader:
    """Reads the lines of one table below its header."""

    def __init__(
        self, table: Table, header: Header, layout: ListLayout, *, today: date, order: Order, days: NikDays, seen: Seen
    ) -> None:
        self.header, self.layout, self.today, self.days, self.seen = header, layout, today, days, seen
        self.sheet = len(seen.sheets)
        seen.sheets.append(table.name)
        columns = [column for column in layout.columns if column.field in header.fields]
        self._columns = columns
        self.read_dates(order)
        places = [header.fields[column.field] for column in columns]
        self._width = max([*places, header.remark or 0]) + 1
        self._pick = itemgetter(*places) if len(places) > 1 else lambda cells: (cells[places[0]],)
        # Of a list nothing is passed over: the register knows by itself what is there, and evidence must be whole.
        self._sense = LineSense(header, layout, entered=False)
        self._looked = header.row
        self._merges = _merges(table, layout, header)
        self._open: list[tuple[int, int, int, Any]] = []

    def read_dates(self, order: Order) -> None:
        """From the next line on dates are written in this order."""
        self._plan = [
            (column.field, reader(column, today=self.today, order=order, days=self.days)) for column in self._columns
        ]

    def read(self, first: int, raw: list[Sequence[Any]]) -> Chunk:
        """Judge lines of which the first has the 0-based index `first`."""
        if not raw:
            return Chunk([()], [], set(), [], 0, 0)
        width = self._width
        lines = [cells if len(cells) >= width else [*cells, *[None] * (width - len(cells))] for cells in raw]
        for row, column, value in self._fill(first, lines):
            lines[row] = [*lines[row][:column], value, *lines[row][column + 1 :]]
        notes: list[Noted] = []
        values: dict[str, list[Any]] = {}
        for (name, read), cells in zip(self._plan, zip(*map(self._pick, lines), strict=True), strict=True):
            values[name] = read(cells, partial(_note, notes, name))
        out, skipped = self._others(first, lines, values)
        notes = [noted for noted in notes if noted[0] not in out]
        combine(values, self.layout, len(lines), partial(_note, notes))
        self._check_rows(values, out, notes)
        refused = {at for at, _name, finding in notes if finding.severity == "error"} - out
        doubles = self._doubles(first, values, out | refused, notes)
        if self.layout.once:
            refused |= doubles
        none = [None] * len(lines)
        numbers = range(first + 1, first + 1 + len(lines))
        columns: list[Sequence[Any]] = [numbers, *(values.get(name, none) for name in self.layout.fields)]
        if out or refused:
            kept = [at not in out and at not in refused for at in range(len(lines))]
            columns = [list(compress(column, kept)) for column in columns]
        notes = [noted for noted in notes if noted[0] not in out]
        return Chunk(columns, notes, refused, skipped, len(doubles), len(lines) - len(out))

    def _others(
        self, first: int, lines: list[Sequence[Any]], values: dict[str, list[Any]]
    ) -> tuple[set[int], list[Skipped]]:
        """Indexes of lines that are no person to judge, and an account of those that say something."""
        keys = [values[name] for name in ("nik", "number") if name in values]
        whole = any(None not in column for column in keys)
        suspects = [] if whole else [at for at, found in enumerate(zip(*keys, strict=True)) if not any(found)]
        out, skipped = set(), []
        for at in suspects:
            if first + at > self._looked + 1:
                self._sense.ended = False  # a person stood in between
            self._looked = first + at
            found = self._sense.look(first + at, lines[at])
            if isinstance(found, Person):
                continue
            out.add(at)
            if found is not None:
                skipped.append(found)
        return out, skipped

    def _check_rows(self, values: dict[str, list[Any]], out: set[int], notes: list[Noted]) -> None:
        """What only several cells together tell: somebody must be meant, and the NIK may disagree with the record."""
        wanted = [values[name] for name in self.layout.one_of if name in values]
        if wanted and not any(None not in column for column in wanted):
            bad = {at for at, _name, finding in notes if finding.severity == "error"}
            for at, found in enumerate(zip(*wanted, strict=True)):
                if not any(found) and at not in out and at not in bad:
                    what = "Baris ini tidak punya nomor peserta maupun NIK yang dapat dipakai."
                    finding = Finding("tanpa_nomor", "error", what, "Isi salah satunya, lalu impor lagi.")
                    notes.append((at, self.layout.one_of[0], finding))
        if "nik" not in values or not ("birth_date" in values or "sex" in values):
            return
        niks = values["nik"]
        none = [None] * len(niks)
        births, sexes, days = values.get("birth_date", none), values.get("sex", none), self.days
        suspects = [
            at
            for at, (nik, birth, sex) in enumerate(zip(niks, births, sexes, strict=True))
            if nik and (birth is None or sex is None or (birth[2:], sex) != days[nik[6:12]])
        ]
        for at in suspects:
            said, birth, sex = days[niks[at][6:12]], births[at], sexes[at]
            if (birth and birth[2:] != said[0]) or (sex and sex != said[1]):
                born = date.fromisoformat(birth) if birth else None
                report = check_nik(niks[at], birth_date=born, sex=sex, today=self.today)
                notes.extend((at, "nik", found) for found in report.findings if found.code in _RECORD_CODES)

    def _doubles(self, first: int, values: dict[str, list[Any]], out: set[int], notes: list[Noted]) -> set[int]:
        """Indexes of lines whose key an earlier accepted line has; each is noted with that line."""
        key = [values[name] for name in self.layout.key if name in values]
        if not key or self.layout.key[0] not in values:
            return set()
        setdefault, base = self.seen.first.setdefault, (self.sheet << 24) + first + 1
        again = []
        if len(key) == 1 and not out and None not in key[0]:
            marks = dict(zip(map(int, key[0]), range(base, base + len(key[0])), strict=True))
            if len(marks) == len(key[0]) and self.seen.first.keys().isdisjoint(marks):
                self.seen.first.update(marks)
                return set()
        if len(key) == 1:
            for at, text in enumerate(key[0]):
                if text and at not in out and setdefault(int(text), base + at) != base + at:
                    again.append((at, int(text)))
        else:
            for at, texts in enumerate(zip(*key, strict=True)):
                if texts[0] and at not in out and setdefault(hash(texts), base + at) != base + at:
                    again.append((at, hash(texts)))
        code, label = _DOUBLE[self.layout.key[0]]
        for at, mark in again:
            what = f"{label} ini juga ada di {self.seen.place(self.seen.first[mark], self.sheet)}."
            if self.layout.once:
                remedy = "Baris yang pertama dipakai; betulkan atau hapus salah satunya."
                notes.append((at, self.layout.key[0], Finding(code, "error", what, remedy)))
            else:
                remedy = "Kedua baris tetap dibaca; periksa mana yang rangkap."
                notes.append((at, self.layout.key[0], Finding(code, "warning", what, remedy)))
        return {at for at, _mark in again}

    def _fill(self, first: int, lines: list[Sequence[Any]]) -> Iterator[tuple[int, int, Any]]:
        """(index, column, value) of cells that are empty only because they are merged with one further up."""
        end = first + len(lines)
        while self._merges and self._merges[-1][0] < end:
            top, column, bottom = self._merges.pop()
            self._open.append((top, column, bottom, lines[top - first][column]))
        for top, column, bottom, value in self._open:
            for row in range(max(top + 1, first), min(bottom + 1, end)):
                yield row - first, column, value
        self._open = [span for span in self._open if span[2] >= end]


def _note(notes: list[Noted], name: str, at: int, findings: tuple[Finding, ...]) -> None:
    notes.extend((at, name, finding) for finding in findings)


def _merges(table: Table, layout: ListLayout, header: Header) -> list[tuple[int, int, int]]:
    """(top row, column, bottom row), the last first, of merges that mean "the same for all": a family card, a place."""
    own = {header.fields[name] for name in ("nik", "number", "name") if name in header.fields}
    shared = {header.fields[column.field] for column in layout.columns if column.field in header.fields} - own
    spans = [
        (top, left - table.left, bottom)
        for (top, left), (bottom, _right) in table.merged
        if top > header.row and left - table.left in shared
    ]
    return sorted(spans, reverse=True)


def count_codes(chunk: Chunk) -> Counter[str]:
    """How often each code was found in a chunk."""
    return Counter(finding.code for _at, _name, finding in chunk.notes)
