"""Records that are likely one person: the same name and day of birth, unless the population register knows two people.

Name and day alone are one walk along an index. What is only alike is compared inside blocks, for everybody: all pairs of a
city would be as many as its square.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    FromClause,
    Integer,
    Select,
    and_,
    case,
    cast,
    extract,
    func,
    select,
    union,
)

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


MOST = 60_000
"""So many candidates are looked at, those with the newest records first: who asks is told when there are more."""


def near_names(connection: Connection, most: int = MOST) -> tuple[DoublePair, ...]:
    """Pairs born on one day whose names differ and share the sound of a word: candidates, to be scored. One more than
    ``most`` when there are more."""
    keys = {"born": person.c.birth_date, "sound": person_key.c.sound}
    keyed = person.join(person_key, person_key.c.person_id == person.c.id)
    everybody, asked = _keyed("everybody", keyed, keys), _keyed("asked", keyed, keys, unknown=True)
    first, other = person.alias(), person.alias()
    alike = _pairs_of(asked, everybody, {"born": "born", "sound": "sound"})
    return _beside(connection, (alike,), first, other, first.c.name != other.c.name, most)


_SLIPS: tuple[Mapping[str, str], ...] = (
    {"year": "year", "month": "month"},
    {"year": "year", "day": "day"},
    {"year": "year", "month": "day", "day": "month"},
    {"year": "year", "tens": "tens", "units": "units"},
    {"month": "month", "day": "day"},
)
"""What two days of birth still share after one digit was mistyped, day and month, or two neighbours changed places."""


def same_names(connection: Connection, most: int = MOST) -> tuple[DoublePair, ...]:
    """Pairs with one name and different days of birth: candidates, to be looked at for a slip in the day. One more than
    ``most`` when there are more."""
    year, month, day = (cast(extract(part, person.c.birth_date), Integer) for part in ("year", "month", "day"))
    keys = {"name": person.c.name, "year": year, "month": month, "day": day, "tens": day // 10, "units": month % 10}
    everybody, asked = _keyed("everybody", person, keys), _keyed("asked", person, keys, unknown=True)
    first, other = person.alias(), person.alias()
    alike = [_pairs_of(asked, everybody, {"name": "name", **shared}) for shared in _SLIPS]
    return _beside(connection, alike, first, other, first.c.birth_date != other.c.birth_date, most)


def _keyed(name: str, source: FromClause, keys: Mapping[str, ColumnElement[Any]], *, unknown: bool = False) -> CTE:
    """Everybody with these keys; with ``unknown`` those only whom the population register does not know, for of two whom
    it knows as two nobody asks. Kept by itself, so that a database compares keys with keys by a table of its own making
    and never walks all bearers of a common word."""
    stands = (person.c.merged_into.is_(None), person.c.birth_date.is_not(None), person.c.name != "")
    known = select(resident.c.nik).where(resident.c.nik == person.c.nik).exists()
    labelled = (one.label(key) for key, one in keys.items())
    statement = select(person.c.id, *labelled).select_from(source).where(*stands, *((~known,) if unknown else ()))
    return statement.cte(name).prefix_with("MATERIALIZED")


def _pairs_of(asked: CTE, everybody: CTE, shared: Mapping[str, str]) -> Select[tuple[int, int]]:
    """(older, newer) of all who share these keys, the one's to the other's."""
    share = and_(*(asked.c[one] == everybody.c[other] for one, other in shared.items()), asked.c.id != everybody.c.id)
    older, newer = (
        case((smaller, asked.c.id), else_=everybody.c.id)
        for smaller in (asked.c.id < everybody.c.id, asked.c.id > everybody.c.id)
    )
    return select(older.label("older"), newer.label("newer")).join(everybody, share)


def _beside(
    connection: Connection,
    pairs: Sequence[Select[tuple[int, int]]],
    first: FromClause,
    other: FromClause,
    apart: ColumnElement[bool],
    most: int,
) -> tuple[DoublePair, ...]:
    found = union(*pairs).subquery() if len(pairs) > 1 else pairs[0].distinct().subquery()
    statement = (
        select(*(side.c[name] for side in (first, other) for name in _COLUMNS))
        .select_from(found.join(first, first.c.id == found.c.older).join(other, other.c.id == found.c.newer))
        .where(apart)
        .order_by(found.c.newer.desc(), found.c.older.desc())
        .limit(most + 1)
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
