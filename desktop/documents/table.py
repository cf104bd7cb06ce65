"""The list by name as slabs: a ruled table whose head is repeated on every page it runs over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from desktop.documents.blocks import Measure
from desktop.documents.errors import Unprintable
from desktop.documents.flow import Slab
from desktop.documents.fonts import clean
from desktop.documents.sheet import Op, Rule
from desktop.documents.template import Column, Table
from desktop.documents.text import Align, Line, set_line, wrap

_PAD = 3.0
_LINE = 0.5
# A row higher than this many lines is cut into several slabs, so that it fits any page.
_MOST_LINES = 24


class Grid:
    """Columns placed on the page, stretched or shrunk together to fill the measure."""

    def __init__(self, columns: Sequence[Column], measure: Measure) -> None:
        self.columns = columns
        self.measure = measure
        scale = measure.width / sum(column.width for column in columns)
        self.widths = [column.width * scale for column in columns]
        edges = [measure.left]
        for width in self.widths:
            edges.append(edges[-1] + width)
        self.edges = edges
        self._frames: dict[tuple[float, bool], tuple[Op, ...]] = {}

    def lines(self, cells: Sequence[str], heavy: bool = False) -> list[list[Line]]:
        """Each cell broken into lines."""
        make = self.measure.bold if heavy else self.measure.plain
        size = self.measure.size
        return [wrap(make(cell), size, width - 2 * _PAD) for cell, width in zip(cells, self.widths, strict=True)]

    def cell(self, at: int, lines: Sequence[Line], depth: float, align: Align) -> list[Op]:
        """The lines of column `at`, the first one `depth` below the upper edge."""
        left, width = self.edges[at] + _PAD, self.widths[at] - 2 * _PAD
        ops: list[Op] = []
        for line in lines:
            ops += set_line(line, left, -depth + self.measure.baseline, width, self.measure.size, align)
            depth += self.measure.leading
        return ops

    def frame(self, height: float, closed: bool = True) -> tuple[Op, ...]:
        """The upright rules of a row, and the rule below it when `closed`. The rule above belongs to what is above."""
        known = self._frames.get((height, closed))
        if known is None:
            ops = [Rule(edge, 0, edge, -height, _LINE) for edge in self.edges]
            below = [Rule(self.edges[0], -height, self.edges[-1], -height, _LINE)] if closed else []
            known = self._frames[height, closed] = (*ops, *below)
        return known

    def head(self) -> Slab:
        """The head row: bold, centred both ways, closed on all sides."""
        cells = self.lines([column.heading for column in self.columns], True)
        deepest = max(len(lines) for lines in cells)
        height = deepest * self.measure.leading + 2 * _PAD
        ops: list[Op] = list(self.frame(height))
        ops.append(Rule(self.edges[0], 0, self.edges[-1], 0, _LINE))
        for at, lines in enumerate(cells):
            ops += self.cell(at, lines, _PAD + (deepest - len(lines)) * self.measure.leading / 2, "center")
        return Slab(height, tuple(ops), keep=True)

    def row(self, cells: Sequence[Sequence[Line]], *, first: bool = True, last: bool = True, least: float = 0) -> Slab:
        """One row at least `least` high, or its part: only the first part has room above, only the last one is closed
        below."""
        count = max(1, *(len(lines) for lines in cells))
        height = max(least, count * self.measure.leading + (first + last) * _PAD)
        ops = list(self.frame(height, last))
        for at, lines in enumerate(cells):
            ops += self.cell(at, lines, _PAD if first else 0, self.columns[at].align)
        return Slab(height, tuple(ops))


def cell_text(column: Column, row: Mapping[str, str], at: int) -> str:
    """What the cell says; a dash when there is nothing. Raises Unprintable for an empty required cell."""
    text = clean(row.get(column.key, ""))
    if text:
        return text
    if column.key == "no":
        return str(at + 1)
    if column.required:
        raise Unprintable(
            f"Kolom {column.heading} pada baris {at + 1} daftar masih kosong. "
            "Lengkapi data orang itu, atau keluarkan ia dari daftar.",
            at,
        )
    return "-"


def columns_of(table: Table, rows: Sequence[Mapping[str, str]]) -> tuple[Column, ...]:
    """The columns that are drawn: one that no row knows of is left out, because its recipient has no right to it (health
    notes); an empty cell, a required one and the running number stay."""
    return tuple(
        column
        for column in table.columns
        if column.required or column.key == "no" or any(column.key in row for row in rows)
    )


def table_slabs(table: Table, rows: Sequence[Mapping[str, str]], measure: Measure, gap: float) -> Iterator[Slab]:
    """Head and rows. The head stays with the first row, the first row with the second.

    Raises Unprintable (with the row) when a required cell is empty, and for a list without rows.
    """
    if not rows:
        raise Unprintable("Daftar nama masih kosong. Pilih sedikitnya satu orang untuk surat ini.")
    columns = columns_of(table, rows)
    grid = Grid(columns, measure.sized(table.font_size, table.font_size * 1.22))
    head = grid.head()
    yield replace(head, gap=gap)
    for at, row in enumerate(rows):
        cells = grid.lines([cell_text(column, row, at) for column in columns])
        tied = at == 0 and len(rows) > 1
        for part in _parts(grid, cells):
            yield replace(part, repeat=(head,), keep=tied)
            tied = False


def _parts(grid: Grid, cells: Sequence[Sequence[Line]]) -> list[Slab]:
    count = max(len(lines) for lines in cells)
    starts = range(0, count, _MOST_LINES)
    parts: list[Slab] = []
    for start in starts:
        piece = [lines[start : start + _MOST_LINES] for lines in cells]
        parts.append(grid.row(piece, first=start == 0, last=start == starts[-1]))
    return parts
