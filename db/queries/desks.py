"""Which program runs at which desk."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from db.tables.access import office, staff
from db.tables.desks import desk_version


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One computer: the version it was last seen with, when, and who sat there."""

    computer: str
    version: str
    at: datetime
    staff_name: str
    office_name: str


def desks(connection: Connection) -> tuple[DeskRow, ...]:
    """Every computer by its newest line. Only an administrator sees those of others."""
    place = func.row_number().over(
        partition_by=desk_version.c.computer, order_by=(desk_version.c.at.desc(), desk_version.c.staff_id)
    )
    lines = select(desk_version, place.label("place")).subquery()
    columns = (lines.c.computer, lines.c.version, lines.c.at, staff.c.name, office.c.name.label("office_name"))
    newest = select(*columns).join(staff, staff.c.id == lines.c.staff_id).join(office, office.c.id == staff.c.office_id)
    rows = connection.execute(newest.where(lines.c.place == 1).order_by(lines.c.computer))
    return tuple(DeskRow(*row) for row in rows)
