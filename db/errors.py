"""What the record room says when the world gets in the way: one translator for both drivers."""

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError

KINDS = (
    *("busy", "disk_full", "unreachable", "read_only", "damaged", "refused"),
    *("guard", "double", "unfit", "other", "walled", "untrusted", "wrong_key"),
    *("no_client", "client_old", "no_createdb", "moved"),
)


class RecordRoomError(Exception):
    """The database could not do it. ``kind`` is one of :data:`KINDS`; the text carries no personal data. ``unsure``: the
    line broke at the COMMIT, so it may have been done all the same."""

    unsure = False

    def __init__(self, kind: str, detail: str = "") -> None:
        super().__init__(f"{kind}: {detail}" if detail else kind)
        self.kind = kind


_SIGNS = (
    ("guard", ("padan_guard",)),
    ("moved", ("padan_moved",)),
    (
        "untrusted",
        (
            "certificate verify failed",
            "does not match host name",
            "server does not support ssl",
            "root certificate file",
        ),
    ),
    ("wrong_key", ("padan_wrong_key",)),
    ("double", ("violates unique constraint", "unique constraint failed")),
    (
        "busy",
        (
            "database is locked",
            "database table is locked",
            "deadlock detected",
            "could not obtain lock",
            "lock timeout",
        ),
    ),
    ("disk_full", ("disk is full", "no space left", "could not extend file", "disk i/o error")),
    ("read_only", ("readonly database", "read-only", "attempt to write a readonly", "permission denied")),
    ("damaged", ("not a database", "malformed", "invalid page", "no such table")),
    # Before "unreachable": a refused account is also told as a failed connection.
    (
        "refused",
        (
            "password authentication failed",
            "no password supplied",
            "not permitted to log in",
            "does not exist",
            "no pg_hba.conf entry",
        ),
    ),
    (
        "unreachable",
        (
            "unable to open database file",
            "connection refused",
            "could not connect",
            "connection failed",
            "server closed the connection",
            "terminating connection",
            "connection is closed",
            "the connection is lost",
            "consuming input failed",
            "no such host",
            "failed to resolve",
            "timeout expired",
            "is starting up",
            "is shutting down",
        ),
    ),
)
# PostgreSQL's own codes come first: its messages may be in the language of the server.
_STATES = {
    **dict.fromkeys(("40P01", "40001", "55P03"), "busy"),
    **dict.fromkeys(("53100", "53200"), "disk_full"),
    "25006": "read_only",
    "42501": "walled",
    **dict.fromkeys(("57P01", "57P02", "57P03", "53300"), "unreachable"),
    **dict.fromkeys(("3D000", "28P01", "28000"), "refused"),
    "42P01": "damaged",
    "23505": "double",
}


def translate(error: DBAPIError) -> RecordRoomError:
    """The kind of trouble behind a driver's error; parameters of the statement are left out on purpose."""
    known = trouble(error.orig)
    if known is not None:
        return known
    kind = "guard" if isinstance(error, IntegrityError) else "unfit" if isinstance(error, DataError) else "other"
    return RecordRoomError(kind, f"{type(error.orig).__name__} {getattr(error.orig, 'sqlstate', '') or ''}".strip())


def trouble(raised: BaseException | None) -> RecordRoomError | None:
    """The kind of trouble that a driver's own exception tells by code or words; ``None`` for one unknown."""
    text = str(raised).lower()
    known = _STATES.get(getattr(raised, "sqlstate", None) or "")
    if known:
        return RecordRoomError(known, type(raised).__name__)
    for kind, signs in _SIGNS:
        if any(sign in text for sign in signs):
            return RecordRoomError(kind, type(raised).__name__)
    return None
