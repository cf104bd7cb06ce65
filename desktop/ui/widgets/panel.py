"""The panel of the selected person: who, what stands in the way, checks with evidence, the journey."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop.ui.widgets.card import Card
from desktop.ui.widgets.empty import EmptyState
from desktop.ui.widgets.labels import Caption, Elided, IconLabel, Muted, plain, set_tone
from desktop.ui.widgets.nik import NikLabel
from desktop.ui.widgets.photo import FacePicture

CHECK_ICONS = {"ok": "circle-check", "warn": "circle-alert", "bad": "circle-x", "info": "info", "plain": "circle-help"}


@dataclass(frozen=True, slots=True)
class Check:
    """One check: tone ok, warn, bad, info or plain; what was checked; the evidence at the right."""

    tone: str
    text: str
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Leg:
    """One step of the journey: when it happened and real / standard time."""

    number: int | str
    activity: str
    when: str = ""
    clock: str = ""
    late: bool = False


class Panel(Card):
    """Right side of a screen. Everything scrolls inside; nothing scrolls sideways."""

    revealed = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.box.setContentsMargins(1, 1, 1, 1)
        self._scroll = QScrollArea()
        self._scroll.setAccessibleName(name)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        inside.setObjectName("inside")
        self._inner = QVBoxLayout(inside)
        self._inner.setContentsMargins(15, 13, 15, 13)
        self._inner.setSpacing(6)
        self._scroll.setWidget(inside)
        self._empty = EmptyState("Pilih satu baris untuk melihat rinciannya.", icon="user")
        self.box.addWidget(self._scroll)
        self.box.addWidget(self._empty)
        self._build()
        self.clear()

    def _build(self) -> None:
        self._who = self._person_box()
        self._obstacle, self._obstacle_title, self._obstacle_text = self._obstacle_box()
        self._parts: dict[str, tuple[QWidget, QGridLayout, Caption]] = {}
        self._inner.addWidget(self._who)
        self._inner.addWidget(self._obstacle)
        for code in ("checks", "journey"):
            self._parts[code] = self._group()
        self._sections = QVBoxLayout()
        self._sections.setSpacing(6)
        self._inner.addLayout(self._sections)
        self._inner.addStretch(1)

    def _person_box(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 6)
        row.setSpacing(12)
        self._face = FacePicture()
        self._name, self._about, self.nik = plain(part="panel-title", wrap=True), Muted(), NikLabel()
        self.nik.revealed.connect(self.revealed)
        words = QVBoxLayout()
        words.setSpacing(2)
        for part in (self._name, self._about, self.nik):
            words.addWidget(part)
        words.addStretch(1)
        row.addWidget(self._face, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        return holder

    def _obstacle_box(self) -> tuple[QFrame, QLabel, QLabel]:
        box = QFrame()
        box.setObjectName("box")
        inner = QVBoxLayout(box)
        inner.setContentsMargins(12, 9, 12, 9)
        inner.setSpacing(2)
        title, text = plain(part="strong", wrap=True), plain(wrap=True)
        inner.addWidget(title)
        inner.addWidget(text)
        return box, title, text

    def _group(self) -> tuple[QWidget, QGridLayout, Caption]:
        holder = QWidget()
        box = QVBoxLayout(holder)
        box.setContentsMargins(0, 6, 0, 0)
        box.setSpacing(4)
        caption, grid = Caption(), QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(0)
        box.addWidget(caption)
        box.addLayout(grid)
        self._inner.addWidget(holder)
        return holder, grid, caption

    def clear(self, text: str = "") -> None:
        """Nobody is selected: one muted line instead."""
        if text:
            self._empty.set(text)
        self._scroll.hide()
        self._empty.show()
        self.nik.set_nik(None)

    def set_person(
        self, name: str, line: str, nik: str | None = None, photo: bytes | None = None, person_id: int | None = None
    ) -> None:
        """Who: name, one line (sex, age, birth), NIK masked, photo. Obstacle, checks, journey and sections are emptied."""
        self._empty.hide()
        self._scroll.show()
        self._name.setText(name)
        self._about.setText(line)
        self.nik.set_nik(nik, person_id)
        self._face.set(photo)
        self.no_obstacle()
        self.set_checks(())
        self.set_journey(())
        self.drop_sections()
        self._scroll.verticalScrollBar().setValue(0)

    def set_obstacle(self, title: str, text: str, tone: str = "bad") -> None:
        """What stands in the way, in words, with what to do."""
        self._obstacle_title.setText(title)
        self._obstacle_text.setText(text)
        self._obstacle_text.setVisible(bool(text))
        set_tone(self._obstacle_title, tone)
        set_tone(self._obstacle, tone)
        self._obstacle.show()

    def no_obstacle(self) -> None:
        """Nothing stands in the way."""
        self._obstacle.hide()

    def set_checks(self, checks: Sequence[Check], title: str = "Pemeriksaan") -> None:
        """Checks with their evidence; none hides the group."""
        grid = self._fresh("checks", title, bool(checks))
        for place, check in enumerate(checks):
            icon = IconLabel(CHECK_ICONS[check.tone], "muted" if check.tone == "plain" else check.tone)
            text, proof = plain(check.text, wrap=True), plain(check.evidence, "muted")
            proof.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            text.setAccessibleName(f"{check.text}: {check.evidence}")
            grid.addWidget(icon, place, 0)
            grid.addWidget(text, place, 1, 1, 1 if check.evidence else 2)
            if check.evidence:
                grid.addWidget(proof, place, 2)
            grid.setRowMinimumHeight(place, 24)
        grid.setColumnStretch(1, 1)

    def set_journey(self, legs: Sequence[Leg], title: str = "Perjalanan") -> None:
        """The steps so far: number, activity, when, real / standard time; late ones in red and bold."""
        grid = self._fresh("journey", title, bool(legs))
        for place, leg in enumerate(legs):
            when, clock = plain(leg.when, "muted"), plain(leg.clock, "strong" if leg.late else "muted")
            if leg.late:
                set_tone(clock, "bad")
                clock.setAccessibleName(f"{leg.clock}, lewat waktu baku")
            for part in (when, clock):
                part.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            for column, part in enumerate((plain(str(leg.number)), Elided(leg.activity), when, clock)):
                grid.addWidget(part, place, column)
            grid.setRowMinimumHeight(place, 24)
        grid.setColumnStretch(1, 1)
        grid.setHorizontalSpacing(12)

    def add_section(self, title: str, widget: QWidget) -> None:
        """Anything else, beneath the journey, under a caption."""
        holder = QWidget()
        box = QVBoxLayout(holder)
        box.setContentsMargins(0, 6, 0, 0)
        box.setSpacing(4)
        if title:
            box.addWidget(Caption(title))
        box.addWidget(widget)
        self._sections.addWidget(holder)

    def drop_sections(self) -> None:
        """Take away what ``add_section`` added."""
        while self._sections.count():
            old = self._sections.takeAt(0).widget()
            if old is not None:
                old.hide()
                old.deleteLater()

    def name(self) -> str:
        """The name shown; empty when nobody is."""
        return self._name.text() if not self._scroll.isHidden() else ""

    def obstacle(self) -> str:
        """The obstacle's title; empty without one."""
        return self._obstacle_title.text() if not self._obstacle.isHidden() else ""

    def _fresh(self, code: str, title: str, shown: bool) -> QGridLayout:
        holder, grid, caption = self._parts[code]
        while grid.count():
            old = grid.takeAt(0).widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for place in range(grid.rowCount()):
            grid.setRowMinimumHeight(place, 0)
        caption.set(title)
        holder.setVisible(shown)
        return grid
