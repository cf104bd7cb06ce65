"""Records that are likely one person: the same name and day of birth, unless the population register knows two people.

Name and day alone are one walk along an index, for everybody. What is only alike is looked for beside the newest records:
a double comes into being when somebody is recorded once more, and all pairs of a city would be as many as its square.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Subquery, and_, extract, func, or_, select

from db.tables.people import person, person_key
from db.tables.registry import resident


@dataclass(frozen=True, slots=True)
class DoubleSide:
    """Enough of a record to recognise it."""

    id: int
    registration: str
    nik: str | None
    name: str
    birth_date: date | None
    address: str


@dataclass(frozen=True, slots=True)
class DoublePair:
    """Two records that look like one person."""

    first: DoubleSide
    other: DoubleSide


_COLUMNS = tuple(DoubleSide.__dataclass_fields__)


def likely_doubles(connection: Connection, limit: int = 300) -> tuple[DoublePair, ...]:
    """Pairs by day of birth and name, in whatever letters it is written; each record beside the oldest one of its group."""
    mine = and_(person.c.merged_into.is_(None), person.c.birth_date.is_not(None), person.c.name != "")
    said = func.upper(person.c.name)
    groups = (
        select(person.c.birth_date.label("born"), said.label("said"), func.min(person.c.id).label("oldest"))
        .where(mine)
        .group_by(person.c.birth_date, said)
        .having(func.count() > 1)
        .order_by(person.c.birth_date, said)
        .limit(limit)
        .subquery()
    )
    first, other = person.alias(), person.alias()
    known = [select(resident.c.nik).where(resident.c.nik == side.c.nik).exists() for side in (first, other)]
    same = and_(
        other.c.birth_date == groups.c.born,
        func.upper(other.c.name) == groups.c.said,
        other.c.id != first.c.id,
        other.c.merged_into.is_(None),
    )
    statement = (
        select(*(side.c[name] for side in (first, other) for name in _COLUMNS))
        .select_from(groups.join(first, first.c.id == groups.c.oldest).join(other, same))
        .where(~and_(*known))
        .order_by(first.c.name, first.c.id, other.c.id)
        .limit(limit)
    )
    return _pairs(connection.execute(statement))


FRESH = 1_500
"""So many of the newest records are compared with everybody."""
_MOST = 20_000


def near_names(connection: Connection, fresh: int = FRESH) -> tuple[DoublePair, ...]:
    """Pairs born on one day whose names differ and share the sound of a word: candidates, to be scored."""
    new, old = _newest(fresh), person.alias()
    ours, theirs = person_key.alias(), person_key.alias()
    shared = (
        select(ours.c.sound)
        .join(theirs, theirs.c.sound == ours.c.sound)
        .where(ours.c.person_id == new.c.id, theirs.c.person_id == old.c.id)
        .exists()
    )
    alike = and_(old.c.birth_date == new.c.birth_date, old.c.name != new.c.name)
    return _beside(connection, new, old, alike, shared)


def same_names(connection: Connection, fresh: int = FRESH) -> tuple[DoublePair, ...]:
    """Pairs with one name and different days of birth: candidates, to be looked at for a slip in the day."""
    new, old = _newest(fresh), person.alias()
    born, again = new.c.birth_date, old.c.birth_date
    year, month, on = (extract(part, born) == extract(part, again) for part in ("year", "month", "day"))
    # A slip of one digit, or day and month changed for each other, leaves the year or all but the year.
    slip = and_(again != born, or_(year, and_(month, on)))
    return _beside(connection, new, old, old.c.name == new.c.name, slip)


def _newest(fresh: int) -> Subquery:
    columns = [person.c[name] for name in _COLUMNS]
    mine = (person.c.merged_into.is_(None), person.c.birth_date.is_not(None), person.c.name != "")
    return select(*columns).where(*mine).order_by(person.c.id.desc()).limit(fresh).subquery()


def _beside(
    connection: Connection, new: Subquery, old: FromClause, alike: ColumnElement[bool], more: ColumnElement[bool]
) -> tuple[DoublePair, ...]:
    """Each of the newest beside those recorded before; never two whom the population register knows as two."""
    known = [select(resident.c.nik).where(resident.c.nik == side.c.nik).exists() for side in (old, new)]
    before = and_(alike, old.c.id < new.c.id, old.c.merged_into.is_(None), old.c.birth_date.is_not(None))
    statement = (
        select(*(side.c[name] for side in (old, new) for name in _COLUMNS))
        .select_from(new.join(old, before))
        .where(more, ~and_(*known))
        .limit(_MOST)
    )
    return _pairs(connection.execute(statement))


def _pairs(rows: Iterable[Any]) -> tuple[DoublePair, ...]:
    width = len(_COLUMNS)
    return tuple(DoublePair(DoubleSide(*row[:width]), DoubleSide(*row[width:])) for row in rows)


def sides(connection: Connection, people: tuple[int, ...]) -> dict[int, DoubleSide]:
    """These records by id, those only that stand for themselves."""
    columns = [person.c[name] for name in _COLUMNS]
    statement = select(*columns).where(person.c.id.in_(people), person.c.merged_into.is_(None))
    return {row.id: DoubleSide(*row) for row in connection.execute(statement)}
