"""Deaths and moves with how far each one is: what Dukcapil follows and Dinas Sosial looks at (Ps 6c, 6d, 6f)."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, func, select

from db.tables.access import office, staff
from db.tables.cases import application
from db.tables.civil import civil_event
from db.tables.people import membership, person


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event. ``application_id`` and what follows it are empty for who was no member; ``stopped_on`` is the first day
    that the membership of then did not cover."""

    id: int
    kind: str
    event_date: date
    document: str
    paper_id: int | None
    destination: str
    note: str
    recorded_at: datetime
    clerk: str
    revoked_at: datetime | None
    revoked_reason: str
    person_id: int
    nik: str
    name: str
    registration: str
    sex: str | None
    birth_date: date | None
    participant_number: str
    segment: str
    stopped_on: date | None
    application_id: int | None
    version: int | None
    status: str
    holder: str
    reason: str
    origin_office_id: int | None

    @property
    def label(self) -> str:
        """How a clerk calls this person."""
        return self.name or f"Tanpa nama ({self.registration})"


def civil_events(connection: Connection, limit: int = 1000) -> tuple[EventRow, ...]:
    """The newest events first; who may see which is the database's business."""
    of_event = ("id", "kind", "event_date", "document", "paper_id", "destination", "note", "recorded_at")
    statement = (
        select(*(civil_event.c[name] for name in of_event), staff.c.name)
        .add_columns(civil_event.c.revoked_at, civil_event.c.revoked_reason, person.c.id, civil_event.c.nik)
        .add_columns(person.c.name, person.c.registration, person.c.sex, person.c.birth_date)
        .add_columns(func.coalesce(membership.c.participant_number, ""), func.coalesce(membership.c.segment, ""))
        .add_columns(membership.c.valid_to, application.c.id, application.c.version)
        .add_columns(*(func.coalesce(column, "") for column in (application.c.status, office.c.name)))
        .add_columns(func.coalesce(application.c.reason, ""), application.c.origin_office_id)
        .join_from(civil_event, person, person.c.id == civil_event.c.person_id)
        .join(staff, staff.c.id == civil_event.c.recorded_by)
        .outerjoin(membership, membership.c.id == civil_event.c.membership_id)
        .outerjoin(application, application.c.id == civil_event.c.application_id)
        .outerjoin(office, office.c.id == application.c.office_id)
        .order_by(civil_event.c.id.desc())
        .limit(limit)
    )
    return tuple(EventRow(*row) for row in connection.execute(statement))
