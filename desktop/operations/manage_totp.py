"""The authenticator of a staff member: set up, taken off by oneself or, with a reason, by the administrator (J5)."""

import json
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select, update

from db.queries.staff import staff_by_id
from db.statements import insert_or_skip
from db.tables.access import setting, staff, staff_totp
from desktop.operations import totp
from desktop.operations.command import Command, operation
from desktop.operations.journal import Entry
from desktop.operations.outcome import Outcome
from desktop.operations.passwords import matches
from desktop.operations.work import Work
from desktop.sop.procedure import ROLES
from desktop.sop.refusals import Refused

REQUIRED = "totp_roles"
SHORTEST_REASON = 5


@dataclass(frozen=True, kw_only=True)
class SetTotp(Command):
    """A ``secret`` that this desk made, proved by a ``code`` of it; the recovery codes were made here too and are shown
    once. None of it is stored in the clear, also not with the request."""

    before_totp = True
    password: str
    secret: bytes
    code: str
    recovery: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RemoveTotp(Command):
    """One's own, with the password."""

    password: str


@dataclass(frozen=True, kw_only=True)
class ResetTotp(Command):
    """Somebody else's, by the administrator: a lost telephone."""

    staff_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class RequireTotp(Command):
    """Who holds one of these roles must have an authenticator."""

    roles: frozenset[str]


@operation(SetTotp)
def set_totp(work: Work, command: SetTotp) -> Outcome:
    """Also a new telephone: the old authenticator stops. The code that proved it is used up.

    :raises Refused: for a wrong password or a code that does not fit the secret.
    """
    _need_password(work, command.password)
    long_enough = len(command.secret) >= totp.SHORTEST_SECRET
    step = totp.step_of(command.secret, command.code, work.now, -1) if long_enough else None
    if step is None:
        raise Refused("wrong_code", "Kode itu tidak cocok dengan QR di layar. Tunggu kode berikutnya, lalu tulis lagi.")
    if len(command.recovery) != totp.RECOVERY_CODES:
        raise Refused("no_recovery", "Kode pemulihan belum dibuat. Buka lagi lembar pemasangan autentikator.")
    forget(work.connection, work.staff.id)
    values = {
        "staff_id": work.staff.id,
        "secret": totp.seal(command.secret, command.password, work.staff.id),
        "last_step": step,
        "recovery": json.dumps([totp.recovery_hash(work.staff.id, code) for code in command.recovery]),
        "created_at": work.now,
    }
    work.connection.execute(insert(staff_totp), values)
    work.note(Entry("autentikator_dipasang"))
    work.changed("staff")
    return Outcome("Autentikator terpasang. Kodenya diminta mulai masuk berikutnya.")


@operation(RemoveTotp)
def remove_totp(work: Work, command: RemoveTotp) -> Outcome:
    """Refused where the role needs one."""
    _need_password(work, command.password)
    if work.staff.totp_required:
        raise Refused("totp_needed", "Peran Anda wajib memakai autentikator. Untuk telepon baru, pasang ulang saja.")
    if not forget(work.connection, work.staff.id):
        raise Refused("no_totp", "Belum ada autentikator yang terpasang. Muat ulang halaman ini.")
    work.note(Entry("autentikator_dilepas"))
    work.changed("staff")
    return Outcome("Autentikator dilepas. Masuk berikutnya cukup dengan kata sandi.")


@operation(ResetTotp)
def reset_totp(work: Work, command: ResetTotp) -> Outcome:
    """The person signs in with the password alone, and sets up another one."""
    work.need_role("admin")
    reason = " ".join(command.reason.split())[:300]
    if len(reason) < SHORTEST_REASON:
        raise Refused("reason_needed", "Melepas autentikator orang lain memerlukan alasan. Tulis alasannya.")
    row = staff_by_id(work.connection, command.staff_id)
    if row is None or not forget(work.connection, command.staff_id):
        raise Refused("no_totp", "Petugas itu tidak memakai autentikator. Muat ulang daftar.")
    work.note(Entry("autentikator_dilepas", reason=reason, fields={"petugas": (row.id, row.id)}))
    work.changed("staff")
    return Outcome(f"Autentikator {row.name} dilepas.")


@operation(RequireTotp)
def require_totp(work: Work, command: RequireTotp) -> Outcome:
    """Whoever has none yet can only set one up, until then nothing is carried out."""
    work.need_role("admin")
    if command.roles - ROLES.keys():
        raise Refused("unknown_role", "Ada peran yang tidak dikenal. Pilih peran dari daftar.")
    chosen = ",".join(sorted(command.roles))
    insert_or_skip(work.connection, setting, [{"key": REQUIRED, "value": ""}])
    before = work.locked(select(setting.c.value).where(setting.c.key == REQUIRED)).scalar_one()
    work.connection.execute(update(setting).where(setting.c.key == REQUIRED).values(value=chosen))
    work.note(Entry("autentikator_wajib", fields={"peran": (before, chosen)}))
    work.changed("staff")
    names = ", ".join(label for code, label in ROLES.items() if code in command.roles)
    return Outcome(f"Wajib autentikator: {names}." if names else "Autentikator tidak lagi wajib bagi siapa pun.")


def forget(connection: Connection, staff_id: int) -> bool:
    """Take a second factor off; whether there was one."""
    return connection.execute(delete(staff_totp).where(staff_totp.c.staff_id == staff_id)).rowcount == 1


def seal_anew(connection: Connection, staff_id: int, old: str, new: str) -> None:
    """A changed password must still open the secret; one that does not open is left for the administrator."""
    stored = connection.scalar(select(staff_totp.c.secret).where(staff_totp.c.staff_id == staff_id))
    secret = totp.unseal(stored, old, staff_id) if stored is not None else None
    if secret is not None:
        sealed = totp.seal(secret, new, staff_id)
        connection.execute(update(staff_totp).where(staff_totp.c.staff_id == staff_id).values(secret=sealed))


def _need_password(work: Work, password: str) -> None:
    proved = work.backend.proves(work.connection, work.staff.id, password)
    if proved is None:
        stored = work.connection.scalar(select(staff.c.password_hash).where(staff.c.id == work.staff.id))
        proved = matches(stored or "", password)
    if not proved:
        raise Refused("wrong_password", "Kata sandi salah. Periksa, lalu tulis lagi.")
