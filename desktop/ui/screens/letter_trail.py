"""What was done with one letter and by whom, over the register of letters (J3)."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from db.queries.trail import TrailRow
from desktop.ui.screens.base import Screen
from desktop.ui.screens.person_parts import TrailList
from desktop.ui.screens.person_words import tell
from desktop.ui.widgets.labels import Muted
from desktop.ui.widgets.scroll import scrolled
from desktop.ui.widgets.sheet import Sheet

WIDTH, LEAST, AROUND = 640, 260, 190
NOTE = "Terbaru di atas. Yang dilakukan kantor lain tampak sejauh Anda berhak melihatnya."


class LetterTrailSheet(Sheet):
    """Arrows and the page keys scroll, Esc closes."""

    def __init__(self, screen: Screen, number: str, rows: Sequence[TrailRow]) -> None:
        host = screen._host()
        super().__init__(host, f"Riwayat surat {number}", min(WIDTH, host.width() - 60))
        self.lines = TrailList()
        zone = screen.desk.now().tzinfo
        self.lines.set_lines([tell(row, {}, zone) for row in rows])
        self.area, column = scrolled("Riwayat surat", (0, 0, 8, 0))
        column.addWidget(self.lines)
        column.addStretch(1)
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.area.setMinimumHeight(max(host.height() - AROUND, LEAST))
        self.box.addWidget(Muted(NOTE))
        self.box.addWidget(self.area, 1)
        self.add_buttons("Mengerti", self.cancel, no="Tutup")

    def open(self, focus: QWidget | None = None) -> None:
        super().open(focus or self.area)
