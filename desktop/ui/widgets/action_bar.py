"""The bar at the foot: what is selected at the left, what may be done at the right, one primary with its key."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QMenu, QPushButton, QWidget

from desktop.ui.format import DOT
from desktop.ui.widgets.labels import Elided, plain

HEIGHT = 58
SIDE, GAP = 20, 10
REST, LEAST = 60, 24  # px: what the summary keeps, with and without words
MORE = "Lainnya"
ORDER = {"secondary": 0, "danger": 1, "primary": 2}


@dataclass(slots=True)
class _Act:
    button: QPushButton
    label: str
    key: str
    on: Callable[[], None]
    allowed: bool = True
    reason: str = ""
    kind: str = "secondary"
    wanted: bool = True  # by the screen; in a narrow window it may still wait behind *Lainnya*


class ActionBar(QFrame):
    """Buttons by code. A disabled one carries its reason as tooltip and description; its key says the reason.

    In a narrow window no button is cut: first the buttons lose the names of their keys, then those that are not the
    primary go behind *Lainnya…*. Their keys work as before.
    """

    refused = Signal(str)  # the reason of a disabled action whose key was pressed
    unblocked = Signal(str)  # the reason that holds no longer

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("actionbar")
        self.setFixedHeight(HEIGHT)
        self._acts: dict[str, _Act] = {}
        self._busy = False
        row = QHBoxLayout(self)
        row.setContentsMargins(SIDE, 0, SIDE, 0)
        row.setSpacing(GAP)
        row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # the window may be narrower than all buttons
        self._fitting = False
        self._strong, self._rest = plain(part="strong"), Elided(part="muted")
        row.addWidget(self._strong)
        row.addWidget(self._rest, 1)
        self.more = QPushButton()
        self.more.setProperty("kind", "secondary")
        self.more.setAutoDefault(False)
        self.more.clicked.connect(self._show_more)
        self.more.hide()
        row.addWidget(self.more)
        self._groups = [QHBoxLayout() for _ in ORDER]
        for group in self._groups:
            group.setSpacing(GAP)
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
        act = _Act(button, label, key, on or (lambda: None), kind=kind)
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
        self._fit()

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
        act = self._acts[code]
        act.wanted = visible
        act.button.setVisible(visible)
        self._fit()

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
        if not act.wanted or self._busy:
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
        self._name(act, keys=True)
        act.button.setAccessibleName(f"{act.label} ({act.key})" if act.key else act.label)
        act.button.setAccessibleDescription(act.reason)
        act.button.setToolTip(act.reason)
        act.button.setEnabled(act.allowed and not self._busy)
        self._fit()

    @staticmethod
    def _name(act: _Act, *, keys: bool) -> None:
        text = f"{act.label}   {act.key}" if act.key and keys else act.label
        act.button.setText(text.replace("&", "&&"))

    # room
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As many buttons as there is room for, each whole."""
        if self._fitting or not self.isVisible():
            return
        self._fitting = True
        shown = [act for act in self._acts.values() if act.wanted]
        spaces = GAP * (2 + len(self._groups))
        room = self.width() - 2 * SIDE - spaces - self._strong.sizeHint().width()
        room -= REST if self._rest.whole() else LEAST
        for keys in (True, False):
            for act in shown:
                self._name(act, keys=keys or act.kind == "primary")
            if _wide(shown) <= room:
                break
        others = any(act.label.startswith(MORE) for act in shown)
        self.more.setText("Aksi lain…" if others else f"{MORE}…")
        self.more.setAccessibleName(self.more.text().rstrip("…"))
        going = sorted((act for act in shown if act.kind != "primary"), key=lambda act: ORDER[act.kind])
        left = list(shown)
        while going and _wide(left) + (self._more_room() if len(left) < len(shown) else 0) > room:
            left.remove(going.pop(0))
        if not going and _wide(left) + self._more_room() > room:
            for act in left:
                self._name(act, keys=False)
        for act in shown:
            act.button.setVisible(act in left)
        self.more.setVisible(len(left) < len(shown))
        self._fitting = False

    def _more_room(self) -> int:
        return self.more.sizeHint().width() + GAP

    def behind(self) -> tuple[str, ...]:
        """The codes that wait behind *Lainnya* now."""
        return tuple(code for code, act in self._acts.items() if act.wanted and act.button.isHidden())

    def menu(self) -> QMenu:
        """What stands behind *Lainnya*; what cannot be done now says why."""
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        for code in self.behind():
            act = self._acts[code]
            line = menu.addAction(f"{act.label}\t{act.key}".replace("&", "&&"))
            line.setEnabled(act.allowed and not self._busy)
            line.setToolTip(act.reason)
            line.triggered.connect(lambda _on=False, code=code: self._do(code))
        return menu

    def _show_more(self) -> None:
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.more.mapToGlobal(QPoint(0, -menu.sizeHint().height())))


def _wide(acts: Sequence[_Act]) -> int:
    return sum(act.button.sizeHint().width() + GAP for act in acts)
