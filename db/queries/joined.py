"""The joined record of Perwali Surakarta 19/2020 Ps 6b: exactly nine elements, and beside them where they came from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, exists, func, or_, select

from db.tables.access import office, staff
from db.tables.civil import civil_event
from db.tables.letters import letter_void
from db.tables.papers import letter, letter_subject, paper
from db.tables.people import membership, person
from db.tables.registry import resident
from db.tables.traces import import_run


@dataclass(frozen=True, slots=True)
class Joined:
    """The nine elements, in the order of the regulation. ``kind``: the segment, of which *jenis KIS* is a name
    (``desktop.sop.kis``)."""

    nik: str
    sex: str | None
    birth_date: date | None
    birth_place: str
    address: str
    kelurahan: str
    kecamatan: str
    participant_number: str
    kind: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """The import that delivered something: ``office`` and ``file`` are "" where the reader may not see it, or there was
    none."""

    run: int | None
    office: str
    file: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Source:
    """Where the nine came from: the population register («siak») or the record itself («catatan»), the import of either and
    that of the membership, the event with who recorded it, when, by which document, and the scan that was kept of it."""

    register: str
    people: Delivery
    members: Delivery
    member_since: date
    clerk: str
    office: str
    recorded_at: datetime
    document: str
    scan: str
    scan_at: datetime | None


@dataclass(frozen=True, slots=True)
class JoinedEvent:
    """One event with the joined record of whom it is about: one a membership that the event ends."""

    event_id: int
    application_id: int
    joined: Joined
    source: Source


@dataclass(frozen=True, slots=True)
class NamedLetter:
    """A letter in which a case was named; ``code`` of its kind."""

    code: str
    number: str
    issued_on: date


def _told(name: str) -> ColumnElement[Any]:
    """What SIAK says of a resident; what the record says of who is not in the register, or where SIAK is silent."""
    said = resident.c[name]
    return func.coalesce(said if name in ("sex", "birth_date") else func.nullif(said, ""), person.c[name])


def _concerned(segments: Sequence[str]) -> ColumnElement[bool]:
    """The memberships that an event ends: those that ran when it was recorded or run since, of each number the newest. The
    one that the event names stays, whatever happened to it."""
    m, newer = membership.c, membership.alias()
    runs = or_(m.valid_to.is_(None), m.ended_at >= civil_event.c.recorded_at)
    again = exists().where(
        newer.c.person_id == m.person_id,
        newer.c.participant_number == m.participant_number,
        newer.c.segment == m.segment,
        newer.c.id > m.id,
        or_(newer.c.valid_to.is_(None), newer.c.ended_at >= civil_event.c.recorded_at),
    )
    others = and_(m.person_id == civil_event.c.person_id, m.segment.in_(segments), runs, ~again)
    named = membership.alias("named")
    number = select(named.c.participant_number).where(named.c.id == civil_event.c.membership_id).scalar_subquery()
    return or_(m.id == civil_event.c.membership_id, and_(others, m.participant_number != number))


def _delivery(runs: Any, offices: Any) -> tuple[ColumnElement[Any], ...]:
    return runs.c.id, func.coalesce(offices.c.name, ""), func.coalesce(runs.c.file_name, ""), runs.c.at


def joined_events(
    connection: Connection, application_ids: Sequence[int], segments: Sequence[str]
) -> tuple[JoinedEvent, ...]:
    """The joined records of these cases in the order of their ids, one for each membership of ``segments`` that the event
    ends; one statement; joined by NIK (Ps 6a)."""
    registered = case((resident.c.nik.is_not(None), "siak"), else_="catatan")
    people, members = import_run.alias("people_run"), import_run.alias("members_run")
    of_people, of_members, recorder = office.alias("people_office"), office.alias("members_office"), office.alias("own")
    nine = (
        civil_event.c.nik,
        *map(_told, ("sex", "birth_date", "birth_place", "address", "kelurahan", "kecamatan")),
        membership.c.participant_number,
        membership.c.segment,
    )
    recorded = (
        *(membership.c.valid_from, func.coalesce(staff.c.name, ""), func.coalesce(recorder.c.name, "")),
        *(civil_event.c.recorded_at, civil_event.c.document, func.coalesce(paper.c.label, ""), paper.c.created_at),
    )
    statement = (
        select(civil_event.c.id, civil_event.c.application_id, *nine, registered)
        .add_columns(*_delivery(people, of_people), *_delivery(members, of_members), *recorded)
        .join_from(civil_event, person, person.c.id == civil_event.c.person_id)
        .join(membership, _concerned(segments))
        .outerjoin(resident, resident.c.nik == civil_event.c.nik)
        .outerjoin(people, people.c.id == func.coalesce(resident.c.run_id, person.c.run_id))
        .outerjoin(of_people, of_people.c.id == people.c.office_id)
        .outerjoin(members, members.c.id == membership.c.run_id)
        .outerjoin(of_members, of_members.c.id == members.c.office_id)
        .outerjoin(staff, staff.c.id == civil_event.c.recorded_by)
        .outerjoin(recorder, recorder.c.id == staff.c.office_id)
        .outerjoin(paper, paper.c.id == civil_event.c.paper_id)
        .where(civil_event.c.application_id.in_(application_ids))
        .order_by(civil_event.c.application_id, membership.c.id)
    )
    return tuple(_event(tuple(row)) for row in connection.execute(statement))


def _event(row: tuple[Any, ...]) -> JoinedEvent:
    source = Source(row[11], Delivery(*row[12:16]), Delivery(*row[16:20]), *row[20:])
    return JoinedEvent(row[0], row[1], Joined(*row[2:11]), source)


def letters_of_case(connection: Connection, application_id: int) -> tuple[NamedLetter, ...]:
    """The standing letters that name a case, oldest first."""
    statement = (
        select(letter.c.code, letter.c.number, letter.c.issued_on)
        .join(letter_subject, letter_subject.c.letter_id == letter.c.id)
        .outerjoin(letter_void, letter_void.c.letter_id == letter.c.id)
        .where(letter_subject.c.application_id == application_id, letter_void.c.letter_id.is_(None))
        .order_by(letter.c.id)
    )
    return tuple(NamedLetter(*row) for row in connection.execute(statement))
