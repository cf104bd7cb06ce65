"""Whether a file already came in, by its content and not by its name; and what its headings were once said to mean."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, func, select

from db.queries.imports import ImportRow
from db.tables.access import office, staff
from db.tables.registry import column_mapping
from db.tables.traces import import_problem, import_run


def runs_of_file(connection: Connection, office_id: int, sha256: str) -> tuple[ImportRow, ...]:
    """The standing runs in which this office brought in a file with exactly these bytes, newest first."""
    r = import_run.c
    return _found(connection, r.office_id == office_id, r.file_sha256 == sha256, r.undone_at.is_(None))


def runs_of_list(
    connection: Connection, office_id: int, sha256: str, layout: str, period: str, segment: str
) -> tuple[ImportRow, ...]:
    """The same for one month of one segment, without what was taken back."""
    r = import_run.c
    place = (r.layout == layout, func.coalesce(r.period, "") == period, func.coalesce(r.segment, "") == segment)
    return _found(connection, r.office_id == office_id, r.file_sha256 == sha256, r.undone_at.is_(None), *place)


def _found(connection: Connection, *conditions: ColumnElement[bool]) -> tuple[ImportRow, ...]:
    own = ("id", "layout", "file_name", "total", "accepted", "rejected", "duplicates")
    statement = (
        select(*(import_run.c[name] for name in own), staff.c.name, office.c.name, import_run.c.at)
        .join(staff, staff.c.id == import_run.c.staff_id)
        .join(office, office.c.id == import_run.c.office_id)
        .where(*conditions)
        .order_by(import_run.c.id.desc())
    )
    return tuple(ImportRow(*row) for row in connection.execute(statement))


def question_lines(connection: Connection, run_id: int, codes: Sequence[str]) -> tuple[tuple[str, int, str], ...]:
    """(sheet, row, code) of the lines of an import that were kept with one of these codes, in the order of the file."""
    p = import_problem.c
    statement = select(p.sheet, p.row, p.code).where(p.run_id == run_id, p.code.in_(codes)).order_by(p.id)
    return tuple((row.sheet, row.row, row.code) for row in connection.execute(statement))


@dataclass(frozen=True, slots=True)
class KnownMapping:
    """What was once confirmed about headings: {their heading: our field}."""

    layout: str
    mapping: dict[str, str]


def known_mapping(connection: Connection, office_id: int, signature: str) -> KnownMapping | None:
    """What this office confirmed about these headings, or ``None``."""
    m = column_mapping.c
    mine = select(m.layout, m.mapping).where(m.signature == signature, m.office_id == office_id)
    row = connection.execute(mine).first()
    return None if row is None else KnownMapping(row.layout, json.loads(row.mapping))
