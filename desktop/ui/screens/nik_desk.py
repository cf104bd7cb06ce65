"""Dinas Dukcapil (step 4): search first, compare, then "already has a NIK" or "NIK issued" (B1, B4, B5, A8)."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.queries.cases import CaseRow
from db.queries.desk_lists import DeskWork, desk_work
from db.queries.person_file import PersonFile, person_file
from desktop.operations.record_nik import RecordNik
from desktop.sop.identity import NikReport
from desktop.sop.searching import masked_search
from desktop.ui.screens.base import Screen
from desktop.ui.screens.moving import action_of, procedure_of, step_line
from desktop.ui.screens.nik_draft import ACTIONS, Draft, command_of, facts_of, guide, why_undecided
from desktop.ui.screens.nik_panel import fill_who, report_words
from desktop.ui.screens.nik_search import Found, Owner, SearchResult, check_for, owner_of, search_register
from desktop.ui.screens.nik_taking import Taking
from desktop.ui.screens.nik_widgets import DecisionCard, SearchCard
from desktop.ui.screens.person_card import clock_figure, full_name, open_letter
from desktop.ui.widgets import Column, Figure, ListCard, Panel, Sheet


class NikDesk(Screen):
    """People at the left, the register in the middle, the decision at the right."""

    code, title, icon, help_code = "nik", "NIK WBS", "fingerprint", "wbs-4"
    topics = frozenset({"application"})
    statuses = ("menunggu_nik", "perbaikan_nik")
    nobody = "Belum ada WBS yang menunggu NIK. Yang baru muncul di sini dengan sendirinya."

    def build(self) -> None:
        self.work: DeskWork | None = None
        self.drafts: dict[int, Draft] = {}
        self.files: dict[int, PersonFile] = {}
        self.question: Sheet | None = None
        self._row: CaseRow | None = None
        self.taking = Taking(self)
        self._wanted: int | None = None
        self.people = self.add_list(self._list(), 25)
        self.search = SearchCard()
        self.body.addWidget(self.search, 45)
        self.aside = QWidget()
        column = QVBoxLayout(self.aside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        self.body.addWidget(self.aside, 30)
        self.panel, self.decision = Panel("Orang yang dicari"), DecisionCard()
        self.watch_nik(self.panel.nik)
        column.addWidget(self.panel, 1)
        column.addWidget(self.decision)
        self._listen_here()
        self.setFocusProxy(self.people)

    def _list(self) -> ListCard:
        return ListCard(
            "WBS yang menunggu NIK",
            key=lambda row: row.id,
            columns=(
                Column("Nama", full_name, stretch=1),
                Column("", self._mark, width=92, kind="chip", tone=self._mark_tone),
            ),
            empty=self.nobody,
            empty_action=("Ke Beranda", lambda: self.desk.go("beranda")),
            filter_hint="Saring",
        )

    def _listen_here(self) -> None:
        bar = self.action_bar
        bar.add("ambil", "Ambil alih", key="A", on=self.take_over)
        bar.add("lepas", "Lepas", key="L", on=self.release)
        bar.add("surat", "Buka surat", key="Ctrl+O", on=self.open_letters)
        bar.add("putus", "Catat keputusan", key="Ctrl+Enter", kind="primary", on=self.decide)
        self.taking.offer(bar, None)
        self.people.current_changed.connect(self.show_person)
        self.people.opened.connect(lambda _row: self.search.list.setFocus())
        self.search.asked.connect(self.search_for)
        self.search.looked_at.connect(self._looked)
        self.search.chosen.connect(self.choose)
        self.decision.touched.connect(lambda: self.taking.begin(self._row))
        self.decision.changed.connect(self._decided)
        self._key("S", self._same)
        self._key("T", self._nobody_same)
        self._key("Ctrl+F", self.search.words.setFocus)

    def _key(self, keys: str, on: Callable[[], Any]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(on)

    def is_dirty(self) -> bool:
        # a clerk's own take is no change of another desk
        return not self.taking.mine and any(draft.begun for draft in self.drafts.values())

    def load(self, key: Any = None) -> None:
        self._wanted = key if isinstance(key, int) else self._wanted
        self.taking.ask()
        self.desk.read(desk_work, self.desk.staff.office_id, self.statuses, then=self._filled, slot="daftar")

    def _filled(self, work: DeskWork) -> None:
        self.work, self.taking.mine = work, False
        # who came back from Dinas Kesehatan is waited for by everybody: first
        rows = sorted(work.people, key=lambda row: row.status != "perbaikan_nik")
        self.drafts = {row.id: self.drafts[row.id] for row in rows if row.id in self.drafts}
        self.people.set_rows(rows)
        for part in (self.search, self.aside):
            part.setVisible(bool(rows))
        returned = sum(1 for row in rows if row.status == "perbaikan_nik")
        figures = [Figure(len(rows), "menunggu NIK"), *([Figure(returned, "perbaikan", "warn")] if returned else [])]
        due = min((row.step_due for row in rows if row.step_due), default=None)
        step = procedure_of(self.desk).step(4)
        self.header.set_figures(*figures, *([clock_figure(self.desk, due, step, 1)] if rows else []))
        if self._wanted is not None and self.people.select(self._wanted):
            self._wanted = None
        self.show_person(self.people.current())

    def _mark(self, row: CaseRow) -> str:
        if self.taking.by_other(row):
            return "Dikerjakan"
        return "Perbaikan" if row.status == "perbaikan_nik" else "NIK lama?" if row.nik_claimed else ""

    def _mark_tone(self, row: CaseRow) -> str:
        return {"Dikerjakan": "info", "Perbaikan": "warn"}.get(self._mark(row), "accent")

    # one person
    def show_person(self, row: CaseRow | None) -> None:
        """Another person: the register is searched at once; a newer version of the same person changes nothing typed."""
        before, self._row = self._row, row
        if row is None:
            self.panel.clear(self.nobody if not self.people.rows() else "Pilih satu orang.")
            self.search.wait()
            self.search.said.setText("Pencarian dimulai begitu seseorang dipilih.")
            self.search.empty.set("Pilih satu orang di kiri.")
            self.header.set_line(step_line(procedure_of(self.desk), 4))
            self._show_decision()
            return
        if before is None or before.id != row.id:
            self._leave(before)
            self.search.words.clear()
        self.header.set_line(step_line(procedure_of(self.desk), 4), self._letter_number(row), row.panti_name)
        draft = self.drafts.setdefault(row.id, Draft())
        file = self.files.get(row.person_id)
        self.desk.look("lihat_orang", person_id=row.person_id, application_id=row.id)
        fill_who(self.desk, self.panel, row, file)
        if file is None:
            self.desk.read(person_file, row.person_id, then=self._file_read, slot="berkas")
        if draft.result is None:
            self.search.wait()
            self._ask_register(row, "")
        elif before is None or before.id != row.id:
            self._show_result(row, draft.result)
        self._show_decision()

    def _file_read(self, file: PersonFile) -> None:
        self.files[file.person_id] = file
        if self._row is not None and self._row.person_id == file.person_id:
            fill_who(self.desk, self.panel, self._row, file)

    def _letter_number(self, row: CaseRow) -> str:
        papers = [paper for paper in self.work.letters if paper.batch_id == row.batch_id] if self.work else []
        return papers[0].number if papers else "kembali dari Dinas Kesehatan" if row.status == "perbaikan_nik" else ""

    # the search
    def search_for(self, words: str) -> None:
        """Other words; empty searches by the person's own name again."""
        if self._row is not None:
            self._ask_register(self._row, words)

    def _ask_register(self, row: CaseRow, words: str) -> None:
        today = self.desk.now().date()
        self.desk.read(search_register, row, words, today, then=self._searched, slot="cari")

    def _note_search(self, row: CaseRow, result: SearchResult) -> None:
        """Searching is journalled before anything is decided, with how many were shown and whom."""
        sought = masked_search(result.words) if result.words else "nama, alias, dan tahun lahir orang ini"
        about = (("dicari", sought), ("hasil", len(result.found)))
        people = tuple(found.id for found in result.found)
        self.desk.look("cari_orang", person_id=row.person_id, application_id=row.id, about=about, subjects=people)

    def _searched(self, result: SearchResult) -> None:
        row = self._row
        if row is None or row.id != result.case_id:
            return
        draft = self.drafts.setdefault(row.id, Draft())
        draft.result = result
        self._note_search(row, result)
        # everybody who was ever shown is journalled with the decision
        draft.shown.update({found.id: found.score.total for found in result.found})
        self._show_result(row, result)
        self._show_decision()

    def _show_result(self, row: CaseRow, result: SearchResult) -> None:
        self.search.show_result(result, full_name(row))
        self.search.show_pair(row, self.search.list.current())

    def _looked(self, found: Found | None) -> None:
        if self._row is not None:
            self.search.show_pair(self._row, found)
            self._show_decision()

    # the decision
    def draft(self) -> Draft:
        """Of the current person."""
        return self.drafts.setdefault(self._row.id, Draft()) if self._row is not None else Draft()

    def choose(self, found: Found) -> None:
        """Enter on a candidate: this is the same person."""
        draft = self.draft()
        if self._row is None or draft.result is None:
            return
        if not found.hit.nik or found.hit.gone:
            gone = f"sudah {found.hit.gone}" if found.hit.gone else "belum punya NIK"
            self.desk.say(f"Orang di register ini {gone}. Pilih yang lain, atau terbitkan NIK.", "warn")
            return
        self.taking.begin(self._row)
        draft.decision, draft.found = "sama", found
        self._show_decision()

    def _same(self) -> None:
        found = self.search.list.current()
        if found is not None:
            self.choose(found)

    def _nobody_same(self) -> None:
        draft = self.draft()
        if self._row is None or draft.result is None:
            return
        self.taking.begin(self._row)
        draft.decision = "terbit"
        self._show_decision()
        self.decision.nik.setFocus()

    def _decided(self) -> None:
        draft = self.draft()
        self.message_bar.hide()  # what was refused there is being mended
        draft.decision = self.decision.decision()
        draft.typed = self.decision.nik.text()
        if draft.decision == "sama":
            draft.found = self.search.list.current() or draft.found
        self._show_decision()
        if draft.decision == "terbit":
            if not draft.typed:
                self.decision.nik.setFocus()
            self._ask_owner()

    def _ask_owner(self) -> None:
        row, report = self._row, self.report()
        if row is not None and report is not None and report.nik:
            self.desk.read(owner_of, row, report.nik, then=self._owner_read, slot="pemilik")

    def _owner_read(self, owner: Owner) -> None:
        if self._row is not None and self._row.id == owner.case_id:
            self.draft().owner = owner
            self._show_decision()

    def report(self) -> NikReport | None:
        """The check of what is typed for the current person."""
        return check_for(self._row, self.draft().typed, self.desk.now().date()) if self._row is not None else None

    def _show_decision(self) -> None:
        row, draft = self._row, self.draft()
        found = draft.found if draft.decision == "sama" else self.search.list.current()
        name = found.label if found is not None and found.hit.nik else ""
        free = row is not None and draft.result is not None and not self.taking.by_other(row)
        self.decision.show_state(draft.decision, draft.typed, name, free)
        sentences, tone = report_words(self.report(), draft.owner) if draft.decision == "terbit" else ((), "plain")
        current = self.search.list.current()
        self.decision.say(sentences or (guide(draft, current) if row is not None else "",), tone)
        self._show_actions(row, draft)

    def _show_actions(self, row: CaseRow | None, draft: Draft) -> None:
        why = why_undecided(self.desk, row, draft, self.report()) if row is not None else self.nobody
        name = ACTIONS.get(draft.decision, "")
        label = action_of(name).label if name else "Catat keputusan"
        bar = self.action_bar
        bar.set_state("putus", not why, why, label=label)
        self.taking.offer(bar, row)
        bar.set_visible("surat", bool(self._papers()))
        if row is None:
            bar.set_summary("")
            return
        searched = f"{len(draft.shown)} calon diperlihatkan" if draft.result else "mencari…"
        bar.set_summary(row.label, self.taking.words(row), searched)

    def show_actions(self) -> None:
        """What may be done now."""
        self._show_actions(self._row, self.draft())

    def decide(self) -> None:
        """Ask once with facts, then record; the command is made now, so that a second press is the same request."""
        row, draft = self._row, self.draft()
        if row is None or draft.result is None or self.question is not None:
            return
        action, report = action_of(ACTIONS[draft.decision]), self.report()
        command = command_of(row, draft, report)
        facts = facts_of(row, draft, command, report)
        sheet = self.confirm(f"{action.label}: {row.label}?", facts, action.label, lambda: self._record(command))
        self.question = sheet
        sheet.closed.connect(self._answered)

    def _answered(self) -> None:
        self.question = None

    def _record(self, command: RecordNik) -> None:
        self.desk.run(command, then=self._recorded, failed=lambda _error: self.load())

    def _recorded(self, outcome: Any) -> None:
        for case_id in outcome.done:
            self.drafts.pop(case_id, None)
        self.people.remove(outcome.done)
        self.people.list.setFocus()
        self.load()

    # one clerk at a time
    def take_over(self) -> None:
        """A colleague's person, on purpose."""
        self.taking.take_over(self._row)

    def know(self, row: CaseRow) -> None:
        """A newer version of a person, known without reading."""
        self.people.patch_rows([row])
        if self._row is not None and self._row.id == row.id:
            self._row = row
            self._show_decision()

    def release(self) -> None:
        """Let the person go; what was decided is thrown away, what was searched stays."""
        if self._row is not None:
            self.drafts[self._row.id] = replace(self.draft(), decision="", typed="", found=None, owner=None)
            self.taking.release(self._row)

    def _leave(self, row: CaseRow | None) -> None:
        """Going to another person lets the one before go, unless something is decided or typed there."""
        if row is not None and self.taking.by_me(row) and row.id in self.drafts and not self.drafts[row.id].begun:
            self.taking.release(row)

    # letters
    def _papers(self) -> list[int]:
        row = self._row
        return [paper.id for paper in self.work.letters if row and paper.batch_id == row.batch_id] if self.work else []

    def open_letters(self) -> None:
        """The recommendation that brought this person."""
        papers = self._papers()
        if papers:
            open_letter(self, papers[0])
