"""The card in which BPJS types a participant number: checked while it is typed, Enter keeps it and goes on."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton

from desktop.ui.screens.eid_lines import typing_hint
from desktop.ui.theme import restyle
from desktop.ui.widgets import Card, plain, set_tone

GUIDE = "Enter menyimpan nomor di daftar ini dan pindah ke orang berikutnya."


class EidForm(Card):
    """Number and facility of the current person; the facility stays for the next one."""

    entered = Signal()
    typed = Signal()
    file_wanted = Signal()
    list_wanted = Signal()
    template_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("Nomor peserta (E-ID)")
        self.check: Callable[[str], str] = lambda _typed: ""
        self.number = self._line("Nomor peserta, 13 angka", "13 angka dari BPJS", 40)
        self.number.setProperty("big", True)
        self.facility = self._line("Faskes tingkat pertama", "Faskes, misalnya Puskesmas Cakung", 200)
        self.said = plain(GUIDE, "small", wrap=True)
        self.said.setMinimumHeight(30)
        for part in (self.number, self.said, self.facility):
            self.box.addWidget(part)
        self.read_button = self._button("Baca berkas hasil…", self.file_wanted.emit)
        self.list_button = self._button("Daftar untuk BPJS…", self.list_wanted.emit)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.read_button, 1)
        row.addWidget(self.list_button, 1)
        self.template_button = self._button("Templat…", self.template_wanted.emit)
        row.addWidget(self.template_button)
        self.box.addLayout(row)
        self.number.textChanged.connect(self._changed)
        self.facility.textEdited.connect(lambda _text: self.typed.emit())
        self.number.returnPressed.connect(self.entered)
        self.facility.returnPressed.connect(self.entered)

    @staticmethod
    def _line(name: str, hint: str, longest: int) -> QLineEdit:
        made = QLineEdit()
        made.setAccessibleName(name)
        made.setPlaceholderText(hint)
        made.setMaxLength(longest)
        return made

    @staticmethod
    def _button(text: str, on: Callable[[], None]) -> QPushButton:
        made = QPushButton(text)
        made.setAccessibleName(text.rstrip("…"))
        made.setAutoDefault(False)
        made.clicked.connect(on)
        return made

    def show_entry(self, number: str, facility: str, enabled: bool) -> None:
        """Another person; an unknown facility leaves the last one standing."""
        self.number.blockSignals(True)
        self.number.setText(number)
        self.number.blockSignals(False)
        if facility:
            self.facility.setText(facility)
        self.number.setEnabled(enabled)
        self.facility.setEnabled(enabled)
        self.judge()

    def judge(self, final: bool = False) -> str:
        """Say beneath the field what is wrong; ``final`` also when digits are still missing. Gives the sentence."""
        text = self.number.text().strip()
        hint = "" if final else typing_hint(text)
        wrong = self.check(text) if (text or final) and not hint else ""
        good = bool(text) and not hint and not wrong
        self.said.setText(wrong or hint or ("13 angka, siap disimpan dengan Enter." if good else GUIDE))
        set_tone(self.said, "bad" if wrong else "ok" if good else "plain")
        restyle(self.number, bad=bool(wrong))
        self.number.setAccessibleDescription(self.said.text())
        return wrong

    def _changed(self) -> None:
        self.judge()
        self.typed.emit()
