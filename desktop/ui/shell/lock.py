"""The idle lock: another page of the same window, so that every half-typed form behind it stays as it is."""

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from desktop.ui.shell.answer import Answer, Reply
from desktop.ui.shell.countdown import Refusal
from desktop.ui.widgets.form import Form
from desktop.ui.widgets.labels import IconLabel, Muted, Title

LIVELY = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)


class LockPage(QWidget):
    """Only the person's name and a password field; ``check(password, reply)`` answers later."""

    unlocked = Signal()
    sign_out = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.check: Callable[[str, Reply], None] | None = None
        self._busy = False
        outer, card = QVBoxLayout(self), QFrame()
        card.setObjectName("card")
        card.setFixedWidth(400)
        box = QVBoxLayout(card)
        box.setContentsMargins(28, 24, 28, 24)
        box.setSpacing(12)
        box.addWidget(IconLabel("lock", "accent", 26))
        box.addWidget(Title("Layar terkunci"))
        self._who = Muted()
        box.addWidget(self._who)
        self.form = Form()
        self.password = self.form.text("password", "Kata sandi", longest=200, secret=True)
        self.password.returnPressed.connect(self.submit)
        box.addWidget(self.form)
        self.refusal = Refusal()
        self.refusal.over.connect(self._may_try)
        box.addWidget(self.refusal)
        self.button, leave = QPushButton("Buka   Enter"), QPushButton("Keluar dan ganti petugas")
        self.button.setAccessibleName("Buka")
        self.button.setProperty("kind", "primary")
        leave.setProperty("kind", "link")
        self.button.clicked.connect(self.submit)
        leave.clicked.connect(self.sign_out)
        box.addWidget(self.button)
        box.addWidget(leave)
        outer.addWidget(card, 0, Qt.AlignmentFlag.AlignCenter)

    def arm(self, name: str) -> None:
        """The window was locked for this person."""
        self._who.setText(f"{name.rstrip('.')}. Pekerjaan yang setengah jalan tetap tersimpan di layar.")
        self.password.clear()
        self.form.clear_errors()
        self.refusal.clear()
        self.button.setEnabled(True)
        self.password.setFocus()

    def _may_try(self) -> None:
        self.button.setEnabled(True)

    def submit(self) -> None:
        """Ask whether the password is right."""
        if self._busy or self.refusal.left() or self.check is None:
            return
        if not self.form.set_errors({} if self.password.text() else {"password": "Tulis kata sandi Anda."}):
            return
        self._busy = True
        self.button.setEnabled(False)
        self.check(self.password.text(), self._answered)

    def _answered(self, answer: Answer) -> None:
        self._busy = False
        self.password.clear()
        self.button.setEnabled(not answer.wait_seconds)
        if answer.ok:
            self.refusal.clear()
            self.unlocked.emit()
        else:
            self.refusal.say(answer)
            self.password.setFocus()


class IdleWatch(QObject):
    """``idle`` after so many minutes without key or mouse in the window; 0 minutes switches it off."""

    idle = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.idle)
        self._since = QElapsedTimer()
        self._since.start()
        self._minutes = 0.0

    def watch(self, window: QObject) -> None:
        """Listen to a window's own input (its ``windowHandle()``)."""
        window.installEventFilter(self)

    def set_minutes(self, minutes: float) -> None:
        """How long is idle; starts counting now."""
        self._minutes = minutes
        self.touch(force=True)

    def touch(self, force: bool = False) -> None:
        """Somebody is there."""
        if not force and self._since.elapsed() < 1000:
            return
        self._since.restart()
        if self._minutes > 0:
            self._timer.start(int(self._minutes * 60_000))
        else:
            self._timer.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in LIVELY:
            self.touch()
        return False
