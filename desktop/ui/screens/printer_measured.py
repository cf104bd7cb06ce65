"""Calibration: the clerk types what the ruler said on the test page; how far the print is moved is worked out here."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.printing.kinds import FARTHEST
from desktop.ui.widgets import Form
from desktop.ui.widgets.form import Wheelless
from desktop.ui.widgets.print_options import offset_words

TOO_FAR = (
    f"Selisihnya lebih dari {FARTHEST:g} mm. Periksa kertas di baki dan ukuran 100% pada pencetak, lalu ukur lagi."
)


class Ruler(QDoubleSpinBox):
    """A distance read from a ruler, to half a millimetre or finer."""

    def __init__(self) -> None:
        super().__init__()
        self.setRange(0.0, 99.9)
        self.setDecimals(1)
        self.setSingleStep(0.5)
        self.setSuffix(" mm")
        self.installEventFilter(Wheelless(self))


class Measured(QWidget):
    """``computed(dx, dy)``: the offset the next print needs, from the one the measured page was printed with."""

    computed = Signal(float, float)

    def __init__(self) -> None:
        super().__init__()
        self._line = 0.0
        self._printed_with = (0.0, 0.0)
        self.form = Form()
        self.form.pair()
        self.left, self.top = Ruler(), Ruler()
        self.form.add("left", "Terukur dari kiri", self.left)
        self.form.add("top", "Terukur dari atas", self.top)
        self.use = QPushButton("Hitung gesernya")
        self.use.clicked.connect(self.compute)
        for field in (self.left, self.top):
            field.lineEdit().returnPressed.connect(self.compute)
        row = QHBoxLayout()
        row.addWidget(self.use)
        row.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(self.form)
        box.addLayout(row)

    def expect(self, line: float, printed_with: tuple[float, float]) -> None:
        """Where the frame should lie on this paper, and the offset its test page was printed with."""
        self._line, self._printed_with = line, printed_with
        for field in (self.left, self.top):
            field.setValue(line)
        self.form.clear_errors()

    def compute(self) -> None:
        """Tell the offset; a distance that no offset mends is refused at its field."""
        needed = [
            round(was + self._line - field.value(), 1)
            for was, field in zip(self._printed_with, (self.left, self.top), strict=True)
        ]
        names = ("left", "top")
        errors = {name: TOO_FAR for name, offset in zip(names, needed, strict=True) if abs(offset) > FARTHEST}
        if self.form.set_errors(errors):
            self.computed.emit(*needed)


def result_words(dx: float, dy: float) -> str:
    """What to do with a computed offset."""
    moved = offset_words(dx, dy)
    told = f"Cetakan akan digeser {moved}" if moved else "Cetakan tidak perlu digeser"
    return f"{told}. Simpan, lalu cetak halaman uji sekali lagi."
