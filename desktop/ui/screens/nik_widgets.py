"""The two cards of the NIK desk: the search with its comparison, and the decision with the NIK field."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from db.queries.cases import CaseRow
from desktop.sop.births import say_birth
from desktop.ui.format import NOTHING, masked_nik
from desktop.ui.screens.nik_search import LIKENESS, TONES, Found, SearchResult
from desktop.ui.theme import restyle
from desktop.ui.widgets import Card, Column, Compare, EmptyState, Muted, WorkList, hairline, plain, set_tone

NOBODY = "Tidak ada yang mirip di register. Cari juga dengan sebutan atau ejaan lain sebelum menerbitkan NIK."
NAMELESS = "Orang ini tanpa nama dan sebutan. Cari dengan kata lain: nama yang pernah dipakai, atau NIK."
WAIT = "Mencari di register…"
LONGEST = 100


def _same(ours: str, theirs: str) -> str:
    return "ok" if ours.casefold().strip() == theirs.casefold().strip() else "bad"


def _born(one: Found) -> str:
    return say_birth(one.hit.birth_date, estimated=one.hit.birth_estimated) if one.hit.birth_date else NOTHING


def _likeness(one: Found) -> str:
    return f"{one.score.total:.0f} · {one.score.verdict}"


class SearchCard(Card):
    """Candidates with scores, and ours beside the one under the cursor."""

    asked = Signal(str)
    looked_at = Signal(object)  # Found or None
    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.box.setContentsMargins(1, 10, 1, 10)
        self.words = QLineEdit()
        self.words.setPlaceholderText("Cari dengan kata lain: nama, sebutan, atau NIK")
        self.words.setAccessibleName("Cari di register penduduk")
        self.words.setMaxLength(LONGEST)
        self.again = QPushButton("Cari")
        self.again.setAccessibleName("Cari di register")
        self.again.setAutoDefault(False)
        self.said = Muted(WAIT)
        self.list = WorkList(
            "Calon yang mirip",
            (
                Column("Di register", lambda one: one.label, stretch=1, tip=lambda one: one.label),
                Column("Lahir", _born, width=98),
                Column("Kecocokan", _likeness, width=158, kind="chip", tone=lambda one: TONES[one.score.verdict]),
            ),
            key=lambda one: one.id,
        )
        self.list.setSelectionMode(self.list.SelectionMode.SingleSelection)
        self.empty = EmptyState(WAIT, icon="scan-search")
        self.pages = QStackedWidget()
        self.pages.addWidget(self.list)
        self.pages.addWidget(self.empty)
        self.compare = Compare()
        self._lay_out()
        self.again.clicked.connect(lambda: self.asked.emit(self.words.text()))
        self.words.returnPressed.connect(lambda: self.asked.emit(self.words.text()))
        self.list.current_changed.connect(self.looked_at)
        self.list.opened.connect(self.chosen)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(13, 0, 13, 0)
        row.setSpacing(8)
        row.addWidget(self.words, 1)
        row.addWidget(self.again)
        self.box.addLayout(row)
        told = QHBoxLayout()
        told.setContentsMargins(14, 0, 13, 0)
        told.addWidget(self.said)
        self.box.addLayout(told)
        self.box.addWidget(self.pages, 5)
        self.line = hairline()
        self.box.addWidget(self.line)
        inside = QWidget()
        inside.setObjectName("inside")
        inner = QVBoxLayout(inside)
        inner.setContentsMargins(14, 6, 14, 6)
        inner.addWidget(self.compare)
        inner.addStretch(1)
        self.area = QScrollArea()
        self.area.setAccessibleName("Perbandingan berdampingan")
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidget(inside)
        self.box.addWidget(self.area, 6)

    def wait(self) -> None:
        """The search is under way: nothing of another person is shown."""
        self.said.setText(WAIT)
        self.list.set_rows(())
        self.empty.set(WAIT)
        self.pages.setCurrentWidget(self.empty)
        self._show_scroll(False)

    def show_result(self, result: SearchResult, name: str) -> None:
        """The candidates of one search."""
        self.list.set_rows(result.found)
        after = f"“{result.words}”" if result.words else name
        if result.found:
            self.said.setText(f"{len(result.found)} calon dari register untuk {after}, yang paling mirip di atas.")
        else:
            self.said.setText(f"Tidak ada yang cocok dengan {after}.")
            self.empty.set(NAMELESS if result.nameless and not result.words else NOBODY)
        self.pages.setCurrentWidget(self.list if result.found else self.empty)
        self._show_scroll(bool(result.found))

    def show_pair(self, row: CaseRow, found: Found | None) -> None:
        """Ours and theirs, field by field; differences are said in words."""
        if found is None:
            self._show_scroll(False)
            return
        hit = found.hit
        fields = [(part.label, part.ours, part.theirs, LIKENESS[part.likeness]) for part in found.score.parts]
        place = "plain" if not (row.birth_place and hit.birth_place) else _same(row.birth_place, hit.birth_place)
        fields += [
            ("Tempat lahir", row.birth_place, hit.birth_place, place),
            ("Alamat", row.address or row.found_place, hit.address, "plain"),
            ("NIK", masked_nik(row.nik), masked_nik(hit.nik), "plain"),
        ]
        if hit.gone:
            fields.append(("Keadaan", NOTHING, hit.gone, "bad"))
        if hit.participant_number:
            fields.append(("Peserta JKN", NOTHING, masked_nik(hit.participant_number), "plain"))
        self.compare.set_sides("WBS ini", "Di register", fields)
        self._show_scroll(True)

    def _show_scroll(self, visible: bool) -> None:
        self.area.setVisible(visible)
        self.line.setVisible(visible)


class DecisionCard(Card):
    """The same person, or nobody is: then the NIK is typed. Closed until the search was shown."""

    changed = Signal()
    touched = Signal()  # the clerk begins to decide

    def __init__(self) -> None:
        super().__init__("Keputusan")
        self.same = QRadioButton()
        self.none = QRadioButton("Tidak ada yang sama: terbitkan NIK   (T)")
        self.none.setAccessibleName("Tidak ada yang sama, terbitkan NIK")
        self.group = QButtonGroup(self)
        for radio in (self.same, self.none):
            radio.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            self.group.addButton(radio)
            self.box.addWidget(radio)
            radio.clicked.connect(self._clicked)
        self.nik = QLineEdit()
        self.nik.setProperty("big", True)
        self.nik.setPlaceholderText("16 angka NIK")
        self.nik.setAccessibleName("NIK yang diterbitkan, 16 angka")
        self.nik.setMaxLength(40)
        self.said = plain("", "small", wrap=True)
        self.said.setMinimumHeight(46)
        self.box.addWidget(self.nik)
        self.box.addWidget(self.said)
        # at once: an answer that arrives between a key and its echo must not put the old digits back
        self.nik.textEdited.connect(lambda _text: self._clicked())

    def decision(self) -> str:
        """``sama``, ``terbit`` or empty."""
        return "sama" if self.same.isChecked() else "terbit" if self.none.isChecked() else ""

    def show_state(self, decision: str, typed: str, candidate: str, open_: bool) -> None:
        """Another person, or another candidate under the cursor; ``candidate`` empty: nobody can be chosen."""
        short = candidate if len(candidate) <= 20 else f"{candidate[:19].rstrip()}…"
        words = f"Orang yang sama: {short}   (S)" if candidate else "Orang yang sama   (S)"
        self.same.setText(words.replace("&", "&&"))
        self.same.setAccessibleName(f"Orang yang sama: {candidate}" if candidate else "Orang yang sama")
        self.same.setToolTip(candidate)
        self.group.setExclusive(False)
        self.same.setChecked(decision == "sama")
        self.none.setChecked(decision == "terbit")
        self.group.setExclusive(True)
        if self.nik.text() != typed:
            self.nik.setText(typed)
        self.same.setEnabled(open_ and bool(candidate))
        self.none.setEnabled(open_)
        self.nik.setEnabled(open_ and decision == "terbit")

    def say(self, sentences: Sequence[str], tone: str) -> None:
        """What the check says, beneath the field."""
        self.said.setText("\n".join(sentences))
        set_tone(self.said, tone)
        restyle(self.nik, bad=tone == "bad" and self.decision() == "terbit" and bool(self.nik.text()))
        self.nik.setAccessibleDescription(self.said.text())

    def _clicked(self) -> None:
        self.changed.emit()
        self.touched.emit()
