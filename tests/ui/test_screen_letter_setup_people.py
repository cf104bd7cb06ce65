"""Tata surat, the people: who signs in which capacity and until when, and who initials in which order."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from db.queries.drafts import paraf_rules
from db.queries.signers import signers_of
from desktop.operations.manage_signers import SaveSigner
from tests.conftest import seats_of
from tests.ui.desks import open_screen, settle
from tests.ui.looking import CONTROL, nameless

DINSOS = 3
TODAY = date(2026, 11, 23)


def drawn(qtbot, screen):
    """Wait until everything is read, stored and drawn."""
    qtbot.waitUntil(lambda: not screen.tabs["kertas"].preview.waits())
    settle(qtbot, screen)


@pytest.fixture
def admin(local_office):
    return seats_of(local_office)("admin")


@pytest.fixture
def setup(qtbot, admin):
    """The screen on one tab of Dinas Sosial."""

    def opened(tab="kertas", office_id=DINSOS):
        screen = open_screen(qtbot, admin, "tata_surat", key=(office_id, tab))
        drawn(qtbot, screen)
        return screen

    return opened


def save(qtbot, screen):
    screen.action_bar.trigger("simpan")
    drawn(qtbot, screen)


def typed(form, **values):
    """Type into a form without making it clean."""
    for name, value in values.items():
        form._fields[name].put(value)


def plh(**more):
    values = {"office_id": DINSOS, "capacity": "plh", "position": "Kepala Dinas Sosial", "name": "Wira Sanjaya"}
    values |= {"basis": "800/11/2026", "valid_from": date(2026, 11, 20), "valid_to": date(2026, 11, 27)}
    return SaveSigner(**values | more)


def test_signers_are_listed_with_their_state_today(qtbot, setup, admin):
    admin.run(plh())
    admin.run(plh(capacity="plt", name="Sinta Dewi", valid_from=date(2026, 9, 1), valid_to=date(2026, 10, 27)))
    admin.run(
        plh(capacity="an", name="Rudi", on_behalf="Kepala Dinas Sosial", valid_from=date(2026, 12, 1), valid_to=None)
    )
    screen = setup("penanda_tangan")
    found = [(row.name, row.capacity, row.dates, row.state) for row in screen.tab.list.rows()]
    assert found == [
        ("Premi Lestariningsih", "definitif", "tetap", "diganti Plh."),
        ("Wira Sanjaya", "plh", "20 Nov – 27 Nov", "berlaku"),
        ("Rudi", "an", "sejak 1 Des", "belum mulai"),
        ("Sinta Dewi", "plt", "1 Sep – 27 Okt", "berakhir"),
    ]
    assert nameless(screen) == []


def test_a_plh_is_added_and_ended(qtbot, setup, local_office):
    screen = setup("penanda_tangan")
    QTest.keyClick(screen.tab.list.list, Qt.Key.Key_N, CONTROL)
    assert screen.tab.heading.text() == "Penanda tangan baru" and not screen.is_dirty()
    assert screen.tab.form.values()["valid_from"] == TODAY
    QTest.keyClicks(screen.tab.form.control("name"), "Wira Sanjaya, M.Si.")
    save(qtbot, screen)
    assert set(screen.tab.form.errors()) == {"basis", "valid_to"} and screen.desk.office.ran == []
    typed(screen.tab.form, basis="800/11/2026", valid_to=date(2026, 11, 27))
    save(qtbot, screen)
    (row,) = local_office.read(signers_of, DINSOS)
    assert (row.capacity, row.position, row.name) == ("plh", "Kepala Dinas Sosial", "Wira Sanjaya, M.Si.")
    assert screen.tab.list.current().id == row.id and not screen.is_dirty()
    typed(screen.tab.form, valid_from=date(2026, 11, 20), valid_to=date(2026, 11, 22))
    save(qtbot, screen)
    assert local_office.read(signers_of, DINSOS)[0].valid_to == date(2026, 11, 22)
    assert [line.state for line in screen.tab.list.rows()] == ["berlaku", "berakhir"]


def test_an_empty_new_signer_is_refused_at_its_field_and_can_be_dropped(qtbot, setup, admin, local_office):
    admin.run(plh())
    screen = setup("penanda_tangan")
    screen.tab.list.select(1)
    screen.action_bar.trigger("baru")
    assert screen.action_bar.label("urungkan") == "Tidak jadi ditambah"
    save(qtbot, screen)
    assert screen.tab.form.errors()["name"] == "Isi nama penanda tangan seperti di bawah surat."
    assert screen.tab.form.control("name").hasFocus()
    assert "Isi nama penanda tangan" in screen.message_bar.sentence()
    press = next(one for one in screen.message_bar.findChildren(QPushButton) if one.text() == "Tidak jadi ditambah")
    press.click()
    assert screen.tab.list.current().id == 1 and screen.tab.heading.text() == "Wira Sanjaya"
    assert not screen.is_dirty() and screen.tab.form.errors() == {} and screen.message_bar.isHidden()
    screen.action_bar.trigger("baru")
    typed(screen.tab.form, name="Salah Orang")
    screen.action_bar.trigger("urungkan")
    assert screen.tab.list.current().id == 1 and not screen.is_dirty()
    assert len(local_office.read(signers_of, DINSOS)) == 1


def test_two_acting_on_one_day_are_refused_and_nothing_typed_is_lost(qtbot, setup, admin, local_office):
    admin.run(plh())
    screen = setup("penanda_tangan")
    screen.new()
    typed(screen.tab.form, name="Sinta Dewi", basis="800/12/2026", valid_to=date(2026, 11, 30))
    save(qtbot, screen)
    assert "Wira Sanjaya sudah Plh." in screen.message_bar.sentence()
    assert screen.tab.form.values()["name"] == "Sinta Dewi" and len(local_office.read(signers_of, DINSOS)) == 1
    screen.tab.list.select(1)
    assert screen.tab.form.values()["name"] == "Sinta Dewi"  # another row is not laid over it
    screen.action_bar.trigger("urungkan")
    assert not screen.is_dirty() and screen.tab.list.current().id == 0


def test_an_officer_fills_in_name_and_nip(setup):
    screen = setup("penanda_tangan")
    screen.new()
    combo = screen.tab.form.control("staff_id")
    combo.setCurrentIndex(combo.findText("Sari Wahyuningtyas"))
    now = screen.tab.form.values()
    assert (now["name"], now["nip"]) == ("Sari Wahyuningtyas", "198704042011012014")
    assert not screen.tab.form.control("on_behalf").isEnabled()
    typed(screen.tab.form, capacity="an")
    assert screen.tab.form.control("on_behalf").isEnabled()


def test_the_head_is_kept_with_the_office(setup):
    screen = setup("penanda_tangan")
    assert screen.tab.list.current().id == 0 and not screen.tab.form.isVisible() and screen.tab.head.isVisible()
    screen.tab.head.findChild(QPushButton).click()
    assert screen.desk.session.shell.went == [("kantor", DINSOS)]


def add_step(screen, name, position=""):
    combo = screen.tab.form.control("staff_id")
    at = next(at for at in range(combo.count()) if combo.itemText(at).startswith(name))
    combo.setCurrentIndex(at)
    if position:
        typed(screen.tab.form, position=position)
    screen.tab.add()


def test_an_order_of_paraf_is_made_moved_and_stored(qtbot, setup, local_office):
    screen = setup("paraf", office_id=2)
    add_step(screen, "Yusuf")
    add_step(screen, "Rina", "Kepala Seksi")
    add_step(screen, "Rina", "Kepala Seksi")
    assert "sudah ada" in screen.tab.form.errors()["staff_id"]
    screen.tab.list.setFocus()
    QTest.keyClick(screen.tab.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert [(row.place, row.name) for row in screen.tab.list.rows()] == [(1, "Rina Kusumawati"), (2, "Yusuf Hidayat")]
    assert screen.is_dirty()
    save(qtbot, screen)
    stored = [(rule.code, rule.position, rule.staff_name) for rule in local_office.read(paraf_rules, 2)]
    assert stored == [
        ("permohonan_rekomendasi", "Kepala Seksi", "Rina Kusumawati"),
        ("permohonan_rekomendasi", "Pekerja Sosial", "Yusuf Hidayat"),
    ]
    assert not screen.is_dirty() and screen.tab.letters.rows()[0].count == 2
    screen.tab.list.select(screen.tab.list.rows()[1].staff_id)
    screen.tab.list.setFocus()
    QTest.keyClick(screen.tab.list, Qt.Key.Key_Delete)
    save(qtbot, screen)
    assert len(local_office.read(paraf_rules, 2)) == 1


def test_several_letters_are_stored_at_once(qtbot, setup, local_office):
    screen = setup("paraf", office_id=2)
    for code in ("permohonan_rekomendasi", "permohonan_persetujuan"):
        screen.tab.letters.select(code)
        add_step(screen, "Yusuf")
    assert [row.typed for row in screen.tab.letters.rows()] == [True, False, True]
    save(qtbot, screen)
    assert {rule.code for rule in local_office.read(paraf_rules, 2)} == {
        "permohonan_rekomendasi",
        "permohonan_persetujuan",
    }
    assert not screen.is_dirty()


def test_an_incomplete_step_is_said_at_its_field(setup):
    screen = setup("paraf", office_id=2)
    screen.tab.add()
    assert set(screen.tab.form.errors()) == {"staff_id", "position"}
    screen.tab.remove()
    screen.tab.move_step(1)
    assert screen.tab.list.rows() == () and not screen.is_dirty()
