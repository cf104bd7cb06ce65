"""The table of holidays as it will be saved: add, remove, take back. The SOP clock stands still on these days."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop.sop.dates import WEEKDAYS
from desktop.ui.format import day
from desktop.ui.widgets import Card, Column, Form, ListCard, Muted, plain

Day = tuple[date, str]


def weekday(value: date) -> str:
    """Senin … Minggu."""
    return WEEKDAYS[value.weekday()]


class HolidayTable(QWidget):
    """``days()`` is what stands on the screen; ``changed`` after every change."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._stored: tuple[Day, ...] = ()
        self._steps: list[tuple[Day, ...]] = []
        self._days: tuple[Day, ...] = ()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        self.list = ListCard(
            "Daftar hari libur",
            key=lambda one: one[0],
            columns=(
                Column("Tanggal", lambda one: day(one[0]), width=160, sort=lambda one: one[0]),
                Column("Hari", lambda one: weekday(one[0]), width=80, kind="muted"),
                Column("Nama hari libur", lambda one: one[1], stretch=1, kind="strong", tip=lambda one: one[1]),
            ),
            empty="Belum ada hari libur. Isi libur nasional dan cuti bersama dari keputusan bersama tahun ini.",
            filter_hint="Saring tanggal atau nama",
            unit="hari",
        )
        row.addWidget(self.list, 62)
        row.addWidget(self._entry(), 38)

    def _entry(self) -> Card:
        card = Card("Tambah hari libur")
        self.form = Form()
        self.form.date("day", "Tanggal", required=True)
        self.form.text("name", "Nama", required=True, hint="Misalnya Hari Raya Natal", longest=100)
        card.add(self.form)
        self.add, self.remove = QPushButton("Tambahkan ke daftar"), QPushButton("Hapus yang dipilih")
        self.remove.setProperty("kind", "danger")
        self.back = QPushButton("Urungkan perubahan terakhir")
        for button, on in ((self.add, self.add_day), (self.remove, self.remove_day), (self.back, self.undo)):
            button.clicked.connect(on)
            card.add(button)
        name = self.form.control("name")
        name.returnPressed.connect(self.add_day)  # type: ignore[attr-defined]
        self.said = plain(part="strong", wrap=True)
        card.add(self.said)
        card.add(
            Muted(
                "Jam SOP berhenti pada hari libur, Sabtu, dan Minggu. Daftar ini berlaku untuk semua kantor sesudah "
                "disimpan. Langkah yang sudah selesai tidak dihitung ulang."
            )
        )
        card.box.addStretch(1)
        return card

    def set_days(self, days: tuple[Day, ...]) -> None:
        """What is stored; forgets every step."""
        self._stored = self._days = tuple(sorted(days))
        self._steps.clear()
        self._show()

    def days(self) -> tuple[Day, ...]:
        """What stands on the screen."""
        return self._days

    def is_dirty(self) -> bool:
        """Something differs from what is stored."""
        return self._days != self._stored

    def add_day(self) -> None:
        """Put the typed day into the table."""
        typed = self.form.values()
        errors = {}
        if typed["day"] is None:
            errors["day"] = "Pilih tanggalnya."
        elif typed["day"] in dict(self._days):
            errors["day"] = f"Tanggal ini sudah ada: {dict(self._days)[typed['day']]}."
        if not typed["name"]:
            errors["name"] = "Tulis nama hari liburnya."
        if not self.form.set_errors(errors):
            return
        self._change((*self._days, (typed["day"], typed["name"])))
        self.list.select(typed["day"])
        self.form.set_values({"name": ""})
        self.form.control("day").setFocus()

    def remove_day(self) -> None:
        """Take the chosen day out."""
        row = self.list.current()
        if row is not None:
            self._change(tuple(one for one in self._days if one[0] != row[0]))

    def undo(self) -> None:
        """One step back, before saving."""
        if self._steps:
            self._days = self._steps.pop()
            self._show()

    def _change(self, days: tuple[Day, ...]) -> None:
        self._steps.append(self._days)
        self._days = tuple(sorted(days))
        self._show()

    def _show(self) -> None:
        self.list.set_rows(self._days)
        self.remove.setEnabled(bool(self._days))
        self.back.setEnabled(bool(self._steps))
        added = len(set(self._days) - set(self._stored))
        gone = len(set(self._stored) - set(self._days))
        parts = [f"{added} ditambah" if added else "", f"{gone} dihapus" if gone else ""]
        words = ", ".join(part for part in parts if part)
        self.said.setText(f"Belum disimpan: {words}." if words else "")
        self.said.setVisible(bool(words))
        self.changed.emit()
