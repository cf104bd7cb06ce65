"""What an empty list shows: one line why, one button for what to do next."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop.ui.widgets.labels import IconLabel, Muted

Action = tuple[str, Callable[[], None]]


class EmptyState(QWidget):
    """An icon, one muted line, at most one button."""

    def __init__(self, text: str = "", action: Action | None = None, icon: str = "inbox") -> None:
        super().__init__()
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 24, 24, 24)
        box.setSpacing(12)
        self._text = Muted()
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._icon = IconLabel(icon, "muted", 28)
        self._button = QPushButton()
        self._do: Callable[[], None] | None = None
        self._button.clicked.connect(lambda: self._do() if self._do else None)
        box.addStretch(2)
        box.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addWidget(self._text)
        box.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(3)
        self.set(text, action)

    def set(self, text: str, action: Action | None = None) -> None:
        """Another line and button."""
        self._text.setText(text)
        self._button.setVisible(action is not None)
        if action:
            self._button.setText(action[0].replace("&", "&&"))
            self._do = action[1]

    def text(self) -> str:
        """The line shown."""
        return self._text.text()
