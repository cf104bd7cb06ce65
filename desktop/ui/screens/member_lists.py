"""Daftar & tagihan: a list of members, a bill, a delivery of SIAK: tried first, then brought in whole, taken back whole."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from db.queries.list_runs import ListRun, list_runs
from desktop.operations.bpjs_lists import sentences
from desktop.operations.list_trial import Answers, Trial, asked_of
from desktop.sop.mutations import UNKNOWN
from desktop.sop.reconciling import month_of, say_month
from desktop.sop.segments import segments
from desktop.ui.desk import Action
from desktop.ui.screens.base import Screen
from desktop.ui.screens.fewer_sheet import FewerSheet
from desktop.ui.screens.import_lines import problem_lines
from desktop.ui.screens.list_mapping import ListMapping
from desktop.ui.screens.list_out import ask_list
from desktop.ui.screens.member_lists_panel import ListPanel
from desktop.ui.screens.months import month_options, this_month
from desktop.ui.screens.mutation_sheet import MutationSheet
from desktop.ui.screens.result_list import result_list
from desktop.ui.screens.right_place import say_where
from desktop.ui.tasks import Job
from desktop.ui.widgets import Card, Figure, Form
from desktop.ui.widgets.file_well import FileWell
from desktop.ui.widgets.files import BOOK, ask_place, open_with_system, opening, with_ending
from desktop.ui.widgets.recipient_sheet import ask_recipient

EMPTY = "Belum ada berkas. Pilih daftar, mutasi, usulan, tagihan, atau data SIAK: diuji dulu, belum ada yang ditulis."
CLEAN = "Tidak ada yang perlu diperbaiki di berkas ini."
MOST_RUNS = 300


class MemberLists(Screen):
    """Questions of the file at the left, what it would do at the right; nothing is written before the clerk says so."""

    code, title, icon, help_code = "daftar_peserta", "Daftar dan tagihan", "file-spreadsheet", "daftar-peserta"
    topics = frozenset({"import"})

    def build(self) -> None:
        self.path: Path | None = None
        self.trial: Trial | None = None
        self.done = False
        self.runs: tuple[ListRun, ...] = ()
        self.place: Callable[[QWidget, str, str], str] = ask_place
        self.viewer: Callable[[Path], bool] = open_with_system
        self._order: Any = None
        self._layout: str | None = None
        self._mapping: dict[str, str] | None = None
        self._under_way = False
        self.headings = ListMapping(self, self._mapped)
        column = self.add_column(62)
        self.file = FileWell("Seret daftar atau tagihan ke sini, atau pilih berkasnya")
        self.file.taken.connect(self.choose)
        column.addWidget(self.file)
        column.addWidget(self._answers_card())
        self.problems = result_list(EMPTY, self.file.choose, "hal")
        column.addWidget(self.problems, 1)
        self.panel = self.add_panel(ListPanel())
        self.problems.current_changed.connect(self.panel.show_line)
        bar = self.action_bar
        bar.add("batal", "Batalkan impor…", on=self.take_back)
        bar.add("ekspor", "Ekspor…", "Ctrl+E", on=lambda: ask_list(self))
        bar.add("padanan", "Ubah padanan kolom…", "Ctrl+U", on=self.mend_columns)
        bar.add("balasan", "Simpan berkas balasan…", "Ctrl+B", on=self.save_return)
        bar.add("masukkan", "Masukkan", "Ctrl+Enter", "primary", self.bring_in)
        self._show()

    def _answers_card(self) -> Card:
        card = Card()
        card.setAccessibleName("Daftar ini tentang")
        self.form = Form()
        self.form.pair(3)
        today = self.desk.now().date()
        self.form.choice("period", "Bulan", month_options(today), hint="bulan yang disebut daftar atau tagihan")
        self.form.choice("segment", "Segmen", [(one.code, one.label) for one in segments()])
        self.form.check("full", "Daftar lengkap", hint="yang tidak disebut lagi berakhir")
        ours = next((one.code for one in segments() if one.ours), segments()[0].code)
        self.form.set_values({"period": this_month(today), "segment": ours})
        self.form.changed.connect(self._answered)
        card.add(self.form)
        self.answers_card = card
        return card

    def _ask(self, layout: str | None) -> None:
        """Only what belongs to the file in hand is asked."""
        asked = asked_of(layout, self.desk.staff.roles)
        for name in ("period", "segment", "full"):
            self.form.set_shown(name, name in asked)
        self.answers_card.setVisible(bool(asked))

    def is_dirty(self) -> bool:
        return self.trial is not None and not self.done

    def load(self, key: Any = None) -> None:
        self.desk.read(list_runs, self.desk.staff.office_id, MOST_RUNS, then=self._fill_runs)
        if isinstance(key, (str, Path)):
            self.choose(key)

    def _heard(self, topics: frozenset[str], ids: tuple[int, ...]) -> None:
        """Other imports change only the list of the last ones: the trial in hand stays."""
        if topics & self.topics or "*" in topics:
            self._stale = not self.isVisible()
            if self.isVisible():
                self._soon.start()

    def _fill_runs(self, rows: Sequence[ListRun]) -> None:
        self.runs = tuple(rows)
        self.panel.set_last(self.runs, self.desk.now().tzinfo)
        self._show()

    # the trial
    def choose(self, path: str | Path) -> None:
        """Another file; nothing is written."""
        if self._under_way:
            self.desk.say("Tunggu sebentar: berkas yang tadi belum selesai.")
            return
        self.path, self._order, self._layout, self._mapping = Path(path), None, None, None
        self._try()

    def _answered(self) -> None:
        if self.path is not None and not self._under_way and not self.done:
            self._try()

    def _answers(self) -> Answers:
        said = self.form.values()
        return Answers(self._layout, self._mapping, self._order, said["period"], said["segment"], said["full"])

    def _try(self) -> None:
        assert self.path is not None  # noqa: S101
        self._under_way, self.trial, self.done = True, None, False
        self.message_bar.hide()
        self._show()
        answers, path = self._answers(), self.path

        def work(job: Job) -> Any:
            from desktop.spreadsheets.lists import NeedsAnswer, NeedsMapping

            try:
                return self.desk.office.register.try_out(path, answers, _telling(job, f"Menguji {path.name}"))
            except (NeedsAnswer, NeedsMapping) as question:
                return question

        self.desk.work(work, then=self._tried, failed=self._untried)

    def _tried(self, answer: Any) -> None:
        self._under_way = False
        if hasattr(answer, "question"):
            ways: list[Action] = [(text, partial(self._dates_are, order)) for order, text in answer.choices]
            asked = f"{answer.question} Kolom {answer.heading} berisi misalnya {answer.sample}. {answer.hint}"
            self.desk.say(asked.rstrip(), "info", ways)
        elif hasattr(answer, "mapping_key"):
            assert self.path is not None  # noqa: S101
            self.headings.ask(self.path, answer)
        elif answer.answers != self._answers():
            self._try()  # month, segment or «lengkap» were changed meanwhile
            return
        else:
            self._show_trial(answer)
        self._show()

    def _dates_are(self, order: Any) -> None:
        self._order = order
        self._try()

    def _mapped(self, layout: str, mapping: dict[str, str]) -> None:
        self._layout, self._mapping = layout, mapping
        self._try()

    def mend_columns(self) -> None:
        """What was confirmed about these headings, anew: the trial in hand stays until the answer."""
        if self.trial is not None and not self._under_way:
            self.headings.mend(self.trial.path, self.trial.layout, self.trial.mapping)

    def _show_trial(self, trial: Trial) -> None:
        self.trial = trial
        self.problems.set_empty(CLEAN)
        self.problems.set_rows(problem_lines(trial.problems))
        self.panel.show_trial(trial)
        if trial.outcome.data.get("again"):
            self.desk.say(trial.outcome.sentence, "info")
        elif told := sentences(trial.outcome.data):
            self.desk.say(" ".join(told), "warn")
        taken = trial.outcome.data.get("taken", {})
        unknown = {name.removeprefix(UNKNOWN): count for name, count in taken.items() if name.startswith(UNKNOWN)}
        self._explain({word: count for word, count in unknown.items() if word})

    def _explain(self, words: dict[str, int]) -> None:
        """Kinds of change that the office has not met yet are asked once."""
        if words:
            sentence = f"Jenis mutasi {', '.join(words)} belum dikenal. Sebut artinya, lalu berkas ini diuji lagi."
            sheet = partial(MutationSheet, self, words, self._try)
            self.desk.say(sentence, "warn", [("Sebut artinya…", lambda: sheet().open())])

    def _untried(self, error: BaseException) -> None:
        self._under_way = False
        self._show()
        if self.path is not None and hasattr(error, "layout"):
            say_where(self, self.path, error.layout, getattr(error, "title", ""))
            return
        remedy = getattr(error, "remedy", "")
        if remedy:
            self.desk.say(f"{getattr(error, 'sentence', '')} {remedy}", "bad", [("Pilih berkas…", self.file.choose)])

    # what stands there
    def _show(self) -> None:
        trial, bar = self.trial, self.action_bar
        if not self._under_way:
            self._ask(trial.layout if trial else None)
        self.file.show_file(self.path.name if self.path else "")
        bar.set_state("batal", any(run.undoable for run in self.runs), "Belum ada impor yang dapat dibatalkan.")
        bar.set_visible("balasan", trial is not None and trial.returnable)
        explained = trial is not None and bool(trial.known or trial.answers.mapping)
        bar.set_visible("padanan", explained and not self.done)
        why = "Tunggu sampai berkas selesai diuji." if self._under_way else ""
        if trial is None:
            self.header.set_line("Uji dulu, baru masukkan", "satu berkas masuk seluruhnya atau tidak sama sekali")
            self.header.set_figures()
            bar.set_summary("Belum ada berkas" if self.path is None else "Belum diuji")
            bar.set_state("masukkan", False, why or "Pilih berkas dulu.", "Masukkan")
            return
        self.header.set_line(trial.title, f"lembar {trial.sheet}, judul kolom di baris {trial.header_row}")
        self.header.set_figures(
            Figure(trial.total, "baris"),
            Figure(trial.accepted, "terbaca baik", "ok" if trial.accepted else "plain"),
            Figure(trial.rejected, "dikembalikan", "bad" if trial.rejected else "plain"),
        )
        again = bool(trial.outcome.data.get("again"))
        bar.set_summary("Sudah masuk" if self.done else "Belum ada yang ditulis", trial.outcome.sentence)
        why = why or ("Berkas ini sudah dimasukkan. Pilih berkas berikutnya." if self.done or again else "")
        if trial.ending is not None and trial.rejected:
            why = why or "Ada baris yang dikembalikan, jadi daftar ini tidak lengkap. Perbaiki, atau lepas centangnya."
        if not trial.accepted:
            why = why or "Tidak ada baris yang bisa masuk. Kirim berkas balasan kepada pengirim."
        bar.set_state("masukkan", not why, why, f"Masukkan {trial.accepted} baris")

    # bringing in
    def bring_in(self) -> None:
        """As it was tried; whose membership would end is confirmed with its number."""
        trial = self.trial
        if trial is None or self._under_way or self.done:
            return
        if trial.fewer:
            self._open(FewerSheet(self._host(), trial.fewer, lambda: self._bring(trial, fewer=True)))
        elif trial.ending:
            facts = (
                ("Berakhir", f"{trial.ending} peserta yang tidak disebut lagi"),
                ("Berlaku sejak", f"1 {say_month(month_of(trial.answers.period))}"),
            )
            self.confirm(
                "Daftar ini mengakhiri kepesertaan", facts, "Masukkan", lambda: self._bring(trial), danger=True
            )
        else:
            self._bring(trial)

    def _bring(self, trial: Trial, *, fewer: bool = False) -> None:
        self._under_way = True
        self._show()

        def work(job: Job) -> Any:
            tell = _telling(job, f"Memasukkan {trial.path.name}")
            return self.desk.office.register.bring_in(trial, tell, fewer=fewer)

        self.desk.work(work, then=self._brought, failed=self._not_brought)

    def _brought(self, outcome: Any) -> None:
        self._under_way, self.done = False, True
        assert self.trial is not None  # noqa: S101
        self.trial = replace(self.trial, outcome=outcome)
        self._show()
        ways: list[Action] = [("Simpan berkas balasan…", self.save_return)] if self.trial.returnable else []
        self.desk.say(outcome.sentence, "ok", ways)
        self.desk.session.bus.publish(outcome.topics, outcome.done, outcome.changes)

    def _not_brought(self, _error: BaseException) -> None:
        self._under_way = False
        self._show()

    def take_back(self) -> None:
        """Any import that still stands, with its reason; the operation says what stands upon it."""
        from desktop.ui.screens.undo_sheet import UndoSheet, taking_back

        standing = [run for run in self.runs if run.undoable]
        if standing:
            back = taking_back(self, self.refresh)
            self._open(UndoSheet(self._host(), standing, self.desk.now().tzinfo, back))

    # files that go out
    def save_return(self) -> None:
        """The refused lines for their sender."""
        trial = self.trial
        if trial is not None:
            ask_recipient(
                self, "Untuk siapa berkas balasan ini?", "Berkas balasan", lambda who: self._write(trial, who)
            )

    def _write(self, trial: Trial, recipient: str) -> None:
        chosen = self.place(self, str(trial.path.with_name(f"{trial.path.stem} - balasan.xlsx")), BOOK)
        if not chosen:
            return
        out, entered = with_ending(chosen, ".xlsx"), self.done

        def work(job: Job) -> Path:
            job.report(0, 0, f"Menulis {out.name}")
            self.desk.office.register.write_return(trial, out, entered=entered, recipient=recipient)
            return out

        def told(path: Path) -> None:
            self.desk.say(f"Berkas balasan disimpan di {path}", "ok", [opening(self.desk, path, self.viewer)])

        self.desk.work(work, then=told, failed=self._untried)


def _telling(job: Job, sentence: str) -> Callable[[int, int], None]:
    job.report(0, 0, sentence)
    return lambda done, whole: job.report(done, max(done, whole), sentence)
