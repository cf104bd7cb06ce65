"""Cards: every copy with what became of it, the print queue by kelurahan, and the keys that seal them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, Select, and_, exists, func, select

from db.tables.access import office, staff
from db.tables.cases import application
from db.tables.papers import card, paper
from db.tables.people import person
from db.tables.printing import card_event, office_key, office_secret, print_job


@dataclass(frozen=True, slots=True)
class CardCopy:
    """One copy that was made.

    ``state``: berlaku, batal, hilang, rusak, or diganti when a newer copy took its place (one that was called off
    takes nobody's place). ``printed``: copies of its sheet that a printer took, the last at ``printed_at``.
    """

    id: int
    application_id: int
    participant_number: str
    layout: str
    copy: int
    reason: str
    sheet_id: int
    seal: str
    created_at: datetime
    made_by: str
    panti_office_id: int | None
    state: str
    event_reason: str
    event_at: datetime | None
    event_by: str
    printed: int
    printed_at: datetime | None


@dataclass(frozen=True, slots=True)
class CardGroup:
    """The people of one kelurahan who wait for their card, longest first; ``kelurahan`` may be empty (unknown)."""

    kelurahan: str
    cases: tuple[int, ...]
    without_photo: int


@dataclass(frozen=True, slots=True)
class KeyRow:
    """The public half of an office's key."""

    key_id: str
    office_id: int
    office_name: str
    public: bytes
    created_at: datetime
    retired_at: datetime | None


_PLAIN = ("id", "application_id", "participant_number", "layout", "copy", "reason", "sheet_id", "seal", "created_at")
_maker = staff.alias("maker")
_teller = staff.alias("teller")
_newer = card.alias("newer")
_newer_case = application.alias("newer_case")
_off = card_event.alias("off")


def _copies() -> Select[tuple[object, ...]]:
    called_off = exists().where(_off.c.card_id == _newer.c.id, _off.c.kind == "batal").correlate(_newer)
    replaced = (
        exists()
        .where(_newer_case.c.person_id == application.c.person_id, _newer_case.c.id == _newer.c.application_id)
        .where(_newer.c.id > card.c.id, ~called_off)
        .correlate(card, application)
    )
    last = select(func.max(card_event.c.id)).where(card_event.c.card_id == card.c.id).correlate(card).scalar_subquery()
    taken = and_(print_job.c.sheet_id == card.c.sheet_id, print_job.c.state == "diterima")
    printed = select(func.coalesce(func.sum(print_job.c.copies), 0)).where(taken).correlate(card).scalar_subquery()
    printed_at = select(func.max(print_job.c.at)).where(taken).correlate(card).scalar_subquery()
    return (
        select(
            *(card.c[name] for name in _PLAIN),
            _maker.c.name.label("made_by"),
            application.c.panti_office_id,
            func.coalesce(card_event.c.kind, "").label("kind"),
            func.coalesce(card_event.c.reason, "").label("event_reason"),
            card_event.c.at.label("event_at"),
            func.coalesce(_teller.c.name, "").label("event_by"),
            replaced.label("replaced"),
            printed.label("printed"),
            printed_at.label("printed_at"),
        )
        .join(application, application.c.id == card.c.application_id)
        .join(_maker, _maker.c.id == card.c.created_by)
        .outerjoin(card_event, card_event.c.id == last)
        .outerjoin(_teller, _teller.c.id == card_event.c.staff_id)
        .order_by(card.c.id.desc())
    )


def _copy(row: Row[tuple[object, ...]]) -> CardCopy:
    values = dict(row._mapping)
    kind, replaced = values.pop("kind"), values.pop("replaced")
    return CardCopy(**values, state=kind or ("diganti" if replaced else "berlaku"))


def card_history(connection: Connection, person_id: int) -> tuple[CardCopy, ...]:
    """Every copy made for a person, newest first."""
    return tuple(map(_copy, connection.execute(_copies().where(application.c.person_id == person_id))))


def card_by_id(connection: Connection, card_id: int) -> CardCopy | None:
    """One copy, or ``None``."""
    row = connection.execute(_copies().where(card.c.id == card_id)).first()
    return _copy(row) if row else None


def cards_of_number(connection: Connection, participant_number: str) -> tuple[CardCopy, ...]:
    """Every copy that bears this number, newest first."""
    return tuple(map(_copy, connection.execute(_copies().where(card.c.participant_number == participant_number))))


def card_of_seal(connection: Connection, participant_number: str, seal: str) -> CardCopy | None:
    """The copy that carries exactly this seal, or ``None``."""
    mine = (card.c.participant_number == participant_number, card.c.seal == seal)
    row = connection.execute(_copies().where(*mine)).first()
    return _copy(row) if row else None


def spoiled_cases(connection: Connection, ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Case → (kind, reason) for those whose newest copy is void, lost or spoilt: why a reprint is due."""
    newest = select(func.max(card.c.id)).where(card.c.application_id.in_(ids)).group_by(card.c.application_id)
    statement = (
        select(card.c.application_id, card_event.c.kind, card_event.c.reason)
        .join(card_event, card_event.c.card_id == card.c.id)
        .where(card.c.id.in_(newest))
        .order_by(card_event.c.id)
    )
    return {row.application_id: (row.kind, row.reason) for row in connection.execute(statement)}


def card_queue_groups(connection: Connection, office_id: int, statuses: Sequence[str]) -> tuple[CardGroup, ...]:
    """Who waits for a card at an office, by the kelurahan of the person, else of the panti, else unknown (last)."""
    place = func.coalesce(func.nullif(func.trim(person.c.kelurahan), ""), func.trim(office.c.kelurahan), "")
    photo = exists().where(paper.c.person_id == person.c.id, paper.c.kind == "foto").correlate(person)
    statement = (
        select(place.label("place"), application.c.id, photo.label("photo"))
        .join(person, person.c.id == application.c.person_id)
        .outerjoin(office, office.c.id == application.c.panti_office_id)
        .where(application.c.office_id == office_id, application.c.status.in_(statuses))
        .order_by(application.c.step_since, application.c.id)
    )
    cases: dict[str, list[int]] = {}
    bare: dict[str, int] = {}
    for row in connection.execute(statement):
        cases.setdefault(row.place, []).append(row.id)
        bare[row.place] = bare.get(row.place, 0) + (0 if row.photo else 1)
    order = sorted(cases, key=lambda name: (not name, name.casefold()))
    return tuple(CardGroup(name, tuple(cases[name]), bare[name]) for name in order)


def photos_of(connection: Connection, person_ids: Sequence[int]) -> dict[int, bytes]:
    """Person → the newest photo, for those who have one."""
    newest = select(func.max(paper.c.id)).where(paper.c.person_id.in_(person_ids), paper.c.kind == "foto")
    statement = select(paper.c.person_id, paper.c.content).where(paper.c.id.in_(newest.group_by(paper.c.person_id)))
    return {row.person_id: row.content for row in connection.execute(statement)}


def office_keys(connection: Connection) -> tuple[KeyRow, ...]:
    """The public keys of all offices, oldest first, retired ones too: old cards are still checked with them."""
    columns = [office_key.c.key_id, office_key.c.office_id, office.c.name, office_key.c.public]
    statement = select(*columns, office_key.c.created_at, office_key.c.retired_at)
    joined = statement.join(office, office.c.id == office_key.c.office_id)
    return tuple(
        KeyRow(*row) for row in connection.execute(joined.order_by(office_key.c.created_at, office_key.c.key_id))
    )


def key_in_use(connection: Connection, office_id: int) -> str:
    """The id of the key with which this office seals now; empty before its first card."""
    mine = (office_key.c.office_id == office_id, office_key.c.retired_at.is_(None))
    return connection.scalar(select(office_key.c.key_id).where(*mine)) or ""


def sealing_key(connection: Connection, office_id: int) -> tuple[str, bytes] | None:
    """(key id, private key) with which this office seals now; ``None`` before its first card."""
    mine = (office_key.c.office_id == office_id, office_key.c.retired_at.is_(None))
    statement = select(office_key.c.key_id, office_secret.c.private).join(office_secret).where(*mine)
    row = connection.execute(statement.order_by(office_key.c.created_at.desc(), office_key.c.key_id)).first()
    return (row.key_id, row.private) if row else None
