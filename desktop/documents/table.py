"""The list by name as slabs: a ruled table whose head is repeated on every page it runs over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from desktop.documents.blocks import Measure, bold, plain
from desktop.documents.errors import Unprintable
from desktop.documents.flow import Slab
from desktop.documents.fonts import clean
from desktop.documents.sheet import MM, Op, Rule
from desktop.documents.template import Column, Table
from desktop.documents.text import Align, Line, set_line, wrap

_PAD = 3.0
_LINE = 0.5
# A row higher than this many lines is cut into several slabs, so that it fits any page.
_MOST_LINES = 24


class _Grid:
    """Columns placed on the page, stretched or shrunk together to fill the measure."""

    def __init__(self, table: Table, measure: Measure) -> None:
        self.columns = table.columns
        self.measure = measure.sized(table.font_size, table.font_size * 1.22)
        scale = measure.width / sum(column.width * MM for column in table.columns)
        self.widths = [column.width * MM * scale for column in table.columns]
        edges = [measure.left]
        for width in self.widths:
            edges.append(edges[-1] + width)
        self.edges = edges

    def lines(self, cells: Sequence[str], heavy: bool) -> list[list[Line]]:
        make = bold if heavy else plain
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

    def frame(self, height: float, closed: bool = True) -> list[Op]:
        """The upright rules of a row, and the rule below it when `closed`. The rule above belongs to what is above."""
        ops: list[Op] = [Rule(edge, 0, edge, -height, _LINE) for edge in self.edges]
        if closed:
            ops.append(Rule(self.edges[0], -height, self.edges[-1], -height, _LINE))
        return ops

    def row(self, cells: Sequence[Sequence[Line]], *, first: bool, last: bool) -> Slab:
        """One row, or its part: only the first part has room above, only the last one is closed below."""
        count = max(1, *(len(lines) for lines in cells))
        height = count * self.measure.leading + (first + last) * _PAD
        ops = self.frame(height, last)
        for at, lines in enumerate(cells):
            ops += self.cell(at, lines, _PAD if first else 0, self.columns[at].align)
        return Slab(height, tuple(ops))


def _head(grid: _Grid) -> Slab:
    """The head row: bold, centred both ways, closed on all sides."""
    cells = grid.lines([column.heading for column in grid.columns], True)
    deepest = max(len(lines) for lines in cells)
    height = deepest * grid.measure.leading + 2 * _PAD
    ops: list[Op] = grid.frame(height)
    ops.append(Rule(grid.edges[0], 0, grid.edges[-1], 0, _LINE))
    for at, lines in enumerate(cells):
        ops += grid.cell(at, lines, _PAD + (deepest - len(lines)) * grid.measure.leading / 2, "center")
    return Slab(height, tuple(ops), keep=True)


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


def table_slabs(table: Table, rows: Sequence[Mapping[str, str]], measure: Measure, gap: float) -> list[Slab]:
    """Head and rows. The head stays with the first row, the first row with the second.

    Raises Unprintable (with the row) when a required cell is empty, and for a list without rows.
    """
    if not rows:
        raise Unprintable("Daftar nama masih kosong. Pilih sedikitnya satu orang untuk surat ini.")
    grid = _Grid(table, measure)
    head = _head(grid)
    slabs = [replace(head, gap=gap)]
    for at, row in enumerate(rows):
        cells = grid.lines([cell_text(column, row, at) for column in table.columns], False)
        slabs += [replace(part, repeat=(head,)) for part in _parts(grid, cells)]
    if len(rows) > 1:
        slabs[1] = replace(slabs[1], keep=True)
    return slabs


def _parts(grid: _Grid, cells: Sequence[Sequence[Line]]) -> list[Slab]:
    count = max(len(lines) for lines in cells)
    starts = range(0, count, _MOST_LINES)
    parts: list[Slab] = []
    for start in starts:
        piece = [lines[start : start + _MOST_LINES] for lines in cells]
        parts.append(grid.row(piece, first=start == 0, last=start == starts[-1]))
    return parts
