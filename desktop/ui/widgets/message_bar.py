"""One sentence above the action bar: what happened and what to do now. Never a dialog."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QHideEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from desktop.ui import icons
from desktop.ui.theme import restyle
from desktop.ui.widgets.labels import IconLabel, plain

ICONS = {"info": "info", "ok": "circle-check", "warn": "circle-alert", "bad": "circle-x"}
Action = tuple[str, Callable[[], None]]


class MessageBar(QFrame):
    """Hidden until something is said; stays until closed or until something else is said."""

    moved = Signal()  # it came or went: what lies above it must make room

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("messagebar")
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 6, 14, 6)
        row.setSpacing(10)
        self._icon, self._text = IconLabel("info", "info"), plain(wrap=True)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(6)
        close = QPushButton()
        close.setProperty("kind", "icon")
        close.setAccessibleName("Tutup pesan")
        icons.themed(close, "x", "muted")
        close.clicked.connect(self.hide)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        row.addLayout(self._buttons)
        row.addWidget(close)
        self.kind = ""
        self.hide()

    def say(self, sentence: str, kind: str = "info", actions: Sequence[Action] = ()) -> None:
        """Show a sentence (kind info, ok, warn or bad) with its buttons."""
        self.kind = kind
        self._text.setText(sentence)
        self._icon.set(ICONS[kind], kind)
        while self._buttons.count():
            old = self._buttons.takeAt(0).widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for label, do in actions:
            self._buttons.addWidget(self._button(label, do))
        restyle(self, tone=kind)
        self.setAccessibleName(sentence)
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def unsay(self, sentence: str) -> None:
        """Take this sentence away; anything else that is said stays."""
        if self.sentence() == sentence:
            self.hide()

    def _button(self, label: str, do: Callable[[], None]) -> QPushButton:
        button = QPushButton(label.replace("&", "&&"))
        button.setProperty("kind", "link")
        button.setAccessibleName(label)
        button.clicked.connect(lambda _=False: do())
        return button

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.moved.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.moved.emit()

    def sentence(self) -> str:
        """What is said now; empty when hidden."""
        return self._text.text() if not self.isHidden() else ""

    def press(self, label: str) -> None:
        """Press one of the message's buttons by its label (for keys and tests)."""
        for i in range(self._buttons.count()):
            button = self._buttons.itemAt(i).widget()
            if isinstance(button, QPushButton) and button.accessibleName() == label:
                button.click()
                return
