"""The administrator of the tests' PostgreSQL server: one connection, kept open, through which databases and logins come
and go without anybody entering them."""

import atexit
import hashlib
import hmac
import os
import secrets
from base64 import b64encode
from collections.abc import Mapping
from typing import Any

import psycopg

_held: list[psycopg.Connection[Any]] = []
_LOGINS = """
    SELECT split_part(who.rolname, '@', 1), array_agg(heap.rolname) FROM pg_roles who
    JOIN pg_auth_members held ON held.member = who.oid JOIN pg_roles heap ON heap.oid = held.roleid
    WHERE who.rolname LIKE '%%@' || %s GROUP BY 1
"""


def server(*statements: str) -> None:
    """Carry out statements on the server, none of them inside one of its offices."""
    for statement in statements:
        _line().execute(statement)


def login(name: str) -> tuple[bool, str | None]:
    """Whether a role is there, and what the server keeps of its password."""
    found = _line().execute("SELECT rolpassword FROM pg_authid WHERE rolname = %s", [name]).fetchone()
    return found is not None, found[0] if found else None


def logins(database: str) -> dict[str, frozenset[str]]:
    """The group roles of everybody who has a login for a database, by user name."""
    return {name: frozenset(heaps) for name, heaps in _line().execute(_LOGINS, [database])}


def make_logins(database: str, wanted: Mapping[str, frozenset[str]], able: str = "NOLOGIN") -> None:
    """Give a database the logins that it lacks, as the function ``make_logins`` inside it would: logins belong to the
    server and do not travel with a copy. ``able``: what else holds of a new one."""
    here = logins(database)
    words = []
    for name in sorted(wanted):
        heaps = ", ".join(sorted(wanted[name] - here.get(name, frozenset())))
        if name not in here:
            words.append(f'CREATE ROLE "{name}@{database}" {able} IN ROLE {heaps}')
        elif heaps:
            words.append(f'GRANT {heaps} TO "{name}@{database}"')
    if words:
        server("; ".join(words))


def quick_verifier(password: str) -> str:
    """What a server keeps of a password (SCRAM-SHA-256, RFC 5802), proved in one round instead of 4096: the server counts
    them at each change of a password, every connection at each sign-in."""
    salt = secrets.token_bytes(16)
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, 1)
    client, server_key = (hmac.digest(salted, word, "sha256") for word in (b"Client Key", b"Server Key"))
    stored = hashlib.sha256(client).digest()
    spelt = [b64encode(part).decode() for part in (salt, stored, server_key)]
    return f"SCRAM-SHA-256$1:{spelt[0]}${spelt[1]}:{spelt[2]}"


def _line() -> psycopg.Connection[Any]:
    while _held and _held[-1].closed:
        _held.pop()
    if not _held:
        _held.append(psycopg.connect(os.environ["PADAN_TEST_POSTGRESQL"].replace("+psycopg", ""), autocommit=True))
    return _held[-1]


@atexit.register
def _leave() -> None:
    for line in _held:
        line.close()
