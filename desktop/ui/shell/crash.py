"""Our own bug: one dialog with a short code; the program goes on."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.bugs import bug_code, bug_details
from desktop.ui.widgets.labels import Muted, plain

WORDS = (
    "Padan menemui kesalahan pada programnya sendiri. Pekerjaan yang sudah disimpan aman, dan Anda dapat meneruskan. "
    "Bila terulang, tekan Salin rincian dan kirimkan kepada pengelola. Rincian tidak memuat data orang."
)


class CrashDialog(QDialog):
    """Shows a code and *Salin rincian*; a second bug meanwhile only changes the code shown."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Kesalahan program")
        self.setAccessibleName("Kesalahan program")
        self.setMinimumWidth(460)
        self.details = ""
        box = QVBoxLayout(self)
        box.setContentsMargins(22, 20, 22, 18)
        box.setSpacing(12)
        self._code = plain(part="panel-title")
        self._code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        box.addWidget(self._code)
        box.addWidget(Muted(WORDS))
        row = QHBoxLayout()
        row.addStretch(1)
        self.copy, close = QPushButton("Salin rincian"), QPushButton("Teruskan bekerja")
        self.copy.clicked.connect(self._copy)
        self._close = close
        close.setProperty("kind", "primary")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        row.addWidget(self.copy)
        row.addWidget(close)
        box.addLayout(row)

    def tell(self, error: BaseException) -> None:
        """Show this bug."""
        self.details = bug_details(error)
        self._code.setText(f"Kesalahan {bug_code(error)}")
        self.copy.setText("Salin rincian")
        self.open()
        self._close.setFocus()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.details)
        self.copy.setText("Sudah disalin")
