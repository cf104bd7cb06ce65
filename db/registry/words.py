"""The words of names, kept once each with all their ends, so that a part of a name finds its bearer."""

from typing import Any

from sqlalchemy import Connection, Integer, Select, and_, func, literal, or_, select

from db.statements import insert_chosen_or_skip
from db.tables.people import SHORTEST_PART, name_part, person_key

_LONGEST = 60


def learn_words(connection: Connection, people: Select[Any]) -> None:
    """The words of these people (a SELECT of their ids) that nobody bore before. Their keys are written already."""
    place = select(literal(1, Integer).label("n")).cte("place", recursive=True)
    place = place.union_all(select(place.c.n + 1).where(place.c.n < _LONGEST))
    known = (
        select(name_part.c.token)
        .where(name_part.c.part == person_key.c.token, name_part.c.token == person_key.c.token)
        .exists()
    )
    word = select(person_key.c.token).where(person_key.c.person_id.in_(people), ~known).distinct().subquery()
    whole_or_end = or_(place.c.n == 1, place.c.n <= func.length(word.c.token) - SHORTEST_PART + 1)
    ends = select(func.substr(word.c.token, place.c.n), word.c.token).where(and_(whole_or_end, word.c.token != ""))
    # In one order, so that two offices that learn the same words wait for each other instead of blocking each other.
    insert_chosen_or_skip(connection, name_part, ("part", "token"), ends.order_by(word.c.token, place.c.n))
