"""Scans of papers kept with a person."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from db.tables.access import staff
from db.tables.papers import paper


@dataclass(frozen=True, slots=True)
class ScanRow:
    """One scan: what paper it is, of which type, when and by whom it was kept."""

    id: int
    label: str
    media_type: str
    created_at: datetime
    clerk: str


def scans_of_person(connection: Connection, person_id: int) -> tuple[ScanRow, ...]:
    """The scans of a person, newest first, without their bytes."""
    statement = (
        select(paper.c.id, paper.c.label, paper.c.media_type, paper.c.created_at, staff.c.name)
        .join(staff, staff.c.id == paper.c.created_by)
        .where(paper.c.person_id == person_id, paper.c.kind == "pindaian")
        .order_by(paper.c.id.desc())
    )
    return tuple(ScanRow(*row) for row in connection.execute(statement))


def scan_file(connection: Connection, scan_id: int) -> bytes | None:
    """The bytes of one scan, or ``None``."""
    return connection.scalar(select(paper.c.content).where(paper.c.id == scan_id, paper.c.kind == "pindaian"))
