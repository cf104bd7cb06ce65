"""What the decisions of a closed month did to the register: one run that ended memberships, and that can be taken back."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from db.tables.people import membership
from db.tables.traces import import_run

LAYOUT = "ba_rekonsiliasi"
"""Decisions enter the register as a delivered list does: their file is the signed Berita Acara."""


@dataclass(frozen=True, slots=True)
class Applied:
    """The run of one Berita Acara: how many memberships it ended, when."""

    run_id: int
    ended: int
    at: datetime


def applied_run(connection: Connection, office_id: int, number: str) -> Applied | None:
    """How the Berita Acara with this number was applied; ``None`` while it was not, or when it was taken back."""
    r = import_run.c
    mine = (r.office_id == office_id, r.layout == LAYOUT, r.file_name == number, r.undone_at.is_(None))
    found = connection.execute(select(r.id, r.at).where(*mine).order_by(r.id.desc())).first()
    if found is None:
        return None
    ended = select(func.count()).where(membership.c.end_run_id == found.id)
    return Applied(found.id, connection.scalar(ended) or 0, found.at)
