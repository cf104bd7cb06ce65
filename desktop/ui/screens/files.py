"""Files that leave the program: opened by the computer's own programs."""

from pathlib import Path

from PySide6.QtCore import QUrl


def file_url(path: Path) -> QUrl:
    """A URL for ``QDesktopServices``."""
    return QUrl.fromLocalFile(str(path))


def safe_name(text: str) -> str:
    """A letter number as part of a file name: signs that file systems refuse become dashes."""
    return "".join(sign if sign.isalnum() or sign in " .-_" else "-" for sign in text).strip(" .")[:120]
