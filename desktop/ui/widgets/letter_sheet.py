"""A letter over the screen: the frozen PDF page by page, opened in the computer's own reader or saved as a copy."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop.ui.tasks import Job
from desktop.ui.widgets.files import ask_place, open_with_system, with_ending
from desktop.ui.widgets.pdf_preview import Page, PdfPreview
from desktop.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from desktop.ui.screens.base import Screen

WIDTH = 800
PAGE_WIDTH = 712  # px: a page fits the sheet's width and can be read without zooming
PROBE = 24  # dpi


def show_letter(screen: "Screen", letter_id: int) -> None:
    """Read the letter's bytes and pages off the GUI thread, then lay the sheet over the window."""

    def fetch(job: Job) -> tuple[str, bytes, tuple[Page, ...]]:
        number, pdf = screen.desk.office.letter_pdf(letter_id)
        return number, pdf, pages_of(job, pdf)

    screen.desk.work(fetch, then=lambda found: show_pdf(screen, *found))


def show_pdf(screen: "Screen", title: str, pdf: bytes, pages: tuple[Page, ...]) -> "LetterSheet":
    """Lay a PDF that is already rendered over the window; the same paper is never laid twice."""
    for open_now in screen.window().findChildren(LetterSheet):
        if open_now.title == title and not open_now.isHidden():
            return open_now
    sheet: LetterSheet = screen._open(LetterSheet(screen, title, pdf, pages))
    return sheet


def pages_of(job: Job, pdf: bytes, width: int = PAGE_WIDTH) -> tuple[Page, ...]:
    """The pages of a PDF for ``PdfPreview``, each about ``width`` px wide, with progress; for ``desk.work``."""
    from desktop.documents.preview import page_count, page_image

    total = page_count(pdf)
    pages = []
    for at in range(total):
        job.report(at, total, f"Menyiapkan halaman {at + 1} dari {total}")
        dpi = PROBE * width / page_image(pdf, at, PROBE)[0]
        pages.append(Page(*page_image(pdf, at, dpi)))
    return tuple(pages)


def file_name(number: str) -> str:
    """A letter's number as the name of a file: ``400.9-017-PSBI.pdf``."""
    kept = "".join(sign if sign.isalnum() or sign in ".-_" else "-" for sign in number)
    return f"{kept.strip('-.') or 'surat'}.pdf"


class LetterSheet(Sheet):
    """Esc closes, Ctrl+Enter opens the PDF in the computer's reader, Ctrl+S saves a copy.

    ``choose`` and ``viewer`` stand for the file dialog and the reader outside the program.
    """

    def __init__(self, screen: "Screen", title: str, pdf: bytes, pages: tuple[Page, ...]) -> None:
        host = screen._host()
        super().__init__(host, f"Surat {title}", min(WIDTH, max(host.width() - 60, 420)))
        self.title, self.pdf = title, pdf
        self.choose: Callable[[QWidget, str], str] = ask_place
        self.viewer: Callable[[Path], bool] = open_with_system
        self._screen = screen
        self.preview = PdfPreview(title)
        self.preview.setMinimumHeight(max(host.height() - 190, 260))
        self.box.addWidget(self.preview, 1)
        self.add_buttons("Buka di pembaca PDF", self.open_outside, no="Tutup")
        self._add_save()
        self.preview.set_pages(pages)
        self.preview.toggle_zoom()

    def _add_save(self) -> None:
        save = QPushButton("Simpan salinan…   Ctrl+S")
        save.setAccessibleName("Simpan salinan")
        save.setShortcut("Ctrl+S")
        save.clicked.connect(self.save)
        row = self.box.itemAt(self.box.count() - 1).layout()
        if isinstance(row, QHBoxLayout):
            row.insertWidget(row.count() - 1, save)

    def open_outside(self) -> None:
        """Write the PDF into the office's folder and open it there."""
        path = Path(self._screen.desk.office.folder) / "surat" / file_name(self.title)
        self._write(path, self._opened)

    def save(self) -> None:
        """Ask where, then write a copy."""
        chosen = self.choose(self, file_name(self.title))
        if chosen:
            self._write(with_ending(chosen, ".pdf"), self._saved)

    def _write(self, path: Path, then: Callable[[Path], None]) -> None:
        pdf = self.pdf

        def write(_job: Job) -> Path:
            from desktop.spreadsheets.files import write_atomically

            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, pdf)
            return path

        self._screen.desk.work(write, then=then, failed=self._away)

    def _away(self, _error: Any = None) -> None:
        """What is said next stands in the message bar beneath: make it visible."""
        if not self.isHidden():
            self.cancel()

    def _opened(self, path: Path) -> None:
        self._away()
        if not self.viewer(path):
            self._screen.desk.say(f"Pembaca PDF tidak ditemukan. Buka sendiri berkasnya: {path}", "warn")

    def _saved(self, path: Path) -> None:
        self._away()
        self._screen.desk.say(f"Salinan surat disimpan di {path}", "ok")
