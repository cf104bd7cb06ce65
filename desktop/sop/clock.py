"""The SOP clock: how much office time lies between two moments (N3).

Real time of a step runs only while its agency holds the case, and only in office hours: outside them, at weekends
and on holidays no agency can work, so the standard time (mutu baku) would be compared with sleep.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

Hours = tuple[tuple[time, time], ...]

WEEKDAY: Hours = ((time(7, 30), time(12, 0)), (time(13, 0), time(16, 0)))
FRIDAY: Hours = ((time(7, 30), time(11, 30)), (time(13, 0), time(16, 30)))


@dataclass(frozen=True)
class OfficeCalendar:
    """Office hours per weekday (Monday = 0), holidays, and the office's time zone.

    The default hours are the usual 37.5 hours of five days (Perpres 21/2023); an office changes them in its settings.
    """

    hours: Mapping[int, Hours] = field(
        default_factory=lambda: {0: WEEKDAY, 1: WEEKDAY, 2: WEEKDAY, 3: WEEKDAY, 4: FRIDAY}
    )
    holidays: frozenset[date] = frozenset()
    zone: str = "Asia/Jakarta"

    def spans(self, day: date) -> Hours:
        """The open spans of one day; empty at weekends and on holidays."""
        return () if day in self.holidays else self.hours.get(day.weekday(), ())

    def seconds_between(self, start: datetime, end: datetime) -> int:
        """Office seconds between two aware moments; 0 when ``end`` is not after ``start``."""
        zone = ZoneInfo(self.zone)
        begin, finish = start.astimezone(zone), end.astimezone(zone)
        total, day = 0, begin.date()
        while day <= finish.date():
            for opens, closes in self.spans(day):
                first = max(begin, datetime.combine(day, opens, zone))
                last = min(finish, datetime.combine(day, closes, zone))
                total += max(0, int((last - first).total_seconds()))
            day += timedelta(days=1)
        return total

    def seconds_left(self, due: datetime, now: datetime) -> int:
        """Office seconds until ``due``; negative when it has passed."""
        return self.seconds_between(now, due) if due >= now else -self.seconds_between(due, now)

    def due(self, start: datetime, seconds: int) -> datetime:
        """The moment (UTC) when ``seconds`` of office time since ``start`` are used up."""
        zone = ZoneInfo(self.zone)
        begin, left, day = start.astimezone(zone), seconds, start.astimezone(zone).date()
        for _ in range(3700):
            for opens, closes in self.spans(day):
                first = max(begin, datetime.combine(day, opens, zone))
                room = int((datetime.combine(day, closes, zone) - first).total_seconds())
                if room >= left > 0 or (left == 0 and room >= 0):
                    return (first + timedelta(seconds=left)).astimezone(UTC)
                left -= max(0, room)
            day += timedelta(days=1)
        return start + timedelta(seconds=seconds)
