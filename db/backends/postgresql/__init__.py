"""PostgreSQL: the shared office. Many desks at once, rows locked in order, several hosts for fail-over."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, create_engine

from db.backends import Copying, Progress, Readable, statements

if TYPE_CHECKING:
    from db.database import Database

_UPGRADE_LOCK = 0x5061_6461_6E


class PostgreSQL:
    """psycopg 3; at most two idle connections a desk (one reads, one writes)."""

    name = "postgresql"

    def reader(self, url: str) -> Engine:
        """Readers run read-only transactions with one snapshot."""
        return self._engine(
            url, isolation_level="REPEATABLE READ", pool_size=1, options="-c default_transaction_read_only=on"
        )

    def writer(self, url: str) -> Engine:
        """Writers lock the rows they touch; READ COMMITTED sees what was committed while they waited."""
        return self._engine(url, isolation_level="READ COMMITTED", pool_size=1, options="-c lock_timeout=15000")

    def lock_rows(self) -> bool:
        """Several writers work at once."""
        return True

    def install_guards(self, connection: Connection) -> None:
        """Functions and triggers from ``guards.sql``; those that exist are made anew."""
        for statement in statements((Path(__file__).parent / "guards.sql").read_text(encoding="utf-8")):
            connection.exec_driver_sql(statement)

    def upgrade_lock(self, connection: Connection) -> None:
        """An advisory lock held until the transaction ends."""
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_UPGRADE_LOCK})")

    def desks_may_copy(self) -> bool:
        """Only who may read everything."""
        return False

    def copy_obstacle(self, connection: Connection) -> str:
        """The login must own the tables, and ``pg_dump`` must be installed."""
        from db.backends.postgresql.copying import copy_obstacle

        return copy_obstacle(connection)

    def copying(self, database: "Database", progress: Progress) -> AbstractContextManager[Copying]:
        """``pg_dump`` of an exported snapshot."""
        from db.backends.postgresql.copying import copying

        return copying(database, progress)

    def is_empty(self, database: "Database") -> bool:
        """No table, view, sequence or function of anybody's own."""
        from db.backends.postgresql.restoring import is_empty

        return is_empty(database)

    def unpack(self, source: Readable, database: "Database", progress: Progress) -> None:
        """``pg_restore`` in one transaction."""
        from db.backends.postgresql.restoring import unpack

        unpack(source, database, progress)

    def belongings(self, database: "Database") -> dict[str, str]:
        """Nothing: accounts and their passwords belong to the server."""
        return {}

    def adopt(self, database: "Database", belongings: Mapping[str, str]) -> None:
        """Nothing to prepare."""

    def clear(self, database: "Database") -> None:
        """Drop everything of the schema ``public``."""
        from db.backends.postgresql.restoring import clear

        clear(database)

    def rehearsal(self, database: "Database") -> AbstractContextManager["Database"]:
        """A database of its own on the same server."""
        from db.backends.postgresql.restoring import rehearsal

        return rehearsal(database)

    @staticmethod
    def _engine(url: str, isolation_level: str, pool_size: int, options: str) -> Engine:
        driver = url.replace("postgresql://", "postgresql+psycopg://", 1)
        return create_engine(
            driver,
            isolation_level=isolation_level,
            pool_size=pool_size,
            max_overflow=4,
            pool_pre_ping=True,
            connect_args={"application_name": "padan", "connect_timeout": 10, "options": f"-c timezone=UTC {options}"},
        )
