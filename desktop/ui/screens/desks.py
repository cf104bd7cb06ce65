"""Komputer: which program each desk runs, oldest first, and where the setup of the next version lies."""

from typing import Any

from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from db.queries.desks import DeskRow
from desktop.ui.folders import show_folder
from desktop.ui.format import moment
from desktop.ui.screens.base import Screen
from desktop.ui.widgets import Caption, Card, Column, Figure, Form, ListCard, Muted, Segment, plain, set_tone
from desktop.ui.widgets.scroll import scrolled
from desktop.version import VERSION, is_newer

HINT = "Seperti dilihat semua meja, misalnya \\\\server\\padan. Kosongkan bila pemasang dibagikan sendiri."
ABOUT = (
    "Taruh berkas Padan-…-setup.exe di folder ini. Setiap meja mengabari petugasnya sekali sehari bila ada yang lebih "
    "baru; Padan tidak memasang apa pun sendiri."
)


class Desks(Screen):
    """For administrators."""

    code, title, icon, help_code = "komputer", "Komputer", "monitor", "admin"
    topics = frozenset({"desk"})

    def build(self) -> None:
        self.answer: Any = None
        self.list = self.add_list(
            ListCard(
                "Versi Padan di setiap komputer",
                key=lambda row: row.computer,
                columns=(
                    Column(
                        "Komputer", lambda row: row.computer, stretch=1, kind="strong", tip=lambda row: row.computer
                    ),
                    Column("Versi", lambda row: row.version, width=72, kind="number"),
                    Column("Keadaan", self._state, width=132, kind="chip", tone=self._tone),
                    Column("Terakhir masuk", self._when, width=118, kind="muted"),
                    Column("Oleh", lambda row: row.staff_name, width=170, kind="muted", tip=_who),
                ),
                segments=(Segment("semua", "Semua"), Segment("lama", "Perlu diperbarui", self._is_behind)),
                empty="Belum ada yang masuk dari komputer mana pun sejak Padan mencatatnya.",
                filter_hint="Saring komputer",
                unit="komputer",
            ),
            62,
        )
        self.add_list(self._panel(), 38)
        bar = self.action_bar
        bar.add("buka", "Buka folder", key="Ctrl+O", on=self.open_folder)
        bar.add("simpan", "Simpan", key="Ctrl+Enter", kind="primary", on=self.save)

    def _panel(self) -> Card:
        card = Card()
        card.box.setContentsMargins(1, 1, 1, 1)
        scroll, box = scrolled("Folder pemasang")
        self.ready, self.ready_line, self.form = plain(part="panel-title", wrap=True), Muted(), Form()
        self.folder = self.form.text("folder", "Folder pemasang", hint=HINT, longest=400)
        choose = QPushButton("Pilih folder…")
        choose.setAccessibleName("Pilih folder pemasang")
        choose.clicked.connect(self.choose_folder)
        self.form.add_widget(choose)
        self.form.changed.connect(self._state_acts)
        parts: tuple[QWidget, ...] = (Caption("Versi berikutnya"), self.ready, self.ready_line, self.form, Muted(ABOUT))
        for part in parts:
            box.addWidget(part)
        box.addStretch(1)
        card.add(scroll)
        return card

    def is_dirty(self) -> bool:
        return self.form.is_dirty()

    def _is_behind(self, row: DeskRow) -> bool:
        return bool(self.answer and self.answer.is_behind(row))

    def _state(self, row: DeskRow) -> str:
        return "perlu diperbarui" if self._is_behind(row) else "terbaru"

    def _tone(self, row: DeskRow) -> str:
        return "warn" if self._is_behind(row) else "ok"

    def _when(self, row: DeskRow) -> str:
        return moment(row.at.astimezone(self.desk.now().tzinfo))

    # reading
    def load(self, key: Any = None) -> None:
        self.desk.work(lambda _job: self.desk.office.updates.overview(), then=self.fill, lane="read")

    def fill(self, answer: Any) -> None:
        """Everything that was read; what is half typed stays."""
        self.answer = answer
        self.list.set_rows(answer.desks)
        behind = sum(1 for row in answer.desks if answer.is_behind(row))
        self.header.set_line(f"Komputer ini memakai Padan {VERSION}")
        self.header.set_figures(
            Figure(len(answer.desks), "komputer"), Figure(behind, "perlu diperbarui", "warn" if behind else "ok")
        )
        setup = answer.setup
        self.ready.setText(setup.name if setup else "Belum ada pemasang")
        if setup is None:
            line = "Di folder ini tidak ada Padan-…-setup.exe, atau folder tidak terjangkau."
            line = line if answer.folder else "Folder pemasang belum diisi."
        else:
            line = (
                "Lebih baru daripada komputer ini." if is_newer(setup.version, VERSION) else "Sudah terpasang di sini."
            )
        self.ready_line.setText(line)
        set_tone(self.ready_line, "warn" if setup is None and answer.folder else "plain")
        if not self.form.is_dirty():
            self.form.set_values({"folder": answer.folder})
        self._state_acts()

    def _state_acts(self) -> None:
        bar, dirty = self.action_bar, self.is_dirty()
        bar.set_summary("Folder pemasang", "belum disimpan" if dirty else "")
        bar.set_state("simpan", dirty, "Belum ada yang diubah.")
        bar.set_state("buka", bool(self.answer and self.answer.folder), "Folder pemasang belum diisi.")

    # acting
    def choose_folder(self) -> None:
        """The folder is typed for the clerk."""
        chosen = QFileDialog.getExistingDirectory(self, "Pilih folder pemasang", self.folder.text())
        if chosen:
            self.folder.setText(chosen)

    def open_folder(self) -> None:
        """Show the folder that is stored."""
        show_folder(self.answer.folder)

    def save(self) -> None:
        """The folder, for all desks of the database."""
        typed = self.form.values()["folder"]

        def kept(outcome: Any) -> None:
            self.form.mark_clean()
            self.desk.say(outcome.sentence, "ok")
            self.load()

        self.desk.work(lambda _job: self.desk.office.updates.keep_folder(typed), then=kept)


def _who(row: DeskRow) -> str:
    return f"{row.staff_name}, {row.office_name}"
