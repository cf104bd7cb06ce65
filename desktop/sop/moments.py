"""When somebody was found: a local moment, as the clock on the wall said it."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from desktop.sop.dates import EXCEL_DAY_ZERO, ISO_DAY, NUMERIC_DAY, is_unknown, month_number
from desktop.sop.findings import Finding
from desktop.sop.plain import plain_text

_CLOCK = re.compile(r"(?:\s|,|t|^)(?:pukul|pkl|jam)?[\s.]*(\d{1,2})[.:](\d{2})(?:[.:](\d{2}))?\s*(?:wib|wita|wit)?\s*$")
_WEEKDAY = re.compile(r"^(?:senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|ahad)\b[\s,]*")


@dataclass(frozen=True, slots=True)
class Moment:
    """A local moment (naive, the clock on the wall). `clock_known` is False when only the day was written."""

    at: datetime | None
    clock_known: bool
    text: str
    findings: tuple[Finding, ...] = ()


def parse_moment(value: object, *, today: date) -> Moment:
    """Read a moment such as `19-11-2026 23.00`, a day alone, or an Excel date; never raises.

    A moment after `today` is a warning (a wrong clock or year), more than two years off or before 2000 an error.
    """
    if value is None or isinstance(value, bool):
        return Moment(None, False, "")
    if isinstance(value, datetime):
        return _moment_judged(value.replace(tzinfo=None, microsecond=0), True, f"{value:%d-%m-%Y %H.%M}", today)
    if isinstance(value, date):
        return _moment_judged(datetime.combine(value, time()), False, f"{value:%d-%m-%Y}", today)
    if isinstance(value, (int, float)):
        number = float(value)
        if not 30_000 <= number < 100_000:
            return _moment_refuse("waktu_tak_terbaca", "Waktu tidak dapat dibaca.", str(value))
        at = EXCEL_DAY_ZERO + timedelta(seconds=round(number * 86400))
        return _moment_judged(at, number != int(number), f"{at:%d-%m-%Y %H.%M}", today)
    return _moment_from_text(plain_text(str(value)), today)


@lru_cache(maxsize=4096)
def _moment_from_text(text: str, today: date) -> Moment:
    folded = text.casefold()
    if is_unknown(folded):
        return Moment(None, False, text)
    clock = _CLOCK.search(folded)
    # "19.11.2026" alone must not lose its year to the clock
    if clock and _day_of(folded[: clock.start()]) is None:
        clock = None
    day = _day_of(folded[: clock.start()] if clock else folded)
    if day is None:
        return _moment_refuse("waktu_tak_terbaca", "Tanggal dan jam tidak dapat dibaca.", text)
    try:
        at = datetime.combine(day, time(int(clock[1]), int(clock[2]), int(clock[3] or 0)) if clock else time())
    except ValueError:
        return _moment_refuse("jam_mustahil", "Jam ini tidak ada.", text)
    return _moment_judged(at, clock is not None, text, today)


def _day_of(folded: str) -> date | None:
    words = _WEEKDAY.sub("", folded.strip(" ,"))
    try:
        if found := ISO_DAY.fullmatch(words):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := NUMERIC_DAY.fullmatch(words):
            year = int(found[3]) if len(found[3]) == 4 else 2000 + int(found[3])
            return date(year, month_number(found[2]), int(found[1]))
    except ValueError:
        return None
    return None


def _moment_judged(at: datetime, clock_known: bool, text: str, today: date) -> Moment:
    if at.year < 2000 or at.date() > today + timedelta(days=731):
        return _moment_refuse("waktu_mustahil", f"Tahun {at.year} tidak masuk akal untuk penjangkauan.", text)
    if at.date() > today:
        late = Finding(
            "waktu_masa_depan", "warning", "Waktu ini ada di masa depan.", "Periksa tanggal dan tahunnya.", text
        )
        return Moment(at, clock_known, text, (late,))
    return Moment(at, clock_known, text)


def _moment_refuse(code: str, what: str, text: str) -> Moment:
    return Moment(None, False, text, (Finding(code, "error", what, "Tulis seperti 19-11-2026 23.00.", text),))
