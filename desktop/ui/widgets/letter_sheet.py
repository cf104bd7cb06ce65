"""A letter over the screen: the PDF page by page, printed, opened in the computer's own reader or saved as a copy.

The same sheet shows letters before they are issued, marked as drafts; several stand side by side as tabs.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from db.queries.letter_status import letter_status
from desktop.operations.issue import Wish
from desktop.sop.letter_files import file_name
from desktop.sop.letters import void_words
from desktop.ui.faces import face_of
from desktop.ui.tasks import Job, Owner
from desktop.ui.widgets.columns import Segment
from desktop.ui.widgets.files import ask_place, open_with_system, with_ending
from desktop.ui.widgets.labels import plain
from desktop.ui.widgets.paper_view import PaperView, page_of, pages_of, paper_of
from desktop.ui.widgets.pdf_preview import Page
from desktop.ui.widgets.segments import Segments
from desktop.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from desktop.ui.screens.base import Screen

WIDTH = 800
PAGE_WIDTH = 712  # px: a page fits the sheet's width and can be read without zooming
DRAFT = "Pratinjau"


@dataclass(frozen=True, slots=True)
class Paper:
    """One PDF on the sheet: its title (a letter's number), its bytes, the pages rendered so far; ``void`` says why it no
    longer counts. ``draw`` gives the whole, in a worker, as long as ``pdf`` has no more than its first page; ``people`` are
    those whom a draft names."""

    title: str
    pdf: bytes
    pages: tuple[Page, ...]
    paper: str = "a4"
    void: str = ""
    draw: Callable[[], bytes] | None = None
    people: tuple[int, ...] = ()

    def whole(self) -> bytes:
        """All of it. For a worker."""
        return self.draw() if self.draw is not None else self.pdf


def show_letter(screen: "Screen", letter_id: int) -> None:
    """Read the letter's bytes and its first page off the GUI thread, lay the sheet over the window, then read on.

    A letter whose signed file came back is shown as it was signed.
    """

    def fetch(_job: Job) -> tuple[Paper, ...]:
        office: Any = screen.desk.office
        paper, status = first_look(*current_pdf(office, letter_id)), office.read(letter_status, letter_id)
        if status.void_reason is None:
            return (paper,)
        return (replace(paper, void=void_words(status.void_reason, status.replaced_number)),)

    screen.desk.work(fetch, then=lambda papers: show_papers(screen, papers, letter_id=letter_id))


def current_pdf(office: Any, letter_id: int) -> tuple[str, bytes]:
    """(number, bytes) of a letter as it counts now: the signed file when one came back, else the frozen one."""
    number, frozen = office.letter_pdf(letter_id)
    return number, office.paper.signed_copy(letter_id) or frozen


def show_pdf(screen: "Screen", title: str, pdf: bytes, pages: tuple[Page, ...]) -> "LetterSheet":
    """Lay a PDF that is already rendered over the window; the same paper is never laid twice."""
    return show_papers(screen, (Paper(title, pdf, pages),), whole=True)


def preview_letters(
    screen: "Screen",
    action: str,
    cases: Sequence[int],
    wish: Wish,
    names: Sequence[str],
    panti_office_id: int | None = None,
    month_id: int | None = None,
    failed: Callable[[BaseException], None] | None = None,
) -> None:
    """The letters an action would issue for these people (or this month) now, marked as drafts; no number is taken.
    ``names`` are the short names of the action's letters, for the tabs."""
    about = {"panti_office_id": panti_office_id, "month_id": month_id}
    named = {name: value for name, value in about.items() if value is not None}

    def fetch(job: Job) -> tuple[Paper, ...]:
        job.report(0, 1, "Menyiapkan pratinjau surat")
        desk = screen.desk.office.paper
        drafts = desk.drafts(action, tuple(cases), wish, **named)
        titles = names if len(drafts) == len(names) > 1 else [draft.title for draft in drafts]
        papers = [
            Paper(title, b"", (), draw=partial(desk.draw, one), people=one.people)
            for title, one in zip(titles, drafts, strict=True)
        ]
        # Only what is looked at first is waited for: a long list is set while its first page is read.
        first = first_look(titles[0], desk.draw(drafts[0], first=1))
        papers[0] = replace(first, draw=papers[0].draw, people=papers[0].people)
        return tuple(papers)

    screen.desk.work(fetch, then=lambda papers: show_papers(screen, papers, draft=True), failed=failed)


def first_look(title: str, pdf: bytes) -> Paper:
    """A PDF with its first page, for a worker: the rest follows while it is looked at."""
    return Paper(title, pdf, (page_of(pdf, 0, PAGE_WIDTH),), paper_of(pdf))


def show_papers(
    screen: "Screen",
    papers: Sequence[Paper],
    *,
    letter_id: int | None = None,
    draft: bool = False,
    whole: bool = False,
) -> "LetterSheet":
    """Lay papers over the window; the same paper is never laid twice."""
    for open_now in screen.window().findChildren(LetterSheet):
        if open_now.title == papers[0].title and open_now.draft == draft and not open_now.isHidden():
            return open_now
    sheet: LetterSheet = screen._open(LetterSheet(screen, papers, letter_id, draft))
    if not whole:
        sheet.repaint()  # before the rest is set: that would take the painter's turn
        sheet.read_on()
    return sheet


class LetterSheet(Sheet):
    """Esc closes, Ctrl+Enter opens the PDF in the computer's reader, Ctrl+S saves a copy, Ctrl+P prints a letter.

    ``choose`` and ``viewer`` stand for the file dialog and the reader outside the program.
    """

    def __init__(
        self, screen: "Screen", papers: Sequence[Paper], letter_id: int | None = None, draft: bool = False
    ) -> None:
        host = screen._host()
        self._papers, self._at = list(papers), 0
        self.draft, self.letter_id = draft, letter_id
        head = "Pratinjau surat, belum bernomor" if draft else f"Surat {papers[0].title}"
        super().__init__(host, head, min(WIDTH, max(host.width() - 60, 420)))
        self.choose: Callable[[QWidget, str], str] = ask_place
        self.viewer: Callable[[Path], bool] = open_with_system
        self._screen = screen
        self._owner = Owner()
        self.tabs = Segments([Segment(str(at), paper.title) for at, paper in enumerate(papers)])
        self.tabs.changed.connect(lambda code: self._turn_to(int(code)))
        if len(self._papers) > 1:
            self.box.addWidget(self.tabs, 0, Qt.AlignmentFlag.AlignLeft)
        else:
            self.tabs.hide()
        self.void = plain(papers[0].void, wrap=True)
        self.void.setProperty("tone", "bad")
        self.void.setVisible(bool(papers[0].void))
        self.box.addWidget(self.void)
        self.preview = PaperView(papers[0].title)
        self.preview.setMinimumHeight(max(host.height() - (230 if len(self._papers) > 1 else 190), 260))
        self.box.addWidget(self.preview, 1)
        self.add_buttons("Buka di pembaca PDF", self.open_outside, no="Tutup")
        if letter_id is not None:
            self._add("Cetak…", "Ctrl+P", self.print_out)
        self._add("Simpan salinan…", "Ctrl+S", self.save)
        self.preview.set_pages(papers[0].pages)
        self.preview.toggle_zoom()
        self.closed.connect(self._owner.leave)

    @property
    def title(self) -> str:
        """What the paper on show is called."""
        return self._papers[self._at].title

    @property
    def pdf(self) -> bytes:
        """Its bytes; of a draft only the first page until the rest has followed."""
        return self._papers[self._at].pdf

    def open(self, focus: QWidget | None = None) -> None:
        super().open(focus or self.preview)

    def _add(self, label: str, key: str, on: Callable[[], None]) -> None:
        button = QPushButton(f"{label}   {key}")
        button.setAccessibleName(label.rstrip("…"))
        button.setShortcut(key)
        button.clicked.connect(on)
        row = self.box.itemAt(self.box.count() - 1).layout()
        if isinstance(row, QHBoxLayout):
            row.insertWidget(row.count() - 1, button)

    # pages
    def read_on(self, at: int = 0) -> None:
        """Paper after paper the pages not seen yet, while the first is looked at already; closing stops it."""
        if at == len(self._papers):
            return
        one, owner = self._papers[at], self._owner

        def fetch(job: Job) -> Paper:
            pdf = one.whole()
            pages = (*one.pages, *pages_of(job, pdf, PAGE_WIDTH, len(one.pages), owner))
            return replace(one, pdf=pdf, pages=pages, paper=paper_of(pdf), draw=None)

        job = Job(fetch, lambda whole: self._arrived(at, whole), self._broke, lane="read", owner=owner)
        self._screen.desk.session.tasks.start(job)

    def _arrived(self, at: int, whole: Paper) -> None:
        before, self._papers[at] = len(self._papers[at].pages), whole
        if at == self._at and before:
            self.preview.add_pages(whole.pages[before:])
        elif at == self._at:
            self.preview.set_pages(whole.pages)
        self.read_on(at + 1)

    def _broke(self, error: BaseException) -> None:
        """A later page cannot be made (an empty cell of the annex): the first one alone must not pass for the letter."""
        self.cancel()
        face = face_of(error)
        if face.kind == "bug":
            self._screen.desk.session.shell.crash(error)
        else:
            self._screen.desk.say(face.sentence, "bad")

    def _turn_to(self, at: int) -> None:
        self._at = at
        self.preview.set_pages(self._papers[at].pages)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self.preview.step(1 if event.key() == Qt.Key.Key_PageDown else -1)
        else:
            super().keyPressEvent(event)

    # what is done with it
    def print_out(self) -> None:
        """Choose the printer; the letter stays beneath."""
        from desktop.ui.widgets.print_sheet import print_pdf

        one = self._papers[self._at]
        self.cancel()
        print_pdf(
            self._screen,
            title=f"BATAL Surat {one.title}" if one.void else f"Surat {one.title}",
            pdf=one.pdf,
            paper=one.paper,
            kind="surat",
            letter_id=self.letter_id,
        )

    def _file_name(self) -> str:
        return f"KONSEP-{file_name(self.title)}" if self.draft else file_name(self.title, bool(self.void.text()))

    def open_outside(self) -> None:
        """Write the PDF into the office's folder and open it there."""
        path = Path(self._screen.desk.office.folder) / "surat" / self._file_name()
        self._write(path, self._opened)

    def save(self) -> None:
        """Ask where, then write a copy."""
        chosen = self.choose(self, self._file_name())
        if chosen:
            self._write(with_ending(chosen, ".pdf"), self._saved)

    def _write(self, path: Path, then: Callable[[Path], None]) -> None:
        one = self._papers[self._at]
        number, title = self.letter_id, self.title

        def write(_job: Job) -> Path:
            from desktop.spreadsheets.files import write_atomically

            what = "Konsep surat, belum bernomor" if self.draft else f"Surat Nomor {title}"
            about = (("salinan", path.name),)
            if self.draft or number is not None:
                self._screen.desk.look("simpan_surat", why=what, about=about, letter_id=number, subjects=one.people)
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, one.whole())
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
