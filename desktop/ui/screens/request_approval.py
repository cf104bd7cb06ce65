"""Step 5: the NIKs came from Dukcapil; the panti compares them with its people and asks Dinas Kesehatan for approval."""

from collections.abc import Sequence
from typing import Any

from db.queries.cases import CaseRow
from db.queries.person_file import PersonFile
from desktop.sop.identity import check_nik
from desktop.ui.format import masked_nik
from desktop.ui.screens.moving import LEFT_PANTI
from desktop.ui.screens.person_card import full_name, sex_age, waited_words
from desktop.ui.screens.pile_desk import PileDesk
from desktop.ui.widgets import Check, Column, Facts, Figure, ListCard, Segment

TONES = {"error": "bad", "warning": "warn", "info": "info"}


class RequestApproval(PileDesk):
    """Who had a NIK before and who got one now is told apart: one WBS in four had one already."""

    code, title, icon, help_code = "persetujuan", "Permohonan JKN", "clipboard-check", "wbs-5"
    statuses = ("nik_tersedia",)
    step = 5
    onward, backward = "mohon_persetujuan", "tutup"
    back_reasons = (*LEFT_PANTI, "Ternyata sudah menjadi peserta JKN")
    nobody = "Belum ada NIK baru dari Dukcapil."
    line = "cocokkan NIK dengan orangnya, lalu minta persetujuan"
    letter_buttons = ("Buka surat permohonan",)

    def make_people(self) -> ListCard:
        return ListCard(
            "Orang yang NIK-nya tersedia",
            (
                Column("Nama", full_name, stretch=1, kind="strong", sort=full_name),
                Column("NIK", lambda row: masked_nik(row.nik), width=162, kind="mono"),
                Column("JK · umur", lambda row: sex_age(row, self.desk.now().date()), width=84),
                Column("Asal NIK", self.origin, width=132, kind="chip", tone=self._tone),
                Column(
                    "Tunggu", lambda row: waited_words(self.desk, row.step_since), width=68, kind="muted", align="right"
                ),
            ),
            key=lambda row: row.id,
            checkable=True,
            can_check=self.why_not,
            segments=(
                Segment("semua", "Semua"),
                Segment("terbit", "Baru terbit", lambda row: not self._had_one(row)),
                Segment("punya", "Sudah punya", self._had_one),
            ),
            empty=self.nobody,
            empty_action=("Ke Beranda", lambda: self.desk.go("beranda")),
        )

    def _had_one(self, row: CaseRow) -> bool:
        lists = self.work.register if self.work else ()
        return any(one.id == row.batch_id and one.action == "nik_ditemukan" for one in lists)

    def origin(self, row: CaseRow) -> str:
        """Issued now, or found in the register."""
        return "Sudah punya NIK" if self._had_one(row) else "Baru terbit"

    def _tone(self, row: CaseRow) -> str:
        return "accent" if self._had_one(row) else "info"

    def figures(self, rows: Sequence[Any]) -> Sequence[Figure]:
        had = sum(1 for row in rows if self._had_one(row))
        return (Figure(len(rows), "NIK tersedia"), Figure(len(rows) - had, "baru terbit"), Figure(had, "sudah punya"))

    def summary(self, rows: Sequence[Any]) -> Sequence[str]:
        had = sum(1 for row in rows if self._had_one(row))
        return (f"{had} di antaranya sudah punya NIK",) if had else ()

    def facts(self, rows: Sequence[Any]) -> list[tuple[str, str]]:
        had = sum(1 for row in rows if self._had_one(row))
        return [
            ("Surat", "Permohonan Persetujuan Pendaftaran Peserta JKN-KIS, dengan daftar nama"),
            ("Kepada", "Dinas Kesehatan"),
            ("NIK", f"{len(rows) - had} baru terbit, {had} sudah punya"),
            *self.left_out(rows),
        ]

    def fill_panel(self, row: CaseRow, file: PersonFile | None) -> None:
        why = self.why_not(row)
        if why and self.issuing.drafted(row.id):
            self.panel.set_obstacle("Dalam konsep", why, "info")
        elif why:
            self.panel.set_obstacle("Belum bisa dimintakan persetujuan", why, "warn")
        elif self._had_one(row):
            words = "Dukcapil menemukan NIK lama orang ini. Nama dan lahirnya kini mengikuti data Dukcapil."
            self.panel.set_obstacle("Sudah punya NIK", words, "info")
        self.panel.set_checks(self._checks(row))
        facts = [("Nomor register", row.registration), ("Kamar", row.room), ("Alamat", row.address)]
        self.panel.add_section("Data panti", Facts(facts))

    def _checks(self, row: CaseRow) -> list[Check]:
        today = self.desk.now().date()
        report = check_nik(row.nik, birth_date=row.birth_date, sex=row.sex, today=today)
        told = [finding for finding in report.findings if finding.severity in ("error", "warning")]
        checks = [Check(TONES[finding.severity], finding.sentence) for finding in told]
        if not told:
            checks.append(Check("ok", "NIK 16 angka, sesuai tanggal lahir dan jenis kelamin"))
        photo = Check("ok", "Foto", "ada") if row.photo_id else Check("warn", "Foto", "belum ada")
        other = (
            Check("bad", "Punya kasus lain yang masih berjalan", f"{row.other_cases}")
            if row.other_cases
            else Check("ok", "Tidak ada kasus lain yang berjalan")
        )
        return [*checks, other, photo]
