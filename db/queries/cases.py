"""Cases as every work list, digest and decision sees them: one row a person, one statement a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, Row, Select, and_, exists, func, select

from db.queries.gone import gone_word
from db.tables.access import office, staff
from db.tables.cases import application, batch_member, register_search, step_run, wbs_health, wbs_profile
from db.tables.civil import civil_event
from db.tables.papers import card, paper
from db.tables.people import membership, person
from db.tables.procedures import sop_status


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One person's application with all that lists show and rules ask.

    ``office_id`` is the office whose turn it is; ``makers`` holds (action, staff id) of every move made so far. ``gone``:
    "meninggal" or "pindah" of a person who is here no more. ``event_…`` is what a case of the procedure ``terpadu`` is
    about, with the membership that it ends; what stands on a WBS alone is empty there.
    """

    id: int
    version: int
    procedure: str
    status: str
    office_id: int
    origin_name: str
    panti_office_id: int | None
    panti_name: str
    batch_id: int | None
    reason: str
    step_since: datetime
    step_due: datetime | None
    taken_by: int | None
    taken_at: datetime | None
    taken_until: datetime | None
    taken_name: str
    created_at: datetime
    person_id: int
    person_version: int
    registration: str
    nik: str | None
    name: str
    alias: str
    sex: str | None
    birth_place: str
    birth_date: date | None
    birth_estimated: bool
    address: str
    category: str
    found_place: str
    found_at: datetime | None
    condition: str
    belongings: str
    note: str
    nik_claimed: str
    room: str
    entered_on: date | None
    left_on: date | None
    left_reason: str
    profile_version: int
    searched: bool
    other_cases: int
    participant_number: str | None
    facility: str
    cards_made: int
    photo_id: int | None
    makers: frozenset[tuple[str, int]]
    kelurahan: str = ""
    origin_office_id: int | None = None
    kecamatan: str = ""
    gone: str = ""
    event_id: int | None = None
    event_kind: str = ""
    event_date: date | None = None
    event_document: str = ""
    event_paper_id: int | None = None
    event_destination: str = ""
    event_revoked: bool = False
    event_number: str = ""
    event_segment: str = ""
    event_stopped_on: date | None = None
    other_events: int = 0

    @property
    def label(self) -> str:
        """How a clerk calls this person: the name, the alias, or the registration number."""
        return self.name or (f"Tanpa nama ({self.alias})" if self.alias else f"Tanpa nama ({self.registration})")


_origin = office.alias("origin")
_panti = office.alias("panti")
_taker = staff.alias("taker")
_other = application.alias("other")
_member = membership.alias("member")
_event = civil_event.alias("other_event")
_PLAIN = (
    *(application.c[name] for name in ("id", "version", "procedure", "status", "office_id")),
    *(
        application.c[name]
        for name in ("panti_office_id", "batch_id", "reason", "step_since", "step_due", "taken_by", "taken_at")
    ),
    application.c.taken_until,
    application.c.created_at,
    application.c.person_id,
    *(person.c[name] for name in ("registration", "nik", "name", "alias", "sex", "birth_place", "birth_date")),
    *(person.c[name] for name in ("birth_estimated", "address", "kelurahan", "kecamatan")),
    person.c.version.label("person_version"),
    *(func.coalesce(wbs_profile.c[name], "").label(name) for name in ("category", "found_place", "belongings", "note")),
    *(func.coalesce(wbs_profile.c[name], "").label(name) for name in ("nik_claimed", "room", "left_reason")),
    *(wbs_profile.c[name] for name in ("found_at", "entered_on", "left_on")),
    func.coalesce(wbs_profile.c.version, 0).label("profile_version"),
    application.c.origin_office_id,
    civil_event.c.id.label("event_id"),
    civil_event.c.event_date,
    civil_event.c.paper_id.label("event_paper_id"),
    *(func.coalesce(civil_event.c[name], "").label(f"event_{name}") for name in ("kind", "document", "destination")),
    civil_event.c.revoked_at.is_not(None).label("event_revoked"),
    func.coalesce(_member.c.participant_number, "").label("event_number"),
    func.coalesce(_member.c.segment, "").label("event_segment"),
    _member.c.valid_to.label("event_stopped_on"),
    _origin.c.name.label("origin_name"),
    func.coalesce(_panti.c.name, "").label("panti_name"),
    func.coalesce(_taker.c.name, "").label("taken_name"),
    # Empty, too, for who has no right to health notes: the database then gives no row.
    func.coalesce(wbs_health.c.condition, "").label("condition"),
)


def _statement() -> Select[tuple[object, ...]]:
    mine = application.c.id
    searched = exists().where(register_search.c.application_id == mine).correlate(application)
    others = (
        select(func.count(_other.c.id))
        .where(_other.c.person_id == application.c.person_id, _other.c.id != mine)
        .where(_other.c.procedure == application.c.procedure)
        .join(sop_status, and_(sop_status.c.procedure == _other.c.procedure, sop_status.c.code == _other.c.status))
        .where(sop_status.c.waits_for != "")
        .scalar_subquery()
    )
    cards = select(func.count(card.c.id)).where(card.c.application_id == mine).scalar_subquery()
    photo = (
        select(func.max(paper.c.id))
        .where(paper.c.person_id == application.c.person_id, paper.c.kind == "foto")
        .scalar_subquery()
    )
    running = and_(membership.c.person_id == application.c.person_id, membership.c.valid_to.is_(None))
    number = select(func.max(membership.c.participant_number)).where(running).scalar_subquery()
    facility = select(func.max(membership.c.facility)).where(running).scalar_subquery()
    more_events = (
        select(func.count(_event.c.id))
        .where(_event.c.person_id == application.c.person_id, _event.c.revoked_at.is_(None))
        .where(func.coalesce(_event.c.application_id, 0) != mine)
        .scalar_subquery()
    )
    step = func.coalesce(step_run.c.action, "").concat(":").concat(step_run.c.ended_by)
    makers = (
        select(func.aggregate_strings(step, ","))
        .where(step_run.c.application_id == mine, step_run.c.ended_by.is_not(None))
        .scalar_subquery()
    )
    return (
        select(
            *_PLAIN,
            searched.label("searched"),
            number.label("participant_number"),
            func.coalesce(facility, "").label("facility"),
            others.label("other_cases"),
            cards.label("cards_made"),
            photo.label("photo_id"),
            makers.label("makers"),
            func.coalesce(gone_word(application.c.person_id), "").label("gone"),
            more_events.label("other_events"),
        )
        .join(person, person.c.id == application.c.person_id)
        .outerjoin(wbs_profile, wbs_profile.c.application_id == application.c.id)
        .outerjoin(wbs_health, wbs_health.c.application_id == application.c.id)
        .join(_origin, _origin.c.id == application.c.origin_office_id)
        .outerjoin(_panti, _panti.c.id == application.c.panti_office_id)
        .outerjoin(_taker, _taker.c.id == application.c.taken_by)
        .outerjoin(civil_event, civil_event.c.application_id == application.c.id)
        .outerjoin(_member, _member.c.id == civil_event.c.membership_id)
    )


_CASES = _statement()


def _makers(text: str | None) -> frozenset[tuple[str, int]]:
    pairs = (part.rpartition(":") for part in (text or "").split(",") if part)
    return frozenset((action, int(maker)) for action, _, maker in pairs)


def _row(row: Row[tuple[object, ...]]) -> CaseRow:
    values = dict(row._mapping)
    values["makers"] = _makers(values["makers"])
    for name in ("birth_estimated", "searched", "event_revoked"):
        values[name] = bool(values[name])
    return CaseRow(**values)


def queue(
    connection: Connection,
    office_id: int,
    statuses: Sequence[str],
    *,
    batch_id: int | None = None,
    limit: int = 500,
) -> tuple[CaseRow, ...]:
    """The cases that wait at one office in these statuses, longest waiting first, at most ``limit``."""
    statement = _CASES.where(application.c.office_id == office_id, application.c.status.in_(statuses))
    if batch_id is not None:
        statement = statement.where(application.c.batch_id == batch_id)
    statement = statement.order_by(application.c.step_since, application.c.id).limit(limit)
    return tuple(map(_row, connection.execute(statement)))


def cases_by_id(connection: Connection, ids: Sequence[int]) -> tuple[CaseRow, ...]:
    """These cases in the order of their ids."""
    return tuple(map(_row, connection.execute(_CASES.where(application.c.id.in_(ids)).order_by(application.c.id))))


def cases_of_person(connection: Connection, person_id: int) -> tuple[CaseRow, ...]:
    """Every case of one person, newest first."""
    statement = _CASES.where(application.c.person_id == person_id).order_by(application.c.id.desc())
    return tuple(map(_row, connection.execute(statement)))


def residents(
    connection: Connection, panti_office_id: int, *, gone: bool = False, limit: int = 500
) -> tuple[CaseRow, ...]:
    """The people of one panti: those who live there now, or those who left."""
    left = wbs_profile.c.left_on.is_not(None) if gone else wbs_profile.c.left_on.is_(None)
    statement = _CASES.where(
        application.c.panti_office_id == panti_office_id, left, wbs_profile.c.entered_on.is_not(None)
    )
    return tuple(map(_row, connection.execute(statement.order_by(application.c.id.desc()).limit(limit))))


def cases_of_batch(connection: Connection, batch_id: int) -> tuple[CaseRow, ...]:
    """Everybody who was on one list, wherever they are now."""
    members = select(batch_member.c.application_id).where(batch_member.c.batch_id == batch_id)
    return tuple(map(_row, connection.execute(_CASES.where(application.c.id.in_(members)).order_by(application.c.id))))
