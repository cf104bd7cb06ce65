"""Rekonsiliasi: a month of a segment compared with BPJS and SIAK; findings decided one or many; the month closed."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QWidget

from db.queries.reconciliations import FindingRow, MonthRow, RuleCount, findings, months
from desktop.operations.decide_findings import DecideFindings
from desktop.operations.reconcile import Reconcile
from desktop.operations.undo_applied import UndoApplied
from desktop.sop.reconciling import DECISIONS, finding_rules, month_of, say_month, say_rupiah
from desktop.sop.segments import segments
from desktop.ui.screens.audit_button import save_pack
from desktop.ui.screens.base import Screen
from desktop.ui.screens.letter_signed import ask_scan, ask_signed
from desktop.ui.screens.months import month_options, this_month
from desktop.ui.screens.reconciliation_panel import FindingPanel
from desktop.ui.screens.reconciliation_reading import PAGE, Answer, month_answer, signed_words
from desktop.ui.screens.reconciliation_sheets import ApplySheet, CloseSheet
from desktop.ui.tasks import Job
from desktop.ui.widgets import Card, Column, Figure, Form, ListCard, Segment
from desktop.ui.widgets.files import open_with_system, opening
from desktop.ui.widgets.recipient_sheet import ask_recipient

TITLES = {rule.code: rule for rule in finding_rules()}
NOT_YET = "Bulan ini belum dibandingkan. Impor daftar atau tagihan BPJS-nya, lalu tekan Bandingkan."
NONE = "Tidak ada temuan: daftar kita dan BPJS sama."


class Reconciliation(Screen):
    """Findings at the left with what each costs, the two sides and the register at the right."""

    code, title, icon, help_code = "rekonsiliasi", "Rekonsiliasi", "clipboard-check", "rekonsiliasi-1"
    topics = frozenset({"reconciliation", "import", "draft", "letter"})

    def build(self) -> None:
        self.answer = Answer(None)
        self.month: MonthRow | None = None
        self.counts: tuple[RuleCount, ...] = ()
        self.choose_scan: Callable[[QWidget], str] = ask_scan
        self.folder: Callable[[QWidget], str] = _ask_folder
        self.viewer: Callable[[Path], bool] = open_with_system
        self.ours = "dinkes" in self.desk.staff.roles
        self._opened = False
        column = self.add_column(62)
        column.addWidget(self._choice_card())
        self.found = self._list()
        column.addWidget(self.found, 1)
        self.panel = self.add_panel(FindingPanel())
        self.watch_nik(self.panel.nik)
        self.found.current_changed.connect(self.panel.show_finding)
        self.found.checked_changed.connect(lambda _rows: self._show())
        self.found.more_wanted.connect(self._more)
        bar = self.action_bar
        bar.add("berkas", "Simpan berkas…", "Ctrl+S", on=self.save_books)
        bar.add("audit", "Paket audit…", "Ctrl+P", on=lambda: save_pack(self, self.month))
        bar.add("sengketa", "Sengketakan…", "Ctrl+E", on=lambda: self.ask_note("sengketa"))
        bar.add("tetap", "Biarkan…", "Ctrl+T", on=lambda: self.ask_note("tetap"))
        bar.add("putuskan", "Putuskan sesuai usul", "Ctrl+U", on=self.decide)
        bar.add("banding", "Bandingkan lagi", on=self.compare)
        bar.add("tutup", "Tutup bulan…", on=self.close_month)
        bar.add("surat", "Buka Berita Acara", on=self.open_paper)
        bar.add("urung", "Batalkan penerapan…", kind="danger", on=self.undo)
        bar.add("utama", "Bandingkan", "Ctrl+Enter", "primary", self.go_on)
        self._primary: Callable[[], None] = self.compare
        self._show()

    def _choice_card(self) -> Card:
        card = Card()
        card.setAccessibleName("Bulan dan segmen")
        self.form = Form()
        self.form.pair(2)
        today = self.desk.now().date()
        self.form.choice("period", "Bulan", month_options(today))
        self.form.choice("segment", "Segmen", [(one.code, one.label) for one in segments() if one.ours])
        self.form.set_values({"period": this_month(today)})
        self.form.changed.connect(self.refresh)
        card.add(self.form)
        return card

    def _list(self) -> ListCard:
        return ListCard(
            "Temuan",
            (
                Column("Nomor peserta", lambda row: row.number or "-", width=132, kind="mono"),
                Column("Nama", lambda row: row.name or row.their_name or "-", stretch=1, tip=_names),
                Column("Temuan", _title, width=160, kind="chip", tone=_tone, tip=lambda row: TITLES[row.rule].sentence),
                Column("Bulan ini", lambda row: say_rupiah(row.amount), width=86, align="right", sort=_amount),
                Column("Keputusan", _decision, width=130, kind="chip", tone=_decided_tone),
            ),
            key=lambda row: row.id,
            checkable=True,
            segments=(
                Segment("semua", "Semua"),
                Segment("belum", "Belum diputus", lambda row: not row.decision),
                Segment("bernilai", "Bernilai", lambda row: row.amount != 0),
                Segment("sengketa", "Sengketa", lambda row: row.decision == "sengketa"),
            ),
            empty=NOT_YET,
            filter_hint="Saring",
            unit="temuan",
        )

    # reading
    def load(self, key: Any = None) -> None:
        if isinstance(key, tuple):
            self._opened = True
            self.form.set_values({"period": key[0], "segment": key[1]})
        if not self._opened:
            self._opened = True
            self.desk.read(months, 1, then=self._begin_with)
            return
        said = self.form.values()
        office = self.desk.staff.office_id if self.ours else None
        today = self.desk.now().date()
        self.desk.read(month_answer, office, said["period"], said["segment"], today, then=self._fill)

    def _begin_with(self, newest: Sequence[MonthRow]) -> None:
        """The screen opens where the work was left."""
        if newest:
            self.form.set_values({"period": newest[0].period, "segment": newest[0].segment})
        self.load()

    def _fill(self, answer: Answer) -> None:
        self.answer, self.month, self.counts = answer, answer.month, answer.counts
        self.found.set_empty(NOT_YET if self.month is None else NONE)
        self.found.set_rows(answer.rows, self.month.found if self.month else 0)
        self.panel.show_month(self.month, self.counts)
        self.panel.show_paper(self.month, answer.paper, answer.applied)
        self._show()

    def _more(self, have: int) -> None:
        rows = self.found.rows()
        if self.month is not None and rows and have < self.month.found:
            last = max(row.id for row in rows)
            self.desk.read(
                findings, self.month.id, after=last, limit=PAGE, then=self.found.append_rows, slot="temuan berikutnya"
            )

    # what stands there
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
        mark = shut or ("" if chosen else "Centang dulu temuannya.")
        for code in ("sengketa", "tetap"):
            bar.set_state(code, not mark, mark)
            bar.set_visible(code, bool(chosen))
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
        self.header.set_line(f"{say_month(month_of(month.period))}", state)
        self.header.set_figures(
            Figure(month.theirs, "baris BPJS"),
            Figure(month.ours, "peserta kita"),
            Figure(month.found, "temuan", "warn" if month.found else "ok"),
            Figure(say_rupiah(month.leaked), "rupiah bocor", "bad" if month.leaked else "ok"),
        )
        bar.set_summary(f"Selisih {say_rupiah(month.billed - month.expected)}", f"{left} bernilai belum diputus")

    # deeds
    def go_on(self) -> None:
        """What comes next in this month."""
        self._primary()

    def compare(self) -> None:
        """Findings as of now; decisions that still hold stay."""
        said = self.form.values()
        self.desk.run(Reconcile(period=said["period"], segment=said["segment"]), then=lambda _outcome: self.load())

    def decide(self) -> None:
        """What each rule proposes, for the marked ones or for all that are undecided."""
        if self.month is None:
            return
        ids = tuple(row.id for row in self.found.checked())
        self.desk.run(DecideFindings(reconciliation_id=self.month.id, ids=ids), then=lambda _outcome: self.load())

    def ask_note(self, decision: str) -> None:
        """Why the marked findings are disputed, or left."""
        month, ids = self.month, tuple(row.id for row in self.found.checked())
        if month is None or not ids:
            return

        def then(note: str) -> None:
            command = DecideFindings(reconciliation_id=month.id, decision=decision, ids=ids, note=note)
            self.desk.run(command, then=lambda _outcome: self.load())

        words = {"sengketa": "Mengapa disengketakan?", "tetap": "Mengapa dibiarkan?"}
        choices = ("Menunggu dokumen", "Data sudah benar menurut kita", "Kesepakatan dengan BPJS")
        note = f"{len(ids)} temuan. Alasannya dibaca pihak BPJS dan pemeriksa."
        self.ask_reason(words[decision], choices, DECISIONS[decision].capitalize(), then, note)

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


def _title(row: FindingRow) -> str:
    return TITLES[row.rule].title if row.rule in TITLES else row.rule


def _names(row: FindingRow) -> str:
    both = [f"kita: {row.name}" if row.name else "", f"BPJS: {row.their_name}" if row.their_name else ""]
    return " · ".join(part for part in both if part)


def _tone(row: FindingRow) -> str:
    return "bad" if row.amount > 0 else "warn" if row.amount < 0 else "plain"


def _decision(row: FindingRow) -> str:
    return DECISIONS.get(row.decision, "")


def _decided_tone(row: FindingRow) -> str:
    return {"stop": "ok", "tambah": "ok", "sengketa": "warn", "tetap": "plain"}.get(row.decision, "plain")


def _amount(row: FindingRow) -> int:
    return row.amount
