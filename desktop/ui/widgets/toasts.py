"""Passing notes at the bottom right: at most two, gone after five seconds, all kept in a list."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desktop.ui.widgets.labels import IconLabel, plain
from desktop.ui.widgets.message_bar import ICONS

MOST, SECONDS, KEPT, WIDTH = 2, 5, 100, 340


@dataclass(frozen=True, slots=True)
class Note:
    """One note as kept in the list; ``when`` is the clock text given by the window."""

    sentence: str
    kind: str
    when: str = ""


class Toasts(QObject):
    """Lays its notes over ``host``; they never take the focus and never cover the action bar."""

    added = Signal(object)

    def __init__(self, host: QWidget, foot: Callable[[], int] = lambda: 72) -> None:
        super().__init__(host)
        self._host, self._foot = host, foot
        self._shown: list[QFrame] = []
        self.notes: deque[Note] = deque(maxlen=KEPT)
        host.installEventFilter(self)

    def show(self, sentence: str, kind: str = "info", when: str = "") -> None:
        """Show a note and keep it."""
        note = Note(sentence, kind, when)
        self.notes.appendleft(note)
        while len(self._shown) >= MOST:
            self._drop(self._shown[0])
        frame = self._frame(note)
        self._shown.append(frame)
        self.place()
        frame.show()
        frame.raise_()
        timer = QTimer(frame)
        timer.setSingleShot(True)
        timer.timeout.connect(lambda: self._drop(frame))
        timer.start(SECONDS * 1000)
        self.added.emit(note)

    def shown(self) -> tuple[str, ...]:
        """The sentences on the screen now."""
        return tuple(frame.accessibleName() for frame in self._shown)

    def _frame(self, note: Note) -> QFrame:
        frame = QFrame(self._host)
        frame.setObjectName("toast")
        frame.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        frame.setAccessibleName(note.sentence)
        row = QHBoxLayout(frame)
        row.setContentsMargins(14, 11, 14, 11)
        row.setSpacing(10)
        row.addWidget(IconLabel(ICONS[note.kind], note.kind), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(plain(note.sentence, wrap=True), 1)
        frame.setFixedWidth(WIDTH)
        frame.setFixedHeight(max(row.heightForWidth(WIDTH), 40))
        return frame

    def _drop(self, frame: QFrame) -> None:
        if frame in self._shown:
            self._shown.remove(frame)
            frame.hide()
            frame.deleteLater()
            self.place()

    def place(self) -> None:
        """Stack the notes above whatever is at the foot now."""
        bottom = self._host.height() - self._foot()
        for frame in reversed(self._shown):
            bottom -= frame.height()
            frame.move(self._host.width() - WIDTH - 20, bottom)
            bottom -= 8

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._host and event.type() == QEvent.Type.Resize:
            self.place()
        return False
