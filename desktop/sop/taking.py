"""The words that say on paper and in files who took them out of Padan, and when (UU 27/2022)."""

from datetime import datetime

from desktop.sop.dates import say_date

PERSONAL = " – memuat data pribadi"


def taken_by(name: str, office: str, at: datetime, *, personal: bool = True) -> str:
    """«Diambil oleh Sari Wulandari (Dinas Sosial) 28 November 2026 14.05 – memuat data pribadi».

    ``at`` is a moment on the office's own clock; the end is said only of what holds personal data.
    """
    who = " ".join(name.split())
    return f"Diambil oleh {who} ({' '.join(office.split())}) {say_date(at.date())} {at:%H.%M}{PERSONAL if personal else ''}"


def who_gets_it(text: str) -> str:
    """What a clerk typed for whom an export is, on one line; empty when it names nobody (fewer than three letters)."""
    kept = " ".join(text.split())
    return kept if sum(letter.isalpha() for letter in kept) >= 3 else ""
