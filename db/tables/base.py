"""The one ``MetaData`` with names for every constraint, and the two columns that most tables begin with."""

from sqlalchemy import BigInteger, Column, Integer, MetaData

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Key = BigInteger().with_variant(Integer, "sqlite")
"""Surrogate key: SQLite numbers rows by itself only for INTEGER."""


def key() -> Column[int]:
    """The primary key column ``id``."""
    return Column("id", Key, primary_key=True)


def version() -> Column[int]:
    """The row version that a command must name (approve what you saw)."""
    return Column("version", Integer, nullable=False, default=1, server_default="1")
