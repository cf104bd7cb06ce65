"""One clerk's place: what the screens and verbs work with."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from db import changes
from db.errors import RecordRoomError
from db.listening import Listener
from db.queries.arrivals import Arrival, arrivals, newest_list
from db.queries.batches import queue_counts
from db.queries.draft_pending import drafts_waiting
from db.queries.staff import StaffRow
from desktop.operations.command import Command
from desktop.operations.manage_staff import ChangePassword
from desktop.operations.manage_totp import RemoveTotp, SetTotp
from desktop.operations.outcome import Outcome
from desktop.operations.run import calendar
from desktop.sop.clock import OfficeCalendar
from desktop.sop.procedure import Procedure, load_procedure
from desktop.sop.taking import taken_by
from desktop.world import WorldTrouble

if TYPE_CHECKING:
    from desktop.backup_desk import BackupDesk
    from desktop.boxes import Boxes
    from desktop.card_press import CardPress
    from desktop.look_book import LookBook
    from desktop.office import Office
    from desktop.outbox.box import Outbox
    from desktop.outbox_desk import OutboxDesk
    from desktop.outgoing import Outgoing
    from desktop.paper_desk import PaperDesk
    from desktop.post_desk import PostDesk
    from desktop.print_desk import PrintDesk
    from desktop.register_desk import RegisterDesk
    from desktop.update_desk import UpdateDesk

P = ParamSpec("P")
T = TypeVar("T")
ZONE = ZoneInfo("Asia/Jakarta")


@dataclass(frozen=True)
class Seat:
    """Nothing here may run on the GUI thread but ``now``."""

    office: "Office"
    staff: StaffRow
    box: "Outbox | None" = None
    boxes: "Boxes | None" = None

    @property
    def served(self) -> bool:
        """Whether a server stands behind the office, which may be away."""
        return self.office.database.backend.remote()

    @cached_property
    def outgoing(self) -> "Outgoing | None":
        """The way of commands through the outbox; ``None`` where no network lies between, or no box is open."""
        if self.box is None or not self.served:
            return None
        from desktop.outgoing import Outgoing

        return Outgoing(self.box, self.staff, self.send, self.now)

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

    def taken(self, *, personal: bool = True) -> str:
        """Who takes something out of Padan now: the line on working papers and in exported files."""
        return taken_by(self.staff.name, self.staff.office_name, self.now(), personal=personal)

    def read(self, query: Callable[Concatenate[Connection, P], T], *args: P.args, **kw: P.kwargs) -> T:
        """The answer of one of ``db.queries``."""
        return self.office.read(query, *args, **kw)

    def run(self, command: Command) -> Outcome:
        """Carry out a command; what may wait for an absent server is kept on this computer first (``outgoing``)."""
        if self.outgoing is not None and self.outgoing.takes(command):
            return self.outgoing.run(command)
        outcome = self.send(command)
        if self.box is not None and isinstance(command, ChangePassword):
            self.box.change_password(command.new)
        if self.box is not None and self.boxes is not None and isinstance(command, SetTotp | RemoveTotp):
            self.boxes.remember(self.box, replace(self.staff, totp=isinstance(command, SetTotp)))
        return outcome

    def send(self, command: Command) -> Outcome:
        """To the database; letters it issued are frozen right after the commit."""
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
    def outbox(self) -> "OutboxDesk":
        """What this computer keeps for the clerk: half-typed forms and what waits for the server."""
        from desktop.outbox_desk import OutboxDesk

        return OutboxDesk(self)

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

    @property
    def updates(self) -> "UpdateDesk":
        """Which program runs at which desk, and whether a newer one is to be had."""
        from desktop.update_desk import UpdateDesk

        return UpdateDesk(self)

    @property
    def register(self) -> "RegisterDesk":
        """Lists of members, bills and residents: tried, brought in, taken back."""
        from desktop.register_desk import RegisterDesk

        return RegisterDesk(self)

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

    def write_return(self, path: Path, reading: Any, out: Path, *, entered: bool, recipient: str = "") -> None:
        """The sender's own file with coloured cells and remarks; journalled."""
        from desktop.exchange import write_return

        write_return(self, path, reading, out, entered=entered, recipient=recipient)

    def give_trail(
        self, person_id: int, why: str, month: "date | None", group: str, out: Path | None, letter: str = ""
    ) -> Any:
        """The trail of one person's data for who asked: (PDF, paper), or with ``out`` the number of lines written."""
        from desktop.data_trail import data_trail, export_trail, trail_pdf

        form = {".xlsx": "Excel", ".csv": "CSV"}[out.suffix.lower()] if out else "PDF"
        trail = data_trail(self, person_id, why=why, form=form, month=month, group=group, letter=letter)
        return trail_pdf(self, trail) if out is None else export_trail(self, trail, out)

    def read_events(self, path: Path, answers: Any = None) -> Any:
        """A trial run of SIAK's deaths or moves (``desktop.civil_exchange.EventFile``); ``answers`` as for lists."""
        from desktop.civil_exchange import read_events

        return read_events(self, path, answers)

    def write_event_return(self, path: Path, answers: Any, out: Path, **said: Any) -> int:
        """SIAK's list back to its sender, coloured (``desktop.civil_exchange.write_event_return``)."""
        from desktop.civil_exchange import write_event_return

        return write_event_return(self, path, answers, out, **said)

    def write_deactivation(self, cases: tuple[int, ...], out: Path, recipient: str = "") -> int:
        """The e-Dabu file of those whom BPJS is to stop; journalled; gives the number of people."""
        from desktop.civil_exchange import write_deactivation

        return write_deactivation(self, cases, out, recipient)

    def export(
        self, name: str, out: Path, *, batch_id: int | None = None, purpose: str = "", recipient: str = ""
    ) -> int:
        """Write a list (``rekapitulasi``) as a workbook and journal the export; gives the number of rows."""
        from desktop.exchange import export

        return export(self, name, out, batch_id=batch_id, purpose=purpose, recipient=recipient)
