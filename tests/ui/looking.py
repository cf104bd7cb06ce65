"""What the tests of the kit look for in a window."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QHeaderView, QLineEdit, QScrollBar, QTableView, QWidget

from desktop.ui.widgets import Sheet

CONTROL = Qt.KeyboardModifier.ControlModifier


def nameless(root: QWidget) -> list[str]:
    """Controls under ``root`` that a screen reader cannot name."""
    found = []
    for child in root.findChildren(QWidget):
        takes = child.focusPolicy() & Qt.FocusPolicy.TabFocus
        control = isinstance(child, QAbstractButton | QLineEdit | QTableView) or takes
        inner = isinstance(child, QHeaderView | QScrollBar) or child.objectName().startswith("qt_")
        if not control or inner or child.focusProxy() is not None or child.isHidden():
            continue
        face = QAccessible.queryAccessibleInterface(child)
        if face is not None and not face.text(QAccessible.Text.Name):
            found.append(f"{type(child).__name__} {child.objectName()}")
    return found


def sheet_of(stage) -> Sheet:
    """The sheet that lies over the office."""
    return next(sheet for sheet in stage.findChildren(Sheet) if not sheet.isHidden())
