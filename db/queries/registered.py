"""The population register and what Dukcapil recorded of its people, as SIAK exchanges both."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import Connection, func, select

from db.queries.gone import HERE
from db.tables.civil import civil_event
from db.tables.people import person
from db.tables.registry import family_member, resident

PAGE = 5000
_RESIDENT = (
    *("nik", "kk", "name", "status", "birth_place", "birth_date", "sex", "marital", "relation"),
    *("kecamatan", "kelurahan", "address"),
)
_EVENT = ("nik", "event_date", "document", "destination", "note")
_PERSON = ("name", "sex", "birth_place", "birth_date", "address", "kelurahan", "kecamatan")
Facts = tuple[dict[str, object], ...]


def resident_page(connection: Connection, after: str = "", limit: int = PAGE) -> Facts:
    """Who lives here, in the order of their NIKs, from behind ``after``."""
    # An expression, for by the index of the state every page would gather all residents to sort them.
    here = func.coalesce(resident.c.state, "") == HERE
    mine = select(*(resident.c[name] for name in _RESIDENT)).where(here, resident.c.nik > after)
    return _facts(_RESIDENT, connection.execute(mine.order_by(resident.c.nik).limit(limit)))


def resident_count(connection: Connection) -> int:
    """How many live here."""
    return connection.scalar(select(func.count()).select_from(resident).where(resident.c.state == HERE)) or 0


def recorded_events(connection: Connection, kind: str, begin: datetime, end: datetime) -> Facts:
    """The deaths or moves in sight that were recorded from ``begin`` to before ``end`` and stand, oldest first."""
    e, f = civil_event.c, family_member.c
    newest = select(f.kk).where(f.person_id == e.person_id).order_by(f.valid_from.desc(), f.id.desc()).limit(1)
    columns = (*(e[name] for name in _EVENT), *(person.c[name] for name in _PERSON), newest.scalar_subquery())
    mine = (e.kind == kind, e.revoked_at.is_(None), e.recorded_at >= begin, e.recorded_at < end)
    chosen = select(*columns, e.person_id).join_from(civil_event, person, person.c.id == e.person_id)
    return _facts((*_EVENT, *_PERSON, "kk", "person_id"), connection.execute(chosen.where(*mine).order_by(e.id)))


def _facts(names: Iterable[str], rows: Iterable[Iterable[object]]) -> Facts:
    names = tuple(names)
    return tuple(
        {name: value.isoformat() if isinstance(value, date) else value for name, value in zip(names, row, strict=True)}
        for row in rows
    )
