"""The printing sheet: the PDF itself on the left, printers with their state on the right, progress in place."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.printing.kinds import PrintChoice, Printer, PrintResult
from desktop.ui.faces import face_of
from desktop.ui.tasks import Job, Owner
from desktop.ui.widgets.labels import plain, set_tone
from desktop.ui.widgets.paper_view import PaperView, page_of, pages_of
from desktop.ui.widgets.pdf_keeping import PdfKeeper
from desktop.ui.widgets.pdf_preview import Page
from desktop.ui.widgets.print_job import UNSENT, Order, Then, start, start_remembered
from desktop.ui.widgets.print_options import PrintOptions
from desktop.ui.widgets.progress import Progress
from desktop.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from desktop.ui.screens.base import Screen

WIDTH, SIDE, PAGE_WIDTH = 1040, 330, 620
DONE = "Sudah dicetak."
WITHOUT_PRINTER = "Simpan PDF-nya, atau buka di pembaca PDF, lalu cetak dari sana."
UNCOUNTED = "Ini pratinjau. Kartunya baru dibuat dan dihitung saat Anda menekan Cetak."
UNCOUNTED_FILE = "Tutup, lalu tekan Enter di loket: kartunya dibuat sebagai berkas siap cetak."
Found = tuple[tuple[Printer, ...], PrintChoice]


def print_pdf(
    screen: "Screen",
    *,
    title: str,
    pdf: bytes,
    paper: str,
    kind: Literal["surat", "kartu", "uji"],
    letter_id: int | None = None,
    sheet_id: int | None = None,
    prepare: Callable[[Job], tuple[bytes, int]] | None = None,
    then: Then | None = None,
) -> "PrintSheet":
    """Lay the sheet over the window. ``then(result)`` comes once, when it is closed: not accepted when nothing was sent.
    ``prepare`` makes what is printed in place of ``pdf`` (see ``Order``)."""
    order = Order(title, pdf, paper, kind, letter_id, sheet_id, prepare)
    sheet: PrintSheet = screen._open(PrintSheet(screen, order, then))
    sheet.read()
    return sheet


def print_now(
    screen: "Screen",
    *,
    title: str,
    pdf: bytes,
    paper: str,
    kind: Literal["surat", "kartu", "uji"],
    letter_id: int | None = None,
    sheet_id: int | None = None,
    then: Then | None = None,
) -> Job:
    """Print without asking, on what this PC remembers for the paper; the sheet comes when nothing is remembered, the
    printer is not ready, or it did not take the job."""
    order = Order(title, pdf, paper, kind, letter_id, sheet_id)

    def ask(trouble: str = "") -> None:
        sheet: PrintSheet = screen._open(PrintSheet(screen, order, then, trouble))
        sheet.read()

    def done(result: PrintResult | None) -> None:
        if result is None or not result.accepted:
            ask(result.sentence if result else "")
        elif then:
            then(result)

    return start_remembered(screen, order, done)


def tell(screen: "Screen", order: Order, result: PrintResult) -> None:
    """What became of it, in the message bar or, when the screen is gone, as a passing note."""
    if not result.sentence:
        return
    tone = "warn" if not result.accepted else "ok" if result.sentence.startswith(DONE) else "info"
    words = f"{order.title}: {result.sentence}"
    if screen.desk.is_open():
        screen.desk.say(words, tone)
    else:
        screen.desk.session.shell.toast(words, tone)


class PrintSheet(Sheet):
    """Enter prints, Esc closes (a job under way goes on and is told later), Ctrl+S saves the PDF."""

    def __init__(self, screen: "Screen", order: Order, then: Then | None, trouble: str = "") -> None:
        host = screen._host()
        super().__init__(host, f"Cetak {order.title}", min(WIDTH, max(host.width() - 60, 640)))
        self._screen, self.order, self._then = screen, order, then
        self._owner, self._result, self._sent = Owner(), UNSENT, PrintChoice()
        self._job: Job | None = None
        self._trouble = trouble
        self.keeper = PdfKeeper(self, screen, order.title, order.pdf, self._owner, self._say, order.letter_id)
        self.options, self.preview = PrintOptions(order.paper), PaperView(order.title)
        self.notice, self.progress = plain(wrap=True), Progress()
        self.box.addLayout(self._halves(max(host.height() - 200, 300)), 1)
        self._add_buttons()
        self.options.chosen.connect(self._chosen)
        self.progress.cancelled.connect(self.call_off)
        self.closed.connect(self._gone)
        self._judge()

    def _halves(self, tall: int) -> QHBoxLayout:
        across, side, right = QHBoxLayout(), QWidget(), QVBoxLayout()
        across.setSpacing(18)
        self.preview.setMinimumHeight(tall)
        side.setFixedWidth(SIDE)
        side.setLayout(right)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(10)
        right.addWidget(self.options)
        self.settings = QPushButton("Atur dan kalibrasi pencetak")
        self.settings.setProperty("kind", "link")
        self.settings.clicked.connect(self._to_settings)
        right.addWidget(self.settings, 0, Qt.AlignmentFlag.AlignLeft)
        right.addWidget(self.notice)
        right.addStretch(1)
        right.addWidget(self.progress)
        across.addWidget(self.preview, 1)
        across.addWidget(side)
        return across

    def _add_buttons(self) -> None:
        self.yes = self.add_buttons("Cetak", self.send, no="Tutup")
        if self.order.prepare is not None:
            return  # a file of what is only looked at would be a card that nobody counted
        row = self.box.itemAt(self.box.count() - 1).layout()
        for at, (label, key, on) in enumerate(
            (("Simpan PDF…", "Ctrl+S", self.keeper.save), ("Buka di pembaca PDF", "Ctrl+O", self.keeper.open_outside))
        ):
            button = QPushButton(f"{label}   {key}")
            button.setAccessibleName(label.rstrip("…"))
            button.setShortcut(key)
            button.clicked.connect(on)
            if isinstance(row, QHBoxLayout):
                row.insertWidget(at, button)

    # what is shown
    def read(self) -> None:
        """Printers, what is remembered and the pages, off the GUI thread."""
        order, printing = self.order, self._screen.desk.office.printing

        def rest(job: Job) -> tuple[Page, ...]:
            return pages_of(job, order.pdf, PAGE_WIDTH, 1, self._owner)

        def first(page: Page) -> None:
            self.preview.set_pages((page,))
            self._start(rest, self.preview.add_pages, self._unseen)

        self._start(lambda _job: (printing.printers(), printing.choice(order.paper)), self._found, self._unfound)
        self._start(lambda _job: page_of(order.pdf, 0, PAGE_WIDTH), first, self._unseen)

    def _start(self, work: Callable[[Job], Any], then: Callable[[Any], Any], failed: Callable[[Any], Any]) -> None:
        self._screen.desk.session.tasks.start(Job(work, then, failed, lane="read", owner=self._owner))

    def _found(self, found: Found) -> None:
        self.options.set(*found)
        self._judge()
        if self.window().focusWidget() is not self:
            return
        if self.yes.isEnabled():
            self.yes.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.options.focus()

    def _unfound(self, error: BaseException) -> None:
        self.options.set((), PrintChoice())
        self._trouble = face_of(error).sentence
        self._judge()

    def _unseen(self, _error: BaseException) -> None:
        self._trouble = "Pratinjau tidak dapat dibuat: berkasnya mungkin rusak. Buat atau ambil lagi berkasnya."
        self._judge()

    def _judge(self) -> None:
        """What stands in the way of the chosen printer, said before it is tried."""
        printer = self.options.printer()
        self.yes.setEnabled(printer is not None and not printer.stopped and self._job is None)
        if self._job is not None:
            return
        if self._trouble:
            self._say(self._trouble, "bad")
        elif printer is None:
            self._say(WITHOUT_PRINTER if self.order.prepare is None else UNCOUNTED_FILE, "plain")
        elif not printer.ready:
            again = "" if printer.stopped else " Kalau sudah, tekan Cetak."
            self._say(
                f"{printer.title} {printer.reason}. {printer.remedy}{again}", "bad" if printer.stopped else "warn"
            )
        else:
            self._say("" if self.order.prepare is None else UNCOUNTED, "plain")

    def _chosen(self) -> None:
        self._trouble = ""
        self._judge()

    def _say(self, sentence: str, tone: Literal["ok", "warn", "bad", "plain"]) -> None:
        self.notice.setText(sentence)
        set_tone(self.notice, tone)
        self.notice.setVisible(bool(sentence))

    # printing
    def send(self) -> None:
        """Hand it to the chosen printer and remember the choice for this paper; a second Enter does nothing."""
        printer = self.options.printer()
        if printer is None or printer.stopped or self._job is not None:
            return
        choice = self._sent = self.options.choice()
        self.options.setEnabled(False)
        self.progress.begin("Mengirim ke pencetak…")
        self._trouble = ""
        self._say("", "plain")
        self._job = start(self._screen, self.order, choice, self._done, self._reported, anyway=True)
        self._judge()

    def call_off(self) -> None:
        """Take it out of the queue; what became of it is told when the queue has answered."""
        if self._job is not None:
            self._job.cancel()
            self.progress.begin("Membatalkan…")

    def _reported(self, done: int, total: int, text: str) -> None:
        if not self._owner.alive:
            return
        head, _dot, advice = text.partition(". ")
        self.progress.report(done, total, "Menunggu pencetak" if advice else head)
        self._say(text if advice else "", "warn")

    def _done(self, result: PrintResult) -> None:
        self._job, self._result = None, result
        if result.accepted:
            self._remember()
        if not self._owner.alive:
            self._tell(result)
        elif result.accepted:
            self.cancel()
        else:
            self._stay(result.sentence)

    def _stay(self, sentence: str) -> None:
        """It did not work: everything stays as chosen, the printers are looked at once more."""
        self.progress.finish()
        self.options.setEnabled(True)
        self._trouble = sentence
        self._judge()
        printing = self._screen.desk.office.printing
        self._start(lambda _job: printing.printers(), self._looked_again, self._unfound)
        self.yes.setFocus(Qt.FocusReason.OtherFocusReason)

    def _looked_again(self, printers: tuple[Printer, ...]) -> None:
        self.options.refresh(printers)
        self._judge()

    def _remember(self) -> None:
        """The printer and both sides; the copies of one letter are not those of the next."""
        desk, paper, chosen = self._screen.desk, self.order.paper, self._sent

        def keep(_job: Job) -> None:
            printing = desk.office.printing
            before = printing.choice(paper)
            now = replace(before, printer=chosen.printer, duplex=chosen.duplex)
            if now != before and not printing.is_fixed(paper):
                printing.remember(paper, now)

        desk.session.tasks.start(
            Job(keep, None, lambda error: desk.toast(face_of(error).sentence, "warn"), lane="read")
        )

    def _gone(self) -> None:
        """Closed: with a job under way its end is told later, else now."""
        self._owner.leave()
        if self._job is None:
            self._tell(self._result)

    def _tell(self, result: PrintResult) -> None:
        tell(self._screen, self.order, result)
        if self._then:
            self._then(result)

    def _to_settings(self) -> None:
        paper = self.order.paper
        self.cancel()
        self._screen.desk.go("pencetak", paper)

    # keys
    def open(self, focus: QWidget | None = None) -> None:
        super().open(focus or self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused = self.window().focusWidget()
        if event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self.preview.step(1 if event.key() == Qt.Key.Key_PageDown else -1)
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif isinstance(focused, QPushButton) and focused.isEnabled() and self.isAncestorOf(focused):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.confirm()
            else:
                focused.click()
        else:
            self.confirm()
