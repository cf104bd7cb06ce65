"""The head of a screen: title, one muted line, two to four numbers at the right."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.format import DOT
from desktop.ui.widgets.labels import Elided, Title, plain, set_tone


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that matters, with its label beneath."""

    value: str | int
    label: str
    tone: str = "plain"


class Header(QWidget):
    """Title 20 px; the line ends in … rather than pushing the figures away."""

    def __init__(self, title: str = "") -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 8, 0)
        row.setSpacing(24)
        words = QVBoxLayout()
        words.setSpacing(1)
        self._title, self._line = Title(title), Elided(part="muted")
        words.addWidget(self._title)
        words.addWidget(self._line)
        row.addLayout(words, 1)
        self._figures = QHBoxLayout()
        self._figures.setSpacing(34)
        row.addLayout(self._figures)

    def set_title(self, text: str) -> None:
        """Another title."""
        self._title.setText(text)

    def set_line(self, *parts: str) -> None:
        """The muted line; empty parts are left out."""
        self._line.set(DOT.join(part for part in parts if part))

    def set_figures(self, *figures: Figure) -> None:
        """At most four; replaces those before."""
        while self._figures.count():
            old = self._figures.takeAt(0).widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for figure in figures[:4]:
            self._figures.addWidget(self._one(figure))

    def _one(self, figure: Figure) -> QWidget:
        holder = QWidget()
        box = QVBoxLayout(holder)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        value, label = plain(str(figure.value)), plain(figure.label, "muted")
        value.setStyleSheet("font-size: 18px; font-weight: 600;")
        set_tone(value, figure.tone)
        for part in (value, label):
            part.setAlignment(Qt.AlignmentFlag.AlignRight)
            box.addWidget(part)
        holder.setAccessibleName(f"{figure.value} {figure.label}")
        return holder
