"""The single office's file from outside: where it is, and whether anybody can read it. Asks the file system alone, so
that the first page costs nothing."""

from pathlib import Path

_PLAIN = b"SQLite format 3\x00"


def office_file(url: str) -> Path | None:
    """The file behind a URL, ``None`` for a shared database."""
    scheme, found, place = url.partition(":///")
    if not found or scheme.partition("+")[0] != "sqlite":
        return None
    return Path(place.partition("?")[0])


def is_plain(path: Path) -> bool:
    """Whether a file is a database that anybody can read. :raises OSError: when it cannot be looked at."""
    with path.open("rb") as file:
        return file.read(len(_PLAIN)) == _PLAIN


def is_encrypted(path: Path) -> bool:
    """Whether an office's file is there and cannot be read without a key. :raises OSError:"""
    return path.exists() and path.stat().st_size > 0 and not is_plain(path)
