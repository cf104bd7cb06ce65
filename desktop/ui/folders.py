"""A folder is opened in the computer's own file manager."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def show_folder(folder: str) -> None:
    """Show what lies there; nothing is started."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(folder))
