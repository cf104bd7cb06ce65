"""The first page of an audit pack: which month, what was agreed, what each file tells, and what is not in it."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from db.queries.audit import Basis
from desktop.audit_seal import MANIFEST
from desktop.sop.clock import OfficeCalendar
from desktop.sop.dates import say_date
from desktop.sop.reconciling import month_of, say_month, say_rupiah
from desktop.sop.segments import label

TOLD = {
    "1-daftar-terbayar.xlsx": "Setiap baris tagihan: siapa, berapa yang ditagih dan disepakati dibayar, dan mengapa ia peserta.",
    "2-temuan.xlsx": "Setiap temuan dengan bukti kedua pihak, keputusan, siapa yang memutus, dan kapan.",
    "3-dasar.xlsx": "Langkah SOP, surat, dan pindaian orang yang menjadi peserta melalui permohonan, dengan SHA-256.",
    "4-berkas-impor.xlsx": "Berkas asal kepesertaan, daftar, dan tagihan: nama, SHA-256, siapa yang mengimpor, dan kapan.",
    "5-tarif.xlsx": "Tarif yang berlaku pada saat bulan ini ditutup.",
    "berita-acara.pdf": "Berita Acara rekonsiliasi seperti yang disepakati.",
}
SP2D = (
    "Bukti pencairan (SP2D) tidak dicatat di Padan. Minta kepada BPKD untuk bulan ini, lalu simpan di samping paket ini; "
    "jangan di dalamnya, karena sidik jarinya akan berubah."
)


def index_pdf(basis: Basis, files: Mapping[str, int], paid: int, content: str) -> bytes:
    """The page as PDF; the same facts always give the same bytes."""
    from desktop.documents.facts import Letterhead
    from desktop.documents.register_book import BookRow, Column, Ledger, render_ledger

    letters = [name for name in files if name.startswith("surat/")]
    rows = [
        BookRow({"file": name, "told": TOLD[name], "count": _count(count) if name.endswith(".xlsx") else ""})
        for name, count in files.items()
        if name in TOLD
    ]
    if letters:
        told = "Surat rekomendasi, permohonan, dan persetujuan yang menyebut orang-orang itu, seperti waktu terbit."
        rows.append(BookRow({"file": "surat/", "told": told, "count": _count(len(letters))}))
    rows.append(BookRow({"file": MANIFEST, "told": "SHA-256 setiap berkas dan sidik jari seluruh paket.", "count": ""}))
    columns = (
        Column("file", "Berkas", 52),
        Column("told", "Isinya", 170),
        Column("count", "Baris atau berkas", 28, "right"),
    )
    lines = tuple(line for line in basis.facts["letterhead"] if line)
    book = Ledger(
        f"Paket audit {say_month(month_of(basis.period))}",
        Letterhead(lines),
        _day(basis),
        columns,
        tuple(rows),
        _about(basis, paid),
        (SP2D, f"Sidik jari isi: {content}", "Periksa keutuhannya: main.py audit --check FOLDER."),
        stamp=f"{label(basis.segment)} {basis.period} · ditutup {say_date(_day(basis))}",
    )
    return render_ledger(book)


def _day(basis: Basis) -> Any:
    return basis.closed_at.astimezone(ZoneInfo(OfficeCalendar().zone)).date()


def _about(basis: Basis, paid: int) -> tuple[str, ...]:
    facts = basis.facts
    agreed = facts["agreed"]
    name, position = facts["staff"].get(str(facts["closed_by"]), ("", ""))
    counterpart = f", nomor BPJS {basis.counterpart_number}" if basis.counterpart_number else ""
    line = f", mata anggaran {basis.budget_line}" if basis.budget_line else ""
    return (
        f"Segmen: {label(basis.segment)}{line}. Berita Acara: {basis.number}{counterpart}.",
        f"Ditutup {say_date(_day(basis))} oleh {name}{f', {position}' if position else ''}.",
        f"Ditagih {say_rupiah(agreed['billed'])}, menurut daftar kita {say_rupiah(agreed['expected'])}, disepakati "
        f"{say_rupiah(agreed['corrected'])} (jumlah daftar terbayar {say_rupiah(paid)}), disengketakan "
        f"{say_rupiah(agreed['disputed'])}, {_count(agreed['found'])} temuan.",
        "Semua keadaan di paket ini seperti pada saat bulan ditutup; perubahan sesudahnya tidak ada di dalamnya.",
    )


def _count(number: int) -> str:
    return f"{number:,}".replace(",", ".")
