"""The files of the cards: `resources/cards/<code>/card.toml`, read and refused with file, key and remedy."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import msgspec

from desktop.documents.card_schema import LEADING, CardLayout, SheetLayout, Square, TextLine
from desktop.documents.codes import CODE128_MODULES
from desktop.documents.errors import TemplateError
from desktop.documents.sheet import MM
from desktop.documents.toml_file import decode_toml, read_text
from desktop.paths import RESOURCES

CARDS = RESOURCES / "cards"
_FACE = re.compile(r"^face\s*=", re.MULTILINE)


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
    name, text = str(file), read_text(file)
    if not _FACE.search(text):
        return decode_toml(text, CardLayout, name, lambda layout: _check(layout, code, name))
    found: list[CardLayout] = []
    decode_toml(text, SheetLayout, name, lambda sheet: found.append(_on_sheet(sheet, code, name, folder)))
    return found[0]


def _on_sheet(sheet: SheetLayout, code: str, file: str, folder: Path) -> CardLayout:
    """The cards of the named face on this sheet."""
    if sheet.face == code or sheet.face not in card_codes(folder):
        others = ", ".join(one for one in card_codes(folder) if one != code)
        raise TemplateError(file, "face", f'kartu "{sheet.face}" tidak ada.', f"Pakai salah satu: {others}.")
    face = load_layout(sheet.face, folder)
    own = {name: getattr(sheet, name) for name in ("code", "title", "sheet", "at", "cuts", "crop")}
    layout: CardLayout = msgspec.structs.replace(face, **own)
    _check(layout, code, file)
    return layout


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
    for key, line in _lines(layout):
        if (line.value is None) == (not line.text):
            return (
                key,
                "harus punya value atau text, salah satu.",
                "Isi value dengan nama isian, atau text dengan kata.",
            )
    for key, box in _boxes(layout):
        if min(box[:2]) < 0 or box[0] + box[2] > width or box[1] + box[3] > height:
            return key, f"keluar dari kartu {width} × {height} mm.", "Geser atau kecilkan bagian itu."
    keep = (layout.crop.gap + layout.crop.length) if layout.crop else 0
    edge = layout.sheet
    if any(min(x, y) < keep or x + width > edge[0] - keep or y + height > edge[1] - keep for x, y in layout.at):
        return "at", "ada kartu yang keluar dari lembar.", "Betulkan letaknya dalam mm dari pojok kiri atas."
    if layout.code128.module < 0.25:
        return "code128.module", "garis kode terlalu tipis untuk dipindai.", "Pakai 0.25 mm ke atas."
    return None


def _lines(layout: CardLayout) -> list[tuple[str, TextLine]]:
    back = layout.back.texts if layout.back else ()
    return [
        *((f"texts[{at}]", line) for at, line in enumerate(layout.texts)),
        *((f"back.texts[{at}]", line) for at, line in enumerate(back)),
    ]


def _boxes(layout: CardLayout) -> list[tuple[str, tuple[float, float, float, float]]]:
    fields, photo, bars, back = layout.fields, layout.photo, layout.code128, layout.back
    squares = [("qr", layout.qr), ("qr_without_photo", layout.qr_without_photo), ("seal", layout.seal)]
    squares += [("back.seal", back.seal)] if back else []
    plain = [("photo", photo), ("accent", layout.accent), ("back.accent", back.accent if back else None)]
    return [
        ("fields", (fields.x, fields.y, fields.label_width + fields.width, fields.height)),
        ("code128", (bars.x, bars.y, CODE128_MODULES * bars.module, bars.height)),
        *((key, (box.x, box.y, box.width, box.height)) for key, box in plain if box),
        *((key, (one.x, one.y, one.size, one.size + _caption(one))) for key, one in squares if one),
        *((key, (one.x, one.y, one.width, one.lines * one.size * LEADING / MM)) for key, one in _lines(layout)),
    ]


def _caption(square: Square) -> float:
    return square.caption_size * LEADING / MM if square.caption else 0
