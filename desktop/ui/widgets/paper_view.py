"""Pages of a PDF that the keyboard turns: PageDown scrolls, and at the foot of a page goes on to the next."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractSlider

from desktop.ui.tasks import Job, Owner
from desktop.ui.widgets.pdf_preview import Page, PdfPreview

PROBE = 24  # dpi: only the page's proportions are wanted
STEP = QAbstractSlider.SliderAction
KEYS = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}


class PaperView(PdfPreview):
    """A ``PdfPreview`` whose pages may come later than the first one."""

    def __init__(self, name: str = "Pratinjau") -> None:
        super().__init__(name)
        self._scroll.installEventFilter(self)
        self.setFocusProxy(self._scroll)

    def count(self) -> int:
        """How many pages there are."""
        return len(self._pages)

    def add_pages(self, pages: Sequence[Page]) -> None:
        """More pages behind those shown; the page on show stays."""
        at = self._at
        self._pages = (*self._pages, *pages)
        self._at = at
        self._tell()

    def step(self, way: int) -> None:
        """One screen down (1) or up (-1); beyond the edge of the page the next or the previous page."""
        bar = self._scroll.verticalScrollBar()
        if bar.value() != (bar.maximum() if way > 0 else bar.minimum()):
            bar.triggerAction(STEP.SliderPageStepAdd if way > 0 else STEP.SliderPageStepSub)
            return
        before = self._at
        self.turn(way)
        if self._at != before:
            bar.setValue(bar.minimum() if way > 0 else bar.maximum())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._scroll and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            way = KEYS.get(Qt.Key(event.key()))
            if way is not None:
                self.step(way)
                return True
        return super().eventFilter(watched, event)

    def _tell(self) -> None:
        """Only the foot: showing the page again would scroll it to its head."""
        several = len(self._pages) > 1
        self._where.setText(f"{self._at + 1} dari {len(self._pages)}" if several else "")
        self._before.setVisible(several)
        self._after.setVisible(several)
        self._before.setEnabled(self._at > 0)
        self._after.setEnabled(self._at < len(self._pages) - 1)


def page_of(pdf: bytes, at: int, width: int) -> Page:
    """One page of a PDF about ``width`` px wide."""
    from desktop.documents.preview import page_image

    dpi = PROBE * width / page_image(pdf, at, PROBE)[0]
    return Page(*page_image(pdf, at, dpi))


def pages_of(job: Job, pdf: bytes, width: int, begin: int = 0, owner: Owner | None = None) -> tuple[Page, ...]:
    """The pages from ``begin`` on, each about ``width`` px wide, with progress; none more once ``owner`` has left."""
    from desktop.documents.preview import page_count

    total = page_count(pdf)
    pages = []
    for at in range(begin, total):
        if owner is not None and not owner.alive:
            break
        job.report(at, total, f"Menyiapkan halaman {at + 1} dari {total}")
        pages.append(page_of(pdf, at, width))
    return tuple(pages)


def paper_of(pdf: bytes) -> str:
    """On which paper a PDF is laid out: a4, f4 or folio, whichever its first page is nearest to."""
    from desktop.documents.preview import page_image
    from desktop.documents.template import PAPERS

    width, height, _rgb = page_image(pdf, 0, 72)
    size = sorted(side * 25.4 / 72 for side in (width, height))

    def distance(paper: str) -> float:
        return sum(abs(mine - theirs) for mine, theirs in zip(size, sorted(PAPERS[paper]), strict=True))

    return min(PAPERS, key=distance)
