"""Pages as plain drawing orders. Layout code never meets ReportLab: it makes `Page`s, `paint.py` makes the PDF.

All lengths are points, the origin is the lower left corner.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Text:
    """One run of text whose baseline starts at (x, y); `word_space` is added to every blank."""

    x: float
    y: float
    text: str
    font: str
    size: float
    word_space: float = 0
    grey: float = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line; `dash` = (on, off) in points."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float = 0.5
    dash: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Boxes:
    """Black rectangles (x, y, width, height) filled as one path: bars and QR modules."""

    boxes: tuple[tuple[float, float, float, float], ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """An outlined rectangle."""

    x: float
    y: float
    width: float
    height: float
    line: float = 0.5
    dash: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Ring:
    """An outlined circle around (x, y)."""

    x: float
    y: float
    radius: float
    line: float = 0.5


@dataclass(frozen=True, slots=True)
class Picture:
    """JPEG or PNG bytes that fill the box without being distorted; what stands out is clipped at the edge."""

    x: float
    y: float
    width: float
    height: float
    data: bytes


@dataclass(frozen=True, slots=True)
class Watermark:
    """A large pale word across the page."""

    text: str
    font: str
    size: float


@dataclass(frozen=True, slots=True)
class Strip:
    """Orders that are drawn `y` points higher than they say: a row of a list is made once and never copied."""

    y: float
    ops: tuple[Op, ...]


Op = Text | Rule | Boxes | Frame | Ring | Picture | Watermark | Strip


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its size and what is drawn on it, in order."""

    width: float
    height: float
    ops: tuple[Op, ...]


@dataclass(frozen=True, slots=True)
class Meta:
    """What the PDF says about itself."""

    title: str
    author: str
    subject: str
    day: date


def moved(op: Op, dy: float, dx: float = 0) -> Op:
    """The same order, `dy` points higher and `dx` further right. A watermark belongs to its page and stays."""
    if isinstance(op, Text):
        return Text(op.x + dx, op.y + dy, op.text, op.font, op.size, op.word_space, op.grey)
    if isinstance(op, Rule):
        return Rule(op.x1 + dx, op.y1 + dy, op.x2 + dx, op.y2 + dy, op.width, op.dash)
    if isinstance(op, Boxes):
        return Boxes(tuple((x + dx, y + dy, w, h) for x, y, w, h in op.boxes))
    if isinstance(op, Frame):
        return Frame(op.x + dx, op.y + dy, op.width, op.height, op.line, op.dash)
    if isinstance(op, Ring):
        return Ring(op.x + dx, op.y + dy, op.radius, op.line)
    if isinstance(op, Picture):
        return Picture(op.x + dx, op.y + dy, op.width, op.height, op.data)
    if isinstance(op, Strip):
        return Strip(0, tuple(moved(one, op.y + dy, dx) for one in op.ops))
    return op
