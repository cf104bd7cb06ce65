"""Paraf: for each letter of an office, who initials the draft before it is issued, in which order."""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from desktop.operations.manage_signers import SaveParafRules
from desktop.ui import icons
from desktop.ui.screens.letter_setup_reading import Setup
from desktop.ui.screens.letter_setup_style import narrow
from desktop.ui.screens.letter_setup_tab import Tab
from desktop.ui.widgets import Caption, Card, Column, Form, ListCard, Muted, plain
from desktop.ui.widgets.work_list import WorkList

if TYPE_CHECKING:
    from desktop.ui.screens.letter_setup import LetterSetup

Steps = tuple[tuple[str, int], ...]  # (position, staff id)


@dataclass(frozen=True, slots=True)
class ParafLine:
    """A letter and how many initial it; ``typed`` when that is not stored yet."""

    code: str
    title: str
    count: int
    typed: bool


@dataclass(frozen=True, slots=True)
class StepLine:
    """One who initials, by place from 1."""

    place: int
    position: str
    staff_id: int
    name: str


class ParafTab(Tab):
    """Alt+arrows move a step, Del takes it out; every letter keeps its own list until all are stored."""

    code, label, in_parts = "paraf", "Paraf", True

    def __init__(self, screen: "LetterSetup") -> None:
        super().__init__(screen)
        self.steps: dict[str, Steps] = {}
        self.letters = ListCard(
            "Surat yang diparaf",
            key=lambda one: one.code,
            columns=(
                Column("Surat", lambda one: one.title, stretch=1, kind="strong", tip=lambda one: one.title),
                Column("Paraf", _count, width=140, kind="chip", tone=_tone),
            ),
            empty="Kantor ini tidak menerbitkan surat dalam SOP, jadi tidak ada yang perlu diparaf.",
            filter_hint="Saring surat",
            unit="surat",
        )
        self.letters.current_changed.connect(lambda _row: self._show_steps())
        card = Card()
        self.heading = plain(part="panel-title", wrap=True)
        self.list = WorkList(
            "Urutan paraf",
            columns=(
                Column("Ke", lambda one: one.place, width=40, kind="number", align="right"),
                Column("Jabatan", lambda one: one.position, stretch=1, kind="strong", tip=lambda one: one.position),
                Column("Petugas", lambda one: one.name, width=160, kind="muted", tip=lambda one: one.name),
            ),
            key=lambda one: one.staff_id,
        )
        card.add(self.heading)
        card.add(Muted("Konsep beredar menurut urutan ini. Surat baru dapat terbit sesudah semua memaraf."))
        card.add(self.list, 1)
        card.add(self._buttons())
        card.add(Caption("Tambah pemaraf"))
        self.form = Form()
        self.form.pair()
        narrow(self.form.choice("staff_id", "Petugas", [], empty="pilih petugas"))
        self.form.text("position", "Jabatan pada kotak paraf", longest=120)
        officer: Any = self.form.control("staff_id")
        officer.currentIndexChanged.connect(self._officer)
        position: Any = self.form.control("position")
        position.returnPressed.connect(self.add)
        self.form.changed.connect(self.changed)
        card.add(self.form)
        self.plus = QPushButton("Tambahkan ke urutan")
        self.plus.clicked.connect(self.add)
        row = QHBoxLayout()
        row.addWidget(self.plus)
        row.addStretch(1)
        card.add(row)
        self.row.addWidget(self.letters, 44)
        self.row.addWidget(card, 56)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.up, self.down, self.out = QPushButton("Naik"), QPushButton("Turun"), QPushButton("Hapus")
        self.out.setProperty("kind", "danger")
        for button, icon, key, on in (
            (self.up, "arrow-up", "Alt+Up", lambda: self.move_step(-1)),
            (self.down, "arrow-down", "Alt+Down", lambda: self.move_step(1)),
            (self.out, "x", "Del", self.remove),
        ):
            icons.themed(button, icon, "muted")
            button.setToolTip({"Alt+Up": "Alt+panah atas", "Alt+Down": "Alt+panah bawah"}.get(key, key))
            button.setAccessibleName(f"{button.text()} ({button.toolTip()})")
            button.clicked.connect(on)
            shortcut = QShortcut(QKeySequence(key), self.list)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(on)
            row.addWidget(button)
        row.addStretch(1)
        return row

    # shown
    def show_setup(self, setup: Setup) -> None:
        super().show_setup(setup)
        self.steps = {}
        combo: Any = self.form.control("staff_id")
        combo.blockSignals(True)
        while combo.count() > 1:
            combo.removeItem(1)
        for row in setup.staff:
            combo.addItem(f"{row.name} · {row.position}" if row.position else row.name, row.id)
        combo.blockSignals(False)
        self.form.reset()
        self._show_letters()
        self._show_steps()

    def renew(self, setup: Setup) -> None:
        super().renew(setup)
        self._show_letters()
        self._show_steps()

    def _show_letters(self) -> None:
        kinds = self.setup.kinds if self.setup else ()
        self.letters.set_rows(
            ParafLine(kind.code, kind.title, len(self._steps(kind.code)), self._changed(kind.code)) for kind in kinds
        )

    def _show_steps(self, keep: int | None = None) -> None:
        line = self.letters.current()
        self.heading.setText(line.title if line else "Tidak ada surat")
        names = {row.id: row.name for row in self.setup.staff} if self.setup else {}
        known = {
            rule.staff_id: rule.staff_name
            for rules in (self.setup.paraf if self.setup else {}).values()
            for rule in rules
        }
        self.list.set_rows(
            StepLine(at, position, staff_id, names.get(staff_id) or f"{known.get(staff_id, '')} (tidak aktif)")
            for at, (position, staff_id) in enumerate(self._steps(line.code) if line else (), 1)
        )
        if keep is not None:
            self.list.select(keep)
        for button in (self.up, self.down, self.out):
            button.setEnabled(bool(self.list.rows()))
        self.plus.setEnabled(line is not None)
        self.changed.emit()

    def _stored(self, code: str) -> Steps:
        rules = self.setup.paraf.get(code, ()) if self.setup else ()
        return tuple((rule.position, rule.staff_id) for rule in rules)

    def _steps(self, code: str) -> Steps:
        return self.steps.get(code, self._stored(code))

    def _changed(self, code: str) -> bool:
        return self._steps(code) != self._stored(code)

    # typed
    def add(self) -> None:
        """The chosen officer at the end of the order."""
        line, now = self.letters.current(), self.form.values()
        if line is None:
            return
        steps = self._steps(line.code)
        errors = {
            "staff_id": "" if now["staff_id"] else "Pilih petugas kantor ini.",
            "position": "" if now["position"] else "Isi jabatannya seperti pada kotak paraf.",
        }
        if now["staff_id"] in {staff_id for _, staff_id in steps}:
            errors["staff_id"] = "Petugas ini sudah ada dalam urutan."
        if self.form.set_errors(errors):
            self._put(line.code, (*steps, (now["position"], now["staff_id"])), now["staff_id"])
            self.form.reset()

    def move_step(self, way: int) -> None:
        """One place up or down."""
        line, step = self.letters.current(), self.list.current()
        if line is None or step is None:
            return
        steps = list(self._steps(line.code))
        at, to = step.place - 1, step.place - 1 + way
        if 0 <= to < len(steps):
            steps[at], steps[to] = steps[to], steps[at]
            self._put(line.code, tuple(steps), step.staff_id)

    def remove(self) -> None:
        """Out of the order."""
        line, step = self.letters.current(), self.list.current()
        if line is not None and step is not None:
            steps = self._steps(line.code)
            left = steps[: step.place - 1] + steps[step.place :]
            near = left[min(step.place - 1, len(left) - 1)][1] if left else None
            self._put(line.code, left, near)

    def _put(self, code: str, steps: Steps, keep: int | None) -> None:
        self.steps[code] = steps
        self._show_letters()
        self._show_steps(keep)

    def _officer(self, _at: int) -> None:
        combo: Any = self.form.control("staff_id")
        row = next((one for one in self.setup.staff if one.id == combo.currentData()), None) if self.setup else None
        if row is not None and row.position:
            self.form._fields["position"].put(row.position)

    def is_dirty(self) -> bool:
        return any(self._changed(code) for code in self.steps)

    def typed(self) -> Any:
        line = self.letters.current()
        return line.code if line else "", dict(self.steps)

    def resume(self, typed: Any) -> None:
        code, self.steps = typed
        self.letters.select(code)
        self._show_letters()
        self._show_steps()

    # stored
    def save(self) -> None:
        """Every changed letter, one command each; a refused one stays as it is typed."""
        if self.setup is None:
            return
        for code in [code for code in self.steps if self._changed(code)]:
            command = SaveParafRules(office_id=self.setup.office.id, code=code, steps=self.steps[code])
            self.page.run(command, self, partial(self._kept_no_more, code))

    def _kept_no_more(self, code: str, _outcome: Any) -> None:
        self.steps.pop(code, None)


def _count(line: ParafLine) -> str:
    if line.typed:
        return f"{line.count} · belum disimpan"
    return f"{line.count} pejabat" if line.count else "tanpa paraf"


def _tone(line: ParafLine) -> str:
    return "warn" if line.typed else "accent" if line.count else "plain"
