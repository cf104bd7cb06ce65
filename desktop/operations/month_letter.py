"""The Berita Acara of a month before it has a number: the same facts for a draft on its way up and for the issue."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection

from db.queries.leaks import leaks_since
from db.queries.month_decisions import decisions_of
from db.queries.offices import OfficeRow, office_by_id
from db.queries.reconciliations import MonthRow, month_by_id, rule_counts
from desktop.operations.budget_parts import budget_parts
from desktop.operations.issue import Wish
from desktop.operations.letter_facts import Occasion, Wording, letter_facts, wording
from desktop.operations.preview_letters import DraftLetter
from desktop.operations.signers import pick_signer
from desktop.operations.work import next_office
from desktop.sop.agreed import Agreed, RuleSum, agreed, paper_rows
from desktop.sop.budget import divided, say_divided
from desktop.sop.reconciling import month_of, say_month, say_rupiah
from desktop.sop.refusals import Refused
from desktop.sop.segments import label

LETTER = "ba_rekonsiliasi"
ACTION = "tutup_bulan"


@dataclass(frozen=True, slots=True)
class MonthPaper:
    """The wording in force, the facts without a number, both offices, who signs for us, and the figures agreed."""

    chosen: Wording
    facts: dict[str, Any]
    sender: OfficeRow
    target: OfficeRow
    signer_id: int | None
    figures: Agreed


def month_paper(connection: Connection, row: MonthRow, today: date, wish: Wish) -> MonthPaper:
    """What the paper of a month says as its findings stand now. :raises Refused: without an office or a signer."""
    sender, target = (_office(connection, one) for one in (row.office_id, next_office(connection, "bpjs")))
    chosen = wording(connection, sender.id, LETTER)
    signer_id, signer = pick_signer(connection, sender, wish.signer_id, today)
    occasion = Occasion(
        kind=chosen.kind,
        sender=sender,
        target=target,
        signer=signer,
        rows=(),
        today=today,
        note=wish.note,
        counterpart_number=wish.counterpart_number,
    )
    sums = [_sum(one) for one in rule_counts(connection, row.id)]
    figures = agreed(row.billed, row.expected, sums)
    facts = letter_facts(connection, occasion)
    facts["fields"] |= {**said(row, figures), **_by_line(connection, row, figures)}
    facts["rows"] = paper_rows(sums)
    return MonthPaper(chosen, facts, sender, target, signer_id, figures)


def month_letter(connection: Connection, *, month_id: int, today: date, wish: Wish) -> tuple[DraftLetter, ...]:
    """The Berita Acara of a month as a draft; reads only. Whom each decision means does not stand on the paper and is
    initialled with it: two people may change places without changing a figure. :raises Refused:"""
    row = month_by_id(connection, month_id)
    if row is None:
        raise Refused("gone", "Rekonsiliasi ini bukan dari kantor Anda. Muat ulang daftarnya.")
    paper = month_paper(connection, row, today, wish)
    decided = hashlib.sha256(repr(decisions_of(connection, month_id)).encode()).hexdigest()
    said_so = json.dumps(paper.facts | {"draft": True}, ensure_ascii=False)
    return (DraftLetter(paper.chosen.kind.title, said_so, paper.chosen.toml, stands_for=decided),)


def _office(connection: Connection, office_id: int) -> OfficeRow:
    row = office_by_id(connection, office_id)
    if row is None:
        raise Refused("no_office", "Kantor tujuan belum terdaftar. Minta administrator menambahkannya.")
    return row


def _sum(one: Any) -> RuleSum:
    return RuleSum(**{name: getattr(one, name) for name in RuleSum.__dataclass_fields__})


def _by_line(connection: Connection, row: MonthRow, figures: Agreed) -> Mapping[str, str]:
    """The same sums by budget line where several pay one contribution; of what leaked only while its months are all
    divided alike."""
    about = (row.segment, row.period, row.budget_line)
    parts = budget_parts(connection, *about)
    before = budget_parts(connection, *about, since=leaks_since(connection, row.id)) if figures.leaked else {}
    return {
        "rincian_anggaran": say_divided(divided(figures.corrected, parts)),
        "rincian_bocor": say_divided(divided(figures.leaked, before)),
    }


def said(row: MonthRow, figures: Agreed) -> Mapping[str, str]:
    """The merge fields of the paper."""
    line = f" mata anggaran {row.budget_line}" if row.budget_line else ""
    return {
        "bulan_rekonsiliasi": say_month(month_of(row.period)),
        "segmen": f"{label(row.segment)}{line}",
        "peserta_kita": f"{row.ours:,}".replace(",", "."),
        "baris_tagihan": f"{row.theirs:,}".replace(",", "."),
        "nilai_tagihan": say_rupiah(figures.billed),
        "nilai_disepakati": say_rupiah(figures.corrected),
        "nilai_sengketa": say_rupiah(figures.disputed),
        "nilai_bocor": say_rupiah(figures.leaked),
        "banyak_temuan": f"{figures.found:,}".replace(",", "."),
    }
