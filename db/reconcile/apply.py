"""What was decided of a closed month enters the register: memberships end, in one statement."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, Select, and_, case, exists, func, select, update

from db.queries.reconciliations import newest_decisions
from db.statements import written
from db.tables.cases import application
from db.tables.civil import civil_event
from db.tables.people import membership
from db.tables.procedures import sop_status
from db.tables.reconciliation import finding, finding_decision

_m = membership.c


@dataclass(frozen=True, slots=True)
class Ending:
    """Of those whom the month stops: how many memberships run and would end, how many wait for BPJS because their death
    or move is on its way already (Perwali Ps 6e), how many have ended since, or begin only on that day or later."""

    running: int
    on_their_way: int
    otherwise: int


def ending(connection: Connection, month_id: int, rules: Mapping[str, str], effective: date) -> Ending:
    """What :func:`end_memberships` would do. ``rules``: rule → reason."""
    chosen = _m.id.in_(_stopped(month_id, *rules))
    counts = (
        func.coalesce(func.sum(case((and_(_runs(effective), ~_on_its_way()), 1), else_=0)), 0),
        func.coalesce(func.sum(case((and_(_runs(effective), _on_its_way()), 1), else_=0)), 0),
        func.coalesce(func.sum(case((_runs(effective), 0), else_=1)), 0),
    )
    row = connection.execute(select(*counts).where(chosen)).one()
    return Ending(*(int(value) for value in row))


def end_memberships(
    connection: Connection, month_id: int, run_id: int, rules: Mapping[str, str], effective: date, at: datetime
) -> int:
    """Every running membership whose finding was decided "stop" ends on ``effective`` for the reason of the first rule
    that concerns it; gives how many."""
    why = case(*((_m.id.in_(_stopped(month_id, rule)), reason) for rule, reason in rules.items()), else_="")
    values = {"valid_to": effective, "end_reason": why, "ended_at": at, "end_run_id": run_id}
    chosen = (_m.id.in_(_stopped(month_id, *rules)), _runs(effective), ~_on_its_way())
    return written(connection, update(membership).where(*chosen).values(values))


def people_of_run(connection: Connection, run_id: int) -> tuple[int, ...]:
    """Whose membership a run ended."""
    return tuple(connection.scalars(select(_m.person_id).where(_m.end_run_id == run_id)))


def _stopped(month_id: int, *rules: str) -> Select[tuple[int]]:
    newest = newest_decisions(month_id).subquery()
    return (
        select(finding.c.membership_id)
        .join(newest, newest.c.finding_id == finding.c.id)
        .join(finding_decision, finding_decision.c.id == newest.c.id)
        .where(finding.c.reconciliation_id == month_id, ~finding.c.stale, finding.c.rule.in_(rules))
        .where(finding_decision.c.decision == "stop", finding.c.membership_id.is_not(None))
    )


def _runs(effective: date) -> ColumnElement[bool]:
    return and_(_m.valid_to.is_(None), _m.valid_from < effective)


def _on_its_way() -> ColumnElement[bool]:
    """A death or move of this person is being reported to BPJS, which says from which day the membership stops."""
    return exists(
        select(civil_event.c.id)
        .join(application, application.c.id == civil_event.c.application_id)
        .join(
            sop_status,
            and_(sop_status.c.procedure == application.c.procedure, sop_status.c.code == application.c.status),
        )
        .where(
            civil_event.c.person_id == _m.person_id, civil_event.c.revoked_at.is_(None), sop_status.c.waits_for != ""
        )
        .correlate(membership)
    )
