"""Which month of which segment and budget line is reconciled, and with which of several files."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox

from db.queries.list_runs import ListRun
from desktop.operations.reconcile import Reconcile
from desktop.sop.segments import segments
from desktop.ui.format import moment
from desktop.ui.screens.months import month_options, this_month
from desktop.ui.widgets import Card, Form
from desktop.ui.widgets.form_sheet import FormSheet

if TYPE_CHECKING:
    from desktop.ui.screens.reconciliation import Reconciliation
    from desktop.ui.screens.reconciliation_reading import Answer

ALL_LINES = "Semua"


class MonthChoice(Card):
    """Month and segment; beside them the budget line where the tariff of the segment has several."""

    changed = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        self.setAccessibleName("Bulan dan segmen")
        self.form = Form()
        self.form.pair(3)
        self.form.choice("period", "Bulan", month_options(today))
        segment = self.form.choice("segment", "Segmen", [(one.code, one.label) for one in segments() if one.ours])
        self._lines = self.form.choice("budget_line", "Mata anggaran", [("", ALL_LINES)])
        self.form.set_shown("budget_line", False)
        self.form.set_values({"period": this_month(today)})
        self.form.changed.connect(self.changed)
        self.add(self.form)
        segment.currentIndexChanged.connect(lambda _at: self._lines.setCurrentIndex(0))

    def month(self) -> tuple[str, str, str]:
        """Period, segment and budget line ("" for all of them)."""
        said = self.form.values()
        return said["period"], said["segment"], said["budget_line"] or ""

    def put(self, period: str, segment: str, budget_line: str = "") -> None:
        """Show this month."""
        if budget_line and self._lines.findData(budget_line) < 0:
            self._lines.addItem(budget_line.capitalize(), budget_line)
        self.form.set_values({"period": period, "segment": segment})
        self.form.set_values({"budget_line": budget_line})

    def show_lines(self, lines: Sequence[str]) -> None:
        """The budget lines of the segment in hand; one alone is no choice."""
        control, chosen = self._lines, self._lines.currentData()
        # A month of a line that the tariff has no more is still shown.
        old = (chosen,) if chosen and chosen not in lines else ()
        offered = [("", ALL_LINES), *((line, line.capitalize()) for line in (*lines, *old))]
        if [(control.itemData(at), control.itemText(at)) for at in range(control.count())] != offered:
            _refill(control, offered, chosen)
        self.form.set_shown("budget_line", len(lines) > 1 or bool(chosen))


def _refill(control: QComboBox, offered: Sequence[tuple[str, str]], chosen: str) -> None:
    control.blockSignals(True)
    control.clear()
    for line, word in offered:
        control.addItem(word, line)
    control.setCurrentIndex(max(control.findData(chosen), 0))
    control.blockSignals(False)


class FilesSheet(FormSheet):
    """Of several standing imports of the month: which list, which bill. The ones it was compared with last stand chosen."""

    def __init__(self, screen: "Reconciliation", command: Reconcile, answer: "Answer") -> None:
        self._command, self._answer = command, answer
        note = "Bulan ini punya lebih dari satu berkas. Pilih yang dibandingkan; yang lain tetap tersimpan."
        super().__init__(screen, "Bandingkan dengan berkas mana?", "Bandingkan", note)

    def build(self) -> None:
        month = self._answer.month
        for name, label, runs, last in (
            ("bill_run_id", "Tagihan BPJS", self._answer.bills, month.bill_run_id if month else None),
            ("list_run_id", "Daftar BPJS", self._answer.lists, month.list_run_id if month else None),
        ):
            if runs:
                self.form.choice(name, label, [(run.id, self._named(run)) for run in runs])
                self.form.set_values({name: last if last in {run.id for run in runs} else runs[0].id})

    def _named(self, run: ListRun) -> str:
        return f"{run.file_name}, {run.accepted} baris, {moment(run.at.astimezone(self.desk.now().tzinfo))}"

    def save(self) -> None:
        command = replace(self._command, request=self.request, **self.form.values())
        self.run(command, then=lambda _outcome: self._screen.load())
