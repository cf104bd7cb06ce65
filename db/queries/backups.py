"""Copies that were made: the last good one, the last ones, and whether today's has been begun."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from db.tables.access import staff
from db.tables.backups import backup_run
from db.tables.traces import journal


@dataclass(frozen=True, slots=True)
class BackupRow:
    """One line of the register of copies. ``staff_name`` is empty for what the server's own clock began."""

    id: int
    claim: str
    attempt: int
    state: str
    started_at: datetime
    lease_until: datetime
    ended_at: datetime | None
    desk: str
    file_name: str
    size: int
    counts: dict[str, int]
    sentence: str
    staff_name: str


_OWN = [backup_run.c[name] for name in list(BackupRow.__dataclass_fields__)[:-1]]
_ROWS = select(*_OWN, staff.c.name.label("staff_name")).outerjoin(staff, staff.c.id == backup_run.c.staff_id)


def backup_runs(connection: Connection, limit: int = 30) -> tuple[BackupRow, ...]:
    """The newest lines first."""
    rows = connection.execute(_ROWS.order_by(backup_run.c.id.desc()).limit(limit))
    return tuple(_row(row) for row in rows.mappings())


def last_good(connection: Connection) -> BackupRow | None:
    """The newest copy without an alarm, or ``None``."""
    statement = _ROWS.where(backup_run.c.state == "baik").order_by(backup_run.c.id.desc()).limit(1)
    row = connection.execute(statement).mappings().first()
    return _row(row) if row else None


def last_attempt(connection: Connection, claim: str) -> BackupRow | None:
    """The newest line of one claim, such as the copy of a day."""
    statement = _ROWS.where(backup_run.c.claim == claim).order_by(backup_run.c.attempt.desc()).limit(1)
    row = connection.execute(statement).mappings().first()
    return _row(row) if row else None


def office_identity(connection: Connection) -> str:
    """What makes this office's database itself and no other: the first line of its journal, which never changes."""
    statement = select(journal.c.hash).where(journal.c.chain == "office", journal.c.seq == 1)
    return (connection.scalar(statement) or "")[:16]


def _row(row: object) -> BackupRow:
    values = dict(row)  # type: ignore[call-overload]
    values |= {"counts": json.loads(values["counts"]), "staff_name": values["staff_name"] or ""}
    return BackupRow(**values)
