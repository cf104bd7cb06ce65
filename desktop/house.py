"""What stands behind the window before and around the seats: which office this desk opens, first start, sign-in, news."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from desktop.office_file import is_encrypted, office_file
from desktop.settings import data_folder, default_url, for_all_desks, sqlite_url
from desktop.sop.refusals import Refused
from desktop.world import WorldTrouble

# The first page is shown before the record room is even imported: SQLAlchemy would cost more than the window.
if TYPE_CHECKING:
    from desktop.boxes import Boxes
    from desktop.office import Office
    from desktop.outgoing import Flushed
    from desktop.practice import Colleague
    from desktop.reseal import Progress, Resealed
    from desktop.safe import Safe
    from desktop.seat import Seat


def _now() -> datetime:
    return datetime.now(UTC)


class House:
    """Nothing here may run on the GUI thread but ``is_new``, ``is_sealed``, ``title``, ``notices`` and ``colleagues``."""

    def __init__(
        self,
        url: str = "",
        *,
        practice: bool = False,
        folder: Path | None = None,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        self.practice = practice
        self.folder = folder or data_folder()
        self._clock = clock
        self._url = url or (sqlite_url(self.folder / "latihan.db") if practice else default_url())
        self._office: Office | None = None
        self._boxes: Boxes | None = None
        self._seated: Office | None = None
        self._ready = False
        self._safe: Safe | None = None

    @property
    def _single(self) -> Path | None:
        """The file of a real single office, which is encrypted; ``None`` in practice and for a shared database."""
        return None if self.practice else office_file(self._url)

    def is_new(self) -> bool:
        """Whether this desk has no office yet; asks only the file system, so that the first page costs nothing."""
        return self._single is not None and not self._single.exists()

    def is_single(self) -> bool:
        """Whether this is a real office in a file of this PC."""
        return self._single is not None

    def is_sealed(self) -> bool:
        """Whether only a password or the recovery key opens this office's file."""
        try:
            return self._single is not None and is_encrypted(self._single)
        except OSError:
            # Signing in says what is wrong with the file.
            return False

    @property
    def title(self) -> str:
        """What the sign-in page says about the place."""
        if self.practice:
            return "Kantor latihan"
        if self._url.startswith("sqlite"):
            return "Kantor di komputer ini"
        return f"Basis data bersama di {urlsplit(self._url).hostname or 'server'}"

    def notices(self) -> tuple[str, ...]:
        """What whoever starts the program here should be told."""
        return for_all_desks().problems

    def colleagues(self) -> "tuple[Colleague, ...]":
        """The invented clerks of the practice office; nobody elsewhere."""
        if not self.practice:
            return ()
        from desktop.practice import colleagues

        return colleagues()

    def raw_office(self) -> "Office":
        """The office before its tables exist: for making one."""
        if self._office is None:
            from desktop.office import Office

            self.folder.mkdir(parents=True, exist_ok=True)
            if self._single is not None:
                from desktop.office_place import refuse_place

                refuse_place(self._single)
            self._office = Office(self._url, self.folder / "berkas", clock=self._clock)
        return self._office

    def office(self) -> "Office":
        """The open office: upgraded when needed, the practice office made on first use.

        :raises Refused: ``who`` while an encrypted office is closed: signing in opens it.
        """
        if self._office is None and self.is_sealed():
            raise Refused("who", "Kantor ini terenkripsi. Sebutkan siapa yang membukanya dengan --as NAMA_PENGGUNA.")
        if self._office is None and self.practice:
            from desktop.practice import open_practice

            self._office = open_practice(self.folder, clock=self._clock)
        office = self.raw_office()
        if not self._ready:
            office.prepare()
            self._ready = True
        return office

    def sign_in(self, username: str, password: str, code: str | None = "") -> "Seat":
        """A seat; the one before it is given back. In an encrypted office this opens the file. Letters that a crash left
        without paper are made now, the journal of yesterday is sealed, what waited in the outbox is sent, and old request
        ids are forgotten. Without the server a clerk whose outbox lies on this computer is let in to go on recording.

        :raises Refused: :raises WorldTrouble:
        """
        try:
            seat = self._enter(username, password, code)
        except WorldTrouble as trouble:
            return self._without_server(trouble, username, password)
        box = self.boxes().open(username, password)
        if box is not None:
            self.boxes().remember(box, seat.staff)
            seat = replace(seat, box=box, boxes=self.boxes())
        self._stand_up(seat.office)
        with suppress(WorldTrouble):  # signed in is signed in; what waits goes out with the next news
            self.catch_up(seat)
        return seat

    def _without_server(self, trouble: WorldTrouble, username: str, password: str) -> "Seat":
        """Whose outbox the password opens; its commands go out as that clerk's login once the server is there."""
        from desktop.seat import Seat

        away = self._shared() and trouble.code == "db-unreachable"
        known = self.boxes().without_server(username, password) if away else None
        if known is None:
            raise trouble
        staff, box = known
        if staff.totp:
            self.boxes().close(box)
            sentence = "Server tidak terjangkau, padahal akun Anda memakai autentikator. Masuklah saat server kembali."
            raise Refused("code_needs_server", sentence)
        office = self.raw_office().as_login(staff.username, password)
        office.proved = False
        self._stand_up(office)
        return Seat(office, staff, box, self.boxes())

    def catch_up(self, seat: "Seat") -> "Flushed | None":
        """The server is there (again): see that it is of this version and that who entered without it may be here, send
        what waits, lend numbers, make left-over paper, seal the journal. :raises Refused: :raises WorldTrouble:"""
        from desktop.operations.prune import prune_requests
        from desktop.papers import freeze_left_over

        office, sent = seat.office, None
        self._prove(seat)
        if seat.outgoing is not None:
            from db.queries.offices import settings
            from desktop.outgoing import block_size

            sent = seat.outgoing.flush_all()
            seat.outgoing.stock_up(block_size(office.read(settings)))
        freeze_left_over(seat)
        seat.seal_yesterday()
        office.tidy(prune_requests)
        return sent

    def _prove(self, seat: "Seat") -> None:
        if not seat.office.proved and seat.box is not None:
            seat.office.readmit(seat.staff.username, partial(self.boxes().remember, seat.box))

    def sign_out(self, seat: "Seat") -> None:
        """Let go what the clerk holds; the outbox closes and keeps what still waits."""
        from desktop.operations.take import ReleaseMine

        try:
            if seat.outgoing is not None:
                if not seat.outgoing.is_away():
                    self._prove(seat)
                seat.outgoing.leave()
            else:
                seat.run(ReleaseMine())
        except (WorldTrouble, Refused):
            pass  # a take wears off by itself
        finally:
            if seat.box is not None:
                self.boxes().close(seat.box)

    def boxes(self) -> "Boxes":
        """The outboxes of this computer for this office."""
        if self._boxes is None:
            from desktop.boxes import Boxes

            self._boxes = Boxes(self.folder / "kotak-keluar", self._url)
        return self._boxes

    def _enter(self, username: str, password: str, code: str | None) -> "Seat":
        if self._shared():
            return self.raw_office().sign_in(username, password, code)
        closed = self._office is None
        try:
            if closed and self.is_sealed():
                self._office = self.safe.enter(username, password)
            seat = self.office().sign_in(username, password, code)
        except BaseException:
            # The key of somebody who may not sign in after all (disabled meanwhile) stays not in memory.
            if closed and self._single is not None:
                self.close()
            raise
        if seat.office.ring is not None:
            self.safe.entered(seat.office)
        return seat

    def unlock(self, username: str, password: str) -> None:
        """The screen of who signed in here is opened again: the password is enough. :raises Refused:"""
        try:
            seat = self._enter(username, password, None)
        except WorldTrouble as trouble:
            if trouble.code != "db-unreachable" or self.boxes().without_server(username, password) is None:
                raise
            return
        if seat.office is not self._office:
            seat.office.close()

    def _shared(self) -> bool:
        """Whether the office stands on a server, where nothing can be asked before somebody signs in."""
        return not self.practice and not self._url.startswith("sqlite")

    def _stand_up(self, following: "Office | None" = None) -> None:
        if self._seated is not None and self._seated is not self._office:
            self._seated.close()
        self._seated = following

    @property
    def safe(self) -> "Safe":
        """The single office's file and its keys. :raises Refused: in practice and for a shared database."""
        if self._single is None:
            raise Refused("not_single", "Kunci hanya ada pada kantor tunggal di komputer ini, bukan di sini.")
        if self._safe is None:
            from desktop.safe import Safe

            self._safe = Safe(self._single, self.folder / "berkas", self._clock)
        return self._safe

    def may_seal(self, seat: "Seat") -> bool:
        """Whether this is a single office of an older version, still readable, and its administrator signed in."""
        return self._single is not None and seat.office.ring is None and "admin" in seat.staff.roles

    def seal(self, username: str, password: str, progress: "Progress") -> "Resealed":
        """Encrypt the office, or give the encrypted one a new key; afterwards nobody is signed in.

        :raises Refused: :raises WorldTrouble: :raises OSError: the office is as it was.
        """
        seat = self.sign_in(username, password)
        self._office, self._ready = None, False
        return self.safe.rekey(seat, password, progress)

    def recover(self, recovery_key: str, username: str, password: str) -> str:
        """A new password for an administrator by the recovery key; gives the user name. :raises Refused:"""
        self.leave_desk()
        return self.safe.recover(recovery_key, username, password)

    def recovery_saved(self, username: str, password: str) -> None:
        """Somebody put the recovery key away that was just shown."""
        self.sign_in(username, password).office.recovery_saved()
        self.leave_desk()

    def leave_desk(self) -> None:
        """Nobody sits here any more: the key of an encrypted office leaves the memory."""
        if self._office is not None and self._office.ring is not None:
            self.close()

    def sign_in_practice(self, username: str) -> "Seat":
        """A click on an invented colleague. :raises Refused: outside the practice office."""
        if not self.practice:
            raise Refused("not_practice", "Di kantor ini setiap orang masuk dengan kata sandinya sendiri.")
        from desktop.practice import load_practice

        return self.sign_in(username, load_practice().password)

    def first_start(
        self,
        kind: str,
        *,
        office_name: str = "",
        office_kind: str = "",
        region: str = "",
        name: str = "",
        position: str = "",
        nip: str = "",
        username: str = "",
        password: str = "",
        url: str = "",
    ) -> str:
        """Make what the wizard asked for, then this house is that office; gives the recovery key of a new single office,
        to be shown once.

        :raises Refused: :raises WorldTrouble: everything typed stays on the page.
        """
        self.close()
        if kind == "latihan":
            self.practice = True
            self._url = sqlite_url(self.folder / "latihan.db")
            self.office()
        elif kind == "baru":
            admin = {"admin_username": username, "admin_name": name, "admin_password": password}
            admin |= {"admin_position": position, "admin_nip": nip}
            from desktop.partners import with_partners

            return self.safe.found(with_partners(office_kind, office_name, region), admin)
        else:
            from desktop.joining import join

            self._url, self._office = join(url, username, password, self.folder, self._clock)
            self._ready = True
        return ""

    def close(self) -> None:
        """Give every connection back; what the outboxes hold lies on the disk."""
        self._stand_up()
        if self._boxes is not None:
            self._boxes.close_all()
        if self._office is not None:
            self._office.close()
        self._office, self._boxes, self._ready = None, None, False
