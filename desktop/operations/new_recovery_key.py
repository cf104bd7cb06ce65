"""A new recovery key for an encrypted single office: who may ask for it, and the journal's line."""

from dataclasses import dataclass

from sqlalchemy import select

from db.tables.access import staff
from desktop.operations.command import Command, operation
from desktop.operations.journal import Entry
from desktop.operations.outcome import Outcome
from desktop.operations.passwords import matches
from desktop.operations.work import Work
from desktop.sop.refusals import Refused


@dataclass(frozen=True, kw_only=True)
class NewRecoveryKey(Command):
    """The administrator's own ``password`` again: whoever holds the key needs none any more. The key itself never comes
    near the database; it is made after this command."""

    password: str


@operation(NewRecoveryKey)
def new_recovery_key(work: Work, command: NewRecoveryKey) -> Outcome:
    """Refused for a wrong password, another role, or an office without a key."""
    work.need_role("admin")
    if work.keys is None:
        raise Refused("not_sealed", "Kantor ini tidak terenkripsi, jadi tidak memakai kunci pemulihan.")
    stored = work.connection.execute(select(staff.c.password_hash).where(staff.c.id == work.staff.id)).scalar_one()
    if not matches(stored, command.password):
        raise Refused("wrong_password", "Kata sandi salah. Periksa, lalu coba lagi.")
    work.note(Entry("kunci_pemulihan_baru"))
    work.changed("staff")
    return Outcome("Kunci pemulihan baru dibuat.")
