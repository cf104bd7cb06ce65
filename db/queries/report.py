"""Who waits for whom, how old the queues are, and how the SOP is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, case, func, select

from db.queries.batches import running
from db.tables.access import office
from db.tables.cases import application, batch, step_run
from db.tables.procedures import sop_status


@dataclass(frozen=True, slots=True)
class WaitRow:
    """``people`` of ``from_office`` wait for ``for_office`` (in one status) since ``oldest``; ``late`` are overdue."""

    from_office: str
    for_office: str
    for_office_id: int
    status: str
    people: int
    late: int
    oldest: datetime


def waiting(connection: Connection, now: datetime) -> tuple[WaitRow, ...]:
    """Who holds the ball: every running case counted once, grouped by who sent and who must act (N9)."""
    sender = office.alias("sender")
    holder = office.alias("holder")
    late = func.sum(case((application.c.step_due < now, 1), else_=0))
    statement = (
        select(
            sender.c.name,
            holder.c.name,
            holder.c.id,
            application.c.status,
            func.count(),
            late,
            func.min(application.c.step_since),
        )
        .join(
            sop_status,
            (sop_status.c.procedure == application.c.procedure) & (sop_status.c.code == application.c.status),
        )
        .join(holder, holder.c.id == application.c.office_id)
        .outerjoin(batch, batch.c.id == application.c.batch_id)
        .join(sender, sender.c.id == func.coalesce(batch.c.from_office_id, application.c.origin_office_id))
        .where(sop_status.c.waits_for != "", application.c.status.in_(running(connection)))
        .group_by(sender.c.name, holder.c.name, holder.c.id, application.c.status)
        .order_by(func.count().desc())
    )
    return tuple(WaitRow(*row) for row in connection.execute(statement))


def queue_ages(connection: Connection, office_id: int, statuses: Sequence[str]) -> tuple[datetime, ...]:
    """Since when each case of this office's queue has waited, oldest first, at most 5,000."""
    statement = (
        select(application.c.step_since)
        .where(application.c.office_id == office_id, application.c.status.in_(statuses))
        .order_by(application.c.step_since)
        .limit(5000)
    )
    return tuple(connection.scalars(statement))


@dataclass(frozen=True, slots=True)
class ComplianceRow:
    """One step in a period: how many lists and people passed, mean real and standard office seconds, how many late."""

    step: int
    lists: int
    people: int
    real_seconds: float
    standard_seconds: float
    late: int
    procedure: str = "wbs"


def compliance(connection: Connection, begin: datetime, end: datetime) -> tuple[ComplianceRow, ...]:
    """Every step that ended in the period, by number and procedure. A list counts once, however many people are on it."""
    lists = (
        select(
            application.c.procedure,
            step_run.c.step,
            func.count(func.distinct(step_run.c.application_id)).label("people"),
            func.max(step_run.c.real_seconds).label("real"),
            func.max(step_run.c.standard_seconds).label("standard"),
        )
        .join(application, application.c.id == step_run.c.application_id)
        .where(step_run.c.ended_at >= begin, step_run.c.ended_at < end)
        .group_by(application.c.procedure, step_run.c.step, step_run.c.list_id, step_run.c.office_id)
        .subquery()
    )
    statement = (
        select(
            lists.c.step,
            func.count(),
            func.sum(lists.c.people),
            func.avg(lists.c.real),
            func.avg(lists.c.standard),
            func.sum(case((lists.c.real > lists.c.standard, 1), else_=0)),
            lists.c.procedure,
        )
        .group_by(lists.c.procedure, lists.c.step)
        .order_by(lists.c.step, lists.c.procedure)
    )
    rows = connection.execute(statement)
    return tuple(ComplianceRow(s, n, int(p), float(r), float(t), int(late), of) for s, n, p, r, t, late, of in rows)
