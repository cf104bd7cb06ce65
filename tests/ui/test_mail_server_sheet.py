"""Kantor dan libur: the mail server of an office, tried before it is saved, and the addresses letters go to."""

import pytest

from db.queries.offices import office_by_id, settings
from desktop.settings import arrival_minutes, mail_server
from desktop.sop.mail import MailServer
from tests.conftest import seats_of
from tests.mailing.post_office import PostOffice, closed_port
from tests.ui.desks import open_screen, settle
from tests.ui.looking import nameless
from tests.ui.stages import open_sheet, sheets


@pytest.fixture
def screen(qtbot, local_office):
    return open_screen(qtbot, seats_of(local_office)("admin"), "kantor", key=2)


@pytest.fixture
def sheet(qtbot, screen):
    screen.action_bar.trigger("surel")
    settle(qtbot, screen)
    return open_sheet(screen)


@pytest.fixture
def server():
    made = PostOffice()
    made.start()
    yield made
    made.stop()


def stored(local_office):
    return mail_server(local_office.read(settings), 2)


def fill(sheet, **values):
    for name, value in values.items():
        sheet.form._fields[name].put(value)


def test_the_sheet_knows_the_usual_port_and_the_offices_own_address(sheet):
    assert sheet.server() == MailServer("", 587, "starttls", "", "psbi@contoh.invalid") and nameless(sheet) == []


def test_a_server_is_saved_without_its_password(qtbot, local_office, screen, sheet):
    fill(sheet, host="smtp.panti.example", port=465, security="ssl", user="panti", password="rahasia-sekali")
    sheet.confirm()
    settle(qtbot, screen)
    assert sheets(screen) == 0 and "disimpan" in screen.message_bar.sentence()
    assert stored(local_office) == MailServer("smtp.panti.example", 465, "ssl", "panti", "psbi@contoh.invalid")
    assert "rahasia-sekali" not in str(local_office.read(settings))


def test_when_to_be_told_of_work_is_kept(qtbot, local_office, screen, sheet):
    fill(sheet, host="smtp.panti.example", port=465, security="ssl", arrival=45)
    sheet.confirm()
    settle(qtbot, screen)
    assert (
        arrival_minutes(local_office.read(settings), 2) == 45 and arrival_minutes(local_office.read(settings), 3) == 0
    )
    screen.action_bar.trigger("surel")
    settle(qtbot, screen)
    assert open_sheet(screen).form.values()["arrival"] == 45


def test_what_cannot_be_a_server_is_said_at_its_field(qtbot, local_office, screen, sheet):
    fill(sheet, host="smtp panti", sender="bukan alamat")
    sheet.confirm()
    assert set(sheet.form.errors()) == {"host", "sender"} and stored(local_office).host == ""


def test_plain_text_is_warned_about(sheet):
    assert sheet.warning.isHidden()
    fill(sheet, security="none")
    assert not sheet.warning.isHidden() and "dapat dibaca" in sheet.warning.text()


def test_the_server_is_tried_before_it_is_saved(qtbot, local_office, screen, sheet, server):
    fill(sheet, host="127.0.0.1", port=closed_port())
    sheet.try_button.click()
    settle(qtbot, screen)
    assert "menolak sambungan" in sheet.trouble.text() and sheet.try_button.isEnabled()
    fill(sheet, port=server.port)
    sheet.try_button.click()
    settle(qtbot, screen)
    assert "menjawab" in sheet.trouble.text() and stored(local_office).host == "" and server.received == []
    fill(sheet, user="panti")
    sheet.try_button.click()
    assert "kata sandi" in sheet.form.errors()["password"]


def test_an_empty_host_takes_the_server_away(qtbot, local_office, screen, sheet):
    seats_of(local_office)("admin").post.save_settings(2, MailServer("smtp.lama.example"))
    fill(sheet, host="")
    sheet.confirm()
    settle(qtbot, screen)
    assert stored(local_office).host == ""


def test_a_new_office_is_saved_before_it_gets_a_server(qtbot, screen):
    screen.action_bar.trigger("baru")
    screen.action_bar.trigger("surel")
    assert sheets(screen) == 0 and "dulu" in screen.message_bar.sentence()


def test_addresses_of_an_office_are_kept_and_checked(qtbot, local_office, screen):
    screen.form._fields["email"].put("bukan alamat")
    screen.action_bar.trigger("simpan")
    assert "surel" in screen.form.errors()["email"].lower() and screen.desk.office.ran == []
    for name, value in {"email": "tu@psbi.example", "fax": "(021) 1", "kelurahan": "Cakung Timur"}.items():
        screen.form._fields[name].put(value)
    screen.action_bar.trigger("simpan")
    settle(qtbot, screen)
    row = local_office.read(office_by_id, 2)
    assert (row.email, row.fax, row.kelurahan) == ("tu@psbi.example", "(021) 1", "Cakung Timur")
