"""Search inside a text: Enter goes on, Shift+Enter back, Esc closes."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from desktop.ui import icons
from desktop.ui.theme import restyle
from desktop.ui.widgets.code_edit import CodeEdit
from desktop.ui.widgets.labels import plain

LONGEST = 100


class FindBar(QWidget):
    """Belongs to one editor; hidden until it is opened."""

    closed = Signal()

    def __init__(self, edit: CodeEdit) -> None:
        super().__init__()
        self._edit = edit
        self.line = QLineEdit()
        self.line.setAccessibleName("Cari dalam teks")
        self.line.setPlaceholderText("Cari dalam teks")
        self.line.setMaxLength(LONGEST)
        self.line.textChanged.connect(self._typed)
        self._said = plain(part="small")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.line, 1)
        row.addWidget(self._said)
        for icon, name, on in (
            ("arrow-left", "Sebelumnya", lambda: self.step(back=True)),
            ("arrow-right", "Berikutnya", self.step),
            ("x", "Tutup pencarian", self.close_bar),
        ):
            button = QPushButton()
            button.setProperty("kind", "icon")
            button.setAccessibleName(name)
            button.setToolTip(name)
            icons.themed(button, icon, "muted")
            button.clicked.connect(on)
            row.addWidget(button)
        self.hide()

    def open_bar(self) -> None:
        """Show it with what is selected in the text."""
        chosen = self._edit.textCursor().selectedText()
        self.show()
        if chosen and "\u2029" not in chosen:
            self.line.setText(chosen)
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    def close_bar(self) -> None:
        """Away; back to the text."""
        self.hide()
        self._edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()

    def step(self, back: bool = False) -> None:
        """The next place, or the former one."""
        found = self._edit.find_text(self.line.text(), back)
        self._say(found)

    def _typed(self, text: str) -> None:
        # Every letter narrows the place that is selected already.
        cursor = self._edit.textCursor()
        cursor.setPosition(cursor.selectionStart())
        self._edit.setTextCursor(cursor)
        self._say(self._edit.find_text(text))

    def _say(self, found: bool) -> None:
        text = self.line.text()
        count = self._edit.text().casefold().count(text.casefold()) if text else 0
        self._said.setText(f"{count} tempat" if count else "tidak ada" if text else "")
        restyle(self.line, bad=bool(text) and not found)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.step(back=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            super().keyPressEvent(event)
