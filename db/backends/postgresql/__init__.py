"""PostgreSQL: the shared office. Many desks at once, rows locked in order, several hosts for fail-over."""

import hmac
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, Row, String, Table, create_engine, event, text

from db.backends import Copying, Progress, Readable, statements
from db.backends.postgresql.address import driver_url
from db.backends.postgresql.arrays import array_words
from db.compiled import COMPILED
from db.listening import CatchUp, Listener

if TYPE_CHECKING:
    from db.database import Database

_UPGRADE_LOCK = 0x5061_6461_6E
_FOLDER = Path(__file__).parent
# A server that is gone without a word is noticed after half a minute, not after the two hours of the operating system.
_NOTICE_SILENCE = {
    "keepalives": 1,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}


class PostgreSQL:
    """psycopg 3; at most two connections an idle desk (one reads, one listens; the writer's is given back).

    ``login``: the staff member's user name, when the desk works as that member; ``password`` is held in memory alone.
    Without a login the address's own account works: the owner of the tables, who makes and upgrades them.
    """

    name = "postgresql"
    logins = True
    silence, patience = 10.0, 5.0
    """Seconds without a byte before a server is asked on a second line what it does, and those it has for the answer."""

    def __init__(self, login: str = "", password: str = "") -> None:
        self.login = login
        self.password = password

    def reader(self, url: str) -> Engine:
        """Readers run read-only transactions with one snapshot."""
        return self._engine(url, isolation_level="REPEATABLE READ", options="-c default_transaction_read_only=on")

    def writer(self, url: str) -> Engine:
        """Writers lock the rows they touch; READ COMMITTED sees what was committed while they waited."""
        return self._engine(url, isolation_level="READ COMMITTED", options="-c lock_timeout=15000")

    def listen(self, url: str, after: int, catch_up: CatchUp, cut: Callable[[], None]) -> Listener:
        """``LISTEN`` on a connection of its own, made as all others are."""
        from db.backends.postgresql.listener import PostgreSQLListener

        engine = self._engine(url, isolation_level="AUTOCOMMIT", options="")
        return PostgreSQLListener(engine.raw_connection, after, catch_up, cut)

    def spares_writer(self) -> bool:
        """Sixty desks share one server."""
        return True

    def lock_rows(self) -> bool:
        """Several writers work at once."""
        return True

    def remote(self) -> bool:
        """A server."""
        return True

    def may_upgrade(self, connection: Connection) -> bool:
        """Only who owns the tables (or may own new ones) upgrades; a clerk's login never does."""
        owner = "SELECT tableowner FROM pg_tables WHERE tablename = 'alembic_version' AND schemaname = current_schema()"
        name = connection.exec_driver_sql(owner).scalar()
        if name is None:
            return not self.login
        return bool(connection.execute(text("SELECT pg_has_role(:name, 'USAGE')"), {"name": name}).scalar())

    def drop_guard(self, connection: Connection, name: str, table: str) -> None:
        """A trigger belongs to its table."""
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name} ON {table}")

    def install_guards(self, connection: Connection, *, again: bool = False) -> None:
        """Triggers, group roles, row policies and grants: made anew when any of their files changed."""
        from db.backends.postgresql.walls import wall_statements

        scripts = [(_FOLDER / name).read_text(encoding="utf-8") for name in ("guards.sql", "logins.sql")]
        wanted = [statement for script in scripts for statement in statements(script)] + wall_statements()
        # The database's own number is part of the mark: grants do not travel with a copy into another place.
        own = connection.exec_driver_sql("SELECT oid FROM pg_database WHERE datname = current_database()").scalar()
        mark = sha256("\n".join([str(own), *wanted]).encode()).hexdigest()
        if (
            not again
            and connection.exec_driver_sql("SELECT obj_description('alembic_version'::regclass)").scalar() == mark
        ):
            return
        # Without parameters a per cent sign is one.
        plain = connection.execution_options(no_parameters=True)
        for statement in wanted:
            plain.exec_driver_sql(statement)
        plain.exec_driver_sql("SELECT make_logins()")
        connection.exec_driver_sql(f"COMMENT ON TABLE alembic_version IS '{mark}'")

    def upgrade_lock(self, connection: Connection) -> None:
        """An advisory lock held until the transaction ends."""
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_UPGRADE_LOCK})")

    def hold(self, connection: Connection, table: str, ids: list[int], *, shared: bool) -> None:
        """Through a function of the owner: a clerk may lock the row of an office or a colleague, never change it."""
        statement = text("SELECT hold_rows(:table, :ids, :shared)")
        connection.execute(statement, {"table": table, "ids": ids, "shared": shared})

    def set_password(
        self, connection: Connection, staff_id: int, password: str, encoded: str, *, must_change: bool
    ) -> None:
        """The password of the member's login role, already as a SCRAM verifier: the server never hears the word."""
        row: Row[Any] = connection.execute(text("SELECT login_of(:id)"), {"id": staff_id}).one()
        values = {"id": staff_id, "verifier": verifier(connection, row[0], password), "must": must_change}
        connection.execute(text("SELECT set_login_password(:id, :verifier, :must)"), values)

    def proves(self, connection: Connection, staff_id: int, password: str) -> bool | None:
        """Whether this is the password the desk signed in with."""
        return hmac.compare_digest(self.password.encode(), password.encode()) if self.login else None

    def renewed(self, password: str) -> None:
        """Connections opened from now on use it."""
        self.password = password if self.login else ""

    def pour(
        self, connection: Connection, table: Table, names: Sequence[str], columns: Sequence[Sequence[Any]]
    ) -> None:
        """One statement whose columns come as arrays: ``COPY`` is refused behind row-level security."""
        types = (table.c[name].type for name in names)
        # A cast to VARCHAR(13) would cut a longer number short without a word; the column itself refuses it.
        kinds = ("text" if isinstance(one, String) else one.compile(connection.dialect) for one in types)
        arrays = ", ".join(f"%s::{kind}[]" for kind in kinds)
        listed = ", ".join(f'"{name}"' for name in names)
        words = f'INSERT INTO "{table.name}" ({listed}) SELECT * FROM unnest({arrays})'  # noqa: S608
        connection.exec_driver_sql(words, tuple(map(array_words, columns)))

    def make_room(self, connection: Connection) -> None:
        """Memory for its hash tables, for this transaction; and the planner knows what was read just now."""
        connection.exec_driver_sql("SET LOCAL work_mem = '128MB'")
        connection.exec_driver_sql("SELECT look_over()")

    def look_at_incoming(self, connection: Connection) -> None:
        """It may be told since the last list that the table is empty, and would then compare every line with every other."""
        connection.exec_driver_sql("SELECT look_at_incoming()")

    def acting_staff(self, connection: Connection) -> int | None:
        """The staff member behind the login; ``None`` for a disabled one."""
        found: int | None = connection.exec_driver_sql("SELECT acting_staff()").scalar()
        return found

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

    def seal_journal(
        self, connection: Connection, day: date, midnight: datetime, at: datetime, staff_id: int | None
    ) -> bool:
        """The function of ``guards.sql``: it sees all lines, also those that this desk may not read."""
        asked = text("SELECT seal_journal(:day, :midnight, :at, CAST(:staff AS bigint))")
        return bool(connection.scalar(asked, {"day": day, "midnight": midnight, "at": at, "staff": staff_id}))

    def _engine(self, url: str, isolation_level: str, options: str) -> Engine:
        address = driver_url(url)
        if self.login:
            address = address.set(username=f"{self.login}@{address.database}", password=None)
        engine = create_engine(
            address,
            isolation_level=isolation_level,
            execution_options={"compiled_cache": COMPILED},
            pool_size=1,
            max_overflow=4,
            pool_pre_ping=True,
            connect_args={
                "application_name": "padan",
                "connect_timeout": round(2 * self.patience),
                # No JIT: behind the walls every question looks costly to the planner, and compiling it takes longer than
                # answering it.
                "options": f"-c timezone=UTC -c jit=off {options}",
                **_NOTICE_SILENCE,
            },
        )

        @event.listens_for(engine, "do_connect")
        def connect(_dialect: Any, _record: Any, words: list[Any], named: dict[str, Any]) -> Any:
            from db.backends.postgresql.silence import Attentive

            # Also an empty one: libpq would else look for another account's in its own files.
            if self.login:
                named["password"] = self.password
            connection = Attentive.connect(*words, **named)
            connection.silence, connection.patience = self.silence, self.patience
            return connection

        return engine


def verifier(connection: Connection, role: str, password: str) -> str:
    """What the server keeps of a password (SCRAM-SHA-256, RFC 5802), computed here."""
    driver: Any = connection.connection.driver_connection
    encrypted: bytes = driver.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256")
    return encrypted.decode()
