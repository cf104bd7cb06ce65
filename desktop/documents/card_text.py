"""Words on a card: as large as they go, never below their floor, and never cut in two."""

from __future__ import annotations

from functools import lru_cache

from desktop.documents.card_schema import LEADING, Fields, TextLine
from desktop.documents.errors import Unprintable
from desktop.documents.fonts import CARD
from desktop.documents.sheet import MM, Text
from desktop.documents.text import Line, Run, balanced, set_line, tied, word_width, wrap

_WEIGHTS = {"regular": CARD.regular, "medium": CARD.accent, "bold": CARD.bold}
_STEP = 0.25
_WHAT = {
    "name": "nama",
    "address": "alamat",
    "facility": "faskes",
    "office": "nama kantor",
    "birth": "tempat lahir",
    "finder": "nama kantor",
}


def _fit(
    text: str, font: str, sizes: tuple[float, float], width: float, lines: int
) -> tuple[tuple[Line, ...], float] | None:
    """The text as large as it goes on at most `lines` lines; None when not even the floor size will do.

    A word is never cut in two on a card.
    """
    whole = (Run(text, font),)
    size, floor = sizes
    widest = max(word_width((Run(word, font),), 1) for word in text.split(" "))
    while size >= floor:
        if widest * size <= width and len(wrap(whole, size, width)) <= lines:
            return tuple(balanced(whole, size, width)), size
        size -= _STEP
    return None


@lru_cache(maxsize=4096)
def _fitted(
    value: str, text: str, sizes: tuple[float, float], width: float, font: str, lines: int
) -> tuple[tuple[Line, ...], float]:
    # A name on one line, even a smaller one, reads better than a broken one.
    found = _fit(text, font, sizes, width, 1) if value in ("name", "office") else None
    # The office has room for a second line only in its smallest size.
    allowed = (sizes[1], sizes[1]) if value == "office" else sizes
    found = found or _fit(tied(text), font, allowed, width, lines) or _fit(text, font, allowed, width, lines)
    if found is None:
        what = _WHAT.get(value, value)
        raise Unprintable(f"{what} terlalu panjang untuk kartu ini. Singkat penulisannya, lalu cetak lagi.")
    return found


def text_lines(text: str, place: TextLine) -> list[Text]:
    font, width = _WEIGHTS[place.weight], place.width * MM
    lines, size = _fitted(place.value or "text", text, (place.size, place.floor), width, font, place.lines)
    ops: list[Text] = []
    for at, line in enumerate(lines):
        base = -place.y * MM - size * (0.8 + at * LEADING)
        ops += set_line(line, place.x * MM, base, width, size, place.align)
    return ops


def field_list(values: dict[str, str], block: Fields) -> list[Text]:
    """Labels and values downwards, all of them in the largest size in which the whole list fits its box."""
    size = block.size
    while size >= block.floor:
        ops, height = _set_fields(values, block, size)
        if height <= block.height * MM + 0.01:
            return ops
        size -= _STEP
    raise Unprintable("isian terlalu panjang untuk kartu ini. Singkat alamat atau faskes, lalu cetak lagi.")


def _set_fields(values: dict[str, str], block: Fields, largest: float) -> tuple[list[Text], float]:
    ops: list[Text] = []
    top = block.y * MM
    left, width = (block.x + block.label_width) * MM, block.width * MM
    depth = top
    for field in block.items:
        sizes = (max(largest, field.floor), field.floor or block.floor)
        lines, size = _fitted(field.value, values[field.value], sizes, width, CARD.accent, field.lines)
        first = -depth - max(size, block.label_size) * 0.8
        ops.append(Text(block.x * MM, first, field.label, CARD.regular, block.label_size))
        for at, line in enumerate(lines):
            ops += set_line(line, left, first - at * size * LEADING, width, size)
        depth += max(len(lines) * size, block.label_size) * LEADING + block.gap * MM
    return ops, depth - block.gap * MM - top
