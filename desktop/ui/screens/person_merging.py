"""On the person's page: to which record this one was merged, which were merged into it, and the ways there and back."""

from typing import Any

from db.queries.merges import MergeRow
from db.queries.person import PersonRow
from desktop.ui.format import moment
from desktop.ui.screens.base import Screen
from desktop.ui.screens.doubles import ask_undo
from desktop.ui.widgets import Task

NOBODY = "Pilih orangnya dulu."
NOT_YOURS = "Dinas Kesehatan yang menggabungkan catatan ganda. Beri tahu mereka nomor catatannya."


class PersonMerging:
    """The two buttons and the section; the page tells it whom it shows."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._who: PersonRow | None = None
        self._standing: MergeRow | None = None
        bar = screen.action_bar
        bar.add("pisah", "Batalkan penggabungan…", kind="danger", on=self.take_apart)
        bar.add("gabung", "Gabungkan dengan…", key="Ctrl+G", on=self.find_other)
        self.show(None, ())

    def show(self, who: PersonRow | None, rows: tuple[MergeRow, ...]) -> list[Task]:
        """Buttons for this person; gives the lines of the section, newest merge first."""
        self._who = who
        standing = [row for row in rows if row.undone_at is None]
        self._standing = standing[0] if standing else None
        mine = "dinkes" in self._screen.desk.staff.roles
        why = NOBODY if who is None else "" if mine else NOT_YOURS
        if not why and who is not None and who.merged_into is not None:
            why = "Catatan ini sudah digabung. Buka catatan yang dipertahankan, lalu gabungkan dari sana."
        bar = self._screen.action_bar
        bar.set_visible("gabung", mine)
        bar.set_state("gabung", not why, why)
        bar.set_visible("pisah", mine and self._standing is not None)
        bar.set_state("pisah", mine and self._standing is not None, NOBODY)
        return [] if who is None else [self._task(row, who) for row in rows]

    def _task(self, row: MergeRow, who: PersonRow) -> Task:
        zone = self._screen.desk.now().tzinfo
        kept = row.kept_id == who.id
        other, other_id = (row.merged_registration, row.merged_id) if kept else (row.kept_registration, row.kept_id)
        title = f"{other} digabung ke sini" if kept else f"Digabung ke {other}"
        words = [f"{row.clerk}, {moment(row.at.astimezone(zone))}", row.reason]
        chip, tone = ("", "plain")
        if row.undone_at:
            chip, words = "Dibatalkan", [*words, f"{row.undone_by}, {moment(row.undone_at.astimezone(zone))}"]
        go: Any = self._screen.desk.go
        return Task(title, "  ·  ".join(words), chip, tone, on=lambda: go("orang", other_id))

    def find_other(self) -> None:
        """Who may be the same person."""
        if self._who is not None:
            self._screen.desk.go("ganda", self._who.id)

    def take_apart(self) -> None:
        """The newest merge of this record."""
        if self._standing is not None:
            ask_undo(self._screen, self._standing.id, self._standing.merged_registration)
