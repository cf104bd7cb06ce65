"""The copies of one clerk's office: the plan, the list, making, rehearsing, and whether today's copy is due."""

import os
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from db.queries.backups import BackupRow, backup_runs, last_good
from db.queries.offices import settings
from desktop.backup.folder import CopyFile, copies
from desktop.backup.keys import BackupKey, Opener, key_name, key_text, new_key
from desktop.backup_making import NO_FOLDER, NOT_OWNER, Made, Report, Wish, make
from desktop.backup_opening import Opened, check
from desktop.backup_trouble import place_trouble
from desktop.operations.backup_runs import claimable, day_claim
from desktop.settings import SETTINGS, desk_setting, for_all_desks, write_desk
from desktop.sop.refusals import Refused

if TYPE_CHECKING:
    from desktop.seat import Seat

NO_CLIENT = "Program pg_dump belum terpasang di komputer ini. Pasang postgresql-client, atau cadangkan dari server."
NO_FOLDER_YET = "Folder cadangan belum dipilih. Pilih folder di cakram lain atau di jaringan, lalu simpan."
_LOW = 10
OBSTACLES = {"": "", "not_owner": NOT_OWNER, "no_client": NO_CLIENT}


@dataclass(frozen=True, slots=True)
class Plan:
    """``folder`` is of this PC (``folder_fixed``: said for all desks), all else of the office. ``public`` is empty until a
    backup key was made."""

    folder: str
    hour: int
    daily: int
    monthly: int
    public: bytes
    folder_fixed: bool = False

    @property
    def key_id(self) -> str:
        """The name of the key that opens the next copies; empty without one."""
        return key_name(self.public) if self.public else ""


@dataclass(frozen=True, slots=True)
class Overview:
    """What the screen shows. ``trouble``: why the folder cannot be read; ``obstacle``: why this desk makes no copies."""

    plan: Plan
    last_good: BackupRow | None
    runs: tuple[BackupRow, ...]
    files: tuple[CopyFile, ...]
    trouble: str
    obstacle: str


def plan_of(stored: Mapping[str, str]) -> Plan:
    """The plan out of the stored settings and of what this PC keeps."""

    def number(name: str) -> int:
        value = stored.get(name) or SETTINGS[name].default
        return int(value) if value.isdecimal() else int(SETTINGS[name].default)

    public = bytes.fromhex(stored.get("backup_public_key") or "")
    folder = desk_setting("backup_folder")
    counts = number("backup_hour"), number("backup_daily"), number("backup_monthly")
    return Plan(folder, *counts, public, "backup_folder" in for_all_desks().values)


def _give_way() -> None:
    """The clerks come first: where threads have a priority of their own, this one gets a low one."""
    if sys.platform == "linux" and threading.current_thread() is not threading.main_thread():
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _LOW)


class BackupDesk:
    """``Seat.backups``. Nothing here may run on the GUI thread."""

    def __init__(self, seat: "Seat") -> None:
        self._seat = seat

    def plan(self) -> Plan:
        """The settings in force."""
        return plan_of(self._seat.read(settings))

    def overview(self) -> Overview:
        """Plan, register and folder in one look."""
        plan = self.plan()
        files, trouble = self._files(plan.folder)
        seat = self._seat
        good, runs = seat.read(last_good), seat.read(backup_runs)
        return Overview(plan, good, runs, files, trouble, self.obstacle())

    @staticmethod
    def _files(folder: str) -> tuple[tuple[CopyFile, ...], str]:
        if not folder:
            return (), NO_FOLDER_YET
        if not Path(folder).is_dir():
            return (), NO_FOLDER.format(place=folder)
        try:
            return copies(Path(folder)), ""
        except OSError as error:
            return (), place_trouble(error, Path(folder)).sentence

    def obstacle(self) -> str:
        """Why this desk cannot copy the office, as a sentence; empty when it can."""
        return OBSTACLES[self._seat.read(self._seat.office.database.backend.copy_obstacle)]

    def keep_folder(self, folder: str) -> None:
        """Remember the folder of this PC. :raises Refused: when it is not there."""
        if folder and not Path(folder).is_dir():
            raise Refused("no_folder", NO_FOLDER.format(place=folder))
        write_desk(backup_folder=folder)

    def due(self) -> bool:
        """Whether this desk should make today's copy now: the hour has come, nobody did, and it can."""
        if not desk_setting("backup_folder"):
            return False
        plan, now = self.plan(), self._seat.now()
        database = self._seat.office.database
        if not plan.public or now.hour < plan.hour or not (database.backend.desks_may_copy() or self._is_admin()):
            return False
        return claimable(database, day_claim(now.date().isoformat()), now) and not self.obstacle()

    def make_daily(self, report: Report) -> Made | None:
        """Today's copy, or ``None`` when another desk is faster. :raises Refused: :raises WorldTrouble:"""
        _give_way()
        return self._make(report, day_claim(self._seat.now().date().isoformat()))

    def make_now(self, report: Report, accept: str = "") -> Made:
        """A copy out of turn; ``accept`` is the reason why a smaller office is right."""
        if not self._is_admin():
            raise Refused("not_your_role", "Hanya administrator yang membuat cadangan dari layar ini.")
        made = self._make(report, "", accept)
        assert made is not None  # noqa: S101 a copy out of turn is nobody else's
        return made

    def _make(self, report: Report, claim: str, accept: str = "") -> Made | None:
        plan = self.plan()
        if not plan.folder:
            raise Refused("no_folder", NO_FOLDER_YET)
        keep = (plan.daily, plan.monthly)
        wish = Wish(Path(plan.folder), plan.public, claim=claim, accept=accept, keep=keep)
        return make(self._seat.office, wish, self._seat.staff, report)

    def check(self, path: Path, opener: Opener, report: Report) -> Opened:
        """Rehearse one copy: open it whole in a place that is gone afterwards."""
        return check(path, opener, self._seat.office.database, report)

    def new_key(self, place: Path) -> BackupKey:
        """Make a key pair and put its private half into a file; the office knows it once the plan was saved with it.

        :raises Refused: when a file is there already. :raises WorldTrouble:
        """
        key = new_key()
        made = self._seat.now().strftime("%d-%m-%Y")
        return self._kept(key, place, key_text(key, self._seat.staff.office_name, made))

    @staticmethod
    def _kept(key: BackupKey, place: Path, text: str) -> BackupKey:
        try:
            with place.open("x", encoding="utf-8") as file:
                file.write(text)
            place.chmod(0o600)
        except FileExistsError:
            raise Refused("exists", f"{place.name} sudah ada dan tidak ditimpa. Pilih nama lain.") from None
        except OSError as error:
            raise place_trouble(error, place.parent) from None
        return key

    def _is_admin(self) -> bool:
        return "admin" in self._seat.staff.roles
