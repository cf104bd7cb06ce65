"""An append-only file of sealed records, each on the disk before it counts; the newest value of a name is what it says.

A record is its length and a check sum of that, a nonce, and AES-256-GCM over a JSON object name → value. The file's mark,
a run number and the record's place are authenticated with it: none is changed, swapped or taken out of the middle unseen.
"""

import os
import struct
from base64 import b64encode
from collections.abc import Iterator, Mapping
from pathlib import Path
from threading import RLock
from typing import Any
from zlib import crc32

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from desktop.outbox.file_lock import FileLock
from desktop.outbox.sealing import NONCE, Head, WrongKey, new_head, unwrap, wrap

FRAME = struct.Struct(">II")
# Rewritten when it is this large and mostly told by newer records.
WORTH = 4 * 1024 * 1024

__all__ = ["SealedFile", "WrongKey"]


class SealedFile:
    """Opened by one program at a time; every method may be called from any thread."""

    def __init__(self, path: Path, password: str) -> None:
        """Open the file, or make it. A record that was cut by a crash at the very end never counted and is cut off; a file
        damaged anywhere else is kept aside whole, and what could be read goes on in a new one.

        :raises WrongKey: the password does not open it. :raises AlreadyOpen: another program has it. :raises OSError:
        """
        self.path = path
        self.damaged: Path | None = None
        self._mutex = RLock()
        self._values: dict[str, Any] = {}
        path.parent.mkdir(parents=True, exist_ok=True)
        self._held = FileLock(path.with_name(f"{path.name}.kunci"))
        try:
            self._open(password)
        except BaseException:
            self._held.release()
            raise

    @property
    def mark(self) -> str:
        """The random name of this file, the same for its whole life."""
        return self._head.mark

    def get(self, name: str) -> Any:
        """The newest value, ``None`` when there is none."""
        with self._mutex:
            return self._values.get(name)

    def items(self, prefix: str = "") -> list[tuple[str, Any]]:
        """Every name with this beginning and its value, in the order they were first written."""
        with self._mutex:
            return [(name, value) for name, value in self._values.items() if name.startswith(prefix)]

    def put(self, values: Mapping[str, Any]) -> None:
        """Write several values as one record: all of them count or none. ``None`` takes a name away.

        On the disk when this returns. :raises OSError: nothing was changed.
        """
        with self._mutex:
            plain = msgspec.json.encode(dict(values))
            self._append(plain)
            self._apply(values)
            if self._size > WORTH and self._size > 4 * self._live():
                self._rewrite(self._head)

    def change_password(self, password: str) -> None:
        """From now on this password opens the file. :raises OSError: the old one still does."""
        with self._mutex:
            self._rewrite(wrap(self._head.mark, self._key, password)[0])

    def opens_with(self, password: str) -> bool:
        """Whether this password opens the file."""
        try:
            unwrap(self._head, password)
        except WrongKey:
            return False
        return True

    def close(self) -> None:
        """Let other programs have it."""
        with self._mutex:
            self._file.close()
            self._held.release()

    # inside
    def _open(self, password: str) -> None:
        if not self.path.exists() or not self.path.stat().st_size:
            self._head, self._key = new_head(password)
            self._rewrite(self._head, first=True)
            return
        with self.path.open("rb") as file:
            try:
                self._head = Head.read(file.readline())
            except ValueError:
                self._keep_aside()
                self._head, self._key = new_head(password)
                self._rewrite(self._head, first=True)
                return
            self._key = unwrap(self._head, password)
            end = self._read(file)
        if end is None:
            self._keep_aside()
            self._rewrite(self._head, first=True)
            return
        self._file, self._size = self.path.open("r+b"), end
        self._file.truncate(self._size)

    def _read(self, file: Any) -> int | None:
        """The end of the last whole record; ``None`` when a record before the end is damaged."""
        self._run = file.read(16)
        self._place = 0
        total = self.path.stat().st_size
        good: int = file.tell()
        for sealed, end in _frames(file):
            try:
                plain = self._aes().decrypt(sealed[:NONCE], sealed[NONCE:], self._about(self._place))
            except (InvalidTag, ValueError):
                return good if end == total else None
            self._apply(msgspec.json.decode(plain))
            self._place += 1
            good = end
        return good

    def _append(self, plain: bytes) -> None:
        nonce = os.urandom(NONCE)
        sealed = nonce + self._aes().encrypt(nonce, plain, self._about(self._place))
        try:
            self._file.seek(self._size)
            size = len(sealed).to_bytes(4, "big")
            self._file.write(size + crc32(size).to_bytes(4, "big") + sealed)
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError:
            self._forget_half()
            raise
        self._place += 1
        self._size += FRAME.size + len(sealed)

    def _forget_half(self) -> None:
        try:
            self._file.truncate(self._size)
        except OSError:  # the disk itself is gone; the half record is cut off at the next opening
            return

    def _apply(self, values: Mapping[str, Any]) -> None:
        for name, value in values.items():
            if value is None:
                self._values.pop(name, None)
            else:
                self._values[name] = value

    def _rewrite(self, head: Head, *, first: bool = False) -> None:
        """A fresh file beside the old one, put in its place when it is on the disk."""
        before = (self._head, getattr(self, "_run", b""), getattr(self, "_place", 0), getattr(self, "_size", 0))
        old, fresh = getattr(self, "_file", None), self.path.with_name(f"{self.path.name}.baru")
        self._head, self._run, self._place = head, os.urandom(16), 0
        begin = head.line() + self._run
        try:
            fresh.touch(mode=0o600)
            self._file = fresh.open("r+b")
            self._file.truncate()
            self._file.write(begin)
            self._size = len(begin)
            self._append(msgspec.json.encode(self._values))
            if os.name == "nt":  # a file that is open cannot be replaced there
                self._file.close()
                if old is not None:
                    old.close()
            fresh.replace(self.path)
            _sync_folder(self.path.parent)
        except OSError:
            if not first and old is not None and not old.closed:
                self._file = old
                self._head, self._run, self._place, self._size = before
            raise
        if os.name == "nt":
            self._file = self.path.open("r+b")
        elif old is not None:
            old.close()

    def _keep_aside(self) -> None:
        at = 1
        while (aside := self.path.with_name(f"{self.path.name}.rusak{at}")).exists():
            at += 1
        aside.write_bytes(self.path.read_bytes())
        aside.chmod(0o600)
        self.damaged = aside

    def _live(self) -> int:
        return len(msgspec.json.encode(self._values))

    def _aes(self) -> AESGCM:
        return AESGCM(self._key)

    def _about(self, place: int) -> bytes:
        return b64encode(self._run) + b"|" + self._head.mark.encode() + b"|" + str(place).encode()


def _frames(file: Any) -> Iterator[tuple[bytes, int]]:
    """(sealed, where it ends); a half one at the very end is left out, a damaged length gives one that nothing opens."""
    while len(length := file.read(FRAME.size)) == FRAME.size:
        size, check = FRAME.unpack(length)
        if check != crc32(length[:4]):
            yield b"", file.tell()
            return
        sealed = file.read(size)
        if len(sealed) < size:
            return
        yield sealed, file.tell()


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
