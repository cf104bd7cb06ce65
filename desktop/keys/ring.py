"""The key file beside the office's file, and the open office's key with it: who gets a slot, who loses it."""

import os
from collections.abc import Mapping
from pathlib import Path

import msgspec

from desktop.keys import slots as slot
from desktop.keys.recovery import new_recovery_key
from desktop.keys.slots import RECOVERY, Slots
from desktop.sop.refusals import Refused
from desktop.sop.typed import typed

RECOVERY_PROOF = "pemulihan"


def key_file(office_file: Path) -> Path:
    """Where the slots of an office's file lie."""
    return office_file.with_name(office_file.name + ".kunci")


def read_slots(path: Path) -> Slots:
    """The slots of a key file.

    :raises Refused: ``keys_missing``, ``keys_damaged`` or ``keys_newer``. :raises OSError:
    """
    try:
        plain = path.read_bytes()
    except FileNotFoundError:
        sentence = f"Berkas kunci {path.name} tidak ada di sebelah berkas kantor. Kembalikan dari cadangan terakhir."
        raise Refused("keys_missing", sentence) from None
    try:
        if msgspec.json.decode(plain, type=typed(_Version)).format > slot.FORMAT:
            sentence = f"Berkas kunci {path.name} dibuat Padan yang lebih baru. Pasang versi terbaru di komputer ini."
            raise Refused("keys_newer", sentence)
        return msgspec.json.decode(plain, type=typed(Slots))
    except msgspec.DecodeError:
        sentence = f"Berkas kunci {path.name} rusak. Kembalikan berkas itu dari cadangan terakhir."
        raise Refused("keys_damaged", sentence) from None


class _Version(msgspec.Struct):
    format: int


def write_slots(path: Path, slots: Slots) -> None:
    """Put the file there as a whole: after a power cut the old one or the new one lies there, never a part."""
    fresh = path.with_name(path.name + ".baru")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(msgspec.json.format(msgspec.json.encode(slots), indent=1))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Let a rename survive a power cut. Windows keeps its own order and knows no such call."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


class KeyRing:
    """The open office's key and its key file. Call everything that writes inside the database's write transaction:
    its lock is the lock of the key file too, so that two programs never overwrite each other's slots."""

    def __init__(self, path: Path, key: bytes) -> None:
        self.path = path
        self.key = key

    def give(self, username: str, password: str, password_hash: str) -> None:
        """A slot for this password, beside the earlier ones, on the disk when this returns. Before the commit that
        makes the password true: killed in between, the old password still opens; ``settle`` sweeps up."""
        known = read_slots(self.path)
        fresh = slot.wrap(self.key, known.office, username, password, password_hash)
        write_slots(self.path, msgspec.structs.replace(known, staff=(*known.staff, fresh)))

    def settle(self, holders: Mapping[str, str]) -> bool:
        """Keep the slots that agree with the database (user name → password hash of everybody who may sign in);
        all others go. Gives whether anything went."""
        known = read_slots(self.path)
        names = {slot.digest(known.office, name): name for name in holders}
        valid = {who: slot.proof(self.key, who, holders[name]) for who, name in names.items()}
        staff = tuple(one for one in known.staff if valid.get(one.who) == one.proof)
        recovery = tuple(one for one in known.recovery if self._ours(one))
        if (staff, recovery) == (known.staff, known.recovery):
            return False
        write_slots(self.path, msgspec.structs.replace(known, staff=staff, recovery=recovery))
        return True

    def _ours(self, one: slot.Slot) -> bool:
        return one.proof == slot.proof(self.key, one.who, RECOVERY_PROOF)

    def offer_recovery(self) -> str:
        """A new recovery key, to be shown once. The one that was put away earlier stays good until
        ``recovery_saved``; one that nobody ever put away goes."""
        known, fresh = read_slots(self.path), new_recovery_key()
        kept = tuple(one for one in known.recovery if one.seen)
        made = slot.wrap(self.key, known.office, RECOVERY, fresh, RECOVERY_PROOF, seen=False)
        write_slots(self.path, msgspec.structs.replace(known, recovery=(*kept, made)))
        return fresh

    def recovery_saved(self) -> None:
        """The newest recovery key was put away: only it counts from now on."""
        known = read_slots(self.path)
        newest = tuple(msgspec.structs.replace(one, seen=True) for one in known.recovery[-1:])
        write_slots(self.path, msgspec.structs.replace(known, recovery=newest))

    def has_recovery(self) -> bool:
        """Whether the newest recovery key was put away by somebody."""
        known = read_slots(self.path)
        return bool(known.recovery) and known.recovery[-1].seen
