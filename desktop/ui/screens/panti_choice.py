"""Which panti receives people: a choice with its label, for the desks of Satpol PP."""

from collections.abc import Iterable

from PySide6.QtWidgets import QComboBox, QHBoxLayout

from db.queries.offices import OfficeRow
from desktop.ui.widgets import plain
from desktop.ui.widgets.form import Wheelless


class PantiChoice(QComboBox):
    """``currentData()`` is the panti's id. ``nobody`` is a first line whose value is None; without it a hint stands there."""

    def __init__(self, hint: str = "", nobody: str = "") -> None:
        super().__init__()
        self._nobody = nobody
        self.setPlaceholderText(hint)
        self.setAccessibleName("Panti tujuan")
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.installEventFilter(Wheelless(self))

    def line(self, left: int, bottom: int) -> QHBoxLayout:
        """The choice behind its label, with this much room around it."""
        label = plain("Panti tujuan", "label")
        label.setBuddy(self)
        row = QHBoxLayout()
        row.setContentsMargins(left, 6, left, bottom)
        row.setSpacing(12)
        row.addWidget(label)
        row.addWidget(self, 1)
        return row

    def fill(self, offices: Iterable[OfficeRow], proposed: int | None = None) -> None:
        """Every active panti; what was chosen stays, then the proposed one, then the only one there is."""
        homes = [row for row in offices if row.kind == "panti" and row.active]
        wanted = self.currentData() or proposed or (homes[0].id if len(homes) == 1 else None)
        self.blockSignals(True)
        self.clear()
        if self._nobody:
            self.addItem(self._nobody, None)
        for home in homes:
            self.addItem(home.name, home.id)
        self.setCurrentIndex(max(self.findData(wanted), 0 if self._nobody else -1))
        self.blockSignals(False)
