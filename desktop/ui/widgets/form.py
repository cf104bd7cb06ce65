"""Forms: a label above each control, the mark of what must be filled, a hint, and the error as a sentence beneath."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QDate, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.theme import restyle
from desktop.ui.widgets.day_edit import EMPTY, DayEdit
from desktop.ui.widgets.labels import plain

Options = Sequence[tuple[Any, str]]


class Wheelless(QObject):
    """Scrolling a form must not change a closed choice under the pointer."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Wheel:
            event.ignore()
            return True
        return False


class Area(QPlainTextEdit):
    """Several lines of text, bounded; Tab leaves it."""

    def __init__(self, longest: int, lines: int) -> None:
        super().__init__()
        self._longest = longest
        self.setTabChangesFocus(True)
        self.setFixedHeight(lines * 18 + 18)
        self.textChanged.connect(self._bound)

    def _bound(self) -> None:
        if len(self.toPlainText()) > self._longest:
            cursor = self.textCursor()
            place = min(cursor.position(), self._longest)
            self.setPlainText(self.toPlainText()[: self._longest])
            cursor.setPosition(place)
            self.setTextCursor(cursor)


@dataclass(slots=True)
class _Field:
    control: QWidget
    error: QLabel
    hint: QLabel | None
    get: Callable[[], Any]
    put: Callable[[Any], None]
    said: str = ""
    locked: QLabel | None = None


class Form(QWidget):
    """Fields by name. ``values()`` gives text stripped, choices as their value, dates as ``date`` or None."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(10)
        self._fields: dict[str, _Field] = {}
        self._clean: dict[str, Any] = {}
        self._row: QHBoxLayout | None = None
        self._left = 0
        self._wheelless = Wheelless(self)

    def pair(self, count: int = 2) -> None:
        """The next fields stand side by side."""
        self._row = QHBoxLayout()
        self._row.setSpacing(14)
        self._box.addLayout(self._row)
        self._left = count

    def text(
        self, name: str, label: str, required: bool = False, hint: str = "", longest: int = 200, secret: bool = False
    ) -> QLineEdit:
        """One line of text."""
        control = QLineEdit()
        control.setMaxLength(longest)
        if secret:
            control.setEchoMode(QLineEdit.EchoMode.Password)
        control.textChanged.connect(self._changed)

        def read() -> str:
            return control.text() if secret else control.text().strip()

        self._place(name, label, control, required, hint, read, lambda value: control.setText(str(value or "")))
        return control

    def area(
        self, name: str, label: str, required: bool = False, hint: str = "", longest: int = 1000, lines: int = 3
    ) -> QPlainTextEdit:
        """Several lines of text."""
        control = Area(longest, lines)
        control.textChanged.connect(self._changed)
        self._place(
            name,
            label,
            control,
            required,
            hint,
            lambda: control.toPlainText().strip(),
            lambda value: control.setPlainText(str(value or "")),
        )
        return control

    def choice(
        self, name: str, label: str, options: Options, required: bool = False, hint: str = "", empty: str = ""
    ) -> QComboBox:
        """One of several ``(value, text)``; ``empty`` adds a first line whose value is None."""
        control = QComboBox()
        if empty:
            control.addItem(empty, None)
        for value, text in options:
            control.addItem(text, value)
        control.view().setAccessibleName(label)
        control.installEventFilter(self._wheelless)
        control.currentIndexChanged.connect(self._changed)

        def put(value: Any) -> None:
            control.setCurrentIndex(max(control.findData(value), 0))

        self._place(name, label, control, required, hint, control.currentData, put)
        return control

    def date(self, name: str, label: str, required: bool = False, hint: str = "", value: date | None = None) -> DayEdit:
        """A date with a calendar; without ``value`` it starts empty and reads None until it is set."""
        control = DayEdit()
        control.allow_empty()
        control.installEventFilter(self._wheelless)
        control.dateChanged.connect(self._changed)

        def read() -> date | None:
            now = control.date()
            return None if now == EMPTY else date(now.year(), now.month(), now.day())

        def put(new: date | None) -> None:
            control.setDate(QDate(new.year, new.month, new.day) if new else EMPTY)

        put(value)
        self._place(name, label, control, required, hint, read, put)
        return control

    def number(
        self, name: str, label: str, required: bool = False, hint: str = "", lowest: int = 0, highest: int = 9999
    ) -> QSpinBox:
        """A whole number."""
        control = QSpinBox()
        control.setRange(lowest, highest)
        control.installEventFilter(self._wheelless)
        control.valueChanged.connect(self._changed)
        self._place(
            name, label, control, required, hint, control.value, lambda value: control.setValue(int(value or 0))
        )
        return control

    def check(self, name: str, label: str, hint: str = "") -> QCheckBox:
        """Yes or no; the label stands beside the box."""
        control = QCheckBox(label.replace("&", "&&"))
        control.toggled.connect(self._changed)
        self._place(name, label, control, False, hint, control.isChecked, lambda value: control.setChecked(bool(value)))
        return control

    def add(self, name: str, label: str, widget: QWidget, hint: str = "", required: bool = False) -> QWidget:
        """Any other control (a ``PhotoWell``); it is not part of ``values``, but may carry an error."""
        changed = getattr(widget, "changed", None)
        if changed is not None:
            changed.connect(self._changed)
        self._place(name, label, widget, required, hint, None, lambda _value: None)
        return widget

    def add_widget(self, widget: QWidget) -> None:
        """A caption, a hairline, a box between the fields."""
        self._box.addWidget(widget)

    def control(self, name: str) -> QWidget:
        """The control of a field."""
        return self._fields[name].control

    def values(self) -> dict[str, Any]:
        """What is typed now."""
        return {name: field.get() for name, field in self._fields.items() if field.get is not _nothing}

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Fill in; unknown names are ignored. The form counts as clean afterwards."""
        for name, value in values.items():
            if name in self._fields:
                self._fields[name].put(value)
        self.mark_clean()

    def type_values(self, values: Mapping[str, Any]) -> None:
        """Type these over what stands there, as the clerk would: the form stays unsaved."""
        now = self.values()
        for name, value in values.items():
            if name in now and (now[name] or None) != (value or None):
                self._fields[name].put(value)

    def set_error(self, name: str, sentence: str) -> None:
        """Say beneath a field what is wrong and what to do; empty takes it away."""
        field = self._fields[name]
        field.error.setText(sentence)
        field.error.setVisible(bool(sentence))
        if field.hint is not None:
            field.hint.setHidden(bool(sentence))
        field.control.setAccessibleDescription(sentence)
        restyle(field.control, bad=bool(sentence))

    def set_errors(self, errors: Mapping[str, str]) -> bool:
        """All at once; the first field with an error gets the focus. True when there are none."""
        self.clear_errors()
        for name, sentence in errors.items():
            if name in self._fields and sentence:
                self.set_error(name, sentence)
        first = next((name for name in self._fields if errors.get(name)), None)
        if first:
            self._fields[first].control.setFocus(Qt.FocusReason.OtherFocusReason)
            QTimer.singleShot(0, self, lambda: self._reveal(first))  # once the sentence has its place
        return first is None

    def _reveal(self, name: str) -> None:
        up = self.parentWidget()
        while up is not None and not isinstance(up, QScrollArea):
            up = up.parentWidget()
        field = self._fields[name].control.parentWidget()
        if isinstance(up, QScrollArea) and field is not None:
            up.ensureWidgetVisible(field, 0, 12)

    def lock(self, name: str, sentence: str) -> None:
        """Nobody changes this field here, and the sentence beneath it says why; empty gives it back."""
        field = self._fields[name]
        field.control.setEnabled(not sentence)
        field.control.setToolTip(sentence)
        field.control.setAccessibleDescription(sentence)
        if field.hint is not None:  # in its place: a form that fits goes on fitting
            field.hint.setText(sentence or field.said)
            return
        holder = field.control.parentWidget()
        box = holder.layout() if holder is not None else None
        if field.locked is None and sentence and box is not None:
            field.locked = plain(part="small", wrap=True)
            box.addWidget(field.locked)
        if field.locked is not None:
            field.locked.setText(sentence)
            field.locked.setVisible(bool(sentence))

    def errors(self) -> dict[str, str]:
        """The sentences shown now."""
        return {name: field.error.text() for name, field in self._fields.items() if field.error.text()}

    def clear_errors(self) -> None:
        """Take every error away."""
        for name in self._fields:
            self.set_error(name, "")

    def is_dirty(self) -> bool:
        """Something was typed since ``mark_clean``."""
        return self.values() != self._clean

    def mark_clean(self) -> None:
        """What stands here now is stored."""
        self._clean = self.values()

    def reset(self) -> None:
        """Empty every field."""
        for field in self._fields.values():
            field.put(None)
        self.clear_errors()
        self.mark_clean()

    def _changed(self, *_: Any) -> None:
        self.changed.emit()

    def _place(
        self,
        name: str,
        label: str,
        control: QWidget,
        required: bool,
        hint: str,
        get: Callable[[], Any] | None,
        put: Callable[[Any], None],
    ) -> None:
        holder = QWidget()
        box = QVBoxLayout(holder)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        if not isinstance(control, QCheckBox):
            title = plain(f"{label} *" if required else label, "label")
            title.setBuddy(control)
            box.addWidget(title)
        box.addWidget(control)
        said = plain(hint, "small", wrap=True)
        if hint:
            box.addWidget(said)
        error = plain(part="error", wrap=True)
        error.hide()
        box.addWidget(error)
        control.setAccessibleName(f"{label}, wajib diisi" if required else label)
        self._into_row(holder)
        self._fields[name] = _Field(control, error, said if hint else None, get or _nothing, put, hint)
        self._clean = self.values()

    def set_shown(self, name: str, shown: bool) -> None:
        """A field that does not belong to what is in hand goes out of sight; its value stays."""
        holder = self.control(name).parentWidget()
        if holder is not None:
            holder.setVisible(shown)

    def _into_row(self, holder: QWidget) -> None:
        if self._row is None:
            self._box.addWidget(holder)
            return
        self._row.addWidget(holder, 1, Qt.AlignmentFlag.AlignTop)
        self._left -= 1
        if self._left == 0:
            self._row = None


def _nothing() -> None:
    return None
