"""Passing notes at the bottom right: at most two, gone after five seconds (ten when there is something to press), all
kept in a list."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.ui import icons
from desktop.ui.widgets.labels import IconLabel, plain
from desktop.ui.widgets.message_bar import ICONS

MOST, SECONDS, LONGER, KEPT, WIDTH = 2, 5, 10, 100, 340
Action = tuple[str, Callable[[], None]]


@dataclass(frozen=True, slots=True, eq=False)
class Note:
    """One note as kept in the list; ``when`` is the clock text given by the window, ``action`` the label of its button
    and what it does. A note takes the place of the one with the same ``key`` (when it has one) that is still shown."""

    sentence: str
    kind: str
    when: str = ""
    action: Action | None = None
    key: str = ""


class Toasts(QObject):
    """Lays its notes over ``host``; they never take the focus and never cover the action bar."""

    added = Signal(object)

    def __init__(self, host: QWidget, foot: Callable[[], int] = lambda: 72) -> None:
        super().__init__(host)
        self._host, self._foot = host, foot
        self._shown: dict[Note, QFrame] = {}
        self.notes: deque[Note] = deque(maxlen=KEPT)
        host.installEventFilter(self)

    def show(self, sentence: str, kind: str = "info", when: str = "") -> None:
        """Show a note and keep it."""
        self.add(Note(sentence, kind, when))

    def add(self, note: Note) -> None:
        """Show a note, perhaps with a button, and keep it."""
        old = next((shown for shown in self._shown if note.key and shown.key == note.key), None)
        if old is not None:
            self._drop(old)
            self.notes.remove(old)
        self.notes.appendleft(note)
        while len(self._shown) >= MOST:
            self._drop(next(iter(self._shown)))
        frame = self._frame(note)
        self._shown[note] = frame
        self.place()
        frame.show()
        frame.raise_()
        QAccessible.updateAccessibility(QAccessibleEvent(frame, QAccessible.Event.Alert))
        timer = QTimer(frame)
        timer.setSingleShot(True)
        timer.timeout.connect(lambda: self._drop(note))
        timer.start((LONGER if note.action else SECONDS) * 1000)
        self.added.emit(note)

    def shown(self) -> tuple[str, ...]:
        """The sentences on the screen now."""
        return tuple(note.sentence for note in self._shown)

    def is_shown(self, key: str) -> bool:
        """Whether the note with this key is on the screen now."""
        return any(note.key == key for note in self._shown)

    def _frame(self, note: Note) -> QFrame:
        frame = QFrame(self._host)
        frame.setObjectName("toast")
        frame.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, note.action is None)
        frame.setAccessibleName(note.sentence)
        row = QHBoxLayout(frame)
        row.setContentsMargins(14, 11, 14, 11)
        row.setSpacing(10)
        row.addWidget(IconLabel(ICONS[note.kind], note.kind), 0, Qt.AlignmentFlag.AlignTop)
        words = plain(note.sentence, wrap=True)
        if note.action is None:
            row.addWidget(words, 1)
        else:
            column = QVBoxLayout()
            column.setSpacing(4)
            column.addWidget(words)
            column.addWidget(self._button(note, note.action), 0, Qt.AlignmentFlag.AlignLeft)
            row.addLayout(column, 1)
            row.addWidget(self._close(note), 0, Qt.AlignmentFlag.AlignTop)
        frame.setFixedWidth(WIDTH)
        frame.setFixedHeight(max(row.totalHeightForWidth(WIDTH), 40))
        return frame

    def _button(self, note: Note, action: Action) -> QPushButton:
        """Never takes the keys: what it opens is also reached from the list behind the bell."""
        label, on = action
        button = QPushButton(label.replace("&", "&&"))
        button.setProperty("kind", "link")
        button.setAccessibleName(label)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)

        def pressed() -> None:
            self._drop(note)
            on()

        button.clicked.connect(lambda _=False: pressed())
        return button

    def _close(self, note: Note) -> QPushButton:
        """What lies under a note is wanted now."""
        button = QPushButton()
        button.setProperty("kind", "icon")
        button.setAccessibleName("Tutup kabar")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        icons.themed(button, "x", "muted")
        button.clicked.connect(lambda _=False: self._drop(note))
        return button

    def _drop(self, note: Note) -> None:
        frame = self._shown.pop(note, None)
        if frame is not None:
            frame.hide()
            frame.deleteLater()
            self.place()

    def place(self) -> None:
        """Stack the notes above whatever is at the foot now."""
        bottom = self._host.height() - self._foot()
        for frame in reversed(self._shown.values()):
            bottom -= frame.height()
            frame.move(self._host.width() - WIDTH - 20, bottom)
            bottom -= 8

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._host and event.type() == QEvent.Type.Resize:
            self.place()
        return False
