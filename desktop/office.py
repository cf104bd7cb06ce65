"""The office behind every desk: one database, one clock, and a seat for each clerk who signed in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from db import changes
from db.database import Database
from db.errors import RecordRoomError
from db.listening import Listener
from db.migrations import NewerDatabase, OlderDatabase
from db.queries.arrivals import Arrival, arrivals, newest_list
from db.queries.batches import queue_counts
from db.queries.draft_pending import drafts_waiting
from db.queries.staff import StaffRow, staff_by_username
from desktop.operations.command import Command
from desktop.operations.key_slots import settle
from desktop.operations.manage_staff import ChangePassword
from desktop.operations.open_office import NewOffice, open_office, prepare
from desktop.operations.outcome import Outcome
from desktop.operations.passwords import check_password
from desktop.operations.run import calendar, run
from desktop.operations.sign_in import WRONG, note_knocks, sign_in, sign_in_as_login
from desktop.sop.clock import OfficeCalendar
from desktop.sop.procedure import Procedure, load_procedure
from desktop.sop.refusals import Refused
from desktop.world import WorldTrouble, world_trouble

if TYPE_CHECKING:
    from desktop.backup_desk import BackupDesk
    from desktop.card_press import CardPress
    from desktop.keys.ring import KeyRing
    from desktop.look_book import LookBook
    from desktop.paper_desk import PaperDesk
    from desktop.post_desk import PostDesk
    from desktop.print_desk import PrintDesk

P = ParamSpec("P")
T = TypeVar("T")
ZONE = ZoneInfo("Asia/Jakarta")


def system_clock() -> datetime:
    """The moment now, in UTC."""
    return datetime.now(UTC)


def _paper_problems(facts: str, toml: str) -> list[tuple[int, str]]:
    from desktop.papers import paper_problems

    return paper_problems(facts, toml)


class Office:
    """Opened once per program. ``folder`` is where files for people go (letters, cards, return files); ``ring`` opens an
    encrypted single office (``desktop.vault``)."""

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

    def prepare(self) -> None:
        """Bring the database to this program's version. :raises WorldTrouble: :raises Refused: for a newer one."""
        try:
            prepare(self.database)
        except NewerDatabase:
            sentence = "Basis data ini sudah dipakai Padan yang lebih baru. Pasang versi terbaru di komputer ini."
            raise Refused("newer_database", sentence) from None
        except OlderDatabase:
            sentence = (
                "Basis data ini masih versi lama. Minta administrator basis data menjalankan: main.py init --upgrade"
            )
            raise Refused("older_database", sentence) from None
        except RecordRoomError as error:
            raise world_trouble(error) from None

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
        try:
            with self.database.read() as connection:
                return query(connection, *args, **kw)
        except RecordRoomError as error:
            raise world_trouble(error) from None

    def run(self, command: Command, staff_id: int) -> Outcome:
        """Carry out a command for a staff member. :raises Refused: :raises WorldTrouble:"""
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

    def sign_in(self, username: str, password: str, code: str | None = "") -> "Seat":
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

    def _sign_in_as_login(self, username: str, password: str, code: str | None) -> "Seat":
        if not username or not username.isprintable():
            raise Refused("wrong_password", WRONG)
        database = self.database.as_login(username, password)
        own = Office(self.database.url, self.folder, practice=self.practice, clock=self.clock, database=database)
        try:
            staff = sign_in_as_login(database, username, password, code, own.prepare, self.clock())
        except BaseException as error:
            own.close()
            if isinstance(error, RecordRoomError):
                raise world_trouble(error) from None
            raise
        return Seat(own, staff)

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


@dataclass(frozen=True)
class Seat:
    """One clerk's place: what the screens and verbs work with. Nothing here may run on the GUI thread but ``now``."""

    office: Office
    staff: StaffRow

    @property
    def procedure(self) -> Procedure:
        """The procedure of this program's desks."""
        return load_procedure("wbs")

    @property
    def folder(self) -> Path:
        """Where files for people go."""
        return self.office.folder

    def now(self) -> datetime:
        """The office's clock in the office's zone."""
        return self.office.clock().astimezone(ZONE)

    def read(self, query: Callable[Concatenate[Connection, P], T], *args: P.args, **kw: P.kwargs) -> T:
        """The answer of one of ``db.queries``."""
        return self.office.read(query, *args, **kw)

    def run(self, command: Command) -> Outcome:
        """Carry out a command; letters it issued are frozen right after the commit."""
        outcome = self.office.run(command, self.staff.id)
        letters = outcome.data.get("letters")
        return self._with_paper(outcome, letters) if letters else outcome

    def _with_paper(self, outcome: Outcome, letters: Sequence[int]) -> Outcome:
        """The commit has happened and stays true whatever becomes of the paper, which can be made at any time."""
        from desktop.documents.errors import PaperError
        from desktop.papers import freeze

        try:
            return outcome.along_with(*freeze(self, letters))
        except (WorldTrouble, PaperError):
            return replace(
                outcome, sentence=f"{outcome.sentence} Suratnya dibuat nanti, saat dibuka dari daftar Surat."
            )

    def seal_yesterday(self) -> bool:
        """Seal the journal up to last midnight, if nobody has. Trouble keeps nobody from working: the next one tries."""
        from desktop.operations.seal_day import seal_day

        try:
            return seal_day(self.office.database, self.office.clock(), self.staff.id)
        except RecordRoomError:
            return False

    def newest(self) -> int:
        """The number of the newest change."""
        return self.read(changes.latest)

    @property
    def desk(self) -> str:
        """Under which name this program's own changes come back from the database."""
        return self.office.database.desk

    def listen(self, after: int) -> Listener:
        """A line on which every change after number ``after`` is heard."""
        return self.office.database.listen(after)

    def rest(self) -> None:
        """Called now and then by who listens: a desk at rest gives back what it does not need."""
        self.office.database.rest()

    def newest_list(self) -> int:
        """The number of the newest list that came to this office."""
        return self.read(newest_list, self.staff.office_id)

    def arrivals(self, after: int) -> tuple[Arrival, ...]:
        """Lists after number ``after`` that came to this office from others and still lie here."""
        return self.read(arrivals, self.staff.office_id, self.staff.id, after)

    def mail_arrivals(self) -> int:
        """Tell offices by e-mail of lists that nobody fetched; gives the number of e-mails."""
        from desktop.arrival_mail import mail_arrivals

        return mail_arrivals(self)

    def calendar(self) -> OfficeCalendar:
        """The office calendar with this office's holidays."""
        return self.read(calendar)

    def counts(self) -> dict[str, int]:
        """Status → cases waiting at this office, and ``konsep`` → drafts that wait for this clerk, for the rail."""
        drafts = self.read(drafts_waiting, self.staff.office_id, self.staff.id)
        return self.read(queue_counts, self.staff.office_id) | {"konsep": drafts}

    @property
    def sealed(self) -> bool:
        """Whether this is an encrypted single office."""
        return self.office.ring is not None

    def new_recovery_key(self, password: str) -> str:
        """A new recovery key for an administrator who types the own password; the older one holds until
        :meth:`recovery_saved`. :raises Refused: :raises WorldTrouble:"""
        from desktop.operations.new_recovery_key import NewRecoveryKey

        self.run(NewRecoveryKey(password=password))
        return self.office.offer_recovery()

    def recovery_saved(self) -> None:
        """The recovery key that was shown last was put away."""
        self.office.recovery_saved()

    def has_recovery(self) -> bool:
        """Whether somebody put a recovery key away, or none is needed here."""
        return self.office.has_recovery()

    @property
    def paper(self) -> "PaperDesk":
        """Letters: drafts, frozen paper, signatures, checks."""
        from desktop.paper_desk import PaperDesk

        return PaperDesk(self)

    @property
    def cards(self) -> "CardPress":
        """Cards: made with their seal, previewed, checked; the keys that seal them."""
        from desktop.card_press import CardPress

        return CardPress(self)

    @property
    def printing(self) -> "PrintDesk":
        """Printers: their state, what is remembered for each paper, jobs."""
        from desktop.print_desk import PrintDesk

        return PrintDesk(self)

    @property
    def backups(self) -> "BackupDesk":
        """Sealed copies of the office: plan, list, making, rehearsing."""
        from desktop.backup_desk import BackupDesk

        return BackupDesk(self)

    @cached_property
    def post(self) -> "PostDesk":
        """Letters sent by e-mail; one for the session, for it keeps the typed password in memory."""
        from desktop.post_desk import PostDesk

        return PostDesk(self)

    @cached_property
    def looks(self) -> "LookBook":
        """What this clerk looked at; kept in memory until it is written."""
        from desktop.look_book import LookBook

        return LookBook(self)

    def letter_pdf(self, letter_id: int) -> tuple[str, bytes]:
        """(number, bytes) of a letter this office wrote or received: exactly the frozen ones. :raises Refused:"""
        return self.paper.letter(letter_id)

    def make_cards(self, cases: tuple[tuple[int, int], ...], layout: str, reason: str = "") -> tuple[Outcome, bytes]:
        """Render, store and count cards; gives the outcome and the PDF. Who cannot be printed stays behind, named."""
        return self.cards.make(cases, layout, reason)

    def preview_card(self, application_id: int, layout: str) -> bytes:
        """The card as it would be printed now; nothing is stored."""
        return self.cards.preview(application_id, layout)

    def read_spreadsheet(self, path: Path, layout: str | None = None) -> Any:
        """A trial run: what the file holds (``desktop.spreadsheets.Reading``), nothing is written."""
        from desktop.exchange import read_spreadsheet

        return read_spreadsheet(self, path, layout)

    def import_handover(self, path: Path, reading: Any, panti_office_id: int | None, request: str) -> Outcome:
        """Bring the good rows of a hand-over list in."""
        from desktop.exchange import import_handover

        return import_handover(self, path, reading, panti_office_id, request)

    def match_eids(self, reading: Any) -> Any:
        """BPJS's result file against the cases waiting for an E-ID (``desktop.exchange.EidMatch``)."""
        from desktop.exchange import match_eids

        return match_eids(self, reading)

    def write_return(self, path: Path, reading: Any, out: Path, *, entered: bool) -> None:
        """The sender's own file with coloured cells and remarks."""
        from desktop.spreadsheets.returns import write_return

        write_return(path, reading, out, entered=entered)

    def give_trail(self, person_id: int, why: str, month: "date | None", group: str, out: Path | None) -> Any:
        """The trail of one person's data for who asked: (PDF, paper), or with ``out`` the number of lines written."""
        from desktop.data_trail import data_trail, export_trail, trail_pdf

        form = {".xlsx": "Excel", ".csv": "CSV"}[out.suffix.lower()] if out else "PDF"
        trail = data_trail(self, person_id, why=why, form=form, month=month, group=group)
        return trail_pdf(self, trail) if out is None else export_trail(self, trail, out)

    def export(
        self, name: str, out: Path, *, batch_id: int | None = None, purpose: str = "", recipient: str = ""
    ) -> int:
        """Write a list (``rekapitulasi``) as a workbook and journal the export; gives the number of rows."""
        from desktop.exchange import export

        return export(self, name, out, batch_id=batch_id, purpose=purpose, recipient=recipient)
