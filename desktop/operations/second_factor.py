"""The second step of signing in: a code of the authenticator, or a recovery code, each good once (J5)."""

import json
from datetime import datetime

from sqlalchemy import Connection, select, update

from db.database import Database
from db.queries.staff import StaffRow
from db.tables.access import staff_totp
from desktop.operations import journal, totp
from desktop.operations.journal import Entry
from desktop.sop.refusals import Refused

WRONG_CODE = "Kode autentikator salah atau sudah dipakai. Tunggu kode berikutnya, lalu coba lagi."


def second_factor(database: Database, row: StaffRow, password: str, code: str, now: datetime) -> bool:
    """Whether the code is right, or none is needed; a right one is used up before this returns.

    :raises Refused: ``code_needed`` when none was given, ``factor_damaged`` when the stored secret cannot be opened.
    """
    with database.read() as connection:
        stored = connection.execute(select(staff_totp).where(staff_totp.c.staff_id == row.id)).first()
    if stored is None:
        return True
    if not code.strip():
        raise Refused("code_needed", "Tulis kode 6 angka dari aplikasi autentikator Anda.")
    # Outside any transaction: opening the secret takes a tenth of a second.
    secret = totp.unseal(stored.secret, password, row.id)
    step = totp.step_of(secret, code, now, stored.last_step) if secret is not None else None
    with database.write() as connection:
        if step is not None:
            return _use_step(connection, row.id, step)
        if _use_recovery(connection, database, row, code, now):
            return True
    if secret is None:
        sentence = "Autentikator akun ini tidak terbaca. Pakai kode pemulihan, atau minta administrator melepasnya."
        raise Refused("factor_damaged", sentence)
    return False


def _use_step(connection: Connection, staff_id: int, step: int) -> bool:
    """Two desks with the same code at once: the database lets one of them in."""
    mine = (staff_totp.c.staff_id == staff_id, staff_totp.c.last_step < step)
    return connection.execute(update(staff_totp).where(*mine).values(last_step=step)).rowcount == 1


def _use_recovery(connection: Connection, database: Database, row: StaffRow, code: str, now: datetime) -> bool:
    statement = select(staff_totp.c.recovery).where(staff_totp.c.staff_id == row.id)
    lock = database.backend.lock_rows()
    left: list[str] = json.loads(connection.execute(statement.with_for_update() if lock else statement).scalar_one())
    used = totp.recovery_hash(row.id, code)
    if used not in left:
        return False
    left.remove(used)
    change = update(staff_totp).where(staff_totp.c.staff_id == row.id)
    connection.execute(change.values(recovery=json.dumps(left)))
    entry = Entry("kode_pemulihan", fields={"sisa": (len(left) + 1, len(left))})
    who = {"staff_id": row.id, "staff_name": row.name, "office_id": row.office_id}
    journal.write(connection, [entry], at=now, **who, lock=lock)  # type: ignore[arg-type]
    return True
