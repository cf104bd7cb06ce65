"""A recovery key to be copied by hand, by printer or by clipboard: shown once, and away again when it was put away."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QTextDocument
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.ui.widgets.labels import Muted, plain

PAPER = "Kunci pemulihan Padan"
ADVICE = (
    "Dengan kunci ini administrator yang lupa kata sandi dapat masuk lagi. Siapa pun yang memegangnya dapat membuka"
    " kantor ini: simpan di lemari terkunci, bukan di komputer ini."
)
SAVED = "Kunci pemulihan sudah saya simpan di luar komputer ini"
ALL_SAVED = "Kunci pemulihan dan kata sandi sementara sudah saya simpan di luar komputer ini"


def print_lines(parent: QWidget, lines: Sequence[str]) -> bool:
    """Ask for a printer and print the lines; nothing is written to the disk by us. Gives whether it was printed."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter()
    printer.setDocName(PAPER)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle("Cetak kunci pemulihan")
    if dialog.exec() != QPrintDialog.DialogCode.Accepted:
        return False
    document = QTextDocument()
    document.setPlainText("\n".join(lines))
    document.print_(printer)
    return True


class RecoveryKey(QWidget):
    """The groups of the key, *Salin*, *Cetak…*, and the box that must be ticked: ``saved`` tells its state.

    ``more`` are further lines for the paper (temporary passwords)."""

    saved = Signal(bool)

    def __init__(
        self,
        key: str,
        more: Sequence[str] = (),
        put_on_paper: Callable[[QWidget, Sequence[str]], bool] = print_lines,
    ) -> None:
        super().__init__()
        self._key, self._more, self._put_on_paper = key, tuple(more), put_on_paper
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addWidget(self._groups())
        box.addWidget(Muted(ADVICE))
        row = QHBoxLayout()
        row.setSpacing(10)
        self.copy, self.print = QPushButton("Salin"), QPushButton("Cetak…")
        self.copy.setAccessibleName("Salin kunci pemulihan")
        self.print.setAccessibleName("Cetak kunci pemulihan")
        self.copy.clicked.connect(self._copy)
        self.print.clicked.connect(self._print)
        self._told = plain("", "muted")
        row.addWidget(self.copy)
        row.addWidget(self.print)
        row.addWidget(self._told, 1)
        box.addLayout(row)
        words = ALL_SAVED if self._more else SAVED
        self.box = QCheckBox(words)
        self.box.setAccessibleName(words)
        self.box.toggled.connect(self.saved)
        box.addWidget(self.box)

    def _groups(self) -> QWidget:
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 4, 0, 4)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(14)
        for place, group in enumerate(self._key.split("-")):
            word = plain(group, "key-group")
            word.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            word.setAccessibleName(f"Kelompok {place + 1}: {' '.join(group)}")
            pair = QVBoxLayout()
            pair.setSpacing(2)
            pair.addWidget(plain(f"kelompok {place + 1}", "muted"))
            pair.addWidget(word)
            grid.addLayout(pair, place // 4, place % 4)
        return holder

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._key)
        self._told.setText("Tersalin. Tempel di pengelola kata sandi, bukan di berkas biasa.")

    def _print(self) -> None:
        if self._put_on_paper(self, [PAPER, "", self._key, "", ADVICE, *(("", *self._more) if self._more else ())]):
            self._told.setText("Dikirim ke pencetak. Ambil kertasnya sekarang.")

    def forget(self) -> None:
        """The page goes: what we put on the clipboard goes too."""
        clipboard = QGuiApplication.clipboard()
        if clipboard.text() == self._key:
            clipboard.clear()
