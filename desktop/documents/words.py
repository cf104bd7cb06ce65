"""Numbers and dates in Indonesian words, as official letters write them."""

from __future__ import annotations

from datetime import date

from desktop.sop.dates import MONTHS, WEEKDAYS

_UNITS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas")
_SCALES = ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"), (1000, "ribu"), (100, "ratus"), (10, "puluh"))
LIMIT = 10**15


def terbilang(number: int) -> str:
    """`number` in words, lower case: 1945 → "seribu sembilan ratus empat puluh lima".

    Raises ValueError at one quadrillion and above.
    """
    if abs(number) >= LIMIT:
        raise ValueError("number too large for words")
    if number < 0:
        return f"minus {terbilang(-number)}"
    return _UNITS[0] if number == 0 else " ".join(_words(number))


def _words(number: int) -> list[str]:
    if number == 0:
        return []
    if number < 12:
        return [_UNITS[number]]
    if number < 20:
        return [_UNITS[number - 10], "belas"]
    size, name = next(scale for scale in _SCALES if number >= scale[0])
    head, rest = divmod(number, size)
    # "seribu", "seratus", but "satu juta"
    start = [f"se{name}"] if head == 1 and size in (100, 1000) else [*_words(head), name]
    return [*start, *_words(rest)]


def in_title_case(words: str) -> str:
    """First letter of each word raised: "dua ribu" → "Dua Ribu"."""
    return " ".join(word[:1].upper() + word[1:] for word in words.split())


def day_name(day: date) -> str:
    """Name of the weekday, e.g. "Rabu"."""
    return WEEKDAYS[day.weekday()]


def month_name(day: date) -> str:
    """Name of the month, e.g. "Desember"."""
    return MONTHS[day.month - 1]


def date_text(day: date) -> str:
    """The date as letters write it, e.g. "1 Desember 2021"."""
    return f"{day.day} {month_name(day)} {day.year}"


def date_digits(day: date) -> str:
    """The date as a Berita Acara repeats it in brackets, e.g. "1-12-2021"."""
    return f"{day.day}-{day.month}-{day.year}"


def date_in_words(day: date) -> str:
    """The whole date in words, e.g. "satu Desember dua ribu dua puluh satu"."""
    return f"{terbilang(day.day)} {month_name(day)} {terbilang(day.year)}"
