"""Cells that stay what they are: text that Excel neither turns into a number nor runs as a formula."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

DAY_FORMAT = "dd-mm-yyyy"
MOMENT_FORMAT = "dd-mm-yyyy hh.mm"
TEXT_FORMAT = "@"
LONGEST_TEXT = 32_767  # Excel's own limit of a cell

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_RISKY = ("=", "+", "-", "@", "\t", "\r")


def safe_text(text: str) -> str:
    """Text that a workbook can carry: without characters that XML forbids, not longer than a cell."""
    return _ILLEGAL.sub("", text)[:LONGEST_TEXT]


def harmless(text: str) -> str:
    """Text for a CSV file, which has no types: a quote before what a spreadsheet would take for a formula."""
    return f"'{safe_text(text)}" if text.startswith(_RISKY) else safe_text(text)


def put_text(cell: Any, text: str, *, text_format: bool = False) -> None:
    """Write `text` as a string whatever it looks like; `text_format` also for what the clerk types over it later."""
    clean = safe_text(text)
    cell.value = clean
    if not clean:
        return
    # openpyxl makes a formula of "=…": the type says string, the quote prefix keeps it so when the cell is edited
    cell.data_type = "s"
    if clean.startswith(_RISKY):
        cell.quotePrefix = True
    if text_format:
        cell.number_format = TEXT_FORMAT


def put_value(cell: Any, value: object) -> None:
    """Write a value by its own type: dates in Indonesian order, whole numbers in full, everything else as text."""
    if value is None or value == "":
        return
    if isinstance(value, bool | int | float):
        cell.value = value
        if not isinstance(value, bool) and float(value).is_integer():
            cell.number_format = "0"  # else Excel shows a long number as 3,17E+15
    elif isinstance(value, datetime):
        cell.value, cell.number_format = value.replace(tzinfo=None), MOMENT_FORMAT
    elif isinstance(value, date):
        cell.value, cell.number_format = value, DAY_FORMAT
    elif isinstance(value, time | timedelta):
        cell.value, cell.number_format = value, "[hh].mm"
    else:
        text = str(value)
        put_text(cell, text, text_format=len(text) >= 10 and text.isdigit())
