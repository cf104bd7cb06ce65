"""What the pages in front of the office share: the dark side, a white card in the middle that scrolls when it must."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop.ui.shell.signin import Welcome
from desktop.ui.widgets.labels import Muted, Title


class FrontPage(QWidget):
    """``box`` takes the page's parts, between the title and the row of buttons that ``add_buttons`` makes."""

    def __init__(self, title: str, line: str, width: int = 600) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(Welcome())
        row.addStretch(1)
        card = QFrame()
        card.setObjectName("card")
        card.setFixedWidth(width)
        self._outer = QVBoxLayout(card)
        self._outer.setContentsMargins(28, 24, 28, 24)
        self._outer.setSpacing(12)
        self._outer.addWidget(Title(title))
        self._outer.addWidget(Muted(line))
        row.addWidget(card, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        self.box = QVBoxLayout()
        self.box.setSpacing(12)
        self._outer.addLayout(self.box)

    def add_buttons(self, *buttons: QPushButton | None) -> None:
        """The last row; ``None`` is the space between left and right."""
        row = QHBoxLayout()
        row.setSpacing(10)
        for button in buttons:
            if button is None:
                row.addStretch(1)
            else:
                row.addWidget(button)
        self._outer.addLayout(row)


def button(label: str, kind: str = "") -> QPushButton:
    """A button that a screen reader names by its words."""
    made = QPushButton(label)
    made.setAccessibleName(label.split("   ", maxsplit=1)[0])
    if kind:
        made.setProperty("kind", kind)
    return made


def scrolling(inside: QWidget, name: str, most: int) -> QScrollArea:
    """A part that may be longer than the window."""
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setAccessibleName(name)
    inside.setObjectName("inside")
    scroll.setWidget(inside)
    wanted = inside.sizeHint().height() + 4
    scroll.setMinimumHeight(min(wanted, 120))
    scroll.setMaximumHeight(min(wanted, most))
    return scroll
