"""Which import is taken back, and why: every one that still stands can be chosen; what stands in its way is said."""

from collections.abc import Callable, Sequence
from datetime import tzinfo

from PySide6.QtWidgets import QWidget

from db.queries.list_runs import ListRun
from desktop.sop.reconciling import month_of, say_month
from desktop.sop.segments import label
from desktop.ui.format import moment
from desktop.ui.widgets import Form
from desktop.ui.widgets.sheet import ReasonSheet

REASONS = ("Bulan atau segmen keliru", "Berkas keliru", "Daftar belum lengkap")
NOTE = "Semua yang dibawanya ditarik, yang diakhirinya berlaku lagi. Bila ada impor yang bergantung padanya, Padan menyebutnya."


class UndoSheet(ReasonSheet):
    """``runs`` newest first, of which the newest is proposed; ``then(run_id, reason)``."""

    def __init__(
        self, host: QWidget, runs: Sequence[ListRun], here: tzinfo | None, then: Callable[[int, str], None]
    ) -> None:
        self.form = Form()
        options = [(run.id, f"{_words(run)} · {moment(run.at.astimezone(here))}") for run in runs]
        self.form.choice("run", "Impor yang dibatalkan", options)
        title = "Batalkan seluruh impor ini?"
        super().__init__(
            host, title, REASONS, "Batalkan impor", lambda reason: then(self.form.values()["run"], reason), NOTE
        )
        self.card.setFixedWidth(620)
        self.box.insertWidget(1, self.form)

    def open(self, focus: QWidget | None = None) -> None:
        """With the cursor in the choice."""
        super().open(focus or self.form.control("run"))


def _words(run: ListRun) -> str:
    about = f"{label(run.segment or '')}, {say_month(month_of(run.period))}" if run.period else ""
    return f"{run.file_name} · {about}"
