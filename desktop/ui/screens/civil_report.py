"""Dinas Kesehatan (step 2): deaths and moves as Dukcapil records them, split already; reported to BPJS with one letter."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from db.queries.cases import CaseRow
from db.queries.person_file import PersonFile
from desktop.operations.outcome import Outcome
from desktop.sop.kis import DEACTIVATION as PURPOSE
from desktop.sop.segments import KINDS
from desktop.ui.format import masked_nik
from desktop.ui.screens.civil_sources import show_sources
from desktop.ui.screens.civil_words import WHY_BACK, case_facts, kind_word, kis_word, of_kind
from desktop.ui.screens.moving import Act
from desktop.ui.screens.person_card import full_name, waited_words
from desktop.ui.screens.pile_desk import PileDesk
from desktop.ui.tasks import Job
from desktop.ui.widgets import Check, Column, Facts, Figure, ListCard, Segment
from desktop.ui.widgets.files import ask_book, with_ending
from desktop.ui.widgets.recipient_sheet import ask_recipient


def counts(rows: Sequence[CaseRow]) -> list[tuple[str, int]]:
    """(Kota, Provinsi or Nasional, people): no desk sorts NIKs itself (Ps 6d)."""
    return [(kind, sum(1 for row in rows if of_kind(row.event_segment, kind))) for kind in KINDS]


def split_segments(segment_of: Callable[[Any], str]) -> tuple[Segment, ...]:
    """All, and one list a kind of KIS; ``segment_of`` gives the segment of a row."""

    def keep(kind: str) -> Callable[[Any], bool]:
        return lambda row: of_kind(segment_of(row), kind)

    return (Segment("semua", "Semua"), *(Segment(kind.lower(), kind, keep(kind)) for kind in KINDS))


class CivilReport(PileDesk):
    """Everybody is ticked; one letter with the list by name goes to BPJS."""

    code, title, icon, help_code = "laporan_dukcapil", "Laporan Dukcapil", "file-text", "terpadu-2"
    statuses = ("lapor_dinkes",)
    step = 2
    onward, backward = "laporkan_bpjs", "kembalikan_peristiwa"
    back_word = "Kembalikan"
    back_reasons = WHY_BACK
    nobody = "Belum ada kematian atau pindah dari Dukcapil. Yang baru muncul di sini dengan sendirinya."
    line = "sudah terpilah menurut jenis KIS; laporkan ke BPJS"
    letter_buttons = ("Buka laporan",)

    def build(self) -> None:
        self.choose_place: Callable[[QWidget, str], str] = ask_book
        super().build()

    def make_people(self) -> ListCard:
        return ListCard(
            "Peserta yang meninggal dan yang pindah",
            (
                Column("Nama", full_name, stretch=1, kind="strong", sort=full_name),
                Column("NIK", lambda row: masked_nik(row.nik), width=158, kind="mono"),
                Column("Jenis KIS", lambda row: kis_word(row.event_segment), width=104),
                Column("Peristiwa", lambda row: f"{kind_word(row.event_kind)} {row.event_date:%d-%m-%y}", width=142),
                Column(
                    "Tunggu", lambda row: waited_words(self.desk, row.step_since), width=64, kind="muted", align="right"
                ),
            ),
            key=lambda row: row.id,
            checkable=True,
            can_check=self.why_not,
            segments=split_segments(lambda row: row.event_segment),
            empty=self.nobody,
            empty_action=("Ke Beranda", lambda: self.desk.go("beranda")),
        )

    def figures(self, rows: Sequence[Any]) -> Sequence[Figure]:
        return tuple(Figure(people, f"KIS {kind}") for kind, people in counts(rows))

    def summary(self, rows: Sequence[Any]) -> Sequence[str]:
        dead = sum(1 for row in rows if row.event_kind == "kematian")
        return (f"{dead} meninggal, {len(rows) - dead} pindah",) if rows else ()

    def facts(self, rows: Sequence[Any]) -> list[tuple[str, str]]:
        dead = sum(1 for row in rows if row.event_kind == "kematian")
        return [
            ("Surat", "Laporan Mutasi Peserta, dengan daftar nama"),
            ("Kepada", "BPJS Kesehatan"),
            ("Peristiwa", f"{dead} meninggal, {len(rows) - dead} pindah"),
            ("Jenis KIS", ", ".join(f"{kind} {people}" for kind, people in counts(rows) if people)),
            *self.left_out(rows),
        ]

    def next_acts(self, outcome: Outcome) -> list[Act]:
        cases = tuple(outcome.done)
        return [*super().next_acts(outcome), ("Simpan berkas e-Dabu…", lambda: self.save_edabu(cases))]

    def save_edabu(self, cases: tuple[int, ...]) -> None:
        """The file that e-Dabu takes, for whom it is asked first."""
        ask_recipient(self, "Untuk siapa berkas e-Dabu ini?", PURPOSE, lambda who: self._write(cases, who))

    def _write(self, cases: tuple[int, ...], recipient: str) -> None:
        chosen = self.choose_place(self, f"edabu-nonaktif-{self.desk.now():%Y%m%d}.xlsx")
        if not chosen:
            return
        out, office = with_ending(chosen, ".xlsx"), self.desk.office

        def write(job: Job) -> int:
            job.report(0, 1, f"Menulis {out.name}")
            count: int = office.write_deactivation(cases, out, recipient)
            return count

        self.desk.work(write, then=lambda count: self.desk.say(f"{count} peserta ditulis ke {out}", "ok"))

    def fill_panel(self, row: CaseRow, file: PersonFile | None) -> None:
        why = self.why_not(row)
        if why:
            self.panel.set_obstacle("Belum dapat dilaporkan", why, "warn")
        else:
            self.panel.set_obstacle("Siap dilaporkan", f"{kis_word(row.event_segment)}, masih berjalan.", "ok")
        papers = bool(row.event_document or row.event_paper_id)
        self.panel.set_checks(
            [
                Check("ok" if papers else "bad", "Dokumen Dukcapil", row.event_document or "pindaian"),
                Check("ok" if row.participant_number else "bad", "Kepesertaan masih berjalan"),
            ]
        )
        self.panel.add_section("Peristiwa", Facts(case_facts(row)))
        show_sources(self.desk, self.panel, row.id, lambda: getattr(self.people.current(), "id", None))
