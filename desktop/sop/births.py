"""Dates of birth, moments and sex as clerks really write them.

An age ("± 43 th") or a bare year is an estimate. The date column and the NIK need a day all the same, so an estimate
becomes 1 July of its year (the middle: never more than half a year off), a known month its 15th day, and the flag
`estimated` says so wherever the date is shown or printed.
"""

import math
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from desktop.sop.dates import EXCEL_DAY_ZERO, ISO_DAY, MONTHS, NUMERIC_DAY, is_unknown, month_number, say_date
from desktop.sop.findings import Finding, has_error
from desktop.sop.moments import Moment, parse_moment
from desktop.sop.plain import plain_text

__all__ = ["MONTHS", "Birth", "Moment", "parse_birth", "parse_moment", "parse_sex", "say_birth", "say_date"]

OLDEST_AGE = 120
FIRST_YEAR = 1900
REMEDY = 'Tulis tanggal seperti 14-02-1998, tahun seperti 1979, atau perkiraan umur seperti "± 43 th".'

_ABOUT = r"(?:(?:±|\+/-|\+-|~|kira[- ]?kira|kurang lebih|sekitar|perkiraan|usia|umur|k\.?l\.?|l\.?k\.?)[\s.:]*)*"
_AGE = re.compile(
    _ABOUT + r"(\d{1,3})(?:\s*(?:-|s/d|sampai)\s*(\d{1,3}))?[\s-]*(an)?\s*(tahun|thn|th|t|bulan|bln|hari)?\.?"
)
_YEAR = re.compile(_ABOUT + r"(?:tahun|thn|th)?\.?\s*(\d{4})")
_MONTH_YEAR = re.compile(r"(\d{1,2}|[a-z]{3,9})[\s./,-]+(\d{4})")
_MIDNIGHT = re.compile(r"[ t]00[:.]00(?:[:.]00(?:\.0+)?)?$")


@dataclass(frozen=True, slots=True)
class Birth:
    """A birth as written. `date` is None when unknown or refused; `age` is set when an age was written."""

    date: date | None
    estimated: bool
    age: int | None
    text: str
    findings: tuple[Finding, ...] = ()

    @property
    def refused(self) -> bool:
        """True when something was written that cannot be a birth."""
        return has_error(self.findings)


def say_birth(born: date | None, *, estimated: bool = False) -> str:
    """How a birth is shown: `14-02-1998`, `± 1979`, or `tidak diketahui`."""
    if born is None:
        return "tidak diketahui"
    return f"± {born.year}" if estimated else f"{born:%d-%m-%Y}"


def parse_birth(value: object, *, today: date) -> Birth:
    """Read one birth from a cell or a typed text; never raises, what cannot be is refused in `findings`."""
    if value is None or isinstance(value, bool):
        return Birth(None, False, None, "")
    if isinstance(value, datetime):
        return _judged(value.date(), today, f"{value:%d-%m-%Y}")
    if isinstance(value, date):
        return _judged(value, today, f"{value:%d-%m-%Y}")
    if isinstance(value, (int, float)):
        return _from_number(float(value), today)
    if isinstance(value, (time, timedelta)):
        return _refuse("lahir_jam", "Isi sel ini jam, bukan tanggal lahir.", str(value))
    return _from_text(plain_text(str(value)), today)


@lru_cache(maxsize=4096)
def _from_text(text: str, today: date) -> Birth:
    folded = _MIDNIGHT.sub("", text.casefold())
    if is_unknown(folded):
        return Birth(None, False, None, text)
    if found := _AGE.fullmatch(folded):
        return _from_age(found, text, today)
    if found := _YEAR.fullmatch(folded):
        return _from_year(int(found[1]), text, today)
    return _from_day(folded, text, today)


def _from_day(folded: str, text: str, today: date) -> Birth:
    if found := ISO_DAY.fullmatch(folded):
        return _from_parts(int(found[3]), found[2], int(found[1]), text, today)
    if found := NUMERIC_DAY.fullmatch(folded):
        return _from_parts(int(found[1]), found[2], _full_year(found[3], today), text, today)
    if found := _MONTH_YEAR.fullmatch(folded):
        return _from_parts(15, found[1], int(found[2]), text, today, estimated=True)
    return _refuse("lahir_tak_terbaca", "Tanggal lahir tidak dapat dibaca.", text)


def _from_age(found: re.Match[str], text: str, today: date) -> Birth:
    low, high, unit = int(found[1]), found[2], found[4]
    if high and not (unit and low < int(high)):  # "04-11" is half a date, not a span of ages
        return _refuse("lahir_tak_terbaca", "Tanggal lahir tidak dapat dibaca.", text)
    if unit in ("bulan", "bln", "hari"):
        days = low * 30 if unit != "hari" else low
        return _judged(today - timedelta(days=days), today, text, estimated=True, age=days // 365)
    age = (low + int(high)) // 2 if high else low + 5 if found[3] else low
    if age == 0 and not unit:
        return _refuse("lahir_nol", "Angka 0 bukan tanggal lahir atau umur.", text)
    if age > OLDEST_AGE:
        return _refuse("umur_mustahil", f"Umur lebih dari {OLDEST_AGE} tahun tidak mungkin.", text)
    # the 1 July that gives exactly the written age today
    year = today.year - age - ((today.month, today.day) < (7, 1))
    return _judged(date(year, 7, 1), today, text, estimated=True, age=age)


def _from_year(year: int, text: str, today: date) -> Birth:
    if year < 1:
        return _refuse("lahir_tak_terbaca", "Tanggal lahir tidak dapat dibaca.", text)
    middle = date(year, 7, 1)
    return _judged(min(middle, today) if year == today.year else middle, today, text, estimated=True)


def _from_number(number: float, today: date) -> Birth:
    text = f"{number:.0f}" if math.isfinite(number) and abs(number) < 1e15 else str(number)
    if not 0 <= number < 100_000:
        return _refuse("lahir_tak_terbaca", "Angka ini bukan tanggal lahir, tahun, atau umur.", text)
    if number <= OLDEST_AGE:
        return _from_text(f"{int(number)}", today)  # an age typed without "th"
    if number < 2200:
        return _from_year(int(number), text, today)
    return _judged((EXCEL_DAY_ZERO + timedelta(days=int(number))).date(), today, text)


def _from_parts(day: int, month: str, year: int, text: str, today: date, *, estimated: bool = False) -> Birth:
    number = month_number(month)
    try:
        return _judged(date(year, number, day), today, text, estimated=estimated)
    except ValueError:
        if month.isdigit() and number > 12 >= day:
            what = f"Bulan {number} tidak ada; mungkin tertulis bulan/tanggal/tahun."
            return _refuse("lahir_urutan", what, text, "Tulis tanggal dahulu, lalu bulan dan tahun: 23-04-1997.")
        return _refuse("lahir_mustahil", "Tanggal lahir ini tidak ada di kalender.", text)


def _full_year(digits: str, today: date) -> int:
    if len(digits) == 4:
        return int(digits)
    year = today.year - today.year % 100 + int(digits)
    return year if year <= today.year else year - 100


def _judged(born: date, today: date, text: str, *, estimated: bool = False, age: int | None = None) -> Birth:
    if born > today:
        return _refuse("lahir_masa_depan", "Tanggal lahir ada di masa depan.", text)
    years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    if born.year < FIRST_YEAR or years > OLDEST_AGE:
        what = f"Tahun lahir {born.year} berarti umur lebih dari {OLDEST_AGE} tahun."
        return _refuse("lahir_terlalu_lama", what, text)
    return Birth(born, estimated, age, text)


def _refuse(code: str, what: str, text: str, remedy: str = REMEDY) -> Birth:
    return Birth(None, False, None, text, (Finding(code, "error", what, remedy, text),))


_SEX = dict.fromkeys(["l", "lk", "laki", "lakilaki", "laki2", "pria", "cowok", "male", "1"], "L")
_SEX |= dict.fromkeys(["p", "pr", "prp", "perempuan", "wanita", "w", "cewek", "female", "2"], "P")


def parse_sex(value: object) -> str | None:
    """`L` or `P` from any spelling or the SIAK codes 1/2; None when empty or not understood."""
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, float) and value in (1.0, 2.0):
        value = int(value)
    return _SEX.get(re.sub(r"[\s.\-–/]", "", plain_text(str(value)).casefold()))
