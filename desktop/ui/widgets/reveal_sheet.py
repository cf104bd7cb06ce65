"""Why a NIK is opened: chosen once for each person and session, then F8 shows the number as long as it is held."""

from collections.abc import Callable

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QRadioButton, QWidget

from desktop.ui.desk import Desk
from desktop.ui.widgets.labels import Muted
from desktop.ui.widgets.nik import NikLabel
from desktop.ui.widgets.sheet import Sheet

REASONS = (
    "Mencocokkan dengan KTP atau KK",
    "Mencocokkan dengan surat atau daftar",
    "Mencari NIK ganda",
    "Diminta orangnya sendiri",
)
SHORTEST, LONGEST = 5, 120


def watch_nik(desk: Desk, label: NikLabel, host: Callable[[], QWidget], opened: Callable[[object], None]) -> None:
    """Let ``label`` ask for a reason before it first shows its number, and journal every time it does."""

    def ask(person: int | None) -> None:
        sheet = RevealSheet(host(), lambda reason: desk.session.reveal_reasons.update({person: reason}))
        sheet.open()
        opened(sheet)

    label.may_open = lambda person: bool(desk.reveal_reason(person))
    label.reason_wanted.connect(ask)
    label.revealed.connect(lambda person: desk.view_journal(person, desk.reveal_reason(person) or "nik"))


class RevealSheet(Sheet):
    """One of the usual reasons by its number key, or one's own words; nothing is shown yet when it closes."""

    def __init__(self, host: QWidget, then: Callable[[str], None]) -> None:
        super().__init__(host, "Untuk apa NIK ini dibuka?")
        self._then = then
        self.box.addWidget(Muted("Alasan dan setiap pembukaan tercatat di jurnal, dan dapat diminta pemilik data."))
        self.choices = QButtonGroup(self)
        for number, reason in enumerate(REASONS, 1):
            radio = QRadioButton(f"{number}   {reason}")
            radio.setAccessibleName(reason)
            radio.toggled.connect(self._state)
            self.choices.addButton(radio, number)
            self.box.addWidget(radio)
        self.text = QLineEdit()
        self.text.setMaxLength(LONGEST)
        self.text.setAccessibleName("Alasan lain")
        self.text.setPlaceholderText("Alasan lain, dengan kata sendiri")
        self.text.textChanged.connect(self._state)
        self.box.addWidget(self.text)
        self.box.addWidget(
            Muted("Setelah ini tahan F8 untuk melihat angkanya. Berlaku untuk orang ini sampai Anda keluar.")
        )
        self._button = self.add_buttons("Pakai alasan ini", self._agreed)
        self._state()

    def open(self, focus: QWidget | None = None) -> None:
        super().open(focus or self.choices.button(1))

    def reason(self) -> str:
        """What is written, else what is chosen; empty while there is none."""
        typed = " ".join(self.text.text().split())
        chosen = self.choices.checkedId()
        return typed if typed else REASONS[chosen - 1] if chosen > 0 else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = event.text()
        if number.isdecimal() and 1 <= int(number) <= len(REASONS) and not self.text.hasFocus():
            self.text.clear()
            self.choices.button(int(number)).setChecked(True)
            self._agreed()
        else:
            super().keyPressEvent(event)

    def _state(self, *_: object) -> None:
        good = len(self.reason()) >= SHORTEST
        self._button.setEnabled(good)
        self._button.setAccessibleDescription("" if good else f"Pilih alasan, atau tulis sedikitnya {SHORTEST} huruf.")

    def _agreed(self) -> None:
        reason = self.reason()
        if not self.isHidden() and len(reason) >= SHORTEST:
            self.cancel()
            self._then(reason)
