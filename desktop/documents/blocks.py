"""The building blocks of a letter's text: paragraph, numbered item, "label : text", stacked centred lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from desktop.documents.flow import Slab
from desktop.documents.fonts import Family, text_width
from desktop.documents.sheet import Text
from desktop.documents.text import Align, Run, balanced, set_line, tied, wrap


@dataclass(frozen=True, slots=True)
class Measure:
    """A column of text: left edge and width on the page, type size, distance of lines (all points), and its fonts."""

    left: float
    width: float
    size: float
    leading: float
    family: Family
    air: float = 1.0  # share of the usual white space between paragraphs

    def inset(self, left: float) -> Measure:
        """The same column, narrower by `left` points on the left."""
        return replace(self, left=self.left + left, width=self.width - left)

    def sized(self, size: float, leading: float | None = None) -> Measure:
        """The same column in another size of type."""
        return replace(self, size=size, leading=size * 1.25 if leading is None else leading)

    @property
    def baseline(self) -> float:
        """Baseline of a line counted from its upper edge."""
        return -(self.leading - self.size * 0.28)

    def plain(self, text: str) -> tuple[Run, ...]:
        """`text` in the regular font, its numbers held to their words."""
        return (Run(tied(text), self.family.regular),)

    def bold(self, text: str) -> tuple[Run, ...]:
        """The same in the bold font."""
        return (Run(tied(text), self.family.bold),)

    def extent(self, text: str) -> float:
        """Width of `text` in the regular font at this size."""
        return text_width(text, self.family.regular, self.size)

    def room_for(self, labels: Iterable[str], least: float = 0) -> float:
        """Width in which each label stands on one line with a little white after it, `least` points or more."""
        return max(least, max(map(self.extent, labels), default=0) + 1.5 * self.extent(" "))


def paragraph(
    runs: Sequence[Run],
    measure: Measure,
    *,
    align: Align = "justify",
    indent: float = 0,
    gap: float = 0,
    even: bool = False,
) -> list[Slab]:
    """One slab a line; two lines at either end stay together, so that no line is left alone on a page.

    `even`: lines of about the same length, as centred text always has.
    """
    if even or align == "center":
        lines = balanced(runs, measure.size, measure.width)
    else:
        lines = wrap(runs, measure.size, measure.width, indent)
    slabs = []
    for at, line in enumerate(lines):
        inset = indent if at == 0 else 0
        width = measure.width - inset
        ops = set_line(line, measure.left + inset, measure.baseline, width, measure.size, align)
        keep = at < len(lines) - 1 and at in (0, len(lines) - 2)
        slabs.append(Slab(measure.leading, tuple(ops), gap if at == 0 else 0, keep))
    return slabs


def marked(mark: str, body: list[Slab], measure: Measure) -> list[Slab]:
    """`body` with `mark` ("1.") written at the left edge of its first line."""
    if not body:
        return body
    sign = Text(measure.left, measure.baseline, mark, measure.family.regular, measure.size)
    return [replace(body[0], ops=(sign, *body[0].ops)), *body[1:]]


def item(
    mark: str, runs: Sequence[Run], measure: Measure, *, hang: float, gap: float = 0, align: Align = "justify"
) -> list[Slab]:
    """A numbered item: the mark, then the text hanging `hang` points from the left."""
    return marked(mark, paragraph(runs, measure.inset(hang), align=align, gap=gap), measure)


def detail(
    label: str, runs: Sequence[Run], measure: Measure, *, label_width: float, gap: float = 0, even: bool = False
) -> list[Slab]:
    """A line "label : text" with the colon at `label_width`; the text hangs after it. The label may wrap too."""
    room = label_width - measure.extent(" ")
    named = wrap(measure.plain(label), measure.size, room)
    body = measure.inset(label_width + measure.extent(":  "))
    lines = (balanced if even else wrap)(runs, measure.size, body.width)
    slabs = []
    count = max(len(named), len(lines))
    for at in range(count):
        ops: list[Text] = []
        if at < len(named):
            ops += set_line(named[at], measure.left, measure.baseline, room, measure.size)
        if at == 0:
            ops.append(Text(measure.left + label_width, measure.baseline, ":", measure.family.regular, measure.size))
        if at < len(lines):
            ops += set_line(lines[at], body.left, measure.baseline, body.width, measure.size)
        slabs.append(Slab(measure.leading, tuple(ops), gap if at == 0 else 0, at < count - 1))
    return slabs


def centred(lines: Sequence[Sequence[Run]], measure: Measure, *, gap: float = 0) -> list[Slab]:
    """Centred lines kept together and with what follows (a title)."""
    slabs: list[Slab] = []
    for at, runs in enumerate(lines):
        slabs += paragraph(runs, measure, align="center", gap=gap if at == 0 else 0)
    return [replace(slab, keep=True) for slab in slabs]
