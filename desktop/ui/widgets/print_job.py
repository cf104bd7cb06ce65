"""One job in the printing lane: what is printed, and the bridge from the desk's threads to the printer."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from desktop.printing.kinds import PrintChoice, PrintResult
from desktop.ui.faces import face_of
from desktop.ui.tasks import Cancelled, Job

if TYPE_CHECKING:
    from desktop.ui.screens.base import Screen

Then = Callable[[PrintResult], Any]
AT_ONCE = 2.0
"""Seconds a job of the front desk is watched: the next person waits."""
UNSENT = PrintResult(False, "", "")


@dataclass(frozen=True, slots=True)
class Order:
    """A finished PDF, the paper it was made for, and whose paper it is.

    With ``prepare`` the PDF is a look at it only: what is printed (bytes, sheet) is made, in the printing lane, when
    somebody really prints it. It may be asked again after a printer refused and then gives the same.
    """

    title: str
    pdf: bytes
    paper: str
    kind: Literal["surat", "kartu", "uji"]
    letter_id: int | None = None
    sheet_id: int | None = None
    prepare: Callable[[Job], tuple[bytes, int]] | None = None

    def ready(self, job: Job) -> "Order":
        """As it is sent."""
        if self.prepare is None:
            return self
        pdf, sheet_id = self.prepare(job)
        return replace(self, pdf=pdf, sheet_id=sheet_id, prepare=None)


def start(
    screen: "Screen",
    order: Order,
    choice: PrintChoice,
    done: Then,
    progress: Callable[[int, int, str], Any] | None = None,
    anyway: bool = False,
) -> Job:
    """Print; ``done`` hears what became of it on the GUI thread, also when the screen is gone meanwhile."""
    return _run(screen, lambda job: _send(screen, order.ready(job), choice, job, anyway=anyway), done, progress)


def start_remembered(screen: "Screen", order: Order, done: Callable[[PrintResult | None], Any]) -> Job:
    """Print with what this PC remembers for the paper. ``done(None)``: nothing was sent, somebody must choose."""

    def work(job: Job) -> PrintResult | None:
        printing = screen.desk.office.printing
        choice = printing.choice(order.paper)
        try:
            known = printing.printers() if choice.printer else ()
        except Exception as error:
            if face_of(error).kind != "world":
                raise
            return None
        if not any(one.name == choice.printer and one.ready for one in known):
            return None
        return _send(screen, order, choice, job, patience=AT_ONCE)

    return _run(screen, work, done, None)


def _send(screen: "Screen", order: Order, choice: PrintChoice, job: Job, **how: Any) -> PrintResult:
    def report(done: int, total: int, text: str) -> None:
        # A report of a job that was called off raises; the queue must be told first.
        if not job.cancelled:
            job.report(done, total, text)

    tasks = screen.desk.session.tasks
    result: PrintResult = screen.desk.office.printing.send(
        order.pdf,
        title=order.title,
        paper=order.paper,
        kind=order.kind,
        choice=choice,
        letter_id=order.letter_id,
        sheet_id=order.sheet_id,
        report=report,
        cancelled=lambda: job.cancelled,
        leave=lambda: tasks.hurried("print"),
        **how,
    )
    return result


def _run(
    screen: "Screen", work: Callable[[Job], Any], done: Callable[[Any], Any], progress: Callable[..., Any] | None
) -> Job:
    def failed(error: BaseException) -> None:
        if isinstance(error, Cancelled):
            done(PrintResult(False, "", "Dibatalkan. Tidak ada yang dicetak."))
            return
        face = face_of(error)
        if face.kind == "bug":
            screen.desk.session.shell.crash(error)
        done(PrintResult(False, "", face.sentence))

    return screen.desk.session.tasks.start(Job(work, done, failed, progress, lane="print"))
