"""The SOP clock: office time only."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.sop.clock import OfficeCalendar

JAKARTA = timedelta(hours=7)


def at(day, hour, minute=0):
    """A moment of November 2026 by Jakarta's clock (the 23rd is a Monday)."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC) - JAKARTA


HOUR = 3600
CASES = [
    (at(23, 8), at(23, 9), HOUR),
    (at(23, 11, 30), at(23, 13, 30), HOUR),  # lunch 12–13
    (at(23, 15, 30), at(24, 8), HOUR),  # overnight
    (at(27, 16), at(30, 8), HOUR),  # Friday 16.00 to Monday 8.00
    (at(28, 8), at(29, 20), 0),  # weekend
    (at(23, 23), at(24, 7, 30), 0),  # night
    (at(23, 9), at(23, 9), 0),
    (at(23, 10), at(23, 9), 0),
]


@pytest.mark.parametrize(("start", "end", "seconds"), CASES)
def test_seconds_between(start, end, seconds):
    assert OfficeCalendar().seconds_between(start, end) == seconds


def test_holiday_stands_still():
    calendar = OfficeCalendar(holidays=frozenset({date(2026, 11, 24)}))
    assert calendar.seconds_between(at(23, 15), at(25, 8, 30)) == 2 * HOUR
    assert calendar.due(at(23, 15), 2 * HOUR) == at(25, 8, 30)


def test_due_runs_over_lunch_and_night():
    assert OfficeCalendar().due(at(23, 11, 30), HOUR) == at(23, 13, 30)
    assert OfficeCalendar().due(at(23, 15, 30), HOUR) == at(24, 8)
    assert OfficeCalendar().due(at(28, 12), 60) == at(30, 7, 31)


def test_a_calendar_without_hours_still_ends():
    assert OfficeCalendar(hours={}).due(at(23, 8), 60) == at(23, 8, 1)


START = datetime(2026, 1, 1, tzinfo=UTC)
moments = st.timedeltas(timedelta(), timedelta(days=729)).map(START.__add__)


@given(start=moments, seconds=st.integers(1, 60 * 3600))
def test_due_is_exactly_used_up(start, seconds):
    calendar = OfficeCalendar()
    assert abs(calendar.seconds_between(start, calendar.due(start, seconds)) - seconds) <= 2


@given(start=moments, middle=moments, end=moments)
def test_time_adds_up(start, middle, end):
    first, second, third = sorted((start, middle, end))
    calendar = OfficeCalendar()
    whole = calendar.seconds_between(first, third)
    parts = calendar.seconds_between(first, second) + calendar.seconds_between(second, third)
    assert abs(whole - parts) <= 2
