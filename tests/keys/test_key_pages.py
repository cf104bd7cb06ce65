"""The pages in front of an encrypted office, with a real house behind them and by keyboard where a clerk would."""

import pytest
from offices import ADMIN, CLERK, OTHER, PASSWORDS, house_at
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from desktop.office_file import is_encrypted
from desktop.ui.driver import Driver
from desktop.ui.shell.first_start import FirstStart
from desktop.ui.shell.key_page import KeyPage
from tests.ui.looking import nameless, sheet_of


@pytest.fixture
def open_driver(qapp, clock):
    opened = []

    def made(folder):
        opened.append(Driver(house_at(folder, clock)))
        return opened[-1]

    yield made
    for driver in opened:
        driver.close()
        assert driver.crashes == []


def page(driver, name):
    driver.until(lambda: driver.page_named(name), f"the page {name} did not come")
    driver.settle()
    return driver.page_named(name)


def test_a_new_office_shows_its_recovery_key_before_anything_else(open_driver, tmp_path, monkeypatch):
    monkeypatch.setenv("PADAN_HOME", str(tmp_path))
    driver = open_driver(tmp_path)
    facts = {"office_name": "Panti Contoh", "office_kind": "panti", "region": "Jakarta", "name": "Ibu Contoh"}
    choice = FirstStart("baru", **facts, position="Kepala", username=ADMIN, password=PASSWORDS[ADMIN])
    driver.program._first_start(choice, lambda _answer: None)
    keys = page(driver, "KeyPage")
    assert nameless(keys) == [] and not keys.go.isEnabled()
    keys.submit()
    assert driver.page_named("KeyPage") is keys
    QTest.keyClick(keys.key.box, Qt.Key.Key_Space)
    assert keys.go.isEnabled()
    keys.go.click()
    page(driver, "SignIn")
    driver.sign_in(ADMIN, PASSWORDS[ADMIN])
    assert driver.program.seat.has_recovery()


def test_the_key_is_copied_and_printed_and_leaves_the_clipboard(qapp):
    sent, said = [], []
    shown = KeyPage("ABCDE-FGHJK", (), said.append, lambda _parent, lines: sent.append(lines) or True)
    shown.key.copy.click()
    assert QGuiApplication.clipboard().text() == "ABCDE-FGHJK"
    shown.key.print.click()
    assert "ABCDE-FGHJK" in sent[0]
    shown.key.box.setChecked(True)
    shown.submit()
    shown.submit()
    assert len(said) == 1
    from desktop.ui.shell.answer import Answer

    said[0](Answer(False, "Berkas sedang dipakai. Coba lagi."))
    assert shown.go.isEnabled() and not shown.refusal.isHidden()
    shown.submit()
    said[1](Answer(True))
    assert QGuiApplication.clipboard().text() == ""


def test_a_forgotten_password(open_driver, home, recovery_key):
    driver = open_driver(home)
    driver.page_named("SignIn").lost.click()
    lost = page(driver, "RecoverPage")
    assert nameless(lost) == []
    lost.submit()
    assert set(lost.form.errors()) == {"recovery_key", "password"}
    typed = {"recovery_key": "omong kosong ✂ 123", "username": ADMIN, "password": "pintu kayu jati"}
    lost.form.set_values(typed | {"again": "pintu kayu jati"})
    lost.submit()
    driver.until(lambda: not lost.refusal.isHidden(), "no refusal was shown")
    assert "kelompok" in lost.refusal.text()
    lost.form.set_values({"recovery_key": recovery_key.lower().replace("-", " ")})
    lost.submit()
    signin = page(driver, "SignIn")
    assert signin.user.text() == ADMIN and not signin.news.isHidden()
    driver.sign_in(ADMIN, "pintu kayu jati")


def test_back_from_a_forgotten_password(open_driver, home):
    driver = open_driver(home)
    driver.page_named("SignIn").lost.click()
    page(driver, "RecoverPage").back.click()
    page(driver, "SignIn")


def test_signing_out_locks_the_file_and_another_clerk_opens_it(open_driver, home):
    driver = open_driver(home)
    driver.sign_in(CLERK, PASSWORDS[CLERK])
    driver.sign_out()
    page(driver, "SignIn")
    driver.settle()
    assert driver.program.house._office is None
    driver.sign_in(OTHER, PASSWORDS[OTHER])
    driver.window.lock()
    lock = driver.window.lock_page
    driver.write(lock.password, PASSWORDS[OTHER])
    QTest.keyClick(lock.password, Qt.Key.Key_Return)
    driver.until(lambda: not driver.window.is_locked(), "the lock did not open")


def test_an_old_office_is_encrypted_when_its_administrator_signs_in(open_driver, old_home):
    driver = open_driver(old_home)
    assert not hasattr(driver.page_named("SignIn"), "lost")
    driver.sign_in(CLERK, PASSWORDS[CLERK])
    driver.sign_out()
    signin = page(driver, "SignIn")
    driver.write(signin.user, ADMIN)
    driver.write(signin.password, PASSWORDS[ADMIN])
    QTest.keyClick(signin.password, Qt.Key.Key_Return)
    seal = page(driver, "SealPage")
    assert nameless(seal) == []
    seal.later.click()
    driver.until(lambda: driver.window.stage, "the desk did not open")
    driver.sign_out()
    signin = page(driver, "SignIn")
    driver.write(signin.user, ADMIN)
    driver.write(signin.password, PASSWORDS[ADMIN])
    signin.button.click()
    seal = page(driver, "SealPage")
    seal.submit()
    seal.submit()
    keys = page(driver, "KeyPage")
    assert is_encrypted(old_home / "kantor.db")
    text = " ".join(child.text() for child in keys.findChildren(type(keys.refusal).__mro__[1]))
    assert f"({CLERK})" in text and f"({OTHER})" in text and nameless(keys) == []
    keys.key.box.click()
    keys.go.click()
    assert page(driver, "SignIn").lost
    driver.sign_in(ADMIN, PASSWORDS[ADMIN])


def test_a_new_recovery_key_from_the_account(open_driver, home, recovery_key):
    from PySide6.QtWidgets import QPushButton

    driver = open_driver(home)
    driver.sign_in(ADMIN, PASSWORDS[ADMIN])
    screen = driver.go("akun")
    renewal = next(one for one in screen.findChildren(QPushButton) if one.text() == "Kunci pemulihan baru…")
    renewal.click()
    first = sheet_of(driver.window.stage)
    first.findChildren(QLineEdit)[0].setText("salah sekali")
    first.confirm()
    driver.heard("Kata sandi salah")
    renewal.click()
    sheet_of(driver.window.stage).findChildren(QLineEdit)[0].setText(PASSWORDS[ADMIN])
    sheet_of(driver.window.stage).confirm()
    driver.settle()
    shown = sheet_of(driver.window.stage)
    shown.confirm()
    assert not shown.isHidden()
    from desktop.ui.widgets.recovery_key import RecoveryKey

    part = shown.findChild(RecoveryKey)
    part.box.click()
    shown.confirm()
    driver.heard("Musnahkan")
    driver.close()
    from desktop.sop.refusals import Refused

    house = driver.program.house
    with pytest.raises(Refused, match="recovery_wrong"):
        house.recover(recovery_key, ADMIN, "pintu kayu jati")
    assert house.recover(part._key, ADMIN, "pintu kayu jati") == ADMIN
