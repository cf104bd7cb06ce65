"""PostgreSQL: the shared office. Many desks at once, rows locked in order, several hosts for fail-over."""

from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, text

from db.backends import statements

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

    def seal_journal(
        self, connection: Connection, day: date, midnight: datetime, at: datetime, staff_id: int | None
    ) -> bool:
        """The function of ``guards.sql``: it sees all lines, also those that this desk may not read."""
        asked = text("SELECT seal_journal(:day, :midnight, :at, CAST(:staff AS bigint))")
        return bool(connection.scalar(asked, {"day": day, "midnight": midnight, "at": at, "staff": staff_id}))

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
