"""Where the file of a single office may lie: on a disk of this machine, in a folder that nobody else copies about."""

from pathlib import Path

from db.backends.sqlite.place import network_kind, synced_kind
from desktop.sop.refusals import Refused

REMEDY = "Pakai folder di disk komputer ini, misalnya {folder}, atau basis data bersama di server PostgreSQL."


def refuse_place(place: Path) -> None:
    """Refuse a file on a network share, where SQLite's locks do not hold and its log needs one machine, and one in a
    folder that OneDrive or its like copies while it is being written.

    :raises Refused: ``network_share``, ``synced_folder``.
    """
    network, synced = network_kind(place), synced_kind(place)
    if network:
        sentence = f"Berkas kantor ada di folder jaringan ({network}) dan bisa rusak bila dipakai dari sana."
        raise Refused("network_share", f"{sentence} {_remedy()}")
    if synced:
        why = "yang disalin ke internet saat sedang ditulis, jadi bisa rusak dan data orang keluar dari kantor"
        raise Refused("synced_folder", f"Berkas kantor ada di folder {synced} {why}. {_remedy()}")


def _remedy() -> str:
    from desktop.settings import data_folder

    return REMEDY.format(folder=data_folder())
