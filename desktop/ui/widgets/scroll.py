"""What may be higher than the window."""

from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget


def scrolled(name: str, margins: tuple[int, int, int, int] = (15, 13, 15, 13)) -> tuple[QScrollArea, QVBoxLayout]:
    """A scroll area without a frame, named for screen readers, and the column inside it."""
    scroll, inside = QScrollArea(), QWidget()
    inside.setObjectName("inside")
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setAccessibleName(name)
    box = QVBoxLayout(inside)
    box.setContentsMargins(*margins)
    box.setSpacing(8)
    scroll.setWidget(inside)
    return scroll, box
