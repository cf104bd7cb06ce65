"""The setup of a newer version, where an office put one on a share. Nothing is fetched or started here."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop.sop.refusals import Refused
from desktop.version import VERSION, numbers

_NAME = re.compile(r"Padan-(\d+(?:\.\d+)*)-setup\.exe", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Setup:
    """A setup that lies in a folder."""

    name: str
    version: str


class NewerNeeded(Refused):
    """A newer program brought the database up to date. ``folder`` is where its setup lies, empty when nobody said."""

    def __init__(self, sentence: str, folder: str) -> None:
        super().__init__("newer_database", sentence)
        self.folder = folder


def newest_setup(folder: str) -> Setup | None:
    """The newest setup in a folder; ``None`` when there is none, or the folder cannot be read. May take long: a share."""
    try:
        names = [_NAME.fullmatch(path.name) for path in Path(folder).iterdir()] if folder else []
    except (OSError, ValueError):
        return None
    found = [Setup(name[0], name[1]) for name in names if name and numbers(name[1])]
    return max(found, key=lambda setup: numbers(setup.version), default=None)


def newer_needed(stored: Mapping[str, str]) -> NewerNeeded:
    """What a desk is told whose program is too old; ``stored`` are the settings of the office, as far as they could be
    read."""
    needs, folder = stored.get("program_version", ""), stored.get("setup_folder", "")
    which = f"Padan versi {needs}" if numbers(needs) else "Padan yang lebih baru"
    sentence = f"Basis data ini sudah dipakai {which}, sedangkan komputer ini memakai versi {VERSION}."
    setup = newest_setup(folder)
    if setup is not None:
        return NewerNeeded(f"{sentence} Tutup Padan, lalu pasang {setup.name} dari {folder}.", folder)
    if folder:
        return NewerNeeded(f"{sentence} Pasang versi itu dari {folder}, atau tanyakan kepada administrator.", folder)
    return NewerNeeded(f"{sentence} Minta pemasang versi itu kepada administrator.", "")
