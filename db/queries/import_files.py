"""Whether a file already came in, by its content and not by its name."""

from sqlalchemy import Connection, select

from db.queries.imports import ImportRow
from db.tables.access import office, staff
from db.tables.traces import import_run


def runs_of_file(connection: Connection, office_id: int, sha256: str) -> tuple[ImportRow, ...]:
    """The runs in which this office brought in a file with exactly these bytes, newest first."""
    own = ("id", "layout", "file_name", "total", "accepted", "rejected", "duplicates")
    statement = (
        select(*(import_run.c[name] for name in own), staff.c.name, office.c.name, import_run.c.at)
        .join(staff, staff.c.id == import_run.c.staff_id)
        .join(office, office.c.id == import_run.c.office_id)
        .where(import_run.c.office_id == office_id, import_run.c.file_sha256 == sha256)
        .order_by(import_run.c.id.desc())
    )
    return tuple(ImportRow(*row) for row in connection.execute(statement))
