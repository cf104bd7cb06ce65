"""Who is here no more: the word by which the dead and the moved are marked in every list (L6)."""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    ScalarSelect,
    and_,
    case,
    exists,
    func,
    literal,
    or_,
    select,
)

from db.tables.cases import application
from db.tables.civil import civil_event
from db.tables.procedures import sop_status
from db.tables.registry import resident

WORDS = {"kematian": "meninggal", "pindah": "pindah"}
"""Kind of event → what is said of the person."""
HERE = "ada"


def word_of(event: FromClause) -> ColumnElement[str]:
    """The word of an event's kind."""
    return case(WORDS, value=event.c.kind)


def on_its_way(event: FromClause) -> ColumnElement[bool]:
    """Its case still waits for somebody."""
    waits = and_(sop_status.c.procedure == application.c.procedure, sop_status.c.code == application.c.status)
    return exists(
        select(application.c.id)
        .join(sop_status, waits)
        .where(application.c.id == event.c.application_id, sop_status.c.waits_for != "")
        .correlate(event)
    )


def gone_word(person_id: ColumnElement[Any]) -> ScalarSelect[str | None]:
    """«meninggal», «pindah» or NULL for the person in this column: of the event that stands, not of one taken back."""
    event = civil_event.alias("standing_event")
    stands = event.c.revoked_at.is_(None)
    return select(func.max(word_of(event))).where(event.c.person_id == person_id, stands).scalar_subquery()


def is_gone(person_id: ColumnElement[Any], nik: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether somebody is here no more, by the register as it was delivered or by what Dukcapil recorded."""
    event = civil_event.alias("standing_event")
    told = select(resident.c.nik).where(resident.c.nik == nik, resident.c.state != HERE)
    recorded = select(event.c.id).where(event.c.person_id == person_id, event.c.revoked_at.is_(None))
    return or_(exists(told), exists(recorded))


def gone_of(connection: Connection, person_id: int) -> str:
    """The same word for one person, empty for who is here."""
    return connection.scalar(select(gone_word(literal(person_id)))) or ""
