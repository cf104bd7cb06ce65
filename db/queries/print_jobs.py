"""What was sent to printers, and what became of it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Select, func, or_, select

from db.tables.access import staff
from db.tables.cases import application, batch
from db.tables.papers import card, letter
from db.tables.printing import print_job


@dataclass(frozen=True, slots=True)
class PrintJobRow:
    """One job. ``state``: diterima (its queue took it), gagal or dibatalkan with a ``reason``."""

    id: int
    kind: str
    title: str
    printer: str
    paper: str
    copies: int
    pages: int
    duplex: bool
    state: str
    reason: str
    system_job: str
    letter_id: int | None
    sheet_id: int | None
    staff_name: str
    at: datetime


def _jobs() -> Select[tuple[object, ...]]:
    own = [print_job.c[name] for name in PrintJobRow.__dataclass_fields__ if name not in {"staff_name", "at"}]
    return (
        select(*own, staff.c.name, print_job.c.at)
        .join(staff, staff.c.id == print_job.c.staff_id)
        .order_by(print_job.c.id.desc())
    )


def print_jobs_of_office(connection: Connection, office_id: int, limit: int = 200) -> tuple[PrintJobRow, ...]:
    """The newest jobs of an office."""
    statement = _jobs().where(print_job.c.office_id == office_id).limit(limit)
    return tuple(PrintJobRow(*row) for row in connection.execute(statement))


def print_jobs_of_letter(connection: Connection, letter_id: int, office_id: int) -> tuple[PrintJobRow, ...]:
    """How often this office printed a letter, newest first."""
    statement = _jobs().where(print_job.c.letter_id == letter_id, print_job.c.office_id == office_id)
    return tuple(PrintJobRow(*row) for row in connection.execute(statement))


def copies_of_sheet(connection: Connection, sheet_id: int) -> int:
    """How many copies of a sheet of cards their queues took."""
    taken = select(func.coalesce(func.sum(print_job.c.copies), 0))
    return int(connection.scalar(taken.where(print_job.c.sheet_id == sheet_id, print_job.c.state == "diterima")) or 0)


def cases_on_sheet(connection: Connection, sheet_id: int) -> tuple[tuple[int, int, int | None], ...]:
    """(case, person, panti) of every card on a sheet."""
    statement = (
        select(application.c.id, application.c.person_id, application.c.panti_office_id)
        .join(card, card.c.application_id == application.c.id)
        .where(card.c.sheet_id == sheet_id)
        .order_by(application.c.id)
        .distinct()
    )
    return tuple((row.id, row.person_id, row.panti_office_id) for row in connection.execute(statement))


def letter_for_office(connection: Connection, letter_id: int, office_id: int) -> bool:
    """Whether an office wrote this letter or received it."""
    mine = or_(letter.c.office_id == office_id, batch.c.to_office_id == office_id)
    statement = select(letter.c.id).join(batch, batch.c.id == letter.c.batch_id)
    return connection.scalar(statement.where(letter.c.id == letter_id, mine)) is not None
