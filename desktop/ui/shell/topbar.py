"""The top bar: search, practice mark, connection light, date and time, notes, help."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QWidget

from desktop.ui import icons
from desktop.ui.fonts import font
from desktop.ui.format import long_moment
from desktop.ui.shell.search import SearchBox
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.labels import plain
from desktop.ui.widgets.toasts import Note

HEIGHT = 52


class TopBar(QFrame):
    """52 px above every screen."""

    help_wanted = Signal()

    def __init__(self, host: QWidget, now: Callable[[], datetime], practice: bool) -> None:
        super().__init__()
        self.setObjectName("topbar")
        self.setFixedHeight(HEIGHT)
        self._now = now
        self.notes: Sequence[Note] = ()
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 14, 0)
        row.setSpacing(12)
        self.search = SearchBox(host)
        self.practice, self.light = Chip("KANTOR LATIHAN", "warn"), Chip("Tersambung", "ok", dot=True)
        self.practice.setToolTip("Semua orang di kantor ini rekaan.")
        self.clock = plain(part="muted")
        self.clock.setFont(font(tabular=True))
        self.bell = self._tool("bell", "Pemberitahuan", self._show_notes)
        row.addWidget(self.search, 1000)
        row.addStretch(1)
        for part in (self.practice, self.light, self.clock, self.bell):
            row.addWidget(part)
        self.practice.setVisible(practice)
        row.addWidget(self._tool("circle-help", "Bantuan langkah ini (F1)", self.help_wanted.emit))
        self._tick = QTimer(self)
        self._tick.setInterval(5000)
        self._tick.timeout.connect(self.tell_time)
        self._tick.start()
        self.tell_time()

    def _tool(self, icon: str, name: str, on: Callable[[], None]) -> QPushButton:
        button = QPushButton()
        button.setProperty("kind", "icon")
        button.setAccessibleName(name)
        button.setToolTip(name)
        icons.themed(button, icon, "muted")
        button.clicked.connect(lambda _=False: on())
        return button

    def tell_time(self) -> None:
        """Write date and time anew."""
        self.clock.setText(long_moment(self._now()))

    def set_connection(self, word: str, tone: str) -> None:
        """The light: Tersambung (ok), Menyambung lagi… (warn), Terputus (bad)."""
        self.light.set(word, tone)

    def _show_notes(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for note in list(self.notes)[:12]:
            words = f"{note.when}   {note.sentence}" if note.when else note.sentence
            line = menu.addAction(words.replace("&", "&&"))
            if note.action is not None:
                label, on = note.action
                line.setText(f"{line.text()}   ({label.replace('&', '&&')})")
                line.triggered.connect(lambda _=False, on=on: on())
        if menu.isEmpty():
            menu.addAction("Belum ada pemberitahuan.").setEnabled(False)
        menu.popup(self.bell.mapToGlobal(self.bell.rect().bottomLeft()))
