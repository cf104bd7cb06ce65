"""Where a file lies: on a disk of this machine, on another one behind the network, or in a folder that a program copies to
the internet."""

import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path

_NETWORK = frozenset(
    {"nfs", "nfs3", "nfs4", "cifs", "smb2", "smb3", "smbfs", "afs", "ceph", "glusterfs", "davfs", "ncpfs"}
    | {"fuse.sshfs", "fuse.glusterfs", "fuse.davfs", "fuse.rclone", "fuse.curlftpfs", "fuse.smbnetfs"}
)
_MOUNTS = Path("/proc/self/mountinfo")
_SYNCED = (
    ("OneDrive", re.compile(r"onedrive( - .*|-.*)?")),
    ("Dropbox", re.compile(r"dropbox( \(.*\))?")),
    ("Google Drive", re.compile(r"google ?drive.*")),
    ("iCloud Drive", re.compile(r"icloud ?drive.*")),
)
_GOOGLE_DRIVE = ("my drive", "drive saya")  # right beneath the letter that Google's program adds
_DRIVE_REMOTE = 4  # GetDriveTypeW of Windows


def network_kind(path: Path) -> str:
    """The kind of network share that a file lies on, ``""`` for a disk of this machine (or when nobody can tell)."""
    place = path.absolute()
    if os.name == "nt":
        return _windows_kind(str(place))
    try:
        mounts = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""
    return mounted_kind(str(place.resolve()), mounts)


def mounted_kind(place: str, mounts: str) -> str:
    """The same from the kernel's table of mounts (proc(5), mountinfo): the longest mount point above the file counts,
    and of two equal ones the later."""
    best, kind = "", ""
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        fields = before.split(" ")
        if len(fields) < 5 or not after:
            continue
        point = fields[4].replace(r"\040", " ").replace(r"\011", "\t").replace(r"\134", "\\")
        above = place == point or place.startswith(point.rstrip("/") + "/")
        if above and len(point) >= len(best):
            best, kind = point, after.split(" ", 1)[0]
    return kind if kind in _NETWORK else ""


def _windows_kind(place: str) -> str:
    import ctypes

    ask: Callable[[str], int] = ctypes.windll.kernel32.GetDriveTypeW  # type: ignore[attr-defined]
    return windows_kind(place, ask) or windows_kind(_behind(place), ask)


def _behind(place: str) -> str:
    """Where links and drive letters lead; the name itself where it is too long for the question."""
    try:
        return os.path.realpath(place)
    except OSError:
        return place


def windows_kind(place: str, drive_type: Callable[[str], int]) -> str:
    """The same from the name of a file on Windows; ``drive_type`` is GetDriveTypeW, asked about the drive's root."""
    plain = place.replace("/", "\\")
    if plain[:8].upper() == "\\\\?\\UNC\\":
        return "UNC"
    if plain.startswith(("\\\\?\\", "\\\\.\\")):  # a long name of a local file
        plain = plain[4:]
    if plain.startswith("\\\\"):
        return "UNC"
    return f"drive {plain[:2]}" if drive_type(plain[:3]) == _DRIVE_REMOTE else ""


def synced_kind(path: Path, environ: Mapping[str, str] = os.environ) -> str:
    """Whose folder a file lies in that is copied to the internet (OneDrive and its like), ``""`` for none."""
    place = str(path.absolute())
    for one in (place, _behind(place)):
        kind = synced_folder(one, environ)
        if kind:
            return kind
    return ""


def synced_folder(place: str, environ: Mapping[str, str]) -> str:
    """The same from the name of a file: below a folder that OneDrive names in the environment, or by the folders' names."""
    parts = _parts(place)
    for name in ("OneDrive", "OneDriveCommercial", "OneDriveConsumer"):
        above = _parts(environ.get(name, ""))
        if above and parts[: len(above)] == above:
            return "OneDrive"
    for kind, named in _SYNCED:
        if any(named.fullmatch(part) for part in parts[:-1]):
            return kind
    on_drive = len(parts) > 2 and re.fullmatch("[a-z]:", parts[0]) and parts[1] in _GOOGLE_DRIVE
    return "Google Drive" if on_drive else ""


def _parts(place: str) -> list[str]:
    return [part for part in place.replace("\\", "/").casefold().split("/") if part]
