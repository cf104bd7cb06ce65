"""Where the verbs meet the key slots of an encrypted single office. Without encryption there is nothing to meet.

The order keeps everybody able to sign in whenever the program is killed: a new slot lies on the disk before the commit
that makes its password true, and slots go only after the commit that took them away (:func:`settle`, which every
sign-in repeats).
"""

from collections.abc import Mapping
from contextlib import suppress
from typing import Protocol

from sqlalchemy import Connection, select

from db.database import Database
from db.errors import RecordRoomError
from db.tables.access import staff
from desktop.sop.refusals import Refused


class Keys(Protocol):
    """The key ring of the open office (``desktop.keys.ring``)."""

    def give(self, username: str, password: str, password_hash: str) -> None:
        """A further slot, on the disk when this returns."""
        ...

    def settle(self, holders: Mapping[str, str]) -> bool:
        """Only slots that agree with these user names and password hashes stay."""
        ...


def holders(connection: Connection) -> dict[str, str]:
    """User name → password hash of everybody who may sign in."""
    rows = connection.execute(select(staff.c.username, staff.c.password_hash).where(~staff.c.disabled))
    return {row.username: row.password_hash for row in rows}


def settle(database: Database, keys: Keys) -> None:
    """Let the slots agree with the database. In a write transaction: nobody is then between a slot and its commit.

    Trouble is left for the next sign-in, because the command itself is done and true.
    """
    with suppress(RecordRoomError, OSError, Refused), database.write() as connection:
        keys.settle(holders(connection))
