"""Days in Indonesian: month names both ways, the shapes of a written day, and the ways to write "unknown"."""

import re
from datetime import date, datetime

MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)
WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
EXCEL_DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001  Excel has no time zones
NUMERIC_DAY = re.compile(r"(\d{1,2})[\s./,-]+(\d{1,2}|[a-z]{3,9})[\s./,-]+(\d{4}|\d{2})")
ISO_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")

_UNKNOWN = (
    "tidak tahu;tdk tahu;tak tahu;tidak diketahui;tdk diketahui;belum diketahui;blm diketahui;belum tahu;blm tahu;lupa"
    ";tidak ingat;tidak jelas;tidak ada;tdk ada;tak ada;belum ada;blm ada;tidak punya;tdk punya;belum punya;nihil;n/a"
    ";na;null;none;unknown;kosong"
)
_UNKNOWN_WORDS = frozenset(_UNKNOWN.split(";"))
_MONTH_NUMBER = {name.casefold(): number for number, name in enumerate(MONTHS, 1)}
_MONTH_NUMBER |= {name[:3].casefold(): number for number, name in enumerate(MONTHS, 1)}
_MONTH_NUMBER |= {"agt": 8, "ags": 8, "agust": 8, "aug": 8, "may": 5, "oct": 10, "dec": 12, "sept": 9}
_MONTH_NUMBER |= {"nop": 11, "nopember": 11, "peb": 2, "pebruari": 2}


def say_date(day: date) -> str:
    """`14 Februari 1998`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def month_number(word: str) -> int:
    """1..12 from digits or an Indonesian month name (casefolded, short forms too); other digits as they are, else 0."""
    return int(word) if word.isdigit() else _MONTH_NUMBER.get(word, 0)


def is_unknown(folded: str) -> bool:
    """True for the many ways to write "we do not know" (`-`, `?`, `tidak tahu`); `folded` is casefolded."""
    return not folded.strip(" -–—?.*_xX/") or folded.strip(" .()") in _UNKNOWN_WORDS
