"""The newest delivery of SIAK taken back: the population register stands as it stood before."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, delete, exists, func, select, update

from db.queries.gone import word_of
from db.registry.residents import FIELDS, changed_by
from db.statements import written
from db.tables.civil import civil_event
from db.tables.people import person
from db.tables.reconciliation import reconciliation
from db.tables.registry import resident, resident_before
from db.tables.traces import import_run


@dataclass(frozen=True, slots=True)
class Upon:
    """What stands upon a delivery: people recorded with what it said, months closed since, events since of whom it said
    that they are here again."""

    people: int
    months: tuple[str, ...]
    events: int


def upon_delivery(connection: Connection, run_id: int) -> Upon:
    """All of it that keeps the delivery from being taken back."""
    at = select(import_run.c.at).where(import_run.c.id == run_id).scalar_subquery()
    r, told = reconciliation.c, select(func.count()).where(person.c.resident_run_id == run_id)
    closed = select(r.period).where(r.state == "tutup", r.closed_at >= at).distinct().order_by(r.period)
    event, again = civil_event.c, civil_event.alias()
    stands = exists().where(again.c.person_id == event.person_id, again.c.revoked_at.is_(None))
    since = select(func.count()).where(_stands_again(run_id), stands)
    months = tuple(connection.scalars(closed))
    return Upon(connection.scalar(told) or 0, months, connection.scalar(since) or 0)


def _stands_again(run_id: int) -> ColumnElement[bool]:
    """Events that the delivery took back; not of a list of moves that was taken back itself since."""
    event, run = civil_event.c, import_run.c
    withdrawn = exists().where(run.id == event.run_id, run.undone_at.is_not(None))
    return and_(event.revoked_run_id == run_id, ~withdrawn)


@dataclass(frozen=True, slots=True)
class GivenBack:
    """How many residents went, how many stand as before, and the people whose move counts again."""

    gone: int
    former: int
    moved: tuple[int, ...]


def give_back(connection: Connection, run_id: int) -> GivenBack:
    """For an import that says ``former_kept`` and is marked as undone. What Dukcapil recorded of a resident meanwhile
    stands."""
    before, event = resident_before.c, civil_event
    mine = resident.c.run_id == run_id
    gone = written(connection, delete(resident).where(mine, ~changed_by(run_id)))
    same = and_(before.run_id == run_id, before.nik == resident.c.nik)
    values = {name: before[name] for name in FIELDS} | {"run_id": before.former_run_id}
    former = written(connection, update(resident).where(mine, same).values(values))
    connection.execute(delete(resident_before).where(before.run_id == run_id))
    theirs = _stands_again(run_id)
    people = select(event.c.person_id).where(theirs).order_by(event.c.person_id)
    moved = tuple(connection.scalars(people))
    said = {"state": word_of(event), "since": event.c.event_date}
    connection.execute(update(resident).where(resident.c.nik == event.c.nik, theirs).values(said))
    again = {"revoked_at": None, "revoked_by": None, "revoked_reason": "", "revoked_run_id": None}
    connection.execute(update(event).where(theirs).values(again))
    return GivenBack(gone, former, moved)
