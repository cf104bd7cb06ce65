"""The card as it will come out of the printer: pages of the real PDF, or the sentence why there is none."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from db.queries.cases import CaseRow
from desktop.ui.desk import Desk
from desktop.ui.faces import face_of
from desktop.ui.screens.card_making import FOLDER, plain_sentence
from desktop.ui.tasks import Job, Owner
from desktop.ui.widgets import Caption, Card, Elided, EmptyState, Page, PdfPreview, Segment, Segments

LAYOUTS = {
    "cr80": ("Kartu CR80", "CR80 85,6 × 53,98 mm", 260),
    "eid_a4": ("E-ID A4", "E-ID, dua pada satu A4", 130),
}
REMEMBERED = 12


class CardPreview(Card):
    """``judged(case id, sentence)`` after each look: the sentence is empty when the card can be printed."""

    layout_changed = Signal(str)
    judged = Signal(int, str)
    passed_on = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._owner = Owner()
        self._row: CaseRow | None = None
        self._seen: dict[tuple[Any, ...], tuple[Page, ...]] = {}
        self.setAccessibleName("Pratinjau kartu")
        self._caption = Caption()
        self.layouts = Segments([Segment(code, label) for code, (label, _, _) in LAYOUTS.items()])
        self.layouts.changed.connect(self._switched)
        head = QHBoxLayout()
        head.addWidget(self._caption, 1)
        head.addWidget(self.layouts)
        self.paper, self.empty = PdfPreview("Pratinjau kartu"), EmptyState("", icon="id-card")
        self._pages = QStackedWidget()
        self._pages.addWidget(self.paper)
        self._pages.addWidget(self.empty)
        self._where = Elided(f"Berkas siap cetak disimpan di {desk.office.folder / FOLDER}", "muted")
        self.add(head)
        self.add(self._pages, 1)
        self.add(self._where)
        self._name_layout()
        self.show_case(None)

    def layout_code(self) -> str:
        """cr80 or eid_a4."""
        return self.layouts.current()

    def show_case(self, row: CaseRow | None) -> None:
        """Draw this person's card; what is drawn already comes at once."""
        self._row = row
        if row is None:
            self._owner.latest.clear()
            self._say("Tidak ada kartu yang menunggu. Kartu muncul di sini begitu E-ID diteruskan Dinas Kesehatan.")
            return
        known = self._seen.get(self._key(row))
        if known is not None:
            self._owner.latest.clear()
            self._show(row, known)
        else:
            self._draw(row)

    def blocked(self, row: CaseRow, sentence: str, others: bool) -> None:
        """No card for this person, as is known without drawing it; the way on is the next person, if there are others."""
        self._row = row
        self._owner.latest.clear()
        self._say(sentence, ("Ke orang berikutnya", self.passed_on.emit) if others else None)

    def leave(self) -> None:
        """Signing out: nothing is delivered here any more."""
        self._owner.leave()

    def _key(self, row: CaseRow) -> tuple[Any, ...]:
        return (row.id, row.version, row.person_version, row.cards_made, row.photo_id, self.layout_code())

    def _draw(self, row: CaseRow) -> None:
        """In a reader's thread, without the progress bar: the next arrow key makes it stale."""
        layout, key = self.layout_code(), self._key(row)

        def work(_job: Job) -> tuple[Page, ...]:
            pdf = self._desk.office.preview_card(row.id, layout)
            return pages_of(pdf, layout)

        def then(pages: tuple[Page, ...]) -> None:
            while len(self._seen) >= REMEMBERED:
                self._seen.pop(next(iter(self._seen)))
            self._seen[key] = pages
            self._show(row, pages)

        def failed(error: BaseException) -> None:
            face = face_of(error)
            if face.kind == "bug":
                self._desk.session.shell.crash(error)
            sentence = plain_sentence(face.sentence)
            self._say(sentence, ("Ke orang berikutnya", self.passed_on.emit))
            self.judged.emit(row.id, sentence)

        self._desk.session.tasks.start(Job(work, then, failed, lane="read", owner=self._owner, slot="kartu"))

    def _show(self, row: CaseRow, pages: tuple[Page, ...]) -> None:
        self.paper.set_pages(pages)
        self._pages.setCurrentWidget(self.paper)
        self.judged.emit(row.id, "")

    def _say(self, sentence: str, action: Any = None) -> None:
        self.paper.set_pages(())
        self.empty.set(sentence, action)
        self._pages.setCurrentWidget(self.empty)

    def _switched(self, code: str) -> None:
        self._name_layout()
        self.layout_changed.emit(code)

    def _name_layout(self) -> None:
        self._caption.set(f"Pratinjau · {LAYOUTS[self.layout_code()][1]}")


def pages_of(pdf: bytes, layout: str) -> tuple[Page, ...]:
    """Front and back of a card; of an A4 sheet with one E-ID only the half that carries it, so that it can be read."""
    from desktop.documents.preview import page_image, page_images

    dpi = LAYOUTS[layout][2]
    if layout != "eid_a4":
        return tuple(Page(*page) for page in page_images(pdf, dpi))
    width, height, rgb = page_image(pdf, 0, dpi)
    height //= 2
    return (Page(width, height, rgb[: width * height * 3]),)
