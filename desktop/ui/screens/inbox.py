"""The lists that wait at a desk: letter, sender, people, clock; choosing one shows its people."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal

from db.queries.batches import BatchRow
from desktop.ui.desk import Desk
from desktop.ui.format import clock_left, left_tone, moment
from desktop.ui.screens.person_card import local
from desktop.ui.widgets import Card, Column, WorkList

ROWS_SHOWN = 3
HEAD, ROW = 34, 36


def list_name(desk: Desk, one: BatchRow) -> str:
    """What a clerk calls a list: the number of its letter, else that it came back and why, else when it came."""
    if one.letter_number:
        return one.letter_number
    return f"Dikembalikan: {one.reason}" if one.reason else f"Kiriman {moment(local(desk, one.created_at))}"


class Inbox(Card):
    """A small list of lists, as high as it needs to be, at most three rows; it scrolls beyond."""

    chosen = Signal(object)  # BatchRow or None
    opened = Signal(object)

    def __init__(self, desk: Desk, heading: str) -> None:
        super().__init__()
        self._desk = desk
        self.box.setContentsMargins(1, 2, 1, 2)
        self.list = WorkList(
            "Daftar yang masuk",
            (
                Column(heading, lambda one: list_name(desk, one), stretch=1, kind="strong"),
                Column("Pengirim", lambda one: one.from_office, width=262, tip=lambda one: one.from_office),
                Column("Orang", self._people, width=62, align="right", kind="number"),
                Column("Waktu", self._clock, width=112, kind="chip", tone=self._tone),
            ),
            key=lambda one: one.id,
        )
        self.list.setSelectionMode(self.list.SelectionMode.SingleSelection)
        self.list.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.box.addWidget(self.list)
        self.list.current_changed.connect(self.chosen)
        self.list.opened.connect(self.opened)
        self.set_lists(())

    def set_lists(self, lists: Sequence[BatchRow]) -> None:
        """Show these; the chosen one stays chosen."""
        rows = min(max(len(lists), 1), ROWS_SHOWN)
        self.setFixedHeight(HEAD + rows * ROW + 8)
        self.list.set_rows(lists)

    def current(self) -> BatchRow | None:
        """The chosen list."""
        row = self.list.current()
        return row if isinstance(row, BatchRow) else None

    def choose(self, batch_id: int) -> bool:
        """Choose a list by its id."""
        return self.list.select(batch_id)

    @staticmethod
    def _people(one: BatchRow) -> str:
        return str(one.open) if one.open == one.people else f"{one.open} / {one.people}"

    def _clock(self, one: BatchRow) -> str:
        return clock_left(one.due, self._desk.now())

    def _tone(self, one: BatchRow) -> str:
        return left_tone(one.due, self._desk.now())
