"""One person: identity, papers, and the whole trail."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, func, select

from db.tables.access import office, staff
from db.tables.cases import application, step_run
from db.tables.papers import paper
from db.tables.people import membership, person


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Identity as registered now."""

    id: int
    registration: str
    nik: str | None
    name: str
    alias: str
    sex: str | None
    birth_place: str
    birth_date: date | None
    birth_estimated: bool
    address: str
    merged_into: int | None
    version: int
    marital: str = ""
    id_dtks: str = ""


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step of a case: real and standard office seconds; ``real_seconds`` is ``None`` while it runs."""

    application_id: int
    step: int
    office: str
    people: int
    standard_seconds: int
    started_at: datetime
    ended_at: datetime | None
    real_seconds: int | None
    action: str | None
    clerk: str
    procedure: str = "wbs"


@dataclass(frozen=True, slots=True)
class MembershipRow:
    """A membership, running when ``valid_to`` is ``None``: the first day on which it held no more, ended by
    ``end_reason``."""

    participant_number: str
    segment: str
    payer: str
    facility: str
    valid_from: date
    valid_to: date | None
    end_reason: str
    reason: str
    family_number: str = ""
    facility_code: str = ""


def person_by_id(connection: Connection, person_id: int) -> PersonRow | None:
    """One person, or ``None``."""
    columns = [person.c[name] for name in PersonRow.__dataclass_fields__]
    row = connection.execute(select(*columns).where(person.c.id == person_id)).first()
    return PersonRow(*row) if row else None


def person_by_nik(connection: Connection, nik: str) -> PersonRow | None:
    """The person who carries this NIK, or ``None``; of a record that was merged the one that was kept."""
    columns = [person.c[name] for name in PersonRow.__dataclass_fields__]
    carries = person.alias()
    stands = select(func.coalesce(carries.c.merged_into, carries.c.id)).where(carries.c.nik == nik).scalar_subquery()
    row = connection.execute(select(*columns).where(person.c.id == stands)).first()
    return PersonRow(*row) if row else None


def journey(connection: Connection, person_id: int) -> tuple[StepRow, ...]:
    """Every step of the person's cases, oldest first: the timeline with real beside standard time."""
    statement = (
        select(
            step_run.c.application_id,
            step_run.c.step,
            office.c.name,
            step_run.c.people,
            step_run.c.standard_seconds,
            step_run.c.started_at,
            step_run.c.ended_at,
            step_run.c.real_seconds,
            step_run.c.action,
            func.coalesce(staff.c.name, ""),
            application.c.procedure,
        )
        .join(application, application.c.id == step_run.c.application_id)
        .join(office, office.c.id == step_run.c.office_id)
        .outerjoin(staff, staff.c.id == step_run.c.ended_by)
        .where(application.c.person_id == person_id)
        .order_by(step_run.c.id)
    )
    return tuple(StepRow(*row) for row in connection.execute(statement))


def memberships(connection: Connection, person_id: int) -> tuple[MembershipRow, ...]:
    """Memberships of a person, newest first."""
    columns = [membership.c[name] for name in MembershipRow.__dataclass_fields__]
    statement = select(*columns).where(membership.c.person_id == person_id).order_by(membership.c.valid_from.desc())
    return tuple(MembershipRow(*row) for row in connection.execute(statement))


def photo(connection: Connection, person_id: int) -> bytes | None:
    """The newest photo's bytes; asked only for the person on show (photos are lazy, L18)."""
    statement = select(paper.c.content).where(paper.c.person_id == person_id, paper.c.kind == "foto")
    return connection.scalar(statement.order_by(paper.c.id.desc()).limit(1))
