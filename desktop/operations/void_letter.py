"""Declare a letter void: its line and number stay, with the reason; if wanted a new letter takes its place (L7)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, insert, select

from db.queries.cases import CaseRow, cases_by_id
from db.queries.month_letters import month_of_letter
from db.queries.offices import OfficeRow
from db.tables.cases import batch
from db.tables.letters import letter_issue, letter_template, letter_void
from db.tables.papers import letter, letter_subject
from desktop.operations.command import Command, operation
from desktop.operations.draft_proof import content_of
from desktop.operations.drafts import paraf_of_draft
from desktop.operations.issue import office_of, refuse_unprintable, write_letter
from desktop.operations.journal import Entry
from desktop.operations.letter_facts import Occasion, letter_facts, wording
from desktop.operations.mail_lines import clean_texts, is_void, own_office
from desktop.operations.outcome import Outcome
from desktop.operations.reopen_month import reopen_month
from desktop.operations.signers import signer_for
from desktop.operations.work import Work
from desktop.sop.letters import shipped_template
from desktop.sop.refusals import Refused


@dataclass(frozen=True, kw_only=True)
class VoidLetter(Command):
    """With ``replace`` a new letter about the same people is issued today; ``signer_id`` signs it."""

    letter_id: int
    reason: str
    replace: bool = False
    signer_id: int | None = None


@operation(VoidLetter)
def void_letter(work: Work, command: VoidLetter) -> Outcome:
    """Gives the new ``letters`` (none without ``replace``). What goes with the letter under its number shares its
    fate. Cases stay where they are."""
    office = own_office(work)
    reason = clean_texts(reason=command.reason)["reason"]
    if not reason:
        raise Refused(
            "reason_needed", "Alasan pembatalan belum diisi. Tulis alasannya; alasan itu tetap di buku agenda."
        )
    cover = _locked_letter(work, command.letter_id)
    month_id = month_of_letter(work.connection, cover.id)
    if month_id is not None:
        return _void_month(work, cover, month_id, reason, replace=command.replace)
    letters: list[int] = []
    numbers: list[str] = []
    for old in (cover, *_companions(work, cover)):
        rows = cases_by_id(work.connection, _subjects(work, old.id))
        new = _replace(work, office, old, rows, command.signer_id) if command.replace else None
        values = {"letter_id": old.id, "reason": reason, "replaced_by": new}
        by = {"voided_by": work.staff.id, "voided_at": work.now}
        work.connection.execute(insert(letter_void), {**values, **by})
        fields = {"surat": (old.id, new), "nomor": (old.number, "")}
        work.note(*(Entry("surat_batal", row.id, row.person_id, reason=reason, fields=fields) for row in rows))
        if new is not None:
            letters.append(new)
            numbers.append(work.connection.execute(select(letter.c.number).where(letter.c.id == new)).scalar_one())
    work.changed("letter")
    work.changed("mail")
    after = f" Penggantinya Nomor {numbers[0]}." if numbers else ""
    return Outcome(f"Surat Nomor {cover.number} dibatalkan.{after}", done=(cover.id,), data={"letters": letters})


def _void_month(work: Work, cover: Row[Any], month_id: int, reason: str, *, replace: bool) -> Outcome:
    """A Berita Acara: its month opens again with every finding and decision; closing it anew is its replacement."""
    if replace:
        raise Refused(
            "no_replacement",
            "Berita Acara diganti dengan menutup bulannya lagi. Batalkan tanpa pengganti, lalu tutup bulannya.",
        )
    by = {"voided_by": work.staff.id, "voided_at": work.now}
    work.connection.execute(insert(letter_void), {"letter_id": cover.id, "reason": reason, "replaced_by": None, **by})
    period = reopen_month(work, month_id, cover.number, reason)
    work.changed("letter")
    work.changed("mail")
    said = f"Surat Nomor {cover.number} dibatalkan. {period} terbuka lagi: perbaiki keputusannya, lalu tutup lagi."
    return Outcome(said, done=(cover.id,), data={"letters": []})


def _locked_letter(work: Work, letter_id: int) -> Row[Any]:
    columns = (letter.c.id, letter.c.code, letter.c.office_id, letter.c.batch_id, letter.c.agenda, letter.c.number)
    row = work.locked(select(*columns).where(letter.c.id == letter_id)).first()
    if row is None:
        raise Refused("gone", "Surat ini tidak ditemukan. Muat ulang daftar surat.")
    if row.office_id != work.staff.office_id:
        raise Refused("other_office", "Surat ini diterbitkan kantor lain. Minta kantor itu membatalkannya.")
    if is_void(work, row.id):
        raise Refused("already_void", f"Surat Nomor {row.number} sudah dibatalkan. Lihat alasannya di buku agenda.")
    if row.agenda is None:
        raise Refused("goes_along", f"Lampiran ini mengikuti surat Nomor {row.number}. Batalkan surat itu.")
    return row


def _companions(work: Work, cover: Row[Any]) -> Sequence[Row[Any]]:
    """Letters without a number of their own that were filed under this one."""
    columns = (letter.c.id, letter.c.code, letter.c.batch_id, letter.c.number)
    along = (letter.c.batch_id == cover.batch_id, letter.c.agenda.is_(None), letter.c.number == cover.number)
    void = select(letter_void.c.letter_id).where(letter_void.c.letter_id == letter.c.id).exists()
    statement = select(*columns).where(*along, letter.c.office_id == cover.office_id, ~void).order_by(letter.c.id)
    return work.connection.execute(statement).all()


def _subjects(work: Work, letter_id: int) -> list[int]:
    statement = select(letter_subject.c.application_id).where(letter_subject.c.letter_id == letter_id)
    return list(work.connection.scalars(statement))


def _replace(work: Work, office: OfficeRow, old: Row[Any], rows: Sequence[CaseRow], signer_id: int | None) -> int:
    """A new letter about the same people, as they stand today; note and the other party's number are the old one's.
    The paraf of the old letter's draft stay with it as long as it says what was initialled."""
    before = work.connection.execute(
        select(letter.c.facts, letter_issue.c.draft_id, letter_template.c.toml, batch.c.to_office_id)
        .join(batch, batch.c.id == letter.c.batch_id)
        .outerjoin(letter_issue, letter_issue.c.letter_id == letter.c.id)
        .outerjoin(letter_template, letter_template.c.id == letter_issue.c.template_id)
        .where(letter.c.id == old.id)
    ).one()
    said = json.loads(before.facts)
    target = office_of(work, before.to_office_id)
    chosen = wording(work.connection, office.id, old.code)
    signed_by, signer = signer_for(work, office, signer_id)
    occasion = Occasion(
        kind=chosen.kind,
        sender=office,
        target=target,
        signer=signer,
        rows=rows,
        today=work.today,
        note=said["fields"].get("keterangan", ""),
        counterpart_number=said.get("counterpart_number", ""),
    )
    facts = letter_facts(work.connection, occasion)
    drafted = before.draft_id is not None
    same_template = chosen.toml == (before.toml or shipped_template(old.code))
    kept = drafted and same_template and _initialled(facts) == _initialled(said)
    facts["paraf"] = said["paraf"] if kept else _no_paraf(work, office.id, old.code, drafted=drafted)
    draft_id = before.draft_id if kept else None
    refuse_unprintable(work, facts, chosen.toml, rows)
    return write_letter(work, chosen, facts, rows, old.batch_id, office, target, signed_by, draft_id)


def _initialled(facts: Mapping[str, Any]) -> str:
    """Without the letter that this one answers: it may have been written anew since."""
    fields = {name: value for name, value in facts["fields"].items() if not name.endswith("_rujukan")}
    return json.dumps(content_of(facts) | {"fields": fields}, sort_keys=True)


def _no_paraf(work: Work, office_id: int, code: str, *, drafted: bool) -> list[dict[str, str]]:
    """For a text that nobody initialled: fine while the office asks for no paraf. :raises Refused:"""
    try:
        return paraf_of_draft(work, office_id, code, None)
    except Refused:
        if drafted:
            sentence = (
                "Isi surat pengganti berbeda dari yang diparaf. Batalkan tanpa pengganti, lalu ajukan konsep baru."
            )
        else:
            sentence = (
                "Surat pengganti kini perlu paraf, sedangkan surat lamanya terbit tanpa konsep. "
                "Batalkan tanpa pengganti."
            )
        raise Refused("paraf_needed", sentence) from None
