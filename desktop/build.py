"""A single office's file is made beside its place and put there when it is whole."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.office import Office

if TYPE_CHECKING:
    from desktop.keys.ring import KeyRing


def build_whole(
    path: Path,
    make: Callable[["Office"], None],
    clock: Callable[[], datetime],
    encrypt: "Callable[[Path], KeyRing] | None" = None,
) -> None:
    """Make a single office's file beside its place and put it there when it is whole: who is interrupted, or
    refused, finds nothing there the next time and can begin again. ``encrypt`` makes the key ring of that file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(".setengah")
    remove_file(half)
    ring = encrypt(half) if encrypt else None
    office = Office(f"sqlite:///{half.as_posix()}", path.parent, practice=True, clock=clock, ring=ring)
    try:
        make(office)
    except BaseException:
        office.close()
        remove_file(half)
        raise
    # The last connection that closes folds the write-ahead log into the file.
    office.close()
    if ring is not None:
        _put_slots(path, ring.path)
    half.replace(path)


def _put_slots(path: Path, slots: Path) -> None:
    """The key file goes first. One that lies there without its office belongs to an office that may come back from a
    backup, and nothing else opens that."""
    place = path.with_name(path.name + ".kunci")
    if place.exists():
        place.replace(place.with_name(f"{place.name}.lama-{place.stat().st_mtime_ns}"))
    slots.replace(place)


def remove_file(path: Path) -> None:
    """A half-made file with all that belongs to it."""
    for ending in ("", "-wal", "-shm", "-journal", ".kunci", ".kunci.baru"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
