"""One program at a time: a lock that the operating system takes away when the program dies, however it dies."""

import os
import sys
from pathlib import Path


class AlreadyOpen(Exception):
    """Another program holds the lock."""


class FileLock:
    """Held from making it until ``release``."""

    def __init__(self, path: Path) -> None:
        """:raises AlreadyOpen: :raises OSError:"""
        self._handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(self._handle)
        except OSError:
            os.close(self._handle)
            raise AlreadyOpen from None

    def release(self) -> None:
        """Let another program have it; a second call does nothing."""
        if self._handle >= 0:
            os.close(self._handle)
        self._handle = -1


def _lock(handle: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
