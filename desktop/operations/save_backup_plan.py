"""When copies are made, how many are kept, and whose key opens them."""

from dataclasses import dataclass

from sqlalchemy import update

from db.queries.offices import settings
from db.statements import insert_or_skip
from db.tables.access import setting
from desktop.operations.command import Command, operation
from desktop.operations.journal import Entry
from desktop.operations.outcome import Outcome
from desktop.operations.work import Work, differing
from desktop.settings import SETTINGS
from desktop.sop.refusals import Refused

LIMITS = {"backup_hour": (0, 23), "backup_daily": (1, 366), "backup_monthly": (0, 120)}


@dataclass(frozen=True, kw_only=True)
class SaveBackupPlan(Command):
    """``hour`` of the office's day; ``public_key`` in hexadecimal replaces the office's backup key when not empty."""

    hour: int
    daily: int
    monthly: int
    public_key: str = ""


@operation(SaveBackupPlan)
def save_backup_plan(work: Work, command: SaveBackupPlan) -> Outcome:
    """Copies made before keep the key they were sealed with."""
    work.need_role("admin")
    after = {"backup_hour": command.hour, "backup_daily": command.daily, "backup_monthly": command.monthly}
    for name, value in after.items():
        lowest, highest = LIMITS[name]
        if not lowest <= value <= highest:
            label = SETTINGS[name].label
            raise Refused("out_of_range", f"{label} harus antara {lowest} dan {highest}. Perbaiki, lalu simpan lagi.")
    typed = {name: str(value) for name, value in after.items()}
    if command.public_key:
        if len(command.public_key) != 64 or not set(command.public_key) <= set("0123456789abcdef"):
            raise Refused("not_a_key", "Kunci cadangan ini tidak utuh. Buat kunci baru.")
        typed["backup_public_key"] = command.public_key
    stored = settings(work.connection)
    changes = differing({name: stored.get(name) or SETTINGS[name].default for name in typed}, typed)
    for name, (_, text) in changes.items():
        insert_or_skip(work.connection, setting, [{"key": name, "value": ""}])
        work.connection.execute(update(setting).where(setting.c.key == name).values(value=str(text)))
    work.note(Entry("pengaturan_cadangan", fields=changes))
    work.changed("backup")
    return Outcome("Pengaturan cadangan disimpan.")
