"""Sending from Agenda surat: real e-mail with its proof, the other ways, and who took the letter."""

import pytest

from db.queries.mail import dispatches_of
from desktop.operations.dispatch import ConfirmReceipt, RecordDispatch
from desktop.ui.screens.mail_forms import clock_time
from tests.conftest import seats_of
from tests.mailing.post_office import REPLY, PostOffice, closed_port
from tests.ui.desks import open_screen, settle
from tests.ui.looking import nameless
from tests.ui.mail_hands import ADDRESS, book, fill, press, send, set_server, to_tab
from tests.ui.stages import bring_to, open_sheet, sheets


@pytest.fixture
def yusuf(local_office):
    """The panti with one letter out."""
    seats = seats_of(local_office)
    bring_to(local_office, seats, "menunggu_rekomendasi", people=2)
    return seats("yusuf")


@pytest.fixture
def post_office():
    opened = []

    def start(**wishes):
        made = PostOffice(**wishes)
        opened.append(made)
        made.start()
        return made

    yield start
    for made in opened:
        made.stop()


def test_a_letter_goes_by_mail_and_its_proof_is_shown(qtbot, local_office, yusuf, post_office):
    server = post_office()
    set_server(local_office, yusuf, server.port)
    screen = open_screen(qtbot, yusuf, "agenda")
    send(qtbot, screen)
    assert "terkirim" in screen.message_bar.sentence() and len(server.received) == 1
    line = screen.lines.current()
    assert line.chip == "terkirim" and screen.sendings[0].receipt.startswith(REPLY)


def test_a_failed_mail_is_tried_again_as_it_was_typed(qtbot, local_office, yusuf, post_office):
    set_server(local_office, yusuf, closed_port())
    screen = open_screen(qtbot, yusuf, "agenda")
    send(qtbot, screen, subject="Perihal saya", body="Isi saya")
    assert "menolak sambungan" in screen.message_bar.sentence() and screen.lines.current().chip == "gagal"
    server = post_office()
    set_server(local_office, yusuf, server.port)
    screen.message_bar._buttons.itemAt(0).widget().click()
    settle(qtbot, screen)
    sheet = open_sheet(screen)
    assert (sheet.typed().address, sheet.typed().subject, sheet.typed().body) == (ADDRESS, "Perihal saya", "Isi saya")
    sheet.confirm()
    settle(qtbot, screen)
    assert server.message()["Subject"] == "Perihal saya"
    assert [row.state for row in screen.sendings] == ["terkirim", "gagal"]


def test_the_password_is_asked_for_once(qtbot, local_office, yusuf, post_office, tmp_path, monkeypatch):
    from tests.mailing.post_office import make_certificate

    path = tmp_path / "server.pem"
    make_certificate(path, "localhost")
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    server = post_office(certificate=path, users={"panti": "rahasia"})
    set_server(local_office, yusuf, server.port, user="panti")
    screen = open_screen(qtbot, yusuf, "agenda")
    to_tab(qtbot, screen, "keluar")
    press(qtbot, screen, "utama")
    sheet = open_sheet(screen)
    fill(sheet, address=ADDRESS)
    assert sheet.password.hasFocus()
    sheet.confirm()
    assert "kata sandi" in sheet.text.errors()["password"] and sheets(screen) == 1
    sheet.text._fields["password"].put("rahasia")
    sheet.confirm()
    settle(qtbot, screen)
    assert screen.lines.current().chip == "terkirim"
    press(qtbot, screen, "utama")
    assert open_sheet(screen).password.isHidden() or not open_sheet(screen).password.isVisible()


def test_a_mail_under_way_is_stopped(qtbot, local_office, yusuf, post_office):
    server = post_office(mood="waits")
    set_server(local_office, yusuf, server.port)
    screen = open_screen(qtbot, yusuf, "agenda")

    def stop(_done, _total, sentence):
        if sentence.startswith("Menghubungi"):
            screen._job.cancel()
            server.holding.set()

    screen.desk.progressed.connect(stop)
    send(qtbot, screen)
    assert server.received == [] and screen.lines.current().chip == "gagal"
    assert screen.message_bar.sentence() == "Dibatalkan. Surat tidak terkirim."


def test_an_uncertain_mail_is_settled_by_hand(qtbot, local_office, yusuf, post_office):
    set_server(local_office, yusuf, post_office(mood="mute").port)
    screen = open_screen(qtbot, yusuf, "agenda")
    send(qtbot, screen)
    assert "Belum pasti" in screen.message_bar.sentence() and screen.lines.current().chip == "belum pasti"
    assert screen.panel.notice_title.text() == "Belum pasti terkirim"
    press(qtbot, screen, "utama")
    assert "dua kali" in open_sheet(screen).before.text()
    open_sheet(screen).cancel()
    screen.panel._opened(screen.sendings[0])
    sheet = open_sheet(screen)
    sheet.confirm()
    assert sheet.form.errors()["state"]
    fill(sheet, state="terkirim", note="Yusuf")
    sheet.confirm()
    settle(qtbot, screen)
    assert screen.sendings[0].state == "terkirim" and screen.sendings[0].receipt.endswith("Yusuf")


def test_what_another_desk_sends_right_now_is_left_alone(qtbot, local_office, yusuf, clock):
    line = book(yusuf)[0]
    yusuf.run(RecordDispatch(mail_id=line.id, way="surel", recipient="Dinas Sosial", address=ADDRESS))
    screen = open_screen(qtbot, yusuf, "agenda", key="keluar")
    other = screen.sendings[0].__class__(
        **{name: getattr(screen.sendings[0], name) for name in screen.sendings[0].__dataclass_fields__}
        | {"sent_by_name": "Meja lain"}
    )
    screen.panel._opened(other)
    assert sheets(screen) == 0 and "sedang dikirim" in screen.message_bar.sentence()
    clock.forward(minutes=6)
    screen.panel._opened(other)
    assert open_sheet(screen).accessibleName() == "Belum pasti terkirim"


def test_a_bad_address_is_said_at_its_field(qtbot, local_office, yusuf):
    set_server(local_office, yusuf, closed_port())
    screen = open_screen(qtbot, yusuf, "agenda", key="keluar")
    press(qtbot, screen, "utama")
    sheet = open_sheet(screen)
    assert sheet.form.values()["address"] == "dinsos@contoh.invalid" and nameless(sheet) == []
    fill(sheet, address="satu@a.example, dua@a.example")
    sheet.confirm()
    assert "satu alamat" in sheet.form.errors()["address"] and screen.desk.office.ran == []


def test_without_a_server_the_other_ways_are_open(qtbot, yusuf):
    screen = open_screen(qtbot, yusuf, "agenda", key="keluar")
    press(qtbot, screen, "utama")
    sheet = open_sheet(screen)
    assert sheet.way.value() == "antar"
    sheet.way.set_value("surel")
    assert "Server surel" in sheet.why_not.text() and not sheet._yes.isEnabled()
    sheet.way.set_value("faks")
    assert sheet.form.values()["address"] == "(021) 0000013"
    fill(sheet, address="")
    sheet.confirm()
    assert "nomor faks" in sheet.form.errors()["address"]
    sheet.way.set_value("pos")
    sheet.other._fields["receipt"].put("RESI-1")
    sheet.confirm()
    settle(qtbot, screen)
    (row,) = yusuf.read(dispatches_of, book(yusuf)[0].id)
    assert (row.way, row.state, row.expedition, row.receipt) == ("pos", "terkirim", 1, "RESI-1")


def test_who_took_the_letter_is_written_down(qtbot, yusuf):
    line = book(yusuf)[0]
    yusuf.run(RecordDispatch(mail_id=line.id, way="antar", recipient="Dinas Sosial"))
    screen = open_screen(qtbot, yusuf, "agenda", key="ekspedisi")
    press(qtbot, screen, "utama")
    sheet = open_sheet(screen)
    fill(sheet, hour="99.99")
    sheet.confirm()
    assert set(sheet.form.errors()) == {"received_by", "hour"} and nameless(sheet) == []
    fill(sheet, received_by="Ibu Sulastri", hour="23.59")
    sheet.confirm()
    settle(qtbot, screen)
    assert "tidak setelah sekarang" in sheet.trouble.text()
    fill(sheet, hour="08.00")
    sheet.confirm()
    settle(qtbot, screen)
    assert screen.lines.current().chip == "diterima"
    (row,) = yusuf.read(dispatches_of, line.id)
    assert (row.state, row.received_by) == ("diterima", "Ibu Sulastri")
    screen.action_bar.trigger("utama")
    assert "sudah dicatat" in screen.message_bar.sentence()


def test_a_sending_that_ended_can_be_looked_at(qtbot, yusuf):
    line = book(yusuf)[0]
    sent = yusuf.run(RecordDispatch(mail_id=line.id, way="antar", recipient="Dinas Sosial")).data["dispatch"]
    yusuf.run(ConfirmReceipt(dispatch_id=sent, version=1, received_by="Ibu Sulastri", received_at=yusuf.now()))
    screen = open_screen(qtbot, yusuf, "agenda", key="keluar")
    screen.panel._opened(screen.sendings[0])
    assert open_sheet(screen).accessibleName() == "Sudah diterima"


@pytest.mark.parametrize(
    ("text", "good"), [("8.05", True), ("08:05", True), ("24.00", False), ("8", False), ("", False)]
)
def test_an_hour_as_clerks_write_it(text, good):
    assert (clock_time(text) is not None) is good
