"""Where the office keeps the setup of the next version."""

from dataclasses import dataclass

from sqlalchemy import update

from db.queries.offices import settings
from db.statements import insert_or_skip
from db.tables.access import setting
from desktop.operations.command import Command, operation
from desktop.operations.journal import Entry
from desktop.operations.outcome import Outcome
from desktop.operations.work import Work, differing
from desktop.sop.refusals import Refused

LONGEST = 400


@dataclass(frozen=True, kw_only=True)
class SaveSetupFolder(Command):
    """``folder`` as every desk reaches it, best ``\\\\server\\share``; empty: setups are handed over by hand."""

    folder: str


@operation(SaveSetupFolder)
def save_setup_folder(work: Work, command: SaveSetupFolder) -> Outcome:
    """Desks look there at sign-in and tell of a newer setup; nothing is fetched or installed by itself."""
    work.need_role("admin")
    folder = command.folder.strip()
    if len(folder) > LONGEST or "://" in folder or not folder.isprintable():
        raise Refused("not_a_folder", "Ini bukan nama folder. Tulis misalnya \\\\server\\padan, lalu simpan lagi.")
    changes = differing({"setup_folder": settings(work.connection).get("setup_folder", "")}, {"setup_folder": folder})
    if changes:
        insert_or_skip(work.connection, setting, [{"key": "setup_folder", "value": ""}])
        work.connection.execute(update(setting).where(setting.c.key == "setup_folder").values(value=folder))
        work.note(Entry("folder_pemasang", fields=changes))
    work.changed("desk")
    return Outcome("Folder pemasang disimpan." if folder else "Folder pemasang dikosongkan.")
