"""Declare a typed line of an agenda book void: line and number stay, with the reason (C6)."""

from dataclasses import dataclass

from sqlalchemy import insert

from db.tables.letters import mail_void
from desktop.operations.command import Command, operation
from desktop.operations.journal import Entry
from desktop.operations.mail_lines import clean_texts, line_is_void, locked_line, own_office
from desktop.operations.outcome import Outcome
from desktop.operations.work import Work
from desktop.sop.refusals import Refused


@dataclass(frozen=True, kw_only=True)
class VoidMailLine(Command):
    """A line that was typed by mistake, as it was seen."""

    mail_id: int
    version: int
    reason: str


@operation(VoidMailLine)
def void_mail_line(work: Work, command: VoidMailLine) -> Outcome:
    """Once, for a line of the own office without a letter of Padan. An incoming letter may be entered again then."""
    own_office(work)
    reason = clean_texts(reason=command.reason)["reason"]
    if not reason:
        raise Refused(
            "reason_needed", "Alasan pembatalan belum diisi. Tulis alasannya; alasan itu tetap di buku agenda."
        )
    line = locked_line(work, command.mail_id)
    if line.letter_id is not None:
        raise Refused("has_letter", "Baris ini surat yang dibuat Padan. Kantor penerbit membatalkan suratnya.")
    if line_is_void(work, line.id):
        raise Refused("already_void", f"Baris Nomor {line.number} sudah dibatalkan. Lihat alasannya di buku agenda.")
    if line.version != command.version:
        raise Refused("stale", "Baris agenda ini sudah diubah meja lain. Muat ulang buku agenda, lalu ulangi.")
    values = {"mail_id": line.id, "reason": reason, "voided_by": work.staff.id, "voided_at": work.now}
    work.connection.execute(insert(mail_void), values)
    fields = {"nomor": (line.number, ""), "agenda": (line.agenda, ""), "buku": ("", line.direction)}
    work.note(Entry("agenda_batal", reason=reason, fields=fields))
    work.changed("mail")
    return Outcome(f"Baris agenda {line.agenda} dibatalkan. Nomornya tetap tercatat.", done=(line.id,))
