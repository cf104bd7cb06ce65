"""The file of a copy: four lines that may be read, then sealed parts.

The lines: title, header (office, moment, counts …: no personal data), slots (``keys.py``), and a proof that nobody
changed the first three. Each part is AES-256-GCM of one MiB; its nonce is the part's number and whether it is the last
one (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár), so that no part can be altered, moved, repeated,
left out or cut off. Whatever the size, one part is in memory.
"""

import hashlib
import hmac
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from desktop.backup.keys import DAMAGED_SLOT, Opener, make_slots, open_slots
from desktop.sop.refusals import Refused

TITLE = b"PADAN-CADANGAN 1\n"
PART = 1 << 20
_TAG = 16
_LONGEST_LINE = 1 << 20
NOT_A_COPY = "Berkas ini bukan cadangan Padan, atau kepalanya rusak. Pilih berkas .padan lain."
NEWER_FORMAT = "Cadangan ini dibuat Padan yang lebih baru. Pasang versi terbaru, lalu coba lagi."


@dataclass(frozen=True, slots=True)
class Header:
    """What a copy says about itself without being opened. ``counts``: rows of every table at the copied moment."""

    office: str
    identity: str
    made_at: str
    program: str
    backend: str
    revision: str
    counts: dict[str, int]


class Readable(Protocol):
    """Where bytes come from: a file, a pipe, a sealed copy."""

    def read(self, size: int = -1, /) -> bytes:
        """At most ``size`` bytes; nothing at the end."""
        ...


class SealedWriter:
    """Writes a copy into an open file: header at once, ``write`` as often as needed, ``finish`` exactly once.
    ``belongings`` (what the content needs to be opened elsewhere) is sealed as its first line."""

    def __init__(
        self,
        file: BinaryIO,
        header: Header,
        public: bytes = b"",
        passphrase: str = "",
        belongings: Mapping[str, str] | None = None,
    ) -> None:
        self._file, self._held, self._number = file, bytearray(), 0
        self.secret = os.urandom(32)
        slots = make_slots(self.secret, public, passphrase)
        head = TITLE + _line(asdict(header)) + _line(slots)
        file.write(head + _proof(self.secret, head).encode() + b"\n")
        self._cipher = _cipher(self.secret)
        self.write(_line(dict(belongings or {})))

    def write(self, data: bytes) -> None:
        """Seal what fills a part; the rest waits, for the last part is marked."""
        self._held += data
        while len(self._held) > PART:
            self._put(bytes(self._held[:PART]), last=False)
            del self._held[:PART]

    def finish(self) -> None:
        """Seal the last part and let the disk keep everything."""
        self._put(bytes(self._held), last=True)
        self._file.flush()
        os.fsync(self._file.fileno())

    def _put(self, plain: bytes, *, last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._number, last=last), plain, None))
        self._number += 1


class SealedReader:
    """The bytes of a copy, each part proved before it is given. ``read`` raises ``Refused`` naming the damaged part."""

    def __init__(self, file: BinaryIO, secret: bytes) -> None:
        self._file, self._held = file, bytearray()
        self._cipher, self._number = _cipher(secret), 0
        here = file.tell()
        size = file.seek(0, os.SEEK_END) - here
        file.seek(here)
        self.parts = max(1, -(-size // (PART + _TAG)))
        self._next = file.read(PART + _TAG)
        self._ended = False
        self.belongings = self._first_line()

    def read(self, size: int = -1, /) -> bytes:
        """At most ``size`` bytes, all that is left when negative."""
        while not self._ended and (size < 0 or len(self._held) < size):
            self._held += self._part()
        given = bytes(self._held if size < 0 else self._held[:size])
        del self._held[: len(given)]
        return given

    def _first_line(self) -> dict[str, str]:
        line = bytearray()
        while not line.endswith(b"\n"):
            letter = self.read(1)
            if not letter:
                raise Refused("not_a_copy", NOT_A_COPY)
            line += letter
        return {str(name): str(value) for name, value in json.loads(line).items()}

    def chunks(self) -> Iterator[bytes]:
        """The rest, a part at a time."""
        while part := self.read(PART):
            yield part

    def _part(self) -> bytes:
        from cryptography.exceptions import InvalidTag

        sealed, self._next = self._next, self._file.read(PART + _TAG)
        self._ended = not self._next
        self._number += 1
        try:
            plain: bytes = self._cipher.decrypt(_nonce(self._number - 1, last=self._ended), sealed, None)
        except InvalidTag:
            raise Refused("damaged_copy", self._damage(sealed)) from None
        return plain

    def _damage(self, sealed: bytes) -> str:
        where = f"bagian {self._number} dari {self.parts}"
        if self._ended and (len(sealed) <= _TAG or self._opens(sealed)):
            return f"Cadangan ini terpotong sesudah {where}: akhirnya tidak ada. Jangan dipakai; ambil salinan lain."
        return f"Cadangan ini rusak di {where}: isinya berubah atau terpotong. Jangan dipakai; ambil salinan lain."

    def _opens(self, sealed: bytes) -> bool:
        from cryptography.exceptions import InvalidTag

        try:
            self._cipher.decrypt(_nonce(self._number - 1, last=False), sealed, None)
        except InvalidTag:
            return False
        return True


def read_header(path: Path) -> Header:
    """What a copy says about itself, unproved. :raises Refused: for another file. :raises OSError:"""
    with path.open("rb") as file:
        return _head(file)[0]


def open_copy(file: BinaryIO, opener: Opener) -> tuple[Header, SealedReader]:
    """The proved header and the content. :raises Refused: wrong key or passphrase, or a file that was changed."""
    header, slots, head, proof = _head(file)
    secret = open_slots(slots, opener)
    if not hmac.compare_digest(_proof(secret, head), proof):
        raise Refused("damaged_copy", DAMAGED_SLOT)
    return header, SealedReader(file, secret)


def reopen(file: BinaryIO, secret: bytes) -> tuple[Header, SealedReader]:
    """As ``open_copy``, for who wrote the copy a moment ago and still holds its key."""
    header, _slots, head, proof = _head(file)
    if not hmac.compare_digest(_proof(secret, head), proof):
        raise Refused("damaged_copy", DAMAGED_SLOT)
    return header, SealedReader(file, secret)


def slot_names(path: Path) -> tuple[str, ...]:
    """Whose key opens a copy: names of keys, and ``frasa sandi``."""
    with path.open("rb") as file:
        slots = _head(file)[1]
    return tuple(str(slot.get("key", "frasa sandi")) for slot in slots)


def _head(file: BinaryIO) -> tuple[Header, list[dict[str, Any]], bytes, str]:
    title = file.readline(len(TITLE))
    if title != TITLE:
        newer = title.startswith(TITLE[:-2]) and title[-1:] == b"\n"
        raise Refused("newer_copy", NEWER_FORMAT) if newer else Refused("not_a_copy", NOT_A_COPY)
    lines = [file.readline(_LONGEST_LINE) for _ in range(3)]
    try:
        fields = json.loads(lines[0])
        header = Header(**{name: fields[name] for name in Header.__dataclass_fields__})
        slots = json.loads(lines[1])
        proof = lines[2].decode("ascii").strip()
        if not (all(line.endswith(b"\n") for line in lines) and isinstance(header.counts, dict)):
            raise ValueError
        if not all(isinstance(slot, dict) for slot in slots):
            raise ValueError
    except (ValueError, KeyError, TypeError):
        raise Refused("not_a_copy", NOT_A_COPY) from None
    return header, slots, title + lines[0] + lines[1], proof


def _line(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _proof(secret: bytes, head: bytes) -> str:
    return hmac.new(_derived(secret, b"kepala"), head, hashlib.sha256).hexdigest()


def _derived(secret: bytes, purpose: bytes) -> bytes:
    return hmac.new(secret, b"padan cadangan 1 " + purpose, hashlib.sha256).digest()


def _cipher(secret: bytes) -> Any:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(_derived(secret, b"bagian"))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
