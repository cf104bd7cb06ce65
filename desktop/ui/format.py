"""Dates, durations, money and numbers as an Indonesian clerk writes them. Plain functions, no Qt."""

from datetime import date, datetime
from math import floor

from desktop.sop.clock import OfficeCalendar
from desktop.sop.dates import MONTHS, WEEKDAYS

SHORT_MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
NOTHING = "–"
DOT = "  ·  "
_calendars = [OfficeCalendar()]


def day(value: date | None) -> str:
    """23 November 2026; a dash for None."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}" if value else NOTHING


def short_day(value: date | None) -> str:
    """23 Nov; a dash for None."""
    return f"{value.day} {SHORT_MONTHS[value.month - 1]}" if value else NOTHING


def clock(value: datetime) -> str:
    """10.14 (hours and minutes of that moment's own zone)."""
    return f"{value.hour:02d}.{value.minute:02d}"


def moment(value: datetime | None) -> str:
    """23 Nov 10.14; a dash for None. Convert to the office's zone first."""
    return f"{short_day(value)} {clock(value)}" if value else NOTHING


def long_moment(value: datetime) -> str:
    """Senin, 23 November 2026  10.14."""
    return f"{WEEKDAYS[value.weekday()]}, {day(value)}  {clock(value)}"


def greeting(value: datetime) -> str:
    """Selamat pagi, siang, sore or malam, by the hour."""
    parts = ((4, "malam"), (11, "pagi"), (15, "siang"), (18, "sore"), (24, "malam"))
    return "Selamat " + next(word for until, word in parts if value.hour < until)


def duration(minutes: float) -> str:
    """Minutes in words: 9 m, 1 j, 2 j 41 m, 3 hari 4 j. Negative is shown by its size."""
    total = floor(abs(minutes))
    days, rest = divmod(total, 24 * 60)
    hours, left = divmod(rest, 60)
    if days:
        return f"{days} hari {hours} j" if hours else f"{days} hari"
    if not hours:
        return f"{left} m"
    return f"{hours} j {left} m" if left else f"{hours} j"


def left(minutes: float) -> str:
    """sisa 2 j 41 m, or lewat 35 m when negative: what is left of a standard time, in minutes."""
    return f"sisa {duration(minutes)}" if minutes >= 0 else f"lewat {duration(minutes)}"


def minutes_tone(minutes: float, soon: float = 30) -> str:
    """Tone of what is left: bad when over, warn below ``soon`` minutes, else ok."""
    if minutes < 0:
        return "bad"
    return "warn" if minutes < soon else "ok"


def keep_calendar(calendar: OfficeCalendar) -> None:
    """The office calendar that clocks on the screens follow from now on, with this office's holidays."""
    _calendars[:] = [calendar]


def minutes_left(due: datetime, now: datetime) -> float:
    """Minutes of office time until ``due``: nights and holidays count for nobody. Negative when it has passed."""
    return _calendars[0].seconds_left(due, now) / 60


def clock_left(due: datetime | None, now: datetime) -> str:
    """``left`` between two aware moments, in office time; a dash without a due moment."""
    return left(minutes_left(due, now)) if due else NOTHING


def left_tone(due: datetime | None, now: datetime, soon: float = 30) -> str:
    """``minutes_tone`` between two aware moments, in office time; plain without a due moment."""
    return minutes_tone(minutes_left(due, now), soon) if due else "plain"


def waited(minutes: float) -> str:
    """0:41, 12:05: hours and minutes for a narrow right-aligned column."""
    hours, rest = divmod(floor(abs(minutes)), 60)
    return f"{hours}:{rest:02d}"


def number(value: float) -> str:
    """246.118 (whole) or 7,5."""
    if value == floor(value):
        return f"{int(value):,}".replace(",", ".")
    return f"{value:,.1f}".replace(",", "_").replace(".", ",").replace("_", ".")


def rupiah(value: int) -> str:
    """Rp1.596.000; a minus before the sign of the currency."""
    return f"{'-' if value < 0 else ''}Rp{number(abs(value))}"


def grouped(digits: str | None) -> str:
    """3173 0112 3456 0012: a NIK or KK in groups of four; a dash when missing."""
    return " ".join(digits[i : i + 4] for i in range(0, len(digits), 4)) if digits else NOTHING


def masked_nik(digits: str | None) -> str:
    """3173 •••• •••• 0012; also for 13-digit participant numbers; a dash when missing."""
    if not digits:
        return NOTHING
    if len(digits) <= 8:
        return "•" * len(digits)
    hidden = " ".join(["••••"] * max(1, (len(digits) - 8 + 3) // 4))
    return f"{digits[:4]} {hidden} {digits[-4:]}"


def age(birth: date | None, today: date) -> int | None:
    """Whole years on ``today``; None without a birth date or before it."""
    if not birth or birth > today:
        return None
    return today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))


def sex_word(code: str) -> str:
    """Laki-laki for L, Perempuan for P, else a dash."""
    return {"L": "Laki-laki", "P": "Perempuan"}.get(code, NOTHING)
