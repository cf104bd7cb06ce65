"""The office behind every desk: one database, one clock, one way for commands; who signs in is given a seat."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection

from db.database import Database
from db.errors import RecordRoomError
from db.migrations import NewerDatabase, OlderDatabase
from db.queries.staff import StaffRow, staff_by_username
from desktop.operations.command import Command
from desktop.operations.key_slots import settle
from desktop.operations.manage_staff import ChangePassword
from desktop.operations.open_office import NewOffice, open_office, prepare
from desktop.operations.outcome import Outcome
from desktop.operations.passwords import check_password
from desktop.operations.run import run
from desktop.operations.sign_in import WRONG, note_knocks, readmit, sign_in, sign_in_as_login
from desktop.seat import ZONE, Seat
from desktop.sop.refusals import Refused
from desktop.world import WorldTrouble, world_trouble

if TYPE_CHECKING:
    from desktop.keys.ring import KeyRing

__all__ = ["ZONE", "Office", "Seat", "system_clock"]

P = ParamSpec("P")
T = TypeVar("T")


def system_clock() -> datetime:
    """The moment now, in UTC."""
    return datetime.now(UTC)


def _paper_problems(facts: str, toml: str) -> list[tuple[int, str]]:
    from desktop.papers import paper_problems

    return paper_problems(facts, toml)


class Office:
    """Opened once per program. ``folder`` is where files for people go (letters, cards, return files); ``ring`` opens an
    encrypted single office (``desktop.vault``). Not ``proved``: entered without the server, which has not been asked yet
    whether that was right (``readmit``); until then nothing is read or carried out."""

    def __init__(
        self,
        url: str,
        folder: Path,
        *,
        practice: bool = False,
        clock: Callable[[], datetime] = system_clock,
        database: Database | None = None,
        ring: "KeyRing | None" = None,
    ) -> None:
        self.ring = ring
        self.database = database or Database(url, ring.key if ring else None)
        self.folder = folder
        self.practice = practice
        self.clock = clock
        self.proved = True

    def prepare(self) -> None:
        """Bring the database to this program's version. :raises WorldTrouble: :raises Refused: for a newer one."""
        try:
            prepare(self.database)
        except NewerDatabase:
            from desktop.setups import newer_needed

            raise newer_needed(self._stored_settings()) from None
        except OlderDatabase:
            sentence = (
                "Basis data ini masih versi lama. Minta administrator basis data menjalankan: main.py init --upgrade"
            )
            raise Refused("older_database", sentence) from None
        except RecordRoomError as error:
            raise world_trouble(error) from None

    def _stored_settings(self) -> dict[str, str]:
        """Also of a database that is newer than this program."""
        from db.queries.offices import settings

        try:
            with self.database.read() as connection:
                return settings(connection)
        except RecordRoomError:
            return {}

    def open(self, offices: Sequence[NewOffice], **admin: str) -> None:
        """Make a new office with its first administrator (``admin_…`` as in ``open_office``).

        :raises Refused: :raises WorldTrouble:
        """
        try:
            open_office(self.database, offices, **admin, now=self.clock())
        except RecordRoomError as error:
            raise world_trouble(error) from None

    def read(self, query: Callable[Concatenate[Connection, P], T], *args: P.args, **kw: P.kwargs) -> T:
        """The answer of one of ``db.queries``. :raises WorldTrouble:"""
        self._must_be_proved()
        try:
            with self.database.read() as connection:
                return query(connection, *args, **kw)
        except RecordRoomError as error:
            raise world_trouble(error) from None

    def run(self, command: Command, staff_id: int) -> Outcome:
        """Carry out a command for a staff member. :raises Refused: :raises WorldTrouble:"""
        self._must_be_proved()
        try:
            outcome = run(
                self.database,
                command,
                staff_id=staff_id,
                now=self.clock(),
                paper_problems=_paper_problems,
                keys=self.ring,
            )
        except RecordRoomError as error:
            raise world_trouble(error) from None
        if isinstance(command, ChangePassword):
            self.database.backend.renewed(command.new)
        return outcome

    def tidy(self, work: Callable[[Database, datetime], object]) -> None:
        """Housekeeping that nobody waits for. :raises WorldTrouble:"""
        try:
            work(self.database, self.clock())
        except RecordRoomError as error:
            raise world_trouble(error) from None

    def sign_in(self, username: str, password: str, code: str | None = "") -> Seat:
        """A seat for who signs in; ``code`` as in ``sign_in``. On a shared server it has connections of its own, as that
        staff member's login.

        :raises Refused: :raises WorldTrouble:
        """
        if self.database.backend.logins:
            return self._sign_in_as_login(username.strip().casefold()[:60], password, code)
        try:
            staff = sign_in(self.database, username, password, self.clock(), code)
        except RecordRoomError as error:
            raise world_trouble(error) from None
        return Seat(self, staff)

    def give_login(self, username: str, password: str) -> None:
        """A first password for a member of a shared office, by the owner of the tables: after an office was restored, or
        when its last administrator lost the own one. :raises Refused: :raises WorldTrouble:"""
        check_password(password, username)
        try:
            with self.database.write() as connection:
                row = staff_by_username(connection, username)
                if row is None or not self.database.backend.logins:
                    raise Refused("gone", "Petugas itu tidak ditemukan. Lihat daftar dengan: staff list")
                self.database.backend.set_password(connection, row.id, password, "", must_change=True)
        except RecordRoomError as error:
            raise world_trouble(error) from None

    def as_login(self, username: str, password: str) -> "Office":
        """This office of a shared server with connections of its own, as one staff member's login; asks nothing yet."""
        database = self.database.as_login(username, password)
        return Office(self.database.url, self.folder, practice=self.practice, clock=self.clock, database=database)

    def _sign_in_as_login(self, username: str, password: str, code: str | None) -> Seat:
        if not username or not username.isprintable():
            raise Refused("wrong_password", WRONG)
        own = self.as_login(username, password)
        try:
            staff = sign_in_as_login(own.database, username, password, code, own.prepare, self.clock())
        except BaseException as error:
            own.close()
            if isinstance(error, RecordRoomError):
                raise world_trouble(error) from None
            raise
        return Seat(own, staff)

    def readmit(self, username: str, note: Callable[[StaffRow], None]) -> None:
        """The server is back: may who entered without it be here, as after any sign-in? ``note`` hears who it is now,
        also before a refusal.

        :raises Refused: :raises WorldTrouble: nothing is read or carried out for this clerk.
        """
        try:
            readmit(self.database, username, self.prepare, self.clock(), note)
        except RecordRoomError as error:
            raise world_trouble(error) from None
        self.proved = True

    def _must_be_proved(self) -> None:
        if not self.proved:
            why = (
                "Server belum memeriksa akun Anda sesudah masuk tanpa jaringan. Isian tetap tersimpan. Tunggu sebentar."
            )
            raise WorldTrouble("db-unreachable", why)

    def recover(self, username: str, password: str) -> str:
        """A new password for an administrator of the office that the recovery key opened; gives the user name."""
        from desktop.operations.hand_out_keys import recover_password

        assert self.ring is not None  # noqa: S101 (the recovery key gave it)
        try:
            return recover_password(self.database, self.ring, username, password, self.clock()).username
        except RecordRoomError as error:
            raise world_trouble(error) from None

    def tidy_keys(self, knocks: Mapping[str, Sequence[datetime]]) -> None:
        """After a sign-in: slots that the database does not know go, and failures at the closed door are journalled."""
        if self.ring is not None:
            if knocks:
                try:
                    note_knocks(self.database, knocks)
                except RecordRoomError as error:
                    raise world_trouble(error) from None
            settle(self.database, self.ring)

    def offer_recovery(self) -> str:
        """A new recovery key, to be shown once; the older one holds until :meth:`recovery_saved`."""
        return self._with_ring(lambda ring: ring.offer_recovery())

    def recovery_saved(self) -> None:
        """The newest recovery key was put away; older ones open nothing any more."""
        self._with_ring(lambda ring: ring.recovery_saved())

    def has_recovery(self) -> bool:
        """Whether a recovery key was put away, or none is needed here."""
        return self.ring is None or self.ring.has_recovery()

    def _with_ring(self, work: "Callable[[KeyRing], T]") -> T:
        if self.ring is None:
            raise Refused("not_sealed", "Kantor ini tidak memakai kunci, jadi tidak ada kunci pemulihan.")
        try:
            # The database's write lock is the key file's lock too.
            with self.database.write():
                return work(self.ring)
        except RecordRoomError as error:
            raise world_trouble(error) from None

    def close(self) -> None:
        """Give every connection back."""
        self.database.close()
