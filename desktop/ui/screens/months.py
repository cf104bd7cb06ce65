"""Months to choose from, newest first, as people say them."""

from datetime import date

from desktop.sop.reconciling import month_of, next_month, say_month

BACK = 24


def this_month(today: date) -> str:
    """`2026-11`."""
    return f"{today:%Y-%m}"


def month_options(today: date, back: int = BACK) -> list[tuple[str, str]]:
    """(`2026-11`, `November 2026`): next month, this one, and those before it."""
    first = next_month(today.replace(day=1))
    found = []
    for step in range(back + 2):
        at = first.year * 12 + first.month - 1 - step
        code = f"{at // 12}-{at % 12 + 1:02d}"
        found.append((code, say_month(month_of(code))))
    return found
