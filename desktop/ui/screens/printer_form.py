"""What this PC prints a paper with: printer, copies, both sides, and how far the print is moved, explained as one types."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QVBoxLayout, QWidget

from desktop.printing.kinds import FARTHEST, MOST_COPIES, PrintChoice, Printer
from desktop.ui.widgets import Form, Muted, plain, set_tone
from desktop.ui.widgets.form import Wheelless
from desktop.ui.widgets.print_options import offset_words

NOBODY = "belum dipilih, ditanya tiap kali"


class Millimetres(QDoubleSpinBox):
    """A signed number of mm with one decimal."""

    def __init__(self) -> None:
        super().__init__()
        self.setRange(-FARTHEST, FARTHEST)
        self.setDecimals(1)
        self.setSingleStep(0.5)
        self.setSuffix(" mm")
        self.installEventFilter(Wheelless(self))


class PrinterForm(QWidget):
    """``set_choice`` and ``choice``; ``changed`` whenever the clerk types."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._filling = False
        self._printers: tuple[Printer, ...] = ()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        self.form = Form()
        self.printer: QComboBox = self.form.choice("printer", "Pencetak untuk kertas ini", (), empty=NOBODY)
        self.state = plain(part="small", wrap=True)
        self.form.add_widget(self.state)
        self.form.number("copies", "Salinan", lowest=1, highest=MOST_COPIES)
        self.form.check("duplex", "Bolak-balik (balik di sisi panjang)")
        self.form.pair()
        self.dx, self.dy = Millimetres(), Millimetres()
        self.form.add("dx", "Geser ke kanan", self.dx, hint="Minus: ke kiri")
        self.form.add("dy", "Geser ke bawah", self.dy, hint="Minus: ke atas")
        box.addWidget(self.form)
        self.meaning = Muted()
        box.addWidget(self.meaning)
        self.form.changed.connect(self._typed)
        self.dx.valueChanged.connect(self._typed)
        self.dy.valueChanged.connect(self._typed)

    def set_printers(self, printers: Sequence[Printer]) -> None:
        """The queues of this computer; a remembered one that is gone stays in the list and is named as gone."""
        self._printers = tuple(printers)
        self._fill(self.choice())

    def set_choice(self, choice: PrintChoice) -> None:
        """Show what is remembered for a paper."""
        self._fill(choice)

    def choice(self) -> PrintChoice:
        """What stands here now."""
        typed = self.form.values()
        return PrintChoice(
            typed["printer"] or "",
            typed["copies"],
            typed["duplex"],
            round(self.dx.value(), 1),
            round(self.dy.value(), 1),
        )

    def chosen(self) -> Printer | None:
        """The printer named here, when this computer has it."""
        name = self.form.values()["printer"]
        return next((one for one in self._printers if one.name == name), None)

    def _fill(self, choice: PrintChoice) -> None:
        self._filling = True
        names = [(one.name, one.title) for one in self._printers]
        if choice.printer and choice.printer not in [name for name, _title in names]:
            names.append((choice.printer, f"{choice.printer} (tidak ada lagi)"))
        self.printer.clear()
        self.printer.addItem(NOBODY, None)
        for name, title in names:
            self.printer.addItem(title, name)
        self.form.set_values({"printer": choice.printer or None, "copies": choice.copies, "duplex": choice.duplex})
        self.dx.setValue(choice.dx)
        self.dy.setValue(choice.dy)
        self._filling = False
        self._explain()

    def _typed(self) -> None:
        if not self._filling:
            self._explain()
            self.changed.emit()

    def _explain(self) -> None:
        choice, printer = self.choice(), self.chosen()
        offset = offset_words(choice.dx, choice.dy)
        self.meaning.setText(
            f"Setiap cetakan pada kertas ini digeser {offset}." if offset else "Cetakan tidak digeser."
        )
        if printer is not None:
            words = f"{printer.reason}. {printer.remedy}".strip()
            self._say(words[:1].upper() + words[1:], printer)
        elif choice.printer:
            self.state.setText("Pencetak ini tidak ada lagi di komputer ini. Pilih pencetak lain.")
            set_tone(self.state, "bad")
        else:
            self.state.setText("Tanpa pilihan, Padan bertanya setiap kali mencetak.")
            set_tone(self.state, "plain")

    def _say(self, words: str, printer: Printer) -> None:
        self.state.setText(words)
        set_tone(self.state, "ok" if printer.ready else "bad" if printer.stopped else "warn")


def as_new(choice: PrintChoice) -> PrintChoice:
    """The choice a test page is printed with: one sheet, one side, the offset that is being tried."""
    return replace(choice, copies=1, duplex=False)
