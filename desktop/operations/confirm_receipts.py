"""One person took several carried letters at once: the receipt of all of them in the expedition book (C11)."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select, update

from db.queries.letter_people import people_of_letters
from db.tables.letters import dispatch, mail
from desktop.operations.command import Command, operation
from desktop.operations.journal import Entry
from desktop.operations.mail_lines import clean_texts, must_be_filled, own_office
from desktop.operations.outcome import Outcome
from desktop.operations.work import Work
from desktop.sop.refusals import Refused


@dataclass(frozen=True, kw_only=True)
class ConfirmReceipts(Command):
    """Sendings as (id, version seen), who took them, and when; ``receipt`` empty keeps the proof each has already."""

    dispatches: tuple[tuple[int, int], ...]
    received_by: str
    received_at: datetime
    receipt: str = ""


@operation(ConfirmReceipts)
def confirm_receipts(work: Work, command: ConfirmReceipts) -> Outcome:
    """All sendings or none."""
    own_office(work)
    texts = clean_texts(received_by=command.received_by, receipt=command.receipt)
    must_be_filled(texts, "received_by")
    seen = dict(command.dispatches)
    if not seen:
        raise Refused("nothing", "Belum ada pengiriman yang dipilih. Centang dulu dari buku ekspedisi.")
    if command.received_at.tzinfo is None:
        raise Refused("bad_date", "Waktu terima belum lengkap. Isi tanggal dan jamnya.")
    mine = (dispatch.c.id.in_(seen), dispatch.c.office_id == work.staff.office_id)
    columns = (dispatch.c.id, dispatch.c.version, dispatch.c.state, dispatch.c.receipt, dispatch.c.mail_id)
    rows = list(work.locked(select(*columns).where(*mine).order_by(dispatch.c.id)))
    late = [row for row in rows if row.version != seen[row.id] or row.state != "terkirim"]
    if late or len(rows) < len(seen):
        count = len(late) + len(seen) - len(rows)
        raise Refused("stale", f"{count} pengiriman sudah diubah meja lain atau belum terkirim. Muat ulang daftarnya.")
    lines = {
        line.id: line
        for line in work.connection.execute(
            select(mail.c.id, mail.c.number, mail.c.dated, mail.c.letter_id).where(
                mail.c.id.in_({row.mail_id for row in rows})
            )
        )
    }
    arrived = command.received_at.astimezone(ZoneInfo(work.calendar.zone)).date()
    early = next((line.number for line in lines.values() if arrived < line.dated), None)
    if command.received_at > work.now or early is not None:
        which = f"surat Nomor {early}" if early is not None else "surat"
        raise Refused(
            "bad_date",
            f"Waktu terima harus setelah tanggal {which} dan tidak setelah sekarang. Perbaiki waktunya.",
        )
    statement = update(dispatch).where(dispatch.c.id == bindparam("key"))
    told = {"received_by": texts["received_by"], "received_at": command.received_at, "state": "diterima"}
    work.connection.execute(
        statement.values(**told, receipt=bindparam("proof"), version=dispatch.c.version + 1),
        [{"key": row.id, "proof": texts["receipt"] or row.receipt} for row in rows],
    )
    named = people_of_letters(
        work.connection, {line.letter_id for line in lines.values() if line.letter_id is not None}
    )
    taken = {"pengiriman": ("", "diterima"), "penerima": ("", texts["received_by"])}
    work.note(
        *(
            Entry(
                "terima_surat",
                fields={"nomor": ("", lines[row.mail_id].number)} | taken,
                subjects=named.get(lines[row.mail_id].letter_id, ()),
            )
            for row in rows
        )
    )
    work.changed("dispatch")
    sentence = f"Tanda terima {len(rows)} surat dicatat: {texts['received_by']}."
    return Outcome(sentence, done=tuple(row.id for row in rows))
