"""The layout of a card: `resources/cards/<code>/card.toml`, all lengths in mm from the card's upper left corner."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from desktop.documents.errors import TemplateError
from desktop.documents.toml_file import decode_toml, read_text
from desktop.paths import RESOURCES

CARDS = RESOURCES / "cards"
Value = Literal["title", "office", "number", "name", "nik", "birth", "address", "facility", "notice", "copy"]
Weight = Literal["regular", "medium", "bold"]


class _Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pass


class Box(_Strict, frozen=True):
    """A rectangle: left, top, width, height."""

    x: float
    y: float
    width: float
    height: float


class TextLine(_Strict, frozen=True):
    """One value: `size` points, no smaller than `floor`, on at most `lines` lines; `y` is the top of the first."""

    value: Value
    x: float
    y: float
    width: float
    size: float
    floor: float
    lines: int = 1
    weight: Weight = "regular"
    align: Literal["left", "right"] = "left"


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
    """The QR code with its quiet zone."""

    x: float
    y: float
    size: float


class Cut(_Strict, frozen=True):
    """A dashed line across the sheet, `y` mm from its upper edge, with a label at its left end."""

    y: float
    label: str


class CardLayout(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One card.toml. `at`: upper left corners of the cards on a sheet."""

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
    accent: Box | None = None
    cuts: tuple[Cut, ...] = ()


def card_codes(folder: Path = CARDS) -> tuple[str, ...]:
    """Codes of the cards that have a folder, sorted."""
    return tuple(sorted(path.parent.name for path in folder.glob("*/card.toml")))


@cache
def load_layout(code: str, folder: Path = CARDS) -> CardLayout:
    """The layout of card `code`. Raises TemplateError with file, key and remedy."""
    file = folder / code / "card.toml"
    if not code.isidentifier() or not file.is_file():
        known = ", ".join(card_codes(folder)) or "(belum ada)"
        raise TemplateError(str(file), "", "berkas tidak ada.", f"Kartu yang tersedia: {known}.")
    name = str(file)
    return decode_toml(read_text(file), CardLayout, name, lambda layout: _check(layout, code, name))


def _check(layout: CardLayout, code: str, file: str) -> None:
    wrong = _wrong(layout, code)
    if wrong:
        key, problem, remedy = wrong
        raise TemplateError(file, key, problem, remedy)


def _wrong(layout: CardLayout, code: str) -> tuple[str, str, str] | None:
    width, height = layout.card
    if layout.code != code:
        return "code", f'kodenya "{layout.code}", foldernya "{code}".', "Samakan kode dengan nama folder."
    if not layout.at:
        return "at", "tidak ada tempat kartu di lembar.", "Tulis sedikitnya satu pasangan, misalnya [[0, 0]]."
    for key, box in _boxes(layout):
        if min(box[:2]) < 0 or box[0] + box[2] > width or box[1] + box[3] > height:
            return key, f"keluar dari kartu {width} × {height} mm.", "Geser atau kecilkan bagian itu."
    if any(x + width > layout.sheet[0] or y + height > layout.sheet[1] for x, y in layout.at):
        return "at", "ada kartu yang keluar dari lembar.", "Betulkan letaknya dalam mm dari pojok kiri atas."
    if layout.code128.module < 0.25:
        return "code128.module", "garis kode terlalu tipis untuk dipindai.", "Pakai 0.25 mm ke atas."
    return None


def _boxes(layout: CardLayout) -> list[tuple[str, tuple[float, float, float, float]]]:
    fields, square, photo = layout.fields, layout.qr, layout.photo
    found = [
        ("photo", (photo.x, photo.y, photo.width, photo.height)),
        ("qr", (square.x, square.y, square.size, square.size)),
        ("fields", (fields.x, fields.y, fields.label_width + fields.width, fields.height)),
        ("code128", (layout.code128.x, layout.code128.y, 0, layout.code128.height)),
    ]
    found += [(f"texts[{at}]", (text.x, text.y, text.width, 0)) for at, text in enumerate(layout.texts)]
    return found
