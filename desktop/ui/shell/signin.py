"""The sign-in page: name and password, a sentence when it fails, the people of the practice office to click."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop.ui.shell.answer import Answer, Reply
from desktop.ui.shell.countdown import Refusal
from desktop.ui.widgets.card import Pressable
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.form import Form
from desktop.ui.widgets.labels import Elided, Muted, Title, plain

Check = Callable[..., None]
CODE_HINT = "6 angka di aplikasi autentikator, atau satu kode pemulihan."
MISSING = {"username": "Tulis nama pengguna Anda.", "password": "Tulis kata sandi Anda."}


@dataclass(frozen=True, slots=True)
class PracticePerson:
    """One invented clerk of the practice office."""

    username: str
    name: str
    position: str
    office: str


class Welcome(QFrame):
    """The dark side with the program's name; marks a practice office."""

    def __init__(self, practice: bool = False) -> None:
        super().__init__()
        self.setObjectName("welcome")
        self.setFixedWidth(420)
        box = QVBoxLayout(self)
        box.setContentsMargins(48, 48, 48, 40)
        box.setSpacing(10)
        box.addWidget(plain("Padan", "brand"))
        box.addStretch(1)
        box.addWidget(plain("Dari hasil penjangkauan sampai kartu E-ID JKN-KIS di tangan.", "lead", wrap=True))
        words = "Satu berkas per orang, dari meja ke meja, dengan waktu baku yang terlihat semua pihak."
        box.addWidget(plain(words, wrap=True))
        box.addStretch(2)
        if practice:
            box.addWidget(Chip("KANTOR LATIHAN", "warn"))
            box.addWidget(plain("Semua orang di sini rekaan. Bebas mencoba.", wrap=True))


class SignIn(QWidget):
    """``check(username, password, reply)`` answers later; ``signed_in`` after an ok. Who has an authenticator is asked for
    its code then, and ``check(username, password, reply, code)`` once more. ``forgotten`` where a recovery key helps who
    lost the password."""

    signed_in = Signal(str)

    def __init__(
        self,
        check: Check,
        office: str = "",
        people: Sequence[PracticePerson] = (),
        pick: Callable[[str, Reply], None] | None = None,
        forgotten: Callable[[], None] | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._check, self._pick, self._forgotten = check, pick, forgotten
        self._busy = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(Welcome(bool(people)))
        row.addStretch(1)
        row.addWidget(self._card(office, people), 100, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)

    def _card(self, office: str, people: Sequence[PracticePerson]) -> QFrame:
        card = QFrame()
        card.setObjectName("card")
        card.setMinimumWidth(440)
        card.setMaximumWidth(680 if people else 440)
        box = QVBoxLayout(card)
        box.setContentsMargins(28, 24, 28, 26)
        box.setSpacing(12)
        box.addWidget(Title("Masuk"))
        if office:
            box.addWidget(Muted(office))
        self.news = plain("", "strong", wrap=True)
        self.news.hide()
        box.addWidget(self.news)
        self.form = Form()
        self.user = self.form.text("username", "Nama pengguna", longest=64)
        self.password = self.form.text("password", "Kata sandi", longest=200, secret=True)
        self.code = self.form.text("code", "Kode autentikator", hint=CODE_HINT, longest=30)
        self._code_holder = self.code.parentWidget()
        self._show_code(False)
        self.code.returnPressed.connect(self.submit)
        self.user.returnPressed.connect(self.password.setFocus)
        self.password.returnPressed.connect(self.submit)
        box.addWidget(self.form)
        self.refusal = Refusal()
        self.refusal.over.connect(self._ready)
        box.addWidget(self.refusal)
        self.button = QPushButton("Masuk   Enter")
        self.button.setAccessibleName("Masuk")
        self.button.setProperty("kind", "primary")
        self.button.clicked.connect(self.submit)
        box.addWidget(self.button)
        if self._forgotten is not None:
            self.lost = QPushButton("Lupa kata sandi?")
            self.lost.setProperty("kind", "link")
            self.lost.clicked.connect(self._forgotten)
            box.addWidget(self.lost, 0, Qt.AlignmentFlag.AlignLeft)
        if people:
            box.addWidget(self._people(people))
        return card

    def _people(self, people: Sequence[PracticePerson]) -> QWidget:
        holder = QWidget()
        box = QVBoxLayout(holder)
        box.setContentsMargins(0, 6, 0, 0)
        box.setSpacing(6)
        box.addWidget(Muted("Atau masuk sebagai salah satu petugas rekaan:"))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setAccessibleName("Petugas kantor latihan")
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        inside.setObjectName("inside")
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setSpacing(6)
        for place, person in enumerate(people):
            grid.addWidget(self._person(person), place // 2, place % 2)
        scroll.setWidget(inside)
        scroll.setMinimumHeight(90)
        scroll.setMaximumHeight(min((len(people) + 1) // 2 * 76, 304))
        box.addWidget(scroll)
        return holder

    def _person(self, person: PracticePerson) -> QWidget:
        card = Pressable(lambda: self.pick(person.username), f"{person.name}, {person.position}, {person.office}")
        card.setObjectName("card")
        box = QVBoxLayout(card)
        box.setContentsMargins(12, 7, 12, 7)
        box.setSpacing(0)
        box.addWidget(plain(person.name, "strong"))
        box.addWidget(Elided(person.office, "muted"))
        box.addWidget(Elided(person.position, "muted"))
        return card

    def welcome_back(self, username: str, sentence: str) -> None:
        """Come here from another page with good news; the name is filled in."""
        self.news.setText(sentence)
        self.news.show()
        self.for_user(username)

    def for_user(self, username: str) -> None:
        """Somebody's name is filled in; the password is typed next."""
        self.user.setText(username)
        self.password.setFocus()

    def submit(self) -> None:
        """Ask the office; nothing happens while an answer is awaited or the account is locked."""
        if self._busy or self.refusal.left():
            return
        values = self.form.values()
        if not self.form.set_errors({name: words for name, words in MISSING.items() if not values[name]}):
            return
        self._wait()
        given = (values["username"], values["password"], lambda answer: self._answered(values["username"], answer))
        self._check(*given, values["code"]) if self._asks_code else self._check(*given)

    def pick(self, username: str) -> None:
        """Sign in as a practice person."""
        if self._pick and not self._busy:
            self._wait()
            self._pick(username, lambda answer: self._answered(username, answer))

    def _wait(self) -> None:
        self._busy = True
        self.refusal.clear()
        self.button.setEnabled(False)
        self.button.setText("Memeriksa…")

    def _answered(self, username: str, answer: Answer) -> None:
        self._busy = False
        self.code.clear()
        if answer.code_wanted:
            self._show_code(True)
            self.refusal.clear()
            self._ready()
            self.code.setFocus()
            return
        self._show_code(False)
        self.password.clear()
        if answer.ok:
            self._ready()
            self.signed_in.emit(username)
            return
        self.refusal.say(answer)
        self._ready()
        self.button.setEnabled(not answer.wait_seconds)
        self.password.setFocus()

    def _show_code(self, on: bool) -> None:
        self._asks_code = on
        if self._code_holder is not None:
            self._code_holder.setVisible(on)

    def _ready(self) -> None:
        self.button.setEnabled(True)
        self.button.setText("Masuk   Enter")
