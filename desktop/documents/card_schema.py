"""What a card.toml may say, all lengths in mm from the card's upper left corner (`card_layout.py` reads and checks it)."""

from __future__ import annotations

from typing import Literal

import msgspec

Value = Literal["title", "office", "number", "name", "nik", "birth", "address", "facility", "notice", "copy", "finder"]
Weight = Literal["regular", "medium", "bold"]
LEADING = 1.22


class _Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pass


class Box(_Strict, frozen=True):
    """A rectangle: left, top, width, height."""

    x: float
    y: float
    width: float
    height: float


class TextLine(_Strict, frozen=True):
    """One `value` of the card, or a `text` that is the same on each: `size` points, no smaller than `floor`, on at most
    `lines` lines; `y` is the top of the first. With `only = "seal"` it is left out on a card without a seal."""

    x: float
    y: float
    width: float
    size: float
    floor: float
    value: Value | None = None
    text: str = ""
    only: Literal["seal"] | None = None
    lines: int = 1
    weight: Weight = "regular"
    align: Literal["left", "center", "right"] = "left"


class Field(_Strict, frozen=True):
    """A labelled value of the list of fields; the lines follow each other downwards."""

    value: Value
    label: str
    lines: int = 1
    floor: float = 0


class Fields(_Strict, frozen=True):
    """The list of fields: where it stands, its sizes, the distance between fields."""

    x: float
    y: float
    label_width: float
    width: float
    height: float
    size: float
    label_size: float
    floor: float
    gap: float
    items: tuple[Field, ...]


class Bars(_Strict, frozen=True):
    """Code 128: left edge of the first bar, top, height of the bars, width of one module."""

    x: float
    y: float
    height: float
    module: float


class Square(_Strict, frozen=True):
    """A QR code with its quiet zone; the caption is drawn below it and only with it."""

    x: float
    y: float
    size: float
    caption: str = ""
    caption_size: float = 5


class Cut(_Strict, frozen=True):
    """A dashed line across the sheet, `y` mm from its upper edge, with a label at its left end."""

    y: float
    label: str


class Crop(_Strict, frozen=True):
    """Marks outside the cards at every edge that is cut: how long they are and how far they keep off."""

    length: float
    gap: float


class Back(_Strict, frozen=True):
    """The back of a card. Everything but the seal is the same on each card of an office."""

    texts: tuple[TextLine, ...]
    seal: Square
    accent: Box | None = None


class CardLayout(_Strict, frozen=True):
    """One card.toml. `at`: upper left corners of the cards on a sheet.

    With a `back` every sheet is two pages: the second carries the backs, mirrored so that both meet when the printer
    turns the paper over its long edge.
    """

    code: str
    title: str
    heading: str
    notice: str
    sheet: tuple[float, float]
    card: tuple[float, float]
    at: tuple[tuple[float, float], ...]
    texts: tuple[TextLine, ...]
    fields: Fields
    photo: Box
    code128: Bars
    qr: Square
    photo_hint: str = ""
    qr_without_photo: Square | None = None
    seal: Square | None = None
    accent: Box | None = None
    cuts: tuple[Cut, ...] = ()
    crop: Crop | None = None
    back: Back | None = None


class SheetLayout(_Strict, frozen=True):
    """A card.toml that lays the cards of another one (`face`) on a larger sheet."""

    code: str
    title: str
    face: str
    sheet: tuple[float, float]
    at: tuple[tuple[float, float], ...]
    cuts: tuple[Cut, ...] = ()
    crop: Crop | None = None
