"""What just happened: the last lists that one office sent or received."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, or_, select

from db.tables.access import office, staff
from db.tables.cases import batch


@dataclass(frozen=True, slots=True)
class RecentRow:
    """A list that moved: which action, how many people, from where to where, by whom."""

    id: int
    action: str
    people: int
    from_office: str
    to_office: str
    staff_name: str
    at: datetime


def recent(connection: Connection, office_id: int, limit: int = 5) -> tuple[RecentRow, ...]:
    """The newest first."""
    source, target = office.alias("source"), office.alias("target")
    statement = (
        select(batch.c.id, batch.c.action, batch.c.people, source.c.name, target.c.name, staff.c.name)
        .add_columns(batch.c.created_at)
        .join(source, source.c.id == batch.c.from_office_id)
        .join(target, target.c.id == batch.c.to_office_id)
        .join(staff, staff.c.id == batch.c.created_by)
        .where(or_(batch.c.from_office_id == office_id, batch.c.to_office_id == office_id))
        .order_by(batch.c.id.desc())
        .limit(limit)
    )
    return tuple(RecentRow(*row) for row in connection.execute(statement))
