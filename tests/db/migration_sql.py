"""What a migration says to a database, without one."""

from io import StringIO
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory

import db.migrations

# Released: it never says anything else again.
RELEASED = ("0001", "0002")
DIALECTS = ("sqlite", "postgresql")


def statements(revision: str, dialect: str) -> str:
    """The SQL of one migration, in the order in which it is sent."""
    script = ScriptDirectory(str(Path(db.migrations.__file__).parent))
    said = StringIO()
    context = MigrationContext.configure(dialect_name=dialect, opts={"as_sql": True, "output_buffer": said})
    with Operations.context(context):
        script.get_revision(revision).module.upgrade()
    return said.getvalue()
