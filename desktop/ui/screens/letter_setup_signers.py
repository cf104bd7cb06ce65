"""Penanda tangan: who signs for an office, in which capacity, since when and until when."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from db.queries.signers import SignerRow
from desktop.operations.manage_signers import SaveSigner
from desktop.operations.signers import ACTING
from desktop.ui.format import short_day
from desktop.ui.screens.letter_setup_reading import Setup
from desktop.ui.screens.letter_setup_style import narrow
from desktop.ui.screens.letter_setup_tab import Tab
from desktop.ui.widgets import Card, Column, Form, ListCard, Muted, plain
from desktop.ui.widgets.scroll import scrolled

if TYPE_CHECKING:
    from desktop.ui.screens.letter_setup import LetterSetup

CHIPS = {"definitif": "definitif", "plh": "Plh.", "plt": "Plt.", "an": "a.n."}
CAPACITIES = [
    ("plh", "Plh. (pelaksana harian)"),
    ("plt", "Plt. (pelaksana tugas)"),
    ("an", "a.n. (atas nama)"),
    ("definitif", "Definitif"),
]
HEAD = 0
HEAD_NOTE = (
    "Kepala kantor menandatangani bila tidak ada Plh. atau Plt. yang berlaku hari itu. "
    "Nama, pangkat, dan NIP-nya diubah di layar Kantor dan libur."
)


@dataclass(frozen=True, slots=True)
class SignerLine:
    """One who may sign; ``row`` is ``None`` for the head, who is kept with the office."""

    id: int
    name: str
    position: str
    capacity: str
    dates: str
    state: str
    tone: str
    row: SignerRow | None = None


def signer_lines(setup: Setup) -> tuple[SignerLine, ...]:
    """Those in force today first, then those to come, then the ended ones; the head stands at the top."""
    lines = [_line(row, setup.today) for row in setup.signers]
    order = {"ok": 0, "info": 1, "plain": 2}
    lines.sort(key=lambda line: (order[line.tone], line.capacity not in ACTING))
    acting = next((line for line in lines if line.tone == "ok" and line.capacity in ACTING), None)
    office = setup.office
    state, tone = (f"diganti {CHIPS[acting.capacity]}", "warn") if acting else ("berlaku", "ok")
    if not office.head_name:
        state, tone = "belum diisi", "bad"
    name = office.head_name or "Kepala kantor belum diisi"
    return (SignerLine(HEAD, name, office.head_position, "definitif", "tetap", state, tone), *lines)


def _line(row: SignerRow, today: date) -> SignerLine:
    begin, end = row.valid_from, row.valid_to
    state, tone = "berlaku", "ok"
    if not row.active:
        state, tone = "nonaktif", "plain"
    elif end is not None and end < today:
        state, tone = "berakhir", "plain"
    elif begin > today:
        state, tone = "belum mulai", "info"
    years = {day.year for day in (begin, end) if day}
    year = "" if years == {today.year} else f" {(end or begin).year}"
    dates = f"{short_day(begin)} – {short_day(end)}{year}" if end else f"sejak {short_day(begin)}{year}"
    return SignerLine(row.id, row.name, row.position, row.capacity, dates, state, tone, row)


class SignerForm(Form):
    """Values by the names of ``SaveSigner``."""

    def __init__(self) -> None:
        super().__init__()
        self.pair()
        self.choice("capacity", "Kedudukan", CAPACITIES)
        narrow(self.choice("staff_id", "Petugas Padan", [], empty="tidak"))
        self.text("position", "Jabatan", required=True, hint="Tanpa Plh. atau Plt.; Padan yang menambahkannya.")
        self.text("on_behalf", "Atas nama", hint="Hanya untuk a.n., misalnya Kepala Dinas Sosial")
        self.text("name", "Nama dan gelar", required=True)
        self.pair()
        self.text("rank", "Pangkat")
        self.text("nip", "NIP", longest=30)
        self.text("basis", "Dasar penunjukan", hint="Nomor surat perintah; wajib untuk Plh. dan Plt.")
        self.pair()
        self.date("valid_from", "Mulai", required=True)
        self.date("valid_to", "Sampai dengan", hint="Kosong: seterusnya")
        self.check("active", "Masih dapat dipilih")
        self.changed.connect(self._reach)

    def _reach(self) -> None:
        self.control("on_behalf").setEnabled(self.values()["capacity"] == "an")

    def missing(self) -> dict[str, str]:
        """Sentences by field; empty when it can be sent. What else is wrong says the office."""
        now = self.values()
        found = {
            "name": "Isi nama penanda tangan seperti di bawah surat.",
            "position": "Isi jabatan yang dipegang atau digantikan.",
            "valid_from": "Isi tanggal mulai.",
        }
        if now["capacity"] == "an":
            found["on_behalf"] = "Isi atas nama siapa ia menandatangani."
        if now["capacity"] in ACTING:
            found["basis"] = "Isi nomor surat perintah penunjukannya."
            found["valid_to"] = "Isi tanggal berakhirnya."
        return {name: sentence for name, sentence in found.items() if not now[name]}


class SignersTab(Tab):
    """The signer with the cursor is typed at the right; *Penanda tangan baru* empties the form."""

    code, label = "penanda_tangan", "Penanda tangan"

    def __init__(self, screen: "LetterSetup") -> None:
        super().__init__(screen)
        self.line: SignerLine | None = None
        self.wanted: int | None = None
        self.before: int | None = None  # who was shown when the new signer was begun
        self.list = ListCard(
            "Penanda tangan",
            key=lambda one: one.id,
            columns=(
                Column(
                    "Nama",
                    lambda one: one.name,
                    stretch=1,
                    kind="strong",
                    tip=lambda one: f"{one.name}, {one.position}",
                ),
                Column("Kedudukan", lambda one: CHIPS[one.capacity], width=82, kind="chip", tone=lambda _one: "accent"),
                Column("Berlaku", lambda one: one.dates, width=126, kind="muted"),
                Column("Hari ini", lambda one: one.state, width=94, kind="chip", tone=lambda one: one.tone),
            ),
            filter_hint="Saring nama",
            unit="orang",
        )
        self.list.current_changed.connect(self._choose)
        card = Card()
        card.box.setContentsMargins(1, 1, 1, 1)
        scroll, box = scrolled("Data penanda tangan")
        self.heading = plain(part="panel-title", wrap=True)
        self.form = SignerForm()
        self.form.changed.connect(self._typed)
        combo: Any = self.form.control("staff_id")
        combo.currentIndexChanged.connect(self._officer)
        self.head = self._head_page()
        box.addWidget(self.heading)
        box.addWidget(self.form)
        box.addWidget(self.head)
        box.addStretch(1)
        card.add(scroll, 1)
        self.row.addWidget(self.list, 56)
        self.row.addWidget(card, 44)

    def _head_page(self) -> QWidget:
        page = QWidget()
        box = QVBoxLayout(page)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(Muted(HEAD_NOTE))
        link = QPushButton("Ubah kepala kantor")
        link.setProperty("kind", "link")
        link.clicked.connect(self._to_office)
        box.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        box.addStretch(1)
        return page

    # shown
    def _to_office(self) -> None:
        if self.setup is not None:
            self.page.desk.go("kantor", self.setup.office.id)

    def show_setup(self, setup: Setup) -> None:
        super().show_setup(setup)
        key = self.wanted if self.wanted is not None else self.line.id if self.line else HEAD
        self.wanted, self.line = None, None
        self._officers(setup)
        self.form.mark_clean()
        lines = signer_lines(setup)
        self.list.set_rows(lines)
        if not self.list.select(key):
            self.list.select(HEAD)
        self._choose(self.list.current() or lines[0])

    def _officers(self, setup: Setup) -> None:
        combo: Any = self.form.control("staff_id")
        combo.blockSignals(True)
        while combo.count() > 1:
            combo.removeItem(1)
        for row in setup.staff:
            combo.addItem(row.name, row.id)
        combo.blockSignals(False)

    def _choose(self, line: SignerLine | None) -> None:
        if line is None or (self.line is not None and self.line.id == line.id):
            return
        if self.form.is_dirty():
            self.page.desk.say("Simpan atau urungkan dulu penanda tangan yang sedang diketik.", "info")
            if self.line is not None:
                self.list.select(self.line.id)
            return
        self._put(line)

    def _put(self, line: SignerLine) -> None:
        self.line = line
        self.heading.setText(line.name)
        self._turn(line.row is None)
        self.form.clear_errors()
        if line.row is not None:
            self.form.blockSignals(True)
            self.form.set_values({name: getattr(line.row, name) for name in self.form.values()})
            self.form.mark_clean()
            self.form.blockSignals(False)
            self.form._reach()
        self._typed()

    def _turn(self, head: bool) -> None:
        """The head is kept with the office: nothing to type here."""
        self.head.setVisible(head)
        self.form.setVisible(not head)

    def new(self) -> None:
        """An empty form: a Plh. from today on."""
        if self.form.is_dirty():
            self.page.desk.say("Simpan atau urungkan dulu penanda tangan yang sedang diketik.", "info")
            return
        self.before = self.line.id if self.line else self.before
        self.line = None
        self._turn(False)
        self.form.reset()
        office = self.setup.office if self.setup else None
        today = self.setup.today if self.setup else None
        self.form.set_values({"capacity": "plh", "position": office.head_position if office else "", "active": True})
        self.form.set_values({"valid_from": today})
        self.heading.setText("Penanda tangan baru")
        self.form.control("name").setFocus(Qt.FocusReason.OtherFocusReason)
        self._typed()

    def adding(self) -> bool:
        """Is a new signer begun, typed already or not."""
        return self.setup is not None and self.line is None

    def drop_new(self) -> None:
        """The new signer is not wanted after all: the one before is shown again."""
        if self.adding() and self.setup is not None:
            self.wanted = self.before
            self.page.message_bar.hide()
            self.show_setup(self.setup)

    # typed
    def is_dirty(self) -> bool:
        return self.form.is_dirty()

    def why_not(self) -> str:
        return "" if self.adding() else super().why_not()

    def typed(self) -> Any:
        return self.line.id if self.line else None, self.form.values()

    def resume(self, typed: Any) -> None:
        key, values = typed
        if key is None or not self.list.select(key):
            self.new()
        for name, value in values.items():
            self.form._fields[name].put(value)

    def _officer(self, _at: int) -> None:
        """A staff member's name and NIP, where nothing is typed yet."""
        combo: Any = self.form.control("staff_id")
        row = next((one for one in self.setup.staff if one.id == combo.currentData()), None) if self.setup else None
        if row is not None:
            for name, value in (("name", row.name), ("nip", row.nip)):
                if not self.form.values()[name]:
                    self.form._fields[name].put(value)

    def _typed(self) -> None:
        self.changed.emit()

    # stored
    def save(self) -> None:
        if self.setup is None:
            return
        missing = self.form.missing()
        if not self.form.set_errors(missing):
            if self.adding():
                first = next(iter(missing.values()))
                words = f"Penanda tangan baru belum lengkap. {first} Atau batalkan bila tidak jadi ditambah."
                self.page.desk.say(words, "warn", [("Tidak jadi ditambah", self.drop_new)])
            return
        row, now = (self.line.row if self.line else None), self.form.values()
        command = SaveSigner(
            office_id=self.setup.office.id,
            signer_id=row.id if row else None,
            version=row.version if row else 0,
            **now | {"on_behalf": now["on_behalf"] if now["capacity"] == "an" else ""},
        )

        def stored(outcome: Any) -> None:
            self.wanted = outcome.data.get("signer")

        self.page.run(command, self, stored)

    def renew(self, setup: Setup) -> None:
        """The stored row beneath the typed one: a second try is made against its newest version."""
        super().renew(setup)
        line = next((one for one in signer_lines(setup) if self.line is not None and one.id == self.line.id), None)
        if line is not None:
            self.line = line
