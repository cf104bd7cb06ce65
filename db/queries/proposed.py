"""Who was proposed for PBI JK in a month, with what SIKS-NG asks of a proposal."""

from datetime import date

from sqlalchemy import ColumnElement, Connection, and_, func, select

from db.registry.proposals import PROPOSED
from db.tables.lists import list_row
from db.tables.people import person
from db.tables.registry import family_member
from db.tables.traces import import_run

PAGE = 5000
_OWN = ("marital", "birth_place", "address", "kelurahan", "kecamatan")
_line = list_row.c


def proposed_page(
    connection: Connection, layout: str, period: str, after: int = 0, limit: int = PAGE
) -> tuple[dict[str, object], ...]:
    """The kept lines of all standing lists of the month, from behind ``after`` (their id); where a line is silent, what
    is known of its person stands."""
    p, f = person.c, family_member.c
    card = select(f.kk).where(f.person_id == p.id, f.valid_to.is_(None)).correlate(person).scalar_subquery()
    own = [_told(_line[name], p[name]).label(name) for name in _OWN]
    told = (_line.id, _line.nik, _line.name, _line.sex, _line.birth_date, p.id.label("person_id"))
    chosen = select(*told, _told(_line.kk, card).label("kk"), *own)
    mine = chosen.outerjoin_from(list_row, person, p.nik == _line.nik).where(_of_month(layout, period))
    rows = connection.execute(mine.where(_line.id > after).order_by(_line.id).limit(limit)).mappings()
    found = tuple(dict(row) for row in rows)
    for facts in found:
        born = facts["birth_date"]
        facts["birth_date"] = born.isoformat() if isinstance(born, date) else None
    return found


def proposed_count(connection: Connection, layout: str, period: str) -> int:
    """How many those are."""
    return connection.scalar(select(func.count()).select_from(list_row).where(_of_month(layout, period))) or 0


def _of_month(layout: str, period: str) -> ColumnElement[bool]:
    run = import_run.c
    standing = select(run.id).where(run.layout == layout, run.period == period, run.undone_at.is_(None))
    return and_(_line.run_id.in_(standing), _line.status == PROPOSED)


def _told(line: ColumnElement[str], ours: ColumnElement[str]) -> ColumnElement[str]:
    return func.coalesce(func.nullif(line, ""), ours)
