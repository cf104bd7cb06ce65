"""Members by segment on any day, and how far each kelurahan is covered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, and_, case, exists, func, or_, select

from db.tables.people import membership, person
from db.tables.registry import resident

_m = membership.c


@dataclass(frozen=True, slots=True)
class SegmentCounts:
    """One segment: how many members it had on each of the days asked for."""

    segment: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """One kelurahan: members on the day, and residents when the population register knows the place (else 0)."""

    kelurahan: str
    members: int
    residents: int


def held_on(day: date) -> ColumnElement[bool]:
    """Memberships that held on a day, past or future."""
    return and_(_m.valid_from <= day, or_(_m.valid_to.is_(None), _m.valid_to > day))


def segment_counts(connection: Connection, days: Sequence[date]) -> tuple[SegmentCounts, ...]:
    """Members of every segment on each day, in one pass over the memberships."""
    sums = [func.coalesce(func.sum(case((held_on(day), 1), else_=0)), 0) for day in days]
    statement = select(_m.segment, *sums).group_by(_m.segment).order_by(_m.segment)
    return tuple(SegmentCounts(row[0], tuple(map(int, row[1:]))) for row in connection.execute(statement))


def coverage(connection: Connection, day: date, limit: int = 1000) -> tuple[Coverage, ...]:
    """Kelurahan by kelurahan, the least covered first; where residents are not known the fewest members first."""
    kelurahan = func.coalesce(person.c.kelurahan, "")
    covered = exists().where(_m.person_id == person.c.id, held_on(day))
    mine = (
        select(kelurahan.label("place"), func.count().label("members"))
        .where(covered, person.c.merged_into.is_(None), kelurahan != "")
        .group_by(kelurahan)
        .subquery()
    )
    people = (
        select(resident.c.kelurahan.label("place"), func.count().label("residents"))
        .where(resident.c.state == "ada", resident.c.kelurahan != "")
        .group_by(resident.c.kelurahan)
        .subquery()
    )
    members, residents = func.coalesce(mine.c.members, 0), func.coalesce(people.c.residents, 0)
    places = select(mine.c.place).union(select(people.c.place)).subquery()
    share = case((residents > 0, 1.0 * members / residents), else_=2.0)
    statement = (
        select(places.c.place, members, residents)
        .select_from(places)
        .outerjoin(mine, mine.c.place == places.c.place)
        .outerjoin(people, people.c.place == places.c.place)
        .order_by(share, members, places.c.place)
        .limit(limit)
    )
    return tuple(Coverage(*row) for row in connection.execute(statement))
