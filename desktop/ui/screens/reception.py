"""Step 2 of the panti: the people Satpol PP hands over are compared with those who stand there, accepted or refused."""

from collections.abc import Sequence
from typing import Any

from db.queries.cases import CaseRow
from db.queries.person_file import PersonFile
from desktop.operations.outcome import Outcome
from desktop.operations.record_entry import RecordEntry
from desktop.ui.format import day, masked_nik, moment
from desktop.ui.screens.list_desk import ListDesk
from desktop.ui.screens.moving import tell
from desktop.ui.screens.person_card import full_name, local, sex_age, waited_words
from desktop.ui.widgets import Column, Facts, Figure, ListCard, Segment


class Reception(ListDesk):
    """Nobody is ticked beforehand: a tick says that the person is really there."""

    code, title, icon, help_code = "serah_terima", "Serah terima", "handshake", "wbs-2"
    statuses = ("diserahkan",)
    step = 2
    onward, backward = "terima", "tolak_serah_terima"
    back_reasons = (
        "Orangnya tidak hadir saat serah terima",
        "Bukan untuk panti ini",
        "Data pada daftar tidak cocok dengan orangnya",
        "Perlu dirawat di rumah sakit dahulu",
    )
    inbox_heading = "Berita acara"
    nobody = "Tidak ada serah terima dari Satpol PP yang menunggu."

    def make_people(self) -> ListCard:
        return ListCard(
            "Orang yang diserahkan",
            (
                Column("Nama", full_name, stretch=1, kind="strong", sort=full_name),
                Column("JK · umur", lambda row: sex_age(row, self.desk.now().date()), width=84),
                Column("Ditemukan", lambda row: row.found_place, width=174),
                Column("Foto", _photo_word, width=76, kind="chip", tone=lambda row: "ok" if row.photo_id else "plain"),
                Column(
                    "Tunggu", lambda row: waited_words(self.desk, row.step_since), width=68, kind="muted", align="right"
                ),
            ),
            key=lambda row: row.id,
            checkable=True,
            can_check=self.why_not,
            segments=(
                Segment("semua", "Semua"),
                Segment("tanpa_foto", "Tanpa foto", lambda row: row.photo_id is None),
            ),
            empty=self.nobody,
            empty_action=("Ke Permohonan NIK", lambda: self.desk.go("permohonan")),
        )

    def build(self) -> None:
        super().build()
        self.setFocusProxy(None)  # type: ignore[arg-type]  # a hidden list would swallow the focus

    def show_list(self) -> None:
        one = self.current_list()
        if one is not None:
            self._seen_lists.add(one.id)  # no tick before the person was seen
        super().show_list()

    def figures(self, rows: Sequence[Any]) -> Sequence[Figure]:
        blocked = sum(1 for row in rows if self.why_not(row))
        more = (Figure(blocked, "belum bisa diterima", "warn"),) if blocked else ()
        return (Figure(len(rows), "diserahkan"), *more)

    def summary(self, rows: Sequence[Any]) -> Sequence[str]:
        everybody = len(self.people.rows())
        if not rows and everybody:
            return ("centang yang hadir dengan Spasi, semua dengan Ctrl+A",)
        return ()

    def facts(self, rows: Sequence[Any]) -> list[tuple[str, str]]:
        one = self.current_list()
        absent = [row.label for row in self.people.rows() if row not in rows]
        left = f"{len(absent)} orang tetap menunggu: {', '.join(absent[:4])}{' …' if len(absent) > 4 else ''}"
        return [
            ("Berita acara", one.letter_number if one else ""),
            ("Diserahkan", one.from_office if one else ""),
            ("Tanggal masuk", f"{day(self.desk.now().date())} (hari ini)"),
            *([("Tidak dicentang", left)] if absent else []),
        ]

    def fill_panel(self, row: CaseRow, file: PersonFile | None) -> None:
        why = self.why_not(row)
        if why:
            self.panel.set_obstacle("Belum bisa diterima", why, "warn")
        found = f"{row.found_place}, {moment(local(self.desk, row.found_at))}" if row.found_at else row.found_place
        self.panel.add_section(
            "Saat ditemukan",
            Facts(
                [
                    ("Tempat, waktu", found),
                    ("Kategori", row.category),
                    ("Keadaan", row.condition),
                    ("Barang bawaan", row.belongings),
                    *([("Catatan", row.note)] if row.note else []),
                    ("NIK di kertas", masked_nik(row.nik_claimed)),
                    ("Dicatat", f"{row.origin_name}, nomor {row.registration}"),
                ]
            ),
        )

    def run_move(self, command: Any) -> None:
        """Accepted people live here from today on; the day can be mended in their dossier."""
        if command.action != self.onward:
            super().run_move(command)
            return
        self.desk.run(command, then=self._accepted, failed=lambda _error: self.load(), quiet=True)

    def _accepted(self, outcome: Outcome) -> None:
        tell(self.desk, outcome, [("Lanjut ke Permohonan NIK", lambda: self.desk.go("permohonan"))])
        entry = RecordEntry(cases=outcome.done, entered_on=self.desk.now().date())
        self.desk.run(entry, then=lambda _: self.load(), failed=lambda _: self.load(), quiet=True)


def _photo_word(row: CaseRow) -> str:
    return "ada" if row.photo_id else "belum"
