"""SQLCipher: a single office's file, whole pages encrypted (AES-256, HMAC-SHA512) with a raw key of 32 bytes.

The key comes from the key slots and lives in memory only. It is given as raw bytes, so SQLCipher derives nothing from it
(SQLCipher API, "PRAGMA key", raw key data): opening a connection costs no time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from db.errors import RecordRoomError, trouble

KEY_BYTES = 32


class WrongKey(Exception):
    """The key does not open this file, or the file is damaged; the two cannot be told apart."""


def unlock(connection: Any, key: bytes) -> None:
    """Give a fresh connection its key and try it. :raises WrongKey:"""
    from sqlcipher3 import dbapi2

    # Before the key: SQLCipher tells a wrong key on stderr, where an office's log would collect it.
    connection.execute("PRAGMA cipher_log_level = NONE").close()
    connection.execute(f'PRAGMA key = "{literal(key)}"').close()
    # A later SQLCipher shall still read today's files.
    connection.execute("PRAGMA cipher_compatibility = 4").close()
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").close()
    except dbapi2.DatabaseError as error:
        # "busy" and the disk's troubles pass as they are; only what the key decides is told as the key's.
        if "not a database" in str(error):
            raise WrongKey from None
        raise


def literal(key: bytes) -> str:
    """A raw key as SQLCipher reads it. :raises ValueError: for another length."""
    if len(key) != KEY_BYTES:
        raise ValueError("a key has 32 bytes")
    return f"x'{key.hex()}'"


@contextmanager
def told() -> Iterator[None]:
    """Whatever the driver raises inside, in the record room's words. :raises RecordRoomError:"""
    from sqlcipher3 import dbapi2

    try:
        yield
    except dbapi2.Error as error:
        raise trouble(error) or RecordRoomError("other", type(error).__name__) from None


def connect(path: Path, key: bytes | None, *, timeout: float = 5.0) -> Any:
    """A bare driver's connection in autocommit, for work on whole files (export, backup). Close it.

    :raises WrongKey: :raises RecordRoomError:
    """
    from sqlcipher3 import dbapi2

    with told():
        connection = dbapi2.connect(str(path), isolation_level=None, timeout=timeout)
        try:
            if key is not None:
                unlock(connection, key)
        except BaseException:
            connection.close()
            raise
        return connection


def opens(path: Path, key: bytes) -> bool:
    """Whether this key opens this file. :raises RecordRoomError: when the file cannot be asked at all."""
    try:
        connect(path, key).close()
    except WrongKey:
        return False
    return True
