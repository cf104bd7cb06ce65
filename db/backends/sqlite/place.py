"""Where a file lies: on a disk of this machine, or on another one behind the network."""

import os
from pathlib import Path

_NETWORK = frozenset(
    {"nfs", "nfs3", "nfs4", "cifs", "smb2", "smb3", "smbfs", "afs", "ceph", "glusterfs", "davfs", "ncpfs"}
    | {"fuse.sshfs", "fuse.glusterfs", "fuse.davfs", "fuse.rclone", "fuse.curlftpfs", "fuse.smbnetfs"}
)
_MOUNTS = Path("/proc/self/mountinfo")
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
    if place.startswith("\\\\"):
        return "UNC"
    import ctypes

    drive = ctypes.windll.kernel32.GetDriveTypeW(place[:3])  # type: ignore[attr-defined]
    return "drive" if drive == _DRIVE_REMOTE else ""
