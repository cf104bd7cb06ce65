"""Setting up the authenticator on the own account page: QR, code, recovery codes once; taken off with the password."""

from desktop.operations import totp
from tests.conftest import seats_of
from tests.ui.desks import open_screen, settle
from tests.ui.looking import nameless


def test_set_up_by_qr_and_taken_off(qtbot, local_office, clock, password):
    screen = open_screen(qtbot, seats_of(local_office)("ratna"), "akun")
    settle(qtbot, screen)
    opened = []
    screen.sheet_opened.connect(opened.append)
    screen.set_up.click()
    settle(qtbot, screen)
    sheet = opened[0]
    assert nameless(sheet) == [] and totp.spelled(sheet._secret) in sheet.key.text()
    sheet.form.set_values({"code": "000000", "password": password})
    sheet.confirm()
    settle(qtbot, screen)
    assert "tidak cocok" in sheet.trouble.text()
    codes, secret = sheet._recovery, sheet._secret
    sheet.form.set_values({"code": totp.code_at(secret, clock.now), "password": password})
    sheet.confirm()
    settle(qtbot, screen)
    assert opened[-1].codes == codes and "Autentikator terpasang" in screen.factor.text()
    opened[-1].cancel()
    screen.take_off.click()
    opened[-1].form.set_values({"password": password})
    opened[-1].confirm()
    settle(qtbot, screen)
    assert screen.factor.text() == "Belum terpasang."
    assert local_office.sign_in("ratna", password)
