"""PostgreSQL's own programs ``pg_dump`` and ``pg_restore``: found, started without a secret on their command line, understood."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from sqlalchemy import Connection

from db.errors import RecordRoomError

_WINDOWS = os.name == "nt"
_LOW = 10
# libpq's environment (PostgreSQL manual, "Environment Variables"), for the parameters that a URL may carry.
_VARIABLES = {
    **{name: f"PG{name.upper()}" for name in ("host", "hostaddr", "port", "user", "sslmode", "sslrootcert", "sslcert")},
    **{name: f"PG{name.upper()}" for name in ("sslkey", "sslcrl", "passfile", "channel_binding", "connect_timeout")},
    "channel_binding": "PGCHANNELBINDING",
    "ssl_min_protocol_version": "PGSSLMINPROTOCOLVERSION",
}
_SIGNS = (
    ("disk_full", ("no space left", "disk full", "could not extend")),
    ("client_old", ("server version mismatch", "unsupported version")),
    ("read_only", ("permission denied", "must be owner", "row-level security", "row security")),
    ("refused", ("password authentication failed", "no pg_hba.conf entry")),
    ("unreachable", ("connection to server", "terminating connection", "could not connect", "server closed")),
)


def program(name: str) -> str:
    """The path of a program, newest version first. :raises RecordRoomError: ``no_client`` when it is not installed."""
    file = f"{name}.exe" if _WINDOWS else name
    base = Path(os.environ.get("PROGRAMFILES", "C:/Program Files"), "PostgreSQL")
    bases = [base] if _WINDOWS else [Path("/usr/lib/postgresql")]
    found = [path for base in bases for path in base.glob(f"*/bin/{file}")]
    if found:
        return str(
            max(found, key=lambda path: [int(part) for part in path.parents[1].name.split(".") if part.isdigit()])
        )
    if on_path := shutil.which(file):
        return on_path
    raise RecordRoomError("no_client", name)


def environment(connection: Connection, database: str = "") -> dict[str, str]:
    """What a client needs to reach the same server as this connection, the very host included. The password travels in
    the environment of the child alone: an argument would stand in the list of processes."""
    raw: Any = connection.connection.driver_connection
    info = raw.info
    given = {_VARIABLES[name]: value for name, value in info.get_parameters().items() if name in _VARIABLES}
    given |= {"PGHOST": info.host, "PGPORT": str(info.port), "PGUSER": info.user, "PGDATABASE": database or info.dbname}
    if info.password:
        given["PGPASSWORD"] = info.password
    # The client must not read a service or options of the person who happens to run it.
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return inherited | given | {"PGCONNECT_TIMEOUT": "10", "PGAPPNAME": "padan-cadangan", "LC_ALL": "C"}


@contextmanager
def running(
    words: Sequence[str], env: dict[str, str], **pipes: Any
) -> Iterator[tuple["subprocess.Popen[bytes]", IO[bytes]]]:
    """A client at low priority and the file with what it complains about; never left behind."""
    with TemporaryFile() as complaints:
        flags: dict[str, Any] = {"creationflags": 0x00004000 | 0x08000000} if _WINDOWS else {}
        child = subprocess.Popen(list(words), env=env, stderr=complaints, **pipes, **flags)  # noqa: S603
        try:
            if not _WINDOWS:
                with suppress(OSError):
                    os.setpriority(os.PRIO_PROCESS, child.pid, _LOW)
            yield child, complaints
        finally:
            if child.poll() is None:
                child.kill()
            for pipe in (child.stdin, child.stdout):
                if pipe is not None:
                    with suppress(OSError):
                        pipe.close()
            child.wait()


def trouble(complaints: IO[bytes]) -> RecordRoomError:
    """The kind of trouble a client met. Its words may quote a row and go no further."""
    complaints.seek(0)
    said = complaints.read(200_000).decode(errors="replace").casefold()
    kind = next((kind for kind, signs in _SIGNS if any(sign in said for sign in signs)), "other")
    return RecordRoomError(kind, "postgresql client")
