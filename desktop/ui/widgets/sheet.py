"""Sheets: questions laid over the window (never a separate dialog), so that the idle lock covers them too."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QRadioButton, QVBoxLayout, QWidget

from desktop.ui.theme import tokens
from desktop.ui.widgets.facts import Facts
from desktop.ui.widgets.form import Area
from desktop.ui.widgets.labels import Muted, plain
from desktop.ui.widgets.nik import hold_to_reveal

SHORTEST, LONGEST = 5, 300


def press_focused(root: QWidget, event: QKeyEvent) -> bool:
    """Enter on a button that has the keys presses it, as Space does; True when it was that."""
    focused = root.focusWidget()
    plainly = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
    if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or not plainly or not isinstance(focused, QPushButton):
        return False
    if focused.hasFocus() and not event.isAutoRepeat():
        focused.click()
    return True


class Sheet(QWidget):
    """A card over a dimmed ``host``; Tab stays inside, Esc cancels, Ctrl+Enter is the yes button."""

    closed = Signal()

    def __init__(self, host: QWidget, title: str, width: int = 460) -> None:
        super().__init__(host)
        self._host = host
        self._before = host.window().focusWidget()
        self._yes: QPushButton | None = None
        self._foot: QHBoxLayout | None = None
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 20, 20, 20)
        self.card = QFrame()
        self.card.setObjectName("sheet")
        self.card.setFixedWidth(width)
        self.box = QVBoxLayout(self.card)
        self.box.setContentsMargins(20, 18, 20, 16)
        self.box.setSpacing(12)
        self.box.addWidget(plain(title, "panel-title", wrap=True))
        outer.addWidget(self.card, 0, Qt.AlignmentFlag.AlignCenter)
        host.installEventFilter(self)

    def add_buttons(self, yes: str, on: Callable[[], None], danger: bool = False, no: str = "Batal") -> QPushButton:
        """The last row: *Batal* and the yes button with its key."""
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addStretch(1)
        cancel, confirm = QPushButton(f"{no}   Esc"), QPushButton(f"{yes}   Ctrl+Enter".replace("&", "&&"))
        cancel.setAccessibleName(no)
        confirm.setAccessibleName(yes)
        confirm.setProperty("kind", "danger-primary" if danger else "primary")
        cancel.clicked.connect(self.cancel)
        confirm.clicked.connect(on)
        row.addWidget(cancel)
        row.addWidget(confirm)
        self.box.addLayout(row)
        self._yes, self._foot = confirm, row
        return confirm

    def open(self, focus: QWidget | None = None) -> None:
        """Lay it over the window."""
        self.setGeometry(self._host.rect())
        if self._foot is not None:  # no button is cut
            needed = self._foot.sizeHint().width() + 40
            self.card.setFixedWidth(max(self.card.minimumWidth(), min(needed, self._host.width() - 40)))
        self.show()
        self.raise_()
        (focus or self._yes or self).setFocus(Qt.FocusReason.PopupFocusReason)

    def cancel(self) -> None:
        """Away, nothing done; the focus returns where it was."""
        self.hide()
        self._host.removeEventFilter(self)
        if self._before is not None:
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit()
        self.deleteLater()

    def confirm(self) -> None:
        """Press yes (for keys and tests)."""
        if self._yes is not None and self._yes.isEnabled():
            self._yes.click()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._host and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._host.rect())
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if hold_to_reveal(self, event) or press_focused(self, event):
            return
        if event.key() == Qt.Key.Key_Escape:
            self.cancel()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier or self.focusWidget() is self
        ):
            self.confirm()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        hold_to_reveal(self, event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        return super().focusNextPrevChild(forward) if self._inside(forward) else self._wrap(forward)

    def _inside(self, forward: bool) -> bool:
        order = self._order()
        now = self.focusWidget()
        return bool(order) and now in order and now is not (order[-1] if forward else order[0])

    def _wrap(self, forward: bool) -> bool:
        order = self._order()
        if order:
            reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
            order[0 if forward else -1].setFocus(reason)
        return True

    def _order(self) -> list[QWidget]:
        found: list[QWidget] = []
        start: QWidget = self.card
        step = start.nextInFocusChain()
        while step is not None and step is not start:
            takes = bool(step.focusPolicy() & Qt.FocusPolicy.TabFocus) and step.focusProxy() is None
            if takes and step.isVisible() and step.isEnabled() and self.card.isAncestorOf(step):
                found.append(step)
            step = step.nextInFocusChain()
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour = QColor(tokens().scrim)
        colour.setAlpha(120)
        painter.fillRect(self.rect(), colour)
        painter.end()


class ConfirmSheet(Sheet):
    """One confirmation with facts; yes closes the sheet first, so that a second click finds nothing."""

    def __init__(
        self,
        host: QWidget,
        title: str,
        facts: Sequence[tuple[str, str]],
        label: str,
        yes: Callable[[], None],
        danger: bool = False,
        note: str = "",
    ) -> None:
        super().__init__(host, title)
        self._do = yes
        if facts:
            self.box.addWidget(Facts(facts))
        if note:
            self.box.addWidget(Muted(note))
        self.add_buttons(label, self._agreed, danger)

    def _agreed(self) -> None:
        if not self.isHidden():
            self.cancel()
            self._do()


class ReasonSheet(Sheet):
    """A reason is chosen or written (5 to 300 letters) before anything goes back."""

    def __init__(
        self,
        host: QWidget,
        title: str,
        choices: Sequence[str],
        label: str,
        then: Callable[[str], None],
        note: str = "",
        danger: bool = True,
    ) -> None:
        super().__init__(host, title)
        self._then = then
        if note:
            self.box.addWidget(Muted(note))
        self._group = QButtonGroup(self)
        for choice in choices:
            radio = QRadioButton(choice.replace("&", "&&"))
            radio.setAccessibleName(choice)
            radio.clicked.connect(lambda _=False, text=choice: self._chosen(text))
            self._group.addButton(radio)
            self.box.addWidget(radio)
        self.text = Area(LONGEST, 3)
        self.text.setAccessibleName("Alasan, wajib diisi")
        self.text.setPlaceholderText("Alasan, supaya yang menerima tahu apa yang harus diperbaiki")
        self.text.textChanged.connect(self._typed)
        self.box.addWidget(self.text)
        self._hint = plain(part="small", wrap=True)
        self.box.addWidget(self._hint)
        self._button = self.add_buttons(label, self._agreed, danger)
        self._typed()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plainly = not event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if plainly and event.text().isalnum() and isinstance(self.focusWidget(), QRadioButton):
            self.text.setFocus()  # who writes at once writes the reason
            self.text.insertPlainText(event.text())
        else:
            super().keyPressEvent(event)

    def reason(self) -> str:
        """What is written now."""
        return " ".join(self.text.toPlainText().split())

    def _chosen(self, text: str) -> None:
        self.text.setPlainText(text)
        self.text.setFocus()
        self.text.selectAll()

    def _typed(self) -> None:
        good = len(self.reason()) >= SHORTEST
        self._button.setEnabled(good)
        hint = (
            "Alasan ini tercatat dan dibaca meja berikutnya." if good else f"Tulis alasan, sedikitnya {SHORTEST} huruf."
        )
        self._hint.setText(hint)
        self._button.setAccessibleDescription("" if good else hint)

    def open(self, focus: QWidget | None = None) -> None:
        super().open(focus or next(iter(self._group.buttons()), self.text))

    def _agreed(self) -> None:
        if not self.isHidden() and len(self.reason()) >= SHORTEST:
            reason = self.reason()
            self.cancel()
            self._then(reason)
