"""Files that came in: the last runs of reading spreadsheets."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from db.tables.access import office, staff
from db.tables.traces import import_run


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One file that was read: what came in, what went back, who read it and for which office."""

    id: int
    layout: str
    file_name: str
    total: int
    accepted: int
    rejected: int
    duplicates: int
    staff_name: str
    office_name: str
    at: datetime
    undone_at: datetime | None = None


def last_imports(connection: Connection, limit: int = 5) -> tuple[ImportRow, ...]:
    """The newest runs first."""
    own = ("id", "layout", "file_name", "total", "accepted", "rejected", "duplicates")
    statement = (
        select(
            *(import_run.c[name] for name in own), staff.c.name, office.c.name, import_run.c.at, import_run.c.undone_at
        )
        .join(staff, staff.c.id == import_run.c.staff_id)
        .join(office, office.c.id == import_run.c.office_id)
        .order_by(import_run.c.id.desc())
        .limit(limit)
    )
    return tuple(ImportRow(*row) for row in connection.execute(statement))
