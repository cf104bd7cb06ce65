"""Agenda surat: an incoming line corrected with a reason, and the receipt of several letters at once."""

import pytest

from desktop.operations.dispatch import RecordDispatch
from tests.conftest import seats_of
from tests.ui.desks import open_screen, settle
from tests.ui.mail_hands import book, fill, incoming, press, to_tab
from tests.ui.stages import bring_to, open_sheet, sheets


@pytest.fixture
def yusuf(local_office):
    """The panti with one letter out, and one from Satpol PP that nobody entered yet."""
    seats = seats_of(local_office)
    bring_to(local_office, seats, "menunggu_rekomendasi", people=2)
    return seats("yusuf")


def test_an_incoming_line_is_corrected_with_a_reason(qtbot, yusuf):
    incoming(yusuf)
    screen = open_screen(qtbot, yusuf, "agenda")
    press(qtbot, screen, "perbaiki")
    sheet = open_sheet(screen)
    assert sheet.form.values()["number"] == "7/KEL/2026" and not sheet.form.is_dirty()
    fill(sheet, number="17/KEL/2026")
    sheet.confirm()
    assert set(sheet.form.errors()) == {"reason"} and sheets(screen) == 1
    fill(sheet, reason="Salah baca nomor")
    sheet.confirm()
    settle(qtbot, screen)
    assert sheets(screen) == 0 and screen.lines.current().number == "17/KEL/2026"
    assert screen.panel.title.text() == "17/KEL/2026"
    to_tab(qtbot, screen, "keluar")
    assert screen.action_bar.button("perbaiki").isHidden()


def test_a_line_of_a_padan_letter_says_why_it_is_not_corrected(qtbot, yusuf):
    screen = open_screen(qtbot, yusuf, "agenda", key="belum")
    press(qtbot, screen, "utama")
    open_sheet(screen).confirm()
    settle(qtbot, screen)
    to_tab(qtbot, screen, "masuk")
    press(qtbot, screen, "perbaiki")
    assert "berasal dari surat Padan" in screen.message_bar.sentence() and sheets(screen) == 0


def test_several_receipts_are_written_down_at_once(qtbot, yusuf, clock):
    line = book(yusuf)[0]
    for recipient in ("Dinas Sosial", "Dukcapil", "Dinas Kesehatan"):
        yusuf.run(RecordDispatch(mail_id=line.id, way="antar", recipient=recipient))
    screen = open_screen(qtbot, yusuf, "agenda", key="ekspedisi")
    keys = [row.key for row in screen.lines.rows()]
    screen.lines.set_checked(keys[:2])
    assert screen.action_bar.label("utama") == "Catat 2 tanda terima"
    press(qtbot, screen, "utama")
    sheet = open_sheet(screen)
    sheet.confirm()
    assert set(sheet.form.errors()) == {"received_by"}
    fill(sheet, received_by="Rina, meja tata usaha")
    sheet.confirm()
    settle(qtbot, screen)
    assert [row.chip for row in screen.lines.rows()] == ["diterima", "diterima", "terkirim"]
    assert screen.lines.checked() == () and screen.action_bar.label("utama") == "Catat tanda terima"
    assert "Tanda terima 2 surat dicatat" in screen.message_bar.sentence()
    screen.lines.set_checked(keys)
    assert [row.key for row in screen.lines.checked()] == keys[2:], "what was received is not ticked again"
