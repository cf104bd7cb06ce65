"""Forgotten password: with the recovery key an administrator gets a new one."""

from collections.abc import Callable
from dataclasses import dataclass

from desktop.ui.shell.answer import Answer, Reply
from desktop.ui.shell.countdown import Refusal
from desktop.ui.shell.first_start import SHORTEST_PASSWORD
from desktop.ui.shell.front_card import FrontPage, button
from desktop.ui.widgets.form import Form
from desktop.ui.widgets.labels import Muted

LINE = "Petugas biasa: minta administrator menyetel ulang kata sandi Anda. Halaman ini untuk administrator."
HINT = "Delapan kelompok lima huruf, dari kertas yang dibuat saat kantor ini dibuka"


@dataclass(frozen=True, slots=True)
class Recovery:
    """What was typed."""

    recovery_key: str
    username: str
    password: str


class RecoverPage(FrontPage):
    """``recover(Recovery, reply)``; a refusal leaves everything as typed. ``back()`` shows the sign-in page again."""

    def __init__(self, recover: Callable[[Recovery, Reply], None], back: Callable[[], None]) -> None:
        super().__init__("Lupa kata sandi", LINE)
        self._recover = recover
        self._busy = False
        self.form = Form()
        self.form.area("recovery_key", "Kunci pemulihan", required=True, hint=HINT, longest=200)
        self.form.text("username", "Nama pengguna administrator", hint="Boleh kosong bila hanya ada satu", longest=64)
        self.form.pair()
        self.form.text(
            "password", "Kata sandi baru", required=True, hint="Sedikitnya 8 huruf", longest=200, secret=True
        )
        self.form.text("again", "Sekali lagi", required=True, longest=200, secret=True)
        self.box.addWidget(self.form)
        self.refusal = Refusal()
        self.box.addWidget(self.refusal)
        self.box.addWidget(Muted("Tanpa kunci pemulihan dan tanpa satu pun kata sandi, isi kantor tidak dapat dibuka."))
        self.back, self.go = button("Kembali"), button("Pasang kata sandi baru", "primary")
        self.back.clicked.connect(back)
        self.go.clicked.connect(self.submit)
        self.add_buttons(self.back, None, self.go)

    def submit(self) -> None:
        """Check and ask."""
        values = self.form.values()
        if self._busy or not self.form.set_errors(_problems(values)):
            return
        self._busy = True
        self.go.setEnabled(False)
        self.refusal.clear()
        self._recover(Recovery(values["recovery_key"], values["username"], values["password"]), self._answered)

    def _answered(self, answer: Answer) -> None:
        self._busy = False
        self.go.setEnabled(True)
        if not answer.ok:
            self.refusal.say(answer)


def _problems(values: dict[str, str]) -> dict[str, str]:
    wrong = {}
    if not values["recovery_key"]:
        wrong["recovery_key"] = "Ketik kunci pemulihan dari kertasnya."
    if len(values["password"]) < SHORTEST_PASSWORD:
        wrong["password"] = f"Kata sandi sedikitnya {SHORTEST_PASSWORD} huruf. Tambah beberapa kata."
    elif values["password"] != values["again"]:
        wrong["again"] = "Kedua kata sandi belum sama. Ketik ulang."
    return wrong
