"""Dinas Dukcapil (step 4): search first, compare, then "already has a NIK" or "NIK issued" (B1, B4, B5, A8)."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut

from db.queries.cases import CaseRow
from db.queries.desk_lists import DeskWork, desk_work
from db.queries.person_file import PersonFile, person_file
from desktop.operations.record_nik import RecordNik
from desktop.operations.take import Release, Take
from desktop.sop.identity import NikReport
from desktop.ui.format import masked_nik
from desktop.ui.screens.base import Screen
from desktop.ui.screens.moving import action_of, step_line, why_not
from desktop.ui.screens.nik_panel import fill_who, report_words
from desktop.ui.screens.nik_search import Found, Owner, SearchResult, as_if_ready, check_for, owner_of, search_register
from desktop.ui.screens.nik_widgets import DecisionCard, SearchCard
from desktop.ui.screens.person_card import clock_figure, full_name, open_letter
from desktop.ui.widgets import Column, Figure, ListCard, Panel, Sheet

ACTIONS = {"sama": "nik_ditemukan", "terbit": "nik_diterbitkan"}
SEARCH_FIRST = "Tunggu hasil pencarian dulu. NIK baru diterbitkan sesudah register dicari."
UNDECIDED = "Belum diputuskan. Pilih orang yang sama (S), atau tidak ada yang sama (T)."


@dataclass(slots=True)
class Draft:
    """What the clerk did so far for one person; kept while other people are looked at."""

    decision: str = ""
    typed: str = ""
    found: Found | None = None
    shown: dict[int, float] = field(default_factory=dict)
    result: SearchResult | None = None
    owner: Owner | None = None
    note: str = ""


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
        self._mine = False
        self._wanted: int | None = None
        self.people = self.add_list(self._list(), 26)
        self.search = SearchCard()
        self.body.addWidget(self.search, 43)
        column = self.add_column(31)
        self.panel, self.decision = Panel("Orang yang dicari"), DecisionCard()
        self.panel.revealed.connect(lambda person: self.desk.view_journal(person, "nik"))
        column.addWidget(self.panel, 1)
        column.addWidget(self.decision)
        self._listen_here()
        self.setFocusProxy(self.people.list)

    def _list(self) -> ListCard:
        return ListCard(
            "WBS yang menunggu NIK",
            key=lambda row: row.id,
            columns=(
                Column("Nama", lambda row: row.label, stretch=1),
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
        for name in ("ambil", "lepas"):
            bar.set_visible(name, False)
        self.people.current_changed.connect(self.show_person)
        self.people.opened.connect(lambda _row: self.search.list.setFocus())
        self.search.asked.connect(self.search_for)
        self.search.looked_at.connect(self._looked)
        self.search.chosen.connect(self.choose)
        self.decision.touched.connect(self._touched)
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
        return not self._mine and any(draft.typed or draft.decision for draft in self.drafts.values())

    # the list
    def load(self, key: Any = None) -> None:
        self._wanted = key if isinstance(key, int) else self._wanted
        self.desk.read(desk_work, self.desk.staff.office_id, self.statuses, then=self._filled, slot="daftar")

    def _filled(self, work: DeskWork) -> None:
        self.work, self._mine = work, False
        # who came back from Dinas Kesehatan is waited for by everybody: first
        rows = sorted(work.people, key=lambda row: row.status != "perbaikan_nik")
        self.drafts = {row.id: self.drafts[row.id] for row in rows if row.id in self.drafts}
        self.people.set_rows(rows)
        for part in (self.search, self.panel, self.decision):
            part.setVisible(bool(rows))
        returned = sum(1 for row in rows if row.status == "perbaikan_nik")
        figures = [Figure(len(rows), "menunggu NIK")]
        if returned:
            figures.append(Figure(returned, "perbaikan", "warn"))
        due = min((row.step_due for row in rows if row.step_due), default=None)
        self.header.set_figures(*figures, *([clock_figure(self.desk, due, 4, 1)] if rows else []))
        if self._wanted is not None and self.people.select(self._wanted):
            self._wanted = None
        self.show_person(self.people.current())

    def _mark(self, row: CaseRow) -> str:
        if row.taken_by and row.taken_by != self.desk.staff.id:
            return "Dikerjakan"
        return "Perbaikan" if row.status == "perbaikan_nik" else "Punya NIK?" if row.nik_claimed else ""

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
            self.header.set_line(step_line(self.desk, 4), self.nobody)
            self._show_decision()
            return
        if before is None or before.id != row.id:
            self._leave(before)
            self.search.words.clear()
        self.header.set_line(step_line(self.desk, 4), self._letter_number(row), row.panti_name)
        draft = self.drafts.setdefault(row.id, Draft())
        file = self.files.get(row.person_id)
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

    def _searched(self, result: SearchResult) -> None:
        row = self._row
        if row is None or row.id != result.case_id:
            return
        draft = self.drafts.setdefault(row.id, Draft())
        draft.result = result
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
        if not found.hit.nik:
            self.desk.say("Orang di register ini belum punya NIK. Pilih yang lain, atau terbitkan NIK.", "warn")
            return
        self._touched()
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
        self._touched()
        draft.decision = "terbit"
        self._show_decision()
        self.decision.nik.setFocus()

    def _decided(self) -> None:
        draft = self.draft()
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
        name = f"{found.label}, {masked_nik(found.hit.nik)}" if found is not None and found.hit.nik else ""
        free = row is not None and draft.result is not None and not self._taken_by_other(row)
        self.decision.show_state(draft.decision, draft.typed, name, free)
        sentences, tone = report_words(self.report(), draft.owner) if draft.decision == "terbit" else ((), "plain")
        self.decision.say(sentences or (self._guide(draft),), tone)
        self._show_actions(row, draft, sentences, tone)

    def _guide(self, draft: Draft) -> str:
        if self._row is None or draft.result is None:
            return "Keputusan terbuka sesudah hasil pencarian tampil." if self._row is not None else ""
        if draft.decision == "sama":
            return "Permohonan dilanjutkan pada orang di register itu, dengan NIK-nya."
        return "Enter pada calon memilih orang yang sama."

    def _show_actions(self, row: CaseRow | None, draft: Draft, sentences: tuple[str, ...], tone: str) -> None:
        why = self._why_not(row, draft, sentences, tone)
        name = ACTIONS.get(draft.decision, "")
        label = action_of(self.desk, name).label if name else "Catat keputusan"
        bar = self.action_bar
        bar.set_state("putus", not why, why, label=label)
        bar.set_visible("ambil", row is not None and self._taken_by_other(row))
        bar.set_visible("lepas", row is not None and row.taken_by == self.desk.staff.id)
        bar.set_state("surat", bool(self._papers()), "Orang ini datang tanpa surat.")
        if row is None:
            bar.set_summary("")
            return
        held = f"dikerjakan {row.taken_name}" if self._taken_by_other(row) else ""
        held = "sedang Anda kerjakan" if row.taken_by == self.desk.staff.id else held
        bar.set_summary(row.label, held, f"{len(draft.shown)} calon diperlihatkan" if draft.result else "mencari…")

    def _why_not(self, row: CaseRow | None, draft: Draft, sentences: tuple[str, ...], tone: str) -> str:
        if row is None:
            return self.nobody
        if draft.result is None:
            return SEARCH_FIRST
        rule = why_not(self.desk, ACTIONS.get(draft.decision, "nik_diterbitkan"), as_if_ready(row))
        if rule:
            return rule
        if not draft.decision:
            return UNDECIDED
        if draft.decision == "sama":
            return "" if draft.found is not None else UNDECIDED
        if not draft.typed.strip():
            return "NIK belum diisi. Ketik 16 angka NIK yang diterbitkan."
        return (
            (report_words(self.report(), draft.owner, final=True)[0] or sentences)[0]
            if tone != "ok" and self._bad()
            else ""
        )

    def _bad(self) -> bool:
        report, owner = self.report(), self.draft().owner
        if report is None or report.nik is None:
            return True
        return owner is not None and owner.nik == report.nik and owner.hit is not None

    def decide(self) -> None:
        """Ask once with facts, then record; the command is made now, so that a second press is the same request."""
        row, draft = self._row, self.draft()
        if row is None or draft.result is None or self.question is not None:
            return
        action, report = action_of(self.desk, ACTIONS[draft.decision]), self.report()
        same = draft.found if draft.decision == "sama" else None
        command = RecordNik(
            case=(row.id, row.version),
            nik=report.nik or "" if report is not None and same is None else "",
            found_person_id=same.id if same is not None else None,
            candidates=tuple(draft.shown.items()),
            note=draft.note,
        )
        nik = same.hit.nik if same is not None else command.nik
        best = max(draft.shown.values(), default=0.0)
        facts = [
            ("WBS", full_name(row)),
            ("NIK", masked_nik(nik)),
            ("Orang yang sama", f"{same.label}, kecocokan {same.score.total:.0f}" if same is not None else "tidak ada"),
            ("Calon diperlihatkan", f"{len(draft.shown)}, tertinggi {best:.0f}" if draft.shown else "tidak ada"),
        ]
        warnings = [finding.what for finding in report.findings if finding.severity == "warning"] if report else []
        facts += [("Perhatian", text) for text in warnings if same is None]
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
    def _taken_by_other(self, row: CaseRow) -> bool:
        return row.taken_by is not None and row.taken_by != self.desk.staff.id

    def _touched(self) -> None:
        """The first stroke takes the person quietly; a colleague sees it at once."""
        row = self._row
        if row is not None and row.taken_by is None and not self._mine:
            self._take(row, over=False)

    def take_over(self) -> None:
        """A colleague's person, on purpose."""
        if self._row is not None:
            self._take(self._row, over=True)

    def _take(self, row: CaseRow, over: bool) -> None:
        self._mine = True

        def taken(_outcome: Any) -> None:
            self._know(
                replace(row, version=row.version + 1, taken_by=self.desk.staff.id, taken_name=self.desk.staff.name)
            )

        self.desk.run(Take(case=(row.id, row.version), over=over), then=taken, failed=self._not_mine, quiet=not over)

    def _not_mine(self, _error: BaseException) -> None:
        self._mine = False
        self.load()

    def _know(self, row: CaseRow) -> None:
        self.people.patch_rows([row])
        if self._row is not None and self._row.id == row.id:
            self._row = row
            self._show_decision()

    def release(self) -> None:
        """Let the person go; what was typed is thrown away."""
        row = self._row
        if row is None:
            return
        self.drafts[row.id] = replace(self.draft(), decision="", typed="", found=None, owner=None)
        self.desk.run(Release(case=(row.id, row.version)), then=lambda _outcome: self.load(), quiet=True)

    def _leave(self, row: CaseRow | None) -> None:
        """Going to another person lets the one before go, unless something is decided or typed there."""
        if row is None or row.taken_by != self.desk.staff.id or row.id not in self.drafts:
            return
        draft = self.drafts[row.id]
        if not draft.decision and not draft.typed:
            self.desk.run(Release(case=(row.id, row.version)), quiet=True)

    # letters
    def _papers(self) -> list[int]:
        row = self._row
        return [paper.id for paper in self.work.letters if row and paper.batch_id == row.batch_id] if self.work else []

    def open_letters(self) -> None:
        """The recommendation that brought this person."""
        papers = self._papers()
        if papers:
            open_letter(self, papers[0])
