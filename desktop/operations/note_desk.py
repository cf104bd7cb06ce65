"""A clerk's computer says which program it runs."""

from datetime import datetime

from sqlalchemy import update

from db.database import Database
from db.statements import insert_or_skip
from db.tables.desks import desk_version


def note_desk(database: Database, now: datetime, staff_id: int, computer: str, version: str) -> None:
    """One line for each clerk and computer, which is written over. No personal data, so no line of the journal."""
    own = {"staff_id": staff_id, "computer": computer[:64], "version": version[:20], "at": now}
    with database.write() as connection:
        if not insert_or_skip(connection, desk_version, [own]):
            mine = (desk_version.c.staff_id == staff_id, desk_version.c.computer == own["computer"])
            connection.execute(update(desk_version).where(*mine).values(version=own["version"], at=now))
