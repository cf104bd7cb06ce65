"""Printing through Qt, where there is no CUPS (Windows): the PDF's own pages, drawn one by one on the printer.

Works in any thread but the GUI's: Qt lets painters draw on a printer elsewhere.
"""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QGuiApplication, QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from desktop.printing.kinds import CalledOff, JobState, NotTaken, Printer, Report, Ticket
from desktop.printing.reasons import STOPPED

DPI = 300
"""Enough for the bars of a code and for 8 pt letters; an A4 page is then 26 MB, whatever the printer's own is."""
STATE = QPrinter.PrinterState


class QtPrinting:
    """The printers that Qt sees. Qt tells no job number, so an accepted job is not watched any further."""

    def __init__(self) -> None:
        if QCoreApplication.instance() is None:
            # A verb on the command line, perhaps of a scheduled task without a desktop: printing needs an application
            # object, no window. The first word is the program's name.
            self._app = QGuiApplication(["Padan", "-platform", "offscreen"])

    def printers(self) -> tuple[Printer, ...]:
        """Every printer, with as much of its state as Qt knows."""
        names = QPrinterInfo.availablePrinterNames()
        default = QPrinterInfo.defaultPrinterName() or (names[0] if len(names) == 1 else "")
        return tuple(_printer(QPrinterInfo.printerInfo(name), name == default) for name in names)

    def hand_over(self, ticket: Ticket, report: Report, cancelled: Callable[[], bool]) -> str:
        """Draw every page; the queue has the job when the last one is drawn."""
        printer = _prepared(ticket)
        if cancelled():
            raise CalledOff
        painter = QPainter()
        if not painter.begin(printer):
            raise NotTaken(f"Pencetak {ticket.printer} tidak dapat dipakai. Periksa pencetaknya, lalu coba lagi.")
        try:
            times = 1 if printer.supportsMultipleCopies() else ticket.copies
            for at in range(times * ticket.pages):
                report(at, times * ticket.pages, "Mengirim halaman")
                if at and cancelled():
                    raise CalledOff(partly=not printer.abort())
                if at and not printer.newPage():
                    raise NotTaken("Pencetak berhenti di tengah pekerjaan. Periksa pencetaknya, lalu cetak lagi.")
                _draw(painter, printer, ticket, at % ticket.pages)
        finally:
            painter.end()
        if printer.printerState() in {STATE.Aborted, STATE.Error}:
            raise NotTaken("Pencetak menolak pekerjaan ini. Periksa pencetaknya, lalu coba lagi.")
        return ""

    def look(self, printer: str, job: str) -> JobState:
        """Qt knows nothing of a job once it is handed over."""
        return JobState("selesai", "Diserahkan ke pencetak")

    def cancel(self, job: str) -> bool:
        """Nothing can be taken back."""
        return False


def _printer(info: QPrinterInfo, default: bool) -> Printer:
    name, title = info.printerName(), info.description() or info.printerName()
    if info.state() in {STATE.Aborted, STATE.Error}:
        return Printer(name, title, False, STOPPED.words, default, STOPPED.remedy, stopped=True)
    return Printer(name, title, True, "sedang mencetak" if info.state() == STATE.Active else "siap", default)


def _prepared(ticket: Ticket) -> QPrinter:
    """The printer set to this paper, edge to edge at 100 %, the copies and both sides."""
    info, paper = QPrinterInfo.printerInfo(ticket.printer), ticket.paper
    if info.isNull():
        raise NotTaken(f"Pencetak {ticket.printer} tidak ada lagi di komputer ini. Pilih pencetak lain.")
    printer = QPrinter(info, QPrinter.PrinterMode.HighResolution)
    wide = paper.width > paper.height
    short, long = sorted((paper.width, paper.height))
    # Without an exact match Qt takes F4 (215 × 330) for folio (215.9 × 330.2).
    exact = QPageSize.SizeMatchPolicy.ExactMatch
    known = QPageSize(QPageSize.PageSizeId.A4)
    size = QPageSize(QSizeF(short, long), QPageSize.Unit.Millimeter, paper.title, exact)
    turned = QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait
    printer.setFullPage(True)
    printer.setPageLayout(QPageLayout(known if paper.code == "a4" else size, turned, QMarginsF(0, 0, 0, 0)))
    printer.setFullPage(True)
    printer.setDocName(ticket.title)
    if printer.supportsMultipleCopies():
        printer.setCopyCount(ticket.copies)
    both = QPrinter.DuplexMode.DuplexLongSide if ticket.duplex else QPrinter.DuplexMode.DuplexNone
    printer.setDuplex(both)
    return printer


def _draw(painter: QPainter, printer: QPrinter, ticket: Ticket, at: int) -> None:
    """One page of the PDF at its true size from the paper's upper left corner."""
    from desktop.documents.preview import page_image

    width, height, rgb = page_image(ticket.pdf, at, DPI)
    picture = QImage(rgb, width, height, width * 3, QImage.Format.Format_RGB888)
    unit = printer.resolution() / DPI
    painter.drawImage(QRectF(0, 0, width * unit, height * unit), picture)
