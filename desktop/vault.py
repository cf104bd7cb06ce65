"""The encrypted single office as a whole: who opens its file, a new one made.

``open_by_password`` and ``open_by_recovery`` give a :class:`KeyRing`; ``Office(url, folder, ring=ring)`` is then the open
office. There is no other way in, neither for the window nor for a verb.
"""

import secrets
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from db.backends.sqlite.cipher import KEY_BYTES, opens
from db.errors import RecordRoomError
from desktop.keys.recovery import read_recovery_key
from desktop.keys.ring import KeyRing, key_file, read_slots, write_slots
from desktop.keys.slots import empty, keys_of, keys_of_recovery
from desktop.sop.refusals import Refused
from desktop.world import world_trouble

if TYPE_CHECKING:
    from desktop.office import Office

WRONG = "Nama pengguna atau kata sandi salah. Periksa huruf besar-kecilnya, lalu coba lagi."
LONGEST = 200


def open_by_password(place: Path, username: str, password: str) -> KeyRing:
    """The key ring of an encrypted office. A wrong password and an unknown user sound and last alike.

    :raises Refused: ``wrong_password``, or what is wrong with the key file. :raises OSError:
    """
    slots = key_file(place)
    keys = keys_of(read_slots(slots), username.strip().casefold(), password[: LONGEST + 1])
    if not keys:
        raise Refused("wrong_password", WRONG)
    return KeyRing(slots, _fitting(place, keys))


def open_by_recovery(place: Path, typed: str) -> KeyRing:
    """The key ring, by the recovery key. :raises Refused: ``recovery_typo``, ``recovery_wrong``. :raises OSError:"""
    slots = key_file(place)
    keys = keys_of_recovery(read_slots(slots), read_recovery_key(typed))
    if not keys:
        sentence = "Kunci pemulihan itu bukan milik kantor ini, atau sudah diganti. Pakai yang terakhir disimpan."
        raise Refused("recovery_wrong", sentence)
    return KeyRing(slots, _fitting(place, keys))


def _fitting(place: Path, keys: tuple[bytes, ...]) -> bytes:
    """The key that opens the file: while its key is being changed the slots hold the old one and the new one."""
    try:
        for key in keys:
            if opens(place, key):
                return key
    except RecordRoomError as error:
        raise world_trouble(error) from None
    sentence = f"Berkas kunci {key_file(place).name} bukan milik berkas kantor ini, atau berkas kantor rusak."
    raise Refused("keys_foreign", f"{sentence} Pulihkan keduanya dari cadangan yang sama.")


def new_ring(place: Path) -> KeyRing:
    """A fresh key and an empty key file for a file that is about to be made."""
    write_slots(key_file(place), empty())
    return KeyRing(key_file(place), secrets.token_bytes(KEY_BYTES))


def build_vault(
    place: Path, make: Callable[["Office"], None], clock: Callable[[], datetime], username: str, password: str
) -> str:
    """A new encrypted single office with one administrator; gives the recovery key, which is shown once.

    ``make`` fills it; who is interrupted or refused finds nothing there and can begin again.
    """
    from desktop.build import build_whole

    shown: list[str] = []

    def fill(office: "Office") -> None:
        from desktop.operations.key_slots import holders

        make(office)
        assert office.ring is not None  # noqa: S101 (made with one)
        name = username.strip().casefold()
        office.ring.give(name, password, office.read(holders)[name])
        shown.append(office.ring.offer_recovery())

    build_whole(place, fill, clock, new_ring)
    return shown[0]
