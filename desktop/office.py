"""The office behind every desk: one database, one clock, and a seat for each clerk who signed in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from db import changes
from db.database import Database
from db.errors import RecordRoomError
from db.migrations import NewerDatabase
from db.queries.batches import queue_counts
from db.queries.draft_pending import drafts_waiting
from db.queries.staff import StaffRow
from desktop.operations.command import Command
from desktop.operations.key_slots import settle
from desktop.operations.open_office import NewOffice, open_office, prepare
from desktop.operations.outcome import Outcome
from desktop.operations.run import calendar, run
from desktop.operations.sign_in import note_knocks, sign_in
from desktop.sop.clock import OfficeCalendar
from desktop.sop.procedure import Procedure, load_procedure
from desktop.sop.refusals import Refused
from desktop.world import WorldTrouble, world_trouble

if TYPE_CHECKING:
    from desktop.card_press import CardPress
    from desktop.keys.ring import KeyRing
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
        ring: "KeyRing | None" = None,
    ) -> None:
        self.ring = ring
        self.database = Database(url, ring.key if ring else None)
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
            return run(
                self.database,
                command,
                staff_id=staff_id,
                now=self.clock(),
                paper_problems=_paper_problems,
                keys=self.ring,
            )
        except RecordRoomError as error:
            raise world_trouble(error) from None

    def sign_in(self, username: str, password: str) -> "Seat":
        """A seat for who signs in. :raises Refused: :raises WorldTrouble:"""
        try:
            staff = sign_in(self.database, username, password, self.clock())
        except RecordRoomError as error:
            raise world_trouble(error) from None
        return Seat(self, staff)

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


@dataclass(frozen=True, slots=True)
class News:
    """What changed up to change number ``newest``."""

    newest: int
    topics: frozenset[str]
    ids: tuple[int, ...]


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
            freeze(self, letters)
        except (WorldTrouble, PaperError):
            return replace(
                outcome, sentence=f"{outcome.sentence} Suratnya dibuat nanti, saat dibuka dari daftar Surat."
            )
        return outcome

    def newest(self) -> int:
        """The number of the newest change."""
        return self.read(changes.latest)

    def news(self, number: int) -> News:
        """What other desks changed after ``number``."""
        found = self.read(changes.since, number)
        topics = frozenset[str]().union(*(change.topics for change in found))
        ids = tuple(sorted({one for change in found for one in change.ids}))
        return News(found[-1].id if found else number, topics, ids)

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

    @cached_property
    def post(self) -> "PostDesk":
        """Letters sent by e-mail; one for the session, for it keeps the typed password in memory."""
        from desktop.post_desk import PostDesk

        return PostDesk(self)

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

    def export(self, name: str, out: Path, *, batch_id: int | None = None, purpose: str = "") -> int:
        """Write a list (``rekapitulasi``) as a workbook and journal the export; gives the number of rows."""
        from desktop.exchange import export

        return export(self, name, out, batch_id=batch_id, purpose=purpose)
