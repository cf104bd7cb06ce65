"""Pages of a PDF as pictures: exactly the file that will be printed."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop.ui import icons
from desktop.ui.theme import tokens
from desktop.ui.widgets.labels import plain


@dataclass(frozen=True, slots=True)
class Page:
    """One page: size in pixels and its RGB bytes, three a pixel, no padding."""

    width: int
    height: int
    rgb: bytes


class _Paper(QWidget):
    """Paints one page, fitted or pixel by pixel."""

    def __init__(self) -> None:
        super().__init__()
        self._image = QImage()
        self._bytes = b""

    def set(self, page: Page | None) -> None:
        self._bytes = page.rgb if page else b""
        if page:
            kind = QImage.Format.Format_RGB888
            self._image = QImage(self._bytes, page.width, page.height, page.width * 3, kind)
        else:
            self._image = QImage()
        self.update()

    def fit(self, room: QSize, whole: bool) -> None:
        """Be as large as the room asks."""
        size = self._image.size()
        if whole and not size.isEmpty():
            size = size.scaled(room - QSize(28, 28), Qt.AspectRatioMode.KeepAspectRatio)
        self.setFixedSize(QSize(max(size.width() + 24, 60), max(size.height() + 24, 60)))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._image.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        paper = QRectF(self.rect()).adjusted(12, 12, -12, -12)
        painter.drawImage(paper, self._image)
        painter.setPen(QPen(QColor(tokens().border), 1))
        painter.drawRect(paper.adjusted(-0.5, -0.5, 0.5, 0.5))
        painter.end()


class PdfPreview(QWidget):
    """Previous, next, fit or full size; PageUp and PageDown turn the pages."""

    def __init__(self, name: str = "Pratinjau") -> None:
        super().__init__()
        self._pages: tuple[Page, ...] = ()
        self._at = 0
        self._whole = True
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        self._paper, self._scroll = _Paper(), QScrollArea()
        self._scroll.setWidget(self._paper)
        self._paper.setAutoFillBackground(False)
        self._scroll.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setAccessibleName(name)
        self._scroll.viewport().installEventFilter(self)
        box.addWidget(self._scroll, 1)
        box.addLayout(self._foot())
        self.set_pages(())

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        self._before = self._tool("arrow-left", "Halaman sebelumnya", lambda: self.turn(-1))
        self._after = self._tool("arrow-right", "Halaman berikutnya", lambda: self.turn(1))
        self._where = plain(part="muted")
        self._zoom = QPushButton("Ukuran penuh")
        self._zoom.setProperty("kind", "link")
        self._zoom.clicked.connect(self.toggle_zoom)
        for part in (self._before, self._where, self._after):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self._zoom)
        return row

    def _tool(self, icon: str, name: str, on: object) -> QPushButton:
        button = QPushButton()
        button.setProperty("kind", "icon")
        button.setAccessibleName(name)
        button.setToolTip(name)
        icons.themed(button, icon, "muted")
        button.clicked.connect(on)
        return button

    def set_pages(self, pages: Sequence[Page]) -> None:
        """Show these pages from the first."""
        self._pages, self._at = tuple(pages), 0
        self._show()

    def page(self) -> int:
        """Which page is shown, from 1; 0 without pages."""
        return self._at + 1 if self._pages else 0

    def turn(self, step: int) -> None:
        """Forward or back."""
        self._at = min(max(self._at + step, 0), max(len(self._pages) - 1, 0))
        self._show()

    def toggle_zoom(self) -> None:
        """Between the whole page and full size."""
        self._whole = not self._whole
        self._zoom.setText("Ukuran penuh" if self._whole else "Satu halaman")
        self._show()

    def _show(self) -> None:
        self._paper.set(self._pages[self._at] if self._pages else None)
        self._paper.fit(self._scroll.viewport().size(), self._whole)
        several = len(self._pages) > 1
        self._where.setText(f"{self._at + 1} dari {len(self._pages)}" if several else "")
        self._before.setVisible(several)
        self._after.setVisible(several)
        self._before.setEnabled(self._at > 0)
        self._after.setEnabled(self._at < len(self._pages) - 1)
        self._zoom.setVisible(bool(self._pages))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._scroll.viewport():
            self._paper.fit(self._scroll.viewport().size(), self._whole)
        return False
