"""A letter that goes out without having been made by Padan: it takes its number from the same series (C6)."""

from dataclasses import dataclass
from datetime import date

from desktop.operations.command import Command, operation
from desktop.operations.journal import Entry
from desktop.operations.letter_numbers import take_typed_number
from desktop.operations.mail_lines import clean_texts, enter_outgoing, must_be_filled, own_office
from desktop.operations.number_rules import CLASSIFICATION
from desktop.operations.outcome import Outcome
from desktop.operations.work import Work
from desktop.sop.refusals import Refused


@dataclass(frozen=True, kw_only=True)
class EnterOutgoing(Command):
    """What the agenda book asks about an outgoing letter; the number is given, never typed."""

    classification: str
    dated: date
    correspondent: str
    subject: str
    note: str = ""
    archive_place: str = ""


@operation(EnterOutgoing)
def enter_outgoing_letter(work: Work, command: EnterOutgoing) -> Outcome:
    """Gives ``mail``, ``agenda`` and ``number``."""
    office = own_office(work)
    texts = clean_texts(
        correspondent=command.correspondent,
        subject=command.subject,
        note=command.note,
        archive_place=command.archive_place,
    )
    must_be_filled(texts, "correspondent", "subject")
    classification = command.classification.strip()
    if not CLASSIFICATION.fullmatch(classification):
        raise Refused("bad_code", "Kode klasifikasi belum benar. Tulis seperti 400.9.4.1.")
    if command.dated > work.today or command.dated.year != work.today.year:
        raise Refused(
            "bad_date",
            f"Tanggal surat harus di tahun {work.today.year} dan tidak setelah hari ini. Perbaiki tanggalnya.",
        )
    agenda, number = take_typed_number(work, classification, office.unit, command.dated)
    mail_id = enter_outgoing(
        work,
        classification=classification,
        agenda=agenda,
        number=number,
        dated=command.dated,
        correspondent=texts["correspondent"],
        subject=texts["subject"],
        note=texts["note"],
        archive_place=texts["archive_place"],
    )
    work.note(Entry("agenda_keluar", fields={"nomor": ("", number)}))
    return Outcome(
        f"Nomor surat: {number}.", done=(mail_id,), data={"mail": mail_id, "agenda": agenda, "number": number}
    )
