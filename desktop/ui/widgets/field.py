"""One control under its label: what was understood at the right of the label, the sentence beneath. And two controls
made for fast entry: a choice by its first letter, and a list that also takes what is not on it."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from desktop.ui.theme import restyle
from desktop.ui.widgets.labels import Elided, plain, set_tone


class Field(QWidget):
    """``control`` (or its line) is named for screen readers by the label, described by the sentence beneath."""

    def __init__(self, label: str, control: QWidget, required: bool = False) -> None:
        super().__init__()
        self.control = control
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(3)
        title = plain(f"{label} *" if required else label, "label")
        title.setBuddy(control)
        self._said, self._note = Elided(part="small"), plain(part="small", wrap=True)
        self._said.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(title)
        head.addWidget(self._said, 1)
        box.addLayout(head)
        box.addWidget(control)
        box.addWidget(self._note)
        self._note.hide()
        control.setAccessibleName(f"{label}, wajib diisi" if required else label)

    def say(self, text: str, tone: str = "plain") -> None:
        """How the typed text was understood, beside the label."""
        self._said.set(text)
        set_tone(self._said, tone)

    def said(self) -> str:
        """What stands beside the label."""
        return self._said.whole()

    def note(self, sentence: str, tone: str = "bad") -> None:
        """A sentence beneath; ``bad`` also marks the control. Empty takes it away."""
        self._note.setText(sentence)
        self._note.setVisible(bool(sentence))
        set_tone(self._note, tone)
        self.control.setAccessibleDescription(sentence)
        restyle(self.control, bad=bool(sentence) and tone == "bad")

    def noted(self) -> str:
        """The sentence beneath; empty without one."""
        return self._note.text()


class KeyChoice(QWidget):
    """One of few, side by side; the first letter of an option chooses it and goes on to the next control."""

    changed = Signal()

    def __init__(self, options: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        self._group = QButtonGroup(self)
        self._radios: dict[str, QRadioButton] = {}
        for value, label in options:
            radio = QRadioButton(label.replace("&", "&&"))
            radio.setMinimumHeight(32)
            radio.installEventFilter(self)
            radio.toggled.connect(self._toggled)
            self._group.addButton(radio)
            self._radios[value] = radio
            row.addWidget(radio)
        row.addStretch(1)
        self.setFocusProxy(next(iter(self._radios.values())))

    def value(self) -> str | None:
        """The chosen value."""
        return next((value for value, radio in self._radios.items() if radio.isChecked()), None)

    def set_value(self, value: str | None) -> None:
        """Choose, or choose none."""
        self._group.setExclusive(False)
        for one, radio in self._radios.items():
            radio.setChecked(one == value)
        self._group.setExclusive(True)

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        for radio in self._radios.values():
            radio.setAccessibleName(f"{name}: {radio.text()}")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            letter = event.text().upper()
            for value, radio in self._radios.items():
                if letter and radio.text().upper().startswith(letter):
                    self.set_value(value)
                    radio.setFocus(Qt.FocusReason.OtherFocusReason)
                    self.window().focusNextChild()
                    return True
        return False

    def _toggled(self, on: bool) -> None:
        if on:
            self.setFocusProxy(next(radio for radio in self._radios.values() if radio.isChecked()))
            self.changed.emit()


class OpenChoice(QComboBox):
    """A list to choose from that takes other text too; typing completes, case and outer blanks do not matter."""

    changed = Signal()

    def __init__(self, options: Iterable[str] = (), longest: int = 200) -> None:
        super().__init__()
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setMaxVisibleItems(12)
        self.line = QLineEdit()
        self.line.setMaxLength(longest)
        self.line.setStyleSheet("border: none; background: transparent; padding: 0; min-height: 0;")
        self.setLineEdit(self.line)
        self.set_options(options)
        self.line.textChanged.connect(self.changed)

    def set_options(self, options: Iterable[str]) -> None:
        """Another list; the typed text stays."""
        wanted = list(options)
        if wanted == [self.itemText(at) for at in range(self.count())]:
            return
        text, place = self.line.text(), self.line.cursorPosition()
        self.blockSignals(True)
        self.line.blockSignals(True)
        self.clear()
        self.addItems(wanted)
        self.setCurrentIndex(-1)
        self.line.setText(text)
        self.line.setCursorPosition(place)
        self.line.blockSignals(False)
        self.blockSignals(False)

    def text(self) -> str:
        """What is typed, in the list's own spelling when it is on the list."""
        typed = " ".join(self.line.text().split())
        known = (self.itemText(at) for at in range(self.count()))
        return next((option for option in known if option.casefold() == typed.casefold()), typed)

    def set_text(self, text: str) -> None:
        """Type for the clerk."""
        self.line.setText(text)
        self.line.setCursorPosition(0)

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.line.setAccessibleName(name)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self.line.text() != self.text():
            self.set_text(self.text())

    def wheelEvent(self, event: QEvent) -> None:
        event.ignore()
