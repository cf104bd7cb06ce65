"""PostgreSQL: the shared office. Many desks at once, rows locked in order, several hosts for fail-over."""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine

from db.backends import statements
from db.listening import CatchUp, Listener

_UPGRADE_LOCK = 0x5061_6461_6E
# A server that is gone without a word is noticed after half a minute, not after the two hours of the operating system.
_NOTICE_SILENCE = {
    "keepalives": 1,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}


class PostgreSQL:
    """psycopg 3; at most two connections an idle desk (one reads, one listens; the writer's is given back)."""

    name = "postgresql"

    def reader(self, url: str) -> Engine:
        """Readers run read-only transactions with one snapshot."""
        return self._engine(
            url, isolation_level="REPEATABLE READ", pool_size=1, options="-c default_transaction_read_only=on"
        )

    def writer(self, url: str) -> Engine:
        """Writers lock the rows they touch; READ COMMITTED sees what was committed while they waited."""
        return self._engine(url, isolation_level="READ COMMITTED", pool_size=1, options="-c lock_timeout=15000")

    def listen(self, url: str, after: int, catch_up: CatchUp, cut: Callable[[], None]) -> Listener:
        """``LISTEN`` on a connection of its own, made as all others are."""
        from db.backends.postgresql.listener import PostgreSQLListener

        engine = self._engine(url, isolation_level="AUTOCOMMIT", pool_size=1, options="")
        return PostgreSQLListener(engine.raw_connection, after, catch_up, cut)

    def spares_writer(self) -> bool:
        """Sixty desks share one server."""
        return True

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

    @staticmethod
    def _engine(url: str, isolation_level: str, pool_size: int, options: str) -> Engine:
        driver = url.replace("postgresql://", "postgresql+psycopg://", 1)
        return create_engine(
            driver,
            isolation_level=isolation_level,
            pool_size=pool_size,
            max_overflow=4,
            pool_pre_ping=True,
            connect_args={
                "application_name": "padan",
                "connect_timeout": 10,
                "options": f"-c timezone=UTC {options}",
                **_NOTICE_SILENCE,
            },
        )
