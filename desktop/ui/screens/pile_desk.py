"""A desk whose people come one by one from other desks: all of them in one list, and the letter is written here."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar

from desktop.ui.screens.list_desk import ListDesk
from desktop.ui.screens.moving import action_of, move_command, step_line
from desktop.ui.screens.person_card import pile_clock


class PileDesk(ListDesk):
    """Everybody who may go on is ticked when the list is first shown; who arrives later waits for a tick."""

    line: ClassVar[str] = ""
    back_word: ClassVar[str] = "Keluarkan"

    def build(self) -> None:
        self._known: set[int] = set()
        self.tick_next: set[int] = set()
        super().build()
        self.action_bar.set_visible("surat", False)
        self.setFocusProxy(None)  # type: ignore[arg-type]  # a hidden list would swallow the focus

    def show_list(self) -> None:
        if self.work is None:
            return
        self.inbox.hide()
        rows = [self.row_of(row) for row in self.work.people]
        ticked = {row.id for row in self.people.checked()} | self.tick_next
        if not self._known:
            ticked |= {row.id for row in rows}
        self._known, self.tick_next = {row.id for row in rows}, set()
        self.people.set_rows(rows)
        self.people.set_checked([row.id for row in rows if row.id in ticked and not self.why_not(row)])
        self._head(rows)
        self.show_person(self.people.current())
        self.show_summary()

    def _head(self, rows: Sequence[Any]) -> None:
        cases = [self.case_of(row) for row in rows]
        self.header.set_line(step_line(self.procedure, self.step), self.line if rows else self.nobody)
        self.header.set_figures(*self.figures(rows), pile_clock(self.desk, cases, self.procedure.step(self.step)))

    def left_out(self, rows: Sequence[Any]) -> list[tuple[str, str]]:
        """The fact of a confirmation that names who stays behind; none when everybody goes."""
        left = [self.case_of(row).label for row in self.people.rows() if row not in rows]
        named = f"{', '.join(left[:4])}{' …' if len(left) > 4 else ''}"
        return [("Tidak ikut", f"{len(left)} orang: {named}")] if left else []

    def send_on(self) -> None:
        """As on every desk; the key says only «Kirim», because the title says the rest."""
        rows = self.people.checked()
        command = move_command(self.desk, self.onward, [self.case_of(row) for row in rows])
        title = self.title_of(self.issuing.label(action_of(self.onward).label), len(rows))
        self.ask(lambda: self.issuing.confirm(command, title, self.facts(rows), "Kirim", self.run_move))

    def send_back(self) -> None:
        """Out of the procedure, with a reason; the record stays."""
        rows = [self.case_of(row) for row in self.chosen()]
        if not rows:
            return
        label = action_of(self.backward).label
        who = rows[0].label if len(rows) == 1 else f"{len(rows)} orang"
        draft = move_command(self.desk, self.backward, rows)
        note = f"{', '.join(row.label for row in rows[:6])}{' dan lainnya' if len(rows) > 6 else ''}. Riwayatnya tetap ada."
        self.ask(
            lambda: self.ask_reason(
                f"{label}: {who}?",
                self.back_reasons,
                self.back_word,
                lambda reason: self.run_move(replace(draft, reason=reason)),
                note,
            )
        )
