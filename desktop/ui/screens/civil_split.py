"""Dinas Sosial (Ps 6d): each death and move at once, split already; only to be looked at."""

from typing import Any

from db.queries.civil_events import EventRow, civil_events
from desktop.sop.segments import KINDS
from desktop.ui.format import masked_nik, moment
from desktop.ui.screens.base import Screen
from desktop.ui.screens.civil_report import split_segments
from desktop.ui.screens.civil_sources import show_sources
from desktop.ui.screens.civil_words import kind_word, kis_short, loop_facts, of_kind, running, state_of
from desktop.ui.screens.person_card import local
from desktop.ui.widgets import Column, Facts, Figure, ListCard, Panel

NOBODY = "Belum ada kematian atau pindah dari Dukcapil. Yang baru muncul di sini dengan sendirinya."


class CivilSplit(Screen):
    """Counts and lists by kind of KIS, and how far the stop of each membership is."""

    code, title, icon, help_code = "data_terpadu", "Data terpadu", "database", "terpadu"
    topics = frozenset({"civil_event", "application", "membership"})

    def build(self) -> None:
        self.people = self.add_list(
            ListCard(
                "Peserta yang meninggal dan yang pindah",
                (
                    Column("Nama", lambda row: row.label, stretch=1, kind="strong", sort=lambda row: row.label),
                    Column("NIK", lambda row: masked_nik(row.nik), width=158, kind="mono"),
                    Column("KIS", lambda row: kis_short(row.segment), width=74),
                    Column("Peristiwa", lambda row: f"{kind_word(row.kind)} {row.event_date:%d-%m-%y}", width=142),
                    Column(
                        "Keadaan",
                        lambda row: state_of(row)[0],
                        width=156,
                        kind="chip",
                        tone=lambda row: state_of(row)[1],
                    ),
                ),
                key=lambda row: row.id,
                segments=split_segments(lambda row: row.segment),
                empty=NOBODY,
                empty_action=("Ke Beranda", lambda: self.desk.go("beranda")),
                unit="peristiwa",
            )
        )
        self.panel = self.add_panel(Panel("Peristiwa yang dipilih"))
        self.watch_nik(self.panel.nik)
        self.people.current_changed.connect(self.show_event)
        self.people.opened.connect(lambda row: self.desk.go("orang", row.person_id))
        self.action_bar.add("buka", "Buka halaman orang", key="Ctrl+Enter", kind="primary", on=self.open_person)

    def load(self, key: Any = None) -> None:
        self.desk.read(civil_events, then=self.fill)

    def fill(self, rows: tuple[EventRow, ...]) -> None:
        """Show the list and the three counts of what still runs."""
        self.people.set_rows(rows)
        standing = [row for row in rows if running(row) and not row.revoked_at]
        self.header.set_line("Dari Dukcapil, terpilah menurut jenis KIS", "hanya untuk dilihat")
        self.header.set_figures(
            *(
                Figure(sum(1 for row in standing if of_kind(row.segment, kind)), f"KIS {kind} berjalan")
                for kind in KINDS
            )
        )
        self.show_event(self.people.current())

    def show_event(self, row: EventRow | None) -> None:
        """The panel of the current event."""
        self.action_bar.set_state("buka", row is not None, "Pilih dulu satu orang.")
        self.panel.setVisible(bool(self.people.rows()))
        if row is None:
            self.panel.clear(NOBODY)
            return
        self.desk.look("lihat_orang", person_id=row.person_id, application_id=row.application_id)
        when = f"dicatat Dukcapil {moment(local(self.desk, row.recorded_at))}"
        self.panel.set_person(row.label, when, nik=row.nik, person_id=row.person_id)
        self.panel.add_section("Tindak lanjut", Facts(loop_facts(row)))
        case = row.application_id
        show_sources(self.desk, self.panel, case, lambda: getattr(self.people.current(), "application_id", None))

    def open_person(self) -> None:
        """The person's own page."""
        row = self.people.current()
        if row is not None:
            self.desk.go("orang", row.person_id)
