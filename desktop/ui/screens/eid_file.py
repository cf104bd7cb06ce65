"""BPJS's workbook at the E-ID desk: read and matched in the long lane, shown, and only then filled in."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.queries.cases import CaseRow
from desktop.operations.import_source import ImportFile
from desktop.ui.screens.eid_lines import Entry
from desktop.ui.screens.person_card import full_name, link
from desktop.ui.screens.right_place import say_where
from desktop.ui.tasks import Job
from desktop.ui.widgets import Facts, Sheet
from desktop.ui.widgets.files import with_ending
from desktop.ui.widgets.recipient_sheet import ask_recipient

if TYPE_CHECKING:
    from desktop.ui.screens.eid_entry import EidEntry

PURPOSE = "Penerbitan E-ID oleh BPJS Kesehatan"
RETURN = "Berkas balasan"
SHOWN = 5


@dataclass(frozen=True, slots=True)
class _Found:
    path: Path
    reading: Any
    match: Any
    source: ImportFile


class EidFile:
    """What the screen does with files."""

    def __init__(self, screen: "EidEntry") -> None:
        self._screen = screen
        self._office: Any = screen.desk.office

    def read(self, path: Path) -> None:
        """Read and match; the answer lies over the window as a sheet."""
        office = self._office

        def fetch(job: Job) -> _Found:
            job.report(0, 2, f"Membaca {path.name}")
            reading = office.read_spreadsheet(path, "eid_result")
            job.report(1, 2, "Mencocokkan dengan daftar yang menunggu")
            source = ImportFile(reading.layout, path.name, hashlib.sha256(path.read_bytes()).hexdigest(), reading.total)
            return _Found(path, reading, office.match_eids(reading), source)

        def failed(error: BaseException) -> None:
            if hasattr(error, "layout"):
                say_where(self._screen, path, error.layout, getattr(error, "title", ""))

        self._screen.desk.work(fetch, then=self._show, failed=failed)

    def write(self, out: Path, batch_id: int | None, recipient: str = "") -> None:
        """The list as a workbook."""
        office, screen = self._office, self._screen
        place = with_ending(out, ".xlsx")

        def write(job: Job) -> int:
            job.report(0, 1, f"Menulis {place.name}")
            count: int = office.export("rekapitulasi", place, batch_id=batch_id, purpose=PURPOSE, recipient=recipient)
            return count

        screen.desk.work(write, then=lambda count: screen.desk.say(f"{count} orang ditulis ke {place}", "ok"))

    def write_template(self, out: Path) -> None:
        """The empty form of results."""
        screen, place = self._screen, with_ending(out, ".xlsx")

        def write(_job: Job) -> None:
            from desktop.spreadsheets.templates import write_template

            write_template("eid_result", place)

        screen.desk.work(write, then=lambda _nothing: screen.desk.say(f"Templat kosong disimpan di {place}", "ok"))

    def _show(self, found: _Found) -> None:
        entries = {eid.case[0]: Entry(eid.participant_number, eid.facility) for eid in found.match.eids}
        screen = self._screen
        holder = QWidget()
        box = QVBoxLayout(holder)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(Facts(_facts(found, [row for row in found.match.missing if row.id not in screen.entries])))
        if found.reading.problems:
            box.addWidget(link("Simpan berkas balasan berwarna…", lambda: self._return(found)))

        def make() -> Sheet:
            label = f"Isikan {len(entries)} nomor" if entries else "Mengerti"
            sheet = screen.sheet(f"Hasil membaca {found.path.name}", holder, label, lambda: agreed(sheet), width=620)
            return sheet

        def agreed(sheet: Sheet) -> None:
            sheet.cancel()
            if entries:
                screen.fill_in(entries, found.source)
                screen.desk.say(f"{len(entries)} nomor diisikan. Periksa, lalu kirim dengan Ctrl+Enter.", "ok")

        screen.ask(make)

    def _return(self, found: _Found) -> None:
        ask_recipient(
            self._screen, "Untuk siapa berkas balasan ini?", RETURN, lambda who: self._write_return(found, who)
        )

    def _write_return(self, found: _Found, recipient: str) -> None:
        screen, office = self._screen, self._office
        chosen = screen.choose_place(screen, f"{found.path.stem}-balasan.xlsx")
        if not chosen:
            return
        out = with_ending(chosen, ".xlsx")

        def write(job: Job) -> None:
            job.report(0, 1, f"Menulis {out.name}")
            office.write_return(found.path, found.reading, out, entered=False, recipient=recipient)

        screen.desk.work(write, then=lambda _nothing: screen.desk.say(f"Berkas balasan disimpan di {out}", "ok"))


def _facts(found: _Found, left: Sequence[CaseRow]) -> list[tuple[str, str]]:
    match, reading = found.match, found.reading
    unknown = ", ".join(map(str, match.unknown_rows[:12]))
    missing = ", ".join(full_name(row) for row in left[:SHOWN]) + (", dan lainnya" if len(left) > SHOWN else "")
    facts = [
        ("Dibaca", f"{reading.total} baris pada lembar {reading.sheet}"),
        ("Cocok", f"{len(match.eids)} orang, menurut NIK"),
        ("Tidak dikenal", f"{len(match.unknown_rows)} baris: {unknown}" if unknown else "tidak ada"),
        ("Belum ada nomor", f"{len(left)} orang: {missing}" if left else "tidak ada"),
        ("Bermasalah", f"{len(reading.problems)} temuan" if reading.problems else "tidak ada"),
    ]
    return facts + [
        (f"Baris {problem.row}, kolom {problem.column}", f"{problem.sentence} {problem.remedy}".strip())
        for problem in reading.problems[:SHOWN]
    ]
