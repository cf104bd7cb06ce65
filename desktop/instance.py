"""One window for one office at one desk: a second start hands its arguments to the first and ends.

Who runs holds a lock on a small file, which the operating system takes away from the dead. The file says where the
running program listens and the key to speak to it; only its user can read it. It is emptied by a program that ends, so
that one which was cut off is known at the next start.
"""

import contextlib
import hashlib
import json
import os
import re
import secrets
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from desktop import log
from desktop.settings import data_folder, default_url

Words = dict[str, str]
PATIENCE = 15.0  # the first start may still be busy with its window
_LONGEST = 10_000
_LOCKED_BYTE = 1 << 20  # behind everything that is written: Windows lets nobody read a locked byte


def place_of(url: str = "", *, practice: bool = False) -> Path:
    """The lock file of an office at this desk: of this user, and of this session on the machine."""
    if practice and not url:
        name = "latihan"
    elif url in {"", default_url()}:
        name = "meja"
    else:
        account, _, rest = url.rpartition("@")
        scheme = account.partition("://")[0] if account else ""
        name = hashlib.sha256(f"{scheme}{rest}".encode()).hexdigest()[:12]
    return data_folder() / "jalan" / f"{name}{_session()}.json"


class Instance:
    """The running program. ``abrupt``: the one before it did not come to its end."""

    def __init__(self, path: Path, file: IO[bytes]) -> None:
        self._path, self._file = path, file
        self._open = True
        self.abrupt = bool(file.read(1))
        self._say({"pid": os.getpid()})

    def _say(self, words: dict[str, Any]) -> None:
        self._file.seek(0)
        self._file.truncate()
        self._file.write(json.dumps(words).encode())
        self._file.flush()

    def serve(self, heed: Callable[[Words], None]) -> None:
        """Listen in a thread of its own; ``heed`` is called there with the words of a second start."""
        threading.Thread(target=self._listen, args=(heed,), name="padan-meja", daemon=True).start()

    def _listen(self, heed: Callable[[Words], None]) -> None:
        from multiprocessing.connection import Listener

        key = secrets.token_bytes(32)
        try:
            listener = Listener(None, "AF_PIPE" if sys.platform == "win32" else "AF_UNIX", authkey=key)
            self._say({"pid": os.getpid(), "address": listener.address, "key": key.hex()})
        except (OSError, ValueError) as error:
            return log.note("meja", f"tidak mendengar start kedua: {type(error).__name__}")
        log.note("meja", "mendengar")
        while self._open:
            # A stranger, or one that died in the middle: the next may be better.
            with contextlib.suppress(Exception), listener.accept() as line:
                line.send_bytes(str(os.getpid() if self._open else 0).encode())
                words = json.loads(line.recv_bytes(_LONGEST))
                log.note("meja", "dipanggil start kedua")
                heed({str(name): str(value) for name, value in words.items()})
                line.send_bytes(b"ya")

    def close(self) -> None:
        """This program ends by itself: the next start is the first again."""
        if self._open:
            self._open = False
            with contextlib.suppress(OSError):
                self._file.seek(0)
                self._file.truncate()
                self._file.close()


def claim(path: Path) -> Instance | None:
    """Be the running program, or ``None`` when another one is. :raises OSError: when nobody can tell."""
    path.parent.mkdir(parents=True, exist_ok=True)
    file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600), "r+b")
    try:
        _lock(file)
    except OSError:
        file.close()
        return None
    file.seek(0)
    return Instance(path, file)


def hand_over(path: Path, words: Words, patience: float = PATIENCE) -> bool:
    """Give the words to the running program; ``False`` when it does not answer in time, so that nobody waits for a program
    that hangs."""
    done: list[bool] = []

    def give() -> None:
        end = time.monotonic() + patience
        while time.monotonic() < end and not done:
            with contextlib.suppress(Exception):  # not listening yet, or its words were half written
                done.extend(_given(path, words))
            if not done:
                time.sleep(0.05)

    giver = threading.Thread(target=give, name="padan-serah", daemon=True)
    giver.start()
    giver.join(patience)
    return done == [True]


def _given(path: Path, words: Words) -> Iterator[bool]:
    from multiprocessing.connection import Client

    told = json.loads(path.read_text(encoding="utf-8"))
    with Client(told["address"], authkey=bytes.fromhex(told["key"])) as line:
        running = int(line.recv_bytes(_LONGEST))
        if running:
            _let_come_forward(running)
            line.send_bytes(json.dumps(words).encode())
            yield line.recv_bytes(_LONGEST) == b"ya"


def _let_come_forward(process: int) -> None:
    """Windows lets only the program that was started last put a window in front, or whom that one allows."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(process)


def _lock(file: IO[bytes]) -> None:
    if sys.platform == "win32":
        import msvcrt

        file.seek(_LOCKED_BYTE)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _session() -> str:
    """Which of the user's sessions on this machine this is; a window comes to the front in its own only."""
    if sys.platform == "win32":
        import ctypes
        from ctypes import wintypes

        number = wintypes.DWORD()
        ctypes.windll.kernel32.ProcessIdToSessionId(os.getpid(), ctypes.byref(number))
        return f"-{number.value}"
    shown = os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY") or ""
    return f"-{re.sub(r'[^A-Za-z0-9.]', '', shown)}" if shown else ""
