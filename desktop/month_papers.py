"""A reconciled month on paper: the Berita Acara from its frozen facts."""

from typing import TYPE_CHECKING

from db.queries.letter_status import letter_files
from db.queries.letter_templates import emblems
from db.queries.month_letters import letter_of_month
from db.queries.reconciliations import MonthRow
from desktop.sop.refusals import Refused

if TYPE_CHECKING:
    from desktop.seat import Seat


def month_pdf(seat: "Seat", month: MonthRow) -> bytes:
    """The Berita Acara of a closed month as it counts now: the copy both sides signed, else the letter as it was issued.
    :raises Refused: while the month is open."""
    issued = seat.read(letter_of_month, month.id)
    signed = seat.read(letter_files, issued.letter_id).signed if issued is not None else None
    return signed or issued_pdf(seat, month)


def issued_pdf(seat: "Seat", month: MonthRow) -> bytes:
    """The Berita Acara as it was issued, the same bytes whatever came back since. :raises Refused: as above."""
    from desktop.documents.facts import emblem_hash, letter_facts_from_json
    from desktop.documents.letters import render_letter
    from desktop.papers import letter_pdf

    if not month.facts:
        raise Refused("not_closed", "Bulan ini belum ditutup, jadi belum ada Berita Acaranya. Tutup dulu bulannya.")
    issued = seat.read(letter_of_month, month.id)
    if issued is not None:
        return letter_pdf(seat, issued.letter_id)[1]
    named = emblem_hash(month.facts)
    return render_letter(letter_facts_from_json(month.facts, seat.read(emblems, [named]) if named else {}))
