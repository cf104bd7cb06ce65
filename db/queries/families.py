"""A person's family cards with their days, and who is on the one that runs now."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select

from db.tables.people import person
from db.tables.registry import family_member
from db.tables.traces import import_run

MOST = 30
"""Nobody has a card with more people: a number that so many share is a wrong one, and the list need not be endless."""


@dataclass(frozen=True, slots=True)
class FamilyCard:
    """A card that a person was or is on, running when ``valid_to`` is ``None``; ``file_name`` is empty where no file of
    this office told it."""

    kk: str
    relation: str
    valid_from: date
    valid_to: date | None
    file_name: str


@dataclass(frozen=True, slots=True)
class Relative:
    """Somebody else on the running card, by whom one gets to their page."""

    person_id: int
    name: str
    alias: str
    registration: str
    relation: str


@dataclass(frozen=True, slots=True)
class Family:
    """All cards of a person, the running one first, and at most ``MOST`` others who are on it, the eldest first."""

    cards: tuple[FamilyCard, ...] = ()
    relatives: tuple[Relative, ...] = ()


NO_FAMILY = Family()


def family_of(connection: Connection, person_id: int) -> Family:
    """What is in sight of one person's family; ``NO_FAMILY`` where nothing is."""
    f = family_member.c
    told = func.coalesce(import_run.c.file_name, "")
    found = (
        select(f.kk, f.relation, f.valid_from, f.valid_to, told)
        .outerjoin(import_run, import_run.c.id == f.run_id)
        .where(f.person_id == person_id)
        .order_by(f.valid_to.is_not(None), f.valid_from.desc(), f.id.desc())
    )
    cards = tuple(FamilyCard(*row) for row in connection.execute(found))
    running = [card.kk for card in cards if card.valid_to is None]
    return Family(cards, _relatives(connection, person_id, running[0]) if running else ())


def _relatives(connection: Connection, person_id: int, kk: str) -> tuple[Relative, ...]:
    f, p = family_member.c, person.c
    others = (
        select(p.id, p.name, p.alias, p.registration, f.relation)
        .join(family_member, f.person_id == p.id)
        .where(f.kk == kk, f.valid_to.is_(None), p.id != person_id, p.merged_into.is_(None))
        .order_by(p.birth_date.is_(None), p.birth_date, p.id)
        .limit(MOST)
    )
    return tuple(Relative(*row) for row in connection.execute(others))
