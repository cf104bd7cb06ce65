"""Files outside the program: the ending a clerk did not type, the file no program opens, what is dropped."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent

from desktop.ui.widgets.file_well import FileWell
from desktop.ui.widgets.files import opening, with_ending


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("rekap", "rekap.xlsx"),
        ("rekap.xlsx", "rekap.xlsx"),
        ("REKAP.XLSX", "REKAP.XLSX"),
        ("rekap 23.11", "rekap 23.11.xlsx"),
        ("rekap.pdf", "rekap.pdf.xlsx"),
    ],
)
def test_the_ending_is_added_once(typed: str, name: str) -> None:
    assert with_ending(typed, ".xlsx").name == name


def test_a_file_that_no_program_opens_is_named(stage, qtbot) -> None:
    screen, path = stage.current_screen(), Path("rekap.xlsx")
    label, press = opening(screen.desk, path, lambda _path: False)
    press()
    assert label == "Buka berkas"
    assert screen.message_bar.sentence().endswith(f"Buka sendiri: {path}")
    assert screen.message_bar.kind == "warn"


def test_a_dropped_file_is_taken_and_an_address_is_not(dressed, qtbot, tmp_path: Path) -> None:
    well = FileWell("Seret ke sini")
    qtbot.addWidget(well)
    taken: list[str] = []
    well.taken.connect(taken.append)
    for url in (QUrl("https://contoh.invalid/daftar.xlsx"), QUrl.fromLocalFile(str(tmp_path / "daftar.xlsx"))):
        data = QMimeData()
        data.setUrls([url])
        no = Qt.KeyboardModifier.NoModifier
        well.dropEvent(QDropEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, no))
    assert [Path(path) for path in taken] == [tmp_path / "daftar.xlsx"]
