"""A clerk in a process of its own, to be killed at a named place: ``python key_clerk.py FOLDER DEED [PLACE]``.

PLACE is one of :data:`PLACES`: the process kills itself there, as a power cut would. Deeds: ``work`` signs in, records
people and says so; ``password`` changes the clerk's password; ``disable`` takes the other clerk's right; ``seal`` encrypts
or re-encrypts the office.
"""

import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

from offices import ADMIN, CLERK, OTHER, PASSWORDS, house_at, take_in

import desktop.keys.ring
import desktop.operations.run
import desktop.reseal
from db.queries.staff import staff_by_username
from desktop.operations.manage_staff import ChangePassword, ChangeStaff

MOMENT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
NEW_PASSWORD = "pintu kayu jati"
# Where to die: before (or after) the nth call of this function.
PLACES = {
    "before_slot": (desktop.keys.ring.KeyRing, "give", 1, False),
    "slot_in_place": (desktop.keys.ring, "sync_folder", 1, False),
    "before_commit": (desktop.keys.ring.KeyRing, "give", 1, True),
    "after_commit": (desktop.operations.run, "settle", 1, False),
    "after_settling": (desktop.operations.run, "settle", 1, True),
    "copy_begun": (desktop.reseal, "export", 1, False),
    "copied": (desktop.reseal, "export", 1, True),
    "slots_handed_out": (desktop.reseal, "hand_out_keys", 1, True),
    "key_file_in_place": (desktop.reseal, "write_slots", 2, True),
    "before_rename": (Path, "replace", 0, False),
    "swapped": (desktop.reseal, "sync_folder", 1, False),
    "overwriting": (os, "fsync", 0, False),
    "overwritten": (desktop.reseal, "_overwrite", 1, True),
}


def die_at(place: str) -> None:
    """Put the trap up."""
    owner, name, nth, after = PLACES[place]
    real, calls = getattr(owner, name), []
    if place == "before_rename":
        chosen = lambda arguments: arguments[0].name.endswith(".enkripsi")  # noqa: E731
    elif place == "overwriting":
        # fsync knows a number only; the overwriting is the one that writes to the file's second name.
        chosen = lambda arguments: Path(f"/proc/self/fd/{arguments[0]}").readlink().suffix == ".terbuka"  # noqa: E731
    else:
        chosen = lambda _arguments: True  # noqa: E731

    def trapped(*arguments, **options):
        calls.append(chosen(arguments))
        here = sum(calls) == max(nth, 1) and calls[-1]
        if here and not after:
            os.kill(os.getpid(), signal.SIGKILL)
        answer = real(*arguments, **options)
        if here:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    setattr(owner, name, trapped)


def wait_when_proved() -> None:
    """Stand still while nobody else may have the file, until somebody says go on."""
    real = desktop.reseal._prove

    def waited(*arguments):
        real(*arguments)
        print("menunggu", flush=True)
        sys.stdin.readline()

    desktop.reseal._prove = waited


def main(folder: str, deed: str, place: str = "") -> None:
    """Do the deed."""
    house = house_at(Path(folder), lambda: MOMENT)
    if deed == "seal":
        if place == "wait_proved":
            wait_when_proved()
        elif place:
            die_at(place)
        house.seal(ADMIN, PASSWORDS[ADMIN], lambda _done, _total, _sentence: None)
        return
    username = ADMIN if deed == "disable" else CLERK
    seat = house.sign_in(username, PASSWORDS[username])
    if place:
        die_at(place)
    if deed == "password":
        seat.run(ChangePassword(old=PASSWORDS[CLERK], new=NEW_PASSWORD))
    elif deed == "disable":
        row = seat.read(staff_by_username, OTHER)
        own = {"name": row.name, "nip": row.nip, "position": row.position, "roles": row.roles}
        seat.run(ChangeStaff(staff_id=row.id, version=row.version, disabled=True, **own))
    else:
        for number in range(1, 100):
            take_in(seat, number)
            print("tercatat", number, flush=True)
            if number == 3:
                sys.stdin.readline()


if __name__ == "__main__":
    main(*sys.argv[1:])
