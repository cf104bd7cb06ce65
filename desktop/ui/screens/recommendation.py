"""Dinas Sosial (step 3): the panti's requests come in; who is ready is recommended to Dukcapil, who is not goes back."""

from collections.abc import Sequence

from db.queries.cases import CaseRow
from db.queries.person_file import PersonFile
from desktop.sop.identity import check_nik
from desktop.ui.format import moment, sex_word
from desktop.ui.screens.list_desk import ListDesk
from desktop.ui.screens.person_card import birth_words, full_name, local, sex_age, waited_words
from desktop.ui.widgets import Check, Column, Facts, Figure, ListCard, Segment


class Recommendation(ListDesk):
    """One request at a time: read it, tick who is recommended, send on; or give single people back with a reason."""

    code, title, icon, help_code = "rekomendasi", "Rekomendasi NIK", "file-check", "wbs-3"
    statuses = ("menunggu_rekomendasi",)
    step = 3
    onward, backward = "rekomendasikan", "kembalikan_panti"
    back_reasons = (
        "Data WBS belum lengkap: ",
        "Bukan warga binaan panti ini",
        "Sudah keluar dari panti",
        "Orang yang sama sudah dimohonkan dengan nama lain",
    )
    letter_buttons = ("Buka surat rekomendasi",)
    inbox_heading = "Surat permohonan"
    inbox_always = True
    nobody = "Belum ada permohonan dari panti. Permohonan baru muncul di sini dengan sendirinya."

    def make_people(self) -> ListCard:
        return ListCard(
            "Daftar WBS",
            key=lambda row: row.id,
            checkable=True,
            can_check=self.why_not,
            columns=(
                Column("Nama", full_name, stretch=1),
                Column("JK · umur", lambda row: sex_age(row, self.desk.now().date()), width=80),
                Column("Kategori", lambda row: row.category, width=150, tip=lambda row: row.category),
                Column("Pemeriksaan", lambda row: self.finding(row)[0], width=162, kind="chip", tone=self._tone),
                Column(
                    "Tunggu", lambda row: waited_words(self.desk, row.step_since), width=64, kind="muted", align="right"
                ),
            ),
            segments=(
                Segment("semua", "Semua"),
                Segment("siap", "Siap", lambda row: self.finding(row)[1] == "ok"),
                Segment("lihat", "Perlu dilihat", lambda row: self.finding(row)[1] != "ok"),
            ),
            empty=self.nobody,
            empty_action=("Ke Beranda", lambda: self.desk.go("beranda")),
        )

    def finding(self, row: CaseRow) -> tuple[str, str]:
        """The chip of a person: what to look at first."""
        sentence = self.why_not(row)
        if sentence:
            if self.issuing.drafted(row.id):
                return "Dalam konsep", "info"
            return ("Dikerjakan rekan", "info") if row.taken_by else ("Belum bisa", "bad")
        if row.other_cases:
            return "Kasus ganda", "bad"
        if row.birth_estimated:
            return "Tanggal lahir perkiraan", "warn"
        return ("Tanpa nama", "warn") if not row.name else ("Lengkap", "ok")

    def _tone(self, row: CaseRow) -> str:
        return self.finding(row)[1]

    def figures(self, rows: Sequence[CaseRow]) -> Sequence[Figure]:
        look = sum(1 for row in rows if self._tone(row) != "ok")
        return (
            Figure(len(rows), "menunggu"),
            Figure(len(rows) - look, "lengkap", "ok"),
            Figure(look, "perlu dilihat", "warn" if look else "plain"),
        )

    def summary(self, rows: Sequence[CaseRow]) -> Sequence[str]:
        return ("Surat Rekomendasi terbit dengan lampiran nama",) if rows else ()

    def facts(self, rows: Sequence[CaseRow]) -> list[tuple[str, str]]:
        one = self.current_list()
        guessed = sum(1 for row in rows if row.birth_estimated)
        left = len(self.people.rows()) - len(rows)
        return [
            ("Permohonan", one.letter_number if one else ""),
            ("Dari", one.from_office if one else ""),
            ("Direkomendasikan", f"{len(rows)} orang, {guessed} dengan tanggal lahir perkiraan"),
            ("Tidak ikut", f"{left} orang, tetap menunggu di meja ini" if left else "tidak ada"),
            ("Terbit", "Surat Rekomendasi Penerbitan NIK dan rekapitulasinya, kepada Dinas Dukcapil"),
        ]

    def fill_panel(self, row: CaseRow, file: PersonFile | None) -> None:
        sentence = self.why_not(row)
        if sentence and self.issuing.drafted(row.id):
            self.panel.set_obstacle("Dalam konsep", sentence, "info")
        elif sentence:
            self.panel.set_obstacle("Belum dapat direkomendasikan", sentence, "bad")
        elif row.other_cases:
            self.panel.set_obstacle(
                "Orang ini punya kasus lain yang berjalan",
                "Buka berkas orangnya dengan Enter. Kalau memang sama, kembalikan ke panti dengan K.",
            )
        else:
            self.panel.set_obstacle("Siap direkomendasikan", "Data wajib untuk penerbitan NIK sudah lengkap.", "ok")
        self.panel.set_checks(self._checks(row))
        found = moment(local(self.desk, row.found_at)) if row.found_at else ""
        facts = Facts(
            [
                ("Ditemukan", " · ".join(part for part in (row.found_place, found) if part)),
                ("Keadaan", row.condition),
                ("Barang bawaan", row.belongings),
                ("Catatan", row.note),
                ("Kamar", row.room),
            ]
        )
        self.panel.add_section("Penjangkauan", facts)

    def _checks(self, row: CaseRow) -> list[Check]:
        checks = [
            Check("ok" if row.name else "warn", "Nama", row.name[:30] or "memakai sebutan"),
            Check("ok" if row.sex else "bad", "Jenis kelamin", sex_word(row.sex or "")),
            Check(
                "bad" if row.birth_date is None else "warn" if row.birth_estimated else "ok",
                "Tanggal lahir",
                birth_words(row),
            ),
            Check(
                "bad" if row.other_cases else "ok",
                "Tidak ada kasus lain",
                "1 temuan" if row.other_cases else "tidak ditemukan",
            ),
            Check("ok" if row.photo_id else "warn", "Foto", "ada" if row.photo_id else "belum ada"),
        ]
        if row.nik_claimed:
            report = check_nik(
                row.nik_claimed,
                birth_date=row.birth_date,
                sex=row.sex,
                today=self.desk.now().date(),
                birth_estimated=row.birth_estimated,
            )
            good = report.nik is not None and not report.findings
            checks.append(Check("info" if good else "warn", "Mengaku punya NIK", "dicari Dukcapil"))
        return checks
