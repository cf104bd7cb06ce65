"""Printing at a clerk's desk: printers, what is remembered for each paper, and jobs that are recorded as they happened."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop.operations.record_print import PrintState, RecordPrint, may_print, refuse_what_counts_no_more
from desktop.operations.settle_print import SettlePrint
from desktop.printing import choices
from desktop.printing.kinds import (
    PAPERS,
    BackEnd,
    Kind,
    NotTaken,
    PrintChoice,
    Printer,
    PrintResult,
    Report,
    Ticket,
)
from desktop.printing.pages import check_pages, moved, paper_of
from desktop.printing.sending import Ending, Watch, pick, send
from desktop.sop.refusals import Refused
from desktop.world import WorldTrouble

if TYPE_CHECKING:
    from desktop.seat import Seat

PATIENCE = 20.0
"""Seconds a job is watched after its queue took it."""


def back_end_here() -> BackEnd:
    """The way to this computer's printers: CUPS where its clients are, else Qt."""
    from desktop.printing.cups import Cups

    if Cups.is_here():
        return Cups()
    from desktop.ui.printing import QtPrinting

    return QtPrinting()


def _unheard(_done: int, _total: int, _text: str) -> None:
    """Nobody watches."""


class PrintDesk:
    """Reached as ``seat.printing``. Nothing here may run on the GUI thread."""

    def __init__(self, seat: "Seat", back_end: BackEnd | None = None) -> None:
        self._seat = seat
        self._back_end = back_end or back_end_here()

    def printers(self) -> tuple[Printer, ...]:
        """Every queue of this computer with its state. :raises WorldTrouble: when printing does not answer."""
        try:
            return self._back_end.printers()
        except NotTaken as trouble:
            raise WorldTrouble("printing", trouble.sentence) from None

    def prints(self, paper: str) -> bool:
        """Whether cards go to a printer without being asked for: one was chosen for this paper, or there is one to choose.

        The practice office never does: its invented people get files only, unless a clerk asks for paper.
        """
        if self._seat.office.practice:
            return False
        if self.choice(paper).printer:
            return True
        try:
            return bool(self.printers())
        except WorldTrouble:
            return True  # printing is there but does not answer: the clerk is told, and nothing counts as printed

    def choice(self, paper: str) -> PrintChoice:
        """What this PC remembers for a paper; without a printer nothing was chosen yet."""
        return choices.read_choice(paper)

    def remember(self, paper: str, choice: PrintChoice) -> None:
        """Remember it on this PC. :raises Refused: ``for_all_desks``. :raises OSError:"""
        choices.write_choice(paper, choice)

    def is_fixed(self, paper: str) -> bool:
        """Whether an administrator chose for all desks what a paper is printed with."""
        return choices.is_fixed(paper)

    def paper_of(self, pdf: bytes) -> str:
        """The paper a PDF was laid out for. :raises WorldTrouble: when it is no whole PDF."""
        try:
            return paper_of(pdf)
        except NotTaken as trouble:
            raise WorldTrouble("printing", trouble.sentence) from None

    def calibration(self, paper: str) -> bytes:
        """The test page for a paper."""
        from desktop.printing.calibration import calibration

        return calibration(paper)

    def send(
        self,
        pdf: bytes,
        *,
        title: str,
        paper: str,
        kind: Kind,
        choice: PrintChoice,
        letter_id: int | None = None,
        sheet_id: int | None = None,
        report: Report = _unheard,
        cancelled: Callable[[], bool] = lambda: False,
        leave: Callable[[], bool] = lambda: False,
        patience: float = PATIENCE,
        anyway: bool = False,
    ) -> PrintResult:
        """Print a PDF and record what became of it.

        ``cancelled`` is asked while it goes on and takes the job out of its queue; ``leave`` ends the watching only;
        ``anyway`` also tries a printer that said it was out of paper.

        :raises Refused: when the letter or sheet is not this office's, or counts no more; nothing was printed.
        """
        seat, choice = self._seat, choices.sane(choice)
        seat.read(may_print, seat.staff.office_id, letter_id, sheet_id)
        seat.read(refuse_what_counts_no_more, letter_id, sheet_id)
        report(0, 0, "Memeriksa pencetak")
        record = _Record(seat, title, paper, kind, choice, letter_id, sheet_id)
        try:
            record.pages = check_pages(pdf, PAPERS[paper])
            printer = pick(self._back_end, choice.printer, anyway=anyway)
        except NotTaken as trouble:
            return record.ended(Ending("gagal", "", trouble.sentence))
        record.printer = printer.name
        ticket = Ticket(
            moved(pdf, choice.dx, choice.dy),
            printer.name,
            _outside_title(title, kind, sheet_id),
            PAPERS[paper],
            record.pages,
            choice.copies,
            choice.duplex,
        )
        return record.ended(send(self._back_end, ticket, Watch(report, cancelled, patience, leave), record.accepted))


def _outside_title(title: str, kind: Kind, sheet_id: int | None) -> str:
    """What the queue calls the job. Everybody may read a queue and its log: a card's holder is not named there."""
    if kind != "kartu":
        return f"Padan: {title}"
    return f"Padan: kartu, lembar {sheet_id}" if sheet_id is not None else "Padan: kartu"


class _Record:
    """What is written down about one job: when its queue takes it, and again when it does not come out after all."""

    def __init__(
        self,
        seat: "Seat",
        title: str,
        paper: str,
        kind: Kind,
        choice: PrintChoice,
        letter_id: int | None,
        sheet_id: int | None,
    ) -> None:
        self._seat, self._title, self._paper, self._kind = seat, title, paper, kind
        self._choice, self._letter_id, self._sheet_id = choice, letter_id, sheet_id
        self.printer, self.pages = choice.printer, 0
        self._print_id: int | None = None
        self._missing = ""

    def accepted(self, job: str) -> None:
        """The queue has it."""
        self._write("diterima", job)

    def ended(self, ending: Ending) -> PrintResult:
        """What became of it, in the records and for the clerk."""
        if ending.state != "diterima":
            if self._print_id is None:
                self._write(ending.state, ending.job, ending.sentence)
            else:
                self._run(SettlePrint(print_id=self._print_id, state=ending.state, reason=ending.sentence))
        return PrintResult(ending.state == "diterima", ending.job, f"{ending.sentence}{self._missing}")

    def _write(self, state: PrintState, job: str, reason: str = "") -> None:
        choice = self._choice
        command = RecordPrint(
            kind=self._kind,
            title=self._title,
            printer=self.printer,
            paper=self._paper,
            copies=choice.copies,
            pages=self.pages,
            duplex=choice.duplex,
            state=state,
            system_job=job,
            reason=reason,
            letter_id=self._letter_id,
            sheet_id=self._sheet_id,
        )
        self._print_id = self._run(command)

    def _run(self, command: RecordPrint | SettlePrint) -> int | None:
        """The paper is out whatever the database says: trouble with the record is told beside it, never instead."""
        try:
            return int(self._seat.run(command).data["print"])
        except (WorldTrouble, Refused) as trouble:
            self._missing = f" Catatan cetaknya belum tersimpan: {trouble.sentence}"
            return None
