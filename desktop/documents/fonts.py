"""The fonts we embed, how wide a text is in them, and which of its characters they cannot draw."""

from __future__ import annotations

import threading
import unicodedata
from functools import cache, lru_cache
from typing import Any, NamedTuple

from desktop.paths import RESOURCES


class Family(NamedTuple):
    """Names of the three faces one kind of paper uses."""

    regular: str
    bold: str
    accent: str


SANS = Family("LiberationSans-Regular", "LiberationSans-Bold", "LiberationSans-Italic")
SERIF = Family("LiberationSerif-Regular", "LiberationSerif-Bold", "LiberationSerif-Italic")
CARD = Family("Inter-Regular", "Inter-Bold", "Inter-SemiBold")
LETTER_FAMILIES = {"sans": SANS, "serif": SERIF}
FONT_NAMES = (*SANS, *SERIF, *CARD)

_lock = threading.Lock()
# These draw nothing or turn the text around; a font may well "have" them.
_REFUSED_CATEGORIES = {"Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me", "Zl", "Zp"}
_REFUSED_DIRECTIONS = {"R", "AL", "AN"}


@cache
def face(name: str) -> Any:
    """The ReportLab font `name`, registered once for the whole process. Raises KeyError for another name."""
    if name not in FONT_NAMES:
        raise KeyError(name)
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    with _lock:
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, str(RESOURCES / "fonts" / f"{name}.ttf")))
        return pdfmetrics.getFont(name)


@cache
def _advances(name: str) -> tuple[dict[int, float], float]:
    metrics = face(name).face
    return metrics.charWidths, metrics.defaultWidth


@lru_cache(maxsize=20_000)
def _width_per_point(text: str, name: str) -> float:
    widths, default = _advances(name)
    return sum(widths.get(ord(letter), default) for letter in text) / 1000


def text_width(text: str, name: str, size: float) -> float:
    """Width of `text` in points."""
    return _width_per_point(text, name) * size


def clean(text: str) -> str:
    """`text` composed (NFC) and on one line: any run of blanks becomes one blank."""
    return " ".join(unicodedata.normalize("NFC", text).split())


@lru_cache(maxsize=20_000)
def missing_glyphs(text: str, family: Family = SANS) -> tuple[str, ...]:
    """Characters of `text`, each once, that must not be printed in `family`.

    Besides characters the fonts lack these are invisible ones and right-to-left script, which would come out in the
    wrong order.
    """
    drawn = _advances(family.regular)[0]
    return tuple(letter for letter in dict.fromkeys(clean(text)) if not _printable(letter, drawn))


def _printable(letter: str, drawn: dict[int, float]) -> bool:
    return (
        ord(letter) in drawn
        and unicodedata.category(letter) not in _REFUSED_CATEGORIES
        and unicodedata.bidirectional(letter) not in _REFUSED_DIRECTIONS
    )


def spell(letters: tuple[str, ...]) -> str:
    """Characters named for a sentence: visible ones as they are, all with their code ("ع U+0639")."""
    named = []
    for letter in letters[:5]:
        code = f"U+{ord(letter):04X}"
        named.append(code if unicodedata.category(letter) in _REFUSED_CATEGORIES else f"{letter} {code}")
    return ", ".join(named) + (" …" if len(letters) > 5 else "")
