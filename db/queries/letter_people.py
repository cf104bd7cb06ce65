"""Whom letters name."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import Connection, select

from db.tables.cases import application
from db.tables.papers import letter_subject


def people_of_letters(connection: Connection, letters: Iterable[int]) -> dict[int, tuple[int, ...]]:
    """Letter → ids of the people it names; letters that name nobody are left out."""
    wanted = sorted(set(letters))
    if not wanted:
        return {}
    statement = select(letter_subject.c.letter_id, application.c.person_id)
    statement = statement.join(application, application.c.id == letter_subject.c.application_id)
    found: defaultdict[int, set[int]] = defaultdict(set)
    for letter_id, person in connection.execute(statement.where(letter_subject.c.letter_id.in_(wanted))):
        found[letter_id].add(person)
    return {letter_id: tuple(sorted(people)) for letter_id, people in found.items()}
