"""``… print``: hand a finished PDF to this computer's queue from the command line, recorded like from the screens."""

from argparse import ArgumentParser
from dataclasses import replace

from desktop.printing.kinds import MOST_COPIES, Kind, PrintResult
from desktop.seat import Seat
from desktop.sop.refusals import Refused
from desktop.verbs.desk import VerbDesk
from desktop.world import WorldTrouble


def arguments(parser: ArgumentParser) -> None:
    """Printer, copies, both sides; what is not said is what this PC remembers for the paper."""
    parser.add_argument("--printer", default="", metavar="PENCETAK", help="nama antrean; tanpa ini: yang diingat")
    parser.add_argument("--copies", type=int, metavar="N", help="jumlah salinan")
    parser.add_argument("--duplex", action="store_true", help="bolak-balik, sisi panjang")


def print_out(
    desk: VerbDesk,
    seat: Seat,
    pdf: bytes,
    title: str,
    kind: Kind,
    *,
    letter_id: int | None = None,
    sheet_id: int | None = None,
) -> PrintResult:
    """Print and record it. :raises Refused: :raises WorldTrouble: when the queue did not take it."""
    asked, printing = desk.arguments, seat.printing
    if asked.copies is not None and not 1 <= asked.copies <= MOST_COPIES:
        raise Refused("copies", f"Jumlah salinan 1 sampai {MOST_COPIES}. Perbaiki --copies.")
    paper = printing.paper_of(pdf)
    choice = printing.choice(paper)
    choice = replace(
        choice,
        printer=asked.printer or choice.printer,
        copies=asked.copies or choice.copies,
        duplex=asked.duplex or choice.duplex,
    )
    result = printing.send(
        pdf,
        title=title,
        paper=paper,
        kind=kind,
        choice=choice,
        letter_id=letter_id,
        sheet_id=sheet_id,
        report=lambda _done, _total, text: desk.progress(text),
    )
    if not result.accepted:
        raise WorldTrouble("printer", result.sentence)
    return result
