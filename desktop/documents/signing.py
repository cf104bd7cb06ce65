"""Signature blocks and the list of copies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from desktop.documents.blocks import Measure, bold, item, paragraph, plain
from desktop.documents.facts import Signer
from desktop.documents.flow import Slab
from desktop.documents.fonts import clean
from desktop.documents.sheet import Op, Rule
from desktop.documents.text import Run, balanced, set_line

_ROOM_LINES = 4.2  # for the signature and the stamp


def signature(signer: Signer, measure: Measure, place: Sequence[Run] = (), gap: float = 0) -> Slab:
    """One signer in the right half: place and date, position, room, name underlined, rank, NIP."""
    column = measure.inset(measure.width * 0.5)
    top = [place] if place else []
    return _columns([(column, [*top, plain(f"{clean(signer.position)},")], signer)], gap)


def parties(first: Signer, second: Signer, measure: Measure, gap: float = 0) -> Slab:
    """Two signers side by side: PIHAK KEDUA at the left, PIHAK KESATU at the right, names on one line."""
    half = replace(measure, width=measure.width * 0.48)
    right = measure.inset(measure.width * 0.52)
    return _columns(
        [
            (half, [bold("PIHAK KEDUA,"), plain(f"{clean(second.position)},")], second),
            (right, [bold("PIHAK KESATU,"), plain(f"{clean(first.position)},")], first),
        ],
        gap,
    )


def _columns(columns: Sequence[tuple[Measure, list[Sequence[Run]], Signer]], gap: float) -> Slab:
    leading = columns[0][0].leading
    heads = [_stack(column, lines, 0) for column, lines, _ in columns]
    depth = max(used for _, used in heads) + _ROOM_LINES * leading
    ops: list[Op] = [op for head, _ in heads for op in head]
    feet = 0.0
    for column, _, signer in columns:
        drawn, used = _identity(signer, column, depth)
        ops += drawn
        feet = max(feet, used)
    return Slab(feet + 2, tuple(ops), gap)


def _stack(column: Measure, lines: Sequence[Sequence[Run]], depth: float) -> tuple[list[Op], float]:
    ops: list[Op] = []
    for runs in lines:
        for line in balanced(runs, column.size, column.width):
            ops += set_line(line, column.left, -depth + column.baseline, column.width, column.size, "center")
            depth += column.leading
    return ops, depth


def _identity(signer: Signer, column: Measure, depth: float) -> tuple[list[Op], float]:
    ops: list[Op] = []
    for line in balanced(bold(clean(signer.name)), column.size, column.width):
        base = -depth + column.baseline
        ops += set_line(line, column.left, base, column.width, column.size, "center")
        left = column.left + (column.width - line.width) / 2
        ops.append(Rule(left, base - 1.6, left + line.width, base - 1.6, 0.7))
        depth += column.leading
    below = [plain(text) for text in (clean(signer.rank), _nip(signer)) if text]
    drawn, depth = _stack(column, below, depth + 1)
    return [*ops, *drawn], depth


def _nip(signer: Signer) -> str:
    nip = clean(signer.nip)
    return f"NIP {nip}" if nip else ""


def copies(names: Sequence[str], measure: Measure, gap: float) -> list[Slab]:
    """ "Tembusan:" and its list, kept together."""
    small = measure.sized(measure.size - 1)
    slabs = paragraph(plain("Tembusan:"), small, gap=gap)
    for at, name in enumerate(names, start=1):
        lines = paragraph(plain(name), small, align="left")
        slabs += lines if len(names) == 1 else item(f"{at}.", plain(name), small, hang=16, align="left")
    return [replace(slab, keep=at < len(slabs) - 1) for at, slab in enumerate(slabs)]
