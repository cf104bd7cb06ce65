"""The audit replay pack of a closed month (N2): one folder that tells who was paid, how much and why, with a fingerprint of
every file. It reads what was kept with the closing and rows that never change, so it is the same after any later work.
"""

import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from db.queries.audit import AuditFinding, Basis, PaidLine, Proof, basis_of, finding_page, letter_pdf, paid_page, proofs
from db.queries.reconciliations import MonthRow
from desktop.audit_index import index_pdf
from desktop.audit_rows import (
    FINDING_COLUMNS,
    LETTERS,
    PAID_COLUMNS,
    PROOF_COLUMNS,
    PROOFS_FILE,
    RATE_COLUMNS,
    SOURCE_COLUMNS,
    Making,
    finding_row,
    letter_file,
    letter_title,
    paid_row,
    proof_row,
    source_row,
)
from desktop.audit_seal import MANIFEST, seal_folder
from desktop.month_papers import issued_pdf
from desktop.operations.note_access import NoteAccess
from desktop.sop.reconciling import month_of, say_month
from desktop.sop.refusals import Refused
from desktop.sop.segments import label

if TYPE_CHECKING:
    from desktop.seat import Seat

T = TypeVar("T", PaidLine, AuditFinding)
Tell = Callable[[int, int], None]
PAID, FINDINGS, SOURCES, RATES = (
    "1-daftar-terbayar.xlsx",
    "2-temuan.xlsx",
    "4-berkas-impor.xlsx",
    "5-tarif.xlsx",
)
_ENCODE = json.JSONEncoder(ensure_ascii=False, default=str).encode
MINUTES, INDEX = "berita-acara.pdf", "indeks.pdf"


@dataclass(frozen=True, slots=True)
class Pack:
    """What was written: the folder, its files with their rows, and both fingerprints."""

    folder: Path
    files: dict[str, int]
    fingerprint: str
    content: str
    lines: int
    paid: int


def write_pack(
    seat: "Seat", month: MonthRow, into: Path, recipient: str, tell: Tell = lambda _done, _whole: None
) -> Pack:
    """A new folder in ``into``, whole or not at all; journalled before a file exists. :raises Refused: for an open month,
    one that was closed before anything was kept, without a recipient, or a folder that is there already.
    :raises CannotWrite:"""
    basis = _basis(seat, month, recipient)
    folder = into / folder_name(month)
    if folder.exists():
        what = f"Folder {folder.name} sudah ada di situ."
        raise Refused("there_already", f"{what} Pilih tempat lain, atau periksa paket itu dengan audit --check.")
    purpose = f"Paket audit {label(month.segment)}, {say_month(month_of(month.period))}"
    seat.run(NoteAccess(kind="ekspor", purpose=purpose, recipient=recipient, count=month.theirs))
    beside = into / f".{folder.name}.padan"
    shutil.rmtree(beside, ignore_errors=True)  # of a program that was killed
    try:
        beside.mkdir(parents=True)
        making = Making(seat, month.id, basis, beside, tell)
        fingerprint = _fill(making, month)
        beside.rename(folder)
    except OSError as error:
        from desktop.spreadsheets.errors import cannot_write

        raise cannot_write(folder.name, error) from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    sealed = f"{purpose}: sidik jari {fingerprint}"
    seat.run(NoteAccess(kind="ekspor", purpose=sealed, recipient=recipient, count=month.theirs))
    return Pack(folder, making.files, fingerprint, making.told.hexdigest(), making.files[PAID], making.paid)


def _fill(making: Making, month: MonthRow) -> str:
    """Every file; gives the fingerprint of the pack."""
    seat = making.seat
    for one in _pages(seat, finding_page, month.id):
        if one.list_row_id is not None and not one.stale:
            making.rules.setdefault(one.list_row_id, []).append(one)
        elif one.amount < 0 and not one.stale:
            making.unpaid[one.id] = [one]
    found = seat.read(proofs, month.id)
    _workbooks(making, found, month)
    _put(making, MINUTES, issued_pdf(seat, month))
    making.told.update(month.facts.encode())
    _letters(making, found)
    content = making.told.hexdigest()
    _put(making, INDEX, index_pdf(making.basis, making.files, making.paid, content))
    return seal_folder(making.folder, content)


def folder_name(month: MonthRow) -> str:
    """«audit-pbi_kota-2026-10»."""
    line = f"-{month.budget_line}" if month.budget_line else ""
    return f"audit-{month.segment}-{month.period}{line}"


def _basis(seat: "Seat", month: MonthRow, recipient: str) -> Basis:
    if "dinkes" not in seat.staff.roles:
        raise Refused("not_your_role", "Paket audit dibuat Dinas Kesehatan. Minta mereka membuatnya.")
    if month.state != "tutup":
        what = f"Bulan {say_month(month_of(month.period))} masih terbuka, jadi belum pasti siapa yang dibayar."
        raise Refused("not_closed", f"{what} Tutup dulu bulannya, lalu ulangi.")
    if not recipient.strip():
        raise Refused("no_recipient", "Penerima paket belum disebut. Tulis untuk siapa, lalu ulangi.")
    basis = seat.read(basis_of, month.id)
    if basis is None:
        what = "Bulan ini ditutup sebelum Padan menyimpan dasar pembayarannya."
        raise Refused("nothing_kept", f"{what} Pakai Berita Acara dan berkas rekonsiliasinya.")
    return basis


def _pages(seat: "Seat", page: Callable[[Any, int, int], tuple[T, ...]], month_id: int) -> Iterator[T]:
    after = 0
    while rows := seat.read(page, month_id, after):
        yield from rows
        after = rows[-1].id


def _put(making: Making, name: str, content: bytes) -> None:
    from desktop.spreadsheets.files import write_atomically

    write_atomically(making.folder / name, content)
    making.files[name] = 1


def _workbooks(making: Making, found: Sequence[Proof], month: MonthRow) -> None:
    letters: dict[int, list[str]] = {}
    for one in found:
        if one.kind == "surat" and one.application_id is not None:
            letters.setdefault(one.application_id, []).append(f"{letter_title(one.title)} {one.number}")
    whole = month.theirs
    lines = _pages(making.seat, paid_page, making.month_id)
    _book(making, PAID, "Daftar terbayar", PAID_COLUMNS, (paid_row(making, line, letters) for line in lines), whole)
    every = _pages(making.seat, finding_page, making.month_id)
    _book(making, FINDINGS, "Temuan dan keputusan", FINDING_COLUMNS, (finding_row(making, one) for one in every))
    _book(making, PROOFS_FILE, "Dasar", PROOF_COLUMNS, (proof_row(making, one) for one in found))
    facts = making.basis.facts
    _book(making, SOURCES, "Berkas impor", SOURCE_COLUMNS, (source_row(making, one) for one in facts["runs"]))
    rates = ([one[column[0]] for column in RATE_COLUMNS] for one in facts["rates"])
    days = ([*row[:3], date.fromisoformat(row[3]), *row[4:]] for row in rates)
    _book(making, RATES, "Tarif", RATE_COLUMNS, days)


def _book(
    making: Making,
    name: str,
    title: str,
    columns: Sequence[tuple[Any, ...]],
    rows: Iterable[list[Any]],
    whole: int = 0,
) -> None:
    from desktop.spreadsheets.write_fast import Line, OutColumn, write_list

    basis = making.basis
    about = f"{label(basis.segment)}, {say_month(month_of(basis.period))}, Berita Acara {basis.number}"
    making.files[name] = write_list(
        making.folder / name,
        columns=[OutColumn(*column) for column in columns],
        rows=_hashed(making, name, rows),
        above=(Line((f"{title}: {about}",)),),
        sheet=title,
        made=basis.closed_at,
        step=lambda done: making.tell(done, whole) if whole else None,
    )


def _hashed(making: Making, name: str, rows: Iterable[list[Any]]) -> Iterator[list[Any]]:
    """Every row goes into the fingerprint of the content as it goes into the file."""
    update = making.told.update
    update(f"{name}\n".encode())
    for row in rows:
        update(_ENCODE(row).encode())
        yield row


def _letters(making: Making, found: Sequence[Proof]) -> None:
    """Every letter once, as it was frozen. :raises Refused: for one whose PDF is still to be made."""
    once = {one.ref_id: one for one in found if one.kind == "surat"}
    if not once:
        return
    (making.folder / LETTERS).mkdir(exist_ok=True)
    for one in once.values():
        content = making.seat.read(letter_pdf, one.ref_id) if one.sha256 else None
        if content is None:
            what = f"Berkas surat {one.number} belum disimpan atau tidak dapat dibaca kantor Anda."
            raise Refused("no_letter", f"{what} Buka surat itu sekali, lalu ulangi.")
        _put(making, letter_file(one), content)


__all__ = ["MANIFEST", "Pack", "folder_name", "write_pack"]
