"""Lists at the desk: tried before anything is written, asked where the file is not plain, brought in and taken back."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from db.queries.list_runs import list_runs
from db.queries.search import people_by_number
from db.registry.members import QUESTIONS
from desktop.office import Office
from desktop.seat import Seat
from desktop.ui.screens.mapping_sheet import MappingSheet
from desktop.ui.screens.member_lists_panel import TAKEN
from tests.conftest import seats_of
from tests.spreadsheets.lists_kit import facts, lines_of, nik, write_book, write_text
from tests.ui.desks import open_screen, settle

Control = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def seat(local_office: Office) -> Seat:
    return seats_of(local_office)("ratna")


@pytest.fixture
def desk(qtbot: Any, seat: Seat) -> Any:
    screen = open_screen(qtbot, seat, "daftar_peserta")
    screen.form.set_values({"period": "2026-11", "segment": "pbi_kota"})
    settle(qtbot, screen)
    return screen


@pytest.fixture
def members(tmp_path: Any) -> Any:
    """Ten members, one whose number is cut off."""
    people = [facts(at) for at in range(10)]
    people[4] = {**people[4], "number": "12"}
    return write_book(tmp_path / "pbi.xlsx", lines_of("pbi_apbd", people))


def runs(seat: Seat) -> Any:
    return seat.read(list_runs, seat.staff.office_id)


def press(screen: Any, key: Qt.Key) -> None:
    QTest.keyClick(screen.window().focusWidget() or screen, key, Control)


def test_a_list_is_tried_and_nothing_is_written(qtbot: Any, desk: Any, seat: Seat, members: Any) -> None:
    desk.choose(members)
    settle(qtbot, desk)
    assert (desk.trial.total, desk.trial.accepted, desk.trial.rejected) == (10, 9, 1)
    assert desk.panel.said() == {
        "masuk": "9",
        "orang yang belum dikenal": "9",
        "dikembalikan": "1",
    }
    assert ("PSNOKA", "nomor peserta") in desk.panel.mapped()
    assert [line.row for line in desk.problems.rows() if line.kind == "error"] == [6]
    assert runs(seat) == () and seat.read(people_by_number, nik(1)) == ()
    assert desk.action_bar.label("masukkan") == "Masukkan 9 baris"


def test_it_comes_in_by_keyboard_once_and_goes_again(qtbot: Any, desk: Any, seat: Seat, members: Any) -> None:
    desk.choose(members)
    settle(qtbot, desk)
    press(desk, Qt.Key.Key_Return)
    press(desk, Qt.Key.Key_Return)
    settle(qtbot, desk)
    assert desk.message_bar.sentence() == "10 baris dibaca: 9 masuk, 0 sudah ada, 1 dikembalikan."
    assert len(runs(seat)) == 1 and len(seat.read(people_by_number, nik(1))) == 1
    sheets: list[Any] = []
    desk.sheet_opened.connect(sheets.append)
    desk.take_back()
    sheets[-1].text.setPlainText("Berkas keliru")
    sheets[-1]._agreed()
    settle(qtbot, desk)
    assert seat.read(people_by_number, nik(1)) == ()
    assert runs(seat)[0].undone_at is not None


def shown(screen: Any) -> list[str]:
    """What is asked about the file."""
    return [name for name in ("period", "segment", "full") if screen.form.control(name).isVisible()]


def test_only_what_belongs_to_the_file_is_asked(qtbot: Any, desk: Any, local_office: Office, tmp_path: Any) -> None:
    people = [facts(at) for at in range(3)]
    assert shown(desk) == ["period", "segment", "full"]
    for layout, asked in (("bpjs_tagihan", ["period", "segment"]), ("siksng_usulan", ["period"])):
        desk.choose(write_book(tmp_path / f"{layout}.xlsx", lines_of(layout, people)))
        settle(qtbot, desk)
        assert (desk.trial.layout, shown(desk)) == (layout, asked)
    desk.choose(write_book(tmp_path / "apbd.xlsx", lines_of("pbi_apbd", people)))
    settle(qtbot, desk)
    assert shown(desk) == ["period", "segment", "full"]
    for name, asked in (("sari", ["period"]), ("andi", [])):
        assert shown(open_screen(qtbot, seats_of(local_office)(name), "daftar_peserta")) == asked


def test_another_month_is_tried_again_at_once(qtbot: Any, desk: Any, seat: Seat, members: Any) -> None:
    desk.choose(members)
    settle(qtbot, desk)
    desk.bring_in()
    settle(qtbot, desk)
    desk.choose(members)
    settle(qtbot, desk)
    assert "sudah diimpor" in desk.message_bar.sentence()
    desk.form.control("segment").setCurrentIndex(desk.form.control("segment").findData("pbi_jk"))
    settle(qtbot, desk)
    assert desk.panel.said()["masih berlaku di segmen lain"] == "9"


def test_unknown_headings_are_asked_once(qtbot: Any, desk: Any, seat: Seat, tmp_path: Any) -> None:
    lines = lines_of("pbi_apbd", [facts(at) for at in range(6)])
    names = ["nomor jaminan warga", "NIK", "NAMA WARGA MISKIN", "SEGMEN", "BULAN", "TAHUN"]
    path = write_text(tmp_path / "aneh.csv", [names, *lines[1:]])
    desk.choose(path)
    settle(qtbot, desk)
    sheet = desk.window().findChild(MappingSheet)
    assert sheet.form.control("1").currentData() == "nik"
    sheet.form.control("0").setCurrentIndex(sheet.form.control("0").findData("number"))
    sheet.save()
    settle(qtbot, desk)
    assert desk.trial.accepted == 6
    desk.choose(write_text(tmp_path / "lagi.csv", [names, *lines[1:3]]))
    settle(qtbot, desk)
    assert desk.trial.accepted == 2


def test_nonsense_is_a_sentence(qtbot: Any, desk: Any, tmp_path: Any) -> None:
    bad = tmp_path / "bukan.xlsx"
    bad.write_bytes(b"%PDF-1.4 bukan tabel")
    desk.choose(bad)
    settle(qtbot, desk)
    assert "PDF" in desk.message_bar.sentence()
    assert desk.action_bar.label("masukkan") == "Masukkan"


def test_every_field_of_every_list_has_a_word() -> None:
    from desktop.spreadsheets.list_registry import list_layouts
    from desktop.ui.screens.member_lists_panel import FIELDS

    assert {column.field for layout in list_layouts() for column in layout.columns} <= set(FIELDS)


def test_every_question_is_named_in_the_panel() -> None:
    assert set(QUESTIONS) <= set(TAKEN)
