"""Parts of the person page: the steps against the clock, and the trail of the journal in words."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from db.queries.person import StepRow
from desktop.sop.clock import OfficeCalendar
from desktop.sop.procedure import load_procedure
from desktop.ui.format import NOTHING, clock, moment
from desktop.ui.screens.home_facts import office_time, short_office
from desktop.ui.screens.person_words import Change, Told
from desktop.ui.widgets import Caption, Chip, Elided, Muted, Strong, hairline, plain, set_tone
from desktop.ui.widgets.facts import empty_grid

HEADS = ("", "Langkah", "Petugas", "Mulai", "Selesai", "Nyata / baku", "")


class JourneyTable(QWidget):
    """Every step of every case: who, from when to when, real beside standard office time."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Perjalanan menurut SOP")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnMinimumWidth(1, 140)
        self._grid.setColumnStretch(1, 3)
        self._grid.setColumnStretch(2, 2)
        self._grid.setColumnMinimumWidth(2, 80)
        self.lines: list[tuple[str, ...]] = []

    def set_steps(self, steps: Sequence[StepRow], calendar: OfficeCalendar, now: datetime) -> None:
        """Replace all; a step that still runs shows the office time so far."""
        empty_grid(self._grid)
        self.lines = []
        for column, text in enumerate(HEADS):
            head = Caption(text)
            head.setMinimumHeight(24)
            self._grid.addWidget(head, 0, column)
        for place, step in enumerate(steps, start=1):
            self._add(place, step, calendar, now)

    def _add(self, place: int, step: StepRow, calendar: OfficeCalendar, now: datetime) -> None:
        seconds = step.real_seconds
        if seconds is None:
            seconds = calendar.seconds_between(step.started_at, now)
        late = seconds > step.standard_seconds
        spent = f"{office_time(seconds / 60)} / {office_time(step.standard_seconds / 60)}"
        ended = _until(step, now.tzinfo)
        title = load_procedure(step.procedure).step(step.step).title
        texts = (
            str(step.step),
            title,
            step.clerk or short_office(step.office),
            _at(step.started_at, now.tzinfo),
            ended,
            spent,
        )
        self.lines.append(texts)
        for column, text in enumerate(texts):
            part = (
                Elided(text, "muted" if column == 2 else "") if column in (1, 2) else plain(text, _look(column, late))
            )
            if column == 5 and late:
                set_tone(part, "bad")
                part.setAccessibleName(f"{text}, lewat waktu baku")
            self._grid.addWidget(part, place, column)
        word, tone = ("lewat", "bad") if late else ("berjalan", "info") if step.ended_at is None else ("tepat", "ok")
        self._grid.addWidget(Chip(word, tone), place, 6, Qt.AlignmentFlag.AlignVCenter)
        self._grid.setRowMinimumHeight(place, 28)


def _said(change: Change) -> str:
    if change.before == NOTHING:
        return f"{change.label}:  {change.after}"
    return f"{change.label}:  {change.before}  →  {change.after}"


def _until(step: StepRow, zone: tzinfo | None) -> str:
    """The hour alone when it ended on the day it began."""
    if step.ended_at is None:
        return "berjalan"
    begun, ended = step.started_at.astimezone(zone), step.ended_at.astimezone(zone)
    return clock(ended) if begun.date() == ended.date() else moment(ended)


def _look(column: int, late: bool) -> str:
    if column == 5:
        return "strong" if late else ""
    return "muted" if column in (3, 4) else ""


def _at(value: datetime, zone: tzinfo | None) -> str:
    return moment(value.astimezone(zone))


class TrailList(QWidget):
    """What the journal says, newest first: when and who at the left, what and each changed field at the right."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Catatan jurnal")
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(8)
        self.told: tuple[Told, ...] = ()

    def set_lines(self, told: Sequence[Told]) -> None:
        """Replace all."""
        empty_grid(self._box)
        self.told = tuple(told)
        for line in told:
            self._box.addWidget(self._line(line))
            self._box.addWidget(hairline())

    def _line(self, line: Told) -> QWidget:
        holder = QWidget()
        holder.setAccessibleName(f"{moment(line.at)}, {line.who}: {line.what}")
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        left, right = QVBoxLayout(), QVBoxLayout()
        for box in (left, right):
            box.setSpacing(1)
        when = plain(moment(line.at), "muted")
        when.setFixedWidth(96)
        left.addWidget(when)
        left.addStretch(1)
        right.addWidget(Strong(line.what, wrap=True))
        words = "  ·  ".join(word for word in (line.who, line.status) if word)
        right.addWidget(Muted(words))
        if line.reason:
            right.addWidget(plain(f"Alasan: {line.reason}", wrap=True))
        for change in line.changes:
            right.addWidget(plain(_said(change), wrap=True))
        row.addLayout(left)
        row.addLayout(right, 1)
        return holder
