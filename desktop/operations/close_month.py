"""A month is closed: its Berita Acara gets its number and says what was agreed; from then on nothing of it changes."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import update

from db.queries.reconciliations import MonthRow, month_by_id, rule_counts
from db.tables.reconciliation import reconciliation
from desktop.operations.command import Command, operation
from desktop.operations.decide_findings import open_month, undecided
from desktop.operations.issue import office_of
from desktop.operations.journal import Entry
from desktop.operations.keep_basis import keep_basis
from desktop.operations.letter_facts import Occasion, letter_facts, wording
from desktop.operations.letter_numbers import take_number
from desktop.operations.mail_lines import clean_texts, enter_outgoing
from desktop.operations.outcome import Outcome
from desktop.operations.signers import signer_for
from desktop.operations.work import Work
from desktop.sop.agreed import Agreed, RuleSum, agreed, paper_rows
from desktop.sop.reconciling import month_of, say_month, say_rupiah
from desktop.sop.refusals import Refused
from desktop.sop.segments import label

LETTER = "ba_rekonsiliasi"


@dataclass(frozen=True, kw_only=True)
class CloseMonth(Command):
    """``version`` of the month as it was looked at. ``counterpart_number``: the number BPJS gives the paper;
    ``signer_id``: who signs for us (default: who signs today)."""

    reconciliation_id: int
    version: int
    counterpart_number: str = ""
    signer_id: int | None = None
    note: str = ""


@operation(CloseMonth)
def close_month(work: Work, command: CloseMonth) -> Outcome:
    """Number, paper and frozen figures in one transaction; the PDF is made from the frozen facts."""
    work.need_role("dinkes")
    open_month(work, command.reconciliation_id)
    row = month_by_id(work.connection, command.reconciliation_id)
    assert row is not None  # noqa: S101 (open_month found it)
    if row.version != command.version or row.compared_at is None:
        raise Refused("stale", "Rekonsiliasi ini berubah sejak Anda membukanya. Muat ulang, periksa, lalu tutup lagi.")
    left = undecided(work, row.id)
    if left:
        raise Refused("undecided", f"Masih ada {left} temuan bernilai yang belum diputus. Putuskan dulu semuanya.")
    texts = clean_texts(our_number=command.counterpart_number, note=command.note)
    sums = [_sum(one) for one in rule_counts(work.connection, row.id)]
    figures = agreed(row.billed, row.expected, sums)
    keep_basis(work, row, figures)
    number, facts = _paper(work, row, sums, figures, texts, command.signer_id)
    values = {
        "state": "tutup",
        "closed_by": work.staff.id,
        "closed_at": work.now,
        "number": number,
        "counterpart_number": texts["our_number"],
        "facts": facts,
        "version": reconciliation.c.version + 1,
    }
    work.connection.execute(update(reconciliation).where(reconciliation.c.id == row.id).values(values))
    work.changed("reconciliation", [])
    told = {"bulan": ("", row.period), "segmen": ("", row.segment), "nomor": ("", number)}
    money = {"ditagih": ("", figures.billed), "disepakati": ("", figures.corrected), "temuan": ("", figures.found)}
    work.note(Entry("bulan_ditutup", fields=told | money))
    money_said = f"{say_rupiah(figures.corrected)} dari {say_rupiah(row.billed)}"
    sentence = f"{row.period} ditutup dengan Berita Acara {number}: {money_said}."
    return Outcome(sentence, data={"number": number, "corrected": figures.corrected, "disputed": figures.disputed})


def _sum(one: Any) -> RuleSum:
    return RuleSum(**{name: getattr(one, name) for name in RuleSum.__dataclass_fields__})


def _paper(
    work: Work,
    row: MonthRow,
    sums: Sequence[RuleSum],
    figures: Agreed,
    texts: dict[str, str],
    signer_id: int | None,
) -> tuple[str, str]:
    """(number, facts as JSON). :raises Refused: for a paper that could not be printed, before its number is taken."""
    sender = office_of(work, row.office_id)
    target = office_of(work, work.office_of_kind("bpjs"))
    chosen = wording(work.connection, sender.id, LETTER)
    _signer, signer = signer_for(work, sender, signer_id)
    occasion = Occasion(
        kind=chosen.kind,
        sender=sender,
        target=target,
        signer=signer,
        rows=(),
        today=work.today,
        note=texts["note"],
        counterpart_number=texts["our_number"],
    )
    facts = letter_facts(work.connection, occasion)
    facts["fields"] |= said(row, figures)
    facts["rows"] = paper_rows(sums)
    faults = work.paper_problems(json.dumps(facts), chosen.toml)
    if faults:
        raise Refused("unprintable", faults[0][1])
    agenda, facts["number"] = take_number(work, chosen.kind, sender.unit)
    enter_outgoing(
        work,
        classification=chosen.kind.classification,
        agenda=agenda,
        number=facts["number"],
        dated=work.today,
        correspondent=target.name,
        subject=f"{chosen.kind.title} {say_month(month_of(row.period))}",
    )
    return facts["number"], json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def said(row: MonthRow, figures: Agreed) -> dict[str, str]:
    """The merge fields of the paper."""
    return {
        "bulan_rekonsiliasi": say_month(month_of(row.period)),
        "segmen": label(row.segment),
        "peserta_kita": f"{row.ours:,}".replace(",", "."),
        "baris_tagihan": f"{row.theirs:,}".replace(",", "."),
        "nilai_tagihan": say_rupiah(figures.billed),
        "nilai_disepakati": say_rupiah(figures.corrected),
        "nilai_sengketa": say_rupiah(figures.disputed),
        "nilai_bocor": say_rupiah(figures.leaked),
        "banyak_temuan": f"{figures.found:,}".replace(",", "."),
    }
