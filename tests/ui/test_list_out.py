"""A list leaves the office from the screens where it is looked for: chosen by keyboard, its recipient asked, journalled."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from sqlalchemy import select

from db.tables.traces import journal
from desktop.office import Office
from desktop.ui.screens.list_out import ListOutSheet
from desktop.ui.widgets.recipient_sheet import RecipientSheet
from tests.conftest import seats_of
from tests.ui.desks import open_screen, settle
from tests.ui.looking import CONTROL, nameless, sheet_of


def exports(connection: Any) -> list[str]:
    """What the journal has of lists that left."""
    return list(connection.scalars(select(journal.c.fields).where(journal.c.action == "ekspor")))


def opened(qtbot: Any, screen: Any) -> ListOutSheet:
    """By its key."""
    QTest.keyClick(screen.window().focusWidget() or screen, Qt.Key.Key_E, CONTROL)
    sheet = sheet_of(screen.window())
    assert isinstance(sheet, ListOutSheet) and nameless(sheet) == []
    return sheet


def shown(sheet: ListOutSheet) -> list[str]:
    """What is asked now."""
    return [name for name in sheet.form.values() if sheet.form.control(name).isVisibleTo(sheet)]


def test_members_go_out_by_keyboard_to_whom_is_named(qtbot: Any, local_office: Office, tmp_path: Any) -> None:
    screen = open_screen(qtbot, seats_of(local_office)("ratna"), "daftar_peserta")
    screen.place = lambda _parent, name, _kinds: str(tmp_path / Path(name).name)
    sheet = opened(qtbot, screen)
    assert shown(sheet) == ["code", "layout", "segment", "day"]
    sheet.form.set_values({"day": None})
    sheet.confirm()
    assert "day" in sheet.form.errors()
    sheet.form.set_values({"layout": "edabu_mutasi", "segment": "pbi_kota", "day": screen.desk.now().date()})
    sheet.confirm()
    settle(qtbot, screen)
    asked: Any = sheet_of(screen.window())
    assert isinstance(asked, RecipientSheet)
    asked.text.setText("BPJS Kesehatan, mutasi bulanan")
    asked.confirm()
    settle(qtbot, screen)
    (out,) = tmp_path.glob("peserta-pbi_kota-*.xlsx")
    assert screen.message_bar.sentence() == f"3 baris disimpan di {out}"
    page = openpyxl.load_workbook(out).worksheets[0]
    assert page.max_row == 15 + 3
    (line,) = seats_of(local_office)("ratna").read(exports)
    assert "BPJS Kesehatan, mutasi bulanan" in line


@pytest.mark.parametrize(
    ("user", "code", "first", "asks"),
    [
        ("andi", "kematian_pindah", "kematian", ["code", "period"]),
        ("sari", "daftar_peserta", "peserta", ["code", "layout", "segment", "day"]),
        ("hendra", "kepesertaan", "peserta", ["code", "layout", "segment", "day"]),
    ],
)
def test_each_office_finds_its_own_lists(
    qtbot: Any, local_office: Office, tmp_path: Any, user: str, code: str, first: str, asks: list[str]
) -> None:
    screen = open_screen(qtbot, seats_of(local_office)(user), code)
    sheet = opened(qtbot, screen)
    assert sheet.wish().code == first and shown(sheet) == asks
    if user != "andi":
        return
    screen.place = lambda _parent, name, _kinds: str(tmp_path / Path(name).name)
    sheet.confirm()
    settle(qtbot, screen)
    asked: Any = sheet_of(screen.window())
    assert isinstance(asked, RecipientSheet)
    asked.text.setText("Dinas Kesehatan")
    asked.confirm()
    settle(qtbot, screen)
    assert screen.message_bar.sentence().startswith("Tidak ada kematian yang dicatat pada ")
    assert list(tmp_path.glob("*.xlsx")) == []
