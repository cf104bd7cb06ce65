"""One pass over the lines and one over the members: what plainly agrees is left alone, the rest becomes ``doubt``.

All rules then ask the doubts, a few of a hundred lines, instead of a million lines each.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Insert,
    Select,
    String,
    and_,
    case,
    cast,
    delete,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    true,
    update,
)

from db.reconcile.month import Month
from db.reconcile.people import ask_register, find_people, merged_memberships, other_segments
from db.tables.civil import civil_event
from db.tables.lists import list_row
from db.tables.people import membership, person
from db.tables.reconciliation import doubt
from db.tables.registry import resident

_COLUMNS = (
    *("reconciliation_id", "list_row_id", "membership_id", "person_id", "matched", "priced", "number", "nik"),
    *("our_nik", "our_number", "period", "billed", "due", "nik_note", "their_segment", "own_since"),
)
_line, _member, _person = list_row, membership, person
_PART = 500
GONE = ("meninggal", "pindah")


def fill(connection: Connection, month: Month) -> None:
    """Everything doubtful of a month, with all facts the rules ask for."""
    clear(connection, month)
    connection.execute(_lines(month, month.lines_run, _doubtful(month, month.lines_run)))
    if month.people_run != month.lines_run:
        connection.execute(_lines(month, month.people_run, _doubtful(month, month.people_run)))
    _add_doubles(connection, month)
    _add_gone(connection, month)
    _find_by_nik(connection, month)
    for members in _parts(connection, _members_by_nik(month)):
        _add_lines_of(connection, month, _member.c.id.in_(members))
    connection.execute(_only_ours(month))
    _add_behind(connection, month)
    find_people(connection, month)
    other_segments(connection, month)
    merged_memberships(connection, month)
    ask_register(connection, month)
    _places(connection, month)


def numbers_twice(connection: Connection, month: Month) -> list[int]:
    """Memberships of this day and segment whose number stands under an older row too: one that ends later than this day
    was begun anew before it ended. Only those that end can stand so; there are few."""
    m, other = membership, membership.alias()
    ending = select(m.c.participant_number).where(m.c.valid_to.is_not(None), month.ours(m))
    found: list[int] = []
    for numbers in _parts(connection, ending):
        older = and_(other.c.participant_number == m.c.participant_number, month.ours(other), other.c.id < m.c.id)
        twice = select(m.c.id).where(m.c.participant_number.in_(numbers), month.ours_named(m), exists().where(older))
        found += connection.scalars(twice)
    return sorted(set(found))


def clear(connection: Connection, month: Month) -> None:
    """Nothing in hand of this month."""
    connection.execute(delete(doubt).where(doubt.c.reconciliation_id == month.id))


def _members_by_nik(month: Month) -> Select[tuple[int | None]]:
    return select(doubt.c.membership_id).where(doubt.c.reconciliation_id == month.id, doubt.c.matched == "nik")


def _values(month: Month, *, priced: bool) -> Select[tuple[object, ...]]:
    due = month.due(_member)
    return select(
        literal(month.id),
        _line.c.id,
        _member.c.id,
        _member.c.person_id,
        case((_member.c.id.is_not(None), "nomor"), else_=""),
        literal(priced),
        _line.c.number,
        _line.c.nik,
        _person.c.nik,
        _member.c.participant_number,
        func.coalesce(_line.c.period, month.period),
        month.billed(_line, _member),
        due,
        _line.c.nik_note,
        _line.c.segment,
        _member.c.valid_from,
    )


def _by_number(month: Month) -> ColumnElement[bool]:
    return and_(_member.c.participant_number == _line.c.number, month.ours(_member))


def _doubtful(month: Month, run: int) -> ColumnElement[bool]:
    """What is not known on one side agrees: a comparison with NULL is never true."""
    facts = [
        *(_member.c.id.is_(None), _person.c.nik.is_(None), _line.c.nik.is_(None), _line.c.nik != _person.c.nik),
        *(_line.c.nik_note != "", _line.c.birth_date != _person.c.birth_date, _line.c.sex != _person.c.sex),
        # Most names are the same to the letter: only the others are worth capitals.
        and_(_line.c.name != _person.c.name, func.upper(_line.c.name) != func.upper(_person.c.name)),
        func.upper(_line.c.segment).in_(month.foreign),
    ]
    if run == month.lines_run:
        facts.append(_line.c.period != month.period)
        if not month.billed_by_rate:
            facts.append(month.billed(_line, _member) != month.due(_member))
    if month.register:
        facts.append(resident.c.nik.is_(None))
    return or_(*facts)


def _lines(month: Month, run: int, which: ColumnElement[bool]) -> Insert:
    """Doubtful lines of one import, found by their number."""
    priced = run == month.lines_run
    found = (
        _values(month, priced=priced)
        .select_from(
            _line.outerjoin(_member, _by_number(month))
            .outerjoin(_person, _person.c.id == _member.c.person_id)
            .outerjoin(resident, resident.c.nik == _person.c.nik)
        )
        .where(_line.c.run_id == run, which)
    )
    return insert(doubt).from_select(_COLUMNS, found.where(month.active()) if priced else found)


def _add_doubles(connection: Connection, month: Month) -> None:
    """Lines that agree one by one and not together: a number twice; a person with two memberships; also on the list of
    PBI JK. Each is asked for by itself and the few that are found are named: joined in one statement, a server that
    knows nothing yet of a list just read would compare everybody with everybody."""
    run = (_line.c.run_id == month.lines_run, month.active(), _line.c.number.is_not(None))
    twice = select(_line.c.number).where(*run).group_by(_line.c.number).having(func.count() > 1)
    for numbers in _parts(connection, twice):
        _add_numbered(connection, month, numbers)
    several = (
        select(_member.c.person_id).where(month.running(_member)).group_by(_member.c.person_id).having(func.count() > 1)
    )
    for people in _parts(connection, several):
        _add_lines_of(connection, month, _member.c.person_id.in_(people))
    if month.pbi_runs:
        also = (
            select(_member.c.id)
            .distinct()
            .select_from(_line.join(_person, _person.c.nik == _line.c.nik))
            .join(_member, and_(_member.c.person_id == _person.c.id, month.ours_named(_member)))
            .where(_line.c.run_id.in_(month.pbi_runs))
        )
        for members in _parts(connection, also):
            _add_lines_of(connection, month, _member.c.id.in_(members))


def _add_gone(connection: Connection, month: Month) -> None:
    """Lines of members who died or moved, beginning at the few who did: as the register was delivered, and as Dukcapil
    recorded it since, whether or not it ever delivered one."""
    mine = and_(_member.c.person_id == _person.c.id, month.ours_named(_member))
    told = select(_member.c.id).select_from(resident.join(_person, _person.c.nik == resident.c.nik)).join(_member, mine)
    recorded = select(_member.c.id).join(civil_event, civil_event.c.person_id == _member.c.person_id)
    gone = (
        told.where(resident.c.state.in_(GONE)),
        recorded.where(month.ours_named(_member), civil_event.c.revoked_at.is_(None)),
    )
    for members in (part for one in gone for part in _parts(connection, one)):
        _add_lines_of(connection, month, _member.c.id.in_(members))


def _parts(connection: Connection, statement: Select[Any]) -> Iterator[list[Any]]:
    """What a statement finds, a few hundred at a time; asked to the end before anything is written."""
    found = connection.scalars(statement).all()
    return (list(found[at : at + _PART]) for at in range(0, len(found), _PART))


def _new(month: Month) -> ColumnElement[bool]:
    known = doubt.alias()
    return ~exists().where(known.c.reconciliation_id == month.id, known.c.list_row_id == _line.c.id)


def _add_lines_of(connection: Connection, month: Month, which: ColumnElement[bool]) -> None:
    """The lines of these memberships, by their numbers: in one statement a server without figures walks all members."""
    named = select(_member.c.participant_number).where(which, month.ours_named(_member))
    _add_numbered(connection, month, connection.scalars(named).all())


def _add_numbered(connection: Connection, month: Month, numbers: Sequence[str | None]) -> None:
    if numbers:
        chosen = and_(_line.c.number.in_(numbers), _new(month))
        connection.execute(_lines(month, month.lines_run, chosen))


def _find_by_nik(connection: Connection, month: Month) -> None:
    """A line whose number we do not have, but whose NIK is a member's: the same person under another number."""
    lost = doubt.alias()
    best = (
        select(lost.c.id, func.min(membership.c.id).label("membership_id"))
        .join(person, person.c.nik == lost.c.nik)
        .join(membership, and_(membership.c.person_id == person.c.id, month.ours(membership)))
        .where(lost.c.reconciliation_id == month.id, lost.c.membership_id.is_(None))
        .group_by(lost.c.id)
        .subquery()
    )
    values = {
        "membership_id": membership.c.id,
        "person_id": membership.c.person_id,
        "our_nik": doubt.c.nik,
        "our_number": membership.c.participant_number,
        "due": month.due(membership),
        "own_since": membership.c.valid_from,
        "matched": "nik",
    }
    connection.execute(
        update(doubt).where(doubt.c.id == best.c.id, membership.c.id == best.c.membership_id).values(values)
    )


def _only_ours(month: Month) -> Insert:
    """Members without a line of this month."""
    by_number = (
        select(_line.c.number)
        .where(
            _line.c.run_id == month.lines_run,
            _line.c.number == _member.c.participant_number,
            month.this_month(),
            month.active(),
        )
        .exists()
    )
    known = doubt.alias()
    by_nik = exists().where(
        known.c.reconciliation_id == month.id,
        known.c.membership_id == _member.c.id,
        known.c.priced == true(),
        known.c.period == month.period,
    )
    found = (
        select(
            literal(month.id),
            _member.c.id,
            _member.c.person_id,
            _member.c.participant_number,
            _person.c.nik,
            _person.c.nik,
            _member.c.participant_number,
            literal(month.period),
            month.due(_member),
        )
        .join(_person, _person.c.id == _member.c.person_id)
        .where(month.ours(_member), ~by_number, ~by_nik)
    )
    columns = ("reconciliation_id", "membership_id", "person_id", "number", "nik", "our_nik", "our_number")
    return insert(doubt).from_select((*columns, "period", "due"), found)


def _add_behind(connection: Connection, month: Month) -> None:
    """A second membership of one number is nobody's due: a double without a line, found so that somebody ends it."""
    if not month.behind:
        return
    found = (
        select(
            *(literal(month.id), _member.c.id, _member.c.person_id, _member.c.participant_number, _person.c.nik),
            *(_person.c.nik, _member.c.participant_number, literal(month.period)),
        )
        .join(_person, _person.c.id == _member.c.person_id)
        .where(_member.c.id.in_(month.behind))
    )
    columns = ("reconciliation_id", "membership_id", "person_id", "number", "nik", "our_nik", "our_number", "period")
    connection.execute(insert(doubt).from_select(columns, found))


def _places(connection: Connection, month: Month) -> None:
    """Which line of a person counts, and which stands for a membership. By what the lines say, never by their order."""
    one = doubt.alias()
    who = func.coalesce(
        literal("p") + cast(one.c.person_id, String),
        literal("n") + one.c.nik,
        literal("k") + one.c.number,
        literal("b") + cast(one.c.list_row_id, String),
    )
    order = (
        case((one.c.matched == "nomor", 0), (one.c.matched == "nik", 1), else_=2),
        *(one.c.number, one.c.nik, one.c.billed, _line.c.name, _line.c.birth_date, one.c.list_row_id, one.c.id),
    )
    counts = or_(one.c.priced == true(), one.c.list_row_id.is_(None))
    places = (
        select(
            one.c.id,
            func.row_number().over(partition_by=(who, one.c.period), order_by=order).label("place"),
            func.row_number().over(partition_by=(one.c.membership_id, one.c.period), order_by=order).label("of_member"),
        )
        .outerjoin(_line, _line.c.id == one.c.list_row_id)
        .where(one.c.reconciliation_id == month.id, counts)
        .subquery()
    )
    stands = and_(places.c.of_member == 1, doubt.c.membership_id.is_not(None), doubt.c.period == month.period)
    connection.execute(
        update(doubt).where(doubt.c.id == places.c.id).values(place=places.c.place, stands=func.coalesce(stands, False))
    )
    if month.behind:
        behind = (doubt.c.reconciliation_id == month.id, doubt.c.membership_id.in_(month.behind), doubt.c.place == 1)
        connection.execute(update(doubt).where(*behind).values(place=2))
