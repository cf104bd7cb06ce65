"""The daily seal: whoever opens the program first after midnight seals all that was journalled before it (J4)."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from db.database import Database
from db.queries.seals import newest_seal
from db.tables.traces import journal
from desktop.operations.run import calendar


def seal_day(database: Database, now: datetime, staff_id: int | None) -> bool:
    """Seal up to the last midnight of the office; ``False`` when that is done, or nothing was journalled before it.

    Asked by every sign-in, so it looks before it takes the lock; two at once make one seal.
    :raises RecordRoomError: when the world gets in the way; the next one to open the program tries again.
    """
    with database.read() as connection:
        zone = ZoneInfo(calendar(connection).zone)
        midnight = datetime.combine(now.astimezone(zone).date(), time(0), zone)
        day = midnight.date() - timedelta(days=1)
        newest = newest_seal(connection)
        if newest is not None and newest.day >= day:
            return False
        first = select(journal.c.at).order_by(journal.c.id).limit(1)
        begun = connection.scalar(first)
    if begun is None or begun >= midnight:
        return False
    with database.write() as connection:
        return database.backend.seal_journal(connection, day, midnight, now, staff_id)
