"""Who was proposed for PBI JK in a month, with what SIKS-NG asks of a proposal."""

from datetime import date

from sqlalchemy import ColumnElement, Connection, func, select

from db.registry.proposals import PROPOSED
from db.tables.lists import list_row
from db.tables.people import person
from db.tables.registry import family_member
from db.tables.traces import import_run

_OWN = ("marital", "birth_place", "address", "kelurahan", "kecamatan")
_line = list_row.c


def proposed(connection: Connection, layout: str, period: str) -> tuple[dict[str, object], ...]:
    """The kept lines of all standing lists of the month, in the order in which they came; where a line is silent, what is
    known of its person stands."""
    p, f, run = person.c, family_member.c, import_run.c
    card = select(f.kk).where(f.person_id == p.id, f.valid_to.is_(None)).correlate(person).scalar_subquery()
    own = [_told(_line[name], p[name]).label(name) for name in _OWN]
    told = (_line.nik, _line.name, _line.sex, _line.birth_date, p.id.label("person_id"))
    standing = select(run.id).where(run.layout == layout, run.period == period, run.undone_at.is_(None))
    chosen = select(*told, _told(_line.kk, card).label("kk"), *own).outerjoin_from(list_row, person, p.nik == _line.nik)
    mine = chosen.where(_line.run_id.in_(standing), _line.status == PROPOSED).order_by(_line.id)
    found = tuple(dict(row) for row in connection.execute(mine).mappings())
    for facts in found:
        born = facts["birth_date"]
        facts["birth_date"] = born.isoformat() if isinstance(born, date) else None
    return found


def _told(line: ColumnElement[str], ours: ColumnElement[str]) -> ColumnElement[str]:
    return func.coalesce(func.nullif(line, ""), ours)
