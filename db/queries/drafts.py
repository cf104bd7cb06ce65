"""Drafts on their way through the *paraf hierarki*: where each lies, whose turn it is, and who decided what."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, case, exists, func, select

from db.tables.access import staff
from db.tables.letters import draft, draft_case, draft_month, draft_paraf, draft_step, paraf_rule

OPEN = ("diajukan", "dikembalikan")
"""States in which a draft still holds its cases (``siap`` is *diajukan* with every paraf given)."""


@dataclass(frozen=True, slots=True)
class DraftRow:
    """``state``: diajukan, dikembalikan, siap (every paraf is given), terbit, dibatalkan. ``turn_…`` is whose paraf a
    draft that is *diajukan* waits for; ``people`` how many cases it is about. ``month_id``, ``period`` and ``segment``: the
    month whose Berita Acara it is; nobody stands in such a draft."""

    id: int
    office_id: int
    procedure: str
    action: str
    note: str
    signer_id: int | None
    counterpart_number: str
    state: str
    round: int
    reason: str
    created_by: int
    created_by_name: str
    created_at: datetime
    people: int
    turn_position: str
    turn_staff_id: int | None
    turn_staff_name: str
    version: int
    month_id: int | None = None
    period: str = ""
    segment: str = ""


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One decision about a draft: ``decision`` is paraf or kembali."""

    round: int
    seq: int
    position: str
    staff_id: int
    staff_name: str
    decision: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DraftStep:
    """Whose paraf the present round of a draft asks for, and whether it is given."""

    seq: int
    position: str
    staff_id: int
    staff_name: str
    given: bool


@dataclass(frozen=True, slots=True)
class ParafRule:
    """Who initials one kind of letter of an office, in the order of ``seq``."""

    code: str
    seq: int
    position: str
    staff_id: int
    staff_name: str


def _given(step: FromClause) -> ColumnElement[bool]:
    return exists().where(
        draft_paraf.c.draft_id == step.c.draft_id,
        draft_paraf.c.round == step.c.round,
        draft_paraf.c.seq == step.c.seq,
        draft_paraf.c.decision == "paraf",
    )


def _drafts() -> Select[tuple[object, ...]]:
    turn, officer, asked = draft_step.alias("turn"), staff.alias("officer"), draft_step.alias("asked")
    first = (
        select(func.min(asked.c.seq))
        .where(asked.c.draft_id == draft.c.id, asked.c.round == draft.c.round, ~_given(asked))
        .where(draft.c.state == "diajukan")
        .correlate(draft)
        .scalar_subquery()
    )
    people = select(func.count()).where(draft_case.c.draft_id == draft.c.id).correlate(draft).scalar_subquery()
    ready = and_(draft.c.state == "diajukan", turn.c.seq.is_(None))
    names = ("id", "office_id", "procedure", "action", "note", "signer_id", "counterpart_number")
    return (
        select(
            *(draft.c[name] for name in names),
            case((ready, "siap"), else_=draft.c.state),
            *(draft.c[name] for name in ("round", "reason", "created_by")),
            staff.c.name,
            draft.c.created_at,
            people,
            func.coalesce(turn.c.position, ""),
            turn.c.staff_id,
            func.coalesce(officer.c.name, ""),
            draft.c.version,
            draft_month.c.reconciliation_id,
            *(func.coalesce(draft_month.c[name], "") for name in ("period", "segment")),
        )
        .join(staff, staff.c.id == draft.c.created_by)
        .outerjoin(draft_month, draft_month.c.draft_id == draft.c.id)
        .outerjoin(turn, and_(turn.c.draft_id == draft.c.id, turn.c.round == draft.c.round, turn.c.seq == first))
        .outerjoin(officer, officer.c.id == turn.c.staff_id)
    )


_DRAFTS = _drafts()


def drafts_of_office(connection: Connection, office_id: int, limit: int = 200) -> tuple[DraftRow, ...]:
    """Those still on their way first, then the ended ones, each the newest first."""
    ended = case((draft.c.state.in_(OPEN), 0), else_=1)
    statement = _DRAFTS.where(draft.c.office_id == office_id).order_by(ended, draft.c.id.desc()).limit(limit)
    return tuple(DraftRow(*row) for row in connection.execute(statement))


def draft_by_id(connection: Connection, draft_id: int) -> DraftRow | None:
    """One of them."""
    row = connection.execute(_DRAFTS.where(draft.c.id == draft_id)).first()
    return DraftRow(*row) if row else None


def draft_cases(connection: Connection, draft_id: int) -> tuple[tuple[int, int], ...]:
    """(application id, the version of it that the draft was written from), by application."""
    statement = select(draft_case.c.application_id, draft_case.c.seen).where(draft_case.c.draft_id == draft_id)
    return tuple((row[0], row[1]) for row in connection.execute(statement.order_by(draft_case.c.application_id)))


def draft_trail(connection: Connection, draft_id: int) -> tuple[DraftLine, ...]:
    """Every paraf and every return of all rounds, the oldest first."""
    columns = [draft_paraf.c[name] for name in DraftLine.__dataclass_fields__]
    statement = select(*columns).where(draft_paraf.c.draft_id == draft_id).order_by(draft_paraf.c.id)
    return tuple(DraftLine(*row) for row in connection.execute(statement))


def draft_steps(connection: Connection, draft_id: int) -> tuple[DraftStep, ...]:
    """The present round: who is asked, in order."""
    columns = (draft_step.c.seq, draft_step.c.position, draft_step.c.staff_id, staff.c.name, _given(draft_step))
    statement = (
        select(*columns)
        .join(draft, and_(draft.c.id == draft_step.c.draft_id, draft.c.round == draft_step.c.round))
        .join(staff, staff.c.id == draft_step.c.staff_id)
        .where(draft.c.id == draft_id)
        .order_by(draft_step.c.seq)
    )
    return tuple(DraftStep(*row) for row in connection.execute(statement))


def paraf_rules(connection: Connection, office_id: int) -> tuple[ParafRule, ...]:
    """The rules of an office, letter by letter."""
    columns = (paraf_rule.c.code, paraf_rule.c.seq, paraf_rule.c.position, paraf_rule.c.staff_id, staff.c.name)
    statement = select(*columns).join(staff, staff.c.id == paraf_rule.c.staff_id)
    mine = statement.where(paraf_rule.c.office_id == office_id).order_by(paraf_rule.c.code, paraf_rule.c.seq)
    return tuple(ParafRule(*row) for row in connection.execute(mine))


def codes_needing_paraf(connection: Connection, office_id: int) -> frozenset[str]:
    """The kinds of letters that this office issues only after paraf."""
    statement = select(paraf_rule.c.code).where(paraf_rule.c.office_id == office_id).distinct()
    return frozenset(connection.scalars(statement))
