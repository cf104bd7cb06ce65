"""Keys of the sealed file: a random key for the records, wrapped by one that Argon2id makes from the password."""

import json
import os
from base64 import b64decode, b64encode
from dataclasses import dataclass

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12
# RFC 9106, low-memory profile, as for the password hashes.
TIME, MEMORY, LANES = 3, 65536, 2
MAGIC = "padan-kotak-1"


class WrongKey(Exception):
    """The password does not open this file."""


@dataclass(frozen=True, slots=True)
class Head:
    """The first line of the file: whose records follow (``mark``), and their key, wrapped."""

    mark: str
    salt: bytes
    wrapped: bytes

    def line(self) -> bytes:
        """As it stands in the file."""
        values = {"jenis": MAGIC, "tanda": self.mark}
        values |= {"garam": b64encode(self.salt).decode(), "kunci": b64encode(self.wrapped).decode()}
        return json.dumps(values).encode() + b"\n"

    @classmethod
    def read(cls, line: bytes) -> "Head":
        """:raises ValueError: when this is no head of ours."""
        values = json.loads(line)
        if not isinstance(values, dict) or values.get("jenis") != MAGIC:
            raise ValueError("not an outbox")
        try:
            return cls(str(values["tanda"]), b64decode(values["garam"]), b64decode(values["kunci"]))
        except KeyError as missing:
            raise ValueError("not an outbox") from missing


def new_head(password: str) -> tuple[Head, bytes]:
    """A head for a new file, and the key of its records."""
    return wrap(os.urandom(16).hex(), os.urandom(32), password)


def wrap(mark: str, key: bytes, password: str) -> tuple[Head, bytes]:
    """The head that opens ``key`` with this password."""
    salt, nonce = os.urandom(16), os.urandom(NONCE)
    wrapped = nonce + AESGCM(_derived(password, salt)).encrypt(nonce, key, mark.encode())
    return Head(mark, salt, wrapped), key


def unwrap(head: Head, password: str) -> bytes:
    """The key of the records. :raises WrongKey:"""
    nonce, sealed = head.wrapped[:NONCE], head.wrapped[NONCE:]
    try:
        return AESGCM(_derived(password, head.salt)).decrypt(nonce, sealed, head.mark.encode())
    except (InvalidTag, ValueError):
        raise WrongKey from None


def _derived(password: str, salt: bytes) -> bytes:
    return hash_secret_raw(
        password.encode("utf-8", "surrogatepass"),
        salt,
        time_cost=TIME,
        memory_cost=MEMORY,
        parallelism=LANES,
        hash_len=32,
        type=Type.ID,
    )
