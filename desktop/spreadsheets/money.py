"""Amounts as lists write them, in whole rupiah."""

import re

from desktop.spreadsheets.columns import cell_text

_THOUSANDS = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")
_CENTS = re.compile(r"[.,]0{1,2}$")


def rupiah(value: object) -> int | None:
    """Whole rupiah from a number or from `Rp 42.000`, `42,000.00`, `42.000,-`; None when it is none or has cents."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return int(value) if abs(value) < 1e15 and float(value).is_integer() else None
    text = re.sub(r"^rp\.?\s*|,-$|\s", "", cell_text(value).casefold())
    negative, text = text.startswith("-"), text.lstrip("-")
    if not re.fullmatch(r"\d+", text) and not _THOUSANDS.fullmatch(text):
        text = _CENTS.sub("", text)
    if not re.fullmatch(r"\d{1,15}", text) and not _THOUSANDS.fullmatch(text):
        return None
    amount = int(re.sub(r"[.,]", "", text))
    return -amount if negative else amount
