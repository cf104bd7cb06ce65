"""Kertas dan kop: paper, type, white edges and emblem of an office, beside a real page of its letters."""

import hashlib
import json
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton

from desktop.operations.save_style import SaveLetterStyle
from desktop.sop.letters import Edges, LetterStyle, read_style, write_style
from desktop.sop.refusals import Refused
from desktop.ui.screens.letter_setup_emblem import EmblemWell
from desktop.ui.screens.letter_setup_reading import Setup
from desktop.ui.screens.letter_setup_tab import Tab
from desktop.ui.screens.template_editor_preview import LivePreview
from desktop.ui.screens.template_editor_trial import Trial, TrialWish
from desktop.ui.widgets import Caption, Card, Form, plain
from desktop.ui.widgets.form import Wheelless
from desktop.ui.widgets.scroll import scrolled

if TYPE_CHECKING:
    from desktop.ui.screens.letter_setup import LetterSetup

LIKE = "Seperti templat"
PAPERS = [("", LIKE), ("a4", "A4 (210 × 297 mm)"), ("f4", "F4 (215 × 330 mm)"), ("folio", "Folio (216 × 330 mm)")]
FONTS = [("", LIKE), ("sans", "Serupa Arial"), ("serif", "Serupa Times New Roman")]
SIZES = [(0.0, LIKE)] + [(half / 2, f"{half / 2:g} poin".replace(".", ",")) for half in range(16, 29)]
EDGES = (("top", "Atas"), ("right", "Kanan"), ("bottom", "Bawah"), ("left", "Kiri"))
USUAL = {"top": 15, "right": 20, "bottom": 15, "left": 25}


def narrow(combo: QComboBox) -> None:
    """A choice that never makes its form wider than the room it has."""
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(6)


class StyleForm(Form):
    """A ``LetterStyle`` in words; what is left as *Seperti templat* stays empty."""

    def __init__(self) -> None:
        super().__init__()
        self.pair()
        for name, label, options in (("paper", "Kertas", PAPERS), ("font", "Huruf", FONTS)):
            narrow(self.choice(name, label, options))
        self.pair()
        narrow(self.choice("font_size", "Besar huruf isi", SIZES))
        self.choice("edges", "Tepi kertas", [(False, LIKE), (True, "Ukuran sendiri")])
        self.pair(4)
        for name, label in EDGES:
            self.number(name, f"{label} (mm)", lowest=0, highest=150)
        self.changed.connect(self._reach)
        self.show_style(LetterStyle())

    def show_style(self, style: LetterStyle) -> None:
        """As stored."""
        edges = {name: round(getattr(style.margins, name)) for name, _ in EDGES} if style.margins else USUAL
        self.set_values(
            {"paper": style.paper, "font": style.font, "font_size": style.font_size, "edges": bool(style.margins)}
            | edges
        )
        self._reach()

    def style_typed(self) -> LetterStyle:
        """As typed."""
        now = self.values()
        edges = Edges(**{name: float(now[name]) for name, _ in EDGES}) if now["edges"] else None
        return LetterStyle(paper=now["paper"], font=now["font"], font_size=now["font_size"], margins=edges)

    def _reach(self) -> None:
        own = self.values()["edges"]
        for name, _ in EDGES:
            self.control(name).setEnabled(own)


class StyleTab(Tab):
    """Every change is drawn at once; stored with *Simpan*."""

    code, label = "kertas", "Kertas dan kop"

    def __init__(self, screen: "LetterSetup") -> None:
        super().__init__(screen)
        self._stored = LetterStyle()
        card = Card()
        card.box.setContentsMargins(1, 1, 1, 1)
        scroll, box = scrolled("Kertas dan kop")
        box.setSpacing(10)
        self.form, self.well = StyleForm(), EmblemWell(screen.desk)
        self.form.changed.connect(self._typed)
        self.well.changed.connect(self._typed)
        self.head = plain(part="muted", wrap=True)
        link = QPushButton("Ubah nama dan alamat kop")
        link.setProperty("kind", "link")
        link.clicked.connect(self._to_office)
        self.said = plain(part="error", wrap=True)
        self.said.hide()
        box.addWidget(Caption("Kertas dan huruf"))
        box.addWidget(self.form)
        box.addWidget(self.said)
        box.addWidget(Caption("Lambang di kop"))
        box.addWidget(self.well)
        box.addWidget(Caption("Baris kop"))
        box.addWidget(self.head)
        box.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        box.addStretch(1)
        card.add(scroll, 1)
        self.row.addWidget(card, 50)
        self.row.addWidget(self._preview_card(), 50)

    def _preview_card(self) -> Card:
        card = Card()
        card.box.setContentsMargins(12, 10, 12, 8)
        self.letter = QComboBox()
        self.letter.setAccessibleName("Surat yang ditampilkan")
        self.letter.view().setAccessibleName("Surat yang ditampilkan")
        self.letter.installEventFilter(Wheelless(self))
        self.letter.currentIndexChanged.connect(lambda _at: self.draw(now=True))
        self.preview = LivePreview(self.page.desk)
        self.preview.veil.words = "halaman terakhir yang dapat dicetak"
        self.preview.tried.connect(self._tried)
        row = QHBoxLayout()
        row.addWidget(self.letter, 1)
        card.add(row)
        card.add(self.preview, 1)
        return card

    # shown and typed
    def show_setup(self, setup: Setup) -> None:
        other = self.setup is None or self.setup.office.id != setup.office.id
        super().show_setup(setup)
        try:
            self._stored = read_style(setup.office.letter_style)
        except Refused as refusal:
            self._stored = LetterStyle()
            self.page.desk.say(refusal.sentence, "warn")
        self.form.blockSignals(True)
        self.form.show_style(self._stored)
        self.form.blockSignals(False)
        self.well.show_data(setup.emblem)
        lines = [line for line in setup.samples[0].facts["letterhead"]["lines"] if line]
        self.head.setText("\n".join(lines))
        if other:
            self._letters(setup)
        self.draw(now=True)

    def _letters(self, setup: Setup) -> None:
        self.letter.blockSignals(True)
        self.letter.clear()
        for one in setup.samples:
            self.letter.addItem(one.title if setup.kinds else f"Contoh: {one.title}", one.code)
        self.letter.blockSignals(False)
        self.preview.clear()

    def is_dirty(self) -> bool:
        return self.setup is not None and (
            self.form.style_typed() != self._as_shown() or self.well.data() != self.setup.emblem
        )

    def _as_shown(self) -> LetterStyle:
        """What the form says when nothing was typed (edges are whole millimetres here)."""
        edges = self._stored.margins
        if edges is None:
            return self._stored
        whole = Edges(**{name: float(round(getattr(edges, name))) for name, _ in EDGES})
        return LetterStyle(self._stored.paper, self._stored.font, self._stored.font_size, whole)

    def typed(self) -> Any:
        return self.form.values(), self.well.data()

    def resume(self, typed: Any) -> None:
        values, emblem = typed
        self.form.set_values(values)
        self.well.show_data(emblem)
        self._typed()

    def _typed(self) -> None:
        self.draw()
        self.changed.emit()

    def draw(self, now: bool = False) -> None:
        """The letter as it would be printed with what is chosen here."""
        setup = self.setup
        sample = next((one for one in setup.samples if one.code == self.letter.currentData()), None) if setup else None
        if setup is None or sample is None:
            return
        emblem = self.well.data()
        sha256 = hashlib.sha256(emblem).hexdigest() if emblem else None
        facts = dict(sample.facts) | {"style": json.loads(write_style(self.form.style_typed()))}
        facts["letterhead"] = dict(facts["letterhead"]) | {"emblem": sha256}
        known = {sha256: emblem} if sha256 and emblem else {}
        self.preview.ask(TrialWish(sample.code, sample.toml, facts, known), now)

    def _tried(self, trial: Trial) -> None:
        said = trial.problem.sentence if trial.problem else ""
        said = said.removeprefix("Tata letak surat kantor: ").removesuffix(" Ubah di Tata surat.")
        self.said.setText(said[:1].upper() + said[1:])
        self.said.setVisible(bool(said))
        self.changed.emit()

    def why_not(self) -> str:
        return super().why_not() or self.said.text()

    # stored
    def save(self) -> None:
        setup = self.setup
        if setup is None:
            return
        keep = self.well.data() == setup.emblem
        command = SaveLetterStyle(
            office_id=setup.office.id,
            version=setup.office.version,
            style=self.form.style_typed(),
            emblem=None if keep else self.well.data(),
            keep_emblem=keep,
        )
        self.page.run(command, self)

    def _to_office(self) -> None:
        if self.setup is not None:
            self.page.desk.go("kantor", self.setup.office.id)

    def leave(self) -> None:
        self.preview.leave()
