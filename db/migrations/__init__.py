"""Forward-only migrations. ``upgrade`` brings any office, empty or older, to this program's version."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from db.backends import Backend
from db.database import Database

if TYPE_CHECKING:
    from alembic.script import ScriptDirectory


class NewerDatabase(Exception):
    """The database was written by a newer program; this one would damage it."""


class OlderDatabase(Exception):
    """The database was written by an older program, and this account may not upgrade it."""


def upgrade(database: Database) -> bool:
    """Create or upgrade the tables and put the guards up, in one transaction under a lock; whether the tables changed.

    An account that may not upgrade (a clerk's login on a shared server) only looks whether program and tables agree.

    :raises NewerDatabase: when the database knows a migration that this program does not.
    :raises OlderDatabase: when it wants upgrading by its administrator first.
    :raises RecordRoomError: when the world gets in the way.
    """
    with database.write() as connection:
        if not database.backend.may_upgrade(connection):
            _compare(connection, _script())
            return False
        raised = raise_tables(connection, database.backend)
        database.backend.install_guards(connection)
        return raised


def raise_tables(connection: Connection, backend: Backend) -> bool:
    """The tables alone, under the lock of upgrades: for who puts history into them before the guards go up. Whether there
    was anything to do.

    :raises NewerDatabase: as :func:`upgrade`.
    """
    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    script = _script()
    backend.upgrade_lock(connection)
    context = MigrationContext.configure(connection, opts={"transactional_ddl": True})
    present, head = context.get_current_revision(), script.get_current_head()
    known = {revision.revision for revision in script.walk_revisions()}
    if present is not None and present not in known:
        raise NewerDatabase(present)
    if present != head:
        with Operations.context(context):
            for revision in reversed(list(script.iterate_revisions(head, present or "base"))):
                revision.module.upgrade()
        context.stamp(script, head or "head")
    return present != head


def _compare(connection: Connection, script: "ScriptDirectory") -> None:
    present = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    if present == script.get_current_head():
        return
    if present in {revision.revision for revision in script.walk_revisions()}:
        raise OlderDatabase(present)
    raise NewerDatabase(present)


def head() -> str:
    """The migration that this program's tables stand at."""
    return _script().get_current_head() or ""


def knows(revision: str) -> bool:
    """Whether this program can bring a database of that migration up to date; not when a newer program made it."""
    return revision in {known.revision for known in _script().walk_revisions()}


def _script() -> "ScriptDirectory":
    from alembic.script import ScriptDirectory

    return ScriptDirectory(str(Path(__file__).parent))
