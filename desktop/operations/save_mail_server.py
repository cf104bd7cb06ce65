"""The server that takes an office's e-mail, and when the office wants to be told of work. The password is never stored."""

from dataclasses import asdict, dataclass

from sqlalchemy import update

from db.queries.offices import office_by_id, settings
from db.statements import insert_or_skip
from db.tables.access import setting
from desktop.operations.command import Command, operation
from desktop.operations.journal import Entry
from desktop.operations.outcome import Outcome
from desktop.operations.work import Work, differing
from desktop.settings import arrival_minutes, mail_key, mail_server
from desktop.sop.mail import MailServer, server_problems
from desktop.sop.refusals import Refused

LONGEST_WAIT = 480


@dataclass(frozen=True, kw_only=True)
class SaveMailServer(Command):
    """The server of ``office_id``; an empty host means that this office sends no e-mail from Padan. ``arrival_minutes``:
    after how long it wants an e-mail about a list that nobody fetched (0 never, ``None`` as it was)."""

    office_id: int
    server: MailServer
    arrival_minutes: int | None = None


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
    if command.arrival_minutes is not None and not 0 <= command.arrival_minutes <= LONGEST_WAIT:
        raise Refused("bad_minutes", f"Tulis 0 sampai {LONGEST_WAIT} menit; 0 berarti tidak dikabari.")
    stored = settings(work.connection)
    before = _named(mail_server(stored, office.id), arrival_minutes(stored, office.id))
    minutes = before["arrival_mail"] if command.arrival_minutes is None else command.arrival_minutes
    changes = differing(before, _named(command.server, minutes))
    for name, (_, value) in changes.items():
        key = mail_key(name, office.id)
        insert_or_skip(work.connection, setting, [{"key": key, "value": ""}])
        work.connection.execute(update(setting).where(setting.c.key == key).values(value=str(value)))
    work.note(Entry("server_surel", reason=office.name, fields=changes))
    work.changed("office")
    return Outcome(f"Pengaturan surel {office.name} disimpan.")


def _named(server: MailServer, minutes: object) -> dict[str, object]:
    """Every value under the name of its setting."""
    return {f"smtp_{name}": value for name, value in asdict(server).items()} | {"arrival_mail": minutes}
