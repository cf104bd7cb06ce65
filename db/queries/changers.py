"""Who last wrote which field: the journal's lines about one record, newest first."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, or_, select

from db.tables.traces import journal

MOST = 100


@dataclass(frozen=True, slots=True)
class FieldLine:
    """``fields`` is JSON: field → [before, after]."""

    at: datetime
    staff_name: str
    fields: str


_COLUMNS = [journal.c[name] for name in FieldLine.__dataclass_fields__]


def case_lines(connection: Connection, application_id: int, person_id: int) -> tuple[FieldLine, ...]:
    """About a case and its person."""
    mine = or_(journal.c.application_id == application_id, journal.c.person_id == person_id)
    statement = select(*_COLUMNS).where(mine).order_by(journal.c.id.desc()).limit(MOST)
    return tuple(FieldLine(*row) for row in connection.execute(statement))


def office_lines(connection: Connection, mark: str, number: int) -> tuple[FieldLine, ...]:
    """About an office or a staff member: their lines stand in the office's own chain and name the record under ``mark``."""
    chain = journal.c.chain == "office"
    said = journal.c.fields.contains(f'"{mark}": [{number}, {number}]', autoescape=True)
    statement = select(*_COLUMNS).where(chain, said).order_by(journal.c.seq.desc()).limit(MOST)
    return tuple(FieldLine(*row) for row in connection.execute(statement))
