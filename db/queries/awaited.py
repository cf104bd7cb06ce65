"""What is said of a person and not settled yet: proposed for a list, or a death or move that BPJS has not answered."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, select

from db.registry.proposals import PROPOSED
from db.tables.access import office
from db.tables.cases import application
from db.tables.civil import civil_event
from db.tables.lists import list_row
from db.tables.people import membership
from db.tables.traces import import_run

PROPOSALS = "siksng_usulan"
_NEWEST = 24
"""Lists of proposals are short and come monthly; older ones are answered or forgotten."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """The newest list that proposes somebody for a segment."""

    segment: str
    period: str
    office: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Reported:
    """A death ("kematian") or move-out ("pindah") that stands; ``status`` is where its case is."""

    kind: str
    event_date: date
    status: str


@dataclass(frozen=True, slots=True)
class Awaited:
    """Both of one person, each ``None`` when there is nothing of the kind."""

    proposal: Proposal | None = None
    reported: Reported | None = None


NOTHING_AWAITED = Awaited()


def awaited_of(connection: Connection, person_id: int, nik: str | None) -> Awaited:
    """What is under way for one person; who may see it is the database's business."""
    return Awaited(_proposal(connection, person_id, nik), _reported(connection, person_id))


def _proposal(connection: Connection, person_id: int, nik: str | None) -> Proposal | None:
    """Answered proposals are not told: whoever became a member of that segment since is one."""
    if nik is None:
        return None
    run, line = import_run.c, list_row.c
    runs = select(run.id).where(run.layout == PROPOSALS, run.undone_at.is_(None)).order_by(run.id.desc()).limit(_NEWEST)
    held = select(membership.c.id).where(membership.c.person_id == person_id, membership.c.segment == line.segment)
    statement = (
        select(line.segment, line.period, office.c.name, run.at)
        .join_from(list_row, import_run, run.id == line.run_id)
        .join(office, office.c.id == run.office_id)
        .where(line.run_id.in_(runs.subquery().select()), line.nik == nik, line.status == PROPOSED)
        .where(~held.where(membership.c.valid_to.is_(None)).exists())
        .order_by(line.id.desc())
        .limit(1)
    )
    found = connection.execute(statement).first()
    return None if found is None else Proposal(*found)


def _reported(connection: Connection, person_id: int) -> Reported | None:
    event = civil_event.c
    statement = (
        select(event.kind, event.event_date, application.c.status)
        .join_from(civil_event, application, application.c.id == event.application_id)
        .where(event.person_id == person_id, event.revoked_at.is_(None))
    )
    found = connection.execute(statement).first()
    return None if found is None else Reported(*found)
