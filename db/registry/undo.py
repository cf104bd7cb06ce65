"""A whole import of members taken back: what it ended runs again, what it began and brought goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    String,
    and_,
    cast,
    delete,
    exists,
    func,
    insert,
    literal,
    not_,
    or_,
    select,
    update,
)

from db.registry.people import kept_here
from db.statements import written
from db.tables.cases import application
from db.tables.civil import civil_event
from db.tables.lists import list_row
from db.tables.papers import paper
from db.tables.people import membership, person, person_key
from db.tables.reconciliation import reconciliation
from db.tables.registry import family_member, person_merge, value_source
from db.tables.traces import import_run, journal, journal_subject

_ours = membership.c


@dataclass(frozen=True, slots=True)
class Later:
    """What was built upon an import since, and keeps it from being taken back."""

    memberships: int
    cases: int
    months: int
    lists: int
    traces: int
    merges: int


def later_work(connection: Connection, run_id: int, layouts: Sequence[str]) -> Later:
    """Counts of what later work depends on: memberships that ended or began upon it or in place of what it ended, cases of
    its people, months that were compared with it, newer lists of the same segment, events of its people and
    memberships, papers and sources of its people, and merges of them or of whose membership it began or ended."""
    brought = select(person.c.id).where(person.c.run_id == run_id)
    event, mine = civil_event.c, select(_ours.id).where(_ours.run_id == run_id)
    ended = and_(_ours.run_id == run_id, _ours.valid_to.is_not(None))
    upon = and_(_ours.person_id.in_(brought), or_(_ours.run_id != run_id, _ours.run_id.is_(None)))
    r = reconciliation.c
    run, later = import_run.alias(), import_run.c
    newer = and_(
        later.id > run_id,
        later.undone_at.is_(None),
        later.layout.in_(layouts),
        later.segment == select(run.c.segment).where(run.c.id == run_id, run.c.layout.in_(layouts)).scalar_subquery(),
    )
    source = value_source.c
    elsewhere = and_(source.person_id.in_(brought), or_(source.run_id != run_id, source.run_id.is_(None)))
    traces = (
        _count(connection, civil_event, or_(event.person_id.in_(brought), event.membership_id.in_(mine)))
        + _count(connection, paper, paper.c.person_id.in_(brought))
        + _count(connection, value_source, elsewhere)
    )
    return Later(
        _count(connection, membership, or_(ended, upon, _begun_since(run_id))),
        _count(connection, application, application.c.person_id.in_(brought)),
        _count(connection, reconciliation, or_(r.list_run_id == run_id, r.bill_run_id == run_id)),
        _count(connection, import_run, newer),
        traces,
        _count(connection, person_merge, _merged(run_id)),
    )


def begun_since(connection: Connection, run_id: int) -> int:
    """How many memberships run that began after a run in place of those it ended: of the same people, or under one of
    their numbers. The ended ones cannot run again beside them."""
    return _count(connection, membership, and_(_begun_since(run_id), _ours.valid_to.is_(None)))


def _begun_since(run_id: int) -> ColumnElement[bool]:
    theirs = membership.alias()
    ended = select(theirs.c.id).where(theirs.c.end_run_id == run_id)
    people, numbers = (ended.with_only_columns(theirs.c[name]) for name in ("person_id", "participant_number"))
    at = select(import_run.c.at).where(import_run.c.id == run_id).scalar_subquery()
    later = or_(_ours.run_id > run_id, and_(_ours.run_id.is_(None), _ours.created_at >= at))
    place = or_(_ours.person_id.in_(people), _ours.participant_number.in_(numbers))
    return and_(place, later, _ours.id.not_in(ended))


def _merged(run_id: int) -> ColumnElement[bool]:
    """A record that was ever merged is named by that for ever; a standing merge since then may have ended one membership
    for another that this import began, or given its person another one beside what this import ended."""
    m, brought = person_merge.c, select(person.c.id).where(person.c.run_id == run_id)
    members = select(_ours.person_id).where(or_(_ours.run_id == run_id, _ours.end_run_id == run_id))
    at = select(import_run.c.at).where(import_run.c.id == run_id).scalar_subquery()
    since = and_(m.undone_at.is_(None), m.at >= at, m.kept_id.in_(members))
    return or_(m.kept_id.in_(brought), m.merged_id.in_(brought), since)


def _count(connection: Connection, table: object, where: ColumnElement[bool]) -> int:
    return connection.scalar(select(func.count()).select_from(table).where(where)) or 0  # type: ignore[arg-type]


def take_back(
    connection: Connection, run_id: int, staff_id: int, at: datetime, blank: Sequence[str], *, members: bool = True
) -> dict[str, int]:
    """Everything of the import, in the order in which the guards allow it; gives the counts. Of ``tetap`` people only the
    record stays. Not ``members``: a list that touches no membership, of an office that may not either."""
    done = {"undone_at": at, "undone_by": staff_id}
    connection.execute(update(import_run).where(import_run.c.id == run_id).values(done))
    again = {"valid_to": None, "end_reason": "", "ended_at": None, "end_run_id": None}
    run_again = begun = 0
    if members:
        run_again = written(connection, update(membership).where(_ours.end_run_id == run_id).values(again))
        begun = written(connection, delete(membership).where(_ours.run_id == run_id))
    _cards_again(connection, run_id)
    for name in blank:
        _blank_again(connection, run_id, staff_id, at, name)
    brought = and_(person.c.run_id == run_id, ~_named())
    connection.execute(delete(person_key).where(person_key.c.person_id.in_(select(person.c.id).where(brought))))
    people = written(connection, delete(person).where(brought))
    kept = _count(connection, person, person.c.run_id == run_id)
    lines = written(connection, delete(list_row).where(list_row.c.run_id == run_id))
    return {"berlaku_lagi": run_again, "kepesertaan": begun, "orang": people, "tetap": kept, "baris": lines}


def _named() -> ColumnElement[bool]:
    """Whose record was opened, exported or changed: the journal names them for ever, so the record stays."""
    lines, subjects = journal.c.person_id == person.c.id, journal_subject.c.person_id == person.c.id
    return or_(exists().where(lines), exists().where(subjects))


def _cards_again(connection: Connection, run_id: int) -> None:
    """The import's cards go. A card whose place one of them took runs again; or until the day, and for the import, that
    ended the one in its place."""
    card, place = family_member.c, family_member.alias()
    mine = select(place.c.id).where(place.c.run_id == run_id, place.c.person_id == card.person_id)
    mine = mine.where(place.c.valid_to.is_not(None))
    took = mine.order_by(place.c.id.desc()).limit(1)
    day, run = (took.with_only_columns(place.c[name]).scalar_subquery() for name in ("valid_to", "end_run_id"))
    replaced = and_(card.end_run_id == run_id, mine.exists())
    connection.execute(update(family_member).where(replaced).values(valid_to=day, end_run_id=run))
    connection.execute(delete(family_member).where(card.run_id == run_id))
    # Two when records were merged since: the newer one.
    newest = select(func.max(place.c.id)).where(place.c.end_run_id == run_id).group_by(place.c.person_id)
    running = exists().where(place.c.person_id == card.person_id, place.c.valid_to.is_(None))
    last = and_(card.end_run_id == run_id, card.id.in_(newest), not_(running))
    connection.execute(update(family_member).where(last).values(valid_to=None, end_run_id=None))


def _blank_again(connection: Connection, run_id: int, staff_id: int, at: datetime, name: str) -> None:
    """A value that this import filled in, and that nobody changed since, is unknown again; the trace stays."""
    column, source = person.c[name], value_source.c
    filled = and_(source.run_id == run_id, source.field == name, source.person_id == person.c.id)
    same = and_(exists().where(filled, source.after == cast(column, String)), kept_here(run_id))
    nothing = "" if isinstance(column.type, String) and not column.nullable else None
    trace = select(
        person.c.id, literal(name), cast(column, String), literal(""), literal(staff_id), literal(at, source.at.type)
    )
    columns = ["person_id", "field", "before", "after", "staff_id", "at"]
    connection.execute(insert(value_source).from_select(columns, trace.where(same)))
    back = {name: nothing, "version": person.c.version + 1}
    connection.execute(update(person).where(same).values(back))
