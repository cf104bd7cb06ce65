"""What was decided of a closed month enters the register: memberships end, in one statement.

Whom a decision means is said by person, number and segment, never by the row: a membership that was taken back and came
again, or was restored, is another row, and a freed row may be somebody else's by now.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Subquery,
    and_,
    case,
    exists,
    func,
    or_,
    select,
    update,
)

from db.queries.gone import is_gone, on_its_way
from db.queries.reconciliations import newest_decisions
from db.reconcile.doubts import GONE
from db.statements import written
from db.tables.civil import civil_event
from db.tables.people import membership, person
from db.tables.reconciliation import finding, finding_decision, reconciliation

_m = membership.c


@dataclass(frozen=True, slots=True)
class Ending:
    """Of those whom the month stops: how many memberships run and would end, how many wait for BPJS because their death
    or move is on its way already (Perwali Ps 6e), how many are of people who are here again after all, how many have
    ended since, or begin only on that day or later, and how many are no members any more because the list that brought
    them was taken back."""

    running: int
    on_their_way: int
    here: int
    otherwise: int
    withdrawn: int


def ending(connection: Connection, month_id: int, rules: Mapping[str, str], effective: date) -> Ending:
    """What :func:`end_memberships` would do. ``rules``: rule → reason."""
    stops = _stops(month_id, tuple(rules))
    held, here = _m.id.is_not(None), stops.c.place.is_(None)
    known = exists().where(_same_member(stops, membership.alias("ever")))
    ended = and_(~held, ~here)
    reported = _reported()
    ways = (and_(held, ~here, ~reported), and_(held, ~here, reported), and_(here, known), and_(ended, known), ~known)
    counts = [func.coalesce(func.sum(case((way, 1), else_=0)), 0) for way in ways]
    row = connection.execute(select(*counts).select_from(stops.outerjoin(membership, _of(stops, effective)))).one()
    return Ending(*(int(value) for value in row))


def end_memberships(
    connection: Connection, month_id: int, run_id: int, rules: Mapping[str, str], effective: date, at: datetime
) -> int:
    """Every running membership whose finding was decided "stop" ends on ``effective`` for the reason of the first rule
    that concerns it; gives how many."""
    stops = _stops(month_id, tuple(rules))
    first = select(stops.c.place).where(_of(stops, effective)).correlate(membership).scalar_subquery()
    values = {
        "valid_to": effective,
        "end_reason": case(dict(enumerate(rules.values())), value=first, else_=""),
        "ended_at": at,
        "end_run_id": run_id,
    }
    meant = membership.alias()
    chosen = select(meant.c.id).join(stops, _of(stops, effective, meant)).where(stops.c.place.is_not(None))
    return written(connection, update(membership).where(_m.id.in_(chosen), ~_reported()).values(values))


def people_of_run(connection: Connection, run_id: int) -> tuple[int, ...]:
    """Whose membership a run ended."""
    return tuple(connection.scalars(select(_m.person_id).where(_m.end_run_id == run_id)))


def ends_from(connection: Connection, run_id: int) -> date | None:
    """The first day without those whose membership a run ended; ``None`` when it ended none."""
    first: date | None = connection.scalar(select(func.min(_m.valid_to)).where(_m.end_run_id == run_id))
    return first


def _stops(month_id: int, rules: Sequence[str]) -> Subquery:
    """Person and number of every decision to stop with the place of the first rule that still holds; null when the death
    or move that was all there was is taken back."""
    newest = newest_decisions(month_id).subquery()
    who = func.coalesce(person.c.merged_into, finding.c.person_id)
    place = case({rule: at for at, rule in enumerate(rules)}, value=finding.c.rule)
    holds = or_(finding.c.rule.not_in(GONE), is_gone(person.c.id, person.c.nik))
    number = func.coalesce(finding.c.our_number, finding.c.number)
    return (
        select(
            who.label("person_id"),
            number.label("number"),
            reconciliation.c.segment,
            func.min(case((holds, place))).label("place"),
        )
        .select_from(finding)
        .join(newest, newest.c.finding_id == finding.c.id)
        .join(finding_decision, finding_decision.c.id == newest.c.id)
        .join(reconciliation, reconciliation.c.id == finding.c.reconciliation_id)
        .outerjoin(person, person.c.id == finding.c.person_id)
        .where(finding.c.reconciliation_id == month_id, ~finding.c.stale, finding.c.rule.in_(rules))
        .where(finding_decision.c.decision == "stop", finding.c.membership_id.is_not(None))
        .group_by(who, number, reconciliation.c.segment)
        .subquery("stops")
    )


def _of(stops: FromClause, effective: date, held: FromClause = membership) -> ColumnElement[bool]:
    return and_(_same_member(stops, held), held.c.valid_to.is_(None), held.c.valid_from < effective)


def _same_member(stops: FromClause, held: FromClause) -> ColumnElement[bool]:
    m = held.c
    same = (m.person_id == stops.c.person_id, m.participant_number == stops.c.number, m.segment == stops.c.segment)
    return and_(*same)


def _reported() -> ColumnElement[bool]:
    """A death or move of this person is being reported to BPJS, which says from which day the membership stops."""
    event = civil_event.alias()
    mine = (event.c.person_id == _m.person_id, event.c.revoked_at.is_(None))
    return exists(select(event.c.id).where(*mine, on_its_way(event)).correlate(membership))
