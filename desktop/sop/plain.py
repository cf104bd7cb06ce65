"""Plain text: what a person meant to type, without what a web page or a phone put between the letters."""

import unicodedata

_APOSTROPHES = dict.fromkeys(map(ord, "‘’‛ʼ`´＇"), "'")


def plain_text(text: str) -> str:
    """NFC, without invisible, direction and control characters, blanks single, no blank at the ends. Idempotent."""
    if text.isascii() and text.isprintable() and "`" not in text:
        # most cells are clean already: no new string for them
        return text if "  " not in text and text == text.strip() else " ".join(text.split())
    kept = "".join(_visible(letter) for letter in text.translate(_APOSTROPHES))
    return " ".join(unicodedata.normalize("NFC", kept).split())


def _visible(letter: str) -> str:
    category = unicodedata.category(letter)
    if category == "Cc":
        return " " if letter.isspace() else ""
    if category in ("Cf", "Cs"):
        return ""
    return " " if category in ("Zs", "Zl", "Zp") else letter


def has_hidden(text: str) -> bool:
    """True when `text` carries control, direction or zero-width characters (a line break counts, blanks do not)."""
    if text.isascii() and text.isprintable():
        return False
    return any(unicodedata.category(letter) in ("Cc", "Cf", "Cs") for letter in text)
