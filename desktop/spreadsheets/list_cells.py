"""Columns of a large list, read a few thousand cells at a time.

The good cell passes by comparisons of its length and digits and by a look into what was seen before; only a cell that
fails goes through the full checks of `desktop.sop`, so that its sentence is the same as everywhere.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from desktop.sop.findings import Finding
from desktop.sop.identity import check_kk, check_nik, check_participant_number, region_known
from desktop.sop.names import check_name
from desktop.sop.plain import plain_text
from desktop.spreadsheets.columns import cell_text
from desktop.spreadsheets.date_order import Order
from desktop.spreadsheets.list_base import (
    LONGEST,
    NikDays,
    Note,
    Reader,
    bare,
    blank_cell,
    by_halves,
    empty_findings,
    excel_fault,
    judged_findings,
)
from desktop.spreadsheets.list_layout import ListColumn
from desktop.spreadsheets.list_words import MAKERS

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_UNTIDY = ("  ", " |", "| ", "||")
_NO_NAME = ("|.", "|,", "|'", "|-")
_ORDINARY = re.compile(r"[A-Za-z][A-Za-z.,'-]*(?: [A-Za-z.,'-]+)*").fullmatch


def _placeholders(length: int) -> frozenset[str]:
    return frozenset([*(digit * length for digit in "0123456789"), ("1234567890" * 2)[:length]])


class _Regions(dict[str, bool]):
    def __missing__(self, digits: str) -> bool:
        # sixteen ones have a region and a day, and are a placeholder all the same
        known = self[digits] = digits != "111111" and region_known(digits)
        return known


def _all_digits(cells: Sequence[Any], length: int) -> bool:
    """Whether every cell is a text of that many plain digits."""
    try:
        joined = "".join(cells)
    except TypeError:
        return False
    return (
        len(joined) == length * len(cells)
        and joined.isascii()
        and joined.isdigit()
        and set(map(len, cells)) == {length}
    )


def _framed(cells: Sequence[Any], longest: int) -> str:
    """All cells between bars, or nothing when one is no tidy short text: looked through at once, not one by one."""
    try:
        framed = f"|{'|'.join(cells)}|"
    except TypeError:
        return ""
    tidy = framed.isascii() and framed.isprintable() and not any(sign in framed for sign in _UNTIDY)
    return framed if tidy and max(map(len, cells)) <= longest else ""


def reader(column: ListColumn, *, today: date, order: Order, days: NikDays) -> Reader:
    """The function that reads chunks of a column: clean values, None for empty or refused cells, findings to `note`."""
    make = _MAKERS[column.kind]
    return make(column, today, order, days)


def _nik(column: ListColumn, today: date, _order: Order, days: NikDays) -> Reader:
    regions = _Regions()

    def slow(at: int, value: object, note: Note) -> str | None:
        if fault := excel_fault(column, value):
            note(at, fault)
            return None
        report = check_nik(bare(value), today=today)
        findings = judged_findings(column, report.findings)
        if report.nik is None and not report.findings:
            findings = empty_findings(column)
        if findings:
            note(at, findings)
        return report.nik

    def whole(cells: Sequence[Any]) -> bool:
        return (
            _all_digits(cells, 16)
            and all(map(days.__getitem__, [cell[6:12] for cell in cells]))
            and all(map(regions.__getitem__, {cell[:6] for cell in cells}))
        )

    def single(at: int, cell: Any, note: Note) -> str | None:
        return cell if type(cell) is str and whole((cell,)) else slow(at, cell, note)

    return by_halves(whole, single)


def _digits(check: Callable[[object], Any], length: int) -> Callable[..., Reader]:
    fillers = _placeholders(length)

    def make(column: ListColumn, _today: date, _order: Order, _days: NikDays) -> Reader:
        def slow(at: int, value: object, note: Note) -> str | None:
            if fault := excel_fault(column, value):
                note(at, fault)
                return None
            report = check(bare(value))
            findings = judged_findings(column, report.findings)
            if report.number is None and not report.findings:
                findings = empty_findings(column)
            if findings:
                note(at, findings)
            number: str | None = report.number
            return number

        def whole(cells: Sequence[Any]) -> bool:
            return _all_digits(cells, length) and fillers.isdisjoint(cells)

        def single(at: int, cell: Any, note: Note) -> str | None:
            return cell if type(cell) is str and whole((cell,)) else slow(at, cell, note)

        return by_halves(whole, single)

    return make


def _name(column: ListColumn, _today: date, _order: Order, _days: NikDays) -> Reader:
    def slow(at: int, value: object, note: Note) -> str | None:
        if blank_cell(value):
            if findings := empty_findings(column):
                note(at, findings)
            return None
        if fault := excel_fault(column, value):
            note(at, fault)
            return None
        text = value if isinstance(value, str) else cell_text(value)
        if column.filled and not any(map(str.isalnum, text)):
            note(at, empty_findings(column))
            return None
        if findings := tuple(found for found in check_name(text) if found.severity != "info"):
            note(at, findings)
        return plain_text(text) or None

    def whole(cells: Sequence[Any]) -> bool:
        framed = _framed(cells, 100)
        return bool(framed) and not framed.strip(f"{_LETTERS} .,'-|") and not any(sign in framed for sign in _NO_NAME)

    def single(at: int, cell: Any, note: Note) -> str | None:
        return cell if type(cell) is str and len(cell) <= 100 and _ORDINARY(cell) else slow(at, cell, note)

    return by_halves(whole, single)


def _text(column: ListColumn, _today: date, _order: Order, _days: NikDays) -> Reader:
    def slow(at: int, value: object, note: Note) -> str | None:
        if fault := excel_fault(column, value):
            note(at, fault)
            return None
        text = cell_text(bare(value))
        findings = empty_findings(column) if not text else ()
        if len(text) > LONGEST:
            what = f"{column.heading} terlalu panjang: {len(text)} huruf, paling banyak {LONGEST}."
            findings = (Finding("teks_panjang", "error", what, "Singkat isinya, lalu impor lagi."),)
        if findings:
            note(at, findings)
        return text or None

    def whole(cells: Sequence[Any]) -> bool:
        framed = _framed(cells, LONGEST)
        return (
            bool(framed) and "|=" not in framed and "|#" not in framed and "|Err:" not in framed and "`" not in framed
        )

    def single(at: int, cell: Any, note: Note) -> str | None:
        return cell if type(cell) is str and cell and whole((cell,)) else slow(at, cell, note)

    return by_halves(whole, single)


_MAKERS: dict[str, Callable[[ListColumn, date, Order, NikDays], Reader]] = {
    **MAKERS,
    "nik": _nik,
    "kk": _digits(check_kk, 16),
    "number": _digits(check_participant_number, 13),
    "name": _name,
    "text": _text,
}
