"""A month is closed by its Berita Acara: the letter gets its number and says what was agreed, and nothing of the month
changes any more. The copy that both sides signed comes back later (:mod:`desktop.operations.sign_scan`)."""

from dataclasses import dataclass

from sqlalchemy import insert, update

from db.queries.drafts import DraftRow
from db.queries.month_letters import draft_on_its_way, month_of_draft
from db.queries.reconciliations import MonthRow, month_by_id
from db.reconcile.month import Month
from db.tables.cases import batch
from db.tables.letters import letter_month
from db.tables.reconciliation import reconciliation
from desktop.operations.command import Command, operation
from desktop.operations.decide_findings import open_month, undecided
from desktop.operations.draft_proof import refuse_other_letters
from desktop.operations.drafts import change_draft, locked_draft, paraf_of_draft
from desktop.operations.issue import Wish, frozen, refuse_unprintable, write_letter
from desktop.operations.journal import Entry, month_chain
from desktop.operations.keep_basis import keep_basis
from desktop.operations.mail_lines import clean_texts
from desktop.operations.month_letter import ACTION, LETTER, MonthPaper, month_paper
from desktop.operations.outcome import Outcome
from desktop.operations.partner_number import note_partner
from desktop.operations.reconcile import compare_again
from desktop.operations.work import Work
from desktop.sop.procedure import MONTHLY
from desktop.sop.reconciling import month_of, say_month, say_rupiah
from desktop.sop.refusals import Refused


@dataclass(frozen=True, kw_only=True)
class CloseMonth(Command):
    """``version`` of the month as it was looked at. ``counterpart_number``: the number BPJS gives the paper, if it is known
    already; ``signer_id``: who signs for us (default: who signs today); ``draft_id``: the draft with every paraf, which
    is issued as it was initialled, with its own note, signer and number."""

    reconciliation_id: int
    version: int
    counterpart_number: str = ""
    signer_id: int | None = None
    note: str = ""
    draft_id: int | None = None


@operation(CloseMonth)
def close_month(work: Work, command: CloseMonth) -> Outcome:
    """Letter, number and frozen figures in one transaction; the PDF is made from the frozen facts."""
    row, month = ready_month(work, command.reconciliation_id, command.version)
    approved = _approved(work, command)
    wish = _wish(command, approved)
    paper = month_paper(work.connection, row, work.today, wish)
    keep_basis(work, row, month, paper.figures)
    letter_id = _issue(work, row, paper, wish)
    number = paper.facts["number"]
    if wish.counterpart_number:
        note_partner(work, letter_id, wish.counterpart_number, None)
    if approved is not None:
        change_draft(work, approved, state="terbit")
    values = {
        "state": "tutup",
        "closed_by": work.staff.id,
        "closed_at": work.now,
        "number": number,
        "counterpart_number": wish.counterpart_number,
        "facts": frozen(paper.facts),
        "leaked": paper.figures.leaked,
        "version": reconciliation.c.version + 1,
    }
    work.connection.execute(update(reconciliation).where(reconciliation.c.id == row.id).values(values))
    work.changed("reconciliation", [])
    work.changed("letter")
    figures = paper.figures
    told = {"bulan": ("", row.period), "segmen": ("", row.segment), "nomor": ("", number), "surat": ("", letter_id)}
    money = {"ditagih": ("", figures.billed), "disepakati": ("", figures.corrected), "temuan": ("", figures.found)}
    work.note(Entry("bulan_ditutup", fields=told | money, own_chain=month_chain(row.id)))
    money_said = f"{say_rupiah(figures.corrected)} dari {say_rupiah(row.billed)}"
    sentence = f"{say_month(month_of(row.period))} ditutup dengan Berita Acara {number}: {money_said}."
    data = {"number": number, "corrected": figures.corrected, "disputed": figures.disputed, "letters": [letter_id]}
    return Outcome(sentence, data=data)


def _wish(command: CloseMonth, approved: DraftRow | None) -> Wish:
    """What was typed; of a draft what was initialled, whatever the command says."""
    if approved is not None:
        return Wish(
            note=approved.note,
            signer_id=approved.signer_id,
            counterpart_number=approved.counterpart_number,
            draft_id=approved.id,
        )
    texts = clean_texts(our_number=command.counterpart_number, note=command.note)
    return Wish(note=texts["note"], signer_id=command.signer_id, counterpart_number=texts["our_number"])


def ready_month(work: Work, month_id: int, version: int) -> tuple[MonthRow, Month]:
    """An open month, locked, of which nothing is left to decide, and that found the same when it was compared again just
    now. :raises Refused:"""
    work.need_role("dinkes")
    open_month(work, month_id)
    row = month_by_id(work.connection, month_id)
    assert row is not None  # noqa: S101 (open_month found it)
    if row.version != version or row.compared_at is None:
        raise Refused("stale", "Rekonsiliasi ini berubah sejak Anda membukanya. Muat ulang, periksa, lalu tutup lagi.")
    left = undecided(work, row.id)
    if left:
        raise Refused("undecided", f"Masih ada {left} temuan bernilai yang belum diputus. Putuskan dulu semuanya.")
    return row, compare_again(work, row)


def _approved(work: Work, command: CloseMonth) -> DraftRow | None:
    """The draft that is issued, locked and unchanged. :raises Refused: when it is not ready, or another one is open."""
    if command.draft_id is None:
        held = draft_on_its_way(work.connection, command.reconciliation_id)
        if held is not None:
            raise Refused(
                "in_draft", f"Berita Acara bulan ini ada di konsep nomor {held}. Terbitkan atau batalkan dulu."
            )
        return None
    row = locked_draft(work, command.draft_id)
    if month_of_draft(work.connection, row.id) != command.reconciliation_id:
        raise Refused("other_draft", "Konsep itu untuk bulan lain. Terbitkan dari daftar konsep.")
    if row.state == "dikembalikan":
        raise Refused("draft_returned", "Konsep ini dikembalikan kepada pembuatnya. Tunggu diajukan lagi.")
    if row.state != "siap":
        raise Refused("paraf_missing", f"Paraf konsep ini belum lengkap. Tunggu paraf {row.turn_position}.")
    refuse_other_letters(work, row, ())
    return row


def _issue(work: Work, row: MonthRow, paper: MonthPaper, wish: Wish) -> int:
    """The letter; its number stands in the facts. A paper that could not be printed is refused before that is taken."""
    facts = paper.facts
    facts["paraf"] = paraf_of_draft(work, paper.sender.id, LETTER, wish.draft_id)
    refuse_unprintable(work, facts, paper.chosen.toml, ())
    values = {
        "procedure": MONTHLY,
        "action": ACTION,
        "step": 1,
        "from_office_id": paper.sender.id,
        "to_office_id": paper.target.id,
        "people": 0,
        "created_by": work.staff.id,
        "created_at": work.now,
    }
    batch_id: int = work.connection.execute(insert(batch).returning(batch.c.id), values).scalar_one()
    letter_id = write_letter(
        work,
        paper.chosen,
        facts,
        (),
        batch_id,
        paper.sender,
        paper.target,
        paper.signer_id,
        wish.draft_id,
        subject=f"{paper.chosen.kind.title} {say_month(month_of(row.period))}",
    )
    work.connection.execute(insert(letter_month), {"letter_id": letter_id, "reconciliation_id": row.id})
    return letter_id
