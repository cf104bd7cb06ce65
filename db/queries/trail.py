"""The whole trail of a person: also what was written while the case still stood under another record."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, or_, select

from db.tables.cases import application
from db.tables.traces import journal


@dataclass(frozen=True, slots=True)
class TrailRow:
    """One line of the journal. ``fields`` is JSON: field → [before, after]."""

    id: int
    at: datetime
    staff_name: str
    action: str
    from_status: str
    to_status: str
    reason: str
    fields: str


def trail_of_person(connection: Connection, person_id: int, limit: int = 200) -> tuple[TrailRow, ...]:
    """Lines about the person or one of the person's cases, newest first."""
    columns = [journal.c[name] for name in TrailRow.__dataclass_fields__]
    cases = select(application.c.id).where(application.c.person_id == person_id)
    mine = or_(journal.c.person_id == person_id, journal.c.application_id.in_(cases))
    statement = select(*columns).where(mine).order_by(journal.c.id.desc()).limit(limit)
    return tuple(TrailRow(*row) for row in connection.execute(statement))
