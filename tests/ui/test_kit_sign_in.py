"""First start and sign-in: by keyboard, refused with sentences, never twice."""

import pytest
from PySide6.QtCore import Qt

from desktop.ui.shell.answer import Answer
from desktop.ui.shell.first_start import FirstStart, joined, problems_of_joining, problems_of_new
from desktop.ui.shell.signin import PracticePerson
from tests.ui.looking import nameless

NEW = {
    "office_name": "Panti Bina Insan",
    "office_kind": "panti",
    "region": "Jakarta Timur",
    "name": "Yusuf Hidayat",
    "position": "Kepala Panti",
    "nip": "",
    "username": "yusuf",
    "password": "bukit hijau 7",
    "again": "bukit hijau 7",
}


def test_every_control_before_the_office_has_a_name(window) -> None:
    wizard = window.show_wizard(lambda *_: None)
    for page in range(3):
        wizard.pages.setCurrentIndex(page)
        assert nameless(wizard) == []
    crew = [PracticePerson("p1", "Petugas", "Operator", "Dinas Sosial")]
    assert nameless(window.show_sign_in(lambda *_: None, "", crew, lambda *_: None)) == []


def test_sign_in_by_keyboard(window, qtbot) -> None:
    asked = []
    page = window.show_sign_in(lambda user, word, reply: asked.append((user, word, reply)))
    qtbot.keyClicks(page.user, "ratna")
    qtbot.keyClick(page.user, Qt.Key.Key_Return)
    qtbot.waitUntil(page.password.hasFocus)
    qtbot.keyClicks(page.password, "rahasia")
    for _ in range(3):
        qtbot.keyClick(page.password, Qt.Key.Key_Return)
    assert [one[:2] for one in asked] == [("ratna", "rahasia")]
    with qtbot.waitSignal(page.signed_in):
        asked[0][2](Answer(True))
    assert page.password.text() == ""


def test_a_failed_sign_in_is_a_sentence_and_counts_down(window, qtbot) -> None:
    asked = []
    page = window.show_sign_in(lambda user, word, reply: asked.append(reply))
    page.submit()
    assert set(page.form.errors()) == {"username", "password"}
    page.user.setText("ratna")
    page.password.setText("salah")
    page.submit()
    asked[0](Answer(False, "Kata sandi salah lima kali.", 90))
    assert "Coba lagi dalam 1:" in page.refusal.text()
    assert not page.button.isEnabled()
    page.password.setText("lagi")
    page.submit()
    assert len(asked) == 1
    assert page.user.text() == "ratna"


def test_practice_people_are_one_click_away(window, qtbot) -> None:
    picked = []
    crew = [PracticePerson("p1", "Petugas Satu", "Operator", "Dinas Sosial")]
    page = window.show_sign_in(
        lambda *_: None, "", crew, lambda user, reply: picked.append(user) or reply(Answer(True))
    )
    with qtbot.waitSignal(page.signed_in):
        page.pick("p1")
    assert picked == ["p1"]


def test_the_wizard_tells_what_is_missing_and_keeps_the_typing(window, qtbot) -> None:
    made = []
    wizard = window.show_wizard(lambda choice, reply: made.append((choice, reply)))
    wizard.choose("baru")
    wizard.submit_new()
    assert made == []
    assert set(wizard.new_form.errors()) >= {"office_name", "office_kind", "username", "password"}
    wizard.new_form.set_values(NEW)
    wizard.submit_new()
    wizard.submit_new()
    assert len(made) == 1
    choice, reply = made[0]
    assert (choice.kind, choice.office_kind, choice.username) == ("baru", "panti", "yusuf")
    reply(Answer(False, "Folder tidak dapat ditulis. Pilih akun lain."))
    assert wizard.new_form.values()["name"] == "Yusuf Hidayat"
    assert not wizard._refusals[1].isHidden()


def test_the_practice_office_asks_nothing(window) -> None:
    made = []
    wizard = window.show_wizard(lambda choice, _reply: made.append(choice))
    wizard.choose("latihan")
    assert made == [FirstStart("latihan")]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("nip", "123"),
        ("username", "Yusuf H"),
        ("password", "pendek"),
        ("again", "lain sekali"),
        ("office_kind", None),
        ("nip", "１９７５０１０１２０００１２１００１"),
    ],
)
def test_first_start_refuses(field, value) -> None:
    assert problems_of_new(NEW) == {}
    assert set(problems_of_new(NEW | {field: value})) == {field}


def test_joining_makes_a_url_without_secrets() -> None:
    values = {"host": "a.go.id,b.go.id", "port": 5433, "database": "padan", "username": "ratna", "password": "x"}
    assert problems_of_joining(values) == {}
    assert set(problems_of_joining(values | {"host": "a b", "database": "x;drop"})) == {"host", "database"}
    assert joined(values).url == "postgresql://a.go.id:5433,b.go.id:5433/padan"


def test_the_code_is_asked_for_only_where_one_is_needed(window, qtbot) -> None:
    asked = []
    page = window.show_sign_in(lambda *given: asked.append(given))
    assert page.code.isHidden() or not page.code.isVisible()
    page.user.setText("ratna")
    page.password.setText("rahasia")
    page.submit()
    asked[0][2](Answer(False, "Tulis kode.", code_wanted=True))
    assert page.code.isVisible() and page.password.text() == "rahasia"
    qtbot.waitUntil(page.code.hasFocus)
    qtbot.keyClicks(page.code, "123 456")
    qtbot.keyClick(page.code, Qt.Key.Key_Return)
    assert asked[1][:2] == ("ratna", "rahasia") and asked[1][3] == "123 456"
    asked[1][2](Answer(False, "Kode salah."))
    assert not page.code.isVisible() and page.password.text() == ""
    assert nameless(page) == []
