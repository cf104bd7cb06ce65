"""The folder of copies: names, the list, what is kept and what makes room, halves that a crash left."""

import os
import re
import time
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desktop.backup.sealed import Header, read_header, slot_names
from desktop.sop.refusals import Refused

ENDING = ".padan"
PART = ".part"
SUSPICIOUS = "_mencurigakan"
_STALE_SECONDS = 6 * 3600


@dataclass(frozen=True, slots=True)
class CopyFile:
    """One file of the folder. ``header`` is ``None`` when it cannot be read as a copy; nothing here was proved."""

    path: Path
    size: int
    header: Header | None
    opens_with: tuple[str, ...] = ()

    @property
    def suspicious(self) -> bool:
        """Made when the office had suddenly become smaller."""
        return self.path.stem.endswith(SUSPICIOUS)

    @property
    def made_at(self) -> datetime | None:
        """The copied moment."""
        return datetime.fromisoformat(self.header.made_at) if self.header else None


def file_name(office: str, moment: datetime) -> str:
    """``cadangan_dinas-sosial_2026-11-23_0800.padan``: office and moment, and nothing about people."""
    plain = unicodedata.normalize("NFKD", office).encode("ascii", "ignore").decode().casefold()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-") or "kantor"
    return f"cadangan_{slug}_{moment:%Y-%m-%d_%H%M%S}{ENDING}"


def marked(path: Path) -> Path:
    """The name of a suspicious copy."""
    return path.with_name(f"{path.stem}{SUSPICIOUS}{ENDING}")


def copies(folder: Path) -> tuple[CopyFile, ...]:
    """Every copy of the folder, newest first; a half one (``.part``) is none. :raises OSError: without the folder."""
    found = [_look(path) for path in folder.iterdir() if path.suffix == ENDING and path.is_file()]
    return tuple(sorted(found, key=lambda one: (one.header.made_at if one.header else "", one.path.name), reverse=True))


def _look(path: Path) -> CopyFile:
    size = path.stat().st_size
    try:
        header = read_header(path)
        datetime.fromisoformat(header.made_at)
        return CopyFile(path, size, header, slot_names(path))
    except (Refused, ValueError, OSError):
        return CopyFile(path, size, None)


def own_good(found: Iterable[CopyFile], identity: str) -> list[CopyFile]:
    """Copies of this office without an alarm, newest first."""
    return [one for one in found if one.header and one.header.identity == identity and not one.suspicious]


def outdated(found: Iterable[CopyFile], identity: str, days: int, months: int) -> list[CopyFile]:
    """Which good copies of this office make room: the newest of each of the last ``days`` days and ``months`` months
    stays. Copies of other offices and suspicious ones are never named."""
    mine = own_good(found, identity)
    kept: set[Path] = set()
    for form, most in (("%Y-%m-%d", max(days, 1)), ("%Y-%m", months)):
        newest: dict[str, Path] = {}
        for one in mine:
            moment = one.made_at
            if moment is not None:
                newest.setdefault(moment.strftime(form), one.path)
        kept.update(list(newest.values())[:most])
    return [one for one in mine if one.path not in kept]


def sweep(folder: Path) -> None:
    """Remove halves that a killed program left hours ago; a copy under way is younger."""
    for half in folder.glob(f"cadangan_*{ENDING}{PART}"):
        if time.time() - half.stat().st_mtime > _STALE_SECONDS:
            half.unlink(missing_ok=True)


def put(part: Path, final: Path) -> None:
    """Give a whole copy its name; after a power cut it is there or it is not."""
    part.replace(final)
    if os.name == "posix":
        handle = os.open(final.parent, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
