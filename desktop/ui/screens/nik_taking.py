"""One clerk at a time (A8): the first stroke takes a person quietly, going away lets go, a colleague may take over."""

from dataclasses import replace
from typing import TYPE_CHECKING

from db.queries.cases import CaseRow
from desktop.operations.facts import held_by_other, taker
from desktop.operations.heads import leads
from desktop.operations.take import Release, Take

if TYPE_CHECKING:
    from desktop.ui.screens.nik_desk import NikDesk
    from desktop.ui.widgets.action_bar import ActionBar


class Taking:
    """``mine`` while a take of this screen is under way: its echo on the bus is no change of another desk."""

    def __init__(self, screen: "NikDesk") -> None:
        self._screen = screen
        self.mine = False
        self.leads = False  # who leads the office may take over, with a reason

    def ask(self) -> None:
        """Does this clerk lead the office today?"""
        desk = self._screen.desk
        desk.read(leads, desk.staff, desk.now().date(), then=self._told, slot="memimpin")

    def _told(self, leading: bool) -> None:
        self.leads = leading
        self._screen.show_actions()

    def by_other(self, row: CaseRow) -> bool:
        """A colleague works on this person, and it has not worn off."""
        desk = self._screen.desk
        return held_by_other(row, desk.staff.id, desk.now())

    def by_me(self, row: CaseRow) -> bool:
        """This clerk works on this person."""
        return row.taken_by == self._screen.desk.staff.id

    def words(self, row: CaseRow) -> str:
        """Who works on this person, for the summary."""
        if self.by_me(row):
            return "sedang Anda kerjakan"
        return f"dikerjakan {taker(row)}" if self.by_other(row) else ""

    def offer(self, bar: "ActionBar", row: CaseRow | None) -> None:
        """The buttons for taking over and letting go, only where they do something."""
        bar.set_visible("ambil", row is not None and self.leads and self.by_other(row))
        bar.set_visible("lepas", row is not None and self.by_me(row))

    def begin(self, row: CaseRow | None) -> None:
        """The first stroke."""
        if row is not None and not self.by_other(row) and not self.by_me(row) and not self.mine:
            self.take(row)

    def take_over(self, row: CaseRow | None) -> None:
        """A colleague's person, with a reason that is journalled."""
        if row is None:
            return
        self._screen.ask_reason(
            f"Ambil alih dari {taker(row)}",
            ("Petugas berhalangan", "Petugas sudah pulang", "Mendesak hari ini"),
            "Ambil alih",
            lambda reason: self.take(row, over=True, reason=reason),
            f"{row.label}. Yang sedang dikerjakan rekan Anda pada orang ini tidak ikut tersimpan.",
        )

    def take(self, row: CaseRow, over: bool = False, reason: str = "") -> None:
        """Take; the row's next version is known without asking again, so that the decision need not wait."""
        screen, staff = self._screen, self._screen.desk.staff
        self.mine = True
        taken = replace(
            row, version=row.version + 1, taken_by=staff.id, taken_name=staff.name, taken_at=screen.desk.now()
        )
        command = Take(case=(row.id, row.version), over=over, reason=reason)
        screen.desk.run(command, then=lambda _outcome: screen.know(taken), failed=self._lost, quiet=not over)

    def release(self, row: CaseRow) -> None:
        """Let go."""
        self.mine = True
        command = Release(case=(row.id, row.version))
        self._screen.desk.run(command, then=lambda _outcome: self._screen.load(), failed=self._lost, quiet=True)

    def _lost(self, _error: BaseException) -> None:
        self.mine = False
        self._screen.load()
