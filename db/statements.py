"""Statements that both databases know but SQLAlchemy writes for one dialect at a time."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Boolean, Connection, Executable, Insert, Select, Table, bindparam, text, update
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from db.tables.traces import counter


def insert_or_skip(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert the rows that are not there yet; rows that meet a unique key are left as they are.

    Gives the number of rows inserted. On PostgreSQL a row that another transaction is inserting is waited for.
    """
    if not rows:
        return 0
    names = list(rows[0])
    columns, values = ", ".join(f'"{name}"' for name in names), ", ".join(f":{name}" for name in names)
    statement = text(f'INSERT INTO "{table.name}" ({columns}) VALUES ({values}) ON CONFLICT DO NOTHING')  # noqa: S608
    typed = statement.bindparams(*(bindparam(name, type_=table.c[name].type) for name in names))
    return connection.execute(typed, list(rows)).rowcount


class _InsertOrSkip(Insert):
    """An INSERT that leaves rows as they are which meet a unique key."""

    inherit_cache = True


@compiles(_InsertOrSkip)
def _or_skip(element: _InsertOrSkip, compiler: Any, **options: Any) -> str:
    return f"{compiler.visit_insert(element, **options)} ON CONFLICT DO NOTHING"


def insert_chosen_or_skip(connection: Connection, table: Table, columns: Sequence[str], chosen: Select[Any]) -> int:
    """The same for rows that a SELECT gives. It must have a WHERE: else SQLite takes ON for a part of its join."""
    return written(connection, _InsertOrSkip(table).from_select(columns, chosen))


class SeesOneOffice(FunctionElement[bool]):
    """Whether the walls leave this desk the people of one office alone, as at Satpol PP and a panti. A file has no walls."""

    type = Boolean()
    inherit_cache = True


@compiles(SeesOneOffice)
def _unwalled(element: SeesOneOffice, compiler: Any, **options: Any) -> str:
    return "(1 = 0)"


@compiles(SeesOneOffice, "postgresql")
def _walled(element: SeesOneOffice, compiler: Any, **options: Any) -> str:
    return "(walled() AND NOT sees_all() AND cardinality(acting_sight()) = 1)"


def written(connection: Connection, statement: Executable) -> int:
    """Carry out one INSERT, UPDATE or DELETE; gives the number of rows, which SQLAlchemy else does not keep for an INSERT
    that selects."""
    return connection.execute(statement, execution_options={"preserve_rowcount": True}).rowcount


def next_numbers(connection: Connection, name: str, count: int) -> int:
    """Take ``count`` numbers of a named counter and give the first; the row stays locked until the commit."""
    insert_or_skip(connection, counter, [{"name": name, "last": 0}])
    statement = update(counter).where(counter.c.name == name).values(last=counter.c.last + count)
    last: int = connection.execute(statement.returning(counter.c.last)).scalar_one()
    return last - count + 1
