"""From cases to a file that is ready to print, off the GUI thread: made once, written whole, never printed with a hole."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from db.queries.card_desk import sheets_of_cases
from db.queries.cases import CaseRow, cases_by_id
from desktop.sop.refusals import Refused, RowRefusal
from desktop.ui.tasks import Job

FOLDER = "kartu"
PREFIX = "Kartu ke-"


@dataclass(frozen=True, slots=True)
class Made:
    """``paths`` of the files; ``rows`` whose card is on one of them, as they stand now; who stays behind; what changed."""

    paths: tuple[Path, ...]
    rows: tuple[CaseRow, ...]
    refused: tuple[RowRefusal, ...]
    topics: frozenset[str]


def plain_sentence(sentence: str) -> str:
    """«Kartu ke-1: faskes belum diisi …» without the place on the sheet, which says nothing beside a name."""
    head, colon, rest = sentence.partition(": ")
    return rest[:1].upper() + rest[1:] if colon and head.startswith(PREFIX) else sentence


def make(job: Job, seat: Any, cases: Sequence[CaseRow], layout: str, reason: str = "") -> Made:
    """Make cards and write their file.

    A card that was made before but never recorded as printed (a full disk, a crash) is not made a second time: its
    frozen sheet is written again. :raises Refused: when nobody can be printed. :raises CannotWrite: the cards are
    stored; the next try writes them.
    """
    job.report(0, len(cases), f"Membuat {len(cases)} kartu")
    begun = () if reason else _begun(seat, cases)
    fresh = [row for row in cases if row.id not in {one.id for one in begun}]
    sheets = seat.read(sheets_of_cases, [row.id for row in begun]) if begun else ()
    files = [(_name(seat, sheet_id), pdf) for sheet_id, _layout, pdf in sheets]
    done, refused, topics = [row.id for row in begun], tuple[RowRefusal, ...](), frozenset[str]()
    if fresh:
        try:
            outcome, pdf = seat.make_cards(tuple((row.id, row.version) for row in fresh), layout, reason)
        except Refused as refusal:
            if not begun:
                raise _in_plain_words(refusal) from None
            refused = _named(refusal.rows)
        else:
            files.append((_name(seat, outcome.data["sheet"]), pdf))
            done += outcome.done
            refused, topics = _named(outcome.refused), outcome.topics
    paths = tuple(_write(seat, name, pdf) for name, pdf in files)
    return Made(paths, seat.read(cases_by_id, done), refused, topics)


def _begun(seat: Any, cases: Sequence[CaseRow]) -> tuple[CaseRow, ...]:
    now: Sequence[CaseRow] = seat.read(cases_by_id, [row.id for row in cases])
    return tuple(row for row in now if row.cards_made)


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
