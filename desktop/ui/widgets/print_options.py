"""Which printer, how many, on both sides: the right half of the printing sheet."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from desktop.printing.kinds import MOST_COPIES, PAPERS, PrintChoice, Printer
from desktop.ui.widgets.form import Form
from desktop.ui.widgets.labels import Caption, Muted, plain, set_tone
from desktop.ui.widgets.scroll import scrolled

ROW, TALLEST = 38, 228
INDENT = 24


def offset_words(dx: float, dy: float) -> str:
    """«2,0 mm ke kanan dan 1,5 mm ke bawah», empty without an offset."""
    across = f"{_mm(dx)} mm ke {'kanan' if dx > 0 else 'kiri'}" if dx else ""
    down = f"{_mm(dy)} mm ke {'bawah' if dy > 0 else 'atas'}" if dy else ""
    return " dan ".join(part for part in (across, down) if part)


def paper_words(paper: str) -> str:
    """«F4, 215 × 330 mm»."""
    size = PAPERS[paper]
    return f"{size.title}, {size.width:g} × {size.height:g} mm".replace(".", ",")


def _mm(value: float) -> str:
    return f"{abs(value):.1f}".replace(".", ",")


class PrintOptions(QWidget):
    """``set`` shows printers and what is remembered; ``choice`` says what is chosen now."""

    chosen = Signal()  # another printer, by the clerk

    def __init__(self, paper: str) -> None:
        super().__init__()
        self._paper, self._remembered = paper, PrintChoice()
        self._printers: tuple[Printer, ...] = ()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(Caption("Pencetak"))
        self.hint = Muted("Mencari pencetak…")
        box.addWidget(self.hint)
        self._scroll, self._list = scrolled("Pencetak", (0, 0, 0, 0))
        self._list.setSpacing(6)
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(lambda _id: self.chosen.emit())
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        box.addWidget(self._scroll)
        self.form = Form()
        self.form.number("copies", "Salinan", lowest=1, highest=MOST_COPIES)
        self.form.check("duplex", "Bolak-balik (balik di sisi panjang)")
        box.addWidget(self.form)
        self.paper = plain(part="small", wrap=True)
        box.addWidget(self.paper)
        for part in (self._scroll, self.form, self.paper):
            part.hide()

    def set(self, printers: Sequence[Printer], remembered: PrintChoice) -> None:
        """The printers of this computer; the remembered one chosen, else the default, else the first ready one."""
        self._printers, self._remembered = tuple(printers), remembered
        self.form.set_values({"copies": remembered.copies, "duplex": remembered.duplex})
        self._show_list(self._first())
        offset = offset_words(remembered.dx, remembered.dy)
        moved = f" Hasil digeser {offset}." if offset else ""
        self.paper.setText(f"Kertas {paper_words(self._paper)}, ukuran 100%.{moved}")

    def refresh(self, printers: Sequence[Printer]) -> None:
        """The same printers later: their states change, what is chosen and typed stays."""
        chosen = self.printer()
        self._printers = tuple(printers)
        self._show_list(chosen.name if chosen else self._first())

    def printer(self) -> Printer | None:
        """The printer chosen now."""
        at = self._group.checkedId()
        return self._printers[at] if 0 <= at < len(self._printers) else None

    def choice(self) -> PrintChoice:
        """Everything chosen now, with the paper's remembered offset."""
        typed, printer = self.form.values(), self.printer()
        name = printer.name if printer else ""
        return replace(self._remembered, printer=name, copies=typed["copies"], duplex=typed["duplex"])

    def focus(self) -> None:
        """To the chosen printer."""
        button = self._group.checkedButton()
        if button is not None:
            button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _first(self) -> str:
        names = [one.name for one in self._printers]
        if self._remembered.printer in names:
            return self._remembered.printer
        default = next((one.name for one in self._printers if one.default and one.ready), "")
        return default or next((one.name for one in self._printers if one.ready), names[0] if names else "")

    def _show_list(self, chosen: str) -> None:
        while self._list.count():
            old = self._list.takeAt(0).widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for button in self._group.buttons():
            self._group.removeButton(button)
        for at, printer in enumerate(self._printers):
            self._list.addWidget(self._row(at, printer, printer.name == chosen))
        self._list.addStretch(1)
        found = bool(self._printers)
        self.hint.setVisible(not found)
        self.hint.setText("Belum ada pencetak di komputer ini.")
        for part in (self._scroll, self.form, self.paper):
            part.setVisible(found)
        self._scroll.setFixedHeight(min(len(self._printers) * ROW, TALLEST))

    def _row(self, at: int, printer: Printer, chosen: bool) -> QWidget:
        row, button = QWidget(), QRadioButton(printer.title.replace("&", "&&"))
        state = plain(printer.reason, "small", wrap=False)
        set_tone(state, "ok" if printer.ready else "bad" if printer.stopped else "warn")
        state.setContentsMargins(INDENT, 0, 0, 0)
        button.setAccessibleName(f"{printer.title}: {printer.reason}")
        button.setToolTip(f"{printer.name}: {printer.reason}")
        button.setChecked(chosen)
        box = QVBoxLayout(row)
        box.setContentsMargins(2, 0, 2, 0)
        box.setSpacing(0)
        box.addWidget(button)
        box.addWidget(state)
        self._group.addButton(button, at)
        return row
