"""Files outside the program: where to save, which one to read, how one is dropped, and the computer's own program for it."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QWidget

from desktop.ui.theme import restyle

if TYPE_CHECKING:
    from desktop.ui.desk import Action, Desk

PDF = "PDF (*.pdf)"
SCANS = "Gambar atau PDF (*.jpg *.jpeg *.png *.pdf)"
BOOK = "Buku kerja Excel (*.xlsx)"
SHEETS = "Lembar kerja (*.xlsx *.xlsm *.xls *.ods *.csv);;Semua berkas (*)"


def ask_place(parent: QWidget, name: str, kinds: str = PDF) -> str:
    """Where to save; empty when the clerk changed their mind."""
    path, _kind = QFileDialog.getSaveFileName(parent, "Simpan", name, kinds)
    return path


def ask_book(parent: QWidget, name: str) -> str:
    """Where to save a workbook; empty when the clerk changed their mind."""
    return ask_place(parent, name, BOOK)


def ask_file(parent: QWidget, title: str = "Pilih berkas", kinds: str = SHEETS) -> str:
    """Which file to read; empty when the clerk changed their mind."""
    path, _kind = QFileDialog.getOpenFileName(parent, title, "", kinds)
    return path


def with_ending(chosen: str | Path, ending: str) -> Path:
    """The chosen place with this ending, added when the clerk typed none; a dot inside the name is no ending."""
    path = Path(chosen)
    return path if path.suffix.lower() == ending else path.with_name(f"{path.name}{ending}")


def open_with_system(path: Path) -> bool:
    """Hand a file to the computer's own program for it."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def opening(desk: "Desk", path: Path, viewer: Callable[[Path], bool] = open_with_system) -> "Action":
    """The button *Buka berkas* for the message bar; says where the file is when no program opens it."""

    def show() -> None:
        if not viewer(path):
            desk.say(f"Tidak ada program untuk membuka berkas ini. Buka sendiri: {path}", "warn")

    return "Buka berkas", show


class DropFrame(QFrame):
    """A frame onto which a file is dropped; a subclass takes it in ``dropped``."""

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)

    def dropped(self, path: str) -> None:
        """A file of this computer was dropped here."""

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            restyle(self, over=True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        restyle(self, over=False)

    def dropEvent(self, event: QDropEvent) -> None:
        restyle(self, over=False)
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.dropped(paths[0])
