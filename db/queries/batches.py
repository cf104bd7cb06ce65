"""Lists that travel with a letter, as the receiving desk sees them, and the counts on the rail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from db.tables.access import office
from db.tables.cases import application, batch
from db.tables.papers import letter


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
    statement = (
        select(
            batch.c.id,
            batch.c.action,
            office.c.name,
            func.coalesce(number, ""),
            batch.c.people,
            func.count(application.c.id),
            batch.c.reason,
            batch.c.created_at,
            func.min(application.c.step_due),
        )
        .join(application, application.c.batch_id == batch.c.id)
        .join(office, office.c.id == batch.c.from_office_id)
        .where(application.c.office_id == office_id, application.c.status.in_(statuses))
        .group_by(batch.c.id, office.c.name)
        .order_by(batch.c.id)
    )
    return tuple(BatchRow(*row) for row in connection.execute(statement))


def queue_counts(connection: Connection, office_id: int) -> dict[str, int]:
    """Status → how many cases stand there at this office."""
    statement = (
        select(application.c.status, func.count())
        .where(application.c.office_id == office_id)
        .group_by(application.c.status)
    )
    return {row[0]: row[1] for row in connection.execute(statement)}
