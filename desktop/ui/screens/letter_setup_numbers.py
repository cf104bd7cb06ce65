"""Penomoran: the pattern of an office's letter numbers with a living example, and how far each series has come."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton

from db.queries.numbering import EXPEDITION, INCOMING
from desktop.operations.letter_numbers import DIGITS
from desktop.operations.number_rules import MOST, BeginSeries, SaveNumberRule
from desktop.sop.numbering import MOST_DIGITS, NUMBERING, TOKENS, check_pattern, format_number
from desktop.sop.refusals import Refused
from desktop.ui.screens.letter_setup_reading import BOOKS, Setup
from desktop.ui.screens.letter_setup_style import narrow
from desktop.ui.screens.letter_setup_tab import Tab
from desktop.ui.widgets import Caption, Card, Column, Facts, Form, ListCard, Muted, plain
from desktop.ui.widgets.scroll import scrolled

if TYPE_CHECKING:
    from desktop.ui.screens.letter_setup import LetterSetup

ALL = "Semua surat"
LONGEST = 80
STAND_IN = "400.9.4.1"
BEGIN_NOTE = (
    "Untuk buku yang tahun ini sudah berjalan dengan tangan: isi nomor terakhirnya. "
    "Hanya sekali, sebelum nomor pertama."
)


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One letter (``code`` "": all of them) with the pattern in force; ``own`` when it has one of its own."""

    code: str
    title: str
    classification: str
    pattern: str
    digits: int
    own: bool
    example: str


def rule_lines(setup: Setup) -> tuple[RuleLine, ...]:
    """All letters first, then each kind that bears a number."""
    every = setup.rules.get("")
    pattern, digits = (every.pattern, every.digits) if every else (NUMBERING, DIGITS)
    first = next((kind.classification for kind in setup.kinds if kind.head.numbered), STAND_IN)
    found = [RuleLine("", ALL, first, pattern, digits, every is not None, example(setup, pattern, digits, first))]
    for kind in setup.kinds:
        if kind.head.numbered:
            own = setup.rules.get(kind.code)
            shape, wide = (own.pattern, own.digits) if own else (pattern if every else kind.numbering, digits)
            text = example(setup, shape, wide, kind.classification)
            found.append(RuleLine(kind.code, kind.title, kind.classification, shape, wide, own is not None, text))
    return tuple(found)


def example(setup: Setup, pattern: str, digits: int, classification: str) -> str:
    """The next number of a series as the pattern writes it. :raises Refused: for a pattern that cannot be read."""
    return format_number(
        pattern,
        digits=digits,
        code=classification,
        agenda=(setup.last(classification) or 0) + 1,
        unit=setup.office.unit.strip() or "-",
        month=setup.today.month,
        year=setup.today.year,
    )


class NumbersTab(Tab):
    """The rule with the cursor is typed at the right; beneath it the series of the year."""

    code, label = "nomor", "Penomoran"

    def __init__(self, screen: "LetterSetup") -> None:
        super().__init__(screen)
        self.line: RuleLine | None = None
        self.list = ListCard(
            "Pola nomor",
            key=lambda one: one.code,
            columns=(
                Column("Surat", lambda one: one.title, stretch=1, kind="strong", tip=lambda one: one.title),
                Column("Pola", _whose, width=118, kind="chip", tone=lambda one: "accent" if one.own else "plain"),
            ),
            filter_hint="Saring surat",
            unit="pola",
        )
        self.list.current_changed.connect(self._choose)
        card = Card()
        card.box.setContentsMargins(1, 1, 1, 1)
        scroll, box = scrolled("Pola dan seri nomor")
        self.heading = plain(part="panel-title", wrap=True)
        box.addWidget(self.heading)
        box.addWidget(self._rule_form())
        box.addLayout(self._tokens())
        self.shown = plain(part="strong")
        self.shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.explained = Muted()
        box.addWidget(self.shown)
        box.addWidget(self.explained)
        box.addSpacing(10)
        self.year = Caption()
        box.addWidget(self.year)
        self.series = Facts()
        box.addWidget(self.series)
        box.addSpacing(6)
        box.addWidget(Caption("Mulai dari nomor …"))
        box.addWidget(Muted(BEGIN_NOTE))
        box.addWidget(self._begin_form())
        self.begin = QPushButton("Mulai sesudah nomor itu…")
        self.begin.clicked.connect(self.begin_series)
        box.addWidget(self.begin, 0, Qt.AlignmentFlag.AlignLeft)
        box.addStretch(1)
        card.add(scroll, 1)
        self.row.addWidget(self.list, 46)
        self.row.addWidget(card, 54)

    def _rule_form(self) -> Form:
        self.form = Form()
        self.pattern: QLineEdit = self.form.text("pattern", "Pola", longest=LONGEST)
        self.form.pair(3)
        self.form.number("digits", "Lebar nomor agenda", lowest=1, highest=MOST_DIGITS)
        self.form.changed.connect(self._typed)
        return self.form

    def _tokens(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(0)
        for token in TOKENS:
            button = QPushButton(f"{{{token}}}")
            button.setProperty("kind", "link")
            button.setAccessibleName(f"Sisipkan {token}")
            button.clicked.connect(lambda _=False, text=f"{{{token}}}": self._insert(text))
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _begin_form(self) -> Form:
        self.start = Form()
        self.start.pair()
        narrow(self.start.choice("classification", "Seri", [(None, "–")]))
        self.start.number("last", "Nomor terakhir", lowest=0, highest=MOST)
        self.start.changed.connect(self._typed)
        return self.start

    # shown
    def show_setup(self, setup: Setup) -> None:
        super().show_setup(setup)
        code = self.line.code if self.line else ""
        self.line = None
        lines = rule_lines(setup)
        self.list.set_rows(lines)
        if not self.list.select(code):
            self.list.select("")
        self._choose(self.list.current() or lines[0])
        self._show_series(setup)

    def renew(self, setup: Setup) -> None:
        super().renew(setup)
        self._show_series(setup)

    def _show_series(self, setup: Setup) -> None:
        self.year.set(f"Seri tahun {setup.today.year}")
        every = series_names(setup)
        words = []
        for code, title in every:
            last = setup.last(code)
            words.append((title, f"nomor terakhir {last}, berikutnya {last + 1}" if last else "belum ada nomor"))
        self.series.set_facts(words)
        combo: Any = self.start.control("classification")
        chosen = combo.currentData()
        self.start.blockSignals(True)
        combo.clear()
        for code, title in every:
            if not setup.last(code):
                combo.addItem(title, code)
        if not combo.count():
            combo.addItem("semua seri sudah berjalan", None)
        combo.setCurrentIndex(max(combo.findData(chosen), 0))
        if not self.start.is_dirty() or chosen != combo.currentData():
            self.start.set_values({"last": 0})
        self.start.mark_clean()
        self.start.blockSignals(False)
        self._typed()

    def _choose(self, line: RuleLine | None) -> None:
        """The rule with the cursor; a half typed one stays until it is stored or taken back."""
        if line is None or (self.line is not None and line.code == self.line.code and self.form.is_dirty()):
            return
        if self.line is not None and self.form.is_dirty():
            self.page.desk.say("Simpan atau urungkan dulu pola yang sedang diketik.", "info")
            self.list.select(self.line.code)
            return
        self.line = line
        self.form.blockSignals(True)
        self.form.set_values({"pattern": line.pattern if line.own else "", "digits": line.digits})
        self.form.blockSignals(False)
        self.pattern.setPlaceholderText(line.pattern)
        self._typed()

    # typed
    def is_dirty(self) -> bool:
        return self.form.is_dirty() or bool(self.start.values()["last"])

    def typed(self) -> Any:
        return self.line.code if self.line else "", self.form.values(), self.start.values()

    def resume(self, typed: Any) -> None:
        code, values, start = typed
        self.list.select(code)
        for form, given in ((self.form, values), (self.start, start)):
            for name, value in given.items():
                form._fields[name].put(value)

    def _insert(self, text: str) -> None:
        self.pattern.insert(text)
        self.pattern.setFocus(Qt.FocusReason.OtherFocusReason)

    def _typed(self) -> None:
        setup, line = self.setup, self.line
        if setup is None or line is None:
            return
        problem = self._problem()
        self.form.set_error("pattern", problem)
        now = self.form.values()
        pattern = now["pattern"] or self._inherited(setup, line)
        self.shown.setText("" if problem else example(setup, pattern, now["digits"], line.classification))
        self.heading.setText(line.title)
        if problem:
            said = ""
        elif now["pattern"]:
            said = "Contoh nomor berikutnya. Nomor yang sudah terbit tidak berubah."
        elif line.code:
            said = "Kosong: mengikuti pola semua surat. Beginilah nomor berikutnya."
        else:
            said = "Kosong: mengikuti pola bawaan. Beginilah nomor berikutnya."
        self.explained.setText(said)
        for part in (self.shown, self.explained):
            part.setVisible(not problem)
        given = self.start.values()
        self.begin.setEnabled(bool(given["last"]) and given["classification"] is not None)
        self.changed.emit()

    def _inherited(self, setup: Setup, line: RuleLine) -> str:
        every = setup.rules.get("")
        kind = next((kind for kind in setup.kinds if kind.code == line.code), None)
        if line.code and every is not None:
            return every.pattern
        return kind.numbering if kind else NUMBERING

    def _problem(self) -> str:
        now, setup, line = self.form.values(), self.setup, self.line
        if not now["pattern"] or setup is None or line is None:
            return ""
        try:
            unit = setup.office.unit or "-"
            check_pattern(now["pattern"], digits=now["digits"], unit=unit, for_all=not line.code)
        except Refused as refusal:
            return refusal.sentence
        return ""

    def why_not(self) -> str:
        if not self.form.is_dirty() and self.is_dirty():
            return "Tekan Mulai sesudah nomor itu untuk seri yang Anda isi."
        return super().why_not() or self.form.errors().get("pattern", "")

    # stored
    def save(self) -> None:
        setup, line, now = self.setup, self.line, self.form.values()
        if setup is not None and line is not None:
            self.page.run(
                SaveNumberRule(office_id=setup.office.id, code=line.code, pattern=now["pattern"], digits=now["digits"]),
                self,
            )

    def begin_series(self) -> None:
        """Ask once: afterwards the series only goes on."""
        setup, given = self.setup, self.start.values()
        if setup is None or given["classification"] is None or not given["last"]:
            return
        code, last = given["classification"], given["last"]
        command = BeginSeries(office_id=setup.office.id, classification=code, year=setup.today.year, last=last)
        facts = [
            ("Kantor", setup.office.name),
            ("Seri", f"{dict(series_names(setup))[code]}, tahun {setup.today.year}"),
            ("Nomor Padan yang pertama", str(last + 1)),
        ]
        note = "Tidak dapat diubah lagi: nomor yang dilewati akan menjadi lubang di buku agenda."
        self.page.confirm(
            f"Mulai sesudah nomor {last}?", facts, "Mulai", lambda: self.page.run(command, self), note=note
        )


def series_names(setup: Setup) -> Sequence[tuple[str, str]]:
    """(code, title) of every series an office may have: its letters', those begun already, and its other books."""
    codes = dict.fromkeys(kind.classification for kind in setup.kinds if kind.head.numbered)
    codes |= dict.fromkeys(row.classification for row in setup.series)
    titles: dict[str, str] = {}
    for code in codes:
        if code not in BOOKS:
            titles[code] = f"Surat keluar {code}"
    return tuple((titles | {INCOMING: BOOKS[INCOMING], EXPEDITION: BOOKS[EXPEDITION]}).items())


def _whose(line: RuleLine) -> str:
    if line.own:
        return "pola kantor"
    return "ikut semua" if line.code else "pola bawaan"
