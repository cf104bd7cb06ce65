"""The card desk: who waits for a card, what was made today, and whose card a scanned number asks for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, exists, func, or_, select

from db.queries.cases import CaseRow, cases_by_id, queue
from db.tables.cases import application
from db.tables.papers import card, card_sheet
from db.tables.people import membership, person


@dataclass(frozen=True, slots=True)
class CardDeskRows:
    """``waiting`` for their card, longest first; ``printed`` since the moment asked for, newest first; copies made since
    then, ``reprints`` among them."""

    waiting: tuple[CaseRow, ...]
    printed: tuple[CaseRow, ...]
    copies: int
    reprints: int


def card_desk(connection: Connection, office_id: int, ready: Sequence[str], since: datetime) -> CardDeskRows:
    """Everything the card desk of one panti shows, read in one go."""
    made = (
        select(card.c.application_id, card.c.copy)
        .join(application, application.c.id == card.c.application_id)
        .where(application.c.panti_office_id == office_id, card.c.created_at >= since)
        .order_by(card.c.id.desc())
    )
    copies = connection.execute(made).all()
    waiting = queue(connection, office_id, ready, limit=1000)
    still = {row.id for row in waiting}
    order = [case_id for case_id in dict.fromkeys(copy.application_id for copy in copies) if case_id not in still]
    rows = {row.id: row for row in cases_by_id(connection, order[:200])} if order else {}
    printed = tuple(rows[case_id] for case_id in order if case_id in rows)
    return CardDeskRows(waiting, printed, len(copies), sum(1 for copy in copies if copy.copy > 1))


def case_of_number(connection: Connection, office_id: int, digits: str) -> CaseRow | None:
    """The newest case of this panti whose person carries this NIK or participant number, or ``None``."""
    held = select(membership.c.person_id).where(membership.c.participant_number == digits)
    statement = (
        select(func.max(application.c.id))
        .join(person, person.c.id == application.c.person_id)
        .where(application.c.panti_office_id == office_id, or_(person.c.nik == digits, person.c.id.in_(held)))
    )
    case_id = connection.scalar(statement)
    return cases_by_id(connection, [case_id])[0] if case_id is not None else None


def sheets_of_cases(connection: Connection, ids: Sequence[int]) -> tuple[tuple[int, str, bytes], ...]:
    """(sheet id, layout, frozen PDF) of the last sheet of each of these cases: the file of a card made but not yet
    recorded as printed."""
    last = select(func.max(card.c.sheet_id)).where(card.c.application_id.in_(ids)).group_by(card.c.application_id)
    statement = select(card_sheet.c.id, card_sheet.c.layout, card_sheet.c.pdf).where(card_sheet.c.id.in_(last))
    return tuple((row.id, row.layout, row.pdf) for row in connection.execute(statement.order_by(card_sheet.c.id)))


def cards_on_shared_sheets(connection: Connection, ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Case → (its last card, that card's sheet), of those whose sheet also shows a card of a case that is not asked for."""
    last = select(func.max(card.c.id)).where(card.c.application_id.in_(ids)).group_by(card.c.application_id)
    other = card.alias("other")
    shared = exists().where(other.c.sheet_id == card.c.sheet_id, other.c.application_id.not_in(ids)).correlate(card)
    statement = select(card.c.application_id, card.c.id, card.c.sheet_id).where(card.c.id.in_(last), shared)
    return {row.application_id: (row.id, row.sheet_id) for row in connection.execute(statement)}
