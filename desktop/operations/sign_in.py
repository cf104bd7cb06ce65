"""Signing in: Argon2id, and a lock after repeated failures that grows with them (J6)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, select, update

from db.database import Database
from db.errors import RecordRoomError
from db.queries.staff import StaffRow, staff_by_username
from db.tables.access import staff
from desktop.operations import journal
from desktop.operations.journal import Entry
from desktop.operations.moved_office import mark
from desktop.operations.passwords import LONGEST, matches
from desktop.operations.second_factor import WRONG_CODE, second_factor
from desktop.sop.refusals import Refused

FREE_FAILURES = 5
WRONG = "Nama pengguna atau kata sandi salah. Periksa huruf besar-kecilnya, lalu coba lagi."
CHANGED = "Server menolak akun atau kata sandi Anda. Isian tetap tersimpan di komputer ini. Masuklah sekali lagi."
# Verified when the user does not exist, so that the answer takes as long and tells nothing.
NOBODY = "$argon2id$v=19$m=65536,t=3,p=2$cGFkYW5wYWRhbnBhZGFu$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"


def sign_in_as_login(
    login: Database, username: str, password: str, code: str | None, prepare: Callable[[], None], now: datetime
) -> StaffRow:
    """The staff member behind a login of a shared server, which has checked the password already; ``prepare`` looks
    whether program and tables agree before anything is written. ``code`` as in ``sign_in``.

    :raises Refused: ``wrong_password`` or ``disabled`` (the server tells a closed login by the same words);
        ``locked``, ``code_needed``, ``wrong_code``.
    :raises RecordRoomError: when the server cannot be reached.
    """
    try:
        with login.read() as connection:
            row = staff_by_username(connection, username)
    except RecordRoomError as error:
        raise Refused("wrong_password", WRONG) if error.kind == "refused" else error from None
    if row is None or row.disabled:
        raise Refused("disabled", "Akun Anda sudah dinonaktifkan. Hubungi administrator kantor.")
    prepare()
    refuse_locked(row, now)
    passed = code is None or second_factor(login, row, password, code, now)
    pause = _record(login, row, passed, now)
    if pause is not None:
        raise locked(pause)
    if not passed:
        raise Refused("wrong_code", WRONG_CODE)
    return row


def readmit(
    login: Database, username: str, prepare: Callable[[], None], now: datetime, note: Callable[[StaffRow], None]
) -> None:
    """Who was let in while the server was away passes everything that ``sign_in_as_login`` asks for, without being asked
    again; ``note`` hears of the member as of now, also before a refusal.

    :raises Refused: as there; ``code_needed`` for one who has an authenticator now.
    :raises RecordRoomError: when the server cannot be reached.
    """
    try:
        with login.read() as connection:
            row = staff_by_username(connection, username)
    except RecordRoomError as error:
        raise Refused("wrong_password", CHANGED) if error.kind == "refused" else error from None
    if row is not None:
        note(row)
    if row is None or row.disabled:
        raise Refused("disabled", "Akun Anda sudah dinonaktifkan. Hubungi administrator kantor.")
    prepare()
    refuse_locked(row, now)
    if row.totp:
        raise Refused("code_needed", "Akun Anda kini memakai autentikator. Masuklah sekali lagi dengan kodenya.")
    _record(login, row, True, now)


def sign_in(database: Database, username: str, password: str, now: datetime, code: str | None = "") -> StaffRow:
    """The staff member who signed in at a single office. ``code`` is the authenticator's; ``None`` asks for none: an
    unlocked screen.

    :raises Refused: as :func:`recognise`, and ``moved`` for an office that went to a server.
    """
    with database.read() as connection:
        closed = mark(connection)
    if closed is not None:
        raise Refused("moved", closed.sentence)
    row = recognise(database, username, password, now, code)
    _record(database, row, True, now)
    return row


def recognise(database: Database, username: str, password: str, now: datetime, code: str | None = "") -> StaffRow:
    """Who this is at a single office. Failures are counted and journalled; a success leaves no line.

    :raises Refused: ``wrong_password``, ``locked`` (with the minutes left), ``disabled``; ``code_needed``, ``wrong_code``.
    """
    with database.read() as connection:
        row = staff_by_username(connection, username[:60])
        stored = connection.scalar(select(staff.c.password_hash).where(staff.c.id == row.id)) if row else None
    if row is not None:
        refuse_locked(row, now)
    # Outside any transaction: verifying takes a tenth of a second and would hold SQLite's only write lock.
    good = matches(stored or NOBODY, password[: LONGEST + 1])
    if row is None:
        raise Refused("wrong_password", WRONG)
    if good and row.disabled:
        raise Refused("disabled", "Akun Anda sudah dinonaktifkan. Hubungi administrator kantor.")
    if good and (code is None or second_factor(database, row, password, code, now)):
        return row
    pause = _record(database, row, False, now)
    if pause is not None:
        raise locked(pause)
    raise Refused("wrong_code", WRONG_CODE) if good else Refused("wrong_password", WRONG)


def refuse_locked(row: StaffRow, now: datetime) -> None:
    """:raises Refused: ``locked`` while the pause after repeated failures lasts."""
    if row.locked_until is not None and row.locked_until > now:
        raise locked(row.locked_until - now)


def _record(database: Database, row: StaffRow, good: bool, now: datetime) -> timedelta | None:
    """Count the failure or forget earlier ones; gives the pause when the account is locked by this one."""
    pause = None
    with database.write() as connection:
        change = update(staff).where(staff.c.id == row.id)
        if good:
            connection.execute(change.values(failures=0, locked_until=None))
        else:
            failures = connection.execute(
                change.values(failures=staff.c.failures + 1).returning(staff.c.failures)
            ).scalar_one()
            pause = pause_after(failures)
            if pause is not None:
                connection.execute(change.values(locked_until=now + pause))
        _note(connection, database, row, "masuk" if good else "gagal_masuk", now)
    return pause


def _note(connection: Connection, database: Database, row: StaffRow, action: str, now: datetime) -> None:
    journal.write(
        connection,
        [Entry(action)],
        at=now,
        staff_id=row.id,
        staff_name=row.name,
        office_id=row.office_id,
        lock=database.backend.lock_rows(),
    )


def pause_after(failures: int) -> timedelta | None:
    """How long an account is closed after so many failures in a row; ``None`` while they are free."""
    return timedelta(minutes=min(2 ** (failures - FREE_FAILURES), 60)) if failures >= FREE_FAILURES else None


def note_knocks(database: Database, knocks: Mapping[str, Sequence[datetime]]) -> None:
    """Journal the failures that came while the encrypted office was closed and nothing could be written."""
    with database.write() as connection:
        for username, moments in knocks.items():
            row = staff_by_username(connection, username)
            for at in moments if row else ():
                assert row is not None  # noqa: S101 (mypy: only known people get here)
                journal.write(
                    connection,
                    [Entry("gagal_masuk")],
                    at=at,
                    staff_id=row.id,
                    staff_name=row.name,
                    office_id=row.office_id,
                    lock=database.backend.lock_rows(),
                )


def locked(left: timedelta) -> Refused:
    """The refusal of a closed account, with what is left of the pause."""
    seconds = max(1, int(left.total_seconds()))
    minutes = -(-seconds // 60)
    sentence = (
        f"Akun dikunci sementara karena salah berulang kali. Coba lagi {minutes} menit lagi, atau minta administrator."
    )
    return Refused("locked", sentence, wait_seconds=seconds)
