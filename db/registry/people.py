"""From the lines of a list to people: who is known, who is named twice, who is new, what was not known of them yet."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import reduce
from operator import add
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    String,
    Subquery,
    and_,
    case,
    cast,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    true,
    update,
)

from db.backends import Backend
from db.bulk import bulk_insert
from db.registry.words import learn_words
from db.statements import written
from db.tables.cases import application
from db.tables.incoming import incoming
from db.tables.people import membership, person, person_key
from db.tables.registry import family_member, resident, value_source
from db.tables.traces import import_run

FIELDS = ("sex", "birth_place", "birth_date", "address", "kelurahan", "kecamatan", "marital")
"""What the population register may tell of somebody whose record is silent about it."""
LISTED = (*FIELDS, "id_dtks")
"""What a list may tell."""
WHOLE_LINE = (
    *("run_id", "office_id", "row", "number", "nik", "name", "sex", "birth_date", "kecamatan", "kelurahan"),
    *("kk", "birth_place", "address", "relation", "facility", "facility_code", "family_number", "marital", "id_dtks"),
    "note",
)
"""What is kept of a line as its sender wrote it."""
_SAYS_NOTHING = {"marital": "TIDAK DIKETAHUI"}
Keys = Callable[[str], Iterable[tuple[str, str]]]
"""A name → its (token, sound) pairs."""
_line = incoming.c


def of_run(run_id: int) -> ColumnElement[bool]:
    """The lines of one import that nothing stands in the way of."""
    return and_(_line.run_id == run_id, _line.state == "")


def resolve(connection: Connection, run_id: int) -> None:
    """Whose line it is: by NIK, else by the participant number, also one that has ended: a number is one person's for life."""
    # A record that was merged keeps its mistyped NIK: lists that still write it mean the one that was kept.
    by_nik = select(func.coalesce(person.c.merged_into, person.c.id)).where(person.c.nik == _line.nik).scalar_subquery()
    held, m = membership.join(person, person.c.id == membership.c.person_id), membership.c
    # A number under another NIK is no proof: that line is somebody else until BPJS has been asked.
    proof = or_(_line.nik.is_(None), person.c.nik.is_(None))
    mine = select(person.c.id).select_from(held).where(m.participant_number == _line.number, proof)
    by_number = mine.order_by(m.valid_to.is_(None).desc(), m.valid_from.desc(), m.id.desc()).limit(1).scalar_subquery()
    found = func.coalesce(by_nik, by_number)
    connection.execute(update(incoming).where(_line.run_id == run_id).values(person_id=found))
    for key in (_line.nik, _line.number, _line.person_id):
        _mark_repeated(connection, run_id, key)


def _mark_repeated(connection: Connection, run_id: int, key: ColumnElement[object]) -> None:
    """The first line of a group stands, the later ones become a question."""
    place = func.row_number().over(partition_by=key, order_by=_line.seq).label("place")
    placed = select(_line.seq, place).where(of_run(run_id), key.is_not(None)).subquery()
    later = select(placed.c.seq).where(placed.c.place > 1)
    connection.execute(update(incoming).where(_line.run_id == run_id, _line.seq.in_(later)).values(state="ganda"))


def enrol(backend: Backend, connection: Connection, run_id: int, office_id: int, at: datetime, keys: Keys) -> int:
    """A record for everybody nobody knew, with what the population register says where the list is silent. Gives how
    many. Their own number tells which line of which import brought them."""
    number = literal(f"I{run_id}.", String) + cast(_line.seq, String)
    known = resident.c

    def told(ours: ColumnElement[str | None], theirs: ColumnElement[str]) -> ColumnElement[str]:
        return func.coalesce(func.nullif(ours, ""), theirs, "")

    columns = ("name", *FIELDS)
    owed = reduce(add, (case((_owed(name), literal(f"{name},")), else_=literal("")) for name in columns))
    chosen = select(
        number,
        _line.nik,
        told(_line.name, known.name),
        func.coalesce(_line.sex, known.sex),
        told(_line.birth_place, known.birth_place),
        func.coalesce(_line.birth_date, known.birth_date),
        told(_line.address, known.address),
        told(_line.kelurahan, known.kelurahan),
        told(_line.kecamatan, known.kecamatan),
        told(_value("marital"), known.marital),
        func.coalesce(_line.id_dtks, ""),
        literal(office_id),
        literal(run_id),
        literal(at, person.c.created_at.type),
        literal(1),
        case((or_(*map(_owed, columns)), known.run_id)),
        owed,
    ).select_from(incoming.outerjoin(resident, known.nik == _line.nik))
    names = ["registration", "nik", "name", "sex", "birth_place", "birth_date", "address", "kelurahan", "kecamatan"]
    names += [
        "marital",
        "id_dtks",
        "office_id",
        "run_id",
        "created_at",
        "version",
        "resident_run_id",
        "resident_fields",
    ]
    new = and_(of_run(run_id), _line.person_id.is_(None))
    count = written(connection, insert(person).from_select(names, chosen.where(new)))
    found = select(person.c.id).where(person.c.registration == number).scalar_subquery()
    connection.execute(update(incoming).where(new).values(fresh=true(), person_id=found))
    bulk_insert(backend, connection, person_key, ("person_id", "token", "sound"), _key_rows(connection, run_id, keys))
    learn_words(connection, select(person.c.id).where(person.c.run_id == run_id))
    return count


def _owed(name: str) -> ColumnElement[bool]:
    """The list is silent about it, and the population register is not."""
    ours, theirs = _value(name), resident.c[name]
    if isinstance(theirs.type, String):
        return and_(func.coalesce(ours, "") == "", theirs.is_not(None), theirs != "")
    return and_(ours.is_(None), theirs.is_not(None))


def _key_rows(
    connection: Connection, run_id: int, keys: Keys, size: int = 5000
) -> Iterator[Sequence[tuple[object, ...]]]:
    """Read before anything is written: a cursor that is open while its own table grows would not end."""
    people = connection.execute(select(person.c.id, person.c.name).where(person.c.run_id == run_id)).all()
    for at in range(0, len(people), size):
        yield [(one, token, sound) for one, name in people[at : at + size] for token, sound in keys(name)]


def kept_here(run_id: int) -> ColumnElement[bool]:
    """People whose record the importing office may complete: it made the record, or their case lies there. The walls say
    the same; a statement that did not would write a trace of what they silently leave alone."""
    office = select(import_run.c.office_id).where(import_run.c.id == run_id).scalar_subquery()
    case = application.c
    here = and_(case.person_id == person.c.id, or_(case.office_id == office, case.panti_office_id == office))
    return or_(person.c.office_id == office, exists().where(here))


def fill_blanks(connection: Connection, run_id: int, at: datetime, fields: Sequence[str]) -> int:
    """What a record was silent about is taken from the list, and where it came from is kept (B8). What differs is left
    alone: it is a finding, not a correction. Gives the number of values. Each record is written once, however much it
    learns: behind the walls of a server every writing is looked at."""
    names = [name for name in LISTED if name in fields]
    # A list may have columns that this file leaves out: one look says which, where a statement each would walk all lines.
    said = select(func.count(), *(func.count(_line[name]) for name in names)).where(of_run(run_id), ~_line.fresh)
    counts = connection.execute(said).one()[1:]
    names = [name for name, count in zip(names, counts, strict=True) if count]
    told = _told(run_id, names)
    gaps = {name: and_(_is_silent(name), told.c[name].is_not(None)) for name in names}
    filled = {name: _trace(connection, run_id, at, told, name, gap) for name, gap in gaps.items()}
    values = {name: case((gaps[name], told.c[name]), else_=person.c[name]) for name, count in filled.items() if count}
    if values:
        whose = and_(told.c.person_id == person.c.id, or_(*(gaps[name] for name in values)), kept_here(run_id))
        connection.execute(update(person).where(whose).values({**values, "version": person.c.version + 1}))
    return sum(filled.values())


def _told(run_id: int, names: Sequence[str]) -> Subquery:
    """What the lines of a run say of each person who was known before; of two lines that differ the lesser value."""
    values = (func.nullif(_value(name), "") if isinstance(_line[name].type, String) else _line[name] for name in names)
    columns = (
        func.min(value, type_=incoming.c[name].type).label(name) for name, value in zip(names, values, strict=True)
    )
    lines = select(_line.person_id, *columns).where(of_run(run_id), ~_line.fresh, _line.person_id.is_not(None))
    return lines.group_by(_line.person_id).subquery("told")


def _value(name: str) -> ColumnElement[Any]:
    """What a line says; a word for not knowing says nothing."""
    word = _SAYS_NOTHING.get(name)
    return _line[name] if word is None else func.nullif(_line[name], word)


def _is_silent(name: str) -> ColumnElement[bool]:
    ours = person.c[name]
    return or_(ours.is_(None), ours == "") if isinstance(ours.type, String) else ours.is_(None)


def _trace(
    connection: Connection, run_id: int, at: datetime, told: Subquery, name: str, gap: ColumnElement[bool]
) -> int:
    value, moment = cast(told.c[name], String), literal(at, value_source.c.at.type)
    lines = select(person.c.id, literal(name), literal(""), value, literal(run_id), moment)
    lines = lines.where(told.c.person_id == person.c.id, gap, kept_here(run_id))
    columns = ["person_id", "field", "before", "after", "run_id", "at"]
    return written(connection, insert(value_source).from_select(columns, lines))


def keep_families(connection: Connection, run_id: int, day: date) -> int:
    """A KK that is not the newest one of its person ends that one and begins; gives how many began. Told by lines that
    stand, and of people whom the list brought. Who has a card that begins after ``day`` keeps it: the list is older."""
    here, newer = family_member.alias(), family_member.alias()
    stands = and_(_line.run_id == run_id, or_(_line.state.in_(("", "sudah")), _line.fresh))
    mine = select(newer.c.id).where(newer.c.person_id == _line.person_id, newer.c.valid_from > day)
    says = and_(stands, _line.kk.is_not(None), _line.person_id.is_not(None), ~mine.exists())
    same = select(here.c.id).where(
        here.c.person_id == _line.person_id, here.c.valid_to.is_(None), here.c.kk == _line.kk
    )
    other = select(_line.seq).where(says, _line.person_id == family_member.c.person_id, _line.kk != family_member.c.kk)
    ended = update(family_member).where(family_member.c.valid_to.is_(None), other.exists())
    connection.execute(ended.values(valid_to=day, end_run_id=run_id))
    first = literal(day, family_member.c.valid_from.type)
    new = select(_line.person_id, _line.kk, func.coalesce(_line.relation, ""), first, literal(run_id))
    columns = ["person_id", "kk", "relation", "valid_from", "run_id"]
    return written(connection, insert(family_member).from_select(columns, new.where(says, ~same.exists())))
