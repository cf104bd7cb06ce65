"""A reconciled month on paper and in workbooks: the Berita Acara from its frozen facts, findings, who stops, who is added."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from db.queries.letter_status import letter_files
from db.queries.letter_templates import emblems
from db.queries.month_letters import letter_of_month
from db.queries.reconciliations import FindingRow, MonthRow, findings
from desktop.operations.note_access import NoteAccess
from desktop.sop.reconciling import DECISIONS, finding_rules, month_of, say_month
from desktop.sop.refusals import Refused
from desktop.sop.segments import label

if TYPE_CHECKING:
    from desktop.seat import Seat

BOOKS = {
    "temuan": ("Temuan Rekonsiliasi", ()),
    "stop": ("Daftar Peserta yang Dihentikan", ("stop",)),
    "tambah": ("Daftar Peserta yang Ditambahkan", ("tambah",)),
}
"""Name of a workbook → its title, and the decisions whose findings it lists (all when empty)."""
_PAGE = 5000


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


def write_books(seat: "Seat", month: MonthRow, folder: Path, *, recipient: str = "") -> dict[str, Path]:
    """Findings, stop list and add list as workbooks; journalled before a file exists. :raises CannotWrite:"""
    folder.mkdir(parents=True, exist_ok=True)
    return {name: _book(seat, month, name, folder, recipient) for name in BOOKS}


def _book(seat: "Seat", month: MonthRow, name: str, folder: Path, recipient: str) -> Path:
    from desktop.spreadsheets.taken import Taken
    from desktop.spreadsheets.write import OutColumn, write_table

    title, decisions = BOOKS[name]
    said = f"{title}, {label(month.segment)}, {say_month(month_of(month.period))}"
    rows = list(_rows(seat, month.id, decisions))
    people = tuple({row.person_id for row in rows if row.person_id is not None})
    seat.run(NoteAccess(kind="ekspor", purpose=said, recipient=recipient, count=len(rows), subjects=people))
    columns = (
        OutColumn("finding", "Temuan", 22),
        OutColumn("number", "Nomor peserta", 16, "code"),
        OutColumn("nik", "NIK", 19, "code"),
        OutColumn("name", "Nama kita", 28),
        OutColumn("their_name", "Nama di daftar BPJS", 28),
        OutColumn("their_row", "Baris", 8, "number"),
        OutColumn("theirs", "Menurut BPJS", 20),
        OutColumn("ours", "Menurut kita", 20),
        OutColumn("register", "Menurut kependudukan", 24),
        OutColumn("score", "Kemiripan", 10, "number"),
        OutColumn("amount", "Nilai bulan ini (Rp)", 16, "number"),
        OutColumn("since", "Sejak", 12, "date"),
        OutColumn("leaked", "Bocor (Rp)", 16, "number"),
        OutColumn("decided", "Keputusan", 16),
        OutColumn("note", "Catatan", 30),
    )
    out = folder / f"{name}-{month.segment}-{month.period}.xlsx"
    titles = {rule.code: rule.title for rule in finding_rules()}
    lines = (_line(row, titles) for row in rows)
    write_table(
        out,
        title=(seat.staff.office_name, said),
        columns=columns,
        rows=lines,
        sheet=title[:31],
        taken=Taken(seat.taken(), recipient, said),
    )
    return out


def _rows(seat: "Seat", month_id: int, decisions: tuple[str, ...]) -> Iterator[FindingRow]:
    after = 0
    while page := seat.read(findings, month_id, decisions=decisions, after=after, limit=_PAGE):
        yield from page
        after = page[-1].id


def _line(row: FindingRow, titles: dict[str, str]) -> dict[str, object]:
    values = {name: getattr(row, name) for name in FindingRow.__dataclass_fields__}
    return values | {"finding": titles.get(row.rule, row.rule), "decided": DECISIONS.get(row.decision, "")}
