"""The second step of one's own sign-in: set up with a QR and a code, recovery codes shown once, taken off."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPixmap
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from desktop.operations.manage_totp import RemoveTotp, SetTotp
from desktop.ui.screens.base import Screen
from desktop.ui.widgets.facts import Facts
from desktop.ui.widgets.form_sheet import FormSheet
from desktop.ui.widgets.labels import Muted, plain
from desktop.ui.widgets.sheet import Sheet

QUIET, SCALE = 4, 4


def open_setup(screen: Screen, done: Callable[[], None]) -> None:
    """Make a secret off the GUI thread, then lay the sheet over the window."""

    def make(_job: Any) -> tuple[bytes, tuple[str, ...], str, tuple[tuple[bool, ...], ...]]:
        from desktop.documents.screen_qr import qr_rows
        from desktop.operations import totp

        secret = totp.new_secret()
        rows = qr_rows(totp.uri(secret, screen.desk.staff.username))
        return secret, totp.new_recovery(), totp.spelled(secret), rows

    def show(made: Any) -> None:
        secret, recovery, spelled, rows = made
        screen._open(SetupSheet(screen, secret, recovery, spelled, rows, done))

    screen.desk.work(make, then=show)


class SetupSheet(FormSheet):
    """Scan, then prove it by a code; the password encrypts the secret, which stays on this sheet until then."""

    def __init__(
        self,
        screen: Screen,
        secret: bytes,
        recovery: tuple[str, ...],
        spelled: str,
        rows: Sequence[Sequence[bool]],
        done: Callable[[], None],
    ) -> None:
        self._secret, self._recovery, self._done = secret, recovery, done
        super().__init__(
            screen, "Pasang autentikator", "Pasang", "Pindai dengan aplikasi autentikator di telepon Anda."
        )
        picture = QLabel()
        picture.setPixmap(_pixmap(rows))
        picture.setAccessibleName("QR untuk aplikasi autentikator")
        self.box.insertWidget(2, picture, 0, Qt.AlignmentFlag.AlignCenter)
        self.key = Muted(f"Tanpa kamera, ketik kunci ini: {spelled}")
        self.key.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.box.insertWidget(3, self.key)

    def build(self) -> None:
        self.form.pair()
        self.form.text("code", "Kode 6 angka", required=True, longest=12)
        self.form.text("password", "Kata sandi Anda", required=True, secret=True)

    def save(self) -> None:
        """A wrong code or password is said on the sheet, and the same QR stays."""
        typed = self.form.values()
        errors = {name: "Belum diisi." for name in ("code", "password") if not typed[name]}
        if self.form.set_errors(errors):
            given = {"password": typed["password"], "code": typed["code"], "secret": self._secret}
            self.run(SetTotp(request=self.request, recovery=self._recovery, **given), self._set)

    def _set(self, _outcome: Any) -> None:
        self._done()
        self._screen._open(RecoverySheet(self._screen, self._recovery))

    def _refused(self, error: BaseException) -> None:
        super()._refused(error)
        from desktop.operations.command import new_request

        self.request = new_request()


class RecoverySheet(Sheet):
    """Shown once: nobody can read these codes again."""

    def __init__(self, screen: Screen, codes: tuple[str, ...]) -> None:
        super().__init__(screen._host(), "Kode pemulihan", 460)
        self.codes = codes
        words = (
            "Bila telepon hilang, satu kode menggantikan kode autentikator, masing-masing sekali. Tulis atau cetak dan"
        )
        self.box.addWidget(plain(f"{words} simpan di tempat aman; kode ini tidak dapat dilihat lagi.", wrap=True))
        self.box.addWidget(Facts([(str(number), code) for number, code in enumerate(codes, 1)]))
        copy = QPushButton("Salin semua")
        copy.clicked.connect(lambda: QApplication.clipboard().setText("\n".join(codes)))
        self.box.addWidget(copy)
        self.add_buttons("Sudah saya simpan", self.cancel, no="Tutup")


class RemoveSheet(FormSheet):
    """The password again, so that a screen left open is not enough."""

    def __init__(self, screen: Screen, done: Callable[[], None]) -> None:
        self._done = done
        super().__init__(screen, "Lepas autentikator", "Lepas", "Sesudah ini cukup kata sandi untuk masuk.", 460)

    def build(self) -> None:
        self.form.text("password", "Kata sandi Anda", required=True, secret=True)

    def save(self) -> None:
        """Take it off."""
        self.run(RemoveTotp(password=self.form.values()["password"]), lambda _outcome: self._done())


def _pixmap(rows: Sequence[Sequence[bool]]) -> QPixmap:
    """Black on white in every scheme: a camera must read it."""
    side = len(rows) + 2 * QUIET
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            if dark:
                image.setPixelColor(x + QUIET, y + QUIET, QColor("black"))
    return QPixmap.fromImage(image.scaled(side * SCALE, side * SCALE))
