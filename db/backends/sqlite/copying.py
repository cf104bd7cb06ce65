"""Copies of a single office: SQLite's online copy, out of one read transaction, so that writers neither wait nor disturb."""

import errno
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from db.backends import Copying, Progress, Readable
from db.counts import counts, revision
from db.errors import RecordRoomError, translate

if TYPE_CHECKING:
    from db.database import Database

_PAGES = 256
_BYTES = 1 << 20
_KEYS = ".kunci"
_PREFIX = ".padan-salinan-"
_STALE_SECONDS = 6 * 3600


def place_of(database: "Database") -> Path:
    """The file of an office."""
    return Path(make_url(database.url).database or "")


def key_file(database: "Database") -> Path:
    """Where the key slots of an encrypted office lie."""
    place = place_of(database)
    return place.with_name(place.name + _KEYS)


def put_key_file(database: "Database", text: str) -> None:
    """Beside the place, for its owner's eyes. :raises RecordRoomError:"""
    with _own_disk(), _private(key_file(database)) as file:
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def copying(database: "Database", progress: Progress) -> Iterator[Copying]:
    """Copies page by page into a file beside the office's own (as protected as that one), gone afterwards."""
    with _beside(database) as copy:
        with database.read() as connection:
            # The first SELECT takes the snapshot; the copy is made by the same transaction, so it sees no later row.
            found, stand = counts(connection), revision(connection)
            try:
                _copy(connection.connection.driver_connection, copy, progress)
            except connection.dialect.loaded_dbapi.Error as error:
                raise translate(DBAPIError(None, None, error)) from None
        copy.close()
        with place_of(copy).open("rb") as source:
            yield Copying(found, stand, source)


def _copy(source: Any, copy: "Database", progress: Progress) -> None:
    with copy.raw() as target:
        # A half copy is thrown away: nothing need be safe on the disk before it is whole.
        target.execute("PRAGMA journal_mode=OFF").close()
        target.execute("PRAGMA synchronous=OFF").close()
        source.backup(target, pages=_PAGES, progress=lambda _state, left, total: progress(total - left, total))


def is_empty(database: "Database") -> bool:
    """No file, or one without a single byte; and no key file of another one."""
    place = place_of(database)
    return not key_file(database).exists() and (not place.exists() or place.stat().st_size == 0)


def unpack(source: Readable, database: "Database", progress: Progress) -> None:
    """The file is written beside its place and put there whole."""
    place = place_of(database)
    half = place.with_name(f"{_PREFIX}{secrets.token_hex(6)}.db")
    try:
        with _own_disk(), _private(half) as file:
            _pour(source, file, progress)
        with _own_disk():
            half.replace(place)
    finally:
        half.unlink(missing_ok=True)
    with database.read() as connection:
        if connection.exec_driver_sql("PRAGMA quick_check").scalar() != "ok":
            raise RecordRoomError("damaged", "quick_check")


def _pour(source: Readable, file: BinaryIO, progress: Progress) -> None:
    done = 0
    while True:
        try:
            part = source.read(_BYTES)
        except OSError as error:
            raise _Elsewhere(error) from None
        if not part:
            break
        file.write(part)
        done += len(part)
        progress(done, 0)
    file.flush()
    os.fsync(file.fileno())


class _Elsewhere(Exception):
    """The trouble of where the copy lies, not of the office's own disk."""

    def __init__(self, error: OSError) -> None:
        super().__init__()
        self.error = error


@contextmanager
def _own_disk() -> Iterator[None]:
    try:
        yield
    except _Elsewhere as elsewhere:
        raise elsewhere.error from None
    except OSError as error:
        kinds = {**dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), "disk_full"), errno.ENOENT: "unreachable"}
        raise RecordRoomError(kinds.get(error.errno or 0, "read_only"), "copy") from None


def clear(database: "Database") -> None:
    """Remove the file and what SQLite keeps beside it."""
    database.close()
    _remove(place_of(database))


@contextmanager
def rehearsal(database: "Database") -> Iterator["Database"]:
    """An empty place beside the office's file."""
    with _beside(database) as other:
        yield other


@contextmanager
def _beside(database: "Database") -> Iterator["Database"]:
    folder = place_of(database).resolve().parent
    _sweep(folder)
    place = folder / f"{_PREFIX}{secrets.token_hex(6)}.db"
    other = database.beside(f"sqlite:///{place.as_posix()}")
    with _own_disk():
        _private(place).close()
    try:
        yield other
    finally:
        other.close()
        _remove(place)


def _private(place: Path) -> Any:
    return os.fdopen(os.open(place, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600), "w+b")


def _sweep(folder: Path) -> None:
    """What a killed program left; a copy under way is younger."""
    for old in folder.glob(f"{_PREFIX}*.db"):
        if time.time() - old.stat().st_mtime > _STALE_SECONDS:
            _remove(old)


def _remove(place: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal", _KEYS):
        place.with_name(place.name + ending).unlink(missing_ok=True)
