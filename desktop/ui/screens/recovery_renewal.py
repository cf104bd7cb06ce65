"""A new recovery key from *Akun saya*: the administrator's own password again, then the key, told once."""

from typing import TYPE_CHECKING, Any

from desktop.ui.widgets.form import Form
from desktop.ui.widgets.recovery_key import RecoveryKey
from desktop.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from desktop.ui.screens.base import Screen

TITLE = "Kunci pemulihan baru"


def renew(screen: "Screen") -> Sheet:
    """Ask for the password; a refusal is said in the screen's message bar and nothing has changed."""
    form = Form()
    hint = "Kunci lama tetap berlaku sampai Anda menyatakan yang baru tersimpan."
    form.text("password", "Kata sandi Anda", required=True, hint=hint, secret=True)

    def agreed() -> None:
        typed = form.values()["password"]
        if form.set_errors({} if typed else {"password": "Tulis kata sandi Anda."}):
            sheet.cancel()
            office = screen.desk.office
            screen.desk.work(lambda _job: office.new_recovery_key(typed), then=lambda key: _show(screen, key))

    sheet = screen.sheet(TITLE, form, "Buat kunci baru", agreed, 460)
    form.control("password").setFocus()
    return sheet


def _show(screen: "Screen", key: str) -> None:
    part = RecoveryKey(key)

    def saved() -> None:
        sheet.cancel()
        office = screen.desk.office
        screen.desk.work(lambda _job: office.recovery_saved(), then=lambda _nothing: _told(screen))

    sheet: Any = screen.sheet(TITLE, part, "Selesai", saved)
    sheet.closed.connect(part.forget)
    sheet._yes.setEnabled(False)
    part.saved.connect(sheet._yes.setEnabled)
    part.print.setFocus()


def _told(screen: "Screen") -> None:
    screen.desk.say("Kunci pemulihan baru berlaku. Musnahkan kertas yang lama.", "ok")
