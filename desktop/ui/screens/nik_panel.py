"""Words of the NIK desk: who is searched for, and what the check says of a typed NIK."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.queries.cases import CaseRow
from db.queries.person_file import PersonFile
from desktop.operations.facts import held_by_other, taker
from desktop.sop.identity import NikReport
from desktop.ui.desk import Desk
from desktop.ui.format import clock, masked_nik, moment
from desktop.ui.screens.nik_search import Owner, check_for
from desktop.ui.screens.person_card import about, full_name, local
from desktop.ui.widgets import Facts, Panel, plain, set_tone


def fill_who(desk: Desk, panel: Panel, row: CaseRow, file: PersonFile | None) -> None:
    """The person with the reason of a return, the NIK the panti heard of, and where he or she was found."""
    today = desk.now().date()
    photo = file.photo if file else None
    panel.set_person(full_name(row), about(row, today), nik=row.nik, photo=photo, person_id=row.person_id)
    if held_by_other(row, desk.staff.id, desk.now()):
        until = clock(local(desk, row.taken_until)) if row.taken_until else ""
        text = f"Tunggu sampai dilepas; lepas sendiri pukul {until}. Kepala kantor dapat mengambil alih dengan A."
        panel.set_obstacle(f"Dikerjakan oleh {taker(row)}", text, "info")
    elif row.status == "perbaikan_nik":
        panel.set_obstacle(
            "Dikembalikan Dinas Kesehatan", f"“{row.reason}”. Betulkan, lalu catat lagi NIK-nya.", "warn"
        )
    if row.nik_claimed:
        panel.add_section("NIK menurut catatan panti", _claim(check_for(row, row.nik_claimed, today)))
    found = moment(local(desk, row.found_at)) if row.found_at else ""
    facts = [
        ("Ditemukan", " · ".join(part for part in (row.found_place, found) if part)),
        ("Kategori", row.category),
        ("Bawaan", row.belongings),
        ("Kamar", row.room),
    ]
    panel.add_section("Penjangkauan", Facts([*facts, ("Catatan", row.note)] if row.note else facts))


def _claim(report: NikReport) -> QWidget:
    """The NIK somebody told the panti, and what the check says of it; the search looks it up, too."""
    holder = QWidget()
    box = QVBoxLayout(holder)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(2)
    if report.nik is not None:
        region = report.parts.regency if report.parts else ""
        box.addWidget(plain(f"{masked_nik(report.nik)} · {region or 'wilayah tak dikenal'}", wrap=True))
    for found in report.findings:
        if found.severity != "info":
            said = plain(found.what, wrap=True)
            set_tone(said, "bad" if found.severity == "error" else "warn")
            box.addWidget(said)
    return holder


def report_words(report: NikReport | None, owner: Owner | None, final: bool = False) -> tuple[tuple[str, ...], str]:
    """Sentences and tone beneath the NIK field; while only digits are missing it counts, unless ``final``."""
    if report is None or (not report.typed and not report.nik):
        return (), "plain"
    bare = "".join(report.typed.split())
    if not final and report.nik is None and bare.isascii() and bare.isdigit() and len(bare) < 16:
        return (f"{len(bare)} dari 16 angka",), "plain"
    errors = tuple(found.sentence for found in report.findings if found.severity == "error")
    if errors:
        return errors[:1], "bad"
    if owner is not None and owner.nik == report.nik and owner.hit is not None:
        who = owner.hit.name or owner.hit.alias or owner.hit.registration
        return (
            f"NIK ini sudah tercatat atas nama {who}. Cari orang itu, bandingkan, lalu pilih orang yang sama.",
        ), "bad"
    warnings = tuple(found.sentence for found in report.findings if found.severity == "warning")
    if warnings:
        return warnings, "warn"
    parts = report.parts
    region = parts.region if parts else ""
    return (f"NIK baik: {region}; lahir {parts.birth_words}." if parts else "NIK baik.",), "ok"
