"""Columns whose few values repeat: places, codes, sexes, days, months, amounts. Each value is made once."""

import re
from collections.abc import Callable
from datetime import date, datetime
from functools import partial

from desktop.sop.births import OLDEST_AGE, parse_birth, parse_sex
from desktop.sop.findings import Finding
from desktop.spreadsheets.codes import word_of
from desktop.spreadsheets.columns import cell_text
from desktop.spreadsheets.date_order import Order, turned
from desktop.spreadsheets.list_base import NikDays, Reader, bare, empty_findings, remembered, short_text
from desktop.spreadsheets.list_layout import ListColumn
from desktop.spreadsheets.money import rupiah
from desktop.spreadsheets.months import month_of, period_of


def _plain(make: Callable[[object], str | None]) -> Callable[..., Reader]:
    def maker(column: ListColumn, _today: date, _order: Order, _days: NikDays) -> Reader:
        return remembered(column, lambda value: short_text(column, make(bare(value))))

    return maker


def _code(column: ListColumn, _today: date, _order: Order, _days: NikDays) -> Reader:
    if not column.codes:
        return remembered(column, lambda value: short_text(column, cell_text(bare(value))))
    return remembered(column, lambda value: short_text(column, word_of(column.codes, column.field, bare(value))))


def _sex(column: ListColumn, _today: date, _order: Order, _days: NikDays) -> Reader:
    def make(value: object) -> tuple[str | None, tuple[Finding, ...]]:
        sex = parse_sex(value)
        if sex or cell_text(value) == "-":
            return sex, ()
        what = "Jenis kelamin tidak dimengerti."
        return None, (Finding("kelamin_tak_terbaca", "warning", what, "Isi L untuk laki-laki atau P untuk perempuan."),)

    return remembered(column, make)


_COMPACT = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")


def _spread(value: object) -> object:
    """`19790122`, as databases print a day, as `1979-01-22`."""
    text = (
        f"{value:.0f}" if isinstance(value, float) and value.is_integer() else value if isinstance(value, str) else ""
    )
    text = text.strip() if text else text
    return f"{text[:4]}-{text[4:6]}-{text[6:]}" if _COMPACT.fullmatch(text) else value


def _plain_day(value: object) -> date | None:
    """The day of an ordinary `22-01-1979` or `1979-01-22`, quickly; None for all that needs a closer look."""
    if not isinstance(value, str) or len(value) != 10:
        return None
    if value[2] == value[5] and value[2] in "-/.":
        value = f"{value[6:]}-{value[3:5]}-{value[:2]}"
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _birth(column: ListColumn, today: date, order: Order, _days: NikDays) -> Reader:
    oldest = date(today.year - OLDEST_AGE + 1, 1, 1)

    def make(value: object) -> tuple[str | None, tuple[Finding, ...]]:
        plain = value if type(value) is date else _plain_day(value) if order == "dmy" else None
        if plain and oldest < plain <= today:
            return plain.isoformat(), ()
        birth = parse_birth(turned(_spread(bare(value)), order), today=today)
        if birth.estimated:
            what = "Tanggal lahir tidak lengkap (hanya tahun, bulan, atau umur), jadi tidak dipakai."
            return None, (Finding("lahir_tidak_lengkap", "warning", what, "Lengkapi tanggal, bulan, dan tahun."),)
        return birth.date.isoformat() if birth.date else None, birth.findings

    return remembered(column, make)


def _day(column: ListColumn, today: date, order: Order, _days: NikDays) -> Reader:
    """A day of an event: read as a birth is, said by its own name; a future day is allowed for what begins then."""
    label = column.heading.capitalize()

    def make(value: object) -> tuple[str | None, tuple[Finding, ...]]:
        if isinstance(value, datetime | date):
            return value.isoformat()[:10], ()
        born = parse_birth(turned(_spread(bare(value)), order), today=date(today.year + 5, 12, 31))
        if born.date and not born.estimated:
            return born.date.isoformat(), ()
        if not born.findings and not born.estimated:
            return None, empty_findings(column)
        what = f"{label} tidak dapat dibaca sebagai tanggal yang ada."
        return None, (Finding("tanggal_tak_terbaca", "error", what, "Tulis tanggal seperti 14-02-2026."),)

    def judged(value: object) -> tuple[str | None, tuple[Finding, ...]]:
        day, findings = make(value)
        if day and column.field == "event_date" and day > today.isoformat():
            what = f"{label} ada di masa depan."
            return None, (Finding("tanggal_masa_depan", "error", what, "Cocokkan dengan aktanya, lalu betulkan."),)
        return day, findings

    return remembered(column, judged)


def _amount(column: ListColumn, _today: date, _order: Order, _days: NikDays) -> Reader:
    def make(value: object) -> tuple[int | None, tuple[Finding, ...]]:
        amount = rupiah(value)
        if amount is not None:
            return amount, ()
        what = f"{column.heading} bukan jumlah rupiah bulat."
        return None, (Finding("jumlah_tak_terbaca", "error", what, "Isi angka rupiah tanpa sen, misalnya 37800."),)

    return remembered(column, make)


def _period(column: ListColumn, _today: date, _order: Order, _days: NikDays) -> Reader:
    def make(value: object) -> tuple[str | None, tuple[Finding, ...]]:
        period = period_of(value)
        if period:
            return period, ()
        what = f"{column.heading} tidak dapat dibaca sebagai bulan dan tahun."
        return None, (Finding("bulan_tak_terbaca", "error", what, "Tulis seperti November 2026 atau 2026-11."),)

    return remembered(column, make)


def _month(column: ListColumn, _today: date, _order: Order, _days: NikDays) -> Reader:
    def make(value: object) -> tuple[str | None, tuple[Finding, ...]]:
        month = month_of(value)
        if month:
            return month, ()
        what = f"{column.heading} tidak dapat dibaca sebagai bulan."
        return None, (Finding("bulan_tak_terbaca", "error", what, "Tulis nama bulan atau angka 1 sampai 12."),)

    return remembered(column, make)


def _year(column: ListColumn, _today: date, _order: Order, _days: NikDays) -> Reader:
    def make(value: object) -> tuple[str | None, tuple[Finding, ...]]:
        text = cell_text(value)
        if re.fullmatch(r"20\d\d", text):
            return text, ()
        what = f"{column.heading} tidak dapat dibaca sebagai tahun."
        return None, (Finding("tahun_tak_terbaca", "error", what, "Tulis tahun dengan empat angka, misalnya 2026."),)

    return remembered(column, make)


MAKERS: dict[str, Callable[[ListColumn, date, Order, NikDays], Reader]] = {
    "word": _plain(lambda value: cell_text(value) or None),
    "participant": _plain(partial(word_of, "bpjs", "participant")),
    "code": _code,
    "sex": _sex,
    "birth": _birth,
    "day": _day,
    "amount": _amount,
    "period": _period,
    "month": _month,
    "year": _year,
}
