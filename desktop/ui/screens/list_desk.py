"""The frame of a desk that judges lists of people: the lists, the people of one, the panel, one move on and one back."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar

from PySide6.QtWidgets import QVBoxLayout

from db.queries.batches import BatchRow
from db.queries.cases import CaseRow
from db.queries.desk_lists import DeskWork, ListLetter, desk_work
from db.queries.person_file import PersonFile, person_file
from desktop.operations.outcome import Outcome
from desktop.sop.procedure import Procedure, with_status
from desktop.ui.screens.asking import OneQuestion
from desktop.ui.screens.base import Screen
from desktop.ui.screens.inbox import Inbox, list_name
from desktop.ui.screens.letter_issuing import Issuing
from desktop.ui.screens.moving import Act, action_of, move_command, reasons, step_line, tell
from desktop.ui.screens.person_card import (
    about,
    choose_letter,
    clock_figure,
    full_name,
    legs,
    open_letter,
    person_letters,
)
from desktop.ui.widgets import Figure, ListCard, Panel

EMPTY_PANEL = "Pilih satu orang untuk melihat pemeriksaannya."


class ListDesk(OneQuestion, Screen):
    """Subclasses name statuses, step and actions, and write the columns, the panel and the confirmation's facts.

    One list is worked on at a time, because one letter answers one letter. Everybody who may go on is ticked when a
    list is first shown; a tick taken away stays away.
    """

    topics = frozenset({"application", "draft", "signer", "paraf_rule"})
    statuses: ClassVar[tuple[str, ...]] = ()
    step: ClassVar[int] = 0
    onward: ClassVar[str] = ""
    backward: ClassVar[str] = ""
    back_reasons: ClassVar[tuple[str, ...]] = ()
    letter_buttons: ClassVar[tuple[str, ...]] = ()
    inbox_heading: ClassVar[str] = "Surat"
    inbox_always: ClassVar[bool] = False
    searched: ClassVar[bool] = False
    nobody: ClassVar[str] = "Tidak ada yang menunggu."

    # what a desk writes
    def make_people(self) -> ListCard:
        """The list of people."""
        raise NotImplementedError

    def row_of(self, row: CaseRow) -> Any:
        """What the list shows of a case; must have ``id``. Default: the case itself."""
        return row

    def fill_panel(self, row: Any, file: PersonFile | None) -> None:
        """Obstacle, checks and sections of the person on show."""

    def figures(self, rows: Sequence[Any]) -> Sequence[Figure]:
        """Numbers of the header before the clock."""
        return (Figure(len(rows), "menunggu"),)

    def facts(self, rows: Sequence[Any]) -> list[tuple[str, str]]:
        """Facts of the confirmation."""
        return []

    def summary(self, rows: Sequence[Any]) -> Sequence[str]:
        """What stands behind «38 WBS dipilih» in the action bar."""
        return ()

    def build_above(self, column: QVBoxLayout) -> None:
        """Cards between the lists and the people."""

    def open_person(self, row: Any) -> None:
        """Enter on a person; default: the person's own page."""
        self.desk.go("orang", self.case_of(row).person_id)

    def build_aside(self) -> None:
        """The right side; default: the panel alone."""
        self.panel = self.add_panel(Panel("Orang yang dipilih"))

    @property
    def procedure(self) -> Procedure:
        """The procedure whose statuses wait here."""
        return with_status(self.statuses[0])

    def build(self) -> None:
        self.work: DeskWork | None = None
        self.files: dict[int, PersonFile] = {}
        self._seen_lists: set[int] = set()
        self._allowed: dict[int, str] = {}
        self._wanted: int | None = None
        self.issuing = Issuing(self, self.onward, lambda: [self.case_of(row) for row in self.people.checked()])
        column = self.add_column(62)
        self.inbox = Inbox(self.desk, self.inbox_heading)
        column.addWidget(self.inbox)
        self.build_above(column)
        self.people = self.make_people()
        column.addWidget(self.people, 1)
        self.build_aside()
        self.inbox.chosen.connect(lambda _one: self.show_list())
        self.inbox.opened.connect(lambda _one: self.people.list.setFocus())
        self.people.current_changed.connect(self.show_person)
        self.people.checked_changed.connect(lambda _rows: self.show_summary())
        self.people.opened.connect(self.open_person)
        self.add_actions()
        self.setFocusProxy(self.people)

    def add_actions(self) -> None:
        """The letters, the way back, the way on."""
        self.action_bar.add("surat", "Buka surat", key="Ctrl+O", on=self.open_letters)
        self.issuing.add_to(self.action_bar)
        if self.backward:
            label = action_of(self.backward).label
            self.action_bar.add("kembali", label, key="K", kind="danger", on=self.send_back)
        label = action_of(self.onward).label
        self.action_bar.add("maju", label, key="Ctrl+Enter", kind="primary", on=self.send_on)

    def case_of(self, row: Any) -> CaseRow:
        """The case behind a row of the list."""
        case: CaseRow = row if isinstance(row, CaseRow) else row.case
        return case

    def load(self, key: Any = None) -> None:
        self._wanted = key if isinstance(key, int) else self._wanted
        self.desk.read(self._read, then=self._filled, slot="daftar")

    def _read(self, connection: Any) -> Any:
        self.issuing.read(connection)
        return self.query(connection)

    def query(self, connection: Any) -> Any:
        """What is read for this desk, in the reader's thread; gives at least a ``DeskWork``."""
        return desk_work(connection, self.desk.staff.office_id, self.statuses, searched=self.searched)

    def _filled(self, answer: Any) -> None:
        self.work = self.take(answer)
        verdicts = self.issuing.reasons(self.work.people)
        self._allowed = {case_id: reason.sentence if reason else "" for case_id, reason in verdicts.items()}
        self.files.clear()
        self.inbox.set_lists(self.work.lists)
        self.show_aside(bool(self.work.people))
        self.inbox.setVisible(len(self.work.lists) > 1 or (self.inbox_always and bool(self.work.lists)))
        wanted, self._wanted = self._wanted, None
        row = next((row for row in self.work.people if row.id == wanted), None)
        if row is not None and row.batch_id is not None:
            self.inbox.choose(row.batch_id)
        self.show_list()
        if row is not None:
            self.people.select(row.id)

    def take(self, answer: Any) -> DeskWork:
        """Keep what ``query`` gave beyond the work itself."""
        work: DeskWork = answer
        return work

    def why_not(self, row: Any) -> str:
        """Why a person may not go on; empty when nothing stands in the way."""
        return self._allowed.get(row.id, "")

    def current_list(self) -> BatchRow | None:
        """The list worked on."""
        return self.inbox.current()

    def letters(self) -> tuple[ListLetter, ...]:
        """The letters of the list worked on."""
        one, found = self.current_list(), self.work.letters if self.work else ()
        return tuple(each for each in found if one and each.batch_id == one.id)

    def show_list(self) -> None:
        """The people of the chosen list."""
        if self.work is None:
            return
        one = self.current_list()
        rows = [self.row_of(row) for row in self.work.people if one is not None and row.batch_id == one.id]
        self.people.set_rows(rows)
        if one is not None and one.id not in self._seen_lists:
            self._seen_lists.add(one.id)
            self.people.set_checked([row.id for row in rows if not self.why_not(row)])
        else:
            # A tick from before must not stay on somebody who may not go on any more.
            self.people.set_checked([row.id for row in self.people.checked() if not self.why_not(row)])
        self.show_header(one, rows)
        self.show_person(self.people.current())
        self.show_summary()

    def show_header(self, one: BatchRow | None, rows: Sequence[Any]) -> None:
        """Line and figures of the list."""
        if one is None:
            self.header.set_line(step_line(self.procedure, self.step))
            self.header.set_figures(Figure(0, "menunggu"))
            return
        self.header.set_line(step_line(self.procedure, self.step), list_name(self.desk, one), one.from_office)
        clock = clock_figure(self.desk, one.due, self.procedure.step(self.step), one.people)
        self.header.set_figures(*self.figures(rows), clock)

    def show_aside(self, visible: bool) -> None:
        """An empty desk has no right side: its one line stands alone."""
        self.panel.setVisible(visible)

    # one person
    def show_person(self, row: Any) -> None:
        """The panel of the current person; photo and journey follow when they are read."""
        if row is None:
            self.panel.clear(EMPTY_PANEL if self.people.rows() else self.nobody)
            self._show_back(())
            return
        case = self.case_of(row)
        file = self.files.get(case.person_id)
        self.desk.look("lihat_orang", person_id=case.person_id, application_id=case.id)
        self._draw(row, file)
        if file is None:
            self.desk.read(person_file, case.person_id, then=self._file_read, slot="berkas")
        self._show_back(self.chosen())

    def _file_read(self, file: PersonFile) -> None:
        self.files[file.person_id] = file
        row = self.people.current()
        if row is not None and self.case_of(row).person_id == file.person_id:
            self._draw(row, file)

    def _draw(self, row: Any, file: PersonFile | None) -> None:
        case = self.case_of(row)
        self.panel.set_person(
            full_name(case),
            about(case, self.desk.now().date()),
            nik=case.nik,
            photo=file.photo if file else None,
            person_id=case.person_id,
        )
        self.fill_panel(row, file)
        if file is not None:
            self.panel.set_journey(legs(self.desk, file.journey, case.id))
            if file.letters:
                self.panel.add_section("Surat", person_letters(self, file.letters))

    # what is chosen
    def chosen(self) -> tuple[Any, ...]:
        """The rows under the cursor: the current one, or several marked with Shift."""
        indexes = self.people.list.selectionModel().selectedRows()
        shown = self.people.shown()
        marked = tuple(shown[index.row()] for index in indexes if index.row() < len(shown))
        current = self.people.current()
        return marked or ((current,) if current is not None else ())

    def show_summary(self) -> None:
        """Left of the action bar, and whether the primary may be pressed."""
        rows = self.people.checked()
        everybody = len(self.people.rows())
        self.action_bar.set_summary(
            f"{len(rows)} {self.procedure.unit} dipilih" if everybody else "",
            self.issuing.first_stop() if rows else "",
            *self.summary(rows),
            self._left_words(),
        )
        why, label = self._why_none(), self.issuing.label(action_of(self.onward).label)
        self.action_bar.set_state("maju", bool(rows), why, label=self.on_label(label, len(rows)))
        self.issuing.allow(self.action_bar, bool(rows), why)
        papers = self.letters()
        self.action_bar.set_visible("surat", bool(papers))

    def _left_words(self) -> str:
        ticked = {row.id for row in self.people.checked()}
        left = [row for row in self.people.rows() if row.id not in ticked]
        if not left:
            return ""
        if all(self.issuing.drafted(row.id) for row in left):
            return f"{len(left)} dalam konsep"
        stopped = all(self.why_not(row) for row in left)
        return f"{len(left)} belum lolos" if stopped else f"{len(left)} tidak ikut"

    def on_label(self, label: str, count: int) -> str:
        """The primary's label with the number of people in it."""
        return f"{label} ({count})" if count else label

    def _why_none(self) -> str:
        rows = self.people.rows()
        if not rows:
            return self.nobody
        sentences = [self.why_not(row) for row in rows]
        if all(sentences):
            return f"Tidak seorang pun dapat diteruskan. {sentences[0]}"
        return "Belum ada yang dicentang. Centang sedikitnya satu orang dengan Spasi."

    def _show_back(self, rows: Sequence[Any]) -> None:
        if not self.backward:
            return
        verdicts = reasons(self.desk, self.backward, [self.case_of(row) for row in rows])
        blocked = [reason.sentence for reason in verdicts.values() if reason]
        why = blocked[0] if blocked else "Pilih dulu orang yang dikembalikan."
        self.action_bar.set_state("kembali", bool(rows) and not blocked, why)

    # moves
    def send_on(self) -> None:
        """Ask once, with facts; the command is made now, so that a second press is the same request."""
        rows = self.people.checked()
        command = move_command(self.desk, self.onward, [self.case_of(row) for row in rows])
        label = action_of(self.onward).label
        title = self.title_of(self.issuing.label(label), len(rows))
        self.ask(lambda: self.issuing.confirm(command, title, self.facts(rows), label, self.run_move))

    def title_of(self, label: str, count: int) -> str:
        """The question of the confirmation."""
        return f"{label}: {count} {self.procedure.unit}?"

    def send_back(self) -> None:
        """Ask why; the marked people go back together."""
        rows = [self.case_of(row) for row in self.chosen()]
        action = action_of(self.backward)
        who = rows[0].label if len(rows) == 1 else f"{len(rows)} orang"
        draft = move_command(self.desk, self.backward, rows)

        def agreed(reason: str) -> None:
            self.run_move(replace(draft, reason=reason))

        note = (
            f"Yang dikembalikan: {', '.join(row.label for row in rows[:6])}{' dan lainnya' if len(rows) > 6 else ''}."
        )
        self.ask(lambda: self.ask_reason(f"{action.label}: {who}", self.back_reasons, "Kembalikan", agreed, note))

    def run_move(self, command: Any) -> None:
        """Carry out, say what came of it with what may be done next, and read the list again whatever came of it."""

        def done(outcome: Outcome) -> None:
            tell(self.desk, outcome, [*self.issuing.done(outcome), *self.next_acts(outcome)])
            self.load()

        self.desk.run(command, then=done, failed=lambda _error: self.load(), quiet=True)

    def next_acts(self, outcome: Outcome) -> list[Act]:
        """A button for every letter that was issued."""
        letters = outcome.data.get("letters", ())
        return [
            (label, partial(open_letter, self, letter))
            for label, letter in zip(self.letter_buttons, letters, strict=False)
        ]

    def open_letters(self) -> None:
        """The letter of the list; several are offered by name."""
        papers = self.letters()
        if len(papers) == 1:
            return open_letter(self, papers[0].id)
        return self.ask(lambda: choose_letter(self, papers))
