"""Names that differ: the only rule that needs a score, and so the only one that sees rows in Python, a chunk at a time."""

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Connection, String, and_, cast, func, select

from db.backends import Backend
from db.bulk import bulk_insert
from db.reconcile.findings import NOW, mark
from db.reconcile.month import Month
from db.tables.lists import list_row
from db.tables.people import person
from db.tables.reconciliation import doubt, finding

CODE = "nama_beda"
COLUMNS = (
    *("reconciliation_id", "rule", "mark", "round", "list_row_id", "membership_id", "person_id", "number", "nik"),
    *("theirs", "ours", "score", "amount", "leaked"),
)
_CHUNK = 2000


def find_names(
    backend: Backend, connection: Connection, month: Month, alike: Callable[[str, str], float], same: float
) -> int:
    """One finding for every name less than ``same`` of 100 alike; gives how many names were looked at."""
    _d = doubt.c
    differing = (
        select(
            cast(mark(), String),
            *(_d.list_row_id, _d.membership_id, _d.person_id, _d.number, _d.nik),
            list_row.c.name.label("theirs"),
            person.c.name.label("ours"),
        )
        .select_from(doubt)
        .join(list_row, list_row.c.id == _d.list_row_id)
        .join(person, person.c.id == _d.person_id)
        .where(
            _d.reconciliation_id == month.id,
            _d.matched != "",
            and_(list_row.c.run_id == month.people_run, func.upper(list_row.c.name) != func.upper(person.c.name)),
        )
    )
    looked = 0
    found: list[list[tuple[Any, ...]]] = []
    for part in connection.execute(differing).partitions(_CHUNK):
        looked += len(part)
        scored = ((row, int(alike(row.theirs, row.ours))) for row in part)
        found.append([(month.id, CODE, row[0], NOW, *row[1:8], score, 0, 0) for row, score in scored if score < same])
    bulk_insert(backend, connection, finding, COLUMNS, _kept(found))
    return looked


def _kept(found: list[list[tuple[Any, ...]]]) -> Iterator[list[tuple[Any, ...]]]:
    return iter(found)
