"""What SIAK delivers becomes the population register: a NIK that is there is written over where something differs."""

from sqlalchemy import ColumnElement, Connection, and_, func, insert, literal, or_, select, update

from db.queries.gone import HERE, on_its_way, word_of
from db.registry.people import of_run
from db.statements import written
from db.tables.civil import civil_event
from db.tables.incoming import incoming
from db.tables.registry import resident
from db.tables.traces import import_run

_FIELDS = (
    *("kk", "name", "sex", "birth_place", "birth_date", "address", "kelurahan", "kecamatan"),
    *("relation", "marital", "status"),
)
_line = incoming.c
_BY = {"revoked_at": "at", "revoked_by": "staff_id"}
RETURNED = "Tercatat lagi sebagai penduduk"
"""Why a move counts no more: SIAK delivered its person again, after it was reported to the end."""


def take_in(connection: Connection, run_id: int, office_id: int) -> tuple[int, int]:
    """(new residents, changed ones). Of a NIK that stands twice in the file the first line counts."""
    place = func.row_number().over(partition_by=_line.nik, order_by=_line.seq).label("place")
    placed = select(_line.seq, place).where(of_run(run_id)).subquery()
    later = select(placed.c.seq).where(placed.c.place > 1)
    connection.execute(update(incoming).where(_line.run_id == run_id, _line.seq.in_(later)).values(state="ganda"))
    changed = _change(connection, run_id)
    known = select(resident.c.nik).where(resident.c.nik == _line.nik).exists()
    told = [_line[name] if name in ("sex", "birth_date") else func.coalesce(_line[name], "") for name in _FIELDS]
    chosen = select(_line.nik, *told, literal(office_id), literal(run_id)).where(of_run(run_id), ~known)
    names = ["nik", *_FIELDS, "office_id", "run_id"]
    new = written(connection, insert(resident).from_select(names, chosen))
    return new, changed + _recorded(connection, run_id)


def _recorded(connection: Connection, run_id: int) -> int:
    """Who moved away, was reported to the end, and is delivered as a resident lives here again; of everybody else
    delivered what Dukcapil recorded stands. How many came back."""
    theirs = resident.c.nik.in_(select(_line.nik).where(of_run(run_id)))
    event, run = civil_event, import_run.c
    mine = and_(event.c.nik == resident.c.nik, event.c.revoked_at.is_(None))
    moved = and_(event.c.kind == "pindah", ~on_its_way(event))
    here = {"state": HERE, "since": None}
    again = select(event.c.id).where(mine, moved).exists()
    back = written(connection, update(resident).where(theirs, resident.c.state == "pindah", again).values(here))
    came = and_(moved, event.c.nik.in_(select(_line.nik).where(of_run(run_id))), event.c.revoked_at.is_(None))
    who = {name: select(run[of]).where(run.id == run_id).scalar_subquery() for name, of in _BY.items()}
    connection.execute(update(event).where(came).values({**who, "revoked_reason": RETURNED}))
    gone = {"state": word_of(event), "since": event.c.event_date}
    connection.execute(update(resident).where(theirs, mine).values(gone))
    return back


def _change(connection: Connection, run_id: int) -> int:
    same = and_(of_run(run_id), _line.nik == resident.c.nik)
    differs = or_(*(_other(name) for name in _FIELDS))
    values = {
        name: select(func.coalesce(_line[name], resident.c[name])).where(same).scalar_subquery() for name in _FIELDS
    }
    theirs = select(_line.seq).where(same, differs)
    return written(connection, update(resident).where(theirs.exists()).values({**values, "run_id": run_id}))


def _other(name: str) -> ColumnElement[bool]:
    """Told, and not what stands there; a list that is silent changes nothing."""
    return and_(_line[name].is_not(None), or_(resident.c[name].is_(None), resident.c[name] != _line[name]))
