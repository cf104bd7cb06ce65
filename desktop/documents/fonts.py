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
_KNOWN_TEXTS = 2_000  # words come again and again, names of a long list do not: they must not fill the memory
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


class _Advances(dict[str, float]):
    """Widths by letter, in thousandths of the size; a letter the font lacks is as wide as its empty box."""

    def __init__(self, name: str) -> None:
        metrics = face(name).face
        super().__init__((chr(code), width) for code, width in metrics.charWidths.items())
        self._default: float = metrics.defaultWidth

    def __missing__(self, letter: str) -> float:
        return self._default


_advances = cache(_Advances)


@lru_cache(maxsize=_KNOWN_TEXTS)
def _width_per_point(text: str, name: str) -> float:
    return sum(map(_advances(name).__getitem__, text)) / 1000


def text_width(text: str, name: str, size: float) -> float:
    """Width of `text` in points."""
    return _width_per_point(text, name) * size


def clean(text: str) -> str:
    """`text` composed (NFC) and on one line: any run of blanks becomes one blank."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def missing_glyphs(text: str, family: Family = SANS) -> tuple[str, ...]:
    """Characters of `text`, each once, that must not be printed in `family`.

    Besides characters the fonts lack these are invisible ones and right-to-left script, which would come out in the
    wrong order.
    """
    drawn = _drawn(family.regular)
    if drawn.issuperset(text):
        return ()
    return tuple(letter for letter in dict.fromkeys(clean(text)) if letter not in drawn)


@cache
def _drawn(name: str) -> frozenset[str]:
    """Letters that may be printed in the font, as NFC writes them."""
    return frozenset(letter for letter in _advances(name) if _printable(letter))


def _printable(letter: str) -> bool:
    return (
        unicodedata.is_normalized("NFC", letter)
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
