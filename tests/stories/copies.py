"""What the stories of copies share: one key, whose copies they are, and how an office is looked at whole."""

from pathlib import Path

from sqlalchemy import select, text

from db.database import Database
from db.tables import metadata
from desktop.backup.keys import Opener, new_key
from desktop.operations import journal

KEY = new_key()
OPENER = Opener(private=KEY.private)


def quiet(_done, _total, _sentence):
    """Nobody watches."""


def content(database):
    """Every row of every table, in an order of its own."""
    with database.read() as connection:
        return {
            name: sorted(map(repr, connection.execute(select(table)).all())) for name, table in metadata.tables.items()
        }


def sound(database):
    with database.read() as connection:
        return journal.verify(connection).breaks == ()


def without_traces(rows):
    """What the making of a copy itself writes."""
    return {name: found for name, found in rows.items() if name not in {"backup_run", "change", "counter"}}


def empty(url):
    database = Database(url)
    try:
        return database.backend.is_empty(database)
    finally:
        database.close()


def leftovers(office):
    """Files or databases of rehearsals that nobody took away."""
    if office.database.backend.name == "sqlite":
        return [
            path.name for path in Path(office.database.url.removeprefix("sqlite:///")).parent.glob(".padan-salinan-*")
        ]
    # Other tests rehearse on the same server at the same time.
    question = text("SELECT datname FROM pg_database WHERE datname LIKE 'padan_periksa%' || current_database()")
    with office.database.read() as connection:
        return list(connection.scalars(question))
