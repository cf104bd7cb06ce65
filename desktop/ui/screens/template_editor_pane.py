"""The middle of the template editor: the wording, search, fields to insert, and the line that says what is wrong."""

from dataclasses import dataclass, field
from datetime import tzinfo

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.ui.format import moment
from desktop.ui.screens.template_editor_fields import FieldPicker, inserts
from desktop.ui.screens.template_editor_reading import Opened
from desktop.ui.screens.template_editor_trial import Problem
from desktop.ui.theme import restyle
from desktop.ui.widgets import Card, Chip, Elided, plain
from desktop.ui.widgets.card import Pressable
from desktop.ui.widgets.code_edit import CodeDocument, CodeEdit
from desktop.ui.widgets.find_bar import FindBar

JUMP = "F4"


@dataclass
class Text:
    """One letter's text as it is typed, with its own undo; ``base`` is what is stored, ``seen`` the newest wording then."""

    opened: Opened
    document: CodeDocument
    base: str
    seen: int
    problem: Problem | None = field(default=None)

    @property
    def typed(self) -> str:
        """The text now."""
        return self.document.toPlainText()

    @property
    def dirty(self) -> bool:
        """Something would be lost."""
        return self.typed != self.base


def begin(opened: Opened) -> Text:
    """A letter's stored text, ready to be typed in."""
    from desktop.documents.fields import KNOWN

    document = CodeDocument(opened.toml)
    document.colours.set_known(KNOWN)
    return Text(opened, document, opened.toml, opened.seen)


class EditPane(Card):
    """``changed`` after every key; ``text`` is the letter on show."""

    changed = Signal()
    form_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.text: Text | None = None
        self._zone: tzinfo | None = None
        self.box.setContentsMargins(1, 10, 1, 1)
        self.box.setSpacing(6)
        self._title, self._chip = Elided(part="panel-title"), Chip()
        self._line = Elided(part="muted")
        self.edit = CodeEdit("Isi templat")
        self.edit.textChanged.connect(self._typed)
        self.find_bar = FindBar(self.edit)
        self.problem = _ProblemLine(self.jump)
        self.box.addLayout(self._head())
        holder = QWidget()
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(12, 0, 12, 0)
        inside.addWidget(self.find_bar)
        self.box.addWidget(holder)
        around = QVBoxLayout()
        around.setContentsMargins(10, 0, 10, 0)
        around.addWidget(self.edit)
        self.box.addLayout(around, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(10, 0, 10, 8)
        foot.addWidget(self.problem)
        self.box.addLayout(foot)
        self.picker = FieldPicker(self)
        self.picker.picked.connect(self._insert)
        self.picker.closed.connect(self.edit.setFocus)

    def bind(self, where: QWidget) -> None:
        """The keys of the editor, anywhere in the screen."""
        for key, do in (
            ("Ctrl+F", self.find_bar.open_bar),
            ("Ctrl+Space", self.pick),
            ("F6", self.form_wanted.emit),
            (JUMP, self.jump),
        ):
            shortcut = QShortcut(QKeySequence(key), where)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(do)

    def _head(self) -> QVBoxLayout:
        first, second = QHBoxLayout(), QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self._title, 1)
        first.addWidget(self._chip)
        second.setSpacing(4)
        second.addWidget(self._line, 1)
        for label, key, on in (
            ("Formulir", "F6", self.form_wanted.emit),
            ("Isian", "Ctrl+Spasi", self.pick),
            ("Cari", "Ctrl+F", self.find_bar.open_bar),
        ):
            button = QPushButton(label)
            button.setProperty("kind", "link")
            button.setAccessibleName(f"{label} ({key})")
            button.setToolTip(key)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _=False, do=on: do())
            second.addWidget(button)
        rows = QVBoxLayout()
        rows.setContentsMargins(16, 0, 10, 0)
        rows.setSpacing(0)
        rows.addLayout(first)
        rows.addLayout(second)
        return rows

    def show_text(self, text: Text, zone: tzinfo | None) -> None:
        """Another letter; its undo history comes with it."""
        self._zone = zone
        if text is not self.text:
            self.text = text
            self.edit.blockSignals(True)
            self.edit.show_document(text.document)
            self.edit.blockSignals(False)
            self.picker.hide()
        self.tell()

    def tell(self) -> None:
        """Title, chip and who saved it when."""
        text = self.text
        if text is None:
            return
        own = text.opened.own
        self._title.set(text.opened.title)
        if text.dirty:
            self._chip.set("belum disimpan", "warn")
        elif own is not None:
            self._chip.set("templat kantor", "accent")
        else:
            self._chip.set("templat bawaan", "plain")
        saved = f"{moment(own.created_at.astimezone(self._zone))}, {own.staff_name}" if own else "belum pernah diubah"
        self._line.set(f"{text.opened.office.name} · {saved}")

    def replace_all(self, toml: str) -> None:
        """Another text as one step that Ctrl+Z takes back."""
        self.edit.replace_all(toml)
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_problem(self, problem: Problem | None, good: str = "") -> None:
        """What is wrong and where, or what came of it."""
        if self.text is not None:
            self.text.problem = problem
        self.edit.mark(problem.line if problem else None)
        self.problem.set_problem(problem, good)

    def jump(self) -> None:
        """To the line with the mistake."""
        problem = self.text.problem if self.text else None
        if problem is not None and problem.line is not None:
            self.edit.go_to(problem.line)
            self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def pick(self) -> None:
        """The list of fields at the cursor."""
        spot = self.edit.viewport().mapTo(self, self.edit.cursorRect().bottomLeft())
        self.picker.open_at(spot + QPoint(0, 4), inserts())

    def _insert(self, text: str) -> None:
        """A field where the cursor is; a piece of its own (a paragraph, a column) on lines of its own."""
        if text.startswith("\n"):
            cursor = self.edit.textCursor()
            cursor.movePosition(cursor.MoveOperation.EndOfBlock)
            self.edit.setTextCursor(cursor)
        self.edit.insert(f"\n{text}" if text.startswith("\n") else text)
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _typed(self) -> None:
        if self.text is not None:
            self.tell()
            self.changed.emit()


class _ProblemLine(Pressable):
    """Three small lines of room, whatever is said, so that nothing jumps while somebody types."""

    def __init__(self, on: object) -> None:
        super().__init__(on, "Pemeriksaan templat")  # type: ignore[arg-type]
        self.setObjectName("box")
        self.setFixedHeight(60)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 4, 10, 4)
        self._words = plain(part="error", wrap=True)
        self._key = plain(part="small")
        row.addWidget(self._words, 1)
        row.addWidget(self._key)
        self.set_problem(None, "")

    def set_problem(self, problem: Problem | None, good: str) -> None:
        """Red with the place, or quiet."""
        said = problem.sentence if problem else good
        self._words.setText(said)
        self._words.setToolTip(said if len(said) > 140 else "")
        self._key.setText(f"{JUMP} ke barisnya" if problem and problem.line else "")
        self.setAccessibleName(said or "Pemeriksaan templat")
        restyle(self, tone="bad" if problem else "plain")
        restyle(self._words, part="error" if problem else "muted")

    def said(self) -> str:
        """The words shown."""
        return self._words.text()
