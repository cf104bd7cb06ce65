"""Akun saya: own password; look, idle time and notes of this PC."""

import pytest

from desktop.settings import read_desk
from desktop.ui.theme import theme
from tests.conftest import seats_of
from tests.ui.desks import dress, open_screen, settle

NEW = "kebun teh hijau"


@pytest.fixture
def account(qtbot, local_office, tmp_path, monkeypatch):
    monkeypatch.setenv("PADAN_HOME", str(tmp_path / "rumah"))
    yield open_screen(qtbot, seats_of(local_office)("ratna"), "akun")
    dress()


def fill(screen, **values):
    screen.form.set_values(values)
    screen._state_buttons()


def change(qtbot, screen):
    screen.action_bar.trigger("ganti")
    settle(qtbot, screen)


def test_the_new_password_is_the_one_that_counts(qtbot, local_office, account, password):
    fill(account, old=password, new=NEW, again=NEW)
    change(qtbot, account)
    assert local_office.sign_in("ratna", NEW).staff.username == "ratna"
    assert not any(account.form.values().values())


def test_a_wrong_old_password_is_said_at_its_field_and_nothing_is_lost(qtbot, account):
    fill(account, old="keliru sekali", new=NEW, again=NEW)
    change(qtbot, account)
    assert "salah" in account.form.errors()["old"]
    assert account.form.values()["new"] == NEW


@pytest.mark.parametrize(("new", "again", "field"), [("pendek", "pendek", "new"), (NEW, NEW + "x", "again")])
def test_what_can_be_seen_here_is_not_sent(qtbot, account, password, new, again, field):
    fill(account, old=password, new=new, again=again)
    change(qtbot, account)
    assert account.form.errors()[field]
    assert account.desk.office.ran == []


def test_an_easy_password_is_refused_in_words(qtbot, account, password):
    fill(account, old=password, new="ratnaratna", again="ratnaratna")
    change(qtbot, account)
    assert "terlalu mudah" in account.message_bar.sentence()


def test_the_key_says_why_it_does_nothing(account):
    account.action_bar.trigger("ganti")
    assert "ketiga kotak" in account.message_bar.sentence()


def test_look_and_idle_time_are_kept_on_this_pc(qtbot, account):
    account.desk_form._fields["theme"].put("dark")
    account.desk_form._fields["idle_minutes"].put(25)
    account.desk_form._fields["arrival_notes"].put(False)
    assert account.keep.isEnabled()
    account.keep.click()
    settle(qtbot, account)
    assert read_desk() == {"theme": "dark", "idle_minutes": "25", "arrival_notes": "tidak"}
    assert theme().choice == "dark"
    assert not account.keep.isEnabled()


def test_what_is_set_for_all_desks_is_locked_and_the_rest_is_kept(qtbot, account, monkeypatch):
    from desktop import policy

    monkeypatch.setattr(policy, "policy_values", lambda _names: {"theme": "light", "idle_minutes": "5"})
    account.load()
    settle(qtbot, account)
    look, minutes = (account.desk_form.control(name) for name in ("theme", "idle_minutes"))
    assert not look.isEnabled() and not minutes.isEnabled() and minutes.value() == 5
    assert look.toolTip() == "Diatur untuk semua meja oleh administrator."
    account.desk_form._fields["arrival_notes"].put(False)
    account.keep.click()
    settle(qtbot, account)
    assert read_desk() == {"arrival_notes": "tidak"}
