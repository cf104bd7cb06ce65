"""BPJS Kesehatan (step 3): stops membership and contribution of who was reported, gives back what was taken back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from db.queries.cases import CaseRow
from db.queries.desk_lists import DeskWork
from db.queries.person_file import PersonFile
from desktop.operations.restore_memberships import RestoreMemberships
from desktop.operations.stop_memberships import StopMemberships
from desktop.ui.format import day, masked_nik
from desktop.ui.screens.civil_report import counts, split_segments
from desktop.ui.screens.civil_sources import show_sources
from desktop.ui.screens.civil_words import WHY_BACK, case_facts, kind_word, kis_short, kis_word
from desktop.ui.screens.moving import action_of, reasons, seen
from desktop.ui.screens.person_card import full_name
from desktop.ui.screens.pile_desk import PileDesk
from desktop.ui.widgets import Column, Facts, Figure, Form, ListCard, Sheet

BACK, RESTORE = "cabut_bpjs", "pulihkan_peserta"


class CivilStop(PileDesk):
    """The day from which nobody pays any more is asked once for all that are ticked."""

    code, title, icon, help_code = "penghentian", "Penghentian", "circle-x", "terpadu-3"
    statuses = ("lapor_bpjs", BACK)
    step = 3
    onward, backward = "hentikan_peserta", "kembalikan_laporan"
    back_word = "Kembalikan"
    back_reasons = WHY_BACK
    nobody = "Belum ada laporan dari Dinas Kesehatan. Yang baru muncul di sini dengan sendirinya."
    line = "hentikan kepesertaan dan iurannya, dengan tanggal berlaku"

    def build(self) -> None:
        self.blocked: dict[int, str] = {}
        super().build()

    def add_actions(self) -> None:
        self.action_bar.add("pulihkan", action_of(RESTORE).label, key="P", on=self.restore)
        super().add_actions()

    def make_people(self) -> ListCard:
        return ListCard(
            "Peserta yang dilaporkan",
            (
                Column("Nama", full_name, stretch=1, kind="strong", sort=full_name),
                Column("NIK", lambda row: masked_nik(row.nik), width=158, kind="mono"),
                Column("Nomor peserta", lambda row: row.event_number, width=124, kind="mono"),
                Column("KIS", lambda row: kis_short(row.event_segment), width=74),
                Column(
                    "Peristiwa",
                    lambda row: (
                        "Dicabut" if row.status == BACK else f"{kind_word(row.event_kind)} {row.event_date:%d-%m-%y}"
                    ),
                    width=152,
                    kind="chip",
                    tone=lambda row: "warn" if row.status == BACK else "info",
                ),
            ),
            key=lambda row: row.id,
            checkable=True,
            can_check=self.why_not,
            segments=split_segments(lambda row: row.event_segment),
            empty=self.nobody,
            empty_action=("Ke Beranda", lambda: self.desk.go("beranda")),
        )

    def why_not(self, row: Any) -> str:
        if row.status == BACK:
            return "Peristiwanya dicabut Dukcapil. Tekan P untuk memulihkan kepesertaannya."
        return self.blocked.get(row.id, "")

    def take(self, answer: Any) -> DeskWork:
        """That the membership has not ended yet is what this desk is for."""
        work: DeskWork = answer
        verdicts = reasons(self.desk, self.onward, work.people)
        self.blocked = {
            case_id: reason.sentence
            for case_id, reason in verdicts.items()
            if reason is not None and reason.code != "membership_ended"
        }
        return work

    def figures(self, rows: Sequence[Any]) -> Sequence[Figure]:
        back = sum(1 for row in rows if row.status == BACK)
        why = "" if back else "Tidak ada peristiwa yang dicabut."
        label = f"{action_of(RESTORE).label} {back} peserta" if back else action_of(RESTORE).label
        self.action_bar.set_state("pulihkan", bool(back), why, label=label)
        stopping = [row for row in rows if row.status != BACK]
        return (
            *(Figure(people, f"KIS {kind}") for kind, people in counts(stopping)),
            Figure(back, "dicabut", "warn" if back else "plain"),
        )

    def send_on(self) -> None:
        """The day first, then all of them together."""
        rows = list(self.people.checked())
        if rows:
            self.ask(lambda: self._ask_day(rows))

    def _ask_day(self, rows: Sequence[CaseRow]) -> Sheet:
        form, latest = Form(), max(row.event_date or date.min for row in rows)
        form.date("effective", "Kepesertaan dan iuran berhenti sejak", required=True, value=self._first_day(latest))
        dead = sum(1 for row in rows if row.event_kind == "kematian")
        facts = Facts(
            [
                ("Peserta", f"{len(rows)}: {dead} meninggal, {len(rows) - dead} pindah"),
                ("Peristiwa terakhir", day(latest)),
                ("Sesudah ini", "Dukcapil melihat hasilnya"),
            ]
        )
        command = StopMemberships(cases=seen(rows), effective=latest)
        sheet = Sheet(self._host(), f"Hentikan {len(rows)} peserta?", 540)
        sheet.box.addWidget(facts)
        sheet.box.addWidget(form)

        def agreed() -> None:
            chosen = form.values()["effective"]
            if form.set_errors({} if chosen else {"effective": "Tanggal belum diisi. Isi tanggal berlakunya."}):
                sheet.cancel()
                self.run_move(replace(command, effective=chosen))

        sheet.add_buttons(action_of(self.onward).label, agreed)
        self.stop_form, self.stop_agreed = form, agreed
        opened: Sheet = self._open(sheet)
        return opened

    def _first_day(self, latest: date) -> date:
        """The first of the next month is what bills go by; never before the event."""
        today = max(self.desk.now().date(), latest)
        return date(today.year + today.month // 12, today.month % 12 + 1, 1)

    def restore(self) -> None:
        """All whose event was taken back."""
        rows = [row for row in self.people.rows() if row.status == BACK]
        if not rows:
            return
        command = RestoreMemberships(cases=seen(rows))
        facts = [(row.label, f"{kis_word(row.event_segment)}, {row.reason}") for row in rows[:8]]
        title = f"Pulihkan {len(rows)} peserta?"
        note = "Kepesertaan berlaku lagi tanpa jeda, sebagai baris baru; yang lama tetap tercatat."
        self.ask(lambda: self.confirm(title, facts, "Pulihkan", lambda: self.run_move(command), note=note))

    def fill_panel(self, row: CaseRow, file: PersonFile | None) -> None:
        if row.status == BACK:
            self.panel.set_obstacle("Dicabut Dukcapil", f"{row.reason}. Tekan P untuk memulihkan.", "warn")
        elif why := self.why_not(row):
            self.panel.set_obstacle("Belum dapat dihentikan", why, "warn")
        else:
            self.panel.set_obstacle("Siap dihentikan", "Kepesertaan dan iurannya berhenti bersama.", "ok")
        self.panel.add_section("Peristiwa", Facts(case_facts(row)))
        show_sources(self.desk, self.panel, row.id, lambda: getattr(self.people.current(), "id", None))
