"""The dossier of those who live in the panti: room, coming and leaving, papers, and how far their case is (A12)."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.queries.cases import CaseRow
from db.queries.dossier import people_of_panti
from db.queries.person_file import PersonFile, person_file
from desktop.sop.procedure import ROLES
from desktop.ui.format import day, number
from desktop.ui.screens.base import Screen
from desktop.ui.screens.case_form import CaseForm, day_field, words
from desktop.ui.screens.moving import LEFT_PANTI, action_of, move_command, procedure_of, why_not
from desktop.ui.screens.person_card import about, full_name, legs, person_letters, sex_age
from desktop.ui.widgets import Column, Facts, Figure, ListCard, Panel, Segment

SHUT = "tutup"
LIMIT = 1000


class Residents(Screen):
    """Left: everybody ever taken in, newest first. Right: the person, and the dossier to be mended."""

    code, title, icon, help_code = "penghuni", "Penghuni", "users", "wbs-2"
    topics = frozenset({"application", "person", "card"})

    def build(self) -> None:
        self._files: dict[int, PersonFile] = {}
        self._key: int | None = None
        self._asked = False
        self.people = self.add_list(self._list())
        self.people.list.set_keep(_lives_here)
        self.side = self.add_panel(QWidget())
        column = QVBoxLayout(self.side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        self.panel = Panel("Penghuni yang dipilih")
        self.watch_nik(self.panel.nik)
        self.edit = CaseForm(
            self,
            "Berkas penghuni",
            (
                words("room", "Kamar", "misalnya Melati 3", 40),
                words("kelurahan", "Kelurahan", "bila bukan kelurahan panti", 60),
                day_field("entered_on", "Tanggal masuk", "23-11-2026"),
                day_field("left_on", "Tanggal keluar", "bila sudah keluar"),
                words("left_reason", "Alasan keluar", "misalnya pulang"),
            ),
        )
        self.edit.saved.connect(lambda _case: self.load())
        column.addWidget(self.panel, 1)
        column.addWidget(self.edit)
        self.people.current_changed.connect(self.show_person)
        self.people.opened.connect(self._visit)
        self.people.segment_changed.connect(lambda _code: self.show_person(self.people.current()))
        shut = action_of(SHUT).label
        self.action_bar.add("tutup", shut, key="K", kind="danger", on=self.shut)
        self.action_bar.add("buka", "Buka halaman orang", key="Ctrl+Enter", kind="primary", on=self._open_current)

    def _list(self) -> ListCard:
        return ListCard(
            "Penghuni panti",
            (
                Column("Nama", full_name, stretch=1, kind="strong", sort=full_name),
                Column("JK · umur", lambda row: sex_age(row, self.desk.now().date()), width=84),
                Column("Kamar", lambda row: row.room, width=80, sort=lambda row: row.room),
                Column("Masuk – keluar", _stay, width=168, kind="muted"),
                Column("Proses JKN", self._status, width=174, kind="chip", tone=self._tone),
            ),
            key=lambda row: row.id,
            segments=(
                Segment("tinggal", "Tinggal", _lives_here),
                Segment("keluar", "Sudah keluar", lambda row: row.left_on is not None),
            ),
            empty="Belum ada penghuni. Terima dulu serah terima dari Satpol PP.",
            empty_action=("Ke Serah terima", lambda: self.desk.go("serah_terima")),
            unit="tercatat",
        )

    def _status(self, row: CaseRow) -> str:
        return procedure_of(self.desk).status(row.status).label

    def _tone(self, row: CaseRow) -> str:
        tone = procedure_of(self.desk).status(row.status).tone
        return "plain" if tone == "muted" else tone

    # reading
    def load(self, key: Any = None) -> None:
        self._key = key if isinstance(key, int) else self._key
        self.desk.read(self._query, then=self._filled, slot="penghuni")

    def _query(self, connection: Any) -> tuple[CaseRow, ...]:
        mine, arriving = self.desk.staff.office_id, action_of("terima").sources
        not_yet = (procedure_of(self.desk).initial, *arriving)
        here = people_of_panti(connection, mine, not_yet=not_yet, gone=False, limit=LIMIT)
        gone = people_of_panti(connection, mine, not_yet=not_yet, gone=True, limit=LIMIT)
        return (*here, *gone)

    def _filled(self, rows: Sequence[CaseRow]) -> None:
        self._files.clear()
        self.people.set_rows(rows)
        key, self._key = self._key, None
        if key is not None:
            self._find(key, rows)
        self._head(rows)
        self.show_person(self.people.current())

    def _find(self, key: int, rows: Sequence[CaseRow]) -> None:
        row = next((row for row in rows if row.id == key), None)
        if row is not None:
            self.people.segments.choose("keluar" if row.left_on else "tinggal")
            self.people.select(row.id)

    def _head(self, rows: Sequence[CaseRow]) -> None:
        here = [row for row in rows if row.left_on is None]
        no_room = sum(1 for row in here if not row.room)
        carded = sum(1 for row in here if row.cards_made)
        full = f"{number(LIMIT)} terbaru ditampilkan" if len(here) == LIMIT else ""
        self.header.set_line("Berkas penghuni", self.desk.staff.office_name, full)
        self.header.set_figures(
            Figure(len(here), "tinggal di panti"),
            Figure(no_room, "tanpa kamar", "warn" if no_room else "plain"),
            Figure(carded, "sudah berkartu", "ok" if carded else "plain"),
        )

    # one person
    def show_person(self, row: CaseRow | None) -> None:
        """Panel, dossier and buttons of the current person."""
        self.edit.show_case(row)
        self.side.setVisible(bool(self.people.rows()))
        self._show_acts(row)
        if row is None:
            self.panel.clear(
                "Pilih satu orang untuk melihat berkasnya." if self.people.rows() else "Belum ada penghuni."
            )
            return
        file = self._files.get(row.person_id)
        self.desk.look("lihat_orang", person_id=row.person_id, application_id=row.id)
        self._draw(row, file)
        if file is None:
            self.desk.read(person_file, row.person_id, then=self._read, slot="berkas")

    def _read(self, file: PersonFile) -> None:
        self._files[file.person_id] = file
        row = self.people.current()
        if row is not None and row.person_id == file.person_id:
            self._draw(row, file)

    def _draw(self, row: CaseRow, file: PersonFile | None) -> None:
        today = self.desk.now().date()
        photo = file.photo if file else None
        self.panel.set_person(full_name(row), about(row, today), nik=row.nik, photo=photo, person_id=row.person_id)
        self._show_obstacle(row)
        self.panel.add_section("Proses JKN", Facts(self._facts(row)))
        if file is not None:
            self.panel.set_journey(legs(self.desk, file.journey, row.id))
            if file.letters:
                self.panel.add_section("Surat", person_letters(self, file.letters))

    def _show_obstacle(self, row: CaseRow) -> None:
        running = procedure_of(self.desk).status(row.status).waits_for
        if row.left_on and running:
            words = f"Kasusnya masih di {ROLES[running]}. Keluarkan dari proses bila tidak dilanjutkan."
            self.panel.set_obstacle(f"Sudah keluar sejak {day(row.left_on)}", words, "warn")
        elif row.left_on:
            self.panel.set_obstacle(f"Sudah keluar sejak {day(row.left_on)}", row.left_reason, "info")
        elif row.entered_on is None:
            self.panel.set_obstacle("Tanggal masuk belum diisi", "Isi di bawah ini, lalu simpan dengan Ctrl+S.", "warn")

    def _facts(self, row: CaseRow) -> list[tuple[str, str]]:
        status = procedure_of(self.desk).status(row.status)
        turn = f"giliran {ROLES[status.waits_for]}" if status.waits_for else row.reason
        card = f"{row.cards_made} kali" if row.cards_made else "belum"
        return [
            ("Keadaan", f"{status.label}{f', {turn}' if turn else ''}"),
            ("Kartu dicetak", card),
            ("Nomor register", row.registration),
        ]

    def _show_acts(self, row: CaseRow | None) -> None:
        someone = row is not None
        self.action_bar.set_summary(full_name(row) if row else "", self._since(row) if row else "")
        self.action_bar.set_state("buka", someone, "Pilih dulu satu orang.")
        why = why_not(self.desk, SHUT, row) if row else "Pilih dulu satu orang."
        self.action_bar.set_state("tutup", not why, why)

    def _since(self, row: CaseRow) -> str:
        if row.left_on:
            return f"keluar {day(row.left_on)}"
        return f"tinggal sejak {day(row.entered_on)}" if row.entered_on else "tanggal masuk belum diisi"

    def is_dirty(self) -> bool:
        return self.edit.is_dirty()

    # doing
    def _open_current(self) -> None:
        row = self.people.current()
        if row is not None:
            self._visit(row)

    def _visit(self, row: CaseRow) -> None:
        self.desk.go("orang", row.person_id)

    def shut(self) -> None:
        """Out of the procedure, with a reason."""
        row = self.people.current()
        if row is None or self._asked:
            return
        draft = move_command(self.desk, SHUT, [row])
        label = action_of(SHUT).label
        self._asked = True
        sheet = self.ask_reason(
            f"{label}: {row.label}?",
            LEFT_PANTI,
            "Keluarkan",
            lambda reason: self.desk.run(
                replace(draft, reason=reason), then=lambda _: self.load(), failed=lambda _: self.load()
            ),
            "Permohonannya berhenti di sini. Riwayat dan suratnya tetap ada.",
        )
        sheet.closed.connect(self._answered)

    def _answered(self) -> None:
        self._asked = False


def _lives_here(row: CaseRow) -> bool:
    return row.left_on is None


def _stay(row: CaseRow) -> str:
    came = f"{row.entered_on:%d-%m-%y}" if row.entered_on else "?"
    return f"{came} – {row.left_on:%d-%m-%y}" if row.left_on else came
