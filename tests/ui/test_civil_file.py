"""A list of deaths with mistakes at Dukcapil's desk: every problem is seen, and the sender's file goes back coloured."""

from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QScrollArea

from desktop.office import Office
from desktop.spreadsheets.returns import REMARK_HEADING
from desktop.ui.screens.civil_sheet import EventSheet
from desktop.ui.widgets.recipient_sheet import RecipientSheet
from tests.conftest import seats_of
from tests.operations.test_record_events import members as pbi_members
from tests.spreadsheets.lists_kit import nik as stranger
from tests.spreadsheets.lists_kit import write_book
from tests.ui.desks import open_screen, settle
from tests.ui.looking import nameless, sheet_of

HEADINGS = ["NIK", "NAMA", "TANGGAL MENINGGAL", "NO AKTA KEMATIAN"]
BAD = 15


@pytest.fixture
def desk(qtbot: Any, local_office: Office, tmp_path: Any) -> Any:
    """Read: one member, one whom nobody knows, and ``BAD`` without a readable NIK."""
    seats = seats_of(local_office)
    (known, _person), *_ = pbi_members(local_office, seats, 1)
    rows = [[known, "Warga Uji", "20-11-2026", "AK-1"], [stranger(9), "Orang Lain", "20-11-2026", "AK-2"]]
    rows += [[f"3175{at}", f"Warga {chr(65 + at)}", "20-11-2026", f"AK-{at + 3}"] for at in range(BAD)]
    screen = open_screen(qtbot, seats("andi"), "kematian_pindah")
    screen.file.place = lambda _parent, _name, _kinds: str(tmp_path / "balasan.xlsx")
    screen.file.read(write_book(tmp_path / "mati.xlsx", [HEADINGS, *rows]))
    settle(qtbot, screen)
    return screen


def remarks(folder: Any) -> list[str]:
    rows = list(openpyxl.load_workbook(folder / "balasan.xlsx").worksheets[0].iter_rows(values_only=True))
    at = rows[0].index(REMARK_HEADING)
    return [str(row[at]) for row in rows[1:]]


def give_back(qtbot: Any, desk: Any) -> None:
    settle(qtbot, desk)
    asked = next(one for one in desk.window().findChildren(RecipientSheet) if one.isVisible())
    asked.text.setText("Dinas Dukcapil, perbaikan daftar")
    asked.confirm()
    settle(qtbot, desk)
    assert "Berkas balasan disimpan" in desk.message_bar.sentence()


def test_every_problem_stands_on_the_sheet(qtbot: Any, desk: Any) -> None:
    sheet = sheet_of(desk.window())
    assert isinstance(sheet, EventSheet) and nameless(sheet) == []
    assert len(sheet.problems.rows()) == BAD and {line.kind for line in sheet.problems.rows()} == {"error"}
    sheet.problems.select(sheet.problems.rows()[-1].key)
    assert f"baris {BAD + 3}, kolom A" in sheet.hand.text()


def test_the_file_goes_back_before_anything_is_recorded(qtbot: Any, desk: Any, tmp_path: Any) -> None:
    qtbot.keyClick(sheet_of(desk.window()), Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    give_back(qtbot, desk)
    said = remarks(tmp_path)
    assert said[:2] == ["DAPAT MASUK", "DAPAT MASUK"]
    assert len(said) == BAD + 2 and all(one.startswith("BELUM MASUK: [A] NIK") for one in said[2:])
    assert isinstance(sheet_of(desk.window()), EventSheet)


def test_whom_nobody_could_record_is_in_the_file_that_goes_back_afterwards(
    qtbot: Any, desk: Any, tmp_path: Any
) -> None:
    sheet_of(desk.window()).confirm()
    settle(qtbot, desk)
    desk.message_bar.press("Simpan berkas balasan…")
    give_back(qtbot, desk)
    said = remarks(tmp_path)
    assert said[0] == "SUDAH MASUK" and all(one.startswith("BELUM MASUK: [A]") for one in said[2:])


def test_many_reasons_are_all_told(qtbot: Any, desk: Any) -> None:
    from desktop.sop.refusals import RowRefusal

    sheet_of(desk.window()).cancel()
    desk.desk.detailed.emit("Yang belum", [RowRefusal(at, f"baris {at}", "x", f"Sebab {at}.") for at in range(40)])
    settle(qtbot, desk)
    sheet = sheet_of(desk.window())
    assert "Sebab 39." in [label.text() for label in sheet.findChildren(QLabel)]
    assert sheet.findChild(QScrollArea) is not None
