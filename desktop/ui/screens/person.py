"""Orang: everything about one person: identity, memberships, cases, the whole timeline, letters and cards."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QScrollArea, QWidget

from db.queries.awaited import NOTHING_AWAITED, Awaited, awaited_of
from db.queries.cards import CardCopy, card_history
from db.queries.cases import CaseRow, cases_of_person
from db.queries.families import NO_FAMILY, Family, family_of
from db.queries.gone import gone_of
from db.queries.letters import LetterRow, letters_of_person
from db.queries.merges import MergeRow, Source, merges_of, sources_of_person
from db.queries.offices import holidays, offices
from db.queries.person import MembershipRow, PersonRow, StepRow, journey, memberships, person_by_id, photo
from db.queries.scans import ScanRow, scan_file, scans_of_person
from db.queries.told_lines import ToldLine, registered_line, told_lines
from db.queries.trail import EVERYTHING, TrailPart, TrailRow, trail_of_person, trail_span
from desktop.operations.attach_scan import AttachScan
from desktop.operations.command import new_request
from desktop.operations.trail_parts import part_of
from desktop.sop.clock import OfficeCalendar
from desktop.sop.letters import elsewhere, letter_kind
from desktop.sop.procedure import load_procedure
from desktop.ui.format import age, day, moment, sex_word
from desktop.ui.screens.base import Screen
from desktop.ui.screens.home_facts import short_office
from desktop.ui.screens.person_card import LETTERS
from desktop.ui.screens.person_merging import PersonMerging
from desktop.ui.screens.person_parts import JourneyTable, TrailList
from desktop.ui.screens.person_register import (
    TELLS_SOURCES,
    TOLD_LISTS,
    family_facts,
    family_links,
    identity_facts,
    membership_part,
    told_facts,
)
from desktop.ui.screens.person_trail import DataTrailSheet, TrailFilter
from desktop.ui.screens.person_words import tell
from desktop.ui.screens.source_words import say_sources
from desktop.ui.tasks import Job
from desktop.ui.theme import Tone
from desktop.ui.widgets import Caption, Card, EmptyState, Facts, Figure, Muted, Panel, Task, TaskList
from desktop.ui.widgets.files import SCANS, ask_file, open_with_system
from desktop.ui.widgets.scroll import scrolled

NOBODY = "Belum ada orang yang dipilih. Tekan Ctrl+K, lalu cari dengan NIK, nomor peserta, atau nama."
ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png", "application/pdf": ".pdf"}
LAYOUTS = {"eid_a4": "Kartu E-ID, dua per A4", "cr80": "Kartu CR80", "cr80_a4": "Kartu CR80, sepuluh per A4"}
CARD_STATES: dict[str, tuple[str, Tone]] = {
    "berlaku": ("berlaku", "ok"),
    "diganti": ("diganti", "plain"),
    "batal": ("batal", "bad"),
    "hilang": ("hilang", "bad"),
    "rusak": ("rusak", "bad"),
}


@dataclass(frozen=True, slots=True)
class PersonAnswer:
    """All that is known about one person, read at one moment."""

    person: PersonRow
    photo: bytes | None
    cases: tuple[CaseRow, ...]
    memberships: tuple[MembershipRow, ...]
    steps: tuple[StepRow, ...]
    trail: tuple[TrailRow, ...]
    letters: tuple[LetterRow, ...]
    cards: tuple[CardCopy, ...]
    scans: tuple[ScanRow, ...]
    offices: dict[int, str]
    calendar: OfficeCalendar
    span: tuple[datetime, datetime] | None = None
    gone: str = ""
    merges: tuple[MergeRow, ...] = ()
    awaited: Awaited = NOTHING_AWAITED
    family: Family = NO_FAMILY
    sources: Mapping[str, Source] = field(default_factory=dict)
    told: tuple[ToldLine, ...] = ()


def read_person(
    connection: Any, person_id: int, part: TrailPart = EVERYTHING, *, with_sources: bool = False
) -> PersonAnswer | None:
    """One reading for the page, with this part of the trail; ``None`` when there is no such person."""
    found = person_by_id(connection, person_id)
    if found is None:
        return None
    return PersonAnswer(
        found,
        photo(connection, person_id),
        cases_of_person(connection, person_id),
        memberships(connection, person_id),
        journey(connection, person_id),
        trail_of_person(connection, person_id, part=part),
        letters_of_person(connection, person_id),
        card_history(connection, person_id),
        scans_of_person(connection, person_id),
        {row.id: row.name for row in offices(connection)},
        OfficeCalendar(holidays=frozenset(day for day, _ in holidays(connection))),
        trail_span(connection, person_id),
        gone_of(connection, person_id),
        merges_of(connection, person_id),
        awaited_of(connection, person_id, found.nik),
        family_of(connection, person_id),
        sources_of_person(connection, person_id) if with_sources else {},
        _told(connection, found) if with_sources else (),
    )


def _told(connection: Any, who: PersonRow) -> tuple[ToldLine, ...]:
    register = registered_line(connection, who.nik)
    return (*told_lines(connection, who.id, tuple(TOLD_LISTS)), *((register,) if register else ()))


class PersonPage(Screen):
    """Reached by the search, Enter in a list, or a link; ``key`` is the person's id."""

    code, title, icon, help_code = "orang", "Orang", "user", "orang"
    topics = frozenset({"application", "person", "membership", "card", "letter", "journal"})

    def build(self) -> None:
        self.person_id: int | None = None
        self.answer: PersonAnswer | None = None
        self.empty = EmptyState(NOBODY, icon="search")
        self.steps, self.trail, self.filter = JourneyTable(), TrailList(), TrailFilter()
        self.filter.changed.connect(self.refresh)
        self.no_steps = Muted("Belum ada langkah SOP untuk orang ini. Langkah pertama: dicatat saat penjangkauan.")
        self.no_trail = Muted("Tidak ada catatan di pilihan ini. Pilih bulan, jenis, atau surat lain di atas.")
        self.left = Card()
        self.left.box.setContentsMargins(1, 1, 1, 1)
        self.left.add(self._scrolled())
        self.panel = Panel("Identitas")
        self.body.addWidget(self.empty, 1)
        self.add_list(self.left, 66)
        self.add_panel(self.panel, 34)
        self.choose: Callable[[QWidget], str] = lambda parent: ask_file(parent, "Pilih pindaian", SCANS)
        self.viewer: Callable[[Path], bool] = open_with_system
        self.action_bar.add("riwayat", "Riwayat data…", key="Ctrl+J", on=self.give_trail)
        self.action_bar.add("pindaian", "Tambah pindaian…", key="Ctrl+I", on=self.add_scan)
        self.merging = PersonMerging(self)
        self._show_page(False)

    def _scrolled(self) -> QScrollArea:
        scroll, box = scrolled("Perjalanan dan catatan")
        box.addWidget(Caption("Perjalanan menurut SOP"))
        box.addWidget(self.steps)
        box.addWidget(self.no_steps)
        box.addSpacing(6)
        box.addWidget(self.filter)
        box.addWidget(self.trail)
        box.addWidget(self.no_trail)
        box.addStretch(1)
        return scroll

    def _show_page(self, on: bool) -> None:
        self.left.setVisible(on)
        self.panel.setVisible(on)
        self.empty.setVisible(not on)
        self.action_bar.set_state("riwayat", on, "Pilih orangnya dulu.")
        case = self.answer.cases[0] if self.answer and self.answer.cases else None
        why = "" if case else "Orang ini belum punya kasus. Pindaian disimpan bersama kasusnya."
        self.action_bar.set_state("pindaian", not why, why)

    def load(self, key: Any = None) -> None:
        if key is not None:
            self.person_id = int(key)
            self.filter.forget()
        if self.person_id is not None:
            zone = self.desk.now().tzinfo or UTC
            part = part_of(self.filter.group(), self.filter.month(), zone, self.filter.letter())
            tells = bool(TELLS_SOURCES & self.desk.staff.roles)
            self.desk.read(read_person, self.person_id, part=part, with_sources=tells, then=self.fill)

    def fill(self, answer: PersonAnswer | None) -> None:
        """Show the person, or say that there is none."""
        self.answer = answer
        self._show_page(answer is not None)
        if answer is None:
            self.merging.show(None, ())
            self.header.set_title("Orang")
            self.header.set_line("")
            self.header.set_figures()
            self.empty.set("Orang ini tidak ditemukan lagi. Cari lagi dengan Ctrl+K.")
            return
        self.desk.look("buka_orang", person_id=answer.person.id)
        self._show_head(answer)
        self._show_identity(answer)
        now = self.desk.now()
        self.steps.set_steps(answer.steps, answer.calendar, now)
        self.steps.setVisible(bool(answer.steps))
        self.no_steps.setVisible(not answer.steps)
        self.filter.set_span(answer.span, now.tzinfo)
        self.filter.set_letters(_numbers(answer))
        self.trail.set_lines([tell(row, answer.offices, now.tzinfo) for row in answer.trail])
        self.no_trail.setVisible(not answer.trail)

    def _show_head(self, answer: PersonAnswer) -> None:
        who = answer.person
        self.header.set_title(_name(who))
        case = answer.cases[0] if answer.cases else None
        procedure = load_procedure(case.procedure) if case else None
        status = procedure.status(case.status) if procedure and case else None
        self.header.set_line(who.registration, f"alias {who.alias}" if who.alias and who.name else "")
        figures = []
        if answer.gone:
            figures.append(Figure(answer.gone.capitalize(), "menurut Dukcapil", "bad"))
        if status is not None and procedure is not None:
            tone = "plain" if status.tone in ("muted", "info") else status.tone
            figures.append(Figure(status.label, f"langkah {status.step} dari {len(procedure.steps)}", tone))
        late = sum(1 for step in answer.steps if (step.real_seconds or 0) > step.standard_seconds)
        if answer.steps:
            figures.append(Figure(late, "langkah lewat waktu baku", "bad" if late else "plain"))
        self.header.set_figures(*figures)

    def _show_identity(self, answer: PersonAnswer) -> None:
        who = answer.person
        years = age(who.birth_date, self.desk.now().date())
        about = f"± {years} tahun" if who.birth_estimated else f"{years} tahun"
        line = "  ·  ".join(part for part in (sex_word(who.sex or ""), about if years is not None else "") if part)
        self.panel.set_person(_name(who), line, who.nik, answer.photo, who.id)
        if who.merged_into is not None:
            self.panel.set_obstacle(
                "Catatan ini sudah digabung", "Orang yang sama memakai catatan lain. Buka catatan itu di bawah.", "warn"
            )
            other = who.merged_into
            self._links(
                "Catatan yang dipakai", [Task("Buka catatan orang ini", on=lambda: self.desk.go("orang", other))]
            )
        self.panel.add_section("Identitas", Facts(identity_facts(answer.person, answer.cases)))
        self.panel.add_section("Kepesertaan", membership_part(answer.memberships, answer.awaited))
        self._family(answer)
        if answer.sources:
            if answer.told:
                self.panel.add_section("Menurut daftar terakhir", Facts(told_facts(answer.told)))
            self.panel.add_section("Asal isian", Facts(say_sources(answer.sources, self.desk.now().tzinfo)))
        self._links("Penggabungan", self.merging.show(who, answer.merges))
        self._links("Kasus", [self._case(case) for case in answer.cases])
        self._links("Surat", [self._letter(row) for row in answer.letters])
        self._links("Pindaian", [self._scan(row) for row in answer.scans])
        self._links("Kartu", [self._card(row) for row in answer.cards])

    def _links(self, title: str, tasks: list[Task]) -> None:
        if tasks:
            links = TaskList()
            links.set_tasks(tasks)
            self.panel.add_section(title, links)

    def _family(self, answer: PersonAnswer) -> None:
        if answer.family.cards:
            with_file = bool(TELLS_SOURCES & self.desk.staff.roles)
            self.panel.add_section("Kartu keluarga", Facts(family_facts(answer.family, with_file=with_file)))
            self._links("Anggota kartu keluarga", family_links(answer.family, self._go))

    def _go(self, person_id: int) -> None:
        self.desk.go("orang", person_id)

    def _case(self, case: CaseRow) -> Task:
        procedure = load_procedure(case.procedure)
        status = procedure.status(case.status)
        since = moment(case.step_since.astimezone(self.desk.now().tzinfo))
        words = (status.label, f"dari {short_office(case.origin_name)}, sejak {since}", case.reason or "")
        return Task(procedure.title, "  ·  ".join(word for word in words if word))

    def _letter(self, row: LetterRow) -> Task:
        """A letter of this office is a link; of one between others only the register's facts are told."""
        title, line = LETTERS.get(row.code, letter_kind(row.code).title), f"{row.number}  ·  {day(row.issued_on)}"
        chip, tone = ("Batal", "bad") if row.voided else ("", "plain")
        if row.concerns(self.desk.staff.office_id):
            return Task(title, line, chip, tone, on=lambda: self.open_letter(row.id))
        return Task(title, line, chip, tone, note=elsewhere(row.office_name))

    def _card(self, row: CardCopy) -> Task:
        when = moment(row.created_at.astimezone(self.desk.now().tzinfo))
        printed = f"dicetak {row.printed} kali" if row.printed else ""
        words = (f"cetakan {row.copy}, dibuat {when}", printed, row.event_reason or row.reason)
        state, tone = CARD_STATES[row.state]
        return Task(LAYOUTS.get(row.layout, "Kartu"), "  ·  ".join(word for word in words if word), state, tone)

    def _scan(self, row: ScanRow) -> Task:
        when = moment(row.created_at.astimezone(self.desk.now().tzinfo))
        return Task(row.label, f"{row.clerk}, {when}", on=lambda: self.open_scan(row))

    def give_trail(self) -> None:
        """The trail of this person's data, for who asked for it."""
        if self.answer is not None:
            months = tuple(self.filter.months.itemData(at) for at in range(1, self.filter.months.count()))
            sheet = DataTrailSheet(
                self, self.answer.person.id, _name(self.answer.person), months, _numbers(self.answer)
            )
            self._open(sheet)

    def add_scan(self) -> None:
        """A file of this computer is kept with the person; its name says which paper it is."""
        case = self.answer.cases[0] if self.answer and self.answer.cases else None
        path = self.choose(self) if case else ""
        if case is None or not path:
            return
        file, request = Path(path), new_request()

        def keep(content: bytes) -> None:
            label = file.stem.replace("_", " ")
            self.desk.run(AttachScan(request=request, application_id=case.id, label=label, content=content))

        self.desk.work(lambda _job: file.read_bytes(), then=keep)

    def open_scan(self, row: ScanRow) -> None:
        """The scan in the computer's own program for such files."""

        person = self.person_id

        def write(_job: Job) -> Path:
            content = self.desk.office.read(scan_file, row.id)
            folder = Path(self.desk.office.folder) / "pindaian"
            folder.mkdir(parents=True, exist_ok=True)
            place = folder / f"pindaian-{row.id}{ENDINGS[row.media_type]}"
            place.write_bytes(content or b"")
            self.desk.look("lihat_pindaian", person_id=person, why=row.label)
            return place

        self.desk.work(write, then=self.viewer)

    def open_letter(self, letter_id: int) -> None:
        """The letter as it was issued, over the window."""
        from desktop.ui.widgets.letter_sheet import show_letter

        show_letter(self, letter_id)


def _name(who: PersonRow) -> str:
    return who.name or f"Tanpa nama ({who.alias or who.registration})"


def _numbers(answer: PersonAnswer) -> tuple[str, ...]:
    """The person's letters, newest first; a list without a number of its own shares that of the letter it goes with."""
    return tuple(dict.fromkeys(row.number for row in answer.letters if row.number))
