"""Kantor dan libur: letterhead and signer of every office, and the holidays on which the SOP clock stands still."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from db.queries.offices import OfficeRow, holidays, office_by_id, offices
from desktop.operations.manage_office import SaveHolidays, SaveOffice
from desktop.sop.procedure import ROLES
from desktop.sop.refusals import Conflict
from desktop.ui.screens.base import Screen
from desktop.ui.screens.evidence_sheet import ask_evidence
from desktop.ui.screens.holiday_table import HolidayTable
from desktop.ui.screens.home_admin import lacking
from desktop.ui.screens.mail_server_sheet import ask_mail_server
from desktop.ui.screens.office_form import OfficeForm, stored_office
from desktop.ui.widgets import Card, Column, Figure, ListCard, Muted, Segment, Segments, plain
from desktop.ui.widgets.conflict_sheet import THEIRS
from desktop.ui.widgets.scroll import scrolled


@dataclass(frozen=True, slots=True)
class OfficesAnswer:
    """All offices and all holidays."""

    offices: tuple[OfficeRow, ...]
    holidays: tuple[tuple[date, str], ...]


def read_offices(connection: Any) -> OfficesAnswer:
    """One reading for the page."""
    return OfficesAnswer(offices(connection), holidays(connection))


class Offices(Screen):
    """Two tabs; ``key`` is an office's id, or ``libur``."""

    code, title, icon, help_code = "kantor", "Kantor dan libur", "building", "admin"
    topics = frozenset({"office"})

    def build(self) -> None:
        self.row: OfficeRow | None = None
        self.wanted: Any = None
        self.tabs = Segments((Segment("kantor", "Kantor"), Segment("libur", "Hari libur")))
        self.tabs.changed.connect(self.show_tab)
        self.pages, self.holidays = QStackedWidget(), HolidayTable()
        self.pages.addWidget(self._offices_page())
        self.pages.addWidget(self.holidays)
        self.holidays.changed.connect(self._state_buttons)
        column = self.add_column()
        row = QHBoxLayout()
        row.addWidget(self.tabs)
        row.addStretch(1)
        column.setSpacing(10)
        column.addLayout(row)
        column.addWidget(self.pages, 1)
        self.action_bar.add("bukti", "Bukti peristiwa…", key="Ctrl+B", on=lambda: ask_evidence(self))
        self.action_bar.add("surel", "Server surel…", key="Ctrl+E", on=self.set_mail_server)
        self.action_bar.add("baru", "Kantor baru", key="Ctrl+N", on=self.start_new)
        self.action_bar.add("simpan", "Simpan", key="Ctrl+Enter", kind="primary", on=self.save)

    def _offices_page(self) -> QWidget:
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        self.list = ListCard(
            "Daftar kantor",
            key=lambda one: one.id,
            columns=(
                Column("Kantor", lambda one: one.name, stretch=1, kind="strong", tip=lambda one: one.name),
                Column("Jenis", lambda one: ROLES[one.kind], width=130, kind="muted"),
                Column("Kop dan tanda tangan", _state, width=158, kind="chip", tone=_tone, tip=lacking),
            ),
            empty="Belum ada kantor. Tambahkan satu untuk setiap instansi dalam SOP.",
            empty_action=("Kantor baru", self.start_new),
            unit="kantor",
        )
        self.list.current_changed.connect(self.show_row)
        row.addWidget(self.list, 55)
        row.addWidget(self._panel(), 45)
        return page

    def _panel(self) -> Card:
        card = Card()
        card.box.setContentsMargins(1, 1, 1, 1)
        scroll, box = scrolled("Data kantor")
        self.heading = plain(part="panel-title", wrap=True)
        self.form = OfficeForm()
        self.form.changed.connect(self._state_buttons)
        box.addWidget(self.heading)
        box.addWidget(Muted("Berlaku untuk surat berikutnya. Surat yang sudah terbit tidak ikut berubah."))
        box.addWidget(self.form)
        box.addStretch(1)
        card.add(scroll)
        return card

    def is_dirty(self) -> bool:
        return self.form.is_dirty() or self.holidays.is_dirty()

    def load(self, key: Any = None) -> None:
        self.wanted = key
        if key is not None:
            code = "libur" if key == "libur" else "kantor"
            self.tabs.choose(code)
        self.desk.read(read_offices, then=self.fill)

    def fill(self, answer: OfficesAnswer) -> None:
        """Both tabs; what is half typed stays."""
        self.list.set_rows(answer.offices)
        if isinstance(self.wanted, int):
            self.list.select(self.wanted)
        self.wanted = None
        if not self.form.is_dirty():
            self.show_row(self.list.current())
        if not self.holidays.is_dirty():
            self.holidays.set_days(answer.holidays)
        whole = sum(1 for row in answer.offices if not lacking(row))
        self.header.set_line("Kop surat, penanda tangan, dan kalender jam SOP")
        self.header.set_figures(
            Figure(f"{whole} dari {len(answer.offices)}", "kantor lengkap"),
            Figure(len(answer.holidays), "hari libur", "plain" if answer.holidays else "warn"),
        )
        self._state_buttons()

    def show_tab(self, code: str) -> None:
        """Kantor or Hari libur."""
        self.pages.setCurrentIndex(1 if code == "libur" else 0)
        for action in ("baru", "surel", "bukti"):
            self.action_bar.set_visible(action, code != "libur")
        self._state_buttons()

    def show_row(self, row: OfficeRow | None) -> None:
        """Fill the form with one office; without one it is for a new office."""
        if row is None:
            return self.start_new()
        self.row = row
        self.heading.setText(row.name)
        self.form.show_office(row)
        self._state_buttons()

    def start_new(self) -> None:
        """An empty form for a new office."""
        self.row = None
        self.heading.setText("Kantor baru")
        self.form.show_office(None)
        self._state_buttons()
        self.form.control("name").setFocus()

    def _state_buttons(self) -> None:
        days = self.pages.currentIndex() == 1
        dirty = self.holidays.is_dirty() if days else self.form.is_dirty()
        label = "Simpan hari libur" if days else "Simpan" if self.row else "Tambahkan"
        self.action_bar.set_state("simpan", dirty, "Belum ada yang diubah.", label)
        self.action_bar.set_state("surel", self.row is not None, "Simpan kantor baru ini dulu.")
        name = "Hari libur" if days else self.row.name if self.row else "Kantor baru"
        self.action_bar.set_summary(name, "belum disimpan" if dirty else "")

    def save(self) -> None:
        """The tab that is shown; a refusal leaves everything as typed."""
        if self.pages.currentIndex() == 1:
            self.desk.run(SaveHolidays(days=self.holidays.days()), then=lambda _: self._saved_days())
            return
        if not self.form.set_errors(self.form.missing()):
            return
        row = self.row
        command = SaveOffice(
            office=self.form.office(),
            office_id=row.id if row else None,
            version=row.version if row else 0,
            before=stored_office(row) if row else None,
        )
        self.desk.run(command, then=self._saved_office, failed=self._not_saved)

    def _not_saved(self, error: BaseException) -> None:
        """Somebody else was faster on the same fields: choose, then save again on the newest ground."""
        row = self.row
        if isinstance(error, Conflict) and row is not None:
            then = partial(self._clashed, error.differences)
            self.desk.read(office_by_id, row.id, then=then, slot="bentrok")

    def _clashed(self, differences: Any, row: OfficeRow | None) -> None:
        if row is None or self.row is None or self.row.id != row.id:
            return
        # What this clerk did not touch follows the other one's change; what both changed is asked for.
        self.form.rebase(self.row, row)
        self.row = row
        self.ask_fields(differences, partial(self._chosen, row))

    def _chosen(self, row: OfficeRow, choices: Mapping[str, str]) -> None:
        if self.row is not None and self.row.id == row.id:
            self.form.type_values({name: getattr(row, name) for name, side in choices.items() if side == THEIRS})
            self.save()

    def set_mail_server(self) -> None:
        """The server through which the chosen office sends its letters."""
        if self.row is not None:
            ask_mail_server(self, self.row)

    def _saved_days(self) -> None:
        self.holidays.set_days(self.holidays.days())
        self.load()

    def _saved_office(self, outcome: Any) -> None:
        self.form.mark_clean()
        self.wanted = outcome.data.get("office")
        self.desk.read(read_offices, then=self.fill)


def _state(row: OfficeRow) -> str:
    return "belum lengkap" if lacking(row) else "lengkap"


def _tone(row: OfficeRow) -> str:
    return "warn" if lacking(row) else "ok"
