"""Step 2 of the panti, second half: complete what is known of the people taken in, and ask Dinas Sosial for their NIK."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.queries.cases import CaseRow, cases_by_id
from db.queries.person_file import PersonFile
from desktop.operations.outcome import Outcome
from desktop.ui.format import masked_nik, moment, short_day
from desktop.ui.screens.case_form import CaseForm, birth_field, day_field, sex_field, words
from desktop.ui.screens.moving import LEFT_PANTI, Act
from desktop.ui.screens.person_card import full_name, local, sex_age
from desktop.ui.screens.pile_desk import PileDesk
from desktop.ui.tasks import Job
from desktop.ui.widgets import Column, Facts, Figure, ListCard, Panel, Segment
from desktop.ui.widgets.files import ask_book, opening, with_ending
from desktop.ui.widgets.recipient_sheet import ask_recipient

PURPOSE = "Permohonan NIK"
LACKS = {
    "has_identity": "Nama belum ada",
    "has_sex": "Jenis kelamin belum ada",
    "has_birth": "Lahir belum ada",
    "taken": "Dikerjakan rekan",
    "drafted": "Dalam konsep",
}


class RequestNik(PileDesk):
    """``choose`` stands for the file dialog."""

    code, title, icon, help_code = "permohonan", "Permohonan NIK", "send", "wbs-2"
    statuses = ("diterima",)
    step = 2
    onward, backward = "mohon_rekomendasi", "tutup"
    back_reasons = (*LEFT_PANTI, "Sudah terdaftar lewat permohonan lain")
    nobody = "Tidak ada orang yang menunggu dimohonkan NIK-nya."
    line = "lengkapi datanya, lalu kirim ke Dinas Sosial"
    letter_buttons = ("Buka surat permohonan", "Buka rekapitulasi")

    def build(self) -> None:
        self.choose: Callable[[QWidget, str], str] = ask_book
        self._codes: dict[int, str] = {}
        super().build()
        self.action_bar.add("rekap", "Rekapitulasi Excel", key="Ctrl+E", on=self.export_current)

    def build_aside(self) -> None:
        self.side = self.add_panel(QWidget())
        column = QVBoxLayout(self.side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        self.panel = Panel("Orang yang dipilih")
        self.watch_nik(self.panel.nik)
        self.edit = CaseForm(
            self,
            "Data yang dimohonkan",
            (
                words("name", "Nama"),
                words("alias", "Alias atau sebutan"),
                birth_field(),
                sex_field(),
                words("room", "Kamar", "misalnya Melati 3", 40),
                day_field("entered_on", "Tanggal masuk", "23-11-2026"),
            ),
        )
        self.edit.saved.connect(self._saved)
        column.addWidget(self.panel, 1)
        column.addWidget(self.edit)

    def make_people(self) -> ListCard:
        return ListCard(
            "Orang yang dimohonkan NIK",
            (
                Column("Nama", full_name, stretch=1, kind="strong", sort=full_name),
                Column("JK · umur", lambda row: sex_age(row, self.desk.now().date()), width=84),
                Column("Kamar", lambda row: row.room, width=88, sort=lambda row: row.room),
                Column("Masuk", lambda row: short_day(row.entered_on), width=72, kind="muted"),
                Column("Data", self.state, width=158, kind="chip", tone=self.tone),
            ),
            key=lambda row: row.id,
            checkable=True,
            can_check=self.why_not,
            segments=(
                Segment("semua", "Semua"),
                Segment("siap", "Siap", lambda row: not self.why_not(row)),
                Segment("kurang", "Belum lengkap", lambda row: bool(self.why_not(row))),
                Segment("balik", "Dikembalikan", lambda row: bool(row.reason)),
            ),
            empty=self.nobody,
            empty_action=("Ke Serah terima", lambda: self.desk.go("serah_terima")),
        )

    def state(self, row: CaseRow) -> str:
        """One or two words on what is lacking."""
        if self.edit.has_draft(row.id):
            return "Belum disimpan"
        if self.why_not(row):
            return LACKS.get(self._codes.get(row.id, ""), "Belum bisa")
        return "Dikembalikan" if row.reason else "Siap"

    def tone(self, row: CaseRow) -> str:
        """Its colour."""
        word = self.state(row)
        return {"Siap": "ok", "Belum disimpan": "info", "Dalam konsep": "info"}.get(word, "warn")

    def _filled(self, answer: Any) -> None:
        verdicts = self.issuing.reasons(answer.people)
        self._codes = {case_id: reason.code for case_id, reason in verdicts.items() if reason}
        super()._filled(answer)

    def figures(self, rows: Sequence[Any]) -> Sequence[Figure]:
        lacking = sum(1 for row in rows if self.why_not(row))
        back = sum(1 for row in rows if row.reason)
        return (
            Figure(len(rows), "menunggu"),
            *((Figure(lacking, "belum lengkap", "warn"),) if lacking else ()),
            *((Figure(back, "dikembalikan", "bad"),) if back else ()),
        )

    def facts(self, rows: Sequence[Any]) -> list[tuple[str, str]]:
        return [
            ("Surat", "Permohonan Rekomendasi Penerbitan NIK, dengan Rekapitulasi Data WBS"),
            ("Kepada", "Dinas Sosial"),
            *self.left_out(rows),
        ]

    def fill_panel(self, row: CaseRow, file: PersonFile | None) -> None:
        why = self.why_not(row)
        if why and self.issuing.drafted(row.id):
            self.panel.set_obstacle("Dalam konsep", why, "info")
        elif why:
            self.panel.set_obstacle("Belum bisa dimohonkan", why, "warn")
        elif row.reason:
            self.panel.set_obstacle(
                "Dikembalikan Dinas Sosial", f"{row.reason} Perbaiki datanya, lalu kirim lagi.", "warn"
            )
        found = f"{row.found_place}, {moment(local(self.desk, row.found_at))}" if row.found_at else row.found_place
        facts = [("Ditemukan", found), ("Kategori", row.category), ("NIK di kertas", masked_nik(row.nik_claimed))]
        self.panel.add_section("Serah terima", Facts(facts))

    def show_person(self, row: Any) -> None:
        super().show_person(row)
        self.edit.show_case(self.case_of(row) if row is not None else None)
        self.side.setVisible(bool(self.people.rows()))
        why = "Pilih satu orang dari daftar yang akan direkap."
        self.action_bar.set_state("rekap", row is not None, why)

    def is_dirty(self) -> bool:
        return self.edit.is_dirty()

    def _saved(self, case_id: int) -> None:
        self.tick_next.add(case_id)
        self.load()

    def send_on(self) -> None:
        """Never send what a colleague would read otherwise than it is typed here."""
        unsaved = [row.label for row in self.people.checked() if self.edit.has_draft(row.id)]
        if unsaved:
            who = ", ".join(unsaved[:3])
            self.desk.say(f"Data {who} sudah diketik tetapi belum disimpan. Simpan dulu dengan Ctrl+S.", "warn")
            return
        super().send_on()

    # the workbook
    def next_acts(self, outcome: Outcome) -> list[Act]:
        acts = super().next_acts(outcome)
        return [*acts, ("Rekapitulasi Excel", lambda: self._export_sent(outcome.done))] if acts else acts

    def _export_sent(self, ids: Sequence[int]) -> None:
        self.desk.read(cases_by_id, ids[:1], then=lambda rows: self._export(rows[0].batch_id), slot="terkirim")

    def export_current(self) -> None:
        """The list with which the selected person came."""
        row = self.people.current()
        if row is not None:
            self._export(row.batch_id)

    def _export(self, batch_id: int | None) -> None:
        ask_recipient(self, "Untuk siapa rekapitulasi ini?", PURPOSE, lambda who: self._write_list(batch_id, who))

    def _write_list(self, batch_id: int | None, recipient: str) -> None:
        chosen = self.choose(self, f"rekapitulasi-{self.desk.now():%Y%m%d-%H%M}.xlsx")
        if not chosen:
            return
        path = with_ending(chosen, ".xlsx")

        def write(_job: Job) -> int:
            count: int = self.desk.office.export(
                "rekapitulasi", path, batch_id=batch_id, purpose=PURPOSE, recipient=recipient
            )
            return count

        self.desk.work(write, then=lambda count: self._exported(path, count))

    def _exported(self, path: Path, count: int) -> None:
        self.desk.say(f"Rekapitulasi {count} orang disimpan di {path}", "ok", [opening(self.desk, path)])
