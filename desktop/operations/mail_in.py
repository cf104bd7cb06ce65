"""A letter that came in: its line in the agenda book, with a number per office and year (C6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, func, or_, select

from db.queries.numbering import INCOMING
from db.statements import insert_or_skip
from db.tables.access import office
from db.tables.cases import batch
from db.tables.letters import letter_void, mail, mail_void
from db.tables.papers import letter
from db.tables.traces import counter
from desktop.operations.command import Command, operation
from desktop.operations.journal import Entry
from desktop.operations.letter_numbers import take_agenda
from desktop.operations.mail_lines import clean_texts, enter_line, must_be_filled, own_office
from desktop.operations.number_rules import CLASSIFICATION
from desktop.operations.outcome import Outcome
from desktop.operations.work import Work
from desktop.sop.dates import say_date
from desktop.sop.letters import letter_kind
from desktop.sop.refusals import Refused, WrongDeclaration

NO_NUMBER = "-"


@dataclass(frozen=True, kw_only=True)
class EnterIncoming(Command):
    """What the agenda book asks. With ``letter_id`` (a letter of another Padan office to us) number, date, sender and,
    when left empty, subject come from that letter. A number typed from the paper stands for such a letter when date
    and sender agree with it; otherwise what is typed stays. ``our_number``: the letter of ours that it answers."""

    letter_id: int | None = None
    number: str = ""
    dated: date | None = None
    correspondent: str = ""
    subject: str = ""
    classification: str = ""
    our_number: str = ""
    note: str = ""
    archive_place: str = ""


@operation(EnterIncoming)
def enter_incoming(work: Work, command: EnterIncoming) -> Outcome:
    """Gives ``mail`` and ``agenda``. The same letter is never entered twice."""
    own_office(work)
    values = _values(work, command)
    one_at_a_time(work)
    refuse_twice(work, values)
    agenda = take_agenda(work, INCOMING)
    mail_id = enter_line(work, "masuk", {**values, "agenda": agenda})
    work.note(Entry("agenda_masuk", fields={"nomor": ("", values["number"]), "agenda": ("", agenda)}))
    sentence = f"Surat masuk dicatat dengan nomor agenda {agenda}.{also_called(work, values)}"
    return Outcome(sentence, done=(mail_id,), data={"mail": mail_id, "agenda": agenda})


def _values(work: Work, command: EnterIncoming) -> dict[str, Any]:
    texts = clean_texts(
        number=command.number,
        correspondent=command.correspondent,
        subject=command.subject,
        our_number=command.our_number,
        note=command.note,
        archive_place=command.archive_place,
    )
    classification = command.classification.strip()
    if classification and not CLASSIFICATION.fullmatch(classification):
        raise Refused("bad_code", "Kode klasifikasi belum benar. Tulis seperti 400.9.4.1, atau kosongkan.")
    ours = _padan_letter(work, command, texts["number"], texts["correspondent"])
    if ours:
        values = {**texts, **ours, "subject": texts["subject"] or ours["subject"]}
        return {**values, "classification": classification or ours["classification"]}
    must_be_filled(texts, "number", "correspondent", "subject")
    if command.dated is None or command.dated > work.today:
        raise Refused("bad_date", "Tanggal surat belum benar: tidak boleh setelah hari ini. Perbaiki tanggalnya.")
    return {**texts, "dated": command.dated, "classification": classification, "letter_id": None}


def _padan_letter(work: Work, command: EnterIncoming, number: str, correspondent: str) -> dict[str, Any]:
    """What another Padan office's letter says, when it is meant: by its id, or by a number typed from the paper."""
    if command.letter_id is not None:
        row = work.connection.execute(_letters_to(work.staff.office_id).where(letter.c.id == command.letter_id)).first()
        if row is None:
            raise Refused("gone", "Surat ini tidak dikirim ke kantor Anda. Muat ulang daftarnya.")
    else:
        row = _meant(work, number, command.dated, correspondent)
    if row is None:
        return {}
    if row.void:
        raise Refused("void", f"Surat Nomor {row.number} sudah dibatalkan pengirimnya. Catat surat penggantinya.")
    subject = row.subject if row.subject and row.subject != row.code else _title(row.code)
    return {
        "letter_id": row.id,
        "number": row.number,
        "dated": row.issued_on,
        "correspondent": row.name,
        "subject": subject,
        "classification": row.classification,
    }


def _letters_to(office_id: int) -> Select[Any]:
    """Numbered letters of other Padan offices to this one, the oldest first."""
    columns = (letter.c.id, letter.c.code, letter.c.number, letter.c.issued_on, letter.c.classification)
    return (
        select(*columns, letter.c.office_id, office.c.name, office.c.unit, mail.c.subject)
        .add_columns(letter_void.c.letter_id.is_not(None).label("void"))
        .join(batch, batch.c.id == letter.c.batch_id)
        .join(office, office.c.id == letter.c.office_id)
        .outerjoin(mail, (mail.c.letter_id == letter.c.id) & (mail.c.direction == "keluar"))
        .outerjoin(letter_void, letter_void.c.letter_id == letter.c.id)
        .where(batch.c.to_office_id == office_id, letter.c.office_id != office_id, letter.c.agenda.is_not(None))
        .order_by(letter.c.id)
    )


def _meant(work: Work, number: str, dated: date | None, correspondent: str) -> Row[Any] | None:
    """The letter a typed number stands for, one that counts before one that is void.

    :raises Refused: when letters of several offices are called so.
    """
    if number in ("", NO_NUMBER):
        return None
    named = work.connection.execute(_letters_to(work.staff.office_id).where(letter.c.number == number)).all()
    alike = [row for row in named if dated in (None, row.issued_on) and _same_sender(correspondent, row)]
    counting = [row for row in alike if not row.void] or alike
    if len({row.office_id for row in counting}) > 1:
        sentence = f"Surat Nomor {number} ada dari lebih dari satu kantor. Pilih suratnya dari Belum diagendakan."
        raise Refused("which_letter", sentence)
    return next(iter(counting), None)


def also_called(work: Work, values: Mapping[str, Any]) -> str:
    """What a clerk should know when the line stands as typed, though a letter of Padan has this number too."""
    if values["letter_id"] is not None or values["number"] == NO_NUMBER:
        return ""
    named = _letters_to(work.staff.office_id).where(
        letter.c.number == values["number"], letter_void.c.letter_id.is_(None)
    )
    row = work.connection.execute(named).first()
    if row is None:
        return ""
    return (
        f" Surat {row.name} juga bernomor itu: bila itu suratnya, batalkan baris ini dan pilih dari Belum diagendakan."
    )


def _same_sender(typed: str, row: Row[Any]) -> bool:
    """Whether the typed sender may be the letter's office: nothing, or its name or unit, shortened or with more."""
    said = _bare(typed)
    return not said or any(said in known or known in said for known in (_bare(row.name), _bare(row.unit)) if known)


def _bare(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _title(code: str) -> str:
    try:
        return letter_kind(code).title
    except WrongDeclaration:
        return code


def one_at_a_time(work: Work) -> None:
    """Nobody of this office enters a letter between our look and our line; the series row alone would not do,
    because it is another one at midnight of New Year's Eve."""
    name = f"surat_masuk:{work.staff.office_id}"
    insert_or_skip(work.connection, counter, [{"name": name, "last": 0}])
    work.locked(select(counter.c.name).where(counter.c.name == name))


def refuse_twice(work: Work, values: Mapping[str, Any], but: int | None = None) -> None:
    """Two papers are the same when number and sender agree; without a number also date and subject must. A line
    that was declared void counts no more; ``but`` is the line that is being corrected. :raises Refused:"""
    number = values["number"]
    same = or_(mail.c.number == number, func.lower(mail.c.number) == number.lower())
    if values["letter_id"] is not None:
        same = or_(same, mail.c.letter_id == values["letter_id"])
    columns = (mail.c.agenda, mail.c.entered_on, mail.c.letter_id, mail.c.correspondent, mail.c.dated, mail.c.subject)
    void = select(mail_void.c.mail_id).where(mail_void.c.mail_id == mail.c.id).exists()
    mine = [mail.c.office_id == work.staff.office_id, mail.c.direction == "masuk", same, ~void]
    mine += [mail.c.id != but] if but is not None else []
    for row in work.connection.execute(select(*columns).where(*mine).order_by(mail.c.id)):
        linked = row.letter_id is not None and row.letter_id == values["letter_id"]
        alike = row.correspondent.casefold() == values["correspondent"].casefold()
        if alike and number == NO_NUMBER:
            alike = row.dated == values["dated"] and row.subject.casefold() == values["subject"].casefold()
        if linked or alike:
            sentence = f"Surat ini sudah dicatat {say_date(row.entered_on)} dengan nomor agenda {row.agenda}."
            raise Refused("already_entered", f"{sentence} Buka baris itu di buku agenda.")
