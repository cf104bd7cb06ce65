"""Key slots, as of a disk's encryption: the same file key wrapped once per staff member by a key made from the password.

Argon2id (RFC 9106) makes the wrapping key, AES-256-GCM wraps; the user name is bound to the slot as associated data and
stands in the file as a salted digest only. Everything here is pure: bytes in, values out.
"""

import hashlib
import hmac
import secrets
from typing import Annotated

import msgspec

FORMAT = 1
RECOVERY = "/pemulihan"  # no user name has a stroke
Hex = Annotated[str, msgspec.Meta(pattern="^([0-9a-f]{2})*$", max_length=400)]


class Argon(msgspec.Struct, frozen=True):
    """How dear one guess of a password is. The bounds keep a damaged file from asking for all memory."""

    time: Annotated[int, msgspec.Meta(ge=1, le=20)] = 3
    memory: Annotated[int, msgspec.Meta(ge=64, le=1_048_576)] = 65536
    lanes: Annotated[int, msgspec.Meta(ge=1, le=16)] = 4


COST = Argon()
"""What a new slot costs to open."""


class Slot(msgspec.Struct, frozen=True):
    """One wrapped file key. ``proof`` ties the slot to what the database says of its owner (:func:`proof`)."""

    who: Hex
    salt: Hex
    nonce: Hex
    wrapped: Hex
    proof: Hex
    argon: Argon = Argon()
    seen: bool = True
    """For the recovery key: somebody said that it was put away."""


class Slots(msgspec.Struct, frozen=True):
    """The whole key file."""

    format: int
    office: Hex
    staff: tuple[Slot, ...] = ()
    recovery: tuple[Slot, ...] = ()


def empty() -> Slots:
    """The slots of a new office: its own salt, nobody yet."""
    return Slots(FORMAT, secrets.token_hex(16))


def digest(office: str, username: str) -> str:
    """What stands in the file instead of a user name."""
    return hmac.new(bytes.fromhex(office), username.encode(), hashlib.sha256).hexdigest()[:32]


def proof(key: bytes, who: str, stored: str) -> str:
    """Ties a slot to the password hash in the database: only who holds the file key can make or check it, so the
    database alone says which slots count (DECISIONS of this folder)."""
    return hmac.new(key, f"{who}|{stored}".encode(), hashlib.sha256).hexdigest()


def wrap(key: bytes, office: str, name: str, secret: str, stored: str, *, seen: bool = True) -> Slot:
    """A slot that ``secret`` opens. ``name`` is the user name, or :data:`RECOVERY`."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt, nonce, who, argon = secrets.token_bytes(16), secrets.token_bytes(12), digest(office, name), COST
    wrapped = AESGCM(_derive(secret, salt, argon)).encrypt(nonce, key, _bound(office, name))
    return Slot(who, salt.hex(), nonce.hex(), wrapped.hex(), proof(key, who, stored), argon, seen)


def unwrap(slot: Slot, office: str, name: str, secret: str) -> bytes | None:
    """The file key, or ``None`` for the wrong secret or a slot of somebody else."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    wrapping = _derive(secret, bytes.fromhex(slot.salt), slot.argon)
    try:
        return AESGCM(wrapping).decrypt(bytes.fromhex(slot.nonce), bytes.fromhex(slot.wrapped), _bound(office, name))
    except (InvalidTag, ValueError):
        return None


def keys_of(slots: Slots, username: str, password: str) -> tuple[bytes, ...]:
    """Every file key that this password opens: one, two while a change is under way, none when it is wrong.

    An unknown user costs the same work as a wrong password.
    """
    who = digest(slots.office, username)
    mine = [slot for slot in slots.staff if slot.who == who]
    if not mine:
        _derive(password, bytes(16), COST)
    return _opened(mine, slots.office, username, password)


def keys_of_recovery(slots: Slots, recovery_key: str) -> tuple[bytes, ...]:
    """Every file key that the recovery key opens."""
    return _opened(slots.recovery, slots.office, RECOVERY, recovery_key)


def _opened(slots: "list[Slot] | tuple[Slot, ...]", office: str, name: str, secret: str) -> tuple[bytes, ...]:
    found = (unwrap(slot, office, name, secret) for slot in slots)
    return tuple(dict.fromkeys(key for key in found if key is not None))


def _bound(office: str, name: str) -> bytes:
    return f"padan/{FORMAT}/{office}/{name}".encode()


def _derive(secret: str, salt: bytes, argon: Argon) -> bytes:
    from argon2.low_level import Type, hash_secret_raw

    return hash_secret_raw(secret.encode(), salt, argon.time, argon.memory, argon.lanes, 32, Type.ID)
