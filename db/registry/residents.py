"""What SIAK delivers becomes the population register: a NIK that is there is written over where something differs."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, delete, exists, func, insert, literal, or_, select, update

from db.queries.gone import HERE, on_its_way, word_of
from db.registry.people import of_run
from db.statements import insert_chosen_or_skip, written
from db.tables.civil import civil_event
from db.tables.incoming import incoming
from db.tables.registry import resident, resident_before
from db.tables.traces import import_run

FIELDS = (
    *("kk", "name", "sex", "birth_place", "birth_date", "address", "kelurahan", "kecamatan"),
    *("relation", "marital", "status"),
)
_line = incoming.c
_BY = {"revoked_at": "at", "revoked_by": "staff_id"}
RETURNED = "Tercatat lagi sebagai penduduk"
"""Why a move counts no more: SIAK delivered its person again, after it was reported to the end."""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """How many residents are new, how many changed, and the people whose move counts no more."""

    new: int
    changed: int
    returned: tuple[int, ...]


def take_in(connection: Connection, run_id: int, office_id: int) -> TakenIn:
    """Of a NIK that stands twice in the file the first line counts. What is written over is kept until the office's next
    delivery, of which alone it is kept then."""
    place = func.row_number().over(partition_by=_line.nik, order_by=_line.seq).label("place")
    placed = select(_line.seq, place).where(of_run(run_id)).subquery()
    later = select(placed.c.seq).where(placed.c.place > 1)
    connection.execute(update(incoming).where(_line.run_id == run_id, _line.seq.in_(later)).values(state="ganda"))
    _keep_former(connection, run_id, office_id)
    changed = _change(connection, run_id)
    told = [_line[name] if name in ("sex", "birth_date") else func.coalesce(_line[name], "") for name in FIELDS]
    chosen = select(_line.nik, *told, literal(office_id), literal(run_id)).where(of_run(run_id))
    names = ["nik", *FIELDS, "office_id", "run_id"]
    # Asked by a SELECT who is known, PostgreSQL walks through the empty register that grows beneath its hands.
    new = insert_chosen_or_skip(connection, resident, names, chosen)
    back, returned = _recorded(connection, run_id)
    return TakenIn(new, changed + back, returned)


def _keep_former(connection: Connection, run_id: int, office_id: int) -> None:
    former, run = resident_before.c, import_run.c
    connection.execute(delete(resident_before).where(former.office_id == office_id))
    older = and_(run.office_id == office_id, run.former_kept, run.undone_at.is_(None), run.id != run_id)
    connection.execute(update(import_run).where(older).values(former_kept=False))
    connection.execute(update(import_run).where(run.id == run_id).values(former_kept=True))
    theirs = and_(of_run(run_id), _line.nik == resident.c.nik, or_(*map(_other, FIELDS)))
    stood = select(literal(run_id), resident.c.nik, *(resident.c[name] for name in FIELDS), literal(office_id))
    chosen = stood.add_columns(resident.c.run_id).select_from(resident.join(incoming, theirs))
    names = ["run_id", "nik", *FIELDS, "office_id", "former_run_id"]
    connection.execute(insert(resident_before).from_select(names, chosen))


def _recorded(connection: Connection, run_id: int) -> tuple[int, tuple[int, ...]]:
    """Who moved away, was reported to the end, and is delivered as a resident lives here again; of everybody else
    delivered what Dukcapil recorded stands. How many came back, and which records they have."""
    theirs = resident.c.nik.in_(select(_line.nik).where(of_run(run_id)))
    event, run = civil_event, import_run.c
    mine = and_(event.c.nik == resident.c.nik, event.c.revoked_at.is_(None))
    moved = and_(event.c.kind == "pindah", ~on_its_way(event))
    here = {"state": HERE, "since": None}
    again = select(event.c.id).where(mine, moved).exists()
    back = written(connection, update(resident).where(theirs, resident.c.state == "pindah", again).values(here))
    came = and_(moved, event.c.nik.in_(select(_line.nik).where(of_run(run_id))), event.c.revoked_at.is_(None))
    who = {name: select(run[of]).where(run.id == run_id).scalar_subquery() for name, of in _BY.items()}
    values = {**who, "revoked_reason": RETURNED, "revoked_run_id": run_id}
    connection.execute(update(event).where(came).values(values))
    returned = select(event.c.person_id).where(event.c.revoked_run_id == run_id).order_by(event.c.person_id)
    gone = {"state": word_of(event), "since": event.c.event_date}
    connection.execute(update(resident).where(theirs, mine).values(gone))
    return back, tuple(connection.scalars(returned))


def _change(connection: Connection, run_id: int) -> int:
    # From the lines to the residents: the other way round every resident would look through all lines.
    same = and_(of_run(run_id), _line.nik == resident.c.nik, or_(*map(_other, FIELDS)))
    values = {name: func.coalesce(_line[name], resident.c[name]) for name in FIELDS}
    return written(connection, update(resident).where(same).values({**values, "run_id": run_id}))


def changed_by(run_id: int) -> ColumnElement[bool]:
    """Of whom it is kept what stood there before this delivery: those whom it changes."""
    return exists().where(resident_before.c.run_id == run_id, resident_before.c.nik == resident.c.nik)


def _other(name: str) -> ColumnElement[bool]:
    """Told, and not what stands there; a list that is silent changes nothing."""
    return and_(_line[name].is_not(None), or_(resident.c[name].is_(None), resident.c[name] != _line[name]))
