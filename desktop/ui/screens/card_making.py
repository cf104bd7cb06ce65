"""From cases to a file that is ready to print, off the GUI thread: made once, written whole, never printed with a hole."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from db.queries.card_desk import cards_on_shared_sheets, sheets_of_cases
from db.queries.cards import spoiled_cases
from db.queries.cases import CaseRow, cases_by_id
from desktop.operations.spoil_card import SpoilCard
from desktop.sop.refusals import Refused, RowRefusal
from desktop.ui.tasks import Job

FOLDER = "kartu"
PREFIX = "Kartu ke-"
PAPERS = {"eid_a4": "a4", "cr80": "cr80", "cr80_a4": "a4"}
"""Layout → the paper it is printed on."""


@dataclass(frozen=True, slots=True)
class Made:
    """``sheets`` (sheet, layout, PDF) with the ``paths`` they were written to; ``rows`` whose card is on one of them, as
    they stand now; who stays behind; what changed. ``printer``: this PC prints itself, so that the file is not yet paper."""

    sheets: tuple[tuple[int, str, bytes], ...]
    paths: tuple[Path, ...]
    rows: tuple[CaseRow, ...]
    refused: tuple[RowRefusal, ...]
    topics: frozenset[str]
    printer: bool = False
    changes: tuple[int, ...] = ()


def plain_sentence(sentence: str) -> str:
    """«Kartu ke-1: faskes belum diisi …» without the place on the sheet, which says nothing beside a name."""
    head, colon, rest = sentence.partition(": ")
    return rest[:1].upper() + rest[1:] if colon and head.startswith(PREFIX) else sentence


def make(job: Job, seat: Any, cases: Sequence[CaseRow], layout: str, reason: str = "") -> Made:
    """Make cards and write their file.

    A card that was made before but never recorded as printed (a full disk, a crash) is not made a second time: its
    frozen sheet is written again, unless it shows others too. :raises Refused: when nobody can be printed.
    :raises CannotWrite: the cards are stored; the next try writes them.
    """
    job.report(0, len(cases), f"Membuat {len(cases)} kartu")
    begun = () if reason else _begun(seat, cases)
    begun = _leave_shared_sheets(seat, begun)
    fresh = [row for row in cases if row.id not in {one.id for one in begun}]
    sheets = seat.read(sheets_of_cases, [row.id for row in begun]) if begun else ()
    sheets = list(sheets)
    done, refused, topics = [row.id for row in begun], tuple[RowRefusal, ...](), frozenset[str]()
    changes: tuple[int, ...] = ()
    if fresh:
        try:
            outcome, pdf = seat.make_cards(tuple((row.id, row.version) for row in fresh), layout, reason)
        except Refused as refusal:
            if not begun:
                raise _in_plain_words(refusal) from None
            refused = _named(refusal.rows)
        else:
            sheets.append((outcome.data["sheet"], layout, pdf))
            done += outcome.done
            refused, topics, changes = _named(outcome.refused), outcome.topics, outcome.changes
    paths = tuple(_write(seat, _name(seat, sheet_id), pdf) for sheet_id, _layout, pdf in sheets)
    printer = seat.printing.prints(PAPERS[layout])
    return Made(tuple(sheets), paths, seat.read(cases_by_id, done), refused, topics, printer, changes)


def look(_job: Job, seat: Any, row: CaseRow, layout: str, reason: str = "") -> tuple[bytes, str]:
    """(PDF, layout) of the card that ``make`` would print now, without making or counting it: the frozen sheet of a card
    that was begun, else a specimen. :raises Refused: with the sentence why it cannot be printed."""
    begun = () if reason else _begun(seat, (row,))
    if begun and not seat.read(cards_on_shared_sheets, [row.id]):
        _sheet, frozen, pdf = seat.read(sheets_of_cases, [row.id])[0]
        return pdf, frozen
    return seat.preview_card(row.id, layout), layout


def _begun(seat: Any, cases: Sequence[CaseRow]) -> tuple[CaseRow, ...]:
    ids = [row.id for row in cases]
    now: Sequence[CaseRow] = seat.read(cases_by_id, ids)
    spoilt = seat.read(spoiled_cases, ids)  # a card that was called off is made anew
    return tuple(row for row in now if row.cards_made and row.id not in spoilt)


def _leave_shared_sheets(seat: Any, begun: Sequence[CaseRow]) -> tuple[CaseRow, ...]:
    """Those whose sheet shows nobody else. The others' cards are called off and made anew: written again, their sheet
    would put cards of people on paper who are not served now."""
    shared = seat.read(cards_on_shared_sheets, [row.id for row in begun]) if begun else {}
    for card_id, sheet_id in shared.values():
        seat.run(SpoilCard(card_id=card_id, kind="batal", reason=f"Lembar {sheet_id} tidak jadi dicetak"))
    return tuple(row for row in begun if row.id not in shared)


def _name(seat: Any, sheet_id: int) -> str:
    return f"kartu-{seat.now():%Y%m%d}-lembar-{sheet_id:05d}.pdf"


def _write(seat: Any, name: str, pdf: bytes) -> Path:
    from desktop.spreadsheets.files import write_atomically

    folder = Path(seat.folder) / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    write_atomically(folder / name, pdf)
    return folder / name


def _named(rows: Sequence[RowRefusal]) -> tuple[RowRefusal, ...]:
    return tuple(RowRefusal(row.row_id, row.label, row.code, plain_sentence(row.sentence)) for row in rows)


def _in_plain_words(refusal: Refused) -> Refused:
    return Refused(refusal.code, plain_sentence(refusal.sentence), _named(refusal.rows), refusal.differences)
