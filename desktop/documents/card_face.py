"""One card drawn from its layout. Its upper left corner is the origin; y is negative downwards."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.documents import codes
from desktop.documents.card_layout import CardLayout, Fields, Square, TextLine
from desktop.documents.errors import Unprintable
from desktop.documents.facts import CardFacts
from desktop.documents.fonts import CARD, clean
from desktop.documents.pictures import is_plain_photo, normalise_photo
from desktop.documents.sheet import MM, Boxes, Frame, Op, Picture, Text
from desktop.documents.text import Line, Run, balanced, set_line, word_width, wrap
from desktop.documents.words import date_text

_WEIGHTS = {"regular": CARD.regular, "medium": CARD.accent, "bold": CARD.bold}
_LEADING = 1.22
_STEP = 0.25
_WHAT = {"name": "nama", "address": "alamat", "facility": "faskes", "office": "nama kantor", "birth": "tempat lahir"}


def card_ops(card: CardFacts, form: CardLayout) -> tuple[Op, ...]:
    """Drawing orders of the card. Raises Unprintable when a value does not fit, BadPicture for a bad photo."""
    values = card_values(card, form)
    ops: list[Op] = []
    if form.accent:
        bar = form.accent
        ops.append(Boxes(((bar.x * MM, -(bar.y + bar.height) * MM, bar.width * MM, bar.height * MM),)))
    for place in form.texts:
        ops += _text(values[place.value], place)
    ops += _fields(values, form.fields)
    ops += _photo_and_qr(card, form)
    bars = form.code128
    bottom = -(bars.y + bars.height) * MM
    ops.append(codes.code128(card.participant_number, bars.x * MM, bottom, bars.height * MM, bars.module * MM))
    return tuple(ops)


def card_values(card: CardFacts, form: CardLayout) -> dict[str, str]:
    """What the card says, by the names card.toml uses."""
    number = card.participant_number
    return {
        "title": form.heading,
        "office": f"Lembar E-ID · {clean(card.office)}",
        "number": f"{number[:4]} {number[4:8]} {number[8:]}",
        "name": clean(card.name).upper(),
        "nik": " ".join(card.nik[at : at + 4] for at in range(0, 16, 4)),
        "birth": _birth(card),
        "address": clean(card.address),
        "facility": clean(card.facility),
        "notice": form.notice,
        "copy": f"Cetakan ke-{card.copy}",
    }


def _birth(card: CardFacts) -> str:
    if card.birth_date is None:
        raise Unprintable("tanggal lahir belum ada. Isi tanggal lahir atau perkiraannya, lalu cetak lagi.")
    if card.birth_estimated:
        return f"± {card.birth_date.year} (perkiraan)"
    place = clean(card.birth_place)
    return f"{place}, {date_text(card.birth_date)}" if place else date_text(card.birth_date)


def _fit(text: str, font: str, sizes: tuple[float, float], width: float, lines: int) -> tuple[list[Line], float] | None:
    """The text as large as it goes on at most `lines` lines; None when not even the floor size will do.

    A word is never cut in two on a card.
    """
    whole = (Run(text, font),)
    size, floor = sizes
    while size >= floor:
        widest = max(word_width((Run(word, font),), size) for word in text.split())
        if widest <= width and len(wrap(whole, size, width)) <= lines:
            return balanced(whole, size, width), size
        size -= _STEP
    return None


def _fitted(
    value: str, text: str, sizes: tuple[float, float], width: float, font: str, lines: int
) -> tuple[list[Line], float]:
    # A name on one line, even a smaller one, reads better than a broken one.
    found = _fit(text, font, sizes, width, 1) if value in ("name", "office") else None
    # The office has room for a second line only in its smallest size.
    found = found or _fit(text, font, (sizes[1], sizes[1]) if value == "office" else sizes, width, lines)
    if found is None:
        what = _WHAT.get(value, value)
        raise Unprintable(f"{what} terlalu panjang untuk kartu ini. Singkat penulisannya, lalu cetak lagi.")
    return found


def _text(text: str, place: TextLine) -> list[Op]:
    font, width = _WEIGHTS[place.weight], place.width * MM
    lines, size = _fitted(place.value, text, (place.size, place.floor), width, font, place.lines)
    ops: list[Op] = []
    for at, line in enumerate(lines):
        base = -place.y * MM - size * (0.8 + at * _LEADING)
        ops += set_line(line, place.x * MM, base, width, size, place.align)
    return ops


def _fields(values: dict[str, str], block: Fields) -> list[Op]:
    """Labels and values downwards, all of them in the largest size in which the whole list fits its box."""
    size = block.size
    while size >= block.floor:
        ops, height = _set_fields(values, block, size)
        if height <= block.height * MM + 0.01:
            return ops
        size -= _STEP
    raise Unprintable("isian terlalu panjang untuk kartu ini. Singkat alamat atau faskes, lalu cetak lagi.")


def _set_fields(values: dict[str, str], block: Fields, largest: float) -> tuple[list[Op], float]:
    ops: list[Op] = []
    top = block.y * MM
    left, width = (block.x + block.label_width) * MM, block.width * MM
    depth = top
    for field in block.items:
        sizes = (max(largest, field.floor), field.floor or block.floor)
        lines, size = _fitted(field.value, values[field.value], sizes, width, CARD.accent, field.lines)
        first = -depth - max(size, block.label_size) * 0.8
        ops.append(Text(block.x * MM, first, field.label, CARD.regular, block.label_size))
        for at, line in enumerate(lines):
            ops += set_line(line, left, first - at * size * _LEADING, width, size)
        depth += max(len(lines) * size, block.label_size) * _LEADING + block.gap * MM
    return ops, depth - block.gap * MM - top


def _photo_and_qr(card: CardFacts, form: CardLayout) -> Sequence[Op]:
    frame, square = form.photo, form.qr
    box = (frame.x * MM, -(frame.y + frame.height) * MM, frame.width * MM, frame.height * MM)
    if card.photo is not None:
        data = card.photo if is_plain_photo(card.photo) else normalise_photo(card.photo)
        return [Picture(*box, data), Frame(*box, 0.4), _qr(card, square)]
    if form.qr_without_photo:
        return [_qr(card, form.qr_without_photo)]
    return [Frame(*box, 0.4, (2.0, 2.0)), *_hint(form, box), _qr(card, square)]


def _hint(form: CardLayout, box: tuple[float, float, float, float]) -> list[Op]:
    """Words in the middle of the empty photo frame: what to paste there."""
    x, y, width, height = box
    size = 7.0
    lines = balanced((Run(form.photo_hint, CARD.regular),), size, width - 12)
    top = y + height / 2 + len(lines) * size * _LEADING / 2
    ops: list[Op] = []
    for at, line in enumerate(lines):
        ops += set_line(line, x + 6, top - size * (0.8 + at * _LEADING), width - 12, size, "center")
    return ops


def _qr(card: CardFacts, square: Square) -> Op:
    return codes.qr(card.participant_number, square.x * MM, -(square.y + square.size) * MM, square.size * MM)
