"""PostgreSQL: the shared office. Many desks at once, rows locked in order, several hosts for fail-over."""

from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine

from db.backends import statements

_UPGRADE_LOCK = 0x5061_6461_6E
# A line that died without a word (a pulled cable) is given up after about twenty seconds, not after two hours.
_NOTICED = {"keepalives_idle": 8, "keepalives_interval": 4, "keepalives_count": 3, "tcp_user_timeout": 20_000}


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

    def remote(self) -> bool:
        """A server."""
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
                **_NOTICED,
            },
        )
