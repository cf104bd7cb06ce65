"""A small form beside a list that corrects one case after another; what is half typed stays with its person."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QSizePolicy

from db.queries.cases import CaseRow, cases_by_id
from desktop.operations.edit_case import EditCase
from desktop.operations.facts import held_by_other, taker
from desktop.operations.outcome import Outcome
from desktop.sop.births import parse_birth, say_birth
from desktop.sop.refusals import Conflict
from desktop.ui.screens.base import Screen
from desktop.ui.widgets import Card, Form, plain
from desktop.ui.widgets.conflict_sheet import THEIRS

Read = Callable[[Any, date], tuple[dict[str, Any], str]]
DAY_WANTED = "Tulis tanggal seperti 23-11-2026, paling lambat hari ini."


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to type: how a case shows it, and how the typed text becomes fields of ``EditCase`` (or a sentence)."""

    name: str
    label: str
    show: Callable[[CaseRow], Any]
    read: Read
    hint: str = ""
    longest: int = 100
    options: tuple[tuple[Any, str], ...] = ()


def words(name: str, label: str, hint: str = "", longest: int = 100) -> Field:
    """A plain text of the case."""
    return Field(name, label, lambda row: getattr(row, name), lambda text, _today: ({name: text}, ""), hint, longest)


def day_field(name: str, label: str, hint: str = "") -> Field:
    """A day that was: empty, or like 23-11-2026."""

    def read(text: str, today: date) -> tuple[dict[str, Any], str]:
        if not text:
            return {name: None}, ""
        found = parse_birth(text, today=today)
        good = found.date is not None and not found.refused and not found.estimated
        return ({name: found.date}, "") if good else ({}, DAY_WANTED)

    def show(row: CaseRow) -> str:
        value = getattr(row, name)
        return f"{value:%d-%m-%Y}" if value else ""

    return Field(name, label, show, read, hint, 20)


def birth_field() -> Field:
    """A birth as clerks write it: a day, a year, or an age."""

    def read(text: str, today: date) -> tuple[dict[str, Any], str]:
        found = parse_birth(text, today=today)
        if found.refused:
            return {}, found.findings[0].sentence
        return {"birth_date": found.date, "birth_estimated": found.estimated}, ""

    def show(row: CaseRow) -> str:
        return say_birth(row.birth_date, estimated=row.birth_estimated) if row.birth_date else ""

    return Field("birth", "Lahir atau perkiraan umur", show, read, "14-2-1998 atau ± 43 th", 40)


def sex_field() -> Field:
    """L or P."""
    options = (("L", "Laki-laki"), ("P", "Perempuan"))
    return Field(
        "sex", "Jenis kelamin", lambda row: row.sex, lambda value, _today: ({"sex": value}, ""), "", 1, options
    )


class CaseForm(Card):
    """Fields two by two; Enter or Ctrl+S saves only what was changed. ``saved(case id)`` after a save."""

    saved = Signal(int)

    def __init__(self, screen: Screen, title: str, fields: Sequence[Field]) -> None:
        super().__init__()
        self._screen = screen
        self._fields = tuple(fields)
        self._row: CaseRow | None = None
        self._drafts: dict[int, tuple[CaseRow, dict[str, Any]]] = {}
        self._saving = False
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.box.setContentsMargins(16, 10, 16, 12)
        self.form = Form()
        self._head(title)
        self._taken = plain(part="small", wrap=True)
        self.add(self._taken)
        self._taken.hide()
        self._lay()
        self.add(self.form)
        self.form.changed.connect(self._tell)
        self._tell()

    def _head(self, title: str) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        self._undo, self._save = QPushButton("Urungkan"), QPushButton("Simpan   Ctrl+S")
        self._undo.setProperty("kind", "link")
        self._undo.setAccessibleName("Urungkan yang diketik")
        self._save.setAccessibleName("Simpan data orang ini")
        self._undo.clicked.connect(self.undo)
        self._save.clicked.connect(self.save)
        for button in (self._undo, self._save):
            button.setAutoDefault(False)
        shortcut = QShortcut(QKeySequence("Ctrl+S"), self._screen)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.save)
        row.addWidget(plain(title, "strong"), 1)
        row.addWidget(self._undo)
        row.addWidget(self._save)
        self.add(row)

    def _lay(self) -> None:
        for at, field in enumerate(self._fields):
            if at % 2 == 0:
                self.form.pair(min(2, len(self._fields) - at))
            if field.options:
                self.form.choice(field.name, field.label, field.options, hint=field.hint, empty="belum dipilih")
            else:
                line = self.form.text(field.name, field.label, longest=field.longest)
                line.setPlaceholderText(field.hint)
                line.returnPressed.connect(self.save)

    # which person
    def show_case(self, row: CaseRow | None) -> None:
        """Another person, or newer data of the same one. Half-typed text waits for its person's return."""
        if row is not None and self._row is not None and row.id == self._row.id and self.form.is_dirty():
            return
        self._keep()
        self._row = row
        self.setEnabled(row is not None and not self._held(row))
        if row is None:
            self._taken.hide()
            self.form.reset()
        elif row.id in self._drafts:
            self._row, typed = self._drafts.pop(row.id)
            self._fill(self._row)
            self._type(typed)
        else:
            self._fill(row)
        self._tell()

    def _held(self, row: CaseRow) -> bool:
        """Told at once, not when the clerk has typed everything: a colleague works on this person."""
        desk = self._screen.desk
        held = held_by_other(row, desk.staff.id, desk.now())
        self._taken.setText(f"Sedang dikerjakan {taker(row)}. Isian terkunci sampai dilepas." if held else "")
        self._taken.setVisible(held)
        return held

    def has_draft(self, case_id: int) -> bool:
        """Is something half typed for this case."""
        return case_id in self._drafts or (self._row is not None and self._row.id == case_id and self.form.is_dirty())

    def is_dirty(self) -> bool:
        """Is something half typed for anybody."""
        return bool(self._drafts) or (self._row is not None and self.form.is_dirty())

    def undo(self) -> None:
        """Back to what is stored."""
        if self._row is not None:
            self._fill(self._row)
            self._screen.load()

    def _keep(self) -> None:
        if self._row is not None and self.form.is_dirty():
            self._drafts[self._row.id] = (self._row, self._typed())

    def _fill(self, row: CaseRow) -> None:
        self.form.clear_errors()
        self.form.set_values({field.name: field.show(row) for field in self._fields})

    def _type(self, typed: Mapping[str, Any]) -> None:
        """Put typed texts over the stored ones; the form stays dirty."""
        for name, value in typed.items():
            control = self.form.control(name)
            if isinstance(control, QLineEdit):
                control.setText(value or "")
            elif isinstance(control, QComboBox):
                control.setCurrentIndex(max(control.findData(value), 0))

    def _typed(self) -> dict[str, Any]:
        """Only the fields whose text is not what the case shows."""
        if self._row is None:
            return {}
        now = self.form.values()
        return {
            field.name: now[field.name]
            for field in self._fields
            if (now[field.name] or "") != (field.show(self._row) or "")
        }

    def _tell(self) -> None:
        dirty = self._row is not None and self.form.is_dirty()
        self._save.setEnabled(dirty and not self._saving)
        self._undo.setVisible(dirty)

    # saving
    def save(self) -> None:
        """Store what was changed; a wrong field says so beneath itself and nothing is sent."""
        row = self._row
        if row is None or self._saving or not self.form.is_dirty():
            return
        today = self._screen.desk.now().date()
        after: dict[str, Any] = {}
        errors: dict[str, str] = {}
        by_name = {field.name: field for field in self._fields}
        for name, value in self._typed().items():
            read, errors[name] = by_name[name].read(value, today)
            after |= read
        if not self.form.set_errors(errors):
            return
        before = {name: getattr(row, name) for name in after}
        command = EditCase(application_id=row.id, before=before, after=after)
        self._saving = True
        self._tell()
        self._screen.desk.run(command, then=lambda outcome: self._done(row.id, outcome), failed=self._failed)

    def _done(self, case_id: int, outcome: Outcome) -> None:
        self._saving = False
        self._drafts.pop(case_id, None)
        if self._row is not None and self._row.id == case_id:
            self.form.mark_clean()
        self._tell()
        if not outcome.data.get("kept"):  # else the server is away, and there is nothing newer to read
            self.saved.emit(case_id)

    def _failed(self, error: BaseException) -> None:
        """What was typed stays. After a clash the newest stored values become the ground for the next save."""
        self._saving = False
        self._tell()
        if isinstance(error, Conflict) and self._row is not None:
            differences = error.differences
            then = partial(self._newer, differences)
            self._screen.desk.read(cases_by_id, [self._row.id], then=then, slot="bentrok")

    def _newer(self, differences: Sequence[Any], rows: Sequence[CaseRow]) -> None:
        if not rows or self._row is None or rows[0].id != self._row.id:
            return
        self._rebase(rows[0])
        self._screen.ask_fields(differences, partial(self._chosen, rows[0]), self._home)

    def _home(self, stored: str) -> str:
        names = {field.name for field in self._fields}
        return stored if stored in names else stored.partition("_")[0]

    def _chosen(self, row: CaseRow, choices: Mapping[str, str]) -> None:
        """What is stored counts where the clerk said so; all else stays as typed and is saved again."""
        if self._row is None or self._row.id != row.id:
            return
        theirs = {field.name: field.show(row) for field in self._fields if choices.get(field.name) == THEIRS}
        self._type(theirs)
        if self._typed():
            self.save()
        else:
            self.form.mark_clean()
            self._tell()
            self.saved.emit(row.id)

    def _rebase(self, row: CaseRow) -> None:
        typed = self._typed()
        self._row = row
        self._fill(row)
        self._type(typed)
        self._tell()
