"""The seal of a card: a signed text in a QR code, read back without a network by whoever holds the public keys.

Ed25519 (RFC 8032) over what the card shows anyway. The text uses only letters that a QR code writes two in eleven
bits, and no blank, because many scanners swallow one at the end.
"""

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from desktop.sop.refusals import Refused

PREFIX = "PADAN1:"
MOST_LETTERS = 154
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ$*+-."
_BASE = len(_ALPHABET)  # 41: three letters hold two bytes
_PURPOSE = b"padan kartu 1\0"  # a signature made for something else never fits a card
_EPOCH = date(2020, 1, 1)
_NAME_BYTES = 18
_SIGNATURE = 64
_HEAD = 4 + 6 + 2 + 2 + 2
_KIND = "kunci-segel"

NOT_A_SEAL = "Ini bukan segel kartu Padan, atau hasil pindainya tidak lengkap. Pindai lagi kode besar pada kartu."
FORGED = "Segel ini palsu atau rusak: tanda tangannya tidak cocok. Jangan diterima; hubungi panti yang tertera."
UNKNOWN_KEY = "Segel ini dibuat dengan kunci yang belum dikenal. Minta berkas kunci terbaru dari kantor penerbit."
BAD_FILE = "Berkas ini bukan berkas kunci segel Padan. Minta yang baru dari kantor penerbit."


@dataclass(frozen=True, slots=True)
class SealedCard:
    """What a seal says: no more about the person than the card shows. ``name`` may be cut short."""

    key_id: str
    participant_number: str
    name: str
    birth_year: int
    issued: date
    copy: int


@dataclass(frozen=True, slots=True)
class KeyPair:
    """A new key: ``key_id`` (8 hexadecimal digits) names the public half."""

    key_id: str
    public: bytes
    private: bytes


@dataclass(frozen=True, slots=True)
class PublicKey:
    """One line of a key file."""

    key_id: str
    public: bytes
    office: str = ""
    retired: str = ""


def new_key() -> KeyPair:
    """A fresh key pair."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    return KeyPair(key_name(public), public, private.private_bytes_raw())


def key_name(public: bytes) -> str:
    """The name of a public key, made from it: a key file cannot give one key the name of another."""
    return hashlib.sha256(public).hexdigest()[:8]


def seal(private: bytes, facts: SealedCard) -> str:
    """The text of the QR code. Raises ValueError for a participant number that is not 13 digits."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    number = facts.participant_number
    if len(number) != 13 or not number.isdigit():
        raise ValueError("participant number")
    numbers = ((int(number), 6), (facts.birth_year, 2), ((facts.issued - _EPOCH).days, 2), (facts.copy, 2))
    said = bytes.fromhex(facts.key_id) + b"".join(value.to_bytes(size, "big") for value, size in numbers)
    said += _shortened(facts.name)
    signature = Ed25519PrivateKey.from_private_bytes(private).sign(_PURPOSE + said)
    return PREFIX + _written(said + signature)


def open_seal(text: str, keys: Mapping[str, bytes]) -> SealedCard:
    """What a genuine seal says; ``keys``: key id → public key.

    Raises Refused with a sentence: ``not_a_seal``, ``unknown_key`` or ``forged``.
    """
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    data = _read(text.strip().upper())
    if data is None or not _HEAD + _SIGNATURE < len(data) <= _HEAD + _NAME_BYTES + _SIGNATURE:
        raise Refused("not_a_seal", NOT_A_SEAL)
    said, signature = data[:-_SIGNATURE], data[-_SIGNATURE:]
    public = keys.get(said[:4].hex())
    if public is None:
        raise Refused("unknown_key", UNKNOWN_KEY)
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, _PURPOSE + said)
    except (InvalidSignature, ValueError):
        raise Refused("forged", FORGED) from None
    number, year, days, copy = (
        int.from_bytes(said[at:to], "big") for at, to in ((4, 10), (10, 12), (12, 14), (14, 16))
    )
    name = said[_HEAD:].decode("utf-8", "replace")
    return SealedCard(said[:4].hex(), f"{number:013d}", name, year, _EPOCH + timedelta(days=days), copy)


def keys_to_json(keys: Iterable[PublicKey]) -> str:
    """A key file: public halves only, to be given to whoever checks cards."""
    lines = [
        {
            "id": key.key_id,
            "kantor": key.office,
            "kunci_publik": base64.b64encode(key.public).decode("ascii"),
            "tidak_dipakai_sejak": key.retired,
        }
        for key in keys
    ]
    return json.dumps({"padan": _KIND, "kunci": lines}, ensure_ascii=False, indent=2) + "\n"


def keys_from_json(text: str) -> tuple[PublicKey, ...]:
    """The keys of a key file. Raises Refused ``bad_key_file`` for anything else, or a key under a name not its own."""
    try:
        plain = json.loads(text)
        found = tuple(
            PublicKey(
                line["id"],
                base64.b64decode(line["kunci_publik"], validate=True),
                str(line.get("kantor", "")),
                str(line.get("tidak_dipakai_sejak", "")),
            )
            for line in plain["kunci"]
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Refused("bad_key_file", BAD_FILE) from None
    if plain.get("padan") != _KIND or any(key_name(key.public) != key.key_id for key in found):
        raise Refused("bad_key_file", BAD_FILE)
    return found


def _shortened(name: str) -> bytes:
    """As much of the name as fits, never half a letter."""
    return name.encode("utf-8")[:_NAME_BYTES].decode("utf-8", "ignore").strip().encode("utf-8")


def _written(data: bytes) -> str:
    """Three letters for two bytes, two letters for a last one alone."""
    letters = []
    for at in range(0, len(data), 2):
        value = int.from_bytes(data[at : at + 2], "big")
        for _ in range(1 + len(data[at : at + 2])):
            value, rest = divmod(value, _BASE)
            letters.append(_ALPHABET[rest])
    return "".join(letters)


def _read(text: str) -> bytes | None:
    """The bytes behind the prefix; ``None`` when this was never written by ``_written``."""
    letters = text.removeprefix(PREFIX)
    if letters == text or len(letters) % 3 == 1 or set(letters) - set(_ALPHABET):
        return None
    data = bytearray()
    for at in range(0, len(letters), 3):
        group = letters[at : at + 3]
        value = sum(_ALPHABET.index(letter) * _BASE**place for place, letter in enumerate(group))
        if value >= 256 ** (len(group) - 1):
            return None
        data += value.to_bytes(len(group) - 1, "big")
    return bytes(data)
