"""Offices and the calendar they keep."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from db.tables.access import holiday, office, setting


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """An agency's office: who it is, and what its letterhead and signature say."""

    id: int
    kind: str
    name: str
    unit: str
    government: str
    address: str
    contact: str
    city: str
    region: str
    head_position: str
    head_name: str
    head_rank: str
    head_nip: str
    active: bool
    version: int
    kelurahan: str
    email: str
    fax: str
    letter_style: str
    emblem_sha256: str | None


_COLUMNS = [office.c[name] for name in OfficeRow.__dataclass_fields__]


def offices(connection: Connection) -> tuple[OfficeRow, ...]:
    """All offices, in the order they were created."""
    return tuple(OfficeRow(*row) for row in connection.execute(select(*_COLUMNS).order_by(office.c.id)))


def office_by_id(connection: Connection, office_id: int) -> OfficeRow | None:
    """One office, or ``None``."""
    row = connection.execute(select(*_COLUMNS).where(office.c.id == office_id)).first()
    return OfficeRow(*row) if row else None


def office_of_kind(connection: Connection, kind: str) -> int | None:
    """The office that plays a role of a procedure: the first active one of its kind, or ``None``."""
    mine = (office.c.kind == kind, office.c.active)
    return connection.scalar(select(office.c.id).where(*mine).order_by(office.c.id).limit(1))


def holidays(connection: Connection) -> tuple[tuple[date, str], ...]:
    """The days on which the SOP clock stands still, with their names."""
    return tuple((row.day, row.name) for row in connection.execute(select(holiday).order_by(holiday.c.day)))


def settings(connection: Connection) -> dict[str, str]:
    """Every stored setting; a key that is missing has the default of ``desktop/settings.py``."""
    return {row.key: row.value for row in connection.execute(select(setting))}
