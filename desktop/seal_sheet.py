"""The sheet of seals: one line a day for the paper archive, against which a journal rewritten as a whole is found."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from db.queries.offices import offices
from db.queries.seals import SealRow
from desktop.seat import ZONE
from desktop.sop.refusals import Refused

if TYPE_CHECKING:
    from desktop.office import Office

TITLE = "Lembar segel jurnal"
ABOUT = "Simpan lembar ini di luar komputer. Cocokkan dengan: main.py verify --paper TTTT-BB-HH=KODE"


def seal_sheet(office: "Office", rows: Sequence[SealRow]) -> bytes:
    """The seals as PDF, oldest first. :raises Refused: when there is none. :raises PaperError:"""
    from desktop.documents.facts import Letterhead
    from desktop.documents.register_book import BookRow, Column, Ledger, render_ledger

    if not rows:
        raise Refused("no_seals", "Belum ada segel. Segel dibuat saat Padan dibuka sesudah tengah malam.")
    first = office.read(offices)[0]
    columns = (
        Column("day", "Hari", 24, "center"),
        Column("lines", "Baris", 18, "right"),
        Column("chains", "Rantai", 18, "right"),
        Column("code", "Kode segel", 78, "center"),
        Column("made", "Dibuat", 34, "center"),
        Column("maker", "Oleh", 60),
    )
    lines = tuple(BookRow(_cells(row)) for row in reversed(rows))
    head = Letterhead((first.government.upper(), first.name.upper(), first.address))
    return render_ledger(Ledger(TITLE, head, office.clock().astimezone(ZONE).date(), columns, lines, (ABOUT,)))


def _cells(row: SealRow) -> dict[str, str]:
    made = f"{row.made_at.astimezone(ZONE):%d-%m-%Y %H.%M}"
    words = {"day": f"{row.day:%d-%m-%Y}", "lines": str(row.lines), "chains": str(row.chains), "code": row.code}
    return words | {"made": made, "maker": row.maker or "program"}
