"""Codes of an authenticator (RFC 6238: SHA-1, six digits, thirty seconds) and how their secret is kept.

The secret is encrypted with a key made from the owner's password, so that neither another clerk nor an administrator
with the file in hand can read it.
"""

import hashlib
import hmac
import os
import secrets
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.twofactor.totp import TOTP

DIGITS, PERIOD, DRIFT = 6, 30, 1
SHORTEST_SECRET = 16
RECOVERY_CODES = 10
_SALT, _NONCE = 16, 12
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # without what is mistaken when read aloud


def new_secret() -> bytes:
    """160 random bits, as RFC 4226 recommends."""
    return os.urandom(20)


def new_recovery() -> tuple[str, ...]:
    """Ten codes of 80 bits, each to be used once when the authenticator is lost."""
    return tuple("-".join(_letters(4) for _group in range(4)) for _code in range(RECOVERY_CODES))


def _letters(count: int) -> str:
    return "".join(secrets.choice(_LETTERS) for _letter in range(count))


def uri(secret: bytes, username: str) -> str:
    """What the QR on the screen says to the authenticator."""
    return _totp(secret).get_provisioning_uri(username, "Padan")


def spelled(secret: bytes) -> str:
    """The secret to be typed where no camera is: base32 in groups of four."""
    from base64 import b32encode

    text = b32encode(secret).decode()
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def code_at(secret: bytes, moment: datetime) -> str:
    """The code an authenticator shows at a moment."""
    return _totp(secret).generate(moment.timestamp()).decode()


def step_of(secret: bytes, code: str, now: datetime, last: int) -> int | None:
    """The time step this code belongs to: now or one beside it, for clocks differ; never one that was used (``last``)
    or lies before it. ``None`` for every other code."""
    typed = "".join(code.split())
    if len(typed) != DIGITS or not typed.isascii() or not typed.isdigit():
        return None
    here = int(now.timestamp()) // PERIOD
    found = None
    for step in range(here - DRIFT, here + DRIFT + 1):
        right = _totp(secret).generate(step * PERIOD)
        if hmac.compare_digest(right, typed.encode()) and step > last:
            found = step
    return found


def recovery_hash(staff_id: int, code: str) -> str:
    """What is stored of a recovery code; blanks, strokes and small letters do not matter."""
    plain = "".join(sign for sign in code.upper() if sign.isalnum())
    return hashlib.sha256(f"padan-pemulihan:{staff_id}:{plain}".encode()).hexdigest()


def seal(secret: bytes, password: str, staff_id: int) -> bytes:
    """The secret as it is stored: salt, nonce, AES-256-GCM under a key of Argon2id."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt, nonce = os.urandom(_SALT), os.urandom(_NONCE)
    return salt + nonce + AESGCM(_key(password, salt)).encrypt(nonce, secret, _bound(staff_id))


def unseal(stored: bytes, password: str, staff_id: int) -> bytes | None:
    """The secret, or ``None`` when the password is another or the bytes were touched."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if len(stored) < _SALT + _NONCE:
        return None
    salt, nonce, sealed = stored[:_SALT], stored[_SALT : _SALT + _NONCE], stored[_SALT + _NONCE :]
    try:
        return AESGCM(_key(password, salt)).decrypt(nonce, sealed, _bound(staff_id))
    except (InvalidTag, ValueError):
        return None


def _bound(staff_id: int) -> bytes:
    """One clerk's row put into another's place opens nothing."""
    return f"padan-totp:{staff_id}".encode()


def _key(password: str, salt: bytes) -> bytes:
    from argon2.low_level import Type, hash_secret_raw

    return hash_secret_raw(password.encode(), salt, 3, 65536, 2, 32, Type.ID)


def _totp(secret: bytes) -> "TOTP":
    from cryptography.hazmat.primitives.hashes import SHA1
    from cryptography.hazmat.primitives.twofactor.totp import TOTP

    return TOTP(secret, DIGITS, SHA1(), PERIOD)  # noqa: S303 what every authenticator speaks
