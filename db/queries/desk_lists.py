"""What waits at one desk, all at once: the lists, the people on them, their letters, and what Dukcapil's search found."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from db.queries.batches import BatchRow, incoming
from db.queries.cases import CaseRow, queue
from db.tables.access import staff
from db.tables.cases import register_search
from db.tables.papers import letter


@dataclass(frozen=True, slots=True)
class ListLetter:
    """A letter that travelled with a list."""

    id: int
    batch_id: int
    code: str
    number: str


@dataclass(frozen=True, slots=True)
class SearchRow:
    """The last search decision on a case: ``shown`` people were compared, ``best`` is the highest score (0–100) of one
    who was not chosen, ``None`` when nobody else was shown."""

    application_id: int
    decision: str
    found_person_id: int | None
    shown: int
    best: float | None
    at: datetime
    clerk: str
    note: str


@dataclass(frozen=True, slots=True)
class DeskWork:
    """The whole queue of a desk, consistent: read in one go. ``total`` counts also people beyond the limit."""

    lists: tuple[BatchRow, ...]
    people: tuple[CaseRow, ...]
    letters: tuple[ListLetter, ...]
    searches: dict[int, SearchRow]

    @property
    def total(self) -> int:
        """How many people wait, also those not read."""
        return max(sum(one.open for one in self.lists), len(self.people))


def desk_work(
    connection: Connection, office_id: int, statuses: Sequence[str], *, searched: bool = False, limit: int = 2000
) -> DeskWork:
    """Everything that waits at this office in these statuses; ``searched`` adds the search decisions."""
    lists = incoming(connection, office_id, statuses)
    people = queue(connection, office_id, statuses, limit=limit)
    letters = letters_of_lists(connection, [one.id for one in lists])
    return DeskWork(lists, people, letters, searches_of(connection, [row.id for row in people]) if searched else {})


def letters_of_lists(connection: Connection, batch_ids: Sequence[int]) -> tuple[ListLetter, ...]:
    """The letters of these lists, in the order they were issued."""
    if not batch_ids:
        return ()
    columns = (letter.c.id, letter.c.batch_id, letter.c.code, letter.c.number)
    statement = select(*columns).where(letter.c.batch_id.in_(batch_ids)).order_by(letter.c.id)
    return tuple(ListLetter(*row) for row in connection.execute(statement))


def searches_of(connection: Connection, application_ids: Sequence[int]) -> dict[int, SearchRow]:
    """Application id → its last search decision."""
    if not application_ids:
        return {}
    columns = [register_search.c[name] for name in ("application_id", "decision", "found_person_id", "candidates")]
    statement = (
        select(*columns, register_search.c.at, staff.c.name, register_search.c.note)
        .join(staff, staff.c.id == register_search.c.staff_id)
        .where(register_search.c.application_id.in_(application_ids))
        .order_by(register_search.c.id)
    )
    found = {}
    for case_id, decision, chosen, candidates, at, clerk, note in connection.execute(statement):
        scores = [(int(person), float(score)) for person, score in json.loads(candidates)]
        others = [score for person, score in scores if person != chosen]
        found[case_id] = SearchRow(
            case_id, decision, chosen, len(scores), max(others, default=None), at, clerk or "", note
        )
    return found
