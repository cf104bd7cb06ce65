"""How many rows every table has: what a copy is compared by. Tables are those of the database, not of this program."""

from sqlalchemy import Connection, func, inspect, literal, select, table, text, union_all


def counts(connection: Connection) -> dict[str, int]:
    """Table → rows, in one statement and so in one moment."""
    names = sorted(inspect(connection).get_table_names())
    if not names:
        return {}
    each = [select(literal(name), func.count()).select_from(table(name)) for name in names]
    return {str(name): int(rows) for name, rows in connection.execute(union_all(*each))}


def revision(connection: Connection) -> str:
    """The migration this database stands at; empty for a database that is not an office's."""
    if "alembic_version" not in inspect(connection).get_table_names():
        return ""
    return str(connection.scalar(text("SELECT version_num FROM alembic_version")) or "")
