"""What a list says beside what is matched: the whole line is kept, and a person's values where they belong."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

_WORDS = {
    "incoming": ("marital", "facility_code", "id_dtks", "status", "note"),
    "list_row": (*("birth_place", "address", "relation", "marital"), *("facility_code", "facility", "id_dtks", "note")),
}
_SAID = {
    "person": ("marital", "id_dtks"),
    "membership": ("facility_code",),
    "civil_event": ("note",),
    "resident": ("relation", "marital", "status"),
}


def upgrade() -> None:
    for table in _WORDS:
        op.add_column(table, sa.Column("family_number", sa.String(length=13), nullable=True))
    op.add_column("list_row", sa.Column("kk", sa.String(length=16), nullable=True))
    op.add_column("membership", sa.Column("family_number", sa.String(length=13), server_default="", nullable=False))
    for table, names in _WORDS.items():
        for name in names:
            op.add_column(table, sa.Column(name, sa.Text(), nullable=True))
    for table, names in _SAID.items():
        for name in names:
            op.add_column(table, sa.Column(name, sa.Text(), server_default="", nullable=False))
