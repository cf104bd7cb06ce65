"""Reading a large list: recognised by its headings, streamed a few thousand lines at a time, every problem counted."""

import gc
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path

from desktop.sop.findings import Finding
from desktop.spreadsheets.columns import cell_text
from desktop.spreadsheets.date_order import NeedsAnswer, Order
from desktop.spreadsheets.errors import UnreadableFile
from desktop.spreadsheets.lines import blank
from desktop.spreadsheets.list_base import NikDays
from desktop.spreadsheets.list_chunks import Chunk, ChunkReader, Seen, count_codes
from desktop.spreadsheets.list_dates import DateWatch
from desktop.spreadsheets.list_header import Found, best_header, mapped_header, told_apart
from desktop.spreadsheets.list_layout import ListLayout, missing_fields
from desktop.spreadsheets.list_proposals import NeedsMapping, mapping_key, names_people, propose, refuse_unknown
from desktop.spreadsheets.list_registry import list_layout, list_layouts
from desktop.spreadsheets.list_source import LIST_LIMITS, Cells, Table, open_tables, sentences, too_many_rows
from desktop.spreadsheets.open import Limits
from desktop.spreadsheets.reading import Problem, Skipped
from desktop.spreadsheets.recognise import Header, column_letter
from desktop.spreadsheets.taken import SHEET

__all__ = ["ListFile", "NeedsAnswer", "NeedsMapping", "Tally", "UnreadableFile", "columns_of", "open_list"]

_HEAD = 2_000
_AT_ONCE = 500  # lines whose cells stay in the processor's cache while their columns are read
_KEPT_HEAD = 300
_ONCE = frozenset({"nik_angka", "nik_eksponen", "peserta_angka", "peserta_eksponen", "kk_angka", "kk_eksponen"})


@dataclass(slots=True)
class Tally:
    """Counts so far: persons' lines read, those that may come in, those refused, those that repeat an earlier one.

    `unread` names sheets that hold people and were not read: such a list does not name everybody.
    """

    total: int = 0
    accepted: int = 0
    rejected: int = 0
    duplicates: int = 0
    unread: list[str] = field(default_factory=list)


class ListFile:
    """A large list, opened. `parts()` or `chunks()` reads it once through; tally, problems and skipped lines grow with it.

    `mapping` is {their heading: our field}, `mapping_key` stands for the headings as they are, `expected_rows` is how
    many lines the first sheet has (for a progress bar). `problems` keeps the first 10,000, `problem_counts` counts all;
    a number column that Excel spoilt is explained once.
    """

    def __init__(
        self,
        path: Path,
        tables: Iterator[Table],
        first: Table,
        found: Found,
        dates: DateWatch,
        today: date,
        limits: Limits,
    ) -> None:
        header = self.header = found.header
        self.path, self.layout, self.title = path, found.layout.code, found.layout.title
        self.fields: tuple[str, ...] = found.layout.fields
        self.sheet, self.header_row = first.name, header.row + 1
        names = told_apart(header.headings)
        by_place = sorted(header.fields.items(), key=lambda item: item[1])
        self.mapping: dict[str, str] = {names[place]: name for name, place in by_place}
        self.unmapped: tuple[str, ...] = header.unmapped
        self.mapping_key = mapping_key(header.headings.values())
        self.columns = {name: column_letter(place + first.left) for name, place in by_place}
        self.expected_rows = max(first.height - header.row - 1, 0)
        self.known: Mapping[str, str] | None = None  # headings that somebody explained before, told by who opened it
        self.tally = Tally()
        self.problems: list[Problem] = []
        self.problem_counts: Counter[str] = Counter()
        self.skipped: list[Skipped] = []
        self._given: list[tuple[str, int]] = []  # sheet → how many lines of it were accepted
        self._tables, self._first, self._found, self._today, self._limits = tables, first, found, today, limits
        self._dates = dates
        self._explained: set[tuple[str, str, str]] = set()

    @property
    def date_order(self) -> Order:
        """How dates are written, as far as the lines read so far tell."""
        return self._dates.order

    def chunks(self, size: int = 5_000) -> Iterator[list[tuple[object, ...]]]:
        """Accepted lines as (row, *values in the order of `fields`), some at a time; once only. Raises as `parts`."""
        return (list(zip(*columns, strict=True)) for columns in self.parts(size))

    def parts(self, size: int = 5_000) -> Iterator[list[list[object]]]:
        """The numbers of accepted lines, then a column of each of the `fields`; `size` lines at a time, once only.

        Raises UnreadableFile when the inside turns out damaged or too long, NeedsAnswer at the first date that can be
        read two ways while nothing tells the order: nothing of it may then be kept.
        """
        ready: list[list[object]] = [[] for _ in range(1 + len(self.fields))]
        for _table, _header, _start, _raw, chunk in self.judged():
            for column, more in zip(ready, chunk.columns, strict=True):
                column.extend(more)
            while len(ready[0]) >= size:
                yield [column[:size] for column in ready]
                ready = [column[size:] for column in ready]
        if ready[0]:
            yield ready

    def judged(self) -> Iterator[tuple[Table, Header, int, list[Cells], Chunk]]:
        """(table, its header, index of the first line, raw lines, what became of them); for the file going back."""
        seen, days = Seen(), NikDays(self._today)
        for table, header in self._all_tables():
            reader = ChunkReader(
                table, header, self._found.layout, today=self._today, order=self.date_order, days=days, seen=seen
            )
            with sentences(self.path):
                rows = islice(table.rows(), header.row + 1, None)
            start = header.row + 1
            self._given.append((table.name, 0))
            while True:
                with sentences(self.path), _without_collector():
                    raw = list(islice(rows, _AT_ONCE))
                    if self._dates.open and self._dates.look(table, header, start, raw):
                        reader.read_dates(self._dates.order)
                    chunk = reader.read(start, raw)
                if not raw:
                    break
                self._count(table, header, start, raw, chunk)
                if self.tally.total > self._limits.rows:
                    raise too_many_rows(self.path.name, self._limits)
                yield table, header, start, raw, chunk
                start += len(raw)
            del rows, reader

    def _all_tables(self) -> Iterator[tuple[Table, Header]]:
        """The first table and every later one of the same layout; others that look like it are mentioned."""
        yield self._first, self._found.header
        self._first.rows = _nothing  # a sheet that was read is let go
        for table in self._tables:
            with sentences(self.path):
                head = list(islice(table.rows(), _HEAD))
            header = None if table.hidden else self._header_in(head)
            if header is not None:
                yield table, header
                table.rows = _nothing
            else:
                self.pass_over(table, head)

    def _header_in(self, head: Sequence[Cells]) -> Header | None:
        return mapped_header(head, self.mapping) or _header_of(head, (self._found.layout,))

    def pass_over(self, table: Table, head: Sequence[Cells]) -> None:
        """Say of a sheet that it is not read: every visible one that says something, and hidden lists of this kind."""
        alone = "Impor lembar itu dari berkas tersendiri bila isinya juga harus masuk."
        if table.hidden:
            if self._header_in(head) is None:
                return
            what, remedy = "juga berisi daftar seperti ini, tetapi tersembunyi dan tidak dibaca", alone
        elif _header_of(head, list_layouts()):
            what, remedy = "berisi daftar lain dan tidak dibaca", alone
        elif names_people(head):
            what = "berisi NIK atau nomor peserta di bawah judul kolom yang tidak dikenali, jadi tidak dibaca"
            remedy = f"Samakan judul kolomnya dengan lembar “{self.sheet}”, lalu impor lagi."
        elif table.name != SHEET and any(not blank(cell) for cells in head for cell in cells):
            what, remedy = "tidak berisi daftar dan tidak dibaca", alone
        else:
            return
        if table.hidden or names_people(head):
            self.tally.unread.append(table.name)
        self._mention(table, what, remedy)

    def sheet_of(self, place: int) -> str:
        """The sheet from which the how-manieth accepted line (from 1) came."""
        for sheet, count in self._given:
            if place <= count:
                return sheet
            place -= count
        return self.sheet

    def _mention(self, table: Table, what: str, remedy: str) -> None:
        sentence = f"Lembar “{table.name}” {what}."
        self._keep(Problem(table.name, 1, "A", "", "", "", "lembar_lain", "warning", sentence, remedy))
        self.problem_counts["lembar_lain"] += 1

    def _count(self, table: Table, header: Header, start: int, raw: list[Cells], chunk: Chunk) -> None:
        tally = self.tally
        tally.total += chunk.persons
        tally.accepted += len(chunk.columns[0])
        tally.rejected += len(chunk.refused)
        tally.duplicates += chunk.doubles
        self._given[-1] = (table.name, self._given[-1][1] + len(chunk.columns[0]))
        if len(self.skipped) < self._limits.problems:
            self.skipped.extend(chunk.skipped)
        if not chunk.notes:
            return
        self.problem_counts += count_codes(chunk)
        for at, name, finding in chunk.notes:
            if len(self.problems) >= self._limits.problems:
                break
            if finding.code in _ONCE:
                mark = (table.name, name, finding.code)
                if mark in self._explained:
                    continue
                self._explained.add(mark)
            self._keep(problem_of(table, header, start + at, raw[at], name, finding))

    def _keep(self, problem: Problem) -> None:
        if len(self.problems) < self._limits.problems:
            self.problems.append(problem)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Thousands of short-lived rows make the cycle collector run for nothing: a third of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def problem_of(table: Table, header: Header, index: int, cells: Cells, name: str, finding: Finding) -> Problem:
    """A finding with its place. One that Excel did to a column says so."""
    place = header.fields.get(name, min(header.fields.values()))
    value = cell_text(cells[place]) if place < len(cells) and name in header.fields else ""
    heading = header.headings.get(place, "") if name in header.fields else ""
    what = finding.what
    if finding.code in _ONCE:
        what = f"{what} Ini berlaku untuk setiap sel seperti ini di kolom {heading}."
    where = (table.name, index + 1, column_letter(place + table.left), heading, name, value)
    return Problem(*where, finding.code, finding.severity, what, finding.remedy)


def open_list(
    path: Path,
    *,
    layout: str | None = None,
    mapping: Mapping[str, str] | None = None,
    today: date,
    date_order: Order | None = None,
    limits: Limits = LIST_LIMITS,
    forms: Collection[str] | None = None,
) -> ListFile:
    """Open `path` as the list `layout` (a code), or as the one that its headings match best.

    `mapping` {their heading: our field} is a confirmed proposal. NeedsMapping carries a proposal when the headings are
    not known; NeedsAnswer asks in which order dates are written, and `date_order` answers. UnreadableFile when nothing
    can be read at all; OtherList for one of the `forms` (codes, all by default) that `read_file` reads. Formulas are never
    executed: their stored value counts.
    """
    path = Path(path)
    wanted = (list_layout(layout),) if layout else list_layouts()
    tables = open_tables(path, limits)
    heads: list[tuple[Table, list[Cells]]] = []
    for table in tables:
        with sentences(path):
            head = list(islice(table.rows(), _HEAD))
        found = None if table.hidden else _found(head, wanted, mapping, path)
        if found is not None and (found.whole if layout else found.complete):
            dates = DateWatch(found.layout, date_order)
            if dates.open:
                below = found.header.row + 1
                with sentences(path):
                    dates.look(table, found.header, below, head[below:])
            opened = ListFile(path, tables, table, found, dates, today, limits)
            for other, its_head in heads:
                opened.pass_over(other, its_head)
            return opened
        heads.append((Table(table.name, table.hidden, _nothing, left=table.left), head[:_KEPT_HEAD]))
    refuse_unknown(path, heads, wanted, forms)
    raise propose(path, heads, wanted, today=today)


def columns_of(path: Path, layout: str, *, today: date, limits: Limits = LIST_LIMITS) -> NeedsMapping:
    """What the columns of `path` probably mean in the list `layout`, also where its headings are known: for a clerk who
    says what the list is, or mends what was confirmed. UnreadableFile when nothing of it can be read."""
    heads: list[tuple[Table, list[Cells]]] = []
    for table in open_tables(path, limits):
        with sentences(path):
            head = list(islice(table.rows(), _KEPT_HEAD))
        heads.append((Table(table.name, table.hidden, _nothing, left=table.left), head))
    return propose(path, heads, (list_layout(layout),), today=today)


def _header_of(head: Sequence[Cells], layouts: Sequence[ListLayout]) -> Header | None:
    found = best_header(head, layouts)
    return found.header if found is not None and found.complete else None


def _found(
    head: Sequence[Cells], wanted: Sequence[ListLayout], mapping: Mapping[str, str] | None, path: Path
) -> Found | None:
    if mapping is None:
        return best_header(head, wanted)
    header = mapped_header(head, mapping)
    if header is None:
        return None
    chosen = max(wanted, key=lambda one: len({column.field for column in one.columns} & set(mapping.values())))
    if missing := missing_fields(chosen, tuple(mapping.values()), told=len(wanted) == 1):
        what = f"Padanan kolom untuk {path.name} belum lengkap: {', '.join(missing)} belum ditunjuk."
        raise UnreadableFile(what, "Tunjuk kolom yang berisi data itu, lalu lanjutkan.")
    return Found(chosen, header, 1.0)


def _nothing() -> Iterator[Cells]:
    return iter(())
