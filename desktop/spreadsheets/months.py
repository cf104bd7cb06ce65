"""Months as lists write them: `November 2026`, `11/2026`, `202611`, a date, or month and year in two columns."""

import re
from datetime import date

from desktop.sop.dates import month_number
from desktop.spreadsheets.columns import cell_text

_YEAR_FIRST = re.compile(
    r"(20\d\d)[\s./-]?(0[1-9]|1[0-2]|[1-9])(?:[\s./-]?(?:0[1-9]|[12]\d|3[01]))?(?:[ t]00[:.]00.*)?"
)
_MONTH_FIRST = re.compile(r"(0?[1-9]|1[0-2]|[a-z]{3,9})[\s./,-]*(20\d\d)")


def period_of(value: object) -> str | None:
    """`2026-11` from a cell that says month and year; None when it does not."""
    if isinstance(value, date):
        return f"{value:%Y-%m}"
    text = cell_text(value).casefold()
    if found := _YEAR_FIRST.fullmatch(text):
        return f"{found[1]}-{int(found[2]):02d}"
    if (found := _MONTH_FIRST.fullmatch(text)) and 1 <= month_number(found[1]) <= 12:
        return f"{found[2]}-{month_number(found[1]):02d}"
    return None


def month_of(value: object) -> str | None:
    """`11` from a month's name or number, `2026-11` when the year stands there too; None when it is no month."""
    if isinstance(value, date):
        return f"{value:%Y-%m}"
    text = cell_text(value).casefold()
    month = month_number(text) if text.isalnum() and len(text) <= 9 and not re.search(r"\d[a-z]|[a-z]\d", text) else 0
    return f"{month:02d}" if 1 <= month <= 12 else period_of(value)
