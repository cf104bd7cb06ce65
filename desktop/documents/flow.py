"""Slabs stacked into pages: what stays together stays together, heads of tables are repeated."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from desktop.documents.errors import Unprintable
from desktop.documents.sheet import Op, moved


@dataclass(frozen=True, slots=True)
class Slab:
    """A horizontal strip that is never cut.

    `ops` have x on the page and y counted from the strip's upper edge (negative downwards). `gap` is white space
    above, dropped at the top of a page. `keep`: on the same page as the next slab. `repeat`: slabs set again when
    this one opens a page.
    """

    height: float
    ops: tuple[Op, ...] = ()
    gap: float = 0
    keep: bool = False
    repeat: tuple[Slab, ...] = ()


def kept(slabs: Sequence[Slab], last: int) -> list[Slab]:
    """The same slabs, the final `last` of them tied to what follows."""
    start = len(slabs) - last
    return [replace(slab, keep=True) if at >= start else slab for at, slab in enumerate(slabs)]


def _chains(slabs: Iterable[Slab]) -> list[list[Slab]]:
    chains: list[list[Slab]] = [[]]
    for slab in slabs:
        chains[-1].append(slab)
        if not slab.keep:
            chains.append([])
    return [chain for chain in chains if chain]


def _height(chain: Sequence[Slab], opens: bool) -> float:
    return sum(slab.height + slab.gap for slab in chain) - (chain[0].gap if opens else 0)


class _Stack:
    """Fills pages from the top."""

    def __init__(self, top: float, room: float) -> None:
        self.top = top
        self.room = room
        self.pages: list[list[Op]] = [[]]
        self.used = 0.0

    def place(self, slab: Slab) -> None:
        opens = self.used == 0
        self.used += 0 if opens else slab.gap
        edge = self.top - self.used
        self.pages[-1].extend(moved(op, edge) for op in slab.ops)
        self.used += slab.height

    def turn(self) -> None:
        self.pages.append([])
        self.used = 0.0

    def add(self, chain: Sequence[Slab]) -> None:
        if self.used and self.used + _height(chain, False) > self.room:
            self.turn()
            for head in chain[0].repeat:
                self.place(head)
        if self.used + _height(chain, self.used == 0) <= self.room:
            for slab in chain:
                self.place(slab)
        elif len(chain) > 1:
            for slab in chain:
                self.add([slab])
        else:
            raise Unprintable("Satu bagian surat lebih tinggi dari kertasnya. Perpendek kop, jabatan, atau tujuannya.")


def flow(slabs: Iterable[Slab], top: float, room: float) -> list[tuple[Op, ...]]:
    """Drawing orders of each page: slabs from `top` downwards, `room` points high."""
    stack = _Stack(top, room)
    for chain in _chains(slabs):
        stack.add(chain)
    return [tuple(page) for page in stack.pages]
