"""What happens to passwords outside a clerk's own command: recovery, and everybody's new slot in a re-encrypted file."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update

from db.database import Database
from db.queries.staff import StaffRow, staff_by_username, staff_list
from db.tables.access import staff
from desktop.operations import journal
from desktop.operations.journal import Entry
from desktop.operations.key_slots import Keys, settle
from desktop.operations.passwords import check_password, hash_password
from desktop.sop.refusals import Refused


@dataclass(frozen=True, slots=True)
class FirstPassword:
    """A temporary password to be told to one staff member; it exists nowhere else."""

    name: str
    username: str
    password: str


def recover_password(database: Database, keys: Keys, username: str, password: str, now: datetime) -> StaffRow:
    """A new password for an administrator whose office was opened by the recovery key.

    ``username`` may be empty when the office has one administrator only.

    :raises Refused: ``no_admin`` or ``weak_password``. :raises RecordRoomError:
    """
    with database.read() as connection:
        row = _admin(connection, username)
    check_password(password, row.username)
    encoded = hash_password(password)
    with database.write() as connection:
        _set(connection, row, encoded, must_change=False)
        _note(connection, database, row, Entry("sandi_dipulihkan"), now)
        keys.give(row.username, password, encoded)
    settle(database, keys)
    return row


def hand_out_keys(
    database: Database,
    keys: Keys,
    *,
    username: str,
    password: str,
    action: str,
    now: datetime,
    invent: Callable[[], str],
    progress: Callable[[int, int], None],
) -> tuple[FirstPassword, ...]:
    """Slots for a file with a new key: the administrator's own password, and invented ones for all others, whose
    passwords nobody knows. :raises RecordRoomError:"""
    with database.write() as connection:
        everybody = [row for row in staff_list(connection) if not row.disabled]
        admin = next(row for row in everybody if row.username == username)
        stored = connection.execute(select(staff.c.password_hash).where(staff.c.id == admin.id)).scalar_one()
        keys.give(admin.username, password, stored)
        given = []
        for at, row in enumerate(others := [one for one in everybody if one.id != admin.id]):
            progress(at, len(others))
            given.append(FirstPassword(row.name, row.username, invent()))
            encoded = hash_password(given[-1].password)
            _set(connection, row, encoded, must_change=True)
            keys.give(row.username, given[-1].password, encoded)
        _note(connection, database, admin, Entry(action, fields={"petugas": (0, len(given))}), now)
    return tuple(given)


def _admin(connection: Connection, username: str) -> StaffRow:
    admins = [row for row in staff_list(connection) if "admin" in row.roles and not row.disabled]
    if not username.strip() and len(admins) == 1:
        return admins[0]
    row = staff_by_username(connection, username)
    if row is None or row.id not in {one.id for one in admins}:
        sentence = "Kunci pemulihan hanya untuk administrator yang aktif. Sebutkan nama pengguna administrator."
        raise Refused("no_admin", sentence)
    return row


def _set(connection: Connection, row: StaffRow, encoded: str, *, must_change: bool) -> None:
    values = {"password_hash": encoded, "must_change": must_change, "failures": 0, "locked_until": None}
    connection.execute(update(staff).where(staff.c.id == row.id).values(**values, version=staff.c.version + 1))


def _note(connection: Connection, database: Database, row: StaffRow, entry: Entry, now: datetime) -> None:
    journal.write(
        connection,
        [entry],
        at=now,
        staff_id=row.id,
        staff_name=row.name,
        office_id=row.office_id,
        lock=database.backend.lock_rows(),
    )
