"""What the screen Rekonsiliasi reads of one month, at one moment. No Qt."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from db.queries.applied import Applied, applied_run
from db.queries.drafts import codes_needing_paraf
from db.queries.month_letters import MonthLetter, draft_on_its_way, letter_of_month
from db.queries.offices import office_of_kind
from db.queries.reconciliations import FindingRow, MonthRow, RuleCount, findings, month_of_segment, rule_counts
from desktop.operations.month_letter import LETTER
from desktop.ui.screens.letter_issuing import signers_today
from desktop.ui.widgets.letter_wish import SignerChoice

PAGE = 500


@dataclass(frozen=True, slots=True)
class Answer:
    """One month as it stands: its row, counts by rule, the first page of findings, and what became of its paper.
    ``draft``: the Berita Acara on its way up; ``paraf``: whether it has to go up first; ``signers``: who may sign today."""

    month: MonthRow | None
    counts: tuple[RuleCount, ...] = ()
    rows: tuple[FindingRow, ...] = ()
    paper: MonthLetter | None = None
    applied: Applied | None = None
    draft: int | None = None
    paraf: bool = False
    signers: tuple[SignerChoice, ...] = ()


def month_answer(connection: Any, office_id: int | None, period: str, segment: str, today: date) -> Answer:
    """What the screen shows of a month; without an office that of Dinas Kesehatan, for who only looks."""
    office_id = office_id or office_of_kind(connection, "dinkes")
    if office_id is None:
        return Answer(None)
    month = month_of_segment(connection, office_id, period, segment)
    if month is None:
        return Answer(None)
    paper = letter_of_month(connection, month.id)
    return Answer(
        month,
        rule_counts(connection, month.id),
        findings(connection, month.id, limit=PAGE),
        paper,
        applied_run(connection, month.office_id, paper.number) if paper else None,
        draft_on_its_way(connection, month.id),
        LETTER in codes_needing_paraf(connection, month.office_id),
        signers_today(connection, month.office_id, today),
    )


def signed_words(paper: MonthLetter | None) -> str:
    """Whether the paper of a month came back."""
    return "sudah ditandatangani" if paper is not None and paper.signed else "belum ditandatangani"
