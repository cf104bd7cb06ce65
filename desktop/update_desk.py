"""Which program this desk runs, and whether a newer one is to be had."""

import platform
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from db.database import Database
from db.queries.desks import DeskRow, desks
from db.queries.offices import settings
from desktop.operations.note_desk import note_desk
from desktop.operations.save_setup_folder import SaveSetupFolder
from desktop.settings import read_desk, write_desk
from desktop.setups import Setup, newest_setup
from desktop.sop.refusals import Refused
from desktop.version import VERSION, is_newer, numbers

if TYPE_CHECKING:
    from datetime import datetime

    from desktop.operations.outcome import Outcome
    from desktop.seat import Seat


@dataclass(frozen=True, slots=True)
class Overview:
    """``desks`` oldest version first; ``newest`` is the newest version known: of a desk, of this one, of the setup that
    lies ready."""

    desks: tuple[DeskRow, ...]
    folder: str
    setup: Setup | None
    newest: str

    def is_behind(self, row: DeskRow) -> bool:
        """Whether a desk runs an older program than there is."""
        return is_newer(self.newest, row.version)


class UpdateDesk:
    """``Seat.updates``. Nothing here may run on the GUI thread."""

    def __init__(self, seat: "Seat") -> None:
        self._seat = seat

    def note(self) -> None:
        """This clerk sits at this computer, with this program. The practice office has no desks. :raises WorldTrouble:"""
        seat = self._seat
        if seat.office.practice:
            return

        def write(database: Database, now: "datetime") -> None:
            note_desk(database, now, seat.staff.id, platform.node() or "?", VERSION)

        seat.office.tidy(write)

    def overview(self) -> Overview:
        """Everything the administrator's page shows. :raises WorldTrouble:"""
        rows = sorted(self._seat.read(desks), key=lambda row: (numbers(row.version), row.at))
        folder = self._seat.read(settings).get("setup_folder", "")
        setup = newest_setup(folder)
        known = [VERSION, *(row.version for row in rows), *([setup.version] if setup else [])]
        return Overview(tuple(rows), folder, setup, max(known, key=numbers))

    def keep_folder(self, folder: str) -> "Outcome":
        """Where the setups lie, for all desks. :raises Refused: also when this desk does not find the folder."""
        if folder.strip() and not Path(folder.strip()).is_dir():
            sentence = f"Folder {folder.strip()} tidak ditemukan dari komputer ini. Periksa namanya, lalu simpan lagi."
            raise Refused("no_folder", sentence)
        return self._seat.run(SaveSetupFolder(folder=folder))

    def news(self) -> str:
        """A sentence about a newer setup, once a day at this computer; else empty. :raises WorldTrouble:"""
        today = self._seat.now().date().isoformat()
        if self._seat.office.practice or read_desk().get("setup_told") == today:
            return ""
        folder = self._seat.read(settings).get("setup_folder", "")
        setup = newest_setup(folder)
        if setup is None or not is_newer(setup.version, VERSION):
            return ""
        with suppress(OSError, Refused):
            write_desk(setup_told=today)
        return f"Padan {setup.version} sudah tersedia. Setelah pekerjaan selesai, pasang {setup.name} dari {folder}."
