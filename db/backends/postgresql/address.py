"""The address of a shared office: one server or several, and never an unprotected road to one outside this machine."""

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import parse_qsl, unquote, urlsplit

from sqlalchemy import URL

from db.errors import RecordRoomError

_PORT = 5432
_STRICT = "verify-full"


@dataclass(frozen=True, slots=True)
class Host:
    """One server; ``name`` may be a host name, an address or the folder of a socket."""

    name: str
    port: int

    @property
    def local(self) -> bool:
        """Whether the road to it stays inside this machine."""
        if self.name.startswith("/") or self.name in {"", "localhost"}:
            return True
        try:
            return ip_address(self.name).is_loopback
        except ValueError:
            return False


def hosts(netloc: str) -> tuple[Host, ...]:
    """The servers named in an address as libpq writes it: ``a``, ``a:5433``, ``a,b:5433``, ``[::1]``."""
    return tuple(_host(part) for part in netloc.rpartition("@")[2].split(","))


def _host(text: str) -> Host:
    name, colon, port = text.rpartition(":")
    if not colon or port.endswith("]"):
        return Host(text.strip("[]"), _PORT)
    if not port.isdigit():
        raise RecordRoomError("refused", "port")
    return Host(name.strip("[]"), int(port))


def driver_url(url: str, login: str = "") -> URL:
    """The address for psycopg, as ``login`` when one is given; the password never is a part of it.

    A server outside this machine is spoken to over TLS with its certificate and name checked (``verify-full``), by the
    certificates the system trusts unless ``sslrootcert`` names others. Of several servers the primary is used, and a
    standby never: it may be behind, and a clerk would not know.

    :raises RecordRoomError: ``untrusted`` for an address that asks for less.
    """
    parts = urlsplit(url)
    query: dict[str, str | tuple[str, ...]] = dict(parse_qsl(parts.query))
    servers = hosts(parts.netloc)
    if not parts.netloc.rpartition("@")[2] and "host" in query:
        servers = (_host(str(query["host"])),)
    if not all(server.local for server in servers):
        if query.setdefault("sslmode", _STRICT) != _STRICT:
            raise RecordRoomError("untrusted", "sslmode")
        query.setdefault("sslrootcert", "system")
    if len(servers) > 1:
        query["host"] = tuple(f"{server.name}:{server.port}" for server in servers)
    # Not "read-write": a reader's own transactions are read-only, so no server at all would do for it.
    if query.get("target_session_attrs") in {None, "read-write"}:
        query["target_session_attrs"] = "primary"
    one = servers[0] if len(servers) == 1 and "host" not in query else None
    return URL.create(
        "postgresql+psycopg",
        username=login or (unquote(parts.username) if parts.username else None),
        password=unquote(parts.password) if parts.password and not login else None,
        host=one.name if one and one.name else None,
        port=one.port if one and one.name else None,
        database=unquote(parts.path.lstrip("/")) or None,
        query=query,
    )
