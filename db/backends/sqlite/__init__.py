"""SQLite: the single office. One file, one writer at a time, readers never wait."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, update
from sqlalchemy.engine import make_url
from sqlalchemy.pool import QueuePool

from db.backends import Copying, Progress, Readable, statements
from db.backends.sqlite.cipher import WrongKey, connect, unlock
from db.backends.sqlite.listener import SQLiteListener
from db.compiled import COMPILED
from db.listening import CatchUp, Listener
from db.tables.access import staff

if TYPE_CHECKING:
    from db.database import Database

_BUSY_MILLISECONDS = 10_000
# A lookup in a list of a million rows that has to go back to the file (and be decrypted) costs ten times one in memory.
_ROOM_KIBIBYTES = 128 * 1024
_USUAL_KIBIBYTES = 2000
_MOST_VALUES = 6500  # SQLite takes 32,766


class SQLite:
    """WAL, foreign keys, ``BEGIN IMMEDIATE`` for writers. ``synchronous=FULL``: an acknowledged command
    survives a power cut, which the default of WAL would not promise. A writer waits ten seconds for another
    one; ``?timeout=SECONDS`` at the end of the URL changes that. With a ``key`` the file is encrypted (SQLCipher)."""

    name = "sqlite"
    logins = False
    _key: bytes | None = None

    def __init__(self, key: bytes | None = None) -> None:
        self._key = key

    def reader(self, url: str) -> Engine:
        """Readers begin deferred and see one snapshot."""
        return self._engine(url, "BEGIN", pool_size=3)

    def writer(self, url: str) -> Engine:
        """The write lock is taken at the beginning, so a transaction never fails half-way for want of it."""
        return self._engine(url, "BEGIN IMMEDIATE", pool_size=1)

    def listen(self, url: str, after: int, catch_up: CatchUp, cut: Callable[[], None]) -> Listener:
        """A connection of its own whose ``data_version`` tells of commits, also of other processes."""
        return SQLiteListener(self._engine(url, "BEGIN", pool_size=1), after, catch_up)

    def spares_writer(self) -> bool:
        """An idle connection to a file keeps nobody out."""
        return False

    def lock_rows(self) -> bool:
        """The whole file is locked by ``BEGIN IMMEDIATE``."""
        return False

    def remote(self) -> bool:
        """A file of this computer."""
        return False

    def drop_guard(self, connection: Connection, name: str, table: str) -> None:
        """A trigger's name is unique in the file."""
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")

    def install_guards(self, connection: Connection, *, again: bool = False) -> None:
        """Triggers and a view from ``guards.sql``; all are made anew when one is missing or reads otherwise."""
        wanted = statements((Path(__file__).parent / "guards.sql").read_text(encoding="utf-8"))
        present = set(
            connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE type IN ('trigger', 'view')").scalars()
        )
        # SQLite keeps the words of a definition as they came.
        if not again and present >= {one for one in wanted if one.startswith("CREATE")}:
            return
        for statement in wanted:
            connection.exec_driver_sql(statement)

    def may_upgrade(self, connection: Connection) -> bool:
        """Whoever can open the file."""
        return True

    def hold(self, connection: Connection, table: str, ids: list[int], *, shared: bool) -> None:
        """``BEGIN IMMEDIATE`` holds everything."""

    def set_password(
        self, connection: Connection, staff_id: int, password: str, encoded: str, *, must_change: bool
    ) -> None:
        """The hash is kept with the staff member."""
        values = {"password_hash": encoded, "must_change": must_change, "failures": 0, "locked_until": None}
        connection.execute(update(staff).where(staff.c.id == staff_id).values(**values, version=staff.c.version + 1))

    def proves(self, connection: Connection, staff_id: int, password: str) -> bool | None:
        """Only the stored hash can tell."""
        return None

    def renewed(self, password: str) -> None:
        """Nothing of it is kept."""

    def pour(
        self, connection: Connection, table: Table, names: Sequence[str], columns: Sequence[Sequence[Any]]
    ) -> None:
        """A few hundred rows a statement: Python's other threads go on while one runs, and wait after each."""
        listed = ", ".join(f'"{name}"' for name in names)
        marks = f"({', '.join('?' * len(names))})"
        words = f'INSERT INTO "{table.name}" ({listed}) VALUES '  # noqa: S608
        count, width = len(columns[0]), len(names)
        parts = -(-count * width // _MOST_VALUES)
        bounds = [count * part // parts for part in range(parts + 1)]
        for begin, end in pairwise(bounds):
            values: list[Any] = [None] * (width * (end - begin))
            for at, column in enumerate(columns):
                values[at::width] = column[begin:end]
            connection.exec_driver_sql(words + ", ".join([marks] * (end - begin)), tuple(values))

    def make_room(self, connection: Connection) -> None:
        """A larger page cache; it is given back when the connection goes back to its pool."""
        connection.exec_driver_sql(f"PRAGMA cache_size = -{_ROOM_KIBIBYTES}")
        connection.info["room"] = True
        # Without figures the planner takes any index for any other; a look at a few hundred entries of each is enough.
        connection.exec_driver_sql("PRAGMA analysis_limit = 400")
        connection.exec_driver_sql("ANALYZE")

    def look_at_incoming(self, connection: Connection) -> None:
        """Nothing: figures are kept by ``ANALYZE`` alone, and never of an empty table."""

    def bare(self, path: Path) -> Any:
        """A bare driver's connection to another file under this office's key, for work on whole files such as a backup
        (``Connection.backup``). Close it. :raises WrongKey: :raises RecordRoomError:"""
        return connect(path, self._key)

    def upgrade_lock(self, connection: Connection) -> None:
        """``BEGIN IMMEDIATE`` is the lock."""

    def desks_may_copy(self) -> bool:
        """Who opens the office holds its file."""
        return True

    def copy_obstacle(self, connection: Connection) -> str:
        """None: the online copy is part of SQLite."""
        return ""

    def copying(self, database: "Database", progress: Progress) -> AbstractContextManager[Copying]:
        """SQLite's online copy, in steps."""
        from db.backends.sqlite.copying import copying

        return copying(database, progress)

    def is_empty(self, database: "Database") -> bool:
        """No file yet."""
        from db.backends.sqlite.copying import is_empty

        return is_empty(database)

    def unpack(self, source: Readable, database: "Database", progress: Progress) -> None:
        """The file, put in its place when whole."""
        from db.backends.sqlite.copying import unpack

        unpack(source, database, progress)

    def belongings(self, database: "Database") -> dict[str, str]:
        """The key of an encrypted file, and the key file beside it that lets the staff in with their passwords."""
        from db.backends.sqlite.copying import key_file

        beside = key_file(database)
        kept = {"kunci": beside.read_text(encoding="utf-8")} if beside.exists() else {}
        return kept | ({"key": self._key.hex()} if self._key else {})

    def adopt(self, database: "Database", belongings: Mapping[str, str]) -> None:
        """From now on ``database`` opens with the copy's key; the key file is there before the file it opens."""
        from db.backends.sqlite.copying import put_key_file

        keyed = type(self)()
        keyed._key = bytes.fromhex(belongings["key"]) if "key" in belongings else None
        database.backend = keyed
        if "kunci" in belongings:
            put_key_file(database, belongings["kunci"])

    def clear(self, database: "Database") -> None:
        """Remove the file."""
        from db.backends.sqlite.copying import clear

        clear(database)

    def rehearsal(self, database: "Database") -> AbstractContextManager["Database"]:
        """A file beside the office's own."""
        from db.backends.sqlite.copying import rehearsal

        return rehearsal(database)

    def seal_journal(
        self, connection: Connection, day: date, midnight: datetime, at: datetime, staff_id: int | None
    ) -> bool:
        """Counted and hashed here: ``BEGIN IMMEDIATE`` keeps every other writer out meanwhile."""
        from db.backends.sqlite.sealing import seal_journal

        return seal_journal(connection, day, midnight, at, staff_id)

    def _engine(self, url: str, begin: str, pool_size: int) -> Engine:
        waits = {} if "timeout" in make_url(url).query else {"timeout": _BUSY_MILLISECONDS / 1000}
        engine = create_engine(
            url,
            execution_options={"compiled_cache": COMPILED},
            poolclass=QueuePool,
            pool_size=pool_size,
            max_overflow=8,
            connect_args={"check_same_thread": False, **waits},
            **_driver(self._key),
        )
        _open_with(engine, Path(make_url(url).database or ""), self._key)

        @event.listens_for(engine, "connect")
        def connected(connection: Any, _record: Any) -> None:
            connection.isolation_level = None
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "temp_store=MEMORY"):
                connection.execute(f"PRAGMA {pragma}").close()

        @event.listens_for(engine, "reset")
        def given_back(connection: Any, record: Any, _state: Any) -> None:
            # A connection that was taken out of the pool for good has no record any more.
            if record is not None and record.info.pop("room", None):
                connection.execute(f"PRAGMA cache_size = -{_USUAL_KIBIBYTES}").close()

        @event.listens_for(engine, "begin")
        def began(connection: Connection) -> None:
            connection.exec_driver_sql(begin)

        return engine


def _driver(key: bytes | None) -> dict[str, Any]:
    """SQLCipher's driver for an encrypted file; the standard library's for a plain one."""
    if key is None:
        return {}
    from sqlcipher3 import dbapi2

    return {"module": dbapi2}


def _open_with(engine: Engine, path: Path, key: bytes | None) -> None:
    """Unlock every new connection before SQLAlchemy itself asks it anything, and see that it reads the file that lies
    there now: who waited while the office was encrypted would go on with the old one."""

    @event.listens_for(engine, "do_connect")
    def do_connect(dialect: Any, _record: Any, arguments: Any, options: Any) -> Any:
        before = _identity(path)
        connection = dialect.connect(*arguments, **options)
        try:
            if key is not None:
                unlock(connection, key)
            # In WAL mode the first reading takes a lock that is kept, so that nobody changes the file under us.
            connection.execute("SELECT count(*) FROM sqlite_master").close()
            if before and before != _identity(path):
                raise dialect.dbapi.OperationalError("database is locked: its file was replaced")
        except WrongKey:
            connection.close()
            raise dialect.dbapi.DatabaseError("padan_wrong_key") from None
        except BaseException:
            connection.close()
            raise
        return connection


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_dev, found.st_ino
