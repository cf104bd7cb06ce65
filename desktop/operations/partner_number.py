"""The number and day that the other side gave to a paper both offices sign."""

from datetime import date

from sqlalchemy import insert

from db.tables.letters import letter_partner
from desktop.operations.mail_lines import clean_texts
from desktop.operations.work import Work
from desktop.sop.refusals import Refused


def note_partner(work: Work, letter_id: int, number: str, dated: date | None) -> str:
    """Keep it beside the letter; what was told before stays in the table. Gives the number as it is kept.

    :raises Refused: for an empty number, or a day that has not come.
    """
    clean = clean_texts(our_number=number)["our_number"]
    if not clean:
        raise Refused(
            "partner_number", "Nomor Berita Acara pihak kedua belum diisi. Isi seperti tertulis di kertasnya."
        )
    if dated is not None and dated > work.today:
        raise Refused("bad_date", "Tanggal Berita Acara pihak kedua belum tiba. Perbaiki tanggalnya.")
    by = {"recorded_by": work.staff.id, "recorded_at": work.now}
    work.connection.execute(insert(letter_partner), {"letter_id": letter_id, "number": clean, "dated": dated, **by})
    return clean
