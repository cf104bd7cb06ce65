"""Laporan SOP: the SOP's own table with real time beside standard time, for a chosen period (H3, N3)."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QHBoxLayout, QWidget

from db.queries.report import ComplianceRow, compliance
from desktop.operations.note_access import NoteAccess
from desktop.sop.procedure import Procedure, load_procedure, procedures
from desktop.ui.screens.base import Screen
from desktop.ui.screens.grid_table import TICK, Cell, GridTable
from desktop.ui.screens.sop_table import (
    ACTORS,
    Line,
    count_words,
    lines,
    month_of,
    period_bounds,
    period_words,
    write_report,
)
from desktop.ui.widgets import Card, Figure, Segment, Segments, plain
from desktop.ui.widgets.day_edit import DayEdit
from desktop.ui.widgets.files import BOOK, ask_place, opening, with_ending
from desktop.ui.widgets.recipient_sheet import ask_recipient
from desktop.ui.widgets.scroll import scrolled

TITLE = "Laporan SOP"
WIDTHS = (28, 0, 50, 48, 48, 50, 52, 52, 0, 58, 0, 72, 50, 50, 46)
STRETCH = (0, 48, 0, 0, 0, 0, 0, 0, 27, 0, 27, 0, 0, 0, 0)
HEADS = {9: "Waktu baku", 10: "Output", 11: "Waktu nyata (rata-rata)", 12: "Daftar", 13: "Orang", 14: "Lewat"}
SHORT = {
    "satpol_pp": "Satpol PP",
    "dukcapil": "Dinas Duk-capil",
    "dinkes": "Dinas Kese-hatan",
    "bpjs": "BPJS Kese-hatan",
}


class SopReport(Screen):
    """Nine rows, fourteen columns, one screen; every procedure has its own table."""

    code, title, icon, help_code = "laporan", "Laporan SOP", "clock", "laporan-sop"
    topics = frozenset({"application"})

    def build(self) -> None:
        self.lines: tuple[Line, ...] = ()
        self.choose: Callable[[QWidget, str, str], str] = ask_place
        today = self.desk.now().date()
        self.begin, self.end = month_of(today)
        card = Card()
        card.box.setContentsMargins(1, 10, 1, 1)
        card.add(self._periods(today))
        self.table = GridTable("Laporan kepatuhan SOP", WIDTHS, STRETCH, 11)
        scroll, box = scrolled("Tabel SOP", (0, 0, 0, 0))
        box.addWidget(self.table)
        card.add(scroll, 1)
        self.body.addWidget(card)
        self.action_bar.add("simpan", "Simpan sebagai Excel…", key="Ctrl+Enter", kind="primary", on=self.choose_file)

    def _periods(self, today: date) -> QHBoxLayout:
        self.periods = Segments(
            (Segment("ini", "Bulan ini"), Segment("lalu", "Bulan lalu"), Segment("pilih", "Pilih tanggal"))
        )
        self.periods.changed.connect(self._choose)
        self.from_day, self.to_day = self._day("Dari tanggal", self.begin), self._day("Sampai tanggal", today)
        self.until = plain("sampai", "muted")
        self.which = Segments(tuple(Segment(one.code, one.short) for one in procedures()))
        self.which.changed.connect(lambda _code: self.load())
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 14, 0)
        row.setSpacing(8)
        for part in (self.periods, self.from_day, self.until, self.to_day):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.which)
        self._show_days(False)
        return row

    def _day(self, name: str, value: date) -> DayEdit:
        control = DayEdit(QDate(value.year, value.month, value.day))
        control.setDateRange(QDate(2000, 1, 1), QDate(2100, 12, 31))
        control.setAccessibleName(name)
        control.dateChanged.connect(lambda: self._choose("pilih"))
        return control

    def _show_days(self, on: bool) -> None:
        for part in (self.from_day, self.until, self.to_day):
            part.setVisible(on)

    def _choose(self, code: str) -> None:
        today = self.desk.now().date()
        self._show_days(code == "pilih")
        if code == "pilih":
            begin, end = (date(*one.date().getDate()) for one in (self.from_day, self.to_day))
            if begin > end:
                self.desk.say("Tanggal awal sesudah tanggal akhir. Tukar atau perbaiki salah satunya.", "warn")
                return
            self.begin, self.end = begin, end
        else:
            self.begin, self.end = month_of(today, 0 if code == "ini" else 1)
        self.load()

    @property
    def procedure(self) -> Procedure:
        """Whose table is shown."""
        return load_procedure(self.which.current())

    def load(self, key: Any = None) -> None:
        begin, end = period_bounds(self.begin, self.end, self.desk.now().tzinfo)
        self.desk.read(compliance, begin, end, then=self.fill)

    def fill(self, rows: tuple[ComplianceRow, ...]) -> None:
        """Write the table and the figures."""
        procedure = self.procedure
        self.lines = lines(procedure, rows)
        self.table.set_cells(_heads() + [cell for line in self.lines for cell in _cells(line)])
        self.header.set_line(procedure.title, period_words(self.begin, self.end))
        late, lists = sum(line.late for line in self.lines), sum(line.register for line in self.lines)
        kept = f"{round(100 * (lists - late) / lists)} %" if lists else "–"
        self.header.set_figures(
            Figure(count_words(lists), "daftar selesai"),
            Figure(count_words(late), "lewat waktu baku", "bad" if late else "plain"),
            Figure(kept, "tepat waktu", "ok" if lists and not late else "plain"),
        )
        empty = "" if lists else "Dalam masa ini belum ada langkah yang selesai. Pilih masa lain."
        self.action_bar.set_summary(period_words(self.begin, self.end), empty or procedure.legal_basis)

    def choose_file(self) -> None:
        """For whom and where to, then write; the report names nobody, so the line may stay empty."""
        ask_recipient(self, "Untuk siapa laporan ini?", TITLE, self._choose_place, personal=False)

    def _choose_place(self, recipient: str) -> None:
        name = f"laporan-sop-{self.procedure.code}-{self.begin:%Y%m%d}-{self.end:%Y%m%d}.xlsx"
        start = str(self.desk.office.folder / name)
        chosen = self.choose(self, start, BOOK)
        if chosen:
            self.export(with_ending(chosen, ".xlsx"), recipient)

    def export(self, out: Path, recipient: str = "") -> None:
        """Journal who takes it and for whom, then write the workbook."""
        found, period = self.lines, period_words(self.begin, self.end)
        office, procedure = self.desk.office, self.procedure
        title = (procedure.title, f"{procedure.legal_basis}  ·  {period}")

        def write(_job: Any) -> None:
            out.parent.mkdir(parents=True, exist_ok=True)
            write_report(out, procedure, found, title, office.taken(personal=False), recipient)

        note = NoteAccess(kind="ekspor", purpose=f"{TITLE} {period}", recipient=recipient, count=len(found))
        written = partial(self.desk.work, write, then=lambda _: self._say_saved(out))
        self.desk.run(note, then=lambda _outcome: written(), quiet=True)

    def _say_saved(self, out: Path) -> None:
        self.desk.say(f"Laporan disimpan di {out}", "ok", [opening(self.desk, out)])


def _heads() -> list[Cell]:
    made = [
        Cell(0, 0, "NO", rows=2, head=True, centre=True),
        Cell(0, 1, "KEGIATAN", rows=2, head=True),
        Cell(0, 2, "PELAKSANA", columns=6, head=True, centre=True),
        Cell(0, 8, "MUTU BAKU", columns=3, head=True, centre=True),
        Cell(0, 11, "KENYATAAN", columns=4, head=True, centre=True),
        Cell(1, 8, "KELENGKAPAN", head=True),
    ]
    for column, (role, label) in enumerate(ACTORS.items(), start=2):
        made.append(
            Cell(1, column, SHORT.get(role, label).upper().replace("-", "-\n"), head=True, centre=True, spoken=label)
        )
    return made + [Cell(1, at, text.upper(), head=True, centre=at != 10) for at, text in HEADS.items()]


def _real(line: Line) -> str:
    """Where the standard depends on the number of people, it stands beneath: «18 m, baku 2 m»."""
    if not line.real:
        return "–"
    return f"{line.real}\nbaku {line.expected}" if line.step.per == "person" else line.real


def _cells(line: Line) -> list[Cell]:
    row, step = line.step.number + 1, line.step
    late = bool(line.late)
    made = [
        Cell(row, 0, str(step.number), centre=True),
        Cell(row, 1, step.activity),
        Cell(row, 8, line.needs),
        Cell(row, 9, line.standard, centre=True),
        Cell(row, 10, line.output),
        Cell(row, 11, _real(line), centre=True, strong=bool(line.real), tone="bad" if line.share > 1 else "plain"),
        Cell(row, 12, count_words(line.register), centre=True),
        Cell(row, 13, count_words(line.people), centre=True),
        Cell(row, 14, count_words(line.late), centre=True, strong=late, tone="bad" if late else "plain"),
    ]
    for column, (role, label) in enumerate(ACTORS.items(), start=2):
        mine = role == step.actor
        made.append(Cell(row, column, TICK if mine else "", centre=True, spoken=f"pelaksana: {label}" if mine else ""))
    return made
