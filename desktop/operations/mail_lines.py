"""The lines of an office's agenda books: who keeps them, what they must say, and the two ways they begin."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Row, insert, select

from db.queries.offices import OfficeRow, office_by_id
from db.tables.letters import letter_void, mail, mail_void
from desktop.operations.work import Work
from desktop.sop.refusals import Refused

LONGEST = {
    "number": ("Nomor surat", 100),
    "correspondent": ("Nama pengirim atau penerima", 200),
    "subject": ("Perihal", 500),
    "our_number": ("Nomor surat kita", 100),
    "note": ("Catatan", 1000),
    "archive_place": ("Tempat arsip", 120),
    "recipient": ("Penerima", 200),
    "address": ("Alamat", 300),
    "receipt": ("Nomor bukti", 120),
    "received_by": ("Nama penerima", 120),
    "reason": ("Alasan", 500),
}


def own_office(work: Work) -> OfficeRow:
    """The office whose books the actor keeps. :raises Refused: when the actor does not hold that office's role."""
    row = office_by_id(work.connection, work.staff.office_id)
    assert row is not None  # noqa: S101 (a foreign key of the staff member)
    work.need_role(row.kind)
    return row


def clean_texts(**texts: str) -> dict[str, str]:
    """Texts of a register without spaces around and doubled inside. :raises Refused: for one that is too long."""
    clean = {name: " ".join(text.split()) for name, text in texts.items()}
    for name, text in clean.items():
        label, most = LONGEST[name]
        if len(text) > most:
            raise Refused("too_long", f"{label} terlalu panjang: paling banyak {most} huruf. Pendekkan isiannya.")
    return clean


def must_be_filled(texts: Mapping[str, str], *names: str) -> None:
    """:raises Refused: for the first of these that is empty."""
    for name in names:
        if not texts[name]:
            raise Refused("missing", f"{LONGEST[name][0]} belum diisi. Isi dulu, lalu simpan.")


def locked_line(work: Work, mail_id: int) -> Row[Any]:
    """A line of the actor's office that nobody else may change now. :raises Refused:"""
    mine = (mail.c.id == mail_id, mail.c.office_id == work.staff.office_id)
    row = work.locked(select(mail).where(*mine)).first()
    if row is None:
        raise Refused("gone", "Baris agenda ini bukan dari buku kantor Anda. Muat ulang daftarnya.")
    return row


def is_void(work: Work, letter_id: int | None) -> bool:
    """Whether a letter was declared void."""
    if letter_id is None:
        return False
    return (
        work.connection.scalar(select(letter_void.c.letter_id).where(letter_void.c.letter_id == letter_id)) is not None
    )


def line_is_void(work: Work, mail_id: int) -> bool:
    """Whether a typed line was declared void."""
    return work.connection.scalar(select(mail_void.c.mail_id).where(mail_void.c.mail_id == mail_id)) is not None


def enter_outgoing(
    work: Work,
    *,
    classification: str,
    agenda: int,
    number: str,
    dated: date,
    correspondent: str,
    subject: str,
    letter_id: int | None = None,
    note: str = "",
    archive_place: str = "",
) -> int:
    """One line of a letter that goes out; the number was taken before in the same transaction. Gives its id."""
    values = {
        "classification": classification,
        "agenda": agenda,
        "letter_id": letter_id,
        "number": number,
        "dated": dated,
        "correspondent": correspondent,
        "subject": subject,
        "note": note,
        "archive_place": archive_place,
    }
    return enter_line(work, "keluar", values)


def enter_line(work: Work, direction: str, values: Mapping[str, Any]) -> int:
    """One line of a book as of today; gives its id."""
    common = {
        "office_id": work.staff.office_id,
        "direction": direction,
        "year": work.today.year,
        "entered_on": work.today,
        "created_by": work.staff.id,
        "created_at": work.now,
    }
    work.changed("mail")
    line: int = work.connection.execute(insert(mail).returning(mail.c.id), {**common, **values}).scalar_one()
    return line
