"""Both sides of one card drawn from its layout. The upper left corner is the origin; y is negative downwards."""

from __future__ import annotations

from functools import lru_cache

from desktop.documents import codes
from desktop.documents.card_schema import LEADING, Box, CardLayout, Square, TextLine
from desktop.documents.card_text import field_list, text_lines
from desktop.documents.errors import TemplateError, Unprintable
from desktop.documents.facts import CardFacts
from desktop.documents.fonts import CARD, clean
from desktop.documents.pictures import is_plain_photo, normalise_photo
from desktop.documents.press import Fixed, Mark
from desktop.documents.sheet import MM, Boxes, Frame, Op, Picture, Text
from desktop.documents.text import Run, balanced, set_line
from desktop.documents.words import date_text

_SAME = ("title", "notice")  # the layout itself gives them
_FOUND = "Bila menemukan kartu ini, mohon serahkan ke"
_HINT_SIZE = 7.0


class Faces:
    """Draws the cards of one layout; what is the same on every card is set once."""

    def __init__(self, form: CardLayout) -> None:
        self._form = form
        back = form.back
        self._front = _both(form, "texts", form.accent, form.texts)
        self._back = _both(form, "back.texts", back.accent, back.texts) if back else (Fixed(()), Fixed(()))

    def front(self, card: CardFacts) -> tuple[Mark, ...]:
        """Raises Unprintable when a value does not fit, BadPicture for a bad photo."""
        form, values = self._form, card_values(card)
        bars = form.code128
        bottom = -(bars.y + bars.height) * MM
        marks: list[Mark] = [self._front[bool(card.seal)], *_own(values, form.texts), *field_list(values, form.fields)]
        marks += _photo_and_qr(card, form)
        marks.append(codes.code128(card.participant_number, bars.x * MM, bottom, bars.height * MM, bars.module * MM))
        if form.seal and card.seal:
            marks += _seal(card.seal, form.seal)
        return tuple(marks)

    def back(self, card: CardFacts) -> tuple[Mark, ...]:
        """The other side; raises as `front` does. A layout without a back gives nothing."""
        back = self._form.back
        if back is None:
            return ()
        marks: list[Mark] = [self._back[bool(card.seal)], *_own(card_values(card), back.texts)]
        if card.seal:
            marks += _seal(card.seal, back.seal)
        return tuple(marks)


def card_values(card: CardFacts) -> dict[str, str]:
    """What the card says, by the names card.toml uses."""
    number, office, contact = card.participant_number, clean(card.office), clean(card.contact)
    nik = card.nik
    return {
        "office": f"Lembar E-ID · {office}",
        "number": f"{number[:4]} {number[4:8]} {number[8:]}",
        "name": clean(card.name).upper(),
        "nik": f"{nik[:4]} {nik[4:8]} {nik[8:12]} {nik[12:]}",
        "birth": _birth(card),
        "address": clean(card.address),
        "facility": clean(card.facility),
        "copy": f"Cetakan ke-{card.copy}",
        "finder": f"{_FOUND} {office}, {contact.rstrip('.')}." if contact else f"{_FOUND} {office}.",
        "finder_short": f"{_FOUND} {office}.",
    }


def _birth(card: CardFacts) -> str:
    if card.birth_date is None:
        raise Unprintable("tanggal lahir belum ada. Isi tanggal lahir atau perkiraannya, lalu cetak lagi.")
    if card.birth_estimated:
        return f"± {card.birth_date.year} (perkiraan)"
    place = clean(card.birth_place)
    return f"{place}, {date_text(card.birth_date)}" if place else date_text(card.birth_date)


def _both(form: CardLayout, key: str, accent: Box | None, texts: tuple[TextLine, ...]) -> tuple[Fixed, Fixed]:
    """What is the same on every card: without a seal, and with one."""
    return _fixed(form, key, accent, texts, sealed=False), _fixed(form, key, accent, texts, sealed=True)


def _fixed(form: CardLayout, key: str, accent: Box | None, texts: tuple[TextLine, ...], *, sealed: bool) -> Fixed:
    """Raises TemplateError for words that do not fit their place."""
    same = {"title": form.heading, "notice": form.notice}
    ops: list[Op] = []
    if accent:
        ops.append(Boxes(((accent.x * MM, -(accent.y + accent.height) * MM, accent.width * MM, accent.height * MM),)))
    for at, place in enumerate(texts):
        if (place.value is None or place.value in _SAME) and (sealed or not place.only):
            try:
                ops += text_lines(same[place.value] if place.value else place.text, place)
            except Unprintable:
                file, remedy = f"{form.code}/card.toml", "Singkat katanya, atau tambah lines."
                raise TemplateError(file, f"{key}[{at}]", "tidak muat di tempatnya.", remedy) from None
    return Fixed(tuple(ops))


def _own(values: dict[str, str], texts: tuple[TextLine, ...]) -> list[Text]:
    """The texts that differ from card to card."""
    ops: list[Text] = []
    for place in texts:
        if place.value is None or place.value in _SAME:
            continue
        try:
            ops += text_lines(values[place.value], place)
        except Unprintable:
            # An office with a long letterhead can still be found by its name.
            if place.value != "finder":
                raise
            ops += text_lines(values["finder_short"], place)
    return ops


def _photo_and_qr(card: CardFacts, form: CardLayout) -> list[Mark]:
    frame, square = form.photo, form.qr
    box = (frame.x * MM, -(frame.y + frame.height) * MM, frame.width * MM, frame.height * MM)
    if card.photo is not None:
        data = card.photo if is_plain_photo(card.photo) else normalise_photo(card.photo)
        return [Picture(*box, data), Frame(*box, 0.4), *_number(card, square)]
    if form.qr_without_photo:
        return _number(card, form.qr_without_photo)
    return [Frame(*box, 0.4, (2.0, 2.0)), _hint(form.photo_hint, box), *_number(card, square)]


@lru_cache(maxsize=8)
def _hint(words: str, box: tuple[float, float, float, float]) -> Fixed:
    """Words in the middle of the empty photo frame: what to paste there."""
    x, y, width, height = box
    lines = balanced((Run(words, CARD.regular),), _HINT_SIZE, width - 12)
    top = y + height / 2 + len(lines) * _HINT_SIZE * LEADING / 2
    ops: list[Op] = []
    for at, line in enumerate(lines):
        ops += set_line(line, x + 6, top - _HINT_SIZE * (0.8 + at * LEADING), width - 12, _HINT_SIZE, "center")
    return Fixed(tuple(ops))


def _number(card: CardFacts, square: Square) -> list[Mark]:
    x, y, size = _corner(square)
    return [codes.number_qr(card.participant_number, x, y, size), *_caption(square)]


def _seal(text: str, square: Square) -> list[Mark]:
    return [codes.seal_qr(text, *_corner(square)), *_caption(square)]


def _corner(square: Square) -> tuple[float, float, float]:
    return square.x * MM, -(square.y + square.size) * MM, square.size * MM


@lru_cache(maxsize=16)
def _caption(square: Square) -> tuple[Fixed, ...]:
    """Small words below a code, in the middle."""
    if not square.caption:
        return ()
    size = square.caption_size
    place = TextLine(square.x, square.y + square.size, square.size, size, size, text=square.caption, align="center")
    return (Fixed(tuple(text_lines(square.caption, place))),)
