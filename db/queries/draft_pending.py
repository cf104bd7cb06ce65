"""Drafts as a desk needs them: which cases stand in one, which of them wait for whom, all of one at once."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from db.queries.cases import CaseRow, cases_by_id
from db.queries.drafts import (
    OPEN,
    DraftLine,
    DraftRow,
    DraftStep,
    draft_cases,
    draft_steps,
    draft_trail,
    drafts_of_office,
)
from db.tables.letters import draft, draft_case, letter_issue
from db.tables.papers import letter


@dataclass(frozen=True, slots=True)
class PendingCase:
    """A case of a draft; ``action`` is the move that the letters of the draft belong to."""

    application_id: int
    draft_id: int
    action: str
    state: str


def pending_cases(connection: Connection, office_id: int) -> tuple[PendingCase, ...]:
    """The cases of every draft of this office that is neither issued nor called off."""
    statement = (
        select(draft_case.c.application_id, draft.c.id, draft.c.action, draft.c.state)
        .join(draft, draft.c.id == draft_case.c.draft_id)
        .where(draft.c.office_id == office_id, draft.c.state.in_(OPEN))
        .order_by(draft.c.id)
    )
    return tuple(PendingCase(*row) for row in connection.execute(statement))


def waits_for(row: DraftRow, staff_id: int) -> bool:
    """Whether a draft waits for this person: for the paraf, or, at its maker, to be mended or issued."""
    if row.state == "diajukan":
        return row.turn_staff_id == staff_id
    return row.state in ("dikembalikan", "siap") and row.created_by == staff_id


def drafts_waiting(connection: Connection, office_id: int, staff_id: int) -> int:
    """How many drafts of an office wait for this person."""
    return sum(waits_for(row, staff_id) for row in drafts_of_office(connection, office_id))


@dataclass(frozen=True, slots=True)
class DraftLetter:
    """A letter that a draft became."""

    id: int
    code: str
    number: str


@dataclass(frozen=True, slots=True)
class DraftFile:
    """All there is to know of one draft: its people, whose paraf it needs, what was decided, what it became."""

    draft_id: int
    cases: tuple[tuple[int, int], ...]
    people: tuple[CaseRow, ...]
    steps: tuple[DraftStep, ...]
    trail: tuple[DraftLine, ...]
    letters: tuple[DraftLetter, ...]


def draft_file(connection: Connection, draft_id: int) -> DraftFile:
    """One draft, read at one moment."""
    cases = draft_cases(connection, draft_id)
    made = (
        select(letter.c.id, letter.c.code, letter.c.number)
        .join(letter_issue, letter_issue.c.letter_id == letter.c.id)
        .where(letter_issue.c.draft_id == draft_id)
        .order_by(letter.c.id)
    )
    return DraftFile(
        draft_id,
        cases,
        cases_by_id(connection, [case_id for case_id, _seen in cases]),
        draft_steps(connection, draft_id),
        draft_trail(connection, draft_id),
        tuple(DraftLetter(*row) for row in connection.execute(made)),
    )
