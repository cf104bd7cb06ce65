"""First start: a new single office, a shared database, or the practice office; one page, errors beside the fields."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from desktop.ui.shell import first_start
from desktop.ui.shell.answer import Answer, Reply
from desktop.ui.shell.countdown import Refusal
from desktop.ui.shell.first_start import FirstStart
from desktop.ui.shell.signin import Welcome
from desktop.ui.widgets.card import Pressable
from desktop.ui.widgets.form import Form
from desktop.ui.widgets.labels import IconLabel, Muted, Title, plain

CHOICES = (
    ("latihan", "graduation-cap", "Kantor latihan", "Orang dan surat rekaan, enam meja, langsung dapat dicoba."),
    ("baru", "building-2", "Kantor baru di komputer ini", "Satu kantor, data tersimpan di komputer ini."),
    ("gabung", "database", "Gabung ke basis data bersama", "Beberapa kantor memakai satu server. Minta alamatnya."),
)


class Wizard(QWidget):
    """``done(FirstStart, reply)`` makes the office; a refusal is shown and everything typed stays."""

    def __init__(self, done: Callable[[FirstStart, Reply], None]) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._done = done
        self._busy = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(Welcome())
        row.addStretch(1)
        self.pages = QStackedWidget()
        self.pages.setFixedWidth(600)
        self.new_form, self.join_form = _new_form(), _join_form()
        self._refusals: list[Refusal] = []
        self._buttons: list[QPushButton] = []
        self.pages.addWidget(self._choices())
        self.pages.addWidget(self._page("Kantor baru", self.new_form, "Buat kantor", self.submit_new))
        self.pages.addWidget(self._page("Gabung ke basis data bersama", self.join_form, "Gabung", self.submit_join))
        row.addWidget(self.pages)
        row.addStretch(1)

    def _choices(self) -> QWidget:
        page = QWidget()
        box = QVBoxLayout(page)
        box.setSpacing(12)
        box.addStretch(1)
        box.addWidget(Title("Selamat datang"))
        box.addWidget(Muted("Bagaimana Padan dipakai di komputer ini? Pilihan ini dapat ditambah nanti."))
        for code, icon, title, line in CHOICES:
            box.addWidget(self._choice(code, icon, title, line))
        self._refusals.append(Refusal())
        box.addWidget(self._refusals[-1])
        box.addStretch(2)
        return page

    def _choice(self, code: str, icon: str, title: str, line: str) -> QFrame:
        card = Pressable(lambda: self.choose(code), title)
        card.setObjectName("card")
        card.setAccessibleDescription(line)
        row = QHBoxLayout(card)
        row.setContentsMargins(18, 14, 18, 14)
        row.setSpacing(16)
        row.addWidget(IconLabel(icon, "accent", 26))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(plain(title, "panel-title"))
        words.addWidget(Muted(line))
        row.addLayout(words, 1)
        row.addWidget(IconLabel("chevron-right", "muted", 18))
        return card

    def _page(self, title: str, form: Form, label: str, submit: Callable[[], None]) -> QWidget:
        page, scroll, inside = QWidget(), QScrollArea(), QWidget()
        outer = QVBoxLayout(page)
        outer.setContentsMargins(0, 28, 0, 24)
        outer.setSpacing(12)
        outer.addStretch(1)
        outer.addWidget(Title(title))
        inside.setObjectName("inside")
        box = QVBoxLayout(inside)
        box.setContentsMargins(0, 0, 14, 0)
        box.addWidget(form)
        box.addStretch(1)
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setAccessibleName(title)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        wanted = form.sizeHint().height() + 60
        scroll.setMinimumHeight(min(wanted, 400))
        scroll.setMaximumHeight(wanted)
        outer.addWidget(scroll, 2 if wanted < 400 else 1000)
        self._refusals.append(Refusal())
        outer.addWidget(self._refusals[-1])
        row = QHBoxLayout()
        back, go = QPushButton("Kembali"), QPushButton(label)
        back.clicked.connect(lambda: self.pages.setCurrentIndex(0))
        go.setProperty("kind", "primary")
        go.clicked.connect(submit)
        self._buttons.append(go)
        row.addWidget(back)
        row.addStretch(1)
        row.addWidget(go)
        row.setContentsMargins(0, 0, 14, 0)
        outer.addLayout(row)
        outer.addStretch(1)
        return page

    def choose(self, code: str) -> None:
        """Take one of the three ways."""
        if code == "latihan":
            self._send(FirstStart("latihan"))
        else:
            self.pages.setCurrentIndex(1 if code == "baru" else 2)
            (self.new_form if code == "baru" else self.join_form).control(
                "office_name" if code == "baru" else "host"
            ).setFocus()

    def submit_new(self) -> None:
        """Check and make the new office."""
        values = self.new_form.values()
        if self.new_form.set_errors(first_start.problems_of_new(values)):
            self._send(first_start.new_office(values))

    def submit_join(self) -> None:
        """Check and join."""
        values = self.join_form.values()
        if self.join_form.set_errors(first_start.problems_of_joining(values)):
            self._send(first_start.joined(values))

    def _send(self, choice: FirstStart) -> None:
        if self._busy:
            return
        self._busy = True
        for button in self._buttons:
            button.setEnabled(False)
        for refusal in self._refusals:
            refusal.clear()
        self._done(choice, self._answered)

    def _answered(self, answer: Answer) -> None:
        self._busy = False
        for button in self._buttons:
            button.setEnabled(True)
        if not answer.ok:
            self._refusals[self.pages.currentIndex()].say(answer)


def _new_form() -> Form:
    form = Form()
    form.text("office_name", "Nama kantor", required=True, hint="Misalnya: Panti Sosial Bina Insan Bangun Daya 1")
    form.pair()
    form.choice("office_kind", "Jenis kantor", first_start.KINDS, required=True, empty="Pilih…")
    form.text("region", "Kota atau kabupaten", required=True, longest=100)
    form.add_widget(Muted("Pengelola: orang pertama yang dapat masuk dan menambah petugas lain."))
    form.pair()
    form.text("name", "Nama lengkap", required=True, longest=120)
    form.text("position", "Jabatan", required=True, longest=120)
    form.pair()
    form.text("nip", "NIP", hint="18 angka, boleh kosong", longest=24)
    form.text("username", "Nama pengguna", required=True, hint="Huruf kecil tanpa spasi", longest=32)
    form.pair()
    form.text("password", "Kata sandi", required=True, hint="Sedikitnya 8 huruf", longest=200, secret=True)
    form.text(
        "again", "Ulangi kata sandi", required=True, hint="Tidak dapat dilihat siapa pun", longest=200, secret=True
    )
    return form


def _join_form() -> Form:
    form = Form()
    form.text("host", "Server", required=True, hint="Beberapa server cadangan dipisah koma", longest=253)
    form.pair()
    form.number("port", "Porta", lowest=1, highest=65535, hint="Biasanya 5432").setValue(5432)
    form.text("database", "Basis data", required=True, hint="Misalnya: padan", longest=63)
    form.pair()
    form.text("username", "Nama pengguna", required=True, longest=63)
    form.text("password", "Kata sandi", required=True, longest=200, secret=True)
    return form
