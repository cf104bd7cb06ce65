"""Surat: the register of letters this office wrote or received, each shown exactly as it counts now."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut

from db.queries.letter_status import LetterStatus
from db.queries.letters import LetterRow, letters_of_office
from desktop.ui.format import short_day
from desktop.ui.screens.base import Screen
from desktop.ui.screens.home_facts import short_office
from desktop.ui.screens.letters_acts import LetterActs
from desktop.ui.screens.letters_panel import LetterPanel, kind_title, mark, read_letter, short_mark
from desktop.ui.screens.person_card import LETTERS
from desktop.ui.widgets import Column, Figure, ListCard, Page, Segment
from desktop.ui.widgets.letter_sheet import show_letter


class Letters(Screen):
    """List left, the paper right; what is done every day in the bar, the rest behind *Lainnya*."""

    code, title, icon, help_code = "surat", "Surat", "file-text", "surat"
    topics = frozenset({"letter", "application"})

    def build(self) -> None:
        self.wanted: int | None = None
        self.status: LetterStatus | None = None
        self.letters = self.add_list(self._list())
        self.panel = self.add_panel(LetterPanel(self.desk))
        self.acts = LetterActs(self, self.load)
        self.letters.current_changed.connect(self.show_row)
        self.letters.opened.connect(lambda _row: self.open_letter())
        bar = self.action_bar
        bar.add("periksa", "Periksa surat", key="Ctrl+O", on=lambda: self.desk.go("periksa"))
        bar.add("lainnya", "Lainnya…", key="L", on=self.more)
        bar.add("cetak", "Cetak…", key="Ctrl+P", on=self.print_out)
        bar.add("buka", "Buka", key="Ctrl+Enter", kind="primary", on=self.open_letter)
        save = QShortcut(QKeySequence("Ctrl+S"), self)
        save.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        save.setAutoRepeat(False)
        save.activated.connect(self.save)

    def _list(self) -> ListCard:
        mine = self.desk.staff.office_id
        return ListCard(
            "Daftar surat",
            key=lambda row: row.id,
            columns=(
                Column("Nomor", lambda row: row.number, width=214, tip=lambda row: row.number),
                Column(
                    "Surat",
                    lambda row: LETTERS.get(row.code, kind_title(row.code)),
                    stretch=1,
                    tip=lambda row: kind_title(row.code),
                ),
                Column("Tanggal", lambda row: short_day(row.issued_on), width=58, kind="muted", gives=2),
                Column("Arah", self._way, width=152, kind="muted", tip=self._way, gives=1),
                Column("Keadaan", short_mark, width=74, kind="chip", tone=lambda row: mark(row)[1]),
            ),
            segments=(
                Segment("semua", "Semua"),
                Segment("keluar", "Keluar", lambda row: row.office_id == mine),
                Segment("masuk", "Masuk", lambda row: row.office_id != mine),
                Segment("batal", "Batal", lambda row: row.voided),
            ),
            empty="Belum ada surat. Surat terbit sendiri saat sebuah daftar dikirim ke meja berikutnya.",
            empty_action=("Ke Beranda", lambda: self.desk.go("beranda")),
            unit="surat",
        )

    def _way(self, row: LetterRow) -> str:
        if row.office_id == self.desk.staff.office_id:
            return f"ke {short_office(row.to_office)}"
        return f"dari {short_office(row.office_name)}"

    def load(self, key: Any = None) -> None:
        self.wanted = int(key) if key is not None else self.wanted
        self.desk.read(letters_of_office, self.desk.staff.office_id, then=self.fill)

    def fill(self, rows: tuple[LetterRow, ...]) -> None:
        """The register; a letter that was asked for by its id is selected, also one of other offices."""
        self.letters.set_rows(rows)
        mine = sum(1 for row in rows if row.office_id == self.desk.staff.office_id)
        void = sum(1 for row in rows if row.voided)
        self.header.set_line("Register surat", self.desk.staff.office_name)
        self.header.set_figures(
            Figure(mine, "surat keluar"),
            Figure(len(rows) - mine, "surat masuk"),
            *((Figure(void, "batal", "bad"),) if void else ()),
        )
        wanted, self.wanted = self.wanted, None
        if wanted is not None and not self.letters.select(wanted):
            self.desk.say("Surat itu bukan dari atau untuk kantor Anda, jadi tidak ada dalam register ini.", "info")
        self.show_row(self.letters.current())

    def show_row(self, row: LetterRow | None) -> None:
        """The chosen letter: what it is, whether it counts, its pages."""
        self.status = None
        self.panel.show_letter(row)
        for code in ("lainnya", "cetak", "buka"):
            self.action_bar.set_state(code, row is not None, "Pilih satu surat dulu.")
        if row is None:
            self.action_bar.set_summary("", "Belum ada surat yang dipilih")
            return
        self.action_bar.set_summary(row.number, f"{row.people} orang" if row.people else "")
        self.desk.read(read_letter, row.id, then=lambda found: self._show_more(row, found), slot="surat")

    def _show_more(self, row: LetterRow, found: tuple[LetterStatus | None, tuple[Page, ...] | None]) -> None:
        now = self.letters.current()
        if now is not None and now.id == row.id:
            self.status = found[0]
            self.panel.show_more(now, *found)

    # what is done with the chosen letter
    def open_letter(self) -> None:
        """The letter at full size over the window."""
        row = self.letters.current()
        if row is not None:
            show_letter(self, row.id)

    def print_out(self) -> None:
        """To a printer."""
        row = self.letters.current()
        if row is not None:
            self.acts.print_out(row)

    def save(self) -> None:
        """A copy as a file."""
        row = self.letters.current()
        if row is not None:
            self.acts.save(row)

    def more(self) -> None:
        """Everything else."""
        row = self.letters.current()
        if row is not None:
            self.acts.more(row, self.status)
