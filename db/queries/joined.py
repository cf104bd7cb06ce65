"""The joined record of Perwali Surakarta 19/2020 Ps 6b: exactly nine elements, and beside them where they came from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, func, select

from db.tables.civil import civil_event
from db.tables.people import membership, person
from db.tables.registry import resident


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
class Source:
    """Where the nine came from: the population register («siak») or the record itself («catatan»), the import run of
    either and that of the membership, who recorded the event and when."""

    register: str
    register_run: int | None
    membership_run: int | None
    member_since: date
    recorded_by: int
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class JoinedEvent:
    """One event with the joined record of whom it is about."""

    event_id: int
    application_id: int
    joined: Joined
    source: Source


def _told(name: str) -> ColumnElement[Any]:
    """What SIAK says of a resident; what the record says of who is not in the register, or where SIAK is silent."""
    said = resident.c[name]
    return func.coalesce(said if name in ("sex", "birth_date") else func.nullif(said, ""), person.c[name])


def joined_events(connection: Connection, application_ids: Sequence[int]) -> tuple[JoinedEvent, ...]:
    """The joined records of these cases in the order of their ids, one statement; joined by NIK (Ps 6a)."""
    registered = case((resident.c.nik.is_not(None), "siak"), else_="catatan")
    nine = (
        civil_event.c.nik,
        *map(_told, ("sex", "birth_date", "birth_place", "address", "kelurahan", "kecamatan")),
        membership.c.participant_number,
        membership.c.segment,
    )
    source = (
        registered,
        func.coalesce(resident.c.run_id, person.c.run_id),
        membership.c.run_id,
        membership.c.valid_from,
        civil_event.c.recorded_by,
        civil_event.c.recorded_at,
    )
    statement = (
        select(civil_event.c.id, civil_event.c.application_id, *nine, *source)
        .join(person, person.c.id == civil_event.c.person_id)
        .join(membership, membership.c.id == civil_event.c.membership_id)
        .outerjoin(resident, resident.c.nik == civil_event.c.nik)
        .where(civil_event.c.application_id.in_(application_ids))
        .order_by(civil_event.c.application_id)
    )
    return tuple(
        JoinedEvent(row[0], row[1], Joined(*row[2:11]), Source(*row[11:])) for row in connection.execute(statement)
    )
