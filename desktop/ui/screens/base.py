"""The frame of every screen and what a screen promises; see ``desktop/ui/README.md``."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, TypeVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.desk import Desk
from desktop.ui.refresh import concerns
from desktop.ui.tasks import Job
from desktop.ui.widgets.action_bar import ActionBar
from desktop.ui.widgets.facts import Facts
from desktop.ui.widgets.header import Header
from desktop.ui.widgets.message_bar import MessageBar
from desktop.ui.widgets.nik import NikLabel, hold_to_reveal
from desktop.ui.widgets.panel import Panel
from desktop.ui.widgets.progress import Progress
from desktop.ui.widgets.reveal_sheet import watch_nik
from desktop.ui.widgets.scroll import scrolled
from desktop.ui.widgets.sheet import ConfirmSheet, ReasonSheet, Sheet

W = TypeVar("W", bound=QWidget)
ONE_LOOK, MOST_TOLD, DETAILS_HIGH = 12, 500, 420
"""Reasons that fit a sheet as they are, reasons that are told at all, and the height of those that scroll."""


class Screen(QWidget):
    """One desk's screen: header, progress, body, message bar, action bar. Subclasses write ``build`` and ``load``."""

    code: ClassVar[str] = ""
    title: ClassVar[str] = ""
    icon: ClassVar[str] = "circle"
    help_code: ClassVar[str] = ""
    topics: ClassVar[frozenset[str]] = frozenset()
    sheet_opened = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.key: Any = None
        self._stale = True
        self._focus: QWidget | None = None
        self._job: Job | None = None
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName(self.title)
        self._frame()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._load_now)
        self._listen()
        self.build()

    def _frame(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        inner = QVBoxLayout()
        inner.setContentsMargins(20, 16, 20, 16)
        inner.setSpacing(0)
        self.header, self.progress = Header(self.title), Progress()
        self.progress.setFixedHeight(14)
        self.body = QHBoxLayout()
        self.body.setSpacing(14)
        inner.addWidget(self.header)
        inner.addWidget(self.progress)
        inner.addLayout(self.body, 1)
        self.message_bar, self.action_bar = MessageBar(), ActionBar()
        outer.addLayout(inner, 1)
        outer.addWidget(self.message_bar)
        outer.addWidget(self.action_bar)

    def _listen(self) -> None:
        desk = self.desk
        desk.said.connect(self._said)
        desk.busy.connect(self._busy)
        desk.reading.connect(self.progress.wait)
        desk.working.connect(self._working)
        desk.progressed.connect(self._progressed)
        desk.detailed.connect(self._detailed)
        desk.session.bus.changed.connect(self._heard)
        self.progress.cancelled.connect(lambda: self._job.cancel() if self._job else None)
        self.action_bar.refused.connect(lambda reason: self.message_bar.say(reason, "info"))
        self.action_bar.unblocked.connect(self.message_bar.unsay)

    # what a screen writes
    def build(self) -> None:
        """Make the widgets, once; no reading here."""

    def load(self, key: Any = None) -> None:
        """Read and fill; called before the first showing, on F5 and when one of ``topics`` changed."""

    def is_dirty(self) -> bool:
        """Is something half typed here?"""
        return False

    def on_key(self, event: QKeyEvent) -> bool:
        """Keys beyond those of the action bar; True when used."""
        return False

    # what a screen may use
    def add_list(self, widget: W, share: int = 62) -> W:
        """Put the list at the left of the body."""
        self.body.addWidget(widget, share)
        return widget

    def add_panel(self, widget: W, share: int = 38) -> W:
        """Put the panel at the right of the body; looks at its NIK are journalled."""
        self.body.addWidget(widget, share)
        if isinstance(widget, Panel):
            self.watch_nik(widget.nik)
        return widget

    def watch_nik(self, label: NikLabel) -> None:
        """A masked number: before it is first shown a reason is chosen, and every look at it is journalled with it."""
        watch_nik(self.desk, label, self._host, self.sheet_opened.emit)

    def add_column(self, stretch: int = 1) -> QVBoxLayout:
        """A column of cards in the body."""
        column = QVBoxLayout()
        column.setSpacing(14)
        self.body.addLayout(column, stretch)
        return column

    def confirm(
        self,
        title: str,
        facts: Sequence[tuple[str, str]],
        label: str,
        yes: Callable[[], None],
        danger: bool = False,
        note: str = "",
    ) -> ConfirmSheet:
        """One confirmation with facts over the window."""
        return self._open(ConfirmSheet(self._host(), title, facts, label, yes, danger, note))

    def ask_reason(
        self, title: str, choices: Sequence[str], label: str, then: Callable[[str], None], note: str = ""
    ) -> ReasonSheet:
        """A reason, chosen or written, before something goes back."""
        return self._open(ReasonSheet(self._host(), title, choices, label, then, note))

    def ask_fields(
        self,
        differences: Sequence[Any],
        then: Callable[[Mapping[str, str]], None],
        home: Callable[[str], str] = lambda name: name,
    ) -> Sheet:
        """Two clerks changed the same fields: ``then`` gets which side counts, field by field."""
        from desktop.ui.widgets.conflict_sheet import ConflictSheet

        return self._open(ConflictSheet(self._host(), differences, self.desk.now().tzinfo, then, home))

    def sheet(self, title: str, widget: QWidget, label: str, yes: Callable[[], None], width: int = 560) -> Sheet:
        """A sheet with any widget; ``yes`` closes it itself by ``sheet.cancel()`` when all is well."""
        made = Sheet(self._host(), title, width)
        made.box.addWidget(widget)
        made.add_buttons(label, yes)
        return self._open(made)

    def refresh(self) -> None:
        """Read again (F5)."""
        self._load_now()

    def show_for(self, key: Any = None) -> None:
        """The window brings this screen to the front, perhaps for one record."""
        if key is not None:
            self.key = key
            self._stale = True
        if self._stale and self.isVisible():
            self._load_now()

    def leave_for_ever(self) -> None:
        """Signing out: nothing is delivered here any more."""
        self._soon.stop()
        self.desk.close()

    # inside
    def _host(self) -> QWidget:
        window = self.window()
        stage = getattr(window, "stage", None)  # sheets lie on the stage, so that the lock covers them
        return stage if isinstance(stage, QWidget) else window

    def _open(self, sheet: Any) -> Any:
        sheet.open()
        self.sheet_opened.emit(sheet)
        return sheet

    def _load_now(self) -> None:
        self._stale = False
        key, self.key = self.key, None
        self.load(key) if key is not None else self.load()

    def _heard(self, topics: frozenset[str], ids: tuple[int, ...]) -> None:
        if not concerns(topics, self.topics):
            return
        if not self.isVisible():
            self._stale = True
        elif self.is_dirty():
            words = "Data di layar ini berubah di meja lain. Yang Anda ketik tetap ada."
            self.message_bar.say(words, "info", [("Muat ulang", self.refresh)])
        else:
            self._soon.start()

    def _said(self, sentence: str, kind: str, actions: Any) -> None:
        if self.isVisible():
            self.message_bar.say(sentence, kind, actions)
        else:
            self.desk.toast(sentence, kind)

    def _busy(self, busy: bool) -> None:
        focused = self.window().focusWidget()
        inside = focused is not None and self.action_bar.isAncestorOf(focused)
        if busy and inside:
            self._focus = focused
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.action_bar.set_busy(busy)
        if not busy and self._focus is not None:
            if self.window().focusWidget() is self and self._focus.isEnabled():
                self._focus.setFocus(Qt.FocusReason.OtherFocusReason)
            self._focus = None

    def _working(self, job: Job | None) -> None:
        self._job = job
        if job is None:
            self.progress.setFixedHeight(14)
            self.progress.finish()
        else:
            self.progress.setFixedHeight(38)
            self.progress.begin()

    def _progressed(self, done: int, total: int, sentence: str) -> None:
        if self._job is not None:
            self.progress.report(done, total, sentence)

    def _detailed(self, title: str, rows: Sequence[Any]) -> None:
        sheet = Sheet(self._host(), title, 620)
        facts = [(row.label, row.sentence) for row in rows[:MOST_TOLD]]
        if len(rows) > MOST_TOLD:
            facts.append(("", f"dan {len(rows) - MOST_TOLD} lainnya"))
        if len(rows) > ONE_LOOK:
            area, column = scrolled(title)
            column.addWidget(Facts(facts))
            column.addStretch(1)
            area.setMinimumHeight(DETAILS_HIGH)
            sheet.box.addWidget(area, 1)
        else:
            sheet.box.addWidget(Facts(facts))
        sheet.add_buttons("Mengerti", sheet.cancel, no="Tutup")
        self._open(sheet)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self._soon.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._soon.isActive():
            self._soon.stop()
            self._stale = True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if hold_to_reveal(self, event) or self.on_key(event):
            event.accept()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if not hold_to_reveal(self, event):
            super().keyReleaseEvent(event)
