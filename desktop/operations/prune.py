"""Old request ids are forgotten: nobody sends a command again after months, and the table must not grow for ever."""

from datetime import datetime, timedelta

from sqlalchemy import delete

from db.database import Database
from db.queries.offices import settings
from db.tables.traces import request
from desktop.settings import number_setting


def prune_requests(database: Database, now: datetime) -> int:
    """Delete what is older than the setting ``request_days``; gives how many. Said at each sign-in.

    :raises RecordRoomError: when the world gets in the way.
    """
    with database.write() as connection:
        days = number_setting(settings(connection), "request_days", least=7, most=3650)
        return connection.execute(delete(request).where(request.c.at < now - timedelta(days=days))).rowcount
