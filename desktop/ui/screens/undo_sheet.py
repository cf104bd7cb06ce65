"""Which import is taken back, and why: every one that still stands can be chosen; what will happen is said of each."""

from collections.abc import Callable, Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from db.queries.list_runs import ListRun, list_runs
from desktop.sop.reconciling import month_of, say_month
from desktop.sop.segments import label
from desktop.ui.format import moment, number
from desktop.ui.widgets import Form, Muted
from desktop.ui.widgets.sheet import ReasonSheet

if TYPE_CHECKING:
    from desktop.ui.screens.base import Screen

REASONS = ("Bulan atau segmen keliru", "Berkas keliru", "Daftar belum lengkap")
PLAIN_REASONS = ("Berkas keliru", "Isi berkas tertukar", "Bukan berkas yang terbaru")
"""Of lists that name neither month nor segment."""
NOTE = "Semua yang dibawanya ditarik, yang diakhirinya berlaku lagi. Bila ada impor yang bergantung padanya, Padan menyebutnya."
EVENTS = (
    "Semua peristiwa di daftar ini dicabut dan laporannya ditarik dari Dinas Kesehatan. Bila ada yang sudah dilaporkan ke "
    "BPJS, Padan menyebutnya dan tidak ada yang berubah."
)
NOTES = {
    "siak_penduduk": (
        "Penduduk yang baru ditarik, yang berubah kembali ke data sebelumnya, dan yang tercatat kembali menjadi pindah "
        "lagi. Hanya kiriman yang terbaru dapat dibatalkan."
    ),
    "wbs_handover": (
        "Pencatatan semua orang di daftar ini ditutup; datanya tetap tersimpan bersama jejaknya, dan berkas yang benar dapat "
        "dimasukkan lagi. Bila ada yang sudah diserahkan ke panti, Padan menyebutnya dan tidak ada yang berubah."
    ),
    "eid_result": (
        "Semua nomor peserta dari berkas ini ditarik dan orangnya menunggu nomor di meja ini lagi. Bila ada yang sudah "
        "diteruskan ke panti, Padan menyebutnya dan tidak ada yang berubah."
    ),
    "siak_kematian": EVENTS,
    "siak_pindah": EVENTS,
}
"""Kind of list → what happens to what it brought; else ``NOTE``."""
NOTHING = "Belum ada impor yang dapat dibatalkan. Yang sudah dibatalkan tidak tercantum lagi."
MOST_RUNS = 300


class UndoSheet(ReasonSheet):
    """``runs`` newest first, of which the newest is proposed; ``then(run_id, reason)``."""

    def __init__(
        self, host: QWidget, runs: Sequence[ListRun], here: tzinfo | None, then: Callable[[int, str], None]
    ) -> None:
        self.form, self.note = Form(), Muted("", wrap=True)
        options = [(run.id, f"{_words(run)} · {moment(run.at.astimezone(here))}") for run in runs]
        self.form.choice("run", "Impor yang dibatalkan", options)
        title = "Batalkan seluruh impor ini?"
        reasons = REASONS if any(run.period for run in runs) else PLAIN_REASONS
        super().__init__(host, title, reasons, "Batalkan impor", lambda reason: then(self.form.values()["run"], reason))
        self.card.setFixedWidth(620)
        self.box.insertWidget(1, self.form)
        self.box.insertWidget(2, self.note)
        self._layouts = {run.id: run.layout for run in runs}
        self.form.changed.connect(self._chose)
        self._chose()

    def open(self, focus: QWidget | None = None) -> None:
        """With the cursor in the choice."""
        super().open(focus or self.form.control("run"))

    def _chose(self) -> None:
        self.note.setText(NOTES.get(self._layouts.get(self.form.values()["run"], ""), NOTE))


def offer_undo(screen: "Screen", layouts: Sequence[str], then: Callable[[], None]) -> None:
    """Ask which import of these kinds goes, take it back, and go on with ``then``; says so when there is none."""
    desk = screen.desk

    def choose(runs: Sequence[ListRun]) -> None:
        standing = [run for run in runs if run.undoable]
        if standing:
            screen._open(UndoSheet(screen._host(), standing, desk.now().tzinfo, taking_back(screen, then)))
        else:
            desk.say(NOTHING, "info")

    desk.read(list_runs, desk.staff.office_id, MOST_RUNS, tuple(layouts), then=choose, slot="batal")


def taking_back(screen: "Screen", then: Callable[[], None]) -> Callable[[int, str], None]:
    """What the sheet does with import and reason."""

    def back(run_id: int, reason: str) -> None:
        from desktop.operations.undo_import import UndoImport

        screen.desk.run(UndoImport(run_id=run_id, reason=reason), then=lambda _outcome: then())

    return back


def _words(run: ListRun) -> str:
    lines = f"{number(run.accepted)} baris masuk"
    about = f"{label(run.segment or '')}, {say_month(month_of(run.period))}" if run.period else lines
    return f"{run.file_name} · {about}"
