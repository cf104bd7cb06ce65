"""Rekonsiliasi: a month of a segment compared with BPJS and SIAK; findings decided one or many; the month closed."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QWidget

from db.queries.reconciliations import FindingRow, MonthRow, RuleCount, findings, months
from desktop.operations.decide_findings import DecideFindings
from desktop.operations.reconcile import Reconcile
from desktop.operations.undo_applied import UndoApplied
from desktop.sop.reconciling import month_of, say_month, say_rupiah
from desktop.ui.screens.audit_button import save_pack
from desktop.ui.screens.base import Screen
from desktop.ui.screens.letter_signed import ask_scan, ask_signed
from desktop.ui.screens.reconciliation_choice import FilesSheet, MonthChoice
from desktop.ui.screens.reconciliation_deciding import DecideSheet
from desktop.ui.screens.reconciliation_list import NONE, NONE_HERE, NOT_YET, asked, finding_list
from desktop.ui.screens.reconciliation_panel import FindingPanel
from desktop.ui.screens.reconciliation_reading import PAGE, Answer, Question, month_answer, signed_words
from desktop.ui.screens.reconciliation_sheets import ApplySheet, CloseSheet
from desktop.ui.tasks import Job
from desktop.ui.widgets import Figure
from desktop.ui.widgets.files import open_with_system, opening
from desktop.ui.widgets.recipient_sheet import ask_recipient


class Reconciliation(Screen):
    """Findings at the left with what each costs, the two sides and the register at the right."""

    code, title, icon, help_code = "rekonsiliasi", "Rekonsiliasi", "clipboard-check", "rekonsiliasi-1"
    topics = frozenset({"reconciliation", "import", "draft", "letter"})

    def build(self) -> None:
        self.answer = Answer(Question("", ""))
        self.month: MonthRow | None = None
        self.counts: tuple[RuleCount, ...] = ()
        self.choose_scan: Callable[[QWidget], str] = ask_scan
        self.folder: Callable[[QWidget], str] = _ask_folder
        self.viewer: Callable[[Path], bool] = open_with_system
        self.ours = "dinkes" in self.desk.staff.roles
        self._opened = False
        column = self.add_column(62)
        self.choice = MonthChoice(self.desk.now().date())
        self.form = self.choice.form
        self.found = finding_list()
        column.addWidget(self.choice)
        column.addWidget(self.found, 1)
        self.panel = self.add_panel(FindingPanel())
        self.watch_nik(self.panel.nik)
        self.found.current_changed.connect(self._show_finding)
        self.found.checked_changed.connect(lambda _rows: self._show())
        self.found.more_wanted.connect(self._more)
        for narrowed in (self.found.filter_changed, self.found.segment_changed):
            narrowed.connect(lambda _said: self.load())
        self.choice.changed.connect(self.refresh)
        find = QShortcut(QKeySequence("Ctrl+F"), self, self.found.filter.setFocus)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        bar = self.action_bar
        bar.add("berkas", "Simpan berkas…", "Ctrl+S", on=self.save_books)
        bar.add("audit", "Paket audit…", "Ctrl+P", on=lambda: save_pack(self, self.month))
        bar.add("pilih", "Putuskan…", "Ctrl+E", on=self.choose)
        bar.add("putuskan", "Putuskan sesuai usul", "Ctrl+U", on=self.decide)
        bar.add("banding", "Bandingkan lagi", on=self.compare)
        bar.add("tutup", "Tutup bulan…", on=self.close_month)
        bar.add("surat", "Buka Berita Acara", on=self.open_paper)
        bar.add("urung", "Batalkan penerapan…", kind="danger", on=self.undo)
        bar.add("utama", "Bandingkan", "Ctrl+Enter", "primary", self.go_on)
        self._primary: Callable[[], None] = self.compare
        self._show()

    # reading
    def load(self, key: Any = None) -> None:
        if isinstance(key, tuple):
            self._opened = True
            self.choice.put(*key)
        if not self._opened:
            self._opened = True
            self.desk.read(months, 1, then=self._begin_with)
            return
        question = self.question()
        same = question == self.answer.question
        limit = max(PAGE, len(self.found.rows())) if same else PAGE
        office = self.desk.staff.office_id if self.ours else None
        self.desk.read(month_answer, office, question, self.desk.now().date(), limit, then=self._fill)

    def question(self) -> Question:
        """Which month is asked for, and what its list is narrowed to."""
        return Question(*self.choice.month(), asked(self.found))

    def _begin_with(self, newest: Sequence[MonthRow]) -> None:
        """The screen opens where the work was left."""
        if newest:
            self.choice.put(newest[0].period, newest[0].segment, newest[0].budget_line)
        self.load()

    def _fill(self, answer: Answer) -> None:
        """The answer to an older question is not shown."""
        if answer.question != self.question():
            return
        self.answer, self.month, self.counts = answer, answer.month, answer.counts
        part = answer.question.sieve.part
        self.choice.show_lines(answer.budget_lines)
        if part == "semua" or self.month is None:
            self.found.set_empty(NOT_YET if self.month is None else NONE)
        else:
            self.found.set_empty(NONE_HERE, ("Tampilkan semua", lambda: self.found.segments.choose("semua")))
        self.found.set_counts(answer.tally)
        self.found.set_rows(answer.rows, answer.tally.get(part, 0))
        self.panel.show_month(self.month, self.counts, answer.parts)
        self.panel.show_earlier(answer.earlier)
        self.panel.show_paper(self.month, answer.paper, answer.applied)
        self._show()

    def _more(self, have: int) -> None:
        rows, question = self.found.rows(), self.question()
        if self.month is None or not rows or have >= self.answer.tally.get(question.sieve.part, 0):
            return

        def then(page: Sequence[FindingRow]) -> None:
            if question == self.question():
                self.found.append_rows(page)

        last = max(row.id for row in rows)
        disputes = tuple(one.id for one in self.answer.earlier)
        more = {"sieve": question.sieve, "disputes": disputes, "after": last, "limit": PAGE}
        self.desk.read(findings, self.month.id, then=then, slot="temuan berikutnya", **more)

    # what stands there
    def _show_finding(self, row: FindingRow | None) -> None:
        self.panel.show_finding(row)
        self._show()

    def _show(self) -> None:
        month, bar = self.month, self.action_bar
        open_ = month is not None and month.state == "terbuka"
        chosen = self.found.checked()
        left = sum(one.undecided for one in self.counts)
        self._head(month, left)
        why_not = "" if self.ours else "Rekonsiliasi dikerjakan Dinas Kesehatan; di sini hanya dilihat."
        shut = why_not or (
            "" if open_ else "Bandingkan dulu bulannya." if month is None else "Bulan ini sudah ditutup."
        )
        picked = self._picked()
        mark = shut or ("" if picked else "Pilih atau centang dulu temuannya.")
        bar.set_state("pilih", not mark, mark, f"Putuskan {len(picked)} temuan…" if len(picked) > 1 else "Putuskan…")
        bar.set_visible("pilih", not shut and bool(picked))
        label = f"Putuskan {len(chosen)} sesuai usul" if chosen else "Putuskan semua sesuai usul"
        nothing = "" if left or chosen else "Semua temuan bernilai sudah diputus."
        bar.set_state("putuskan", not (shut or nothing), shut or nothing, label)
        undecided = f"Masih ada {left} temuan bernilai yang belum diputus." if left else ""
        closing = (
            "Lihat konsep" if self.answer.draft else "Ajukan Berita Acara…" if self.answer.paraf else "Tutup bulan…"
        )
        bar.set_state("tutup", not (shut or undecided), shut or undecided, closing)
        bar.set_state("berkas", month is not None, "Bandingkan dulu bulannya.")
        closed = month is not None and not open_
        bar.set_visible("audit", closed and self.ours)
        bar.set_state("audit", closed and self.ours, "Tutup dulu bulannya.")
        ready = open_ and not left
        bar.set_visible("putuskan", month is None or (open_ and (bool(left) or bool(chosen))))
        bar.set_visible("tutup", month is None or (open_ and bool(left)))
        bar.set_visible("banding", ready and not chosen)
        bar.set_state("banding", not shut, shut)
        bar.set_visible("surat", self.answer.paper is not None)
        bar.set_visible("urung", self.answer.applied is not None and self.ours)
        self._choose_primary(why_not, closing if ready else "")

    def _choose_primary(self, why_not: str, closing: str) -> None:
        """What comes next: compare, close when nothing is left to decide, bring back the signed paper, apply."""
        month, paper = self.month, self.answer.paper
        if closing:
            self._primary, label, why = self.close_month, closing, ""
        elif month is None or month.state == "terbuka":
            self._primary, label, why = self.compare, "Bandingkan", ""
        elif paper is None or not paper.signed:
            self._primary, label = self.keep_signed, "Simpan yang ditandatangani…"
            why = "" if paper else "Bulan ini ditutup sebelum Berita Acaranya menjadi surat."
        else:
            self._primary, label = self.apply, "Terapkan keputusan…"
            why = "Keputusan bulan ini sudah diterapkan." if self.answer.applied else ""
        self.action_bar.set_state("utama", not (why_not or why), why_not or why, label)

    def _head(self, month: MonthRow | None, left: int) -> None:
        bar = self.action_bar
        if month is None:
            self.header.set_line("Daftar kita, daftar atau tagihan BPJS, dan data kependudukan")
            self.header.set_figures()
            bar.set_summary("Belum dibandingkan")
            return
        state = f"ditutup dengan {month.number}, {signed_words(self.answer.paper)}" if month.number else "masih terbuka"
        state = f"{state}, Berita Acara di konsep nomor {self.answer.draft}" if self.answer.draft else state
        line = f"mata anggaran {month.budget_line}" if month.budget_line else ""
        self.header.set_line(f"{say_month(month_of(month.period))}", line, state)
        self.header.set_figures(
            Figure(month.theirs, "baris BPJS"),
            Figure(month.ours, "peserta kita"),
            Figure(month.found, "temuan", "warn" if month.found else "ok"),
            Figure(say_rupiah(month.leaked), "dibayar sebelumnya", "bad" if month.leaked else "ok"),
        )
        bar.set_summary(f"Selisih {say_rupiah(month.billed - month.expected)}", f"{left} bernilai belum diputus")

    # deeds
    def go_on(self) -> None:
        """What comes next in this month."""
        self._primary()

    def compare(self) -> None:
        """Findings as of now; decisions that still hold stay. Of several bills or lists it is asked which one."""
        period, segment, line = self.choice.month()
        command = Reconcile(period=period, segment=segment, budget_line=line)
        if len(self.answer.bills) > 1 or len(self.answer.lists) > 1:
            self._open(FilesSheet(self, command, self.answer))
        else:
            self.desk.run(command, then=lambda _outcome: self._compared())

    def _compared(self) -> None:
        """The findings are next: from the month, an arrow would leave it."""
        here = self.window().focusWidget()
        if here is not None and self.choice.isAncestorOf(here):
            self.found.setFocus()
        self.load()

    def decide(self) -> None:
        """What each rule proposes, for the marked ones or for all that are undecided."""
        if self.month is None:
            return
        ids = tuple(row.id for row in self.found.checked())
        command = DecideFindings(reconciliation_id=self.month.id, version=self.month.version, ids=ids)
        self.desk.run(command, then=lambda _outcome: self.load())

    def _picked(self) -> tuple[FindingRow, ...]:
        """The marked ones; without any the one in hand."""
        current = self.found.current()
        return self.found.checked() or ((current,) if current is not None else ())

    def choose(self) -> None:
        """Decision and note for the marked ones, or for the one in hand."""
        if self.month is not None and self._picked():
            self._open(DecideSheet(self, self.month, self._picked()))

    def close_month(self) -> None:
        """The Berita Acara with both numbers, at once or by way of its paraf; nothing of the month changes afterwards."""
        if self.answer.draft is not None:
            self.desk.go("konsep", self.answer.draft)
        elif self.month is not None:
            self._open(CloseSheet(self, self.month, self.counts, self.answer))

    def open_paper(self) -> None:
        """The letter in the register, with all that is done with letters."""
        if self.answer.paper is not None:
            self.desk.go("surat", self.answer.paper.letter_id)

    def keep_signed(self) -> None:
        """The paper that both sides signed."""
        if self.answer.paper is not None:
            ask_signed(self, self.answer.paper.letter_id, self.load, self.choose_scan)

    def apply(self) -> None:
        """Who was stopped is no member any more, from a day on."""
        if self.month is not None:
            self._open(ApplySheet(self, self.month, self.counts))

    def undo(self) -> None:
        """The memberships that were ended run again."""
        month, applied = self.month, self.answer.applied
        if month is None or applied is None:
            return

        def then(reason: str) -> None:
            command = UndoApplied(reconciliation_id=month.id, reason=reason)
            self.desk.run(command, then=lambda _outcome: self.load())

        choices = ("Tanggal berlakunya keliru", "BPJS menarik kesepakatannya", "Berita Acara diperbaiki")
        note = f"{applied.ended} kepesertaan berlaku lagi seperti sebelumnya."
        self.ask_reason("Mengapa penerapannya dibatalkan?", choices, "Batalkan penerapan", then, note)

    def save_books(self) -> None:
        """Findings, who stops, who is added, and the Berita Acara of a closed month, into a folder."""
        month = self.month
        if month is not None:
            ask_recipient(self, "Untuk siapa berkas ini?", "Berkas rekonsiliasi", lambda who: self._write(month, who))

    def _write(self, month: MonthRow, recipient: str) -> None:
        chosen = self.folder(self)
        if not chosen:
            return
        seat, out = self.desk.office, Path(chosen)

        def work(job: Job) -> Path:
            job.report(0, 0, "Menulis berkas rekonsiliasi")
            seat.register.write_month(month, out, recipient)
            return out

        def told(path: Path) -> None:
            self.desk.say(f"Berkas rekonsiliasi disimpan di {path}", "ok", [opening(self.desk, path, self.viewer)])

        self.desk.work(work, then=told)


def _ask_folder(parent: QWidget) -> str:
    return QFileDialog.getExistingDirectory(parent, "Pilih folder untuk berkas rekonsiliasi")
