"""The encrypted single office as the desk meets it: closed until somebody's password or the recovery key opens it."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.knocks import Knocks
from desktop.office import Office
from desktop.office_file import is_encrypted
from desktop.office_place import refuse_place
from desktop.reseal import Progress, Resealed, finish, reseal
from desktop.settings import sqlite_url
from desktop.sop.refusals import Refused
from desktop.vault import build_vault, open_by_password, open_by_recovery

if TYPE_CHECKING:
    from desktop.operations.open_office import NewOffice
    from desktop.seat import Seat


class Safe:
    """One office's file at ``place``; ``folder`` is where its files for people go. Never on the GUI thread."""

    def __init__(self, place: Path, folder: Path, clock: Callable[[], datetime]) -> None:
        self.place = place
        self._folder = folder
        self._clock = clock
        self._knocks = Knocks(clock)

    def is_locked(self) -> bool:
        """Whether there is an office, and only a key opens it."""
        return is_encrypted(self.place)

    def enter(self, username: str, password: str) -> Office:
        """The open office. :raises Refused: :raises WorldTrouble: :raises OSError:"""
        refuse_place(self.place)
        name = username.strip().casefold()
        self._knocks.check(name)
        try:
            ring = open_by_password(self.place, name, password)
        except Refused as refusal:
            if refusal.code == "wrong_password":
                self._knocks.failed(name)
            raise
        self._finish()
        return Office(sqlite_url(self.place), self._folder, clock=self._clock, ring=ring)

    def entered(self, office: Office) -> None:
        """Somebody signed in: the slots agree with the database again, failures at the closed door are journalled."""
        office.tidy_keys(self._knocks.take())

    def recover(self, recovery_key: str, username: str, password: str) -> str:
        """A new password for an administrator by the recovery key; gives the user name.

        :raises Refused: :raises WorldTrouble: :raises OSError:
        """
        refuse_place(self.place)
        if not self.is_locked():
            sentence = "Kantor ini tidak memakai kunci. Minta administrator menyetel ulang kata sandi Anda."
            raise Refused("not_sealed", sentence)
        ring = open_by_recovery(self.place, recovery_key)
        self._finish()
        office = Office(sqlite_url(self.place), self._folder, clock=self._clock, ring=ring)
        try:
            office.prepare()
            return office.recover(username, password)
        finally:
            office.close()

    def _finish(self) -> None:
        """What an interrupted encryption left is no reason to keep anybody out; the next sign-in tries again."""
        with suppress(OSError):
            finish(self.place)

    def found(self, offices: "list[NewOffice]", admin: dict[str, str]) -> str:
        """A new encrypted office with its administrator (``admin_…`` as in ``open_office``); gives the recovery key,
        to be shown once. :raises Refused: :raises WorldTrouble: :raises OSError:"""
        refuse_place(self.place)
        if self.place.exists() and self.place.stat().st_size:
            raise Refused("office_exists", "Basis data ini sudah dipakai sebuah kantor. Masuk dengan akun yang ada.")
        names = admin["admin_username"], admin["admin_password"]
        return build_vault(self.place, lambda office: office.open(offices, **admin), self._clock, *names)

    def rekey(self, seat: "Seat", password: str, progress: Progress) -> Resealed:
        """Encrypt a readable office, or give the encrypted one a new key. Closes the office of ``seat``, an administrator
        whose password was found right. :raises Refused: :raises WorldTrouble: :raises OSError: nothing has changed then."""
        if "admin" not in seat.staff.roles:
            raise Refused("not_your_role", "Hanya administrator yang dapat mengganti kunci kantor.")
        seat.office.close()
        return reseal(
            self.place,
            old=seat.office.ring,
            username=seat.staff.username,
            password=password,
            clock=self._clock,
            progress=progress,
        )
