"""The whole trail of a person: also what was written while the case still stood under another record, and every list,
letter or search that held the person's data."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Select, String, and_, cast, func, literal, or_, select, union

from db.tables.access import office, staff
from db.tables.cases import application
from db.tables.letters import letter_month
from db.tables.papers import letter_subject
from db.tables.people import person
from db.tables.traces import journal, journal_subject


@dataclass(frozen=True, slots=True)
class TrailRow:
    """One line of the journal. ``fields`` is JSON: field → [before, after]."""

    id: int
    at: datetime
    staff_name: str
    action: str
    from_status: str
    to_status: str
    reason: str
    fields: str


@dataclass(frozen=True, slots=True)
class FullTrailRow:
    """A line with the position and office of who wrote it; the position is the one held today."""

    line: TrailRow
    position: str
    office: str


@dataclass(frozen=True, slots=True)
class TrailPart:
    """Which lines: from ``begin`` until before ``end``; ``only`` these actions when given, never those of ``without``;
    with the number of a ``letter`` only what was done with it: issued, read, copied, printed, sent, declared void."""

    begin: datetime | None = None
    end: datetime | None = None
    only: Collection[str] = ()
    without: Collection[str] = ()
    letter: str = ""


EVERYTHING = TrailPart()
_SAME = (journal_subject.c.chain == journal.c.chain) & (journal_subject.c.seq == journal.c.seq)
_COLUMNS = tuple(journal.c[name] for name in TrailRow.__dataclass_fields__)


def trail_of_person(
    connection: Connection, person_id: int, limit: int = 200, part: TrailPart = EVERYTHING
) -> tuple[TrailRow, ...]:
    """Lines about the person or one of the person's cases, newest first."""
    statement = _lines(select(*_COLUMNS), person_id, part).limit(limit)
    return tuple(TrailRow(*row) for row in connection.execute(statement))


def full_trail(
    connection: Connection, person_id: int, limit: int, part: TrailPart = EVERYTHING
) -> tuple[FullTrailRow, ...]:
    """The same with who holds which position in which office."""
    who = (func.coalesce(staff.c.position, ""), func.coalesce(office.c.name, ""))
    statement = (
        select(*_COLUMNS, *who)
        .outerjoin(staff, staff.c.id == journal.c.staff_id)
        .outerjoin(office, office.c.id == journal.c.office_id)
    )
    rows = connection.execute(_lines(statement, person_id, part).limit(limit))
    return tuple(FullTrailRow(TrailRow(*row[:-2]), row[-2], row[-1]) for row in rows)


def trail_of_letter(connection: Connection, letter_id: int, number: str, limit: int = 300) -> tuple[TrailRow, ...]:
    """What was done with one letter, newest first, each line with the clerk's office; what is written for everybody whom
    the letter names stands there once. A Berita Acara names nobody: what was done with it is in its month's chain, who
    looked at it or printed it in each clerk's own, found by its number."""
    cases = select(letter_subject.c.application_id).where(letter_subject.c.letter_id == letter_id)
    people = select(application.c.person_id).where(application.c.id.in_(cases))
    named = select(journal.c.id).join(journal_subject, _SAME).where(journal_subject.c.person_id.in_(people))
    month = select(literal("bulan:") + cast(letter_month.c.reconciliation_id, String)).where(
        letter_month.c.letter_id == letter_id
    )
    parts = [
        select(journal.c.id).where(journal.c.application_id.in_(cases)),
        select(journal.c.id).where(journal.c.chain.in_(month)),
        named,
    ]
    if connection.scalar(select(letter_month.c.letter_id).where(letter_month.c.letter_id == letter_id)) is not None:
        nobody = and_(journal.c.application_id.is_(None), journal.c.person_id.is_(None))
        parts.append(select(journal.c.id).where(journal.c.chain.startswith("lihat:"), nobody, _about_letter(number)))
    found = union(*parts).subquery()
    who = (journal.c.staff_name + " (" + func.coalesce(office.c.name, "") + ")").label("staff_name")
    once = (
        journal.c.at,
        who,
        *(journal.c[name] for name in ("action", "from_status", "to_status", "reason", "fields")),
    )
    newest = func.max(journal.c.id)
    statement = select(newest, *once).outerjoin(office, office.c.id == journal.c.office_id).group_by(*once)
    statement = statement.where(journal.c.id.in_(select(found.c.id)), _about_letter(number)).order_by(newest.desc())
    return tuple(TrailRow(*row) for row in connection.execute(statement.limit(limit)))


def trail_span(connection: Connection, person_id: int) -> tuple[datetime, datetime] | None:
    """(first, last) moment of the person's trail; ``None`` when nothing was ever written."""
    found = select(func.min(journal.c.at), func.max(journal.c.at)).where(journal.c.id.in_(_ids(person_id)))
    first, last = connection.execute(found).one()
    return None if first is None else (first, last)


def offices_of_person(connection: Connection, person_id: int) -> frozenset[int]:
    """The offices that began, received or now hold a case of the person."""
    columns = (application.c.origin_office_id, application.c.panti_office_id, application.c.office_id)
    rows = connection.execute(select(*columns).where(application.c.person_id == person_id))
    return frozenset(one for row in rows for one in row if one is not None)


def _ids(person_id: int) -> Select[tuple[int]]:
    """Every line about the person, each found by its own index; records that were merged into this one count too."""
    mine = select(person.c.id).where(or_(person.c.id == person_id, person.c.merged_into == person_id))
    cases = select(application.c.id).where(application.c.person_id.in_(mine))
    named = select(journal.c.id).join(journal_subject, _SAME).where(journal_subject.c.person_id.in_(mine))
    found = union(
        select(journal.c.id).where(journal.c.person_id.in_(mine)),
        select(journal.c.id).where(journal.c.application_id.in_(cases)),
        named,
    ).subquery()
    return select(found.c.id)


def _lines(statement: "Select[tuple[object, ...]]", person_id: int, part: TrailPart) -> "Select[tuple[object, ...]]":
    statement = statement.where(journal.c.id.in_(_ids(person_id)))
    if part.begin is not None:
        statement = statement.where(journal.c.at >= part.begin)
    if part.end is not None:
        statement = statement.where(journal.c.at < part.end)
    if part.only:
        statement = statement.where(journal.c.action.in_(sorted(part.only)))
    if part.without:
        statement = statement.where(journal.c.action.not_in(sorted(part.without)))
    if part.letter:
        statement = statement.where(_about_letter(part.letter))
    return statement.order_by(journal.c.id.desc())


def _about_letter(number: str) -> ColumnElement[bool]:
    """Where a line names a letter: as a field's whole value, behind «Surat» in what was printed, or at the end of the
    reason of a look (before the colon of a verification). A longer number that ends alike is another letter's."""
    held = (f'"{number}"', f'"Surat {number}"', f'"BATAL Surat {number}"')
    ends = (f"Nomor {number}", f"Surat {number}")
    return or_(
        *(journal.c.fields.contains(text, autoescape=True) for text in held),
        *(journal.c.reason.endswith(text, autoescape=True) for text in ends),
        journal.c.reason.contains(f"Nomor {number}:", autoescape=True),
    )
