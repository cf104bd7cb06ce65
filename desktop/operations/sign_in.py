"""Signing in: Argon2id, and a lock after repeated failures that grows with them (J6)."""

from datetime import datetime, timedelta

from sqlalchemy import select, update

from db.database import Database
from db.queries.staff import StaffRow, staff_by_username
from db.tables.access import staff
from desktop.operations import journal
from desktop.operations.journal import Entry
from desktop.operations.passwords import LONGEST, matches
from desktop.operations.second_factor import WRONG_CODE, second_factor
from desktop.sop.refusals import Refused

FREE_FAILURES = 5
_WRONG = "Nama pengguna atau kata sandi salah. Periksa huruf besar-kecilnya, lalu coba lagi."
# Verified when the user does not exist, so that the answer takes as long and tells nothing.
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=2$cGFkYW5wYWRhbnBhZGFu$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"


def sign_in(database: Database, username: str, password: str, now: datetime, code: str | None = "") -> StaffRow:
    """The staff member who signed in. ``code`` is the authenticator's; ``None`` asks for none: an unlocked screen.

    :raises Refused: ``wrong_password``, ``locked`` (with the minutes left), ``disabled``; ``code_needed``, ``wrong_code``.
    """
    with database.read() as connection:
        row = staff_by_username(connection, username[:60])
        stored = connection.scalar(select(staff.c.password_hash).where(staff.c.id == row.id)) if row else None
    if row is not None and row.locked_until is not None and row.locked_until > now:
        raise _locked(row.locked_until - now)
    # Outside any transaction: verifying takes a tenth of a second and would hold SQLite's only write lock.
    good = matches(stored or _NOBODY, password[: LONGEST + 1])
    if row is None:
        raise Refused("wrong_password", _WRONG)
    if good and row.disabled:
        raise Refused("disabled", "Akun Anda sudah dinonaktifkan. Hubungi administrator kantor.")
    passed = not good or code is None or second_factor(database, row, password, code, now)
    pause = _record(database, row, good and passed, now)
    if pause is not None:
        raise _locked(pause)
    if not passed:
        raise Refused("wrong_code", WRONG_CODE)
    if not good:
        raise Refused("wrong_password", _WRONG)
    return row


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
            if failures >= FREE_FAILURES:
                pause = timedelta(minutes=min(2 ** (failures - FREE_FAILURES), 60))
                connection.execute(change.values(locked_until=now + pause))
        journal.write(
            connection,
            [Entry("masuk" if good else "gagal_masuk")],
            at=now,
            staff_id=row.id,
            staff_name=row.name,
            office_id=row.office_id,
            lock=database.backend.lock_rows(),
        )
    return pause


def _locked(left: timedelta) -> Refused:
    seconds = max(1, int(left.total_seconds()))
    minutes = -(-seconds // 60)
    sentence = (
        f"Akun dikunci sementara karena salah berulang kali. Coba lagi {minutes} menit lagi, atau minta administrator."
    )
    return Refused("locked", sentence, wait_seconds=seconds)
