"""The bar at the foot: what is selected at the left, what may be done at the right, one primary with its key."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from desktop.ui.format import DOT
from desktop.ui.widgets.labels import Elided, plain

HEIGHT = 58
ORDER = {"secondary": 0, "danger": 1, "primary": 2}


@dataclass(slots=True)
class _Act:
    button: QPushButton
    label: str
    key: str
    on: Callable[[], None]
    allowed: bool = True
    reason: str = ""


class ActionBar(QFrame):
    """Buttons by code. A disabled one carries its reason as tooltip and description; its key says the reason."""

    refused = Signal(str)  # the reason of a disabled action whose key was pressed
    unblocked = Signal(str)  # the reason that holds no longer

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("actionbar")
        self.setFixedHeight(HEIGHT)
        self._acts: dict[str, _Act] = {}
        self._busy = False
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 20, 0)
        row.setSpacing(10)
        self._strong, self._rest = plain(part="strong"), Elided(part="muted")
        row.addWidget(self._strong)
        row.addWidget(self._rest, 1)
        self._groups = [QHBoxLayout() for _ in ORDER]
        for group in self._groups:
            group.setSpacing(10)
            row.addLayout(group)
        self.hide()

    def add(
        self,
        code: str,
        label: str,
        key: str = "",
        kind: Literal["secondary", "danger", "primary"] = "secondary",
        on: Callable[[], None] | None = None,
        keys_of: QWidget | None = None,
    ) -> QPushButton:
        """Add an action; ``key`` like ``K``, ``Ctrl+Enter`` works anywhere in the screen (``keys_of``, default the parent)."""
        button = QPushButton()
        button.setProperty("kind", kind)
        button.setAutoDefault(False)
        act = _Act(button, label, key, on or (lambda: None))
        self._acts[code] = act
        button.clicked.connect(lambda: self._do(code))
        self._groups[ORDER[kind]].addWidget(button)
        self._write(act)
        if key:
            self._bind(code, key, keys_of or self.parentWidget() or self)
        self.show()
        return button

    def _bind(self, code: str, key: str, where: QWidget) -> None:
        for sequence in {key, key.replace("Enter", "Return")}:
            shortcut = QShortcut(QKeySequence(sequence), where)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(lambda: self.trigger(code))

    def set_summary(self, strong: str, *rest: str) -> None:
        """What is selected; then what it costs or changes and what stays behind."""
        self._strong.setText(strong)
        words = DOT.join(part for part in rest if part)
        self._rest.set(f"{DOT.lstrip()}{words}" if words and strong else words)

    def set_state(self, code: str, enabled: bool, reason: str = "", label: str | None = None) -> None:
        """May it be done now; if not, why not. ``label`` renames the button."""
        act = self._acts[code]
        before = act.reason
        act.allowed, act.reason = enabled, "" if enabled else reason
        act.label = label or act.label
        self._write(act)
        if before and before != act.reason:
            self.unblocked.emit(before)

    def set_visible(self, code: str, visible: bool) -> None:
        """Show or hide one action."""
        self._acts[code].button.setVisible(visible)

    def button(self, code: str) -> QPushButton:
        """The button of an action (for tests)."""
        return self._acts[code].button

    def label(self, code: str) -> str:
        """Its label without the key."""
        return self._acts[code].label

    def set_busy(self, busy: bool) -> None:
        """A command of this screen is under way: nothing here can be pressed a second time."""
        self._busy = busy
        for act in self._acts.values():
            act.button.setEnabled(act.allowed and not busy)

    def trigger(self, code: str) -> None:
        """What the key does: act, or say why not."""
        act = self._acts[code]
        if act.button.isHidden() or self._busy:
            return
        if act.allowed:
            self._do(code)
        elif act.reason:
            self.refused.emit(act.reason)

    def _do(self, code: str) -> None:
        act = self._acts[code]
        if act.allowed and not self._busy:
            act.on()

    def _write(self, act: _Act) -> None:
        text = f"{act.label}   {act.key}" if act.key else act.label
        act.button.setText(text.replace("&", "&&"))
        act.button.setAccessibleName(f"{act.label} ({act.key})" if act.key else act.label)
        act.button.setAccessibleDescription(act.reason)
        act.button.setToolTip(act.reason)
        act.button.setEnabled(act.allowed and not self._busy)
