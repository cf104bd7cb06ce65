"""What the panel beside a list shows of one person beyond the row itself: photo, journey, letters."""

from dataclasses import dataclass

from sqlalchemy import Connection

from db.queries.letters import LetterRow, letters_of_person
from db.queries.person import StepRow, journey, photo


@dataclass(frozen=True, slots=True)
class PersonFile:
    """Asked only for the person on show."""

    person_id: int
    photo: bytes | None
    journey: tuple[StepRow, ...]
    letters: tuple[LetterRow, ...]


def person_file(connection: Connection, person_id: int) -> PersonFile:
    """The file of one person."""
    return PersonFile(
        person_id,
        photo(connection, person_id),
        journey(connection, person_id),
        letters_of_person(connection, person_id),
    )
