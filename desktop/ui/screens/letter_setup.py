"""Tata surat: how one office's letters look, are numbered, signed and initialled (C1, C2, C3, C7)."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from db.queries.offices import OfficeRow
from desktop.operations.letter_samples import codes_of
from desktop.sop.procedure import ROLES
from desktop.ui.screens.base import Screen
from desktop.ui.screens.letter_setup_numbers import NumbersTab
from desktop.ui.screens.letter_setup_paraf import ParafTab
from desktop.ui.screens.letter_setup_reading import Setup, read_offices, read_setup
from desktop.ui.screens.letter_setup_signers import SignersTab, signer_lines
from desktop.ui.screens.letter_setup_style import StyleTab
from desktop.ui.screens.letter_setup_tab import Tab
from desktop.ui.widgets import Card, Figure, Segment, Segments
from desktop.ui.widgets.side_list import WIDTH, SideLine, SideList


class LetterSetup(Screen):
    """``key`` is an office's id, or (office's id, code of a tab). What is half typed stays with its office and tab."""

    code, title, icon, help_code = "tata_surat", "Tata surat", "stamp", "tata-surat"
    topics = frozenset({"office", "signer", "paraf_rule", "letter_template", "staff"})

    def build(self) -> None:
        self.wanted: Any = None
        self.office_id: int | None = None
        self.kept: dict[tuple[int, str], Any] = {}
        left = Card()
        left.setFixedWidth(WIDTH)
        left.box.setContentsMargins(1, 6, 1, 6)
        self.list = SideList("Daftar kantor")
        self.list.typed = self._typed_at
        self.list.chosen.connect(self.open_office)
        left.add(self.list, 1)
        self.body.addWidget(left)
        self.tabs: dict[str, Tab] = {
            tab.code: tab for tab in (StyleTab(self), NumbersTab(self), SignersTab(self), ParafTab(self))
        }
        self.segments = Segments([Segment(tab.code, tab.label) for tab in self.tabs.values()])
        self.segments.changed.connect(self.show_tab)
        self.pages = QStackedWidget()
        for tab in self.tabs.values():
            self.pages.addWidget(tab)
            tab.changed.connect(self._state)
        row = QHBoxLayout()
        row.addWidget(self.segments)
        row.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(10)
        column.addLayout(row)
        column.addWidget(self.pages, 1)
        self.body.addLayout(column, 1)
        self.action_bar.add("urungkan", "Urungkan ketikan", on=self.take_back)
        self.action_bar.add("baru", "Penanda tangan baru", key="Ctrl+N", on=self.new)
        self.action_bar.add("simpan", "Simpan", key="Ctrl+Enter", kind="primary", on=self.save)
        self.show_tab("kertas")

    @property
    def tab(self) -> Tab:
        """The tab on show."""
        return self.tabs[self.segments.current()]

    def is_dirty(self) -> bool:
        return bool(self.kept) or any(tab.is_dirty() for tab in self.tabs.values())

    def _typed_at(self, office_id: int) -> bool:
        here = office_id == self.office_id and any(tab.is_dirty() for tab in self.tabs.values())
        return here or any(kept == office_id for kept, _ in self.kept)

    def leave_for_ever(self) -> None:
        super().leave_for_ever()
        for tab in self.tabs.values():
            tab.leave()

    # reading
    def load(self, key: Any = None) -> None:
        office_id, tab = key if isinstance(key, tuple) else (key, None)
        if tab in self.tabs:
            self.segments.choose(tab)
        self.wanted = office_id
        self.desk.read(read_offices, then=self.fill)

    def fill(self, found: tuple[OfficeRow, ...]) -> None:
        """The list of offices; then the one on show is read again."""
        before = self.list.key()
        self.list.set_lines(SideLine(row.id, row.name, _state(row)) for row in found)
        if self.wanted is not None:
            self.list.select(self.wanted)
            self.wanted = None
        self.header.set_line("Kertas, nomor, penanda tangan, dan paraf tiap kantor")
        if before is not None and self.list.key() == before:
            self.read_office()

    def open_office(self, office_id: int) -> None:
        """Another office: what is half typed is put aside with the one before."""
        if self.office_id is not None and self.office_id != office_id:
            for tab in self.tabs.values():
                if tab.is_dirty():
                    self.kept[self.office_id, tab.code] = tab.typed()
        self.read_office()

    def read_office(self, fresh: Tab | None = None) -> None:
        """Read the office with the cursor; ``fresh`` is filled anew even over what was typed (it is stored now)."""
        office_id = self.list.key()
        if office_id is not None:
            today = self.desk.now().date()
            self.desk.read(read_setup, office_id, today, then=lambda setup: self._show(setup, fresh), slot="setup")

    def _show(self, setup: Setup | None, fresh: Tab | None) -> None:
        if setup is None or setup.office.id != self.list.key():
            return
        other = setup.office.id != self.office_id
        self.office_id = setup.office.id
        for tab in self.tabs.values():
            if other or tab is fresh or not tab.is_dirty():
                tab.show_setup(setup)
            else:
                tab.renew(setup)
        if other:
            for tab in self.tabs.values():
                typed = self.kept.pop((setup.office.id, tab.code), None)
                if typed is not None:
                    tab.resume(typed)
        acting = [line for line in signer_lines(setup) if line.tone == "ok"]
        numbered = sum(row.last for row in setup.series if row.book == "keluar")
        self.header.set_figures(
            Figure(len(acting), "berwenang hari ini", "plain" if acting else "bad"),
            Figure(numbered, f"nomor keluar {setup.today.year}"),
        )
        self._state()

    # the tabs
    def show_tab(self, code: str) -> None:
        """One of the four."""
        self.pages.setCurrentWidget(self.tabs[code])
        self.action_bar.set_visible("baru", code == "penanda_tangan")
        self._state()

    def new(self) -> None:
        """A new entry in this tab."""
        self.tab.new()

    def save(self) -> None:
        """Store this tab; a refusal leaves everything as typed."""
        self.tab.save()

    def take_back(self) -> None:
        """What is typed in this tab goes; what is stored is shown."""
        tab = self.tab
        if tab.adding():
            tab.drop_new()
            self._state()
        elif tab.setup is not None:
            tab.show_setup(tab.setup)
            self._state()

    def _state(self) -> None:
        if not hasattr(self, "segments"):
            return
        tab, bar = self.tab, self.action_bar
        why = tab.why_not()
        bar.set_state("simpan", not why, why, f"Simpan {tab.label.lower()}")
        bar.set_state(
            "urungkan",
            tab.is_dirty() or tab.adding(),
            "Belum ada yang diubah.",
            "Tidak jadi ditambah" if tab.adding() else "Urungkan ketikan",
        )
        name = tab.setup.office.name if tab.setup else ""
        others = [one.label for one in self.tabs.values() if one is not tab and one.is_dirty()]
        waits = f"{', '.join(others)} belum disimpan" if others else ""
        bar.set_summary(name, "belum disimpan" if tab.is_dirty() else "", waits)
        self.list.viewport().update()

    def run(self, command: Any, tab: Tab, stored: Callable[[Any], None] | None = None) -> None:
        """Store what a tab sends; then it shows what is stored. After a refusal everything stays as typed."""
        office_id = command.office_id

        def then(outcome: Any) -> None:
            self.kept.pop((office_id, tab.code), None)
            if stored:
                stored(outcome)
            if office_id == self.office_id:
                self.read_office(fresh=None if tab.in_parts else tab)

        self.desk.run(command, then=then, failed=lambda _error: self.read_office())


def _state(row: OfficeRow) -> str:
    if not row.active:
        return "tidak aktif"
    count = len(codes_of(row.kind))
    return f"{ROLES[row.kind]} · {count} jenis surat" if count else f"{ROLES[row.kind]} · tanpa surat SOP"
