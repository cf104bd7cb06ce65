"""What printing speaks of: papers, printers, choices, tickets, and what every back end can do."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

Kind = Literal["surat", "kartu", "uji"]
Report = Callable[[int, int, str], None]
"""done, total (0 when unknown), sentence."""
MOST_COPIES = 99
FARTHEST = 20.0
"""How far a print may be moved, in mm; more is another paper, not an offset."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A size in mm, upright or as a card lies in its printer; ``media`` is how CUPS is told."""

    code: str
    title: str
    width: float
    height: float
    media: str


PAPERS = {
    paper.code: paper
    for paper in (
        Paper("a4", "A4", 210.0, 297.0, "A4"),
        Paper("f4", "F4", 215.0, 330.0, "Custom.215x330mm"),
        Paper("folio", "Folio", 215.9, 330.2, "Custom.215.9x330.2mm"),
        Paper("cr80", "Kartu CR80", 85.6, 53.98, "Custom.85.6x53.98mm"),
    )
}


@dataclass(frozen=True, slots=True)
class Printer:
    """A queue of this computer. ``reason`` says in words how it stands, ``remedy`` what to do when it is not ready.

    ``stopped``: the queue itself lets nothing out or in. Without it a printer that is not ready (out of paper) may be
    tried: what it said may be older than the paper that was put in since.
    """

    name: str
    title: str
    ready: bool
    reason: str
    default: bool
    remedy: str = ""
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class PrintChoice:
    """What a desk prints with: ``dx`` mm to the right and ``dy`` mm down. Without ``printer`` nothing was chosen yet."""

    printer: str = ""
    copies: int = 1
    duplex: bool = False
    dx: float = 0.0
    dy: float = 0.0


@dataclass(frozen=True, slots=True)
class PrintResult:
    """``accepted`` only when the queue took the job and did not give it up while it was watched."""

    accepted: bool
    job: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Ticket:
    """One PDF on its way to a queue; ``title`` is what everybody who looks at the queue may read."""

    pdf: bytes
    printer: str
    title: str
    paper: Paper
    pages: int
    copies: int = 1
    duplex: bool = False


@dataclass(frozen=True, slots=True)
class JobState:
    """How a job stands; ``text`` says it, or why it failed."""

    state: Literal["menunggu", "mencetak", "selesai", "gagal", "dibatalkan"]
    text: str


class NotTaken(Exception):
    """The computer's printing did not answer or did not take the job; ``sentence`` says what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__("printing")
        self.sentence = sentence


class CalledOff(Exception):
    """The clerk stopped it before the queue had the whole job; ``partly``: what it had may still come out."""

    def __init__(self, *, partly: bool = False) -> None:
        super().__init__("called-off")
        self.partly = partly


class BackEnd(Protocol):
    """A way to the printers of this computer. Nothing here may run on the GUI thread."""

    def printers(self) -> tuple[Printer, ...]:
        """Every queue. :raises NotTaken: when the computer's printing does not answer."""

    def hand_over(self, ticket: Ticket, report: Report, cancelled: Callable[[], bool]) -> str:
        """Give the job to its queue; gives the queue's own number, empty where queues give none.

        :raises NotTaken: :raises CalledOff:
        """

    def look(self, printer: str, job: str) -> JobState:
        """How the job stands now. :raises NotTaken:"""

    def cancel(self, job: str) -> bool:
        """Take the job out of its queue; False when it had ended already. :raises NotTaken:"""
