"""What the newest lists say of one person beside what the register holds: each line with the file it stands in."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from db.tables.lists import list_row
from db.tables.people import membership
from db.tables.registry import resident
from db.tables.traces import import_run


@dataclass(frozen=True, slots=True)
class ToldLine:
    """One line as its sender wrote it; what it does not say is ``None``."""

    layout: str
    period: str
    segment: str
    file_name: str
    family_number: str | None
    relation: str | None
    marital: str | None
    facility_code: str | None
    facility: str | None
    id_dtks: str | None
    address: str | None
    note: str | None


_SAID = tuple(ToldLine.__dataclass_fields__)[4:]


def registered_line(connection: Connection, nik: str | None) -> ToldLine | None:
    """What SIAK's delivery says of the bearer of a NIK: relation, marital state, its own word for the resident's state."""
    r = resident.c
    columns = (r.relation, r.marital, r.address, r.status, func.coalesce(import_run.c.file_name, ""))
    found = select(*columns).outerjoin(import_run, import_run.c.id == r.run_id).where(r.nik == nik)
    row = connection.execute(found).first() if nik else None
    if row is None:
        return None
    said = {"relation": row.relation or None, "marital": row.marital or None, "address": row.address or None}
    nothing = dict.fromkeys(_SAID) | said | {"note": row.status or None}
    return ToldLine("siak_penduduk", "", "", row[-1], **nothing)


def told_lines(connection: Connection, person_id: int, layouts: Sequence[str]) -> tuple[ToldLine, ...]:
    """Of each of these kinds of list and each segment in which the person is or was a member the newest month, by the
    participant number; the newest first. Lines that say nothing beside what is matched are left out."""
    m, run, line = membership.c, import_run.c, list_row.c
    held = connection.execute(select(m.participant_number, m.segment).where(m.person_id == person_id)).all()
    if not held:
        return ()
    place = func.row_number().over(partition_by=(run.layout, run.segment), order_by=(run.period.desc(), run.id.desc()))
    standing = (run.layout.in_(layouts), run.undone_at.is_(None), run.segment.in_({row.segment for row in held}))
    placed = select(run.id, place.label("place")).where(*standing).subquery()
    newest = list(connection.scalars(select(placed.c.id).where(placed.c.place == 1)))
    statement = (
        select(run.layout, run.period, run.segment, run.file_name, *(line[name] for name in _SAID))
        .join_from(list_row, import_run, run.id == line.run_id)
        .where(
            func.coalesce(*(line[name] for name in _SAID)).is_not(None),
            line.run_id.in_(newest),
            line.number.in_({row.participant_number for row in held}),
        )
        .order_by(run.period.desc(), run.id.desc(), line.id)
        .limit(12)
    )
    return tuple(ToldLine(*row) for row in connection.execute(statement))
