"""A reconciled month in workbooks: findings, who leaves, who is billed twice, who is added, what was in dispute before, and
the corrected bill line by line. Each is journalled before its file exists."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db.queries.corrected_bill import CorrectedLine, corrected_page
from db.queries.earlier_disputes import EarlierDispute, earlier_disputes
from db.queries.reconciliations import FindingRow, MonthRow, findings
from desktop.operations.budget_parts import budget_parts
from desktop.operations.note_access import NoteAccess
from desktop.sop.budget import Parts, divided
from desktop.sop.reconciling import DECISIONS, finding_rules, month_of, say_month
from desktop.sop.segments import label

if TYPE_CHECKING:
    from desktop.seat import Seat
    from desktop.spreadsheets.write import OutColumn

RULES = {rule.code: rule for rule in finding_rules()}
LEAVES = tuple(code for code, rule in RULES.items() if rule.ends or code == "hanya_mereka")
"""Whom a stop takes off the list: whose membership ends, and who never was our member. Of the others only a line of the
bill is struck."""
BOOKS: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "temuan": ("Temuan Rekonsiliasi", (), ()),
    "stop": ("Daftar Peserta yang Dihentikan", LEAVES, ("stop",)),
    "ganda": ("Daftar Tagihan Ganda", ("ganda",), ("stop",)),
    "tambah": ("Daftar Peserta yang Ditambahkan", (), ("tambah",)),
}
"""Name of a workbook → its title, and the rules and decisions whose findings it lists (all when empty)."""
BILL, EARLIER = "tagihan_dikoreksi", "sengketa_lalu"
_PAGE = 5000


def write_books(seat: "Seat", month: MonthRow, folder: Path, *, recipient: str = "") -> dict[str, Path]:
    """Name → workbook; the corrected bill of a closed month only, earlier disputes where there are any.
    :raises CannotWrite:"""
    folder.mkdir(parents=True, exist_ok=True)
    earlier = seat.read(earlier_disputes, month.id)
    disputes = tuple(one.id for one in earlier)
    written = {name: _book(seat, month, name, folder, recipient, disputes) for name in BOOKS}
    if earlier:
        written[EARLIER] = _earlier_book(seat, month, earlier, folder, recipient)
    if month.facts:
        written[BILL] = _bill_book(seat, month, folder, recipient)
    return written


def file_name(name: str, month: MonthRow, ending: str) -> str:
    """«stop-pbi_kota-2026-10.xlsx»; with the budget line where the month is of one alone."""
    line = f"-{re.sub(r'[^0-9A-Za-z_-]+', '_', month.budget_line)}" if month.budget_line else ""
    return f"{name}-{month.segment}{line}-{month.period}{ending}"


def of_month(title: str, month: MonthRow) -> str:
    """The title with segment, budget line and month."""
    line = f", mata anggaran {month.budget_line}" if month.budget_line else ""
    return f"{title}, {label(month.segment)}{line}, {say_month(month_of(month.period))}"


def _book(seat: "Seat", month: MonthRow, name: str, folder: Path, recipient: str, disputes: tuple[int, ...]) -> Path:
    from desktop.spreadsheets.write import OutColumn

    title, rules, decisions = BOOKS[name]
    rows = list(_rows(seat, month.id, {"rules": rules, "decisions": decisions, "disputes": disputes}))
    people = tuple({row.person_id for row in rows if row.person_id is not None})
    said = of_month(title, month)
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
        OutColumn("note", "Alasan", 30),
        OutColumn("remark", "Catatan", 30),
        OutColumn("earlier", "Sengketa terdahulu", 34),
    )
    out = folder / file_name(name, month, ".xlsx")
    _table(seat, out, title, said, columns, map(_line, rows), recipient)
    return out


def _earlier_book(
    seat: "Seat", month: MonthRow, earlier: tuple[EarlierDispute, ...], folder: Path, recipient: str
) -> Path:
    from desktop.spreadsheets.write import OutColumn

    title = "Sengketa yang Belum Selesai"
    said = of_month(title, month)
    seat.run(NoteAccess(kind="ekspor", purpose=said, recipient=recipient, count=len(earlier)))
    columns = (
        OutColumn("finding", "Temuan", 22),
        OutColumn("number", "Nomor peserta", 16, "code"),
        OutColumn("nik", "NIK", 19, "code"),
        OutColumn("name", "Nama", 28),
        OutColumn("amount", "Nilai waktu itu (Rp)", 16, "number"),
        OutColumn("note", "Alasan waktu itu", 34),
        OutColumn("month", "Bulan", 16),
        OutColumn("paper", "Berita Acara", 30),
        OutColumn("now", "Sekarang", 24),
    )
    out = folder / file_name(EARLIER, month, ".xlsx")
    _table(seat, out, title, said, columns, map(_earlier_line, earlier), recipient)
    return out


def _bill_book(seat: "Seat", month: MonthRow, folder: Path, recipient: str) -> Path:
    """As long as the bill itself, so it is streamed; its last line is the sum that the Berita Acara names."""
    from desktop.spreadsheets.taken import Taken
    from desktop.spreadsheets.write_fast import Line, OutColumn, write_list

    title = "Tagihan yang Dikoreksi"
    said = of_month(title, month)
    seat.run(NoteAccess(kind="ekspor", purpose=said, recipient=recipient, count=month.theirs))
    parts = seat.read(budget_parts, month.segment, month.period, month.budget_line)
    columns = (
        OutColumn("row", "Baris", 8, "number"),
        OutColumn("number", "Nomor peserta", 16, "code"),
        OutColumn("nik", "NIK", 19, "code"),
        OutColumn("name", "Nama", 30),
        OutColumn("billed", "Ditagih (Rp)", 14, "number"),
        OutColumn("paid", "Dibayar (Rp)", 14, "number"),
        *(OutColumn(line, f"Dibayar {line} (Rp)", 16, "number") for line in parts),
        OutColumn("difference", "Dikoreksi (Rp)", 14, "number"),
        OutColumn("why", "Mengapa", 34),
        OutColumn("note", "Alasan", 34),
    )
    out = folder / file_name(BILL, month, ".xlsx")
    taken = Taken(seat.taken(), recipient, said)
    above = (Line((seat.staff.office_name,)), Line((f"{said}, Berita Acara {month.number}",)))
    write_list(out, columns=columns, rows=_bill_lines(seat, month.id, parts), above=above, sheet=title, taken=taken)
    return out


def _bill_lines(seat: "Seat", month_id: int, parts: Parts) -> Iterator[tuple[object, ...]]:
    """What is paid by each budget line is what the sum so far grew by: so the lines add up to what the paper says."""
    after = billed = paid = 0
    sums = divided(0, parts)
    while page := seat.read(corrected_page, month_id, after):
        for one in page:
            billed, paid = billed + one.billed, paid + one.paid
            grown = divided(paid, parts)
            shares = [grown[line] - sums[line] for line in grown]
            sums = grown
            about = (one.row, one.number, one.nik, one.name)
            yield (*about, one.billed, one.paid, *shares, one.paid - one.billed, _why(one), one.note)
        after = page[-1].id
    yield (None, "", "", "Jumlah", billed, paid, *sums.values(), paid - billed, "", "")


def _why(one: CorrectedLine) -> str:
    if not one.rule:
        return "sesuai"
    return ", ".join(part for part in (RULES[one.rule].title, DECISIONS.get(one.decision, "")) if part)


def _table(
    seat: "Seat",
    out: Path,
    title: str,
    said: str,
    columns: "tuple[OutColumn, ...]",
    lines: Iterable[dict[str, object]],
    recipient: str,
) -> None:
    from desktop.spreadsheets.taken import Taken
    from desktop.spreadsheets.write import write_table

    taken, heading = Taken(seat.taken(), recipient, said), (seat.staff.office_name, said)
    write_table(out, title=heading, columns=columns, rows=lines, sheet=title[:31], taken=taken)


def _rows(seat: "Seat", month_id: int, which: dict[str, Any]) -> Iterator[FindingRow]:
    after = 0
    while page := seat.read(findings, month_id, **which, after=after, limit=_PAGE):
        yield from page
        after = page[-1].id


def _line(row: FindingRow) -> dict[str, object]:
    earlier = f"{row.earlier_paper}: {row.earlier_note}".rstrip(": ") if row.disputed_before else ""
    finding = RULES[row.rule].title if row.rule in RULES else row.rule
    return asdict(row) | {"finding": finding, "decided": DECISIONS.get(row.decision, ""), "earlier": earlier}


def _earlier_line(one: EarlierDispute) -> dict[str, object]:
    again = DECISIONS.get(one.now, "belum diputus") if one.now_id is not None else "tidak ditemukan lagi"
    finding = RULES[one.rule].title if one.rule in RULES else one.rule
    return asdict(one) | {"finding": finding, "month": say_month(month_of(one.period)), "now": again}
