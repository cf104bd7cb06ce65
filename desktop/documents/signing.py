"""Signature blocks and the list of copies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from desktop.documents.beside import check_and_paraf, side_by_side
from desktop.documents.blocks import Measure, item, paragraph
from desktop.documents.facts import LetterFacts, Signer
from desktop.documents.flow import Slab
from desktop.documents.fonts import clean
from desktop.documents.sheet import Op, Rule
from desktop.documents.text import Run, balanced, set_line

_ROOM_LINES = 4.2  # for the signature and the stamp


def signature(signer: Signer, measure: Measure, place: Sequence[Run] = (), gap: float = 0) -> Slab:
    """One signer in the right half: place and date, position, room, name underlined, rank, NIP."""
    column = measure.inset(measure.width * 0.5)
    top = [place] if place else []
    return _columns([(column, [*top, *_positions(signer, column)], signer)], gap)


def signed_and_checked(facts: LetterFacts, measure: Measure, place: Sequence[Run] = (), gap: float = 0) -> Slab:
    """The signature with what belongs to it in the left half: the code of the internal check, the paraf table."""
    signed = signature(facts.signer, measure, place)
    half = replace(measure, width=measure.width * 0.48)
    return replace(side_by_side(check_and_paraf(facts, half), signed) or signed, gap=gap)


def parties(first: Signer, second: Signer, measure: Measure, gap: float = 0) -> Slab:
    """Two signers side by side: PIHAK KEDUA at the left, PIHAK KESATU at the right, names on one line."""
    half = replace(measure, width=measure.width * 0.48)
    right = measure.inset(measure.width * 0.52)
    return _columns(
        [
            (half, [half.bold("PIHAK KEDUA,"), *_positions(second, half)], second),
            (right, [right.bold("PIHAK KESATU,"), *_positions(first, right)], first),
        ],
        gap,
    )


def below_parties(facts: LetterFacts, measure: Measure, gap: float = 0) -> Slab | None:
    """The strip under two signatures: the code of the internal check, the paraf table at its right."""
    under = check_and_paraf(facts, measure)
    return replace(under, gap=gap) if under else None


def _positions(signer: Signer, column: Measure) -> list[Sequence[Run]]:
    """The position with its comma, below the one on whose behalf it signs."""
    behalf = clean(signer.on_behalf)
    return [*([column.plain(behalf)] if behalf else []), column.plain(f"{clean(signer.position)},")]


def _columns(columns: Sequence[tuple[Measure, list[Sequence[Run]], Signer]], gap: float) -> Slab:
    leading = columns[0][0].leading
    heads = [_stack(column, lines, 0) for column, lines, _ in columns]
    room = _ROOM_LINES * (0.7 + 0.3 * columns[0][0].air)
    depth = max(used for _, used in heads) + room * leading
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
    for line in balanced(column.bold(clean(signer.name)), column.size, column.width):
        base = -depth + column.baseline
        ops += set_line(line, column.left, base, column.width, column.size, "center")
        left = column.left + (column.width - line.width) / 2
        ops.append(Rule(left, base - 1.6, left + line.width, base - 1.6, 0.7))
        depth += column.leading
    below = [column.plain(text) for text in (clean(signer.rank), _nip(signer)) if text]
    drawn, depth = _stack(column, below, depth + 1)
    return [*ops, *drawn], depth


def _nip(signer: Signer) -> str:
    nip = clean(signer.nip)
    return f"NIP {nip}" if nip else ""


def copies(names: Sequence[str], measure: Measure, gap: float) -> list[Slab]:
    """ "Tembusan:" and its list, kept together."""
    small = measure.sized(measure.size - 1)
    slabs = paragraph(small.plain("Tembusan:"), small, gap=gap)
    for at, name in enumerate(names, start=1):
        lines = paragraph(small.plain(name), small, align="left")
        slabs += lines if len(names) == 1 else item(f"{at}.", small.plain(name), small, hang=16, align="left")
    return [replace(slab, keep=at < len(slabs) - 1) for at, slab in enumerate(slabs)]
