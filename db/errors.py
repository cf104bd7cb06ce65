"""What the record room says when the world gets in the way: one translator for both drivers."""

from sqlalchemy.exc import DBAPIError, IntegrityError

KINDS = ("busy", "disk_full", "unreachable", "read_only", "damaged", "refused", "guard", "double", "other")


class RecordRoomError(Exception):
    """The database could not do it. ``kind`` is one of :data:`KINDS`; the text carries no personal data."""

    def __init__(self, kind: str, detail: str = "") -> None:
        super().__init__(f"{kind}: {detail}" if detail else kind)
        self.kind = kind


_SIGNS = (
    ("guard", ("padan_guard",)),
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
    ("damaged", ("not a database", "malformed", "invalid page")),
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
    ("refused", ("password authentication failed", "does not exist", "no pg_hba.conf entry")),
)


def translate(error: DBAPIError) -> RecordRoomError:
    """The kind of trouble behind a driver's error; parameters of the statement are left out on purpose."""
    text = str(error.orig).lower()
    for kind, signs in _SIGNS:
        if any(sign in text for sign in signs):
            return RecordRoomError(kind, type(error.orig).__name__)
    kind = "guard" if isinstance(error, IntegrityError) else "other"
    return RecordRoomError(kind, f"{type(error.orig).__name__} {getattr(error.orig, 'sqlstate', '') or ''}".strip())
