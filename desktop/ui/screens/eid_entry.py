"""BPJS Kesehatan (step 7): approved lists come in, participant numbers (E-ID) go out, typed or read from its own file."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.queries.cases import CaseRow
from db.queries.desk_lists import DeskWork
from db.queries.list_runs import EID_RESULT
from db.queries.person_file import PersonFile
from desktop.operations.import_source import ImportFile
from desktop.operations.record_eid import Eid, RecordEid
from desktop.sop.refusals import Refused
from desktop.ui.format import masked_nik
from desktop.ui.screens.eid_file import PURPOSE, EidFile
from desktop.ui.screens.eid_form import EidForm
from desktop.ui.screens.eid_lines import EMPTY, EidLine, Entry, clean_number, wrong_number
from desktop.ui.screens.list_desk import ListDesk
from desktop.ui.screens.moving import action_of, reasons
from desktop.ui.screens.person_card import birth_words, full_name, said_number, sex_age
from desktop.ui.screens.undo_sheet import offer_undo
from desktop.ui.widgets import Check, Column, Facts, Figure, ListCard, Panel, Segment
from desktop.ui.widgets.files import ask_book, ask_file
from desktop.ui.widgets.recipient_sheet import ask_recipient


class EidEntry(ListDesk):
    """Numbers are kept on this screen until they are sent together; a refresh never takes a typed digit away."""

    code, title, icon, help_code = "eid", "E-ID peserta", "id-card", "wbs-7"
    statuses = ("disetujui",)
    step = 7
    onward, backward = "terbitkan_eid", "kembalikan_dinkes"
    back_reasons = (
        "NIK tidak ditemukan pada data BPJS",
        "Sudah terdaftar sebagai peserta lain",
        "Nama atau tanggal lahir tidak sesuai dengan NIK",
    )
    inbox_heading = "Surat persetujuan"
    nobody = "Belum ada daftar yang disetujui. Daftar baru dari Dinas Kesehatan muncul di sini dengan sendirinya."

    def build(self) -> None:
        self.entries: dict[int, Entry] = {}
        self.half: dict[int, str] = {}
        self.troubles: dict[int, str] = {}
        self.blocked: dict[int, str] = {}
        self.names: dict[int, str] = {}
        self.sources: dict[int, ImportFile] = {}
        self._shown: int | None = None
        self.choose_file: Callable[[QWidget], str] = ask_file
        self.choose_place: Callable[[QWidget, str], str] = ask_book
        super().build()

    def build_aside(self) -> None:
        self.aside = QWidget()
        column = QVBoxLayout(self.aside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        self.body.addWidget(self.aside, 38)
        self.form = EidForm()
        self.file = EidFile(self)
        self.panel = Panel("Orang yang dipilih")
        self.watch_nik(self.panel.nik)
        column.addWidget(self.form)
        column.addWidget(self.panel, 1)
        self.form.check = self.wrong
        self.form.typed.connect(self._typed)
        self.form.entered.connect(self.keep)
        self.form.file_wanted.connect(self.read_file)
        self.form.list_wanted.connect(self.write_list)
        self.form.template_wanted.connect(self.write_template)

    def add_actions(self) -> None:
        label = f"{action_of('tarik_eid').label} satu berkas…"
        self.action_bar.add("batal", label, on=lambda: offer_undo(self, (EID_RESULT,), self.load))
        super().add_actions()

    def make_people(self) -> ListCard:
        return ListCard(
            "Daftar peserta baru",
            key=lambda line: line.id,
            columns=(
                Column("Nama", lambda line: full_name(line.case), stretch=1),
                Column("NIK", lambda line: masked_nik(line.case.nik), width=158, kind="mono"),
                Column("JK · umur", lambda line: sex_age(line.case, self.desk.now().date()), width=80),
                Column("Nomor peserta", lambda line: line.entry.number if line.entry else "", width=124, kind="mono"),
                Column("Keadaan", lambda line: line.chip, width=124, kind="chip", tone=lambda line: line.tone),
            ),
            segments=(
                Segment("semua", "Semua"),
                Segment("belum", "Belum diisi", lambda line: line.entry is None),
                Segment("isi", "Terisi", lambda line: line.entry is not None),
            ),
            empty=self.nobody,
            empty_action=("Ke Beranda", lambda: self.desk.go("beranda")),
        )

    def open_person(self, _row: Any) -> None:
        """Enter goes to the number, not away from the desk."""
        self.form.number.setFocus()

    def is_dirty(self) -> bool:
        return bool(self.half) or any(case_id in self.names for case_id in self.entries)

    # what is shown
    def take(self, answer: Any) -> DeskWork:
        work: DeskWork = answer
        self.names = {row.id: row.label for row in work.people}
        verdicts = reasons(self.desk, self.onward, work.people)
        self.blocked = {
            case_id: reason.sentence
            for case_id, reason in verdicts.items()
            if reason is not None and reason.code != "has_participant_number"
        }
        return work

    def row_of(self, row: CaseRow) -> EidLine:
        return EidLine(row, self.entries.get(row.id), self.troubles.get(row.id, ""), self.why_not(row))

    def why_not(self, row: Any) -> str:
        return self.blocked.get(row.id, "")

    def wrong(self, typed: str) -> str:
        """Why what is typed cannot be the current person's number."""
        row = self.people.current()
        return wrong_number(typed, row.id if row is not None else 0, self.entries, self.names)

    def figures(self, rows: Sequence[EidLine]) -> Sequence[Figure]:
        filled = sum(1 for line in rows if line.ready)
        return (
            Figure(len(rows), "disetujui"),
            Figure(filled, "terisi", "ok" if filled else "plain"),
            Figure(len(rows) - filled, "belum", "warn" if len(rows) > filled else "ok"),
        )

    def show_aside(self, visible: bool) -> None:
        self.aside.setVisible(visible)

    def show_person(self, row: Any) -> None:
        super().show_person(row)
        if row is None:
            self._shown = None
            self.form.show_entry("", "", False)
        elif row.id != self._shown or not self.form.number.hasFocus():
            self._shown = row.id
            kept = self.entries.get(row.id)
            number = self.half.get(row.id, kept.number if kept else "")
            self.form.show_entry(number, kept.facility if kept else "", not row.blocked)

    def fill_panel(self, row: EidLine, file: PersonFile | None) -> None:
        case = row.case
        if row.blocked:
            self.panel.set_obstacle("Belum dapat diterbitkan", row.blocked, "bad")
        elif row.problem:
            self.panel.set_obstacle("Nomor ini ditolak", row.problem, "bad")
        number = row.entry.number if row.entry else ""
        self.panel.set_checks(
            [
                Check(
                    "ok" if case.nik else "bad", "NIK disetujui Dinas Kesehatan", "16 angka" if case.nik else "belum"
                ),
                Check("ok" if number else "plain", "Nomor peserta", said_number(number) if number else "belum diisi"),
                Check("warn" if case.birth_estimated else "ok", "Tanggal lahir", birth_words(case)),
            ]
        )
        self.panel.add_section("Penempatan", Facts([("Panti", case.panti_name), ("Alamat", case.address)]))

    def ready(self) -> tuple[EidLine, ...]:
        """Everybody with a good number, on every list."""
        rows = [self.row_of(row) for row in self.work.people] if self.work else []
        return tuple(line for line in rows if line.ready)

    def show_summary(self) -> None:
        lines, total = self.ready(), len(self.work.people) if self.work else 0
        strong = f"{len(lines)} dari {total} nomor terisi" if total else ""
        rest = "yang belum terisi tetap menunggu di meja ini" if lines and len(lines) < total else ""
        self.action_bar.set_summary(strong, rest)
        self.action_bar.set_state(
            "maju", bool(lines), EMPTY if total else self.nobody, label=f"Kirim {len(lines)} E-ID"
        )
        self.action_bar.set_visible("surat", bool(self.letters()))

    # typing
    def _typed(self) -> None:
        row = self.people.current()
        if row is None:
            return
        text = self.form.number.text().strip()
        kept = self.entries.get(row.id)
        if text and text != (kept.number if kept else ""):
            self.half[row.id] = text
        else:
            self.half.pop(row.id, None)

    def keep(self) -> None:
        """Enter: keep the number on this line and go to the next person without one."""
        row = self.people.current()
        if row is None or row.blocked:
            return
        if self.form.judge(final=True):
            self.form.number.setFocus()
            return
        self.entries[row.id] = Entry(clean_number(self.form.number.text()), self.form.facility.text().strip())
        self.half.pop(row.id, None)
        self.troubles.pop(row.id, None)
        self._redraw()
        self._next(row.id)
        self.form.number.setFocus()

    def _next(self, case_id: int) -> None:
        shown = self.people.shown()
        places = [line.id for line in shown]
        start = places.index(case_id) + 1 if case_id in places else 0
        after = [*shown[start:], *shown[:start]]
        target = next((line.id for line in after if line.entry is None and not line.blocked), None)
        if target is not None:
            self.people.select(target)

    def _redraw(self) -> None:
        self._shown = None if not self.half.get(self._shown or 0) else self._shown
        self.show_list()

    def fill_in(self, entries: dict[int, Entry], source: ImportFile | None = None) -> None:
        """Numbers read from a file; what was typed for the same people is replaced."""
        for case_id in entries:
            if source is not None:
                self.sources[case_id] = source
            self.half.pop(case_id, None)
            self.troubles.pop(case_id, None)
        self.entries.update(entries)
        self._redraw()

    # sending
    def send_on(self) -> None:
        lines = self.ready()
        eids = tuple(
            Eid((line.id, line.case.version), line.entry.number, line.entry.facility) for line in lines if line.entry
        )
        files = [self.sources[line.id] for line in lines if line.id in self.sources]
        # What is sent together is one import, under the name of the file that was read last.
        command = RecordEid(eids=eids, file=files[-1] if files else None)
        bare = sum(1 for eid in eids if not eid.facility)
        facts = [
            ("Nomor peserta", f"{len(eids)} orang"),
            ("Tanpa faskes", f"{bare} orang" if bare else "tidak ada"),
            ("Belum terisi", f"{len(self.names) - len(eids)} orang, tetap menunggu di meja ini"),
            ("Dikirim kepada", "Dinas Kesehatan, untuk diteruskan ke panti"),
        ]
        self.ask(lambda: self.confirm(f"Kirim {len(eids)} E-ID?", facts, "Kirim", lambda: self._send(command)))

    def _send(self, command: RecordEid) -> None:
        self.desk.run(command, then=self._sent, failed=self._not_sent)

    def _sent(self, outcome: Any) -> None:
        for case_id in outcome.done:
            self.entries.pop(case_id, None)
            self.sources.pop(case_id, None)
            self.half.pop(case_id, None)
        self.troubles = {row.row_id: row.sentence for row in outcome.refused}
        self.load()

    def _not_sent(self, error: BaseException) -> None:
        if isinstance(error, Refused) and error.code != "stale":
            self.troubles = {row.row_id: row.sentence for row in error.rows}
        self.load()

    def run_move(self, command: Any) -> None:
        """Given back: their numbers are of no use any more."""

        def then(outcome: Any) -> None:
            for case_id in outcome.done:
                self.entries.pop(case_id, None)
                self.half.pop(case_id, None)
            self.load()

        self.desk.run(command, then=then, failed=lambda _error: self.load())

    def load(self, key: Any = None) -> None:
        super().load(key)
        if isinstance(key, (str, Path)):
            self.file.read(Path(key))

    # files
    def read_file(self) -> None:
        """BPJS's result file: what matches is shown before anything is filled in."""
        path = self.choose_file(self)
        if path:
            self.file.read(Path(path))

    def write_template(self) -> None:
        """The empty form of results, for who writes them at BPJS."""
        path = self.choose_place(self, "templat-hasil-e-id.xlsx")
        if path:
            self.file.write_template(Path(path))

    def write_list(self) -> None:
        """The chosen list as a workbook; who took it, for whom and what for is journalled."""
        ask_recipient(self, "Untuk siapa daftar ini?", PURPOSE, self._write_list)

    def _write_list(self, recipient: str) -> None:
        one = self.current_list()
        number = "".join(sign if sign.isalnum() else "-" for sign in one.letter_number) if one else ""
        path = self.choose_place(self, f"daftar-e-id-{number or 'bpjs'}.xlsx")
        if path:
            self.file.write(Path(path), one.id if one else None, recipient)
