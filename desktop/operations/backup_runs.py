"""A copy is begun once and its end is told: not commands of a clerk, for a server's clock begins copies too."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import update

from db import changes
from db.database import Database
from db.queries.backups import BackupRow, last_attempt
from db.queries.staff import StaffRow, staff_by_id
from db.statements import insert_or_skip
from db.tables.backups import backup_run
from desktop.operations import journal
from desktop.operations.journal import Entry
from desktop.operations.moved_office import mark
from desktop.sop.refusals import Refused

LEASE = timedelta(hours=3)
"""After this long a copy that was begun and never ended counts as broken off (the desk was switched off)."""
AGAIN = timedelta(hours=1)
"""So long after a failure the copy of the day is tried once more."""
CLOCK = "cadangan otomatis"


@dataclass(frozen=True, slots=True)
class Beginning:
    """Who begins a copy, where and when. Without ``staff`` it is whoever runs the database."""

    staff: StaffRow | None
    desk: str
    now: datetime


def day_claim(day: str) -> str:
    """The claim of a day's copy."""
    return f"harian:{day}"


def claimable(database: Database, claim: str, now: datetime) -> bool:
    """Whether nobody makes or made this copy."""
    with database.read() as connection:
        last = last_attempt(connection, claim)
    return _free(last, now)


def _free(last: BackupRow | None, now: datetime) -> bool:
    if last is None:
        return True
    if last.state == "berjalan":
        return last.lease_until <= now
    return last.state == "gagal" and last.ended_at is not None and last.ended_at + AGAIN <= now


def begin(database: Database, claim: str, by: Beginning) -> int | None:
    """The number of the line when this desk is the one that makes the copy, else ``None``.

    :raises Refused: for a clerk who may not copy this database.
    """
    _may(database, by.staff)
    with database.write() as connection:
        last = last_attempt(connection, claim)
        if not _free(last, by.now):
            return None
        row = {
            "claim": claim,
            "attempt": last.attempt + 1 if last else 1,
            "state": "berjalan",
            "started_at": by.now,
            "lease_until": by.now + LEASE,
            "staff_id": by.staff.id if by.staff else None,
            "desk": by.desk,
        }
        # Two desks that looked at the same moment meet at the unique claim: the second one inserts nothing.
        if not insert_or_skip(connection, backup_run, [row]):
            return None
        changes.announce(connection, {"backup"}, (), by.now)
        made = last_attempt(connection, claim)
    return made.id if made else None


def end(
    database: Database,
    run_id: int,
    by: Beginning,
    *,
    state: str,
    sentence: str,
    file_name: str = "",
    size: int = 0,
    counts: Mapping[str, int] | None = None,
    reason: str = "",
) -> None:
    """Tell what became of a copy, in the register, in the journal and to every screen."""
    values = {"state": state, "sentence": sentence, "file_name": file_name, "size": size, "ended_at": by.now}
    with database.write() as connection:
        mine = (backup_run.c.id == run_id, backup_run.c.state == "berjalan")
        statement = update(backup_run).where(*mine).values(counts=json.dumps(dict(counts or {})), **values)
        if not connection.execute(statement).rowcount:
            return
        # The journal of an office that moved to a server goes on there; the copy of its file stands in the register.
        entry = Entry(f"cadangan_{state}", reason=reason, fields={"berkas": ("", file_name), "besar": (0, size)})
        journal.write(
            connection,
            [entry] if mark(connection) is None else [],
            at=by.now,
            staff_id=by.staff.id if by.staff else None,
            staff_name=by.staff.name if by.staff else CLOCK,
            office_id=by.staff.office_id if by.staff else None,
            lock=database.backend.lock_rows(),
        )
        changes.announce(connection, {"backup"}, (), by.now)


def _may(database: Database, staff: StaffRow | None) -> None:
    if staff is None:
        return
    with database.read() as connection:
        now = staff_by_id(connection, staff.id)
    allowed = now is not None and not now.disabled and (database.backend.desks_may_copy() or "admin" in now.roles)
    if not allowed:
        raise Refused("not_your_role", "Hanya administrator yang membuat cadangan kantor ini. Hubungi administrator.")
