"""Photos: the face beside a name, and the well into which a clerk drops one. Only bytes come out."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QPainter,
    QPainterPath,
    QPaintEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.ui import icons
from desktop.ui.theme import tokens
from desktop.ui.widgets.files import DropFrame, ask_file
from desktop.ui.widgets.labels import Muted, plain

LARGEST = 15 * 1024 * 1024
TOO_LARGE = "Berkas foto lebih dari 15 MB. Pilih foto yang lebih kecil."
NOT_READ = "Berkas foto tidak dapat dibaca. Periksa berkasnya, atau pilih foto lain."
NOT_PICTURE = "Berkas ini bukan foto yang dikenal. Pilih berkas JPG atau PNG."


class FacePicture(QWidget):
    """64 × 80 px: the photo cut to fit, or a quiet silhouette."""

    def __init__(self, width: int = 64, height: int = 80) -> None:
        super().__init__()
        self.setFixedSize(width, height)
        self._image = QImage()
        self.set(None)

    def set(self, data: bytes | None) -> None:
        """Show a photo (JPEG or PNG bytes); None or bytes that are no picture show the silhouette."""
        self._image = QImage.fromData(data) if data else QImage()
        self.setAccessibleName("Foto" if not self._image.isNull() else "Belum ada foto")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        now, painter = tokens(), QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(self.rect()), 4, 4)
        painter.setClipPath(shape)
        painter.fillRect(self.rect(), QColor(now.soft))
        if self._image.isNull():
            size = min(self.width(), self.height()) // 2
            drawing = icons.pixmap("user", now.accent, size, self.devicePixelRatioF())
            painter.drawPixmap((self.width() - size) // 2, (self.height() - size) // 2, drawing)
        else:
            painter.drawImage(QRectF(self.rect()), self._image, self._part())
        painter.end()

    def _part(self) -> QRectF:
        wide, high = self._image.width(), self._image.height()
        scale = min(wide / self.width(), high / self.height())
        take = QSize(round(self.width() * scale), round(self.height() * scale))
        return QRectF((wide - take.width()) / 2, (high - take.height()) / 3, take.width(), take.height())


class PhotoWell(DropFrame):
    """Drop a picture or choose one. ``check(bytes)`` may refuse it with a sentence (empty: good)."""

    changed = Signal()

    def __init__(self, name: str = "Foto") -> None:
        super().__init__()
        self.setObjectName("photowell")
        self.setAccessibleName(name)
        self.check: Callable[[bytes], str] | None = None
        self._data: bytes | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 10, 12, 10)
        row.setSpacing(12)
        self._face = FacePicture(54, 68)
        self._choose, self._drop = QPushButton("Pilih foto…"), QPushButton("Hapus")
        self._choose.setAccessibleName(f"Pilih {name.lower()}")
        self._drop.setAccessibleName(f"Hapus {name.lower()}")
        self._drop.setProperty("kind", "link")
        self._choose.clicked.connect(self._ask)
        self._drop.clicked.connect(lambda: self.set_data(None))
        self._hint, self._error = Muted("Seret foto ke sini, atau pilih dari berkas."), plain(part="error", wrap=True)
        buttons = QHBoxLayout()
        buttons.addWidget(self._choose)
        buttons.addWidget(self._drop)
        buttons.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self._hint)
        words.addWidget(self._error)
        words.addLayout(buttons)
        row.addWidget(self._face)
        row.addLayout(words, 1)
        self._show_state("")

    def data(self) -> bytes | None:
        """The chosen picture as it came, or None."""
        return self._data

    def set_data(self, data: bytes | None) -> str:
        """Take a picture; returns the sentence why not, empty when taken. What was there stays when it is refused."""
        sentence = self._why_not(data) if data else ""
        if not sentence and data != self._data:
            self._data = data
            self._face.set(data)
            self.changed.emit()
        self._show_state(sentence)
        return sentence

    def take_file(self, path: str) -> str:
        """Take a picture from a file."""
        try:
            if Path(path).stat().st_size > LARGEST:
                sentence = TOO_LARGE
            else:
                return self.set_data(Path(path).read_bytes() or b"\0")
        except OSError:
            sentence = NOT_READ
        self._show_state(sentence)
        return sentence

    def error(self) -> str:
        """The sentence under the picture; empty when all is well."""
        return self._error.text()

    def _why_not(self, data: bytes) -> str:
        if len(data) > LARGEST:
            return TOO_LARGE
        if self.check and (sentence := self.check(data)):
            return sentence
        return NOT_PICTURE if QImage.fromData(data).isNull() else ""

    def _show_state(self, sentence: str) -> None:
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))
        self._hint.setVisible(not sentence)
        self._drop.setVisible(self._data is not None)
        self._choose.setText("Ganti foto…" if self._data else "Pilih foto…")

    def _ask(self) -> None:
        path = ask_file(self, "Pilih foto", "Foto (*.jpg *.jpeg *.png *.webp *.bmp)")
        if path:
            self.take_file(path)

    def dropped(self, path: str) -> None:
        self.take_file(path)
