"""The well for an office's emblem: dropped or chosen, made ready by a worker, shown as it will be printed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.ui.desk import Desk
from desktop.ui.tasks import Job
from desktop.ui.theme import tokens
from desktop.ui.widgets.files import DropFrame, ask_file
from desktop.ui.widgets.labels import Muted, plain

KINDS = "Gambar (*.png *.jpg *.jpeg *.webp *.bmp);;Semua berkas (*)"
HINT = "Seret lambang ke sini, atau pilih gambar PNG atau JPEG."


def read_emblem(_job: Job, path: str) -> bytes:
    """The picture as it is stored: PNG on white, at most 600 px. Raises PaperError and OSError."""
    from desktop.documents.pictures import MOST_BYTES, normalise_emblem

    with Path(path).open("rb") as file:
        # One byte more than may be: a film dropped by mistake is refused without reading it whole.
        return normalise_emblem(file.read(MOST_BYTES + 1))[0]


class EmblemWell(DropFrame):
    """``data()`` is the emblem as it would be stored; ``changed`` after a new one, or after *Hapus*."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("photowell")
        self.setAccessibleName("Lambang")
        self.ask: Callable[[QWidget], str] = lambda parent: ask_file(parent, "Pilih lambang", KINDS)
        self._desk = desk
        self._data: bytes | None = None
        self._picture = _Picture()
        self._hint, self._error = Muted(HINT), plain(part="error", wrap=True)
        self._choose, self._drop = QPushButton("Pilih lambang…"), QPushButton("Hapus")
        self._choose.setAccessibleName("Pilih lambang")
        self._drop.setAccessibleName("Hapus lambang")
        self._drop.setProperty("kind", "link")
        self._choose.clicked.connect(self.choose)
        self._drop.clicked.connect(lambda: self.put(None))
        buttons = QHBoxLayout()
        buttons.addWidget(self._choose)
        buttons.addWidget(self._drop)
        buttons.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self._hint)
        words.addWidget(self._error)
        words.addLayout(buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 10, 12, 10)
        row.setSpacing(12)
        row.addWidget(self._picture)
        row.addLayout(words, 1)
        self.show_data(None)

    def data(self) -> bytes | None:
        """The emblem, or None."""
        return self._data

    def show_data(self, data: bytes | None) -> None:
        """What is stored; nobody is told."""
        self._data = data
        self._picture.set(data)
        self._say("")

    def put(self, data: bytes | None) -> None:
        """Another emblem, or none."""
        if data != self._data:
            self.show_data(data)
            self.changed.emit()

    def choose(self) -> None:
        """Open the file dialog."""
        path = self.ask(self)
        if path:
            self.dropped(path)

    def dropped(self, path: str) -> None:
        self._desk.work(read_emblem, path, then=self.put, failed=self._refused)

    def error(self) -> str:
        """The sentence under the picture; empty when all is well."""
        return self._error.text()

    def _refused(self, error: Any) -> None:
        self._say(str(getattr(error, "sentence", "")) or "Berkas itu tidak dapat dibaca. Pilih gambar lain.")

    def _say(self, sentence: str) -> None:
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))
        self._hint.setVisible(not sentence)
        self._drop.setVisible(self._data is not None)
        self._choose.setText("Ganti lambang…" if self._data else "Pilih lambang…")


class _Picture(QWidget):
    """The emblem on the white of the paper, whatever scheme the screen has."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(QSize(64, 72))
        self._image = QImage()

    def set(self, data: bytes | None) -> None:
        self._image = QImage.fromData(data) if data else QImage()
        self.setAccessibleName("Lambang kantor" if data else "Belum ada lambang")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), QColor(Qt.GlobalColor.white))
        painter.setPen(QColor(tokens().border))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        if not self._image.isNull():
            room = QRectF(self.rect()).adjusted(5, 5, -5, -5)
            size = self._image.size().scaled(room.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
            left = room.left() + (room.width() - size.width()) / 2
            top = room.top() + (room.height() - size.height()) / 2
            painter.drawImage(QRectF(left, top, size.width(), size.height()), self._image)
        painter.end()
