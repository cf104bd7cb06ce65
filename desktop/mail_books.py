"""The registers of letters leaving the program: as a book on paper, and as a workbook."""

from collections.abc import Callable
from datetime import date, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from db.queries.letter_templates import emblems
from db.queries.mail import MailRow, mail_book
from db.queries.offices import OfficeRow, office_by_id
from db.queries.posting import CarriedRow, carried
from desktop.operations.note_access import NoteAccess
from desktop.sop.letters import read_style
from desktop.sop.mail import WAYS
from desktop.sop.refusals import Refused

if TYPE_CHECKING:
    from desktop.seat import Seat

PRINTED = "dibuat untuk dicetak di kantor sendiri"
R = TypeVar("R")
Values = dict[str, str | date]
PAGE = 1000
TITLES = {
    "masuk": "Buku agenda surat masuk",
    "keluar": "Buku agenda surat keluar",
    "ekspedisi": "Buku ekspedisi",
}
STATES = {"mengirim": "belum pasti terkirim", "terkirim": "terkirim", "diterima": "diterima", "gagal": "tidak terkirim"}


def book_pdf(seat: "Seat", kind: str, year: int) -> tuple[bytes, str]:
    """(PDF, paper) of one book in the order of its numbers, journalled. :raises PaperError: for an empty book."""
    from desktop.documents.facts import Letterhead
    from desktop.documents.register_book import BookRow, RegisterBook, render_register

    office = _office(seat, kind)
    style = read_style(office.letter_style)
    emblem = seat.read(emblems, [office.emblem_sha256]).get(office.emblem_sha256) if office.emblem_sha256 else None
    lines = (office.government.upper(), office.name.upper(), office.address, office.contact)
    rows = tuple(
        BookRow({key: _said(value) for key, value in line.items()}, void) for line, void in _lines(seat, kind, year)
    )
    pdf = render_register(
        RegisterBook(
            kind,  # type: ignore[arg-type]
            year,
            Letterhead(lines, emblem),
            seat.now().date(),
            rows,
            style,
            seat.taken(),
        )
    )
    note = NoteAccess(kind="ekspor", purpose=f"{TITLES[kind]} {year} (PDF)", recipient=PRINTED, count=len(rows))
    seat.run(note)
    return pdf, style.paper or "f4"


def export_book(seat: "Seat", kind: str, year: int, out: Path, recipient: str = "") -> int:
    """Write one book as a workbook; gives the number of lines. :raises Refused: empty. :raises CannotWrite:"""
    from desktop.spreadsheets.formats.mail_register import write_register
    from desktop.spreadsheets.taken import Taken

    office = _office(seat, kind)
    rows = [line for line, _ in _lines(seat, kind, year)]
    title = f"{TITLES[kind]} tahun {year}"
    if not rows:
        raise Refused("empty", f"{title} masih kosong, jadi belum ada yang diekspor.")
    # Journalled before the file exists: nothing leaves the office unrecorded.
    purpose = f"{TITLES[kind]} {year}"
    seat.run(NoteAccess(kind="ekspor", purpose=purpose, recipient=recipient, count=len(rows)))
    taken = Taken(seat.taken(), recipient)
    write_register(out, kind, rows, heading=(title, office.name), taken=taken)
    return len(rows)


def _office(seat: "Seat", kind: str) -> OfficeRow:
    office = seat.read(office_by_id, seat.staff.office_id)
    if office is None or kind not in TITLES:
        raise Refused("unknown_book", "Buku itu tidak ada. Pilih surat masuk, surat keluar, atau ekspedisi.")
    return office


def _said(value: str | date) -> str:
    return value if isinstance(value, str) else f"{value:%d-%m-%Y}"


def _lines(seat: "Seat", kind: str, year: int) -> list[tuple[Values, bool]]:
    """(values, void) of every line, oldest number first."""
    mine = seat.staff.office_id
    if kind == "ekspedisi":
        sent = _all(lambda at: seat.read(carried, mine, year, "", PAGE, at))
        return [(_carried(row, seat.now().tzinfo), row.voided) for row in sent]
    lines = _all(lambda at: seat.read(mail_book, mine, kind, year, "", PAGE, at))
    if kind == "keluar":
        lines.sort(key=lambda row: (row.classification, row.agenda))
    return [(_line(row), row.voided) for row in lines]


def _all(page: Callable[[int], tuple[R, ...]]) -> list[R]:
    found: list[R] = []
    while True:
        part = page(len(found))
        found += part
        if len(part) < PAGE:
            return found[::-1]


def _line(row: MailRow) -> Values:
    notes = (
        f"BATAL: {row.void_reason}" if row.voided else "",
        f"menjawab {row.our_number}" if row.our_number else "",
        row.note,
    )
    return {
        "agenda": f"{row.agenda:03d}",
        "code": row.classification,
        "entered": row.entered_on,
        "number": row.number,
        "dated": row.dated,
        "party": row.correspondent,
        "subject": row.subject,
        "place": row.archive_place,
        "note": "; ".join(note for note in notes if note),
        "state": STATES.get(row.sent, ""),
    }


def _carried(row: CarriedRow, zone: tzinfo | None) -> Values:
    taken = f"{row.received_by}, {row.received_at.astimezone(zone):%d-%m-%Y}" if row.received_at else ""
    return {
        "agenda": f"{row.expedition:03d}",
        "entered": row.sent_at.astimezone(zone).date(),
        "number": row.number,
        "subject": row.subject,
        "party": row.recipient,
        "address": row.address,
        "way": WAYS[row.way],
        "state": "batal" if row.voided else STATES[row.state],
        "received": taken,
    }
