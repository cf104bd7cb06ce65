"""The recovery key and temporary passwords, told once: no way on before somebody says that they were put away."""

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtWidgets import QWidget

from desktop.ui.shell.answer import Answer, Reply
from desktop.ui.shell.countdown import Refusal
from desktop.ui.shell.front_card import FrontPage, button, scrolling
from desktop.ui.widgets.facts import Facts
from desktop.ui.widgets.labels import Caption, Muted
from desktop.ui.widgets.recovery_key import RecoveryKey, print_lines

LINE = "Berkas kantor terenkripsi. Kunci ini hanya ditampilkan sekarang, dan Padan tidak menyimpannya."


class FirstPassword(Protocol):
    """A temporary password of one colleague."""

    @property
    def name(self) -> str: ...
    @property
    def username(self) -> str: ...
    @property
    def password(self) -> str: ...


class KeyPage(FrontPage):
    """``done(reply)`` notes that the key was put away and goes on."""

    def __init__(
        self,
        key: str,
        passwords: Sequence[FirstPassword],
        done: Callable[[Reply], None],
        put_on_paper: Callable[[QWidget, Sequence[str]], bool] = print_lines,
    ) -> None:
        super().__init__("Simpan kunci pemulihan", LINE)
        self._done = done
        more = [f"{one.username}: {one.password} ({one.name})" for one in passwords]
        self.key = RecoveryKey(key, ["Kata sandi sementara:", *more] if more else (), put_on_paper)
        self.box.addWidget(self.key)
        if passwords:
            self.box.addWidget(Caption("Kata sandi sementara"))
            words = "Petugas lain masuk dengan kata sandi ini, lalu menggantinya. Sampaikan langsung kepada orangnya."
            self.box.addWidget(Muted(words))
            facts = Facts([(f"{one.name} ({one.username})", one.password) for one in passwords])
            self.box.addWidget(scrolling(facts, "Kata sandi sementara", 170))
            self.box.addWidget(self.key.box)  # last: it speaks of both
        self.refusal = Refusal()
        self.box.addWidget(self.refusal)
        self.go = button("Lanjut ke halaman masuk", "primary")
        self.go.setEnabled(False)
        self.go.clicked.connect(self.submit)
        self.key.saved.connect(self.go.setEnabled)
        self.add_buttons(None, self.go)

    def submit(self) -> None:
        """Somebody said that the key was put away."""
        if self.go.isEnabled():
            self.go.setEnabled(False)
            self.refusal.clear()
            self._done(self._answered)

    def _answered(self, answer: Answer) -> None:
        if answer.ok:
            self.key.forget()
        else:
            self.refusal.say(answer)
            self.go.setEnabled(True)
