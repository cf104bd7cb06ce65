"""Proof that a letter left and arrived: e-mail, fax, by hand or by post, with the expedition book (C11)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, insert, select, update

from db.queries.letter_people import people_of_letters
from db.queries.numbering import EXPEDITION
from db.tables.letters import dispatch, mail
from db.tables.papers import letter
from desktop.operations.command import Command, operation
from desktop.operations.journal import Entry
from desktop.operations.letter_numbers import take_agenda
from desktop.operations.mail_lines import (
    clean_texts,
    is_void,
    line_is_void,
    locked_line,
    must_be_filled,
    own_office,
)
from desktop.operations.outcome import Outcome
from desktop.operations.work import Work
from desktop.sop.mail import WAYS
from desktop.sop.refusals import Refused

CARRIED = frozenset({"antar", "pos"})
NEEDS_ADDRESS = {"surel": "Alamat surel", "faks": "Nomor faks"}


@dataclass(frozen=True, kw_only=True)
class RecordDispatch(Command):
    """A registered letter leaves. ``way``: surel, faks, antar or pos; what is carried gets an expedition number."""

    mail_id: int
    way: str
    recipient: str
    address: str = ""
    receipt: str = ""


@dataclass(frozen=True, kw_only=True)
class FinishDispatch(Command):
    """What became of an e-mail on its way: ``receipt`` of the server, or the ``reason`` why it did not leave."""

    dispatch_id: int
    sent: bool
    receipt: str = ""
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class ConfirmReceipt(Command):
    """Who took the letter, and when."""

    dispatch_id: int
    version: int
    received_by: str
    received_at: datetime
    receipt: str = ""


@operation(RecordDispatch)
def record_dispatch(work: Work, command: RecordDispatch) -> Outcome:
    """Gives ``dispatch``, ``expedition`` (``None`` for what is not carried) and ``state``."""
    own_office(work)
    if command.way not in WAYS:
        raise Refused("bad_way", "Cara kirim itu tidak dikenal. Pilih surel, faks, antar, atau pos.")
    texts = clean_texts(recipient=command.recipient, address=command.address, receipt=command.receipt)
    must_be_filled(texts, "recipient")
    if command.way in NEEDS_ADDRESS and not texts["address"]:
        raise Refused("missing", f"{NEEDS_ADDRESS[command.way]} belum diisi. Isi dulu, lalu kirim.")
    line = locked_line(work, command.mail_id)
    if line.direction != "keluar":
        raise Refused("not_outgoing", "Surat masuk tidak dikirim dari sini. Pilih surat dari buku agenda keluar.")
    if line_is_void(work, line.id):
        raise Refused("void", f"Baris Nomor {line.number} sudah dibatalkan. Pilih surat lain dari buku agenda keluar.")
    # Who declares it void holds the letter, not the line.
    work.locked(select(letter.c.id).where(letter.c.id == line.letter_id))
    if is_void(work, line.letter_id):
        raise Refused("void", f"Surat Nomor {line.number} sudah dibatalkan. Kirim surat penggantinya.")
    expedition = take_agenda(work, EXPEDITION) if command.way in CARRIED else None
    state = "mengirim" if command.way == "surel" else "terkirim"
    values = {
        **texts,
        "mail_id": line.id,
        "office_id": work.staff.office_id,
        "year": work.today.year,
        "way": command.way,
        "expedition": expedition,
        "state": state,
        "sent_by": work.staff.id,
        "sent_at": work.now,
    }
    dispatch_id = work.connection.execute(insert(dispatch).returning(dispatch.c.id), values).scalar_one()
    _note(work, "kirim_surat", line, f"{WAYS[command.way]}: {state}", texts["recipient"])
    shown = f" dengan nomor ekspedisi {expedition}" if expedition else ""
    sentence = "Surat sedang dikirim." if state == "mengirim" else f"Pengiriman dicatat{shown}."
    data = {"dispatch": dispatch_id, "expedition": expedition, "state": state}
    return Outcome(sentence, done=(dispatch_id,), data=data)


@operation(FinishDispatch)
def finish_dispatch(work: Work, command: FinishDispatch) -> Outcome:
    """Once; also for a letter that was declared void while it was on its way."""
    own_office(work)
    texts = clean_texts(receipt=command.receipt, reason=command.reason)
    if not command.sent:
        must_be_filled(texts, "reason")
    row = _locked_dispatch(work, command.dispatch_id)
    if row.state != "mengirim":
        raise Refused("already_told", "Pengiriman ini sudah selesai dicatat. Muat ulang daftarnya.")
    state = "terkirim" if command.sent else "gagal"
    _go_on(work, row, {**texts, "reason": "" if command.sent else texts["reason"], "state": state})
    _note(work, "kirim_surat", row, f"{WAYS[row.way]}: {state}", row.recipient)
    return Outcome("Surat terkirim." if command.sent else f"Surat belum terkirim: {texts['reason']}", done=(row.id,))


@operation(ConfirmReceipt)
def confirm_receipt(work: Work, command: ConfirmReceipt) -> Outcome:
    """The end of a sending."""
    own_office(work)
    texts = clean_texts(received_by=command.received_by, receipt=command.receipt)
    must_be_filled(texts, "received_by")
    row = _locked_dispatch(work, command.dispatch_id)
    if row.version != command.version or row.state != "terkirim":
        raise Refused("stale", "Pengiriman ini sudah diubah meja lain atau belum terkirim. Muat ulang daftarnya.")
    if command.received_at.tzinfo is None:
        raise Refused("bad_date", "Waktu terima belum lengkap. Isi tanggal dan jamnya.")
    arrived = command.received_at.astimezone(ZoneInfo(work.calendar.zone)).date()
    if command.received_at > work.now or arrived < row.dated:
        raise Refused(
            "bad_date", "Waktu terima harus setelah tanggal surat dan tidak setelah sekarang. Perbaiki waktunya."
        )
    receipt = texts["receipt"] or row.receipt
    values = {"received_by": texts["received_by"], "received_at": command.received_at, "receipt": receipt}
    _go_on(work, row, {**values, "state": "diterima"})
    _note(work, "terima_surat", row, "diterima", texts["received_by"])
    return Outcome(f"Tanda terima dicatat: {texts['received_by']}.", done=(row.id,))


def _locked_dispatch(work: Work, dispatch_id: int) -> Row[Any]:
    mine = (dispatch.c.id == dispatch_id, dispatch.c.office_id == work.staff.office_id)
    row = work.locked(select(dispatch).where(*mine)).first()
    if row is None:
        raise Refused("gone", "Pengiriman ini bukan dari kantor Anda. Muat ulang daftarnya.")
    line = (mail.c.number, mail.c.dated, mail.c.letter_id)
    statement = select(dispatch, *line).join(mail, mail.c.id == dispatch.c.mail_id).where(*mine)
    return work.connection.execute(statement).one()


def _go_on(work: Work, row: Row[Any], values: dict[str, Any]) -> None:
    statement = update(dispatch).where(dispatch.c.id == row.id)
    work.connection.execute(statement.values(**values, version=row.version + 1))


def _note(work: Work, action: str, line: Row[Any], told: str, recipient: str) -> None:
    people = (
        () if line.letter_id is None else people_of_letters(work.connection, [line.letter_id]).get(line.letter_id, ())
    )
    fields = {"nomor": ("", line.number), "pengiriman": ("", told), "penerima": ("", recipient)}
    work.note(Entry(action, fields=fields, subjects=people))
    work.changed("dispatch")
