"""Correct what was typed of a letter that came in: the line keeps its agenda number, the journal what stood there (C6)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import update

from db.tables.letters import mail
from desktop.operations.command import Command, operation
from desktop.operations.journal import Entry
from desktop.operations.mail_in import also_called, one_at_a_time, refuse_twice
from desktop.operations.mail_lines import clean_texts, line_is_void, locked_line, must_be_filled, own_office
from desktop.operations.outcome import Outcome
from desktop.operations.work import Work, differing
from desktop.sop.refusals import Refused

FIELDS = {
    "number": "nomor",
    "dated": "tanggal",
    "correspondent": "dari",
    "subject": "perihal",
    "our_number": "menjawab",
    "note": "catatan",
}


@dataclass(frozen=True, kw_only=True)
class CorrectIncoming(Command):
    """An incoming line as it should read, and why it did not."""

    mail_id: int
    version: int
    number: str
    dated: date
    correspondent: str
    subject: str
    our_number: str = ""
    note: str = ""
    reason: str


@operation(CorrectIncoming)
def correct_incoming(work: Work, command: CorrectIncoming) -> Outcome:
    """Only a typed line that counts: what a letter of Padan says comes from the letter. Gives ``mail``."""
    own_office(work)
    texts = clean_texts(
        number=command.number,
        correspondent=command.correspondent,
        subject=command.subject,
        our_number=command.our_number,
        note=command.note,
        reason=command.reason,
    )
    must_be_filled(texts, "number", "correspondent", "subject")
    reason = texts.pop("reason")
    if not reason:
        raise Refused("reason_needed", "Alasan perbaikan belum diisi. Tulis alasannya; alasan itu ikut dicatat.")
    if command.dated > work.today:
        raise Refused("bad_date", "Tanggal surat belum benar: tidak boleh setelah hari ini. Perbaiki tanggalnya.")
    one_at_a_time(work)
    line = locked_line(work, command.mail_id)
    if line.direction != "masuk":
        raise Refused("not_incoming", "Surat keluar tidak diperbaiki: batalkan barisnya, lalu ambil nomor baru.")
    if line.letter_id is not None:
        raise Refused(
            "has_letter", "Isi baris ini berasal dari surat Padan. Hubungi kantor penerbit bila suratnya salah."
        )
    if line_is_void(work, line.id):
        raise Refused("void", f"Baris agenda {line.agenda} sudah dibatalkan. Catat suratnya sekali lagi bila perlu.")
    if line.version != command.version:
        raise Refused("stale", "Baris agenda ini sudah diubah meja lain. Muat ulang buku agenda, lalu ulangi.")
    after = {**texts, "dated": command.dated}
    changed = differing({name: getattr(line, name) for name in after}, after)
    if not changed:
        raise Refused("nothing", "Belum ada yang diubah pada baris ini. Ubah isiannya, atau tutup.")
    wanted = {**after, "letter_id": None}
    refuse_twice(work, wanted, but=line.id)
    values = {name: now for name, (_before, now) in changed.items()}
    work.connection.execute(update(mail).where(mail.c.id == line.id).values(**values, version=line.version + 1))
    told = {FIELDS[name]: (str(before), str(now)) for name, (before, now) in changed.items()}
    work.note(Entry("agenda_ralat", reason=reason, fields={"agenda": ("", line.agenda), **told}))
    work.changed("mail")
    sentence = f"Baris agenda {line.agenda} diperbaiki; isi lamanya tercatat.{also_called(work, wanted)}"
    return Outcome(sentence, done=(line.id,), data={"mail": line.id})
