"""What the screen Rekonsiliasi reads of one month, at one moment. No Qt."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from db.queries.applied import Applied, applied_run
from db.queries.drafts import codes_needing_paraf
from db.queries.earlier_disputes import EarlierDispute, earlier_disputes
from db.queries.finding_sieve import Sieve, finding_tally
from db.queries.list_runs import ListRun, runs_of_month
from db.queries.month_letters import MonthLetter, draft_on_its_way, letter_of_month
from db.queries.offices import office_of_kind
from db.queries.rates import budget_lines
from db.queries.reconciliations import FindingRow, MonthRow, RuleCount, findings, month_of_segment, rule_counts
from desktop.operations.budget_parts import budget_parts
from desktop.operations.month_letter import LETTER
from desktop.operations.reconcile import BILL, LIST
from desktop.sop.budget import Parts
from desktop.ui.screens.letter_issuing import signers_today
from desktop.ui.widgets.letter_wish import SignerChoice

PAGE = 500


@dataclass(frozen=True, slots=True)
class Question:
    """Which month the screen shows, and what its list is narrowed to."""

    period: str
    segment: str
    budget_line: str = ""
    sieve: Sieve = field(default_factory=Sieve)


@dataclass(frozen=True, slots=True)
class Answer:
    """One month as it stands: its row, counts by rule, the first page of findings with how many there are of each part of
    the list, and what became of its paper. ``draft``: the Berita Acara on its way up; ``paraf``: whether it has to go up
    first; ``signers``: who may sign today; ``earlier``: the disputes of earlier months.
    ``budget_lines`` of the segment's tariff; ``lists`` and ``bills``: what the month may be compared with; ``parts``: what each
    budget line pays of one contribution, where the month is of all together."""

    question: Question
    month: MonthRow | None = None
    counts: tuple[RuleCount, ...] = ()
    rows: tuple[FindingRow, ...] = ()
    tally: Mapping[str, int] = field(default_factory=dict)
    paper: MonthLetter | None = None
    applied: Applied | None = None
    draft: int | None = None
    paraf: bool = False
    signers: tuple[SignerChoice, ...] = ()
    earlier: tuple[EarlierDispute, ...] = ()
    budget_lines: tuple[str, ...] = ()
    lists: tuple[ListRun, ...] = ()
    bills: tuple[ListRun, ...] = ()
    parts: Parts = field(default_factory=dict)


def month_answer(connection: Any, office_id: int | None, question: Question, today: date, limit: int = PAGE) -> Answer:
    """What the screen shows of a month; without an office that of Dinas Kesehatan, for who only looks."""
    office_id = office_id or office_of_kind(connection, "dinkes")
    asked = (question.period, question.segment)
    answer = Answer(
        question,
        budget_lines=budget_lines(connection, question.segment),
        lists=runs_of_month(connection, LIST, *asked),
        bills=runs_of_month(connection, BILL, *asked),
    )
    month = month_of_segment(connection, office_id, *asked, question.budget_line) if office_id is not None else None
    if month is None:
        return answer
    paper, earlier = letter_of_month(connection, month.id), earlier_disputes(connection, month.id)
    disputes = tuple(one.id for one in earlier)
    return replace(
        answer,
        month=month,
        counts=rule_counts(connection, month.id),
        rows=findings(connection, month.id, sieve=question.sieve, disputes=disputes, limit=limit),
        tally=finding_tally(connection, month.id, question.sieve, disputes),
        paper=paper,
        applied=applied_run(connection, month.office_id, paper.number) if paper else None,
        draft=draft_on_its_way(connection, month.id),
        paraf=LETTER in codes_needing_paraf(connection, month.office_id),
        signers=signers_today(connection, month.office_id, today),
        earlier=earlier,
        parts=budget_parts(connection, month.segment, month.period, month.budget_line),
    )


def signed_words(paper: MonthLetter | None) -> str:
    """Whether the paper of a month came back."""
    return "sudah ditandatangani" if paper is not None and paper.signed else "belum ditandatangani"
