"""The pages of one part of a letter: laid out, counted, fitted, with foot and watermark."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from desktop.documents.beside import ARCHIVE_COPY
from desktop.documents.blocks import Measure
from desktop.documents.body import Draft
from desktop.documents.flow import Slab, stream
from desktop.documents.fonts import text_width
from desktop.documents.sheet import MM, Op, Page, Text, Watermark
from desktop.documents.taken import taken_line
from desktop.documents.template import PAPERS, Orientation

_FOOT = 6 * MM  # room of the page number, inside the margins
_FOOT_SIZE = 8.5
_HELD_ROWS = 200  # a longer list is laid out twice instead: memory must not grow with it
# (lines, share of the white space between paragraphs) in place of (1.3, 1); 1.11 is the serif's own single spacing
_TIGHTER = ((1.22, 1.0), (1.15, 1.0), (1.11, 1.0), (1.09, 0.5))
_FITTED_ROWS = 100


@dataclass(frozen=True, slots=True)
class Section:
    """Pages that are counted together: the letter itself, or its annex."""

    draft: Draft
    orientation: Orientation
    make: Callable[[Draft, Measure], Iterable[Slab]]
    foot: Callable[[int, int], str]
    leading: float = 1.3
    air: float = 1.0
    taken: str = ""

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the paper in points."""
        short, long = (side * MM for side in sorted(PAPERS[self.draft.page.paper]))
        return (long, short) if self.orientation == "landscape" else (short, long)

    @property
    def measure(self) -> Measure:
        """The column of text between the margins."""
        page = self.draft.page
        left = page.margins.left * MM
        room = self.size[0] - left - page.margins.right * MM
        return Measure(left, room, page.font_size, page.font_size * self.leading, self.draft.family, self.air)

    def fitted(self) -> Section:
        """The same with its lines closer together, if that saves a page: a signature alone overleaf looks forgotten."""
        table = self.draft.template.table
        if table and table.placement != "annex" and len(self.draft.facts.rows) > _FITTED_ROWS:
            return self
        usual = self._count()
        tighter = (replace(self, leading=leading, air=air) for leading, air in _TIGHTER if usual > 1)
        return next((section for section in tighter if section._count() < usual), self)

    def _count(self) -> int:
        return sum(1 for _ in self.bodies())

    def bodies(self) -> Iterator[tuple[Op, ...]]:
        """What stands on each page, without foot and watermark, one page at a time. Raises Unprintable."""
        edges = self.draft.page.margins
        top = self.size[1] - edges.top * MM
        slabs = self.make(self.draft, self.measure)
        if self.air < 1:
            slabs = (replace(slab, gap=slab.gap * self.air) for slab in slabs)
        return stream(slabs, top, top - edges.bottom * MM - _FOOT)

    def pages(self) -> Iterator[Page]:
        """The finished pages. A long list is laid out twice, first to count its pages, so that it is never held whole."""
        held = list(self.bodies()) if len(self.draft.facts.rows) <= _HELD_ROWS else None
        count = self._count() if held is None else len(held)
        width, height = self.size
        mark = self._watermark()
        for at, ops in enumerate(self.bodies() if held is None else held, start=1):
            yield Page(width, height, (*mark, *ops, *self._foot(at, count)))

    def _watermark(self) -> tuple[Op, ...]:
        return (Watermark("DRAF", self.draft.family.bold, min(self.size) * 0.26),) if self.draft.facts.draft else ()

    def _foot(self, page: int, pages: int) -> list[Op]:
        font, column = self.draft.family.regular, self.measure
        base = self.draft.page.margins.bottom * MM + 2
        label = self.foot(page, pages)
        right = column.left + column.width - text_width(label, font, _FOOT_SIZE)
        found: list[Op] = [Text(right, base, label, font, _FOOT_SIZE)] if label else []
        if self.draft.facts.archive:
            found.append(Text(column.left, base, ARCHIVE_COPY, font, _FOOT_SIZE))
        if self.taken:
            bottom = self.draft.page.margins.bottom * MM
            found.append(taken_line(self.taken, self.draft.family, column.left, column.width, bottom))
        return found


def letter_foot(page: int, pages: int) -> str:
    """Nothing on a single page."""
    return f"Halaman {page} dari {pages}" if pages > 1 else ""


def annex_foot(page: int, pages: int) -> str:
    """An annex says so on every page."""
    return f"Lampiran, halaman {page} dari {pages}"
