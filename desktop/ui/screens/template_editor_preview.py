"""The live preview: asked while somebody types, drawn in a worker, the last good page dimmed while the text is not whole."""

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.desk import Desk
from desktop.ui.screens.template_editor_trial import MOST_PAGES, Trial, TrialWish, page_of, try_out
from desktop.ui.tasks import Job, Owner
from desktop.ui.theme import tokens
from desktop.ui.widgets.chip import paint_chip
from desktop.ui.widgets.paper_view import PaperView
from desktop.ui.widgets.pdf_preview import Page

PAUSE = 160  # ms without a key before the letter is drawn again
DIM = 150
ENDLESS = 100_000


class TrialView(PaperView):
    """Pages that are replaced under the eyes: the page on show and its place on the screen stay."""

    def show_trial(self, trial: Trial) -> None:
        """The page that was drawn; the others are blank until they come."""
        assert trial.page is not None  # noqa: S101
        blank = Page(trial.page.width, trial.page.height, b"\xff" * (trial.page.width * trial.page.height * 3))
        pages = [blank] * trial.count
        pages[trial.at] = trial.page
        self._put(tuple(pages), trial.at)

    def fill(self, pages: tuple[Page, ...]) -> None:
        """All pages of the letter on show."""
        self._put(pages, self._at)

    def at(self) -> int:
        """The page on show, from 0."""
        return self._at

    def _show(self) -> None:
        super()._show()
        self._fit_width()

    def _fit_width(self) -> None:
        """A page is as wide as its room; high ones are scrolled."""
        room = self._scroll.viewport().size()
        self._paper.fit(QSize(room.width(), ENDLESS), self._whole)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        used = super().eventFilter(watched, event)
        if event.type() == QEvent.Type.Resize and watched is self._scroll.viewport():
            self._fit_width()
        return used

    def _put(self, pages: tuple[Page, ...], at: int) -> None:
        bar = self._scroll.verticalScrollBar()
        place = bar.value()
        self._pages, self._at = pages, min(at, max(len(pages) - 1, 0))
        self._show()
        bar.setValue(place)


class Veil(QWidget):
    """Lies over a preview that is older than the text beside it."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        over.installEventFilter(self)
        self.words = "pratinjau terakhir yang utuh"
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        parent = self.parentWidget()
        if event.type() == QEvent.Type.Resize and parent is not None and watched is parent:
            self.setGeometry(parent.rect())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ground = QColor(tokens().surface)
        ground.setAlpha(DIM)
        painter.fillRect(self.rect(), ground)
        paint_chip(painter, QRect(10, 8, self.width() - 20, 24), self.words, "warn")
        painter.end()


class LivePreview(QWidget):
    """``ask`` as often as somebody types; ``tried`` tells what came of the newest wish."""

    tried = Signal(object)

    def __init__(self, desk: Desk, name: str = "Pratinjau surat") -> None:
        super().__init__()
        self._desk = desk
        self._owner = Owner()
        self._wish: TrialWish | None = None
        self._shown: TrialWish | None = None
        self.trial: Trial | None = None
        self.view = TrialView(name)
        self.veil = Veil(self.view._scroll)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.view, 1)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._begin)
        self.setFocusProxy(self.view)

    def ask(self, wish: TrialWish, now: bool = False) -> None:
        """Draw this, at once or when the typing pauses; what was asked before is not wanted any more."""
        self._wish = wish
        self._pause.stop()
        if now:
            self._begin()
        else:
            self._pause.start()

    def waits(self) -> bool:
        """Something that was asked for is not on show yet."""
        return self._wish is not None

    def clear(self) -> None:
        """Nothing to show."""
        self._pause.stop()
        self._wish = self._shown = self.trial = None
        self._owner.latest.pop("trial", None)
        self.view.set_pages(())
        self.veil.hide()

    def leave(self) -> None:
        """Nothing is delivered here any more."""
        self._pause.stop()
        self._owner.leave()

    def _begin(self) -> None:
        wish = self._wish
        if wish is None:
            return
        same = self._shown is not None and self._shown.code == wish.code
        at = self.view.at() if same else 0
        asked = TrialWish(wish.code, wish.toml, wish.facts, wish.emblems, wish.paper, at)
        job = Job(lambda _job: try_out(asked), self._arrived, self._broke, lane="read", owner=self._owner, slot="trial")
        self._desk.session.tasks.start(job)

    def _broke(self, error: BaseException) -> None:
        self._wish = None
        self._desk.session.shell.crash(error)

    def _arrived(self, trial: Trial) -> None:
        if not self._pause.isActive():
            self._wish = None
        self.trial = trial
        if trial.problem is None:
            fresh = self._shown is None or self._shown.code != trial.wish.code
            self._shown = trial.wish
            self.view.show_trial(trial)
            if fresh:
                self.view._scroll.verticalScrollBar().setValue(0)
            if trial.count > 1:
                self._read_on(trial)
        self.veil.setGeometry(self.view._scroll.rect())
        self.veil.setVisible(trial.problem is not None and bool(self.view.count()))
        self.tried.emit(trial)

    def _read_on(self, trial: Trial) -> None:
        """The other pages, behind the one that is looked at."""
        owner = self._owner

        def fetch(job: Job) -> tuple[Page, ...]:
            pages = []
            for at in range(min(trial.count, MOST_PAGES)):
                if job.stale() or not owner.alive:
                    break
                pages.append(trial.page if at == trial.at and trial.page else page_of(trial.pdf, at))
            return tuple(pages)

        def arrived(pages: tuple[Page, ...]) -> None:
            if self._shown is trial.wish and pages:
                self.view.fill(pages)

        self._desk.session.tasks.start(Job(fetch, arrived, lane="read", owner=owner, slot="pages"))
