"""Dinas Kesehatan (step 8): the E-ID that BPJS gave go on to the panti."""

from collections.abc import Sequence

from db.queries.cases import CaseRow
from db.queries.person_file import PersonFile
from desktop.ui.format import masked_nik
from desktop.ui.screens.list_desk import ListDesk
from desktop.ui.screens.person_card import full_name, said_number, sex_age, waited_words
from desktop.ui.widgets import Check, Column, Facts, Figure, ListCard, Segment


class EidForward(ListDesk):
    """Everybody has a number by now: look through, send on."""

    code, title, icon, help_code = "teruskan", "Terusan E-ID", "id-card", "wbs-8"
    statuses = ("eid_terbit",)
    step = 8
    onward = "teruskan_eid"
    inbox_heading = "Kiriman BPJS"
    nobody = "Belum ada E-ID dari BPJS. Yang baru muncul di sini dengan sendirinya."

    def make_people(self) -> ListCard:
        return ListCard(
            "Daftar E-ID",
            key=lambda row: row.id,
            checkable=True,
            can_check=self.why_not,
            columns=(
                Column("Nama", full_name, stretch=1),
                Column("JK · umur", lambda row: sex_age(row, self.desk.now().date()), width=72),
                Column("Nomor peserta", lambda row: row.participant_number or "", width=118, kind="mono"),
                Column("Faskes", lambda row: row.facility or "–", width=214, tip=lambda row: row.facility),
                Column(
                    "Tunggu", lambda row: waited_words(self.desk, row.step_since), width=64, kind="muted", align="right"
                ),
            ),
            segments=(
                Segment("semua", "Semua"),
                Segment("faskes", "Tanpa faskes", lambda row: not row.facility),
            ),
            empty=self.nobody,
            empty_action=("Ke Beranda", lambda: self.desk.go("beranda")),
        )

    def figures(self, rows: Sequence[CaseRow]) -> Sequence[Figure]:
        ready = sum(1 for row in rows if not self.why_not(row))
        pantis = len({row.panti_name for row in rows})
        return (Figure(ready, "E-ID siap diteruskan", "ok"), Figure(pantis, "panti tujuan"))

    def summary(self, rows: Sequence[CaseRow]) -> Sequence[str]:
        names = sorted({row.panti_name for row in rows})
        return (f"ke {names[0]}" if len(names) == 1 else f"ke {len(names)} panti",) if rows else ()

    def facts(self, rows: Sequence[CaseRow]) -> list[tuple[str, str]]:
        names = sorted({row.panti_name for row in rows})
        left = len(self.people.rows()) - len(rows)
        return [
            ("E-ID diteruskan", f"{len(rows)} orang"),
            *(("Kepada", f"{name}: {sum(1 for row in rows if row.panti_name == name)} orang") for name in names),
            ("Tidak ikut", f"{left} orang, tetap menunggu di meja ini" if left else "tidak ada"),
            ("Sesudah ini", "Panti mencetak kartu E-ID di Loket kartu"),
        ]

    def fill_panel(self, row: CaseRow, file: PersonFile | None) -> None:
        sentence = self.why_not(row)
        if sentence:
            self.panel.set_obstacle("Belum dapat diteruskan", sentence, "bad")
        else:
            self.panel.set_obstacle("Siap diteruskan ke panti", f"Panti tujuan: {row.panti_name}.", "ok")
        number = row.participant_number
        self.panel.set_checks(
            [
                Check(
                    "ok" if number else "bad", "Nomor peserta 13 angka", said_number(number) if number else "belum ada"
                ),
                Check("ok" if row.nik else "bad", "NIK", masked_nik(row.nik)),
                Check("ok" if row.facility else "warn", "Faskes tingkat pertama", row.facility or "belum disebut BPJS"),
                Check("ok" if row.photo_id else "warn", "Foto untuk kartu", "ada" if row.photo_id else "belum ada"),
            ]
        )
        self.panel.add_section("Tujuan", Facts([("Panti", row.panti_name), ("Kamar", row.room)]))
