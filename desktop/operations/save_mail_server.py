"""The server that takes an office's e-mail. The password is never stored."""

from dataclasses import asdict, dataclass

from sqlalchemy import update

from db.queries.offices import office_by_id, settings
from db.statements import insert_or_skip
from db.tables.access import setting
from desktop.operations.command import Command, operation
from desktop.operations.journal import Entry
from desktop.operations.outcome import Outcome
from desktop.operations.work import Work, differing
from desktop.settings import mail_key, mail_server
from desktop.sop.mail import MailServer, server_problems
from desktop.sop.refusals import Refused


@dataclass(frozen=True, kw_only=True)
class SaveMailServer(Command):
    """The server of ``office_id``; an empty host means that this office sends no e-mail from Padan."""

    office_id: int
    server: MailServer


@operation(SaveMailServer)
def save_mail_server(work: Work, command: SaveMailServer) -> Outcome:
    """Every clerk of that office sends through it from now on."""
    work.need_role("admin")
    office = office_by_id(work.connection, command.office_id)
    if office is None:
        raise Refused("gone", "Kantor ini tidak ditemukan. Muat ulang daftar kantor.")
    problems = server_problems(command.server) if command.server.host else {}
    if problems:
        raise Refused("bad_mail_server", next(iter(problems.values())))
    before = asdict(mail_server(settings(work.connection), office.id))
    changes = differing(before, asdict(command.server))
    for name, (_, value) in changes.items():
        key = mail_key(f"smtp_{name}", office.id)
        insert_or_skip(work.connection, setting, [{"key": key, "value": ""}])
        work.connection.execute(update(setting).where(setting.c.key == key).values(value=str(value)))
    work.note(Entry("server_surel", reason=office.name, fields=changes))
    work.changed("office")
    return Outcome(f"Pengaturan surel {office.name} disimpan.")
