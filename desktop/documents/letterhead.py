"""The head of the paper: agency lines in the middle, emblem at the left when there is one, double rule below."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from desktop.documents.blocks import Measure
from desktop.documents.errors import Unprintable
from desktop.documents.facts import Letterhead
from desktop.documents.flow import Slab
from desktop.documents.fonts import clean, text_width
from desktop.documents.sheet import MM, Op, Picture, Rule
from desktop.documents.text import balanced, set_line

_EMBLEM_HEIGHT = 22 * MM
_EMBLEM_WIDTH = 22 * MM
_GOVERNMENT, _GOVERNMENT_FLOOR = 12.5, 10.5
_AGENCY, _AGENCY_FLOOR = 15.5, 12.0
_ADDRESS = 9.5


def letterhead(head: Letterhead, measure: Measure) -> Slab:
    """The head as one slab. Raises Unprintable without any line and BadPicture for an emblem that is none."""
    lines = tuple(text for text in map(clean, head.lines) if text)
    if not lines:
        raise Unprintable("Kop surat kantor belum diisi. Isi nama pemerintah, kantor, dan alamat di Pengaturan.")
    emblem, inset = _emblem(head, measure)
    # With an emblem the lines keep clear of it, and of as much at the right, so that they stay in the middle.
    column = replace(measure, left=measure.left + inset, width=measure.width - 2 * inset)
    ops: list[Op] = []
    depth = 0.0
    for text, size, heavy in _sized(lines, column):
        leading = size * 1.2
        for line in balanced(column.bold(text) if heavy else column.plain(text), size, column.width):
            depth += leading
            ops += set_line(line, column.left, -(depth - size * 0.25), column.width, size, "center")
    depth = max(depth, _EMBLEM_HEIGHT if emblem else 0)
    if emblem:
        ops.append(replace(emblem, y=-(depth + emblem.height) / 2))
    return Slab(depth + 9, (*ops, *_double_rule(depth + 5, measure)))


def _double_rule(depth: float, measure: Measure) -> tuple[Op, Op]:
    right = measure.left + measure.width
    return (
        Rule(measure.left, -depth, right, -depth, 2.25),
        Rule(measure.left, -depth - 2.6, right, -depth - 2.6, 0.75),
    )


@lru_cache(maxsize=8)
def _normalised(emblem: bytes) -> tuple[bytes, int, int]:
    """An office's emblem is the same on every letter it writes."""
    from desktop.documents.pictures import normalise_emblem

    return normalise_emblem(emblem)


def _emblem(head: Letterhead, measure: Measure) -> tuple[Picture | None, float]:
    if head.emblem is None:
        return None, 0
    data, wide, high = _normalised(head.emblem)
    scale = min(_EMBLEM_WIDTH / wide, _EMBLEM_HEIGHT / high)
    width, height = wide * scale, high * scale
    return Picture(measure.left, 0, width, height, data), _EMBLEM_WIDTH + 2 * MM


def _sized(lines: tuple[str, ...], column: Measure) -> list[tuple[str, float, bool]]:
    """(text, size, bold): names in capitals lead and the last of them is the agency; the rest is its address."""
    names = 1
    while names < len(lines) and lines[names].isupper():
        names += 1
    names = max(names, min(2, len(lines)))
    agency = _shrunk(lines[names - 1 : names], _AGENCY, _AGENCY_FLOOR, column)
    above = min(agency, _shrunk(lines[: names - 1], _GOVERNMENT, _GOVERNMENT_FLOOR, column))
    return [
        (text, agency if at == names - 1 else above if at < names else _ADDRESS, at < names)
        for at, text in enumerate(lines)
    ]


def _shrunk(lines: tuple[str, ...], size: float, floor: float, column: Measure) -> float:
    """The largest size in which every line fits; the floor when none does (the line is then broken)."""
    while size > floor and any(text_width(text, column.family.bold, size) > column.width for text in lines):
        size -= 0.5
    return size
