"""An office's file gets a key: its first (``main.py encrypt``, the first sign-in of an administrator after the upgrade)
or a new one (``staff rekey``). The same road, whatever lay there before.

Phases, each of which may be the last thing the program did:
1. a copy is built and checked beside the file; the file itself is only read and nobody else may write it;
2. the key file is put in place, with the old slots in it as long as the old file needs them;
3. the copy takes the file's place in one rename;
4. slots of the old key go, what was readable is overwritten.
Killed in 1 or 2 the office is as it was; killed in 3 or 4 it is encrypted and :func:`finish` does the rest at the next
sign-in.
"""

import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

import msgspec

from db.backends.sqlite.cipher import KEY_BYTES
from db.backends.sqlite.export import alone, as_reader, export, row_counts, sound
from db.errors import RecordRoomError
from desktop.build import remove_file
from desktop.keys.recovery import temporary_password
from desktop.keys.ring import KeyRing, key_file, read_slots, sync_folder, write_slots
from desktop.keys.slots import Slots, empty
from desktop.office import Office
from desktop.office_file import is_encrypted, is_plain
from desktop.operations import journal
from desktop.operations.hand_out_keys import FirstPassword, hand_out_keys
from desktop.sop.refusals import Refused
from desktop.world import WorldTrouble, world_trouble

Progress = Callable[[int, int, str], None]
# Who waits for the lock meanwhile then finds another file in its place and says "busy". Windows renames no open file; but
# there nobody else can have it open either when the rename succeeds.
_UNDER_LOCK = os.name == "posix"


@dataclass(frozen=True, slots=True)
class Resealed:
    """Shown once and nowhere else: the recovery key, and the other clerks' temporary passwords."""

    recovery_key: str
    passwords: tuple[FirstPassword, ...]


def reseal(
    place: Path,
    *,
    old: KeyRing | None,
    username: str,
    password: str,
    clock: Callable[[], datetime],
    progress: Progress = lambda _done, _total, _sentence: None,
) -> Resealed:
    """Give the office's file a new key. ``username`` is an administrator whose password was found right; ``old`` is the
    ring of a file that is encrypted already. Nobody may have the office open.

    :raises Refused: ``office_in_use``, ``not_the_same``. :raises WorldTrouble: :raises OSError: the office is as it was.
    """
    half = _half(place)
    remove_file(half)
    try:
        with alone(place, old.key if old else None) as source:
            seen = place.stat()
            before = read_slots(old.path) if old else None
            made = _build(source, half, before, username, password, clock, progress)
            progress(1, 1, "Menaruh berkas terenkripsi pada tempatnya")
            swap = partial(_swap, place, half, (seen.st_mtime_ns, seen.st_size), before)
            if _UNDER_LOCK:
                swap()
        if not _UNDER_LOCK:
            swap()
    except RecordRoomError as error:
        remove_file(half)
        raise _in_use() if error.kind == "busy" else world_trouble(error) from None
    except (Refused, WorldTrouble, OSError):
        remove_file(half)
        raise
    # From here on the office is encrypted, and what was made must reach the administrator whatever happens.
    with suppress(OSError):
        finish(place)
    return made


def _build(
    source: object,
    half: Path,
    before: Slots | None,
    username: str,
    password: str,
    clock: Callable[[], datetime],
    progress: Progress,
) -> Resealed:
    """The checked copy with its slots, whose salt is that of the slots before: both will lie in one file for a moment."""
    ring = KeyRing(key_file(half), secrets.token_bytes(KEY_BYTES))
    write_slots(ring.path, msgspec.structs.replace(before, staff=(), recovery=()) if before else empty())
    progress(0, 1, "Menyalin dan mengenkripsi")
    export(source, half, ring.key)
    office = Office(f"sqlite:///{half.as_posix()}", half.parent, clock=clock, ring=ring)
    try:
        _prove(source, office)
        passwords = hand_out_keys(
            office.database,
            ring,
            username=username,
            password=password,
            action="kunci_diganti" if before else "kantor_dienkripsi",
            now=clock(),
            invent=temporary_password,
            progress=lambda done, total: progress(done, total, "Membuat kata sandi sementara"),
        )
        return Resealed(ring.offer_recovery(), passwords)
    finally:
        # The last connection that closes folds the write-ahead log into the file.
        office.close()


def _prove(source: object, office: Office) -> None:
    """:raises Refused: unless the copy holds every row, its pages are whole and the journal reads as before (a chain that
    somebody broke earlier is copied as it is, and ``verify`` goes on naming it)."""
    with office.database.read() as connection, as_reader(source) as before:
        copy = connection.connection.driver_connection
        same = row_counts(source) == row_counts(copy) and sound(copy)
        if not same or journal.verify(connection) != journal.verify(before):
            sentence = "Salinan terenkripsi tidak sama dengan berkas kantor. Berkas kantor tidak diubah."
            raise Refused("not_the_same", f"{sentence} Coba lagi; bila terulang, hubungi pengelola sistem.")


def _swap(place: Path, half: Path, seen: tuple[int, int], before: Slots | None) -> None:
    now, log = place.stat(), place.with_name(place.name + "-wal")
    if (now.st_mtime_ns, now.st_size) != seen or (log.exists() and log.stat().st_size):
        raise _in_use()
    fresh = read_slots(key_file(half))
    write_slots(key_file(place), _both(before, fresh) if before else fresh)
    if before is None:
        # A second name, so that what is readable can be overwritten after the rename. Where the disk knows none
        # (FAT) it is only deleted.
        _plain(place).unlink(missing_ok=True)
        with suppress(OSError):
            os.link(place, _plain(place))
    half.replace(place)
    with suppress(OSError):
        sync_folder(place.parent)
        if before:
            write_slots(key_file(place), fresh)


def _both(before: Slots, fresh: Slots) -> Slots:
    return msgspec.structs.replace(
        before, staff=(*before.staff, *fresh.staff), recovery=(*before.recovery, *fresh.recovery)
    )


def finish(place: Path) -> None:
    """What a killed encryption left: the readable file is overwritten, if the encrypted one is in its place; a half
    copy goes. :raises OSError:"""
    remove_file(_half(place))
    left = _plain(place)
    if left.exists():
        if is_encrypted(place) and is_plain(left):
            _overwrite(left)
        left.unlink(missing_ok=True)


def _overwrite(path: Path) -> None:
    """Zeros over every byte. What a disk keeps beside a file (SSD reserves, backups, shadow copies) it cannot reach."""
    size, block = path.stat().st_size, bytes(1 << 20)
    with path.open("r+b") as file:
        # The head last: it is what tells a later call that this is not done yet.
        file.seek(len(block))
        for _ in range(max(0, size - len(block)) // len(block) + 1):
            file.write(block[: max(0, size - file.tell())])
        file.flush()
        os.fsync(file.fileno())
        file.seek(0)
        file.write(block[: min(size, len(block))])
        file.flush()
        os.fsync(file.fileno())


def _half(place: Path) -> Path:
    return place.with_name(place.name + ".enkripsi")


def _plain(place: Path) -> Path:
    return place.with_name(place.name + ".terbuka")


def _in_use() -> Refused:
    sentence = "Kantor ini masih terbuka di jendela atau program lain, jadi berkasnya belum diubah."
    return Refused("office_in_use", f"{sentence} Tutup semua jendela Padan, lalu coba lagi.")
