"""Likely doubles, two records side by side, merged and taken apart again, by keyboard alone."""

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea

from db.queries.merges import side_of
from db.queries.person import person_by_id, person_by_nik
from desktop.operations.merge_people import MergePeople
from tests.operations.member_lists import listed, member, nik
from tests.ui.desks import open_screen, settle
from tests.ui.looking import CONTROL, nameless
from tests.ui.stages import open_sheet


@pytest.fixture
def two(seats: Any) -> tuple[int, int]:
    """One woman on two payers' lists, her NIK mistyped on the second."""
    ratna = seats("ratna")
    ratna.run(listed([member(1), member(5)]))
    other = member(2, name="WARGA B UJI", sex="P", address="Jalan Lain 5", kelurahan="Lain", kk="3273010101909999")
    ratna.run(listed([other], segment="pbi_kota", name="kota.csv"))
    return ratna.read(person_by_nik, nik(1)).id, ratna.read(person_by_nik, nik(2)).id


def merge_them(ratna: Any, kept: int, merged: int) -> None:
    """As the screen would."""
    side = ratna.read(side_of, kept)
    seen = tuple(ratna.read(person_by_id, one).version for one in (kept, merged))
    stays = {"stays": side.running[0].id, "effective": date(2026, 12, 1)}
    ratna.run(MergePeople(kept_id=kept, merged_id=merged, reason="Orang yang sama", seen=seen, **stays))


def went(screen: Any) -> Any:
    return screen.desk.session.shell.went[-1]


def test_likely_doubles_are_listed_and_compared(qtbot: Any, seats: Any, two: tuple[int, int]) -> None:
    screen = open_screen(qtbot, seats("ratna"), "ganda")
    (line,) = screen.pairs.shown()
    assert (line.first.id, line.other.id, line.words) == (*two, "NIK beda 1 angka")
    screen.pairs.select(line.key)
    QTest.keyClick(screen.pairs.list, Qt.Key.Key_Return, CONTROL)
    assert went(screen) == ("gabung", two)
    screen.pairs.set_filter("tidak ada yang begini")
    qtbot.waitUntil(lambda: not screen.pairs.shown())
    assert not nameless(screen)


def test_the_doubles_of_one_person_and_what_was_typed(qtbot: Any, seats: Any, two: tuple[int, int]) -> None:
    screen = open_screen(qtbot, seats("ratna"), "ganda", two[1])
    assert screen.pairs.shown()[0].other.id == two[0], "nearly the same NIK comes first"
    screen.pairs.set_filter("Warga F")
    other = seats("ratna").read(person_by_nik, nik(5)).id
    qtbot.waitUntil(lambda: [line.other.id for line in screen.pairs.shown()] == [other])
    screen.show_all()
    settle(qtbot, screen)
    assert [line.other.id for line in screen.pairs.shown()] == [two[1]]


def test_merged_by_keyboard_and_taken_apart_on_the_page(qtbot: Any, seats: Any, two: tuple[int, int]) -> None:
    kept, merged = two
    ratna = seats("ratna")
    screen = open_screen(qtbot, ratna, "gabung", two)
    assert not nameless(screen)
    for key in (Qt.Key.Key_2, Qt.Key.Key_2):
        QTest.keyClick(screen.focusWidget(), key)
    assert screen.table.taken() == ("name", "address")
    assert screen.running.isVisible()
    screen.form.set_values({"effective": None})
    screen.ask()
    assert screen.form.errors() == {"effective": "Isi sejak kapan yang lain berakhir."}
    screen.form.set_values({"effective": date(2026, 12, 1)})
    QTest.keyClick(screen, Qt.Key.Key_Return, CONTROL)
    sheet = open_sheet(screen)
    sheet.text.setPlainText("Orang yang sama")
    sheet._agreed()
    settle(qtbot, screen)
    assert went(screen) == ("orang", kept)
    assert ratna.read(person_by_id, merged).merged_into == kept
    assert ratna.read(person_by_id, kept).address == "Jalan Lain 5"
    assert ratna.read(side_of, kept).sources["address"].kind == "gabung"


def test_the_merged_page_leads_to_the_kept_one_and_undo_is_there(qtbot: Any, seats: Any, two: tuple[int, int]) -> None:
    kept, merged = two
    ratna = seats("ratna")
    merge_them(ratna, kept, merged)
    page = open_screen(qtbot, ratna, "orang", merged)
    assert page.panel.obstacle() == "Catatan ini sudah digabung"
    assert not page.action_bar._acts["gabung"].allowed
    page = open_screen(qtbot, ratna, "orang", kept)
    assert page.trail.told[0].what == "Dua catatan digabung menjadi satu"
    page.merging.take_apart()
    sheet = open_sheet(page)
    sheet.text.setPlainText("Ternyata kembar")
    sheet._agreed()
    settle(qtbot, page)
    assert ratna.read(person_by_id, merged).merged_into is None
    assert page.message_bar.sentence().endswith("kembali menjadi dua catatan seperti semula.")
    assert page.trail.told[0].what == "Penggabungan catatan dibatalkan"


def test_a_merge_in_the_list_is_taken_apart_there(qtbot: Any, seats: Any, two: tuple[int, int]) -> None:
    ratna = seats("ratna")
    merge_them(ratna, *two)
    screen = open_screen(qtbot, ratna, "ganda")
    assert not screen.pairs.shown()
    screen.pairs.segments.choose("gabung")
    (line,) = screen.pairs.shown()
    screen.pairs.select(line.key)
    screen.take_apart()
    sheet = open_sheet(screen)
    sheet.text.setPlainText("Salah pilih")
    sheet._agreed()
    settle(qtbot, screen)
    assert [one.words for one in screen.pairs.rows()] == ["NIK beda 1 angka", "dibatalkan"]
    screen.take_apart()
    settle(qtbot, screen)
    assert not screen.action_bar._acts["batal"].allowed


def test_long_names_make_no_screen_wider(qtbot: Any, seats: Any, two: tuple[int, int]) -> None:
    ratna = seats("ratna")
    name = "Warga B & Keluarga Dengan Nama Yang Panjang Sekali Tujuh Kata Lagi"
    ratna.run(
        listed([member(3, name=name, number="9000000000033")], name="daftar-peserta-kota-november-2026-akhir.csv")
    )
    screen = open_screen(qtbot, ratna, "gabung", (two[0], ratna.read(person_by_nik, nik(3)).id))
    bars = [area.horizontalScrollBar().maximum() for area in screen.findChildren(QScrollArea)]
    assert len(bars) >= 2 and not any(bars)
