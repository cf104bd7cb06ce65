"""Records that are likely one person: the same name and day of birth, unless the population register knows two people."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, and_, func, select

from db.tables.people import person
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
    width = len(_COLUMNS)
    return tuple(
        DoublePair(DoubleSide(*row[:width]), DoubleSide(*row[width:])) for row in connection.execute(statement)
    )


def sides(connection: Connection, people: tuple[int, ...]) -> dict[int, DoubleSide]:
    """These records by id, those only that stand for themselves."""
    columns = [person.c[name] for name in _COLUMNS]
    statement = select(*columns).where(person.c.id.in_(people), person.c.merged_into.is_(None))
    return {row.id: DoubleSide(*row) for row in connection.execute(statement)}
