"""People by their NIK with the membership that somebody else pays for, and whether they are here no more."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, case, exists, func, select

from db.queries.gone import gone_word
from db.tables.people import membership, person
from db.tables.registry import resident


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A person with the running membership in one of the asked segments; its columns are empty for who has none.
    ``person_id`` is 0 for who stands in the population register alone.

    ``gone`` is "meninggal" or "pindah" while such an event stands.
    """

    person_id: int
    nik: str
    name: str
    registration: str
    membership_id: int | None
    participant_number: str
    segment: str
    gone: str

    @property
    def label(self) -> str:
        """How a clerk calls this person."""
        return self.name or f"Tanpa nama ({self.registration})"


def members_by_nik(connection: Connection, niks: Sequence[str], segments: Sequence[str]) -> dict[str, MemberRow]:
    """NIK → person, for those that are known; of several running memberships the newest."""
    newest = (
        select(func.max(membership.c.id))
        .where(membership.c.person_id == person.c.id, membership.c.valid_to.is_(None))
        .where(membership.c.segment.in_(segments))
        .correlate(person)
        .scalar_subquery()
    )
    statement = (
        select(person.c.id, person.c.nik, person.c.name, person.c.registration, membership.c.id)
        .add_columns(func.coalesce(membership.c.participant_number, ""), func.coalesce(membership.c.segment, ""))
        .add_columns(func.coalesce(gone_word(person.c.id), ""))
        .outerjoin(membership, membership.c.id == newest)
        .where(person.c.nik.in_(niks), person.c.merged_into.is_(None))
    )
    return {row[1]: MemberRow(*row) for row in connection.execute(statement)}


def residents_by_nik(connection: Connection, niks: Sequence[str]) -> dict[str, MemberRow]:
    """NIK → resident, for those whom the population register knows and no record does."""
    r = resident.c
    gone = case((r.state == "ada", ""), else_=r.state)
    named = select(r.nik, r.name, gone).where(r.nik.in_(niks), ~exists().where(person.c.nik == r.nik))
    return {nik: MemberRow(0, nik, name, "", None, "", "", said) for nik, name, said in connection.execute(named)}


def known_by_nik(connection: Connection, niks: Sequence[str], segments: Sequence[str]) -> dict[str, MemberRow]:
    """NIK → person or resident: of whom a death or a move can be recorded."""
    return residents_by_nik(connection, niks) | members_by_nik(connection, niks, segments)
