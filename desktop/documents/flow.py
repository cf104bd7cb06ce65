"""Slabs stacked into pages: what stays together stays together, heads of tables are repeated."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from desktop.documents.errors import Unprintable
from desktop.documents.sheet import Op, Strip


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


def kept(slabs: Iterable[Slab], last: int) -> Iterator[Slab]:
    """The same slabs, the final `last` of them tied to what follows."""
    held: deque[Slab] = deque()
    for slab in slabs:
        held.append(slab)
        if len(held) > last:
            yield held.popleft()
    for slab in held:
        yield replace(slab, keep=True)


def _chains(slabs: Iterable[Slab]) -> Iterator[list[Slab]]:
    chain: list[Slab] = []
    for slab in slabs:
        chain.append(slab)
        if not slab.keep:
            yield chain
            chain = []
    if chain:
        yield chain


def _height(chain: Sequence[Slab], opens: bool) -> float:
    return sum(slab.height + slab.gap for slab in chain) - (chain[0].gap if opens else 0)


class _Stack:
    """Fills one page after the other from the top."""

    def __init__(self, top: float, room: float) -> None:
        self.top = top
        self.room = room
        self.page: list[Op] = []
        self.used = 0.0

    def place(self, slab: Slab) -> None:
        opens = self.used == 0
        self.used += 0 if opens else slab.gap
        self.page.append(Strip(self.top - self.used, slab.ops))
        self.used += slab.height

    def taken(self) -> tuple[Op, ...]:
        page = tuple(self.page)
        self.page, self.used = [], 0.0
        return page

    def add(self, chain: Sequence[Slab]) -> Iterator[tuple[Op, ...]]:
        """Places the chain; gives the page that it closes."""
        if self.used and self.used + _height(chain, False) > self.room:
            yield self.taken()
            for head in chain[0].repeat:
                self.place(head)
        if self.used + _height(chain, self.used == 0) <= self.room:
            for slab in chain:
                self.place(slab)
        elif len(chain) > 1:
            for slab in chain:
                yield from self.add([slab])
        else:
            raise Unprintable("Satu bagian surat lebih tinggi dari kertasnya. Perpendek kop, jabatan, atau tujuannya.")


def stream(slabs: Iterable[Slab], top: float, room: float) -> Iterator[tuple[Op, ...]]:
    """Drawing orders of each page as soon as it is full: slabs from `top` downwards, `room` points high.

    No more than a page and one chain of slabs is held, however long the list. Raises Unprintable for a slab that no
    page can hold.
    """
    stack = _Stack(top, room)
    for chain in _chains(slabs):
        yield from stack.add(chain)
    yield stack.taken()


def flow(slabs: Iterable[Slab], top: float, room: float) -> list[tuple[Op, ...]]:
    """All pages of `stream`."""
    return list(stream(slabs, top, room))
