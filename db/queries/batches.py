"""Lists that travel with a letter, as the receiving desk sees them, and the counts on the rail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from db.tables.access import office
from db.tables.cases import application, batch
from db.tables.papers import letter
from db.tables.procedures import sop_status


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A list waiting at a desk: how many of its ``people`` are still ``open`` here, since when, until when."""

    id: int
    action: str
    from_office: str
    letter_number: str
    people: int
    open: int
    reason: str
    created_at: datetime
    due: datetime | None


def incoming(connection: Connection, office_id: int, statuses: Sequence[str]) -> tuple[BatchRow, ...]:
    """The lists with open cases at this office in these statuses, longest waiting first."""
    number = select(func.min(letter.c.number)).where(letter.c.batch_id == batch.c.id).scalar_subquery()
    # Counted first, joined afterwards: begun at the lists, it would walk through all lists that ever were. So would
    # SQLite's grouping along the index of batch_id; adding nothing keeps it to the cases of this desk.
    which = application.c.batch_id + 0
    here = (
        select(which.label("batch_id"), func.count().label("open"), func.min(application.c.step_due).label("due"))
        .where(application.c.office_id == office_id, application.c.status.in_(statuses))
        .group_by(which)
        .cte("here")
    )
    statement = (
        select(batch.c.id, batch.c.action, office.c.name, func.coalesce(number, ""), batch.c.people, here.c.open)
        .add_columns(batch.c.reason, batch.c.created_at, here.c.due)
        .join_from(here, batch, batch.c.id == here.c.batch_id)
        .join(office, office.c.id == batch.c.from_office_id)
        .order_by(batch.c.id)
    )
    return tuple(BatchRow(*row) for row in connection.execute(statement))


def running(connection: Connection) -> list[str]:
    """The statuses in which a case waits for somebody. Given as values, they become ranges of an index: the closed
    cases, which are nearly all of an old registry, are never touched."""
    waits = select(sop_status.c.code).where(sop_status.c.waits_for != "").distinct()
    return list(connection.scalars(waits))


def queue_counts(connection: Connection, office_id: int) -> dict[str, int]:
    """Status → how many cases wait there at this office; closed cases wait for nobody and are not counted."""
    statement = (
        select(application.c.status, func.count())
        .where(application.c.office_id == office_id, application.c.status.in_(running(connection)))
        .group_by(application.c.status)
    )
    return {row[0]: row[1] for row in connection.execute(statement)}
