"""The import desk: a trial run first, good rows once, the others back to the sender in the sender's own file."""

import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from db.queries.cases import queue
from db.queries.imports import last_imports
from desktop.office import Office
from desktop.paths import RESOURCES
from desktop.seat import Seat
from tests.conftest import seats_of
from tests.ui.desks import open_screen, settle
from tests.ui.stages import name_recipient

SENT = RESOURCES / "practice" / "data-wbs-penjangkauan.xlsx"
Key = Qt.Key
Control = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def seat(local_office: Office) -> Seat:
    return seats_of(local_office)("bagus")


@pytest.fixture
def desk(qtbot: Any, seat: Seat) -> Any:
    return open_screen(qtbot, seat, "impor")


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    """The sender's file at a place of its own."""
    return Path(shutil.copy(SENT, tmp_path / "daftar.xlsx"))


def press(screen: Any, key: Qt.Key) -> None:
    QTest.keyClick(screen.window().focusWidget() or screen, key, Control)


def figures(screen: Any) -> list[str]:
    return [screen.header._figures.itemAt(at).widget().accessibleName() for at in range(screen.header._figures.count())]


def waiting(seat: Seat) -> Any:
    return seat.read(queue, seat.staff.office_id, ["dijangkau"])


def test_the_file_is_tried_and_nothing_is_written(qtbot: Any, desk: Any, seat: Seat, sent: Path) -> None:
    desk.file.ask = lambda _parent: str(sent)
    desk.file.choose()
    settle(qtbot, desk)
    assert figures(desk) == ["36 baris", "32 bisa masuk", "4 dikembalikan", "0 ganda"]
    assert waiting(seat) == ()
    assert desk.action_bar.label("masukkan") == "Masukkan 32 baris"
    bad = [line for line in desk.problems.rows() if line.kind == "error"]
    assert [line.row for line in bad] == [22, 27, 28, 32]
    assert all(line.column == "J · NIK (BILA ADA)" and line.sentence and line.remedy for line in bad)
    desk.problems.segments.choose("menolak")
    assert len(desk.problems.shown()) == 4
    desk.problems.segments.choose("masuk")
    assert len(desk.problems.shown()) == 32


def test_each_problem_is_said_whole_with_its_remedy(qtbot: Any, desk: Any, sent: Path) -> None:
    desk.choose(sent)
    settle(qtbot, desk)
    desk.problems.select(next(line.key for line in desk.problems.rows() if line.row == 27))
    assert desk.panel.said().startswith("baris 27, kolom J (NIK (BILA ADA)): NIK tersimpan sebagai angka")
    assert "Teks" in desk.panel.said()


def test_good_rows_come_in_once_however_often_it_is_pressed(qtbot: Any, desk: Any, seat: Seat, sent: Path) -> None:
    desk.choose(sent)
    settle(qtbot, desk)
    press(desk, Key.Key_Return)
    press(desk, Key.Key_Return)
    desk.bring_in()
    settle(qtbot, desk)
    assert len(waiting(seat)) == 32
    assert len(seat.read(last_imports)) == 1
    assert desk.message_bar.sentence() == "36 baris dibaca: 32 masuk, 4 dikembalikan, 0 sudah ada."
    press(desk, Key.Key_Return)
    settle(qtbot, desk)
    assert "sudah dimasukkan" in desk.message_bar.sentence()
    desk.message_bar.say("x", "ok", [("Ke Penjangkauan", lambda: desk.desk.go("penjangkauan"))])
    desk.message_bar.press("Ke Penjangkauan")
    assert desk.desk.session.shell.went == [("penjangkauan", None)]


def test_a_wrong_list_is_taken_back_and_may_come_in_again(qtbot: Any, desk: Any, seat: Seat, sent: Path) -> None:
    desk.choose(sent)
    settle(qtbot, desk)
    desk.bring_in()
    settle(qtbot, desk)
    sheets: list[Any] = []
    desk.sheet_opened.connect(sheets.append)
    desk.action_bar.trigger("batal")
    settle(qtbot, desk)
    assert "berkas yang benar dapat dimasukkan lagi" in sheets[-1].note.text()
    sheets[-1].text.setPlainText("Berkas keliru")
    sheets[-1]._agreed()
    settle(qtbot, desk)
    assert "pencatatan 32 orang dibatalkan" in desk.message_bar.sentence() and waiting(seat) == ()
    assert seat.read(last_imports)[0].undone_at is not None
    assert desk.action_bar.label("masukkan") == "Masukkan 32 baris"
    desk.bring_in()
    settle(qtbot, desk)
    assert len(waiting(seat)) == 32


def test_the_same_file_again_says_so_and_changes_nothing(qtbot: Any, desk: Any, seat: Seat, sent: Path) -> None:
    for _ in range(2):
        desk.choose(sent)
        settle(qtbot, desk)
        desk_said = desk.message_bar.sentence()
        desk.bring_in()
        settle(qtbot, desk)
    assert "sudah diimpor 23 Nov 08.00" in desk_said
    assert desk.message_bar.sentence().endswith("Tidak ada yang berubah.")
    assert "0 masuk" in desk.message_bar.sentence()
    assert len(waiting(seat)) == 32


def test_the_answer_is_the_senders_own_file_with_colours(qtbot: Any, desk: Any, sent: Path, tmp_path: Path) -> None:
    desk.choose(sent)
    settle(qtbot, desk)
    desk.bring_in()
    settle(qtbot, desk)
    asked: list[str] = []
    opened: list[Path] = []
    desk.place = lambda _parent, name, _kinds: asked.append(name) or str(tmp_path / "kembali")
    desk.viewer = lambda path: opened.append(path) or True
    press(desk, Key.Key_B)
    name_recipient(qtbot, desk, "Satpol PP, pengirim daftar")
    out = tmp_path / "kembali.xlsx"
    assert asked[0].endswith("daftar - balasan.xlsx")
    assert str(out) in desk.message_bar.sentence()
    sheet = openpyxl.load_workbook(out)["Penjangkauan"]
    assert sheet["J22"].fill.fgColor.rgb == "FFFFC7CE"
    desk.message_bar.press("Buka berkas")
    assert opened == [out]


def test_the_original_is_never_written_over(qtbot: Any, desk: Any, sent: Path) -> None:
    before = sent.read_bytes()
    desk.choose(sent)
    settle(qtbot, desk)
    desk.place = lambda _parent, _name, _kinds: str(sent)
    desk.save_return()
    name_recipient(qtbot, desk, "Satpol PP")
    settle(qtbot, desk)
    assert desk.message_bar.kind == "bad"
    assert sent.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("rusak.xlsx", b"PK\x03\x04 rusak"),
        ("kosong.xlsx", b""),
        ("foto.xlsx", b"\xff\xd8\xff\xe0 foto"),
        ("lain.csv", b"a;b;c\n1;2;3\n"),
        ("hilang.xlsx", None),
    ],
)
def test_an_unreadable_file_is_a_sentence_with_a_way_on(
    qtbot: Any, desk: Any, tmp_path: Path, name: str, content: bytes | None
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    desk.choose(path)
    settle(qtbot, desk)
    assert desk.message_bar.kind == "bad"
    assert desk.message_bar.sentence().count(".") >= 2
    assert desk.trial is None
    assert not desk.action_bar.button("masukkan").isEnabled()


def test_a_file_that_went_away_before_it_came_in_loses_nothing(qtbot: Any, desk: Any, seat: Seat, sent: Path) -> None:
    desk.choose(sent)
    settle(qtbot, desk)
    sent.unlink()
    desk.bring_in()
    settle(qtbot, desk)
    assert desk.message_bar.kind == "bad"
    assert waiting(seat) == ()
    shutil.copy(SENT, sent)
    desk.bring_in()
    settle(qtbot, desk)
    assert len(waiting(seat)) == 32


def test_the_template_comes_back_readable(qtbot: Any, desk: Any, tmp_path: Path) -> None:
    out = tmp_path / "templat.xlsx"
    desk.place = lambda _parent, _name, _kinds: str(out)
    desk.save_template()
    settle(qtbot, desk)
    assert str(out) in desk.message_bar.sentence()
    desk.choose(out)
    settle(qtbot, desk)
    assert desk.trial.reading.total == 0
    assert not desk.action_bar.button("masukkan").isEnabled()


def test_changing_ones_mind_in_a_dialog_does_nothing(qtbot: Any, desk: Any) -> None:
    desk.file.ask = lambda _parent: ""
    desk.place = lambda *_: ""
    desk.file.choose()
    desk.save_template()
    desk.save_return()
    settle(qtbot, desk)
    assert desk.trial is None
    assert desk.message_bar.sentence() == ""


def test_the_intake_desk_of_another_screen_hears_of_it(qtbot: Any, seat: Seat, sent: Path) -> None:
    from tests.ui.desks import session_of

    session = session_of(seat)
    intake = open_screen(qtbot, seat, "penjangkauan", session=session)
    desk = open_screen(qtbot, seat, "impor", session=session)
    desk.choose(sent)
    settle(qtbot, desk)
    desk.bring_in()
    settle(qtbot, desk)
    qtbot.waitUntil(lambda: len(intake.people.rows()) == 32)


def test_people_are_bound_for_the_chosen_panti(qtbot: Any, desk: Any, seat: Seat, sent: Path) -> None:
    desk.choose(sent)
    settle(qtbot, desk)
    wanted = desk.panti.currentData()
    assert wanted is not None
    desk.bring_in()
    settle(qtbot, desk)
    assert {row.panti_office_id for row in waiting(seat)} == {wanted}
