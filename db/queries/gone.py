"""Who is here no more: the word by which the dead and the moved are marked in every list (L6)."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, ScalarSelect, case, func, literal, select

from db.tables.civil import civil_event

WORDS = {"kematian": "meninggal", "pindah": "pindah"}
"""Kind of event → what is said of the person."""


def gone_word(person_id: ColumnElement[Any]) -> ScalarSelect[str | None]:
    """«meninggal», «pindah» or NULL for the person in this column: of the event that stands, not of one taken back."""
    event = civil_event.alias("standing_event")
    said = case(*((event.c.kind == kind, word) for kind, word in WORDS.items()))
    stands = event.c.revoked_at.is_(None)
    return select(func.max(said)).where(event.c.person_id == person_id, stands).scalar_subquery()


def gone_of(connection: Connection, person_id: int) -> str:
    """The same word for one person, empty for who is here."""
    return connection.scalar(select(gone_word(literal(person_id)))) or ""
