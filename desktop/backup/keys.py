"""Who may open a copy: the holder of the office's backup key, or who knows its passphrase.

A copy is sealed with a key of its own; a slot carries that key for one who may open it. A key slot is HPKE (RFC 9180)
to an X25519 public key, so a desk that seals cannot open; a passphrase slot is AES-256-GCM under Argon2id (RFC 9106).
"""

import base64
import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop.sop.refusals import Refused

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.hpke import Suite

TITLE = "PADAN KUNCI CADANGAN 1"
SHORTEST_PASSPHRASE = 12
_PURPOSE = b"padan cadangan 1"
_CHECK = 3
# RFC 9106, second recommended option.
_ARGON = {"time_cost": 3, "memory_cost": 65536, "parallelism": 4}
_MOST_MEMORY = 1 << 20

NOT_A_KEY = (
    "Ini bukan kunci cadangan Padan, atau ada huruf yang salah ketik. Periksa 14 kelompok hurufnya, lalu ulangi."
)
WRONG_PASSPHRASE = "Frasa sandi ini tidak membuka cadangan ini. Periksa huruf besar dan kecilnya, lalu coba lagi."  # noqa: S105
NO_PASSPHRASE = "Cadangan ini tidak disegel dengan frasa sandi. Pakai berkas kunci cadangan dari kepala kantor."  # noqa: S105
NO_KEY = "Cadangan ini disegel dengan frasa sandi saja, tidak dengan kunci. Ketik frasa sandinya."
DAMAGED_SLOT = "Kepala cadangan ini rusak atau diubah. Jangan dipakai; ambil salinan lain."
WEAK = f"Frasa sandi cadangan terlalu pendek. Pakai sedikitnya {SHORTEST_PASSPHRASE} huruf, misalnya empat kata acak."


@dataclass(frozen=True, slots=True)
class BackupKey:
    """A key pair. ``key_id`` (8 hexadecimal digits) is made from the public half, so it names no other."""

    public: bytes
    private: bytes

    @property
    def key_id(self) -> str:
        """The name under which slots and screens speak of this key."""
        return key_name(self.public)


@dataclass(frozen=True, slots=True)
class Opener:
    """What somebody brings to open a copy: a private key, a passphrase, or both."""

    private: bytes = b""
    passphrase: str = ""


def key_name(public: bytes) -> str:
    """The name of a public key."""
    return hashlib.sha256(public).hexdigest()[:8]


def new_key() -> BackupKey:
    """A fresh key pair."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    return _pair(X25519PrivateKey.generate().private_bytes_raw())


def _pair(private: bytes) -> BackupKey:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    return BackupKey(X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw(), private)


def key_letters(key: BackupKey) -> str:
    """The private half as 14 groups of four letters, typed from paper; the last letters catch a slip."""
    whole = key.private + hashlib.sha256(_PURPOSE + key.private).digest()[:_CHECK]
    letters = base64.b32encode(whole).decode()
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def key_text(key: BackupKey, office: str, made: str) -> str:
    """The key file: what is printed, or kept on a stick, and never beside the copies."""
    return (
        f"{TITLE}\nKantor: {office}\nDibuat: {made}\nNama kunci: {key.key_id}\n\nKunci: {key_letters(key)}\n\n"
        "Siapa pun yang memegang lembar ini dapat membuka semua cadangan kantor. Tanpa lembar ini tidak seorang pun\n"
        "dapat memulihkannya. Cetak dua lembar, simpan di dua tempat terkunci, jangan di komputer kantor.\n"
    )


def read_key(text: str) -> BackupKey:
    """The key of a key file, or of its letters typed from paper. :raises Refused: when they are not whole."""
    line = next((line for line in text.splitlines() if line.strip().casefold().startswith("kunci:")), text)
    letters = "".join(line.split(":", 1)[-1].upper().split()).replace("-", "")
    # Digits that the alphabet lacks are read as the letters they look like.
    try:
        whole = base64.b32decode(letters.translate(str.maketrans("018", "OIB")))
    except ValueError:
        raise Refused("not_a_key", NOT_A_KEY) from None
    private, check = whole[:-_CHECK], whole[-_CHECK:]
    if len(private) != 32 or hashlib.sha256(_PURPOSE + private).digest()[:_CHECK] != check:
        raise Refused("not_a_key", NOT_A_KEY)
    return _pair(private)


def make_slots(secret: bytes, public: bytes = b"", passphrase: str = "") -> list[dict[str, Any]]:
    """A slot for the public key, for the passphrase, or for both. :raises Refused: for a weak passphrase."""
    slots: list[dict[str, Any]] = []
    if public:
        slots.append({"kind": "key", "key": key_name(public), "sealed": _sealed(secret, public).hex()})
    if passphrase:
        if len(passphrase) < SHORTEST_PASSPHRASE:
            raise Refused("weak_passphrase", WEAK)
        salt = os.urandom(16)
        nonce = os.urandom(12)
        locked = _cipher(_stretched(passphrase, salt, _ARGON)).encrypt(nonce, secret, _PURPOSE)
        slots.append({"kind": "words", "salt": salt.hex(), **_ARGON, "nonce": nonce.hex(), "sealed": locked.hex()})
    return slots


def open_slots(slots: Sequence[Mapping[str, Any]], opener: Opener) -> bytes:
    """The copy's own key. :raises Refused: with what was wrong: the key, the passphrase, or what the copy asks for."""
    try:
        return _open(slots, opener)
    except (KeyError, TypeError, ValueError):
        raise Refused("damaged_copy", DAMAGED_SLOT) from None


def _open(slots: Sequence[Mapping[str, Any]], opener: Opener) -> bytes:
    keys = [slot for slot in slots if slot["kind"] == "key"]
    words = [slot for slot in slots if slot["kind"] == "words"]
    if opener.private and keys:
        mine = _pair(opener.private)
        for slot in keys:
            if slot["key"] == mine.key_id:
                return _unsealed(bytes.fromhex(slot["sealed"]), opener.private)
        sentence = f"Kunci {mine.key_id} bukan kunci cadangan ini. Cadangan ini dibuka dengan kunci {keys[0]['key']}."
        raise Refused("wrong_key", sentence)
    if opener.passphrase and words:
        return _unlocked(words[0], opener.passphrase)
    raise Refused("wrong_opener", NO_KEY if words else NO_PASSPHRASE)


def _suite() -> "Suite":
    from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

    return Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def _sealed(secret: bytes, public: bytes) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

    return _suite().encrypt(secret, X25519PublicKey.from_public_bytes(public), info=_PURPOSE)


def _unsealed(sealed: bytes, private: bytes) -> bytes:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    try:
        return _suite().decrypt(sealed, X25519PrivateKey.from_private_bytes(private), info=_PURPOSE)
    except InvalidTag:
        raise Refused("damaged_copy", DAMAGED_SLOT) from None


def _unlocked(slot: Mapping[str, Any], passphrase: str) -> bytes:
    from cryptography.exceptions import InvalidTag

    costs = {name: int(slot[name]) for name in _ARGON}
    if costs["memory_cost"] > _MOST_MEMORY:  # a header is believed only when its seal was checked, which is later
        raise Refused("damaged_copy", DAMAGED_SLOT)
    key = _stretched(passphrase, bytes.fromhex(slot["salt"]), costs)
    try:
        secret: bytes = _cipher(key).decrypt(bytes.fromhex(slot["nonce"]), bytes.fromhex(slot["sealed"]), _PURPOSE)
        return secret
    except InvalidTag:
        raise Refused("wrong_passphrase", WRONG_PASSPHRASE) from None


def _stretched(passphrase: str, salt: bytes, costs: Mapping[str, int]) -> bytes:
    from argon2.low_level import Type, hash_secret_raw

    stretched: bytes = hash_secret_raw(passphrase.encode(), salt, hash_len=32, type=Type.ID, **costs)
    return stretched


def _cipher(key: bytes) -> Any:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key)
