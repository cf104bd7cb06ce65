"""Impor daftar: the office's own Excel list is tried first, then its good rows come in and the others go back."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from db.queries.import_files import runs_of_file
from db.queries.imports import ImportRow, last_imports
from db.queries.offices import offices
from desktop.operations.command import new_request
from desktop.operations.outcome import Outcome
from desktop.ui.desk import Action
from desktop.ui.format import moment
from desktop.ui.screens.base import Screen
from desktop.ui.screens.import_lines import lines_of
from desktop.ui.screens.import_panel import ImportPanel
from desktop.ui.screens.moving import procedure_of, step_line
from desktop.ui.screens.panti_choice import PantiChoice
from desktop.ui.screens.result_list import result_list
from desktop.ui.screens.right_place import say_where
from desktop.ui.screens.undo_sheet import offer_undo
from desktop.ui.tasks import Job
from desktop.ui.widgets import Figure, Segment
from desktop.ui.widgets.file_well import FileWell
from desktop.ui.widgets.files import BOOK, ask_place, open_with_system, opening, with_ending
from desktop.ui.widgets.recipient_sheet import ask_recipient

if TYPE_CHECKING:
    from desktop.spreadsheets.reading import Reading

LAYOUT = "wbs_handover"
EMPTY = "Belum ada berkas. Pilih atau seret daftar Excel dari lapangan: dibaca dulu, belum ada yang ditulis."


@dataclass(frozen=True, slots=True)
class Trial:
    """A file that was read, its fingerprint, and when exactly these bytes came in before."""

    path: Path
    reading: "Reading"
    sha256: str
    before: tuple[ImportRow, ...]


class ImportList(Screen):
    """Every line of the file at the left, refused ones first; what to do and how the file was understood at the right."""

    code, title, icon, help_code = "impor", "Impor daftar", "file-spreadsheet", "impor"
    topics = frozenset({"import"})

    def build(self) -> None:
        self.trial: Trial | None = None
        self.outcome: Outcome | None = None
        self.place: Callable[[QWidget, str, str], str] = ask_place
        self.viewer: Callable[[Path], bool] = open_with_system
        self._request = ""
        self._under_way = False
        column = self.add_column(62)
        self.file = FileWell("Seret daftar Excel ke sini, atau pilih berkasnya")
        self.file.taken.connect(self.choose)
        column.addWidget(self.file)
        self.problems = result_list(
            EMPTY,
            self.file.choose,
            "baris",
            (Segment("masuk", "Bisa masuk", lambda one: one.kind == "good"),),
        )
        column.addWidget(self.problems, 1)
        self.panel = self.add_panel(ImportPanel())
        self.panti = PantiChoice(nobody="Dipilih nanti saat diserahkan")
        self.panel.box.addLayout(self.panti.line(15, 10))
        self.problems.current_changed.connect(self.panel.show_line)
        bar = self.action_bar
        bar.add("batal", "Batalkan impor…", on=lambda: offer_undo(self, (LAYOUT,), self._taken_back))
        bar.add("templat", "Simpan templat…", on=self.save_template)
        bar.add("balasan", "Simpan berkas balasan…", "Ctrl+B", on=self.save_return)
        bar.add("masukkan", "Masukkan", "Ctrl+Enter", "primary", self.bring_in)
        self._show()

    def is_dirty(self) -> bool:
        return self.trial is not None and self.outcome is None

    # reading
    def load(self, key: Any = None) -> None:
        self.desk.read(offices, then=self.panti.fill)
        self.desk.read(last_imports, then=self._fill_last)
        if self.trial is None:
            self.panel.show_layout(LAYOUT)
        if isinstance(key, (str, Path)):
            self.choose(key)

    def _heard(self, topics: frozenset[str], ids: tuple[int, ...]) -> None:
        """Other imports change only the short list of the last files: the trial in hand stays as it is."""
        if topics & self.topics or "*" in topics:
            self._stale = not self.isVisible()
            if self.isVisible():
                self._soon.start()

    def _fill_last(self, rows: Sequence[ImportRow]) -> None:
        here, counts = self.desk.now().tzinfo, "{0.accepted} masuk, {0.rejected} dikembalikan"
        self.panel.set_last(
            [
                (
                    f"{moment(row.at.astimezone(here))}",
                    f"{row.file_name}: {'dibatalkan' if row.undone_at else counts.format(row)}",
                )
                for row in rows
                if row.office_name == self.desk.staff.office_name
            ]
        )

    def _taken_back(self) -> None:
        """The file in hand may come in again."""
        self.outcome, self._request = None, new_request()
        self.refresh()
        self._show()

    # the trial run
    def choose(self, path: str | Path) -> None:
        """Read a file; nothing is written."""
        if self._under_way:
            self.desk.say("Tunggu sebentar: berkas yang tadi belum selesai.")
            return
        self._under_way = True
        self.message_bar.hide()
        self._show()
        failed = partial(self._unread, Path(path))
        self.desk.work(self._read, Path(path), then=self._read_through, failed=failed)

    def _read(self, job: Job, path: Path) -> Trial:
        job.report(0, 0, f"Membaca {path.name}")
        reading = self.desk.office.read_spreadsheet(path)
        job.report(0, 0, "Memeriksa apakah berkas ini pernah masuk")
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        return Trial(path, reading, digest, self.desk.office.read(runs_of_file, self.desk.staff.office_id, digest))

    def _read_through(self, trial: Trial) -> None:
        self._under_way = False
        if trial.reading.layout != LAYOUT:
            from desktop.spreadsheets.registry import layout_by_code

            self._show()
            say_where(self, trial.path, trial.reading.layout, layout_by_code(trial.reading.layout).title)
            return
        self.trial, self.outcome, self._request = trial, None, new_request()
        self.problems.set_empty("Berkas ini tidak berisi data orang.")
        self.problems.set_rows(lines_of(trial.reading, self.desk.now().date()))
        self.panel.show_trial(trial.reading)
        self._show()
        if trial.before:
            self.desk.say(self._came_before(trial.before[0]), "info")

    def _came_before(self, run: ImportRow) -> str:
        when = moment(run.at.astimezone(self.desk.now().tzinfo))
        return (
            f"Berkas ini sudah diimpor {when} oleh {run.staff_name.rstrip('.')}. Diimpor lagi tidak mengubah apa pun."
        )

    def _unread(self, path: Path, error: BaseException) -> None:
        self._under_way = False
        self._show()
        if hasattr(error, "layout"):
            say_where(self, path, error.layout, getattr(error, "title", ""))
            return
        remedy = getattr(error, "remedy", "")
        if remedy:
            self.desk.say(f"{getattr(error, 'sentence', '')} {remedy}", "bad", [("Pilih berkas…", self.file.choose)])

    # what stands there
    def _show(self) -> None:
        trial, bar = self.trial, self.action_bar
        why = "Tunggu sampai berkas selesai dibaca." if self._under_way else ""
        bar.set_visible("balasan", trial is not None)
        if trial is None:
            self.header.set_line(step_line(procedure_of(self.desk), 1), "uji dulu, baru masukkan")
            self.header.set_figures()
            bar.set_summary("Belum ada berkas")
            bar.set_state("masukkan", False, why or "Pilih berkas dulu.", "Masukkan")
            return
        reading = trial.reading
        self.file.show_file(trial.path.name)
        self.header.set_line(f"Lembar {reading.sheet}", f"judul kolom di baris {reading.header_row}", trial.path.name)
        self.header.set_figures(
            Figure(reading.total, "baris"),
            Figure(reading.accepted, "bisa masuk", "ok" if reading.accepted else "plain"),
            Figure(reading.rejected, "dikembalikan", "bad" if reading.rejected else "plain"),
            Figure(reading.duplicates, "ganda", "warn" if reading.duplicates else "plain"),
        )
        bar.set_summary(self._standing(trial), "" if self.outcome else "belum ada yang ditulis")
        why = why or ("Berkas ini sudah dimasukkan. Pilih berkas berikutnya." if self.outcome else "")
        if not reading.accepted:
            why = why or "Tidak ada baris yang bisa masuk. Kirim berkas balasan kepada pengirim."
        bar.set_state("masukkan", not why, why, f"Masukkan {reading.accepted} baris")

    def _standing(self, trial: Trial) -> str:
        if self.outcome is not None:
            return f"{self.outcome.data['accepted']} baris sudah masuk"
        return f"{trial.reading.accepted} dari {trial.reading.total} baris bisa masuk"

    # bringing in
    def bring_in(self) -> None:
        """The good rows come in; the request was made when the file was read, so that twice is once."""
        trial = self.trial
        if trial is None or self._under_way:
            return
        self._under_way = True
        self._show()
        panti, request = self.panti.currentData(), self._request

        def work(job: Job) -> Outcome:
            job.report(0, 0, f"Memasukkan {trial.reading.accepted} baris")
            return self.desk.office.import_handover(trial.path, trial.reading, panti, request)

        self.desk.work(work, then=self._brought_in, failed=self._not_brought_in)

    def _brought_in(self, outcome: Outcome) -> None:
        self._under_way, self.outcome = False, outcome
        self._show()
        ways: list[Action] = []
        if outcome.data["accepted"]:
            ways.append(("Ke Penjangkauan", lambda: self.desk.go("penjangkauan")))
        if outcome.data["rejected"]:
            ways.append(("Simpan berkas balasan…", self.save_return))
        nothing = "" if outcome.data["accepted"] else " Tidak ada yang berubah."
        self.desk.say(f"{outcome.sentence}{nothing}", "ok" if outcome.data["accepted"] else "info", ways)
        self.desk.session.bus.publish(outcome.topics, outcome.done, outcome.changes)

    def _not_brought_in(self, _error: BaseException) -> None:
        self._under_way = False
        self._show()

    # files that go out
    def save_return(self) -> None:
        """The sender's own file with coloured cells and a remark beside every line."""
        trial = self.trial
        if trial is not None:
            ask_recipient(
                self, "Untuk siapa berkas balasan ini?", "Berkas balasan", lambda who: self._write_return(trial, who)
            )

    def _write_return(self, trial: Trial, recipient: str) -> None:
        chosen = self.place(self, str(trial.path.with_name(f"{trial.path.stem} - balasan.xlsx")), BOOK)
        if not chosen:
            return
        out, entered = with_ending(chosen, ".xlsx"), self.outcome is not None

        def work(job: Job) -> Path:
            job.report(0, 0, f"Menulis {out.name}")
            self.desk.office.write_return(trial.path, trial.reading, out, entered=entered, recipient=recipient)
            return out

        self.desk.work(work, then=lambda path: self._written(path, "Berkas balasan disimpan"), failed=self._unwritten)

    def save_template(self) -> None:
        """The empty form for those who write the lists."""
        chosen = self.place(self, "templat-penjangkauan.xlsx", BOOK)
        if not chosen:
            return
        out = with_ending(chosen, ".xlsx")

        def work(_job: Job) -> Path:
            from desktop.spreadsheets.templates import write_template

            write_template(LAYOUT, out)
            return out

        self.desk.work(work, then=lambda path: self._written(path, "Templat kosong disimpan"))

    def _written(self, path: Path, what: str) -> None:
        self.desk.say(f"{what} di {path}", "ok", [opening(self.desk, path, self.viewer)])

    def _unwritten(self, error: BaseException) -> None:
        remedy = getattr(error, "remedy", "")
        if remedy:
            self.desk.say(f"{getattr(error, 'sentence', '')} {remedy}", "bad")
