"""A masked NIK that is shown only while F8 is held, each look announced for the journal."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from desktop.ui.fonts import font
from desktop.ui.format import grouped, masked_nik
from desktop.ui.widgets.labels import Elided


class NikLabel(QWidget):
    """3275 •••• •••• 0007  tahan F8."""

    revealed = Signal(object)  # person_id, once for each time it is held
    reason_wanted = Signal(object)  # person_id, instead of showing the number while ``may_open`` says no

    def __init__(self) -> None:
        super().__init__()
        self._nik: str | None = None
        self._person: int | None = None
        self._open = False
        self.may_open: Callable[[int | None], bool] = lambda _person: True
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._digits = QLabel()
        self._digits.setTextFormat(Qt.TextFormat.PlainText)
        self._digits.setFont(font(weight=500, tabular=True))
        self._hint = Elided("tahan F8", "muted")
        row.addWidget(self._digits)
        row.addWidget(self._hint, 1)
        self.set_nik(None)

    def set_nik(self, nik: str | None, person_id: int | None = None) -> None:
        """Another person; always masked at first."""
        self._nik, self._person, self._open = nik, person_id, False
        self._hint.setVisible(bool(nik))
        self._write()

    def text(self) -> str:
        """What is shown now."""
        return self._digits.text()

    def hold(self, on: bool) -> None:
        """F8 is held down, or let go."""
        if on and self._nik and not self._open and not self.may_open(self._person):
            self.reason_wanted.emit(self._person)
            return
        self._reveal(on)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._reveal(False)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            self._reveal(False)

    def _reveal(self, on: bool) -> None:
        on = on and bool(self._nik)
        if on == self._open:
            return
        self._open = on
        self._write()
        if on:
            self.revealed.emit(self._person)

    def _write(self) -> None:
        words = (grouped if self._open else masked_nik)(self._nik) if self._nik else "Belum ada NIK"
        self._digits.setText(words)
        self.setAccessibleName("NIK " + words)


def hold_to_reveal(root: QWidget, event: QKeyEvent) -> bool:
    """Hand a key press or release to the masked numbers under ``root``; True when it was F8."""
    if event.key() != Qt.Key.Key_F8:
        return False
    if not event.isAutoRepeat():
        for label in root.findChildren(NikLabel):
            if label.isVisible():
                label.hold(event.type() == QEvent.Type.KeyPress)
    return True
