"""What each desk may see: who recorded a person or made a sheet, private keys and health notes in tables of their own."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from db.backends import backend_for
from db.tables.base import Key

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    for table in ("person", "card_sheet"):
        op.add_column(table, sa.Column("office_id", Key, nullable=True))
        op.create_index(op.f(f"ix_{table}_office_id"), table, ["office_id"], unique=False)
    _split(
        "office_secret",
        "office_key",
        sa.Column("key_id", sa.String(length=8), nullable=False),
        sa.Column("private", sa.LargeBinary(), nullable=False),
    )
    _split(
        "wbs_health",
        "wbs_profile",
        sa.Column("application_id", Key, nullable=False),
        sa.Column("condition", sa.Text(), nullable=False, server_default=""),
    )


def _split(new: str, old: str, key: sa.Column[Any], value: sa.Column[Any]) -> None:
    """A column becomes a table of its own, with a wall of its own; nothing in it is lost."""
    op.create_table(
        new,
        key,
        value,
        sa.ForeignKeyConstraint([key.name], [f"{old}.{key.name}"], name=op.f(f"fk_{new}_{key.name}")),
        sa.PrimaryKeyConstraint(key.name, name=op.f(f"pk_{new}")),
    )
    op.execute(f'INSERT INTO {new} SELECT {key.name}, "{value.name}" FROM {old}')  # noqa: S608 (names of this file)
    connection = op.get_bind()
    # Both databases refuse to drop a column that a trigger looks at; the guards are put up again after the upgrade.
    backend_for(str(connection.engine.url)).drop_guard(connection, f"guard_{old}_update", old)
    op.drop_column(old, value.name)
