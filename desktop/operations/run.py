"""The runner: one transaction a command, exactly once per request id, with the role read anew inside it."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, select, update

from db.backends import Backend
from db.database import Database
from db.queries.offices import holidays
from db.queries.staff import StaffRow, staff_by_id
from db.statements import insert_or_skip
from db.tables.traces import request
from desktop.operations.command import HANDLERS, Command
from desktop.operations.key_slots import Keys, settle
from desktop.operations.outcome import Outcome
from desktop.operations.texts import storable
from desktop.operations.work import PaperProblems, Work
from desktop.sop.clock import OfficeCalendar
from desktop.sop.procedure import load_procedure
from desktop.sop.refusals import Refused


def run(
    database: Database,
    command: Command,
    *,
    staff_id: int,
    now: datetime,
    paper_problems: PaperProblems,
    keys: Keys | None = None,
) -> Outcome:
    """Carry out one command for a staff member. ``paper_problems`` knows what can be printed, ``keys`` are the slots of
    an encrypted office.

    :raises Refused: the whole command was refused and nothing changed.
    :raises RecordRoomError: the world got in the way; sending the same command again is safe.
    """
    handler = HANDLERS[type(command)]
    with database.write() as connection:
        stored = _claim(connection, command, staff_id, now)
        if stored is not None:
            return stored
        actor = _staff(connection, staff_id, database.backend)
        if actor.totp_required and not actor.totp and not command.before_totp:
            raise Refused("totp_needed", "Peran Anda wajib memakai autentikator. Pasang dulu di Akun saya.")
        work = Work(
            connection=connection,
            backend=database.backend,
            staff=actor,
            now=now,
            procedure=load_procedure,
            calendar=calendar(connection),
            paper_problems=paper_problems,
            desk=database.desk,
            keys=keys,
        )
        outcome = handler(work, storable(command))
        outcome = replace(outcome, changes=(work.finish(),), topics=frozenset(work.topics))
        connection.execute(update(request).where(request.c.id == command.request).values(outcome=outcome.to_json()))
    if keys is not None and work.keys_changed:
        settle(database, keys)
    return outcome


def _claim(connection: Connection, command: Command, staff_id: int, now: datetime) -> Outcome | None:
    """Take the request id. A second sender waits here for the first one's commit, then gets its outcome."""
    row = {"id": command.request, "command": type(command).__name__, "staff_id": staff_id, "at": now}
    if insert_or_skip(connection, request, [row]):
        return None
    # On a shared server nobody even sees the request of somebody else.
    stored = connection.execute(select(request).where(request.c.id == command.request)).one_or_none()
    if stored is None or stored.command != type(command).__name__ or stored.staff_id != staff_id:
        raise Refused("foreign_request", "Perintah ini bukan milik Anda. Tutup dialog, lalu ulangi dari daftar.")
    return Outcome.from_json(stored.outcome)


def _staff(connection: Connection, staff_id: int, backend: Backend) -> StaffRow:
    """The actor as of now; locked against a role withdrawn while this command runs."""
    backend.hold(connection, "staff", [staff_id], shared=True)
    row = staff_by_id(connection, staff_id)
    if row is None or row.disabled:
        raise Refused("disabled", "Akun Anda sudah dinonaktifkan. Hubungi administrator kantor.")
    return row


def calendar(connection: Connection) -> OfficeCalendar:
    """The office calendar with the holidays of the editable table."""
    return OfficeCalendar(holidays=frozenset(day for day, _ in holidays(connection)))
