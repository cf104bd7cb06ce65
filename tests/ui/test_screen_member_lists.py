"""Lists at the desk: tried before anything is written, asked where the file is not plain, brought in and taken back."""

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from db.queries.list_runs import list_runs
from db.queries.search import people_by_number
from db.registry.members import QUESTIONS
from desktop.office import Office
from desktop.seat import Seat
from desktop.ui.screens.list_mapping import KindSheet
from desktop.ui.screens.mapping_sheet import MappingSheet
from desktop.ui.screens.member_lists_panel import TAKEN
from tests.conftest import seats_of
from tests.spreadsheets.lists_kit import facts, lines_of, nik, write_book, write_text
from tests.ui.desks import open_screen, settle
from tests.ui.looking import nameless, sheet_of

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


def test_any_import_can_be_chosen_to_go_again(qtbot: Any, desk: Any, seat: Seat, tmp_path: Any) -> None:
    """The bill below newer imports goes; a list below a newer one stays, and the newer one is named."""
    people = [facts(at) for at in range(10)]
    for name, layout, lines in (
        ("satu", "pbi_apbd", people[:9]),
        ("tagihan", "bpjs_tagihan", [*people, *people[:3]]),
        ("dua", "pbi_apbd", people),
    ):
        desk.choose(write_book(tmp_path / f"{name}.xlsx", lines_of(layout, lines)))
        settle(qtbot, desk)
        desk.bring_in()
        settle(qtbot, desk)
    sheets: list[Any] = []
    desk.sheet_opened.connect(sheets.append)

    def take_back(at: int) -> str:
        desk.take_back()
        control = sheets[-1].form.control("run")
        control.setCurrentIndex(at)
        said = str(control.currentText())
        sheets[-1].text.setPlainText("Berkas keliru")
        sheets[-1]._agreed()
        settle(qtbot, desk)
        return said

    assert "tagihan.xlsx" in take_back(1)
    assert [(run.file_name, run.undone_at is not None) for run in runs(seat)] == [
        ("dua.xlsx", False),
        ("tagihan.xlsx", True),
        ("satu.xlsx", False),
    ]
    assert "satu.xlsx" in take_back(1)
    assert desk.message_bar.sentence().endswith("mulai dari yang terbaru: dua.xlsx (November 2026); lalu ulangi.")
    assert not any(run.undone_at for run in runs(seat) if run.file_name == "satu.xlsx")


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
    assert desk.panel.said()["sudah ada, tetap"] == "9"
    desk.form.control("segment").setCurrentIndex(desk.form.control("segment").findData("pbi_jk"))
    settle(qtbot, desk)
    assert desk.panel.said()["masih berlaku di segmen lain"] == "9"


def test_a_short_bill_waits_for_a_tick(qtbot: Any, desk: Any, seat: Seat, members: Any, tmp_path: Any) -> None:
    """Without the tick nothing happens, with it the bill comes in; a later one tells what it replaces."""
    desk.choose(members)
    settle(qtbot, desk)
    desk.bring_in()
    settle(qtbot, desk)
    desk.choose(write_book(tmp_path / "sebagian.xlsx", lines_of("bpjs_tagihan", [facts(at) for at in range(7)])))
    settle(qtbot, desk)
    assert "hanya 7 baris" in desk.message_bar.sentence()
    sheets: list[Any] = []
    desk.sheet_opened.connect(sheets.append)
    press(desk, Qt.Key.Key_Return)
    sheet = sheets[-1]
    assert sheet.whole.hasFocus() and not sheet._yes.isEnabled()
    sheet.confirm()
    settle(qtbot, desk)
    assert sheet.isVisible() and len(runs(seat)) == 1
    QTest.keyClick(sheet.whole, Qt.Key.Key_Space)
    sheet.confirm()
    settle(qtbot, desk)
    assert desk.message_bar.sentence().startswith("7 baris dibaca: 7 masuk")
    desk.choose(write_book(tmp_path / "utuh.xlsx", lines_of("bpjs_tagihan", [facts(at) for at in range(10)])))
    settle(qtbot, desk)
    assert desk.panel.said()["menggantikan"] == "sebagian.xlsx, 7 baris"
    assert desk.message_bar.sentence() == "Menggantikan sebagian.xlsx (7 baris) untuk bulan dan segmen ini."
    desk.bring_in()
    settle(qtbot, desk)
    assert len(sheets) == 1 and len(runs(seat)) == 3


def test_unknown_headings_are_asked_once(qtbot: Any, desk: Any, seat: Seat, tmp_path: Any) -> None:
    lines = lines_of("pbi_apbd", [facts(at) for at in range(6)])
    names = ["nomor jaminan warga", "NIK", "NAMA WARGA MISKIN", "SEGMEN", "BULAN", "TAHUN"]
    path = write_text(tmp_path / "aneh.csv", [names, *lines[1:]])
    desk.choose(path)
    settle(qtbot, desk)
    sheet = kind_chosen(qtbot, desk)
    assert sheet.form.control("1").currentData() == "nik"
    sheet.form.control("0").setCurrentIndex(sheet.form.control("0").findData("number"))
    sheet.save()
    settle(qtbot, desk)
    assert desk.trial.accepted == 6
    desk.choose(write_text(tmp_path / "lagi.csv", [names, *lines[1:3]]))
    settle(qtbot, desk)
    assert desk.trial.accepted == 2


def test_the_order_of_dates_is_asked_with_what_the_niks_say(qtbot: Any, desk: Any, tmp_path: Any) -> None:
    born = date(1990, 4, 3)
    people = [facts(at, nik=nik(at, born), birth_date=born) for at in range(3)]
    people += [facts(at, nik=nik(at, born), birth_date="03/04/1990") for at in (3, 4)]
    desk.choose(write_book(tmp_path / "bnba.xlsx", lines_of("pbi_bnba", people)))
    settle(qtbot, desk)
    said = desk.message_bar.sentence()
    assert (
        "misalnya 03/04/1990. Menurut NIK di baris yang sama, 2 dari 2 tanggal cocok dengan hari/bulan/tahun." in said
    )
    desk._dates_are("dmy")
    settle(qtbot, desk)
    assert (desk.trial.total, desk.trial.rejected) == (5, 0)


def kind_chosen(qtbot: Any, desk: Any, code: str = "") -> Any:
    """The sheet of columns, after that of kinds was answered: as proposed, or otherwise."""
    kinds = sheet_of(desk.window())
    assert isinstance(kinds, KindSheet) and nameless(kinds) == []
    if code:
        kinds.form.set_values({"kind": code})
    kinds.save()
    settle(qtbot, desk)
    columns = sheet_of(desk.window())
    assert isinstance(columns, MappingSheet) and nameless(columns) == []
    return columns


def own_list(folder: Any) -> Any:
    """A list as a region keeps it: its headings are those of an E-ID result, too."""
    rows = [[one["number"], one["nik"], one["name"], one["address"]] for one in map(facts, range(3))]
    return write_book(folder / "sendiri.xlsx", [["NOMOR KARTU JKN", "NIK", "NAMA LENGKAP", "ALAMAT"], *rows])


def test_a_list_of_ones_own_is_named_by_the_clerk(qtbot: Any, desk: Any, seat: Seat, tmp_path: Any) -> None:
    desk.choose(own_list(tmp_path))
    settle(qtbot, desk)
    assert desk.trial is None and not desk.action_bar.button("padanan").isVisible()
    kind_chosen(qtbot, desk, "pbi_apbd").save()
    settle(qtbot, desk)
    assert (desk.trial.layout, desk.trial.accepted) == ("pbi_apbd", 3)
    assert desk.panel.said()["masuk"] == "3"


def test_who_closes_the_question_is_asked_again_by_a_button(qtbot: Any, desk: Any, tmp_path: Any) -> None:
    desk.choose(own_list(tmp_path))
    settle(qtbot, desk)
    sheet_of(desk.window()).cancel()
    desk.message_bar.press("Sebut isinya…")
    assert isinstance(sheet_of(desk.window()), KindSheet)


def test_a_wrong_mapping_is_mended_and_remembered_so(qtbot: Any, desk: Any, tmp_path: Any) -> None:
    path = own_list(tmp_path)
    desk.choose(path)
    settle(qtbot, desk)
    sheet = kind_chosen(qtbot, desk, "pbi_apbd")
    sheet.form.set_values({"2": "address", "3": "name"})
    sheet.save()
    settle(qtbot, desk)
    desk.choose(path)
    settle(qtbot, desk)
    assert desk.trial.known["ALAMAT"] == "name"
    press(desk, Qt.Key.Key_U)
    sheet = kind_chosen(qtbot, desk)
    assert sheet.form.values()["2"] == "address"
    sheet.form.set_values({"2": "name", "3": "address"})
    sheet.save()
    settle(qtbot, desk)
    assert desk.trial.mapping["ALAMAT"] == "address"
    desk.choose(path)
    settle(qtbot, desk)
    assert desk.trial.known["NAMA LENGKAP"] == "name" and desk.trial.accepted == 3
    desk.bring_in()
    settle(qtbot, desk)
    assert not desk.action_bar.button("padanan").isVisible()


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
