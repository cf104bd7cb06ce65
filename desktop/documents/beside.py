"""What stands at the lower left of a letter: the code of the internal check, and on the archive copy the paraf table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from desktop.documents import codes
from desktop.documents.blocks import Measure
from desktop.documents.facts import LetterFacts, Paraf
from desktop.documents.flow import Slab
from desktop.documents.fonts import clean
from desktop.documents.sheet import MM, Op, moved
from desktop.documents.table import Grid
from desktop.documents.template import Column
from desktop.documents.text import Run, balanced, set_line, wrap

CODE_PREFIX = "PADAN:"
ARCHIVE_COPY = "Salinan arsip"
_CODE = 19 * MM
_CAPTION = 7.0
_PARAF = 7.0
_ROOM_TO_SIGN = 6 * MM
_WIDEST, _LEAST = 104 * MM, 72 * MM  # of the paraf table beside the code
_LEAST_CAPTION = 20 * MM
_BETWEEN = 3 * MM
_COLUMNS = (
    Column("position", "Jabatan", 40),
    Column("name", "Nama", 34),
    Column("at", "Paraf/waktu", 24, align="center"),
)


def check_and_paraf(facts: LetterFacts, measure: Measure) -> Slab | None:
    """The code at the left with the paraf table at its right, or below it in a narrow column; `None` without either."""
    room = measure.width - _CODE - 1 * MM - _LEAST_CAPTION - _BETWEEN
    mark = check_mark(facts, measure)
    if mark is None or not facts.archive or room < _LEAST:
        return stacked([mark, paraf_table(facts, measure)])
    table = min(room, _WIDEST)
    left = replace(measure, width=measure.width - table - _BETWEEN)
    return side_by_side(check_mark(facts, left), paraf_table(facts, measure.inset(measure.width - table)))


def check_mark(facts: LetterFacts, measure: Measure) -> Slab | None:
    """The QR code of the internal check with its caption, at most half of the paper wide; `None` for a draft or a
    letter without a token."""
    if facts.draft or not facts.check:
        return None
    said = measure.inset(_CODE + 1 * MM).sized(_CAPTION, _CAPTION * 1.2)
    said = replace(said, width=measure.width - _CODE - 1 * MM)
    groups = " ".join(facts.check[at : at + 4] for at in range(0, len(facts.check), 4))
    runs: list[tuple[Run, ...]] = [
        said.bold("Verifikasi internal Padan"),
        (Run("bukan tanda tangan elektronik", said.family.accent),),
        said.plain(groups),
    ]
    lines = [line for run in runs for line in balanced(run, said.size, said.width)]
    depth = max(0.0, (_CODE - len(lines) * said.leading) / 2)
    ops: list[Op] = [codes.text_qr(CODE_PREFIX + facts.check, measure.left, -_CODE, _CODE)]
    for line in lines:
        ops += set_line(line, said.left, -depth + said.baseline, said.width, said.size)
        depth += said.leading
    return Slab(max(_CODE, depth), tuple(ops))


def paraf_table(facts: LetterFacts, measure: Measure) -> Slab | None:
    """The *paraf hierarki* with the words "Salinan arsip"; `None` on every other copy."""
    if not facts.archive:
        return None
    column = replace(measure, width=min(measure.width, _WIDEST)).sized(_PARAF, _PARAF * 1.2)
    title = column.bold(ARCHIVE_COPY)
    depth = column.leading + 2
    ops: list[Op] = []
    for line in wrap(title, column.size, column.width):
        ops += set_line(line, column.left, column.baseline, column.width, column.size)
    for strip in _paraf_strips(facts.paraf, Grid(_COLUMNS, column)) if facts.paraf else ():
        ops += [moved(op, -depth) for op in strip.ops]
        depth += strip.height
    return Slab(depth, tuple(ops))


def _paraf_strips(paraf: Sequence[Paraf], grid: Grid) -> list[Slab]:
    rows = [grid.lines([clean(line.position), clean(line.name), clean(line.at)]) for line in paraf]
    return [grid.head(), *(grid.row(row, least=_ROOM_TO_SIGN) for row in rows)]


def stacked(parts: Sequence[Slab | None], between: float = 2 * MM) -> Slab | None:
    """The parts one below the other as one strip; `None` without any."""
    ops: list[Op] = []
    depth = 0.0
    for part in parts:
        if part is not None:
            depth += between if ops else 0
            ops += [moved(op, -depth) for op in part.ops]
            depth += part.height
    return Slab(depth, tuple(ops)) if ops else None


def side_by_side(left: Slab | None, right: Slab | None, gap: float = 0) -> Slab | None:
    """Both as one strip, their lower edges on one line; `None` without any."""
    found = [part for part in (left, right) if part is not None]
    if not found:
        return None
    height = max(part.height for part in found)
    return Slab(height, tuple(moved(op, part.height - height) for part in found for op in part.ops), gap)
