"""The pages of a draft as they would be issued now, or of the letters it became; read beside the list, dropped when
the next draft is chosen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from db.queries.draft_pending import DraftFile
from db.queries.drafts import DraftRow
from desktop.operations.issue import Wish
from desktop.ui.desk import Desk
from desktop.ui.faces import face_of
from desktop.ui.tasks import Job, Owner
from desktop.ui.widgets import Caption, Card, EmptyState, Page, Segment, Segments
from desktop.ui.widgets.facts import empty_grid
from desktop.ui.widgets.letter_sheet import current_pdf
from desktop.ui.widgets.paper_view import PaperView, pages_of

WIDE = 408  # px: the page fills the card and scrolls only downwards
REMEMBERED = 8


@dataclass(frozen=True, slots=True)
class Leaf:
    """One letter: what it is called and its pages."""

    title: str
    pages: tuple[Page, ...]


class DraftPaper(Card):
    """``names`` gives the short names of a draft's letters for the tabs."""

    def __init__(self, desk: Desk, names: Callable[[DraftRow], Sequence[str]]) -> None:
        super().__init__()
        self._desk, self._names = desk, names
        self._owner = Owner()
        self._row: DraftRow | None = None
        self._known: dict[tuple[int, int, str], tuple[Leaf, ...]] = {}
        self._leaves: tuple[Leaf, ...] = ()
        self.setAccessibleName("Surat dalam konsep")
        self._caption = Caption("Surat")
        self.tabs = Segments(())
        self.view, self.empty = PaperView("Surat dalam konsep"), EmptyState("", icon="file-text")
        self._pages = QStackedWidget()
        self._pages.addWidget(self.view)
        self._pages.addWidget(self.empty)
        self.add(self._caption)
        self._place = QVBoxLayout()
        self._place.addWidget(self.tabs)
        self.add(self._place)
        self.add(self._pages, 1)
        self.view.toggle_zoom()
        self.show_draft(None, None)

    def show_draft(self, row: DraftRow | None, file: DraftFile | None) -> None:
        """Draw this draft's letters; what is drawn already comes at once."""
        self._row = row
        self._owner.latest.clear()
        if row is None:
            self._say("Pilih satu konsep untuk membaca suratnya.")
        elif row.state == "dibatalkan":
            self._say("Konsep ini dibatalkan. Suratnya tidak pernah terbit.")
        elif (known := self._known.get(_key(row))) is not None:
            self._show(row, known)
        elif file is None:
            self._say("Menyiapkan pratinjau…")
        else:
            self._draw(row, file)

    def leave(self) -> None:
        """Signing out: nothing is delivered here any more."""
        self._owner.leave()

    def _draw(self, row: DraftRow, file: DraftFile) -> None:
        office: Any = self._desk.office
        names = tuple(self._names(row))

        def work(job: Job) -> tuple[Leaf, ...]:
            if file.letters:
                papers = [current_pdf(office, one.id) for one in file.letters]
            else:
                wish = Wish(
                    note=row.note,
                    signer_id=row.signer_id,
                    counterpart_number=row.counterpart_number,
                    draft_id=row.id,
                )
                papers = office.paper.preview(row.action, tuple(one for one, _seen in file.cases), wish)
            return tuple(
                Leaf(names[at] if at < len(names) else title, pages_of(job, pdf, WIDE))
                for at, (title, pdf) in enumerate(papers)
            )

        def then(leaves: tuple[Leaf, ...]) -> None:
            while len(self._known) >= REMEMBERED:
                self._known.pop(next(iter(self._known)))
            self._known[_key(row)] = leaves
            self._show(row, leaves)

        def failed(error: BaseException) -> None:
            face = face_of(error)
            if face.kind == "bug":
                self._desk.session.shell.crash(error)
            self._say(face.sentence)

        self._say("Menyiapkan pratinjau…")
        self._desk.session.tasks.start(Job(work, then, failed, lane="read", owner=self._owner, slot="konsep"))

    def _show(self, row: DraftRow, leaves: tuple[Leaf, ...]) -> None:
        if self._row is None or self._row.id != row.id:
            return
        self._leaves = leaves
        self._set_tabs([leaf.title for leaf in leaves] if len(leaves) > 1 else [])
        self._caption.set("Surat" if len(leaves) != 1 else leaves[0].title)
        self._caption.setVisible(len(leaves) < 2)
        self._pages.setCurrentWidget(self.view)
        self._turn_to(0)

    def _turn_to(self, at: int) -> None:
        if at < len(self._leaves):
            self.view.set_pages(self._leaves[at].pages)

    def _set_tabs(self, titles: Sequence[str]) -> None:
        empty_grid(self._place)
        self.tabs = Segments([Segment(str(at), title) for at, title in enumerate(titles)])
        self.tabs.changed.connect(lambda code: self._turn_to(int(code)))
        self._place.addWidget(self.tabs, 0, Qt.AlignmentFlag.AlignLeft)

    def _say(self, sentence: str) -> None:
        self._leaves = ()
        self._set_tabs([])
        self._caption.show()
        self.view.set_pages(())
        self.empty.set(sentence)
        self._pages.setCurrentWidget(self.empty)


def _key(row: DraftRow) -> tuple[int, int, str]:
    return row.id, row.version, row.state
