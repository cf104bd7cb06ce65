"""The trail on the person page: narrowed by month and kind (L10), and given to the person who asks for it (UU 27/2022)."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from desktop.operations.trail_parts import GROUPS, months_between
from desktop.sop.dates import MONTHS
from desktop.ui.screens.base import Screen
from desktop.ui.tasks import Job
from desktop.ui.widgets.files import ask_place, opening, with_ending
from desktop.ui.widgets.form_sheet import FormSheet
from desktop.ui.widgets.labels import Caption

EVERY_MONTH = "Semua bulan"
EVERY_LETTER = "Semua surat"
NARROW = 10  # letters of a closed choice that are shown at least
FORMS = (("pdf", "PDF, untuk dicetak"), ("xlsx", "Excel"), ("csv", "CSV"))
BOOKS = {"xlsx": "Buku kerja Excel (*.xlsx)", "csv": "CSV (*.csv)"}


class TrailFilter(QWidget):
    """``changed`` when another month, kind or letter was chosen by the clerk, never by ``set_span`` or ``set_letters``."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        column, row = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        self.months, self.groups, self.letters = QComboBox(), QComboBox(), QComboBox()
        self.letters.setAccessibleName("Surat dalam catatan jurnal")
        self.letters.setToolTip("Hanya yang dilakukan dengan satu surat: terbit, dilihat, dicetak, dikirim, dibatalkan")
        self.letters.addItem(EVERY_LETTER, "")
        self.months.setAccessibleName("Bulan catatan jurnal")
        self.groups.setAccessibleName("Jenis catatan jurnal")
        self.months.addItem(EVERY_MONTH, None)
        for code, group in GROUPS.items():
            self.groups.addItem(group.label, code)
        column.addWidget(Caption("Catatan jurnal, terbaru di atas"))
        column.addLayout(row)
        row.setSpacing(8)
        for box, share in ((self.letters, 5), (self.months, 3), (self.groups, 6)):
            box.setMinimumContentsLength(NARROW)  # a long number or label makes no page wider than the window
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            row.addWidget(box, share)
        self.months.activated.connect(lambda _index: self.changed.emit())
        self.groups.activated.connect(lambda _index: self.changed.emit())
        self.letters.activated.connect(lambda _index: self.changed.emit())

    def month(self) -> date | None:
        """The first day of the chosen month; ``None`` for all."""
        chosen: date | None = self.months.currentData()
        return chosen

    def group(self) -> str:
        """The code of the chosen kind."""
        return str(self.groups.currentData())

    def letter(self) -> str:
        """The number of the chosen letter; empty for all."""
        return str(self.letters.currentData())

    def set_letters(self, numbers: Sequence[str]) -> None:
        """Offer the person's letters; what is chosen stays."""
        chosen = self.letter()
        while self.letters.count() > 1:
            self.letters.removeItem(1)
        for number in numbers:
            self.letters.addItem(number, number)
        self.letters.setCurrentIndex(max(self.letters.findData(chosen), 0))
        self.letters.setVisible(bool(numbers))

    def forget(self) -> None:
        """Another person: everything again."""
        self.letters.setCurrentIndex(0)
        self.months.setCurrentIndex(0)
        self.groups.setCurrentIndex(0)

    def set_span(self, span: tuple[datetime, datetime] | None, zone: tzinfo | None) -> None:
        """Offer the months in which something was written; what is chosen stays."""
        chosen = self.month()
        months = months_between(*(at.astimezone(zone).date() for at in span)) if span else ()
        while self.months.count() > 1:
            self.months.removeItem(1)
        for month in months:
            self.months.addItem(_named(month), month)
        self.months.setCurrentIndex(months.index(chosen) + 1 if chosen in months else 0)


class DataTrailSheet(FormSheet):
    """Who asks and on what ground, which month, in what form; the trail is journalled before it is made."""

    def __init__(
        self, screen: Screen, person_id: int, name: str, months: tuple[date, ...], letters: tuple[str, ...] = ()
    ) -> None:
        self._person, self._months, self._letters = person_id, months, letters
        self.choose: Callable[[QWidget, str, str], str] = ask_place
        note = "Semua yang pernah dilakukan dengan data orang ini: siapa, kapan, apa, semula dan menjadi, juga yang melihat."
        super().__init__(screen, f"Riwayat data {name}", "Buat riwayat", note)

    def build(self) -> None:
        hint = "Misalnya: Siti Aminah, surat permintaan 23 November 2026. Ikut tercatat di jurnal."
        self.form.text("why", "Diminta oleh dan dasarnya", required=True, hint=hint, longest=200)
        self.form.pair()
        self.form.choice("month", "Bulan", [(month, _named(month)) for month in self._months], empty=EVERY_MONTH)
        self.form.choice("group", "Kegiatan", [(code, group.label) for code, group in GROUPS.items()])
        self.form.pair()
        self.form.choice("letter", "Surat", [(number, number) for number in self._letters], empty=EVERY_LETTER)
        self.form.choice("form", "Bentuk", FORMS)
        self.form.set_values({"group": "semua"})

    def save(self) -> None:
        """Ask where a file goes, then make it off the GUI thread."""
        typed = self.form.values()
        missing = "" if len(typed["why"].strip()) >= 5 else "Tulis siapa yang meminta dan dasarnya."
        if not self.form.set_errors({"why": missing} if missing else {}):
            return
        if typed["form"] == "pdf":
            self._make(typed, None)
            return
        ending = f".{typed['form']}"
        chosen = self.choose(self, f"Riwayat data{ending}", BOOKS[typed["form"]])
        if chosen:
            self._make(typed, with_ending(chosen, ending))

    def _make(self, typed: dict[str, Any], out: Path | None) -> None:
        screen, desk, person = self._screen, self.desk, self._person

        def make(job: Job) -> Any:
            job.report(0, 1, "Menyiapkan riwayat data")
            return desk.office.give_trail(
                person, typed["why"], typed["month"], typed["group"], out, letter=typed["letter"] or ""
            )

        def made(answer: Any) -> None:
            self.cancel()
            if out is not None:
                desk.say(f"{answer} baris riwayat ditulis ke {out}", "ok", [opening(desk, out)])
                return
            from desktop.ui.widgets.print_sheet import print_pdf

            print_pdf(screen, title="Riwayat data", pdf=answer[0], paper=answer[1], kind="surat")

        desk.work(make, then=made, failed=self._refused)


def _named(month: date) -> str:
    return f"{MONTHS[month.month - 1]} {month.year}"
