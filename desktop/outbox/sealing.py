"""Keys of the sealed file: a random key for the records, wrapped by one that Argon2id makes from the password."""

import json
import os
from base64 import b64decode, b64encode
from dataclasses import dataclass

from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12
# RFC 9106, low-memory profile, as for the password hashes: passes, KiB, lanes.
WORK = (3, 65536, 2)
MAGIC = "padan-kotak-1"


class WrongKey(Exception):
    """The password does not open this file."""


@dataclass(frozen=True, slots=True)
class Head:
    """The first line of the file: whose records follow (``mark``), and their key, wrapped. ``work`` is Argon2id's."""

    mark: str
    salt: bytes
    wrapped: bytes
    work: tuple[int, int, int] = WORK

    def line(self) -> bytes:
        """As it stands in the file."""
        values: dict[str, object] = {"jenis": MAGIC, "tanda": self.mark, "kerja": self.work}
        values |= {"garam": b64encode(self.salt).decode(), "kunci": b64encode(self.wrapped).decode()}
        return json.dumps(values).encode() + b"\n"

    @classmethod
    def read(cls, line: bytes) -> "Head":
        """:raises ValueError: when this is no head of ours."""
        values = json.loads(line)
        if not isinstance(values, dict) or values.get("jenis") != MAGIC:
            raise ValueError("not an outbox")
        try:
            passes, memory, lanes = (int(one) for one in values["kerja"])
            wrapped = b64decode(values["kunci"])
            return cls(str(values["tanda"]), b64decode(values["garam"]), wrapped, (passes, memory, lanes))
        except (KeyError, TypeError) as wrong:
            raise ValueError("not an outbox") from wrong


def new_head(password: str) -> tuple[Head, bytes]:
    """A head for a new file, and the key of its records."""
    return wrap(os.urandom(16).hex(), os.urandom(32), password)


def wrap(mark: str, key: bytes, password: str) -> tuple[Head, bytes]:
    """The head that opens ``key`` with this password."""
    salt, nonce = os.urandom(16), os.urandom(NONCE)
    wrapped = nonce + AESGCM(_derived(password, salt, WORK)).encrypt(nonce, key, mark.encode())
    return Head(mark, salt, wrapped, WORK), key


def unwrap(head: Head, password: str) -> bytes:
    """The key of the records. :raises WrongKey:"""
    nonce, sealed = head.wrapped[:NONCE], head.wrapped[NONCE:]
    try:
        return AESGCM(_derived(password, head.salt, head.work)).decrypt(nonce, sealed, head.mark.encode())
    except (InvalidTag, ValueError, HashingError):
        raise WrongKey from None


def _derived(password: str, salt: bytes, work: tuple[int, int, int]) -> bytes:
    return hash_secret_raw(
        password.encode("utf-8", "surrogatepass"),
        salt,
        time_cost=work[0],
        memory_cost=work[1],
        parallelism=work[2],
        hash_len=32,
        type=Type.ID,
    )
