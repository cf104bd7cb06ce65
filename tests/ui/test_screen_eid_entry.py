"""BPJS's desk: numbers typed or read from its file, kept through every refresh, sent together (D1)."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from db.queries.cases import cases_by_id
from desktop.operations.record_eid import RecordEid
from tests.conftest import SeatOf
from tests.ui.desks import open_screen, settle
from tests.ui.stages import bring_to, name_recipient, touch

WAITING = "disetujui"
NUMBERS = ("0001999000011", "0001999000022", "0001999000033")


def statuses(office: Any, rows: Any) -> list[str]:
    return [row.status for row in office.read(cases_by_id, [row.id for row in rows])]


def keep(qtbot: Any, screen: Any, number: str) -> None:
    """Type a number and press Enter."""
    screen.form.number.setFocus()
    screen.form.number.selectAll()
    qtbot.keyClicks(screen.form.number, number)
    qtbot.keyClick(screen.form.number, Qt.Key.Key_Return)


def test_numbers_are_typed_one_after_the_other_and_sent(qtbot: Any, local_office: Any, seats: SeatOf) -> None:
    rows = bring_to(local_office, seats, WAITING, people=3)
    screen = open_screen(qtbot, seats("hendra"), "eid")
    screen.people.list.setFocus()
    qtbot.keyClick(screen.people.list, Qt.Key.Key_Return)
    assert screen.form.number.hasFocus()
    screen.form.facility.setText("Puskesmas Cakung")
    for place, number in enumerate(NUMBERS[:2]):
        assert screen.people.current().id == rows[place].id
        keep(qtbot, screen, number)
    assert screen.people.current().id == rows[2].id and screen.form.number.text() == ""
    assert screen.form.facility.text() == "Puskesmas Cakung"
    assert screen.action_bar.label("maju") == "Kirim 2 E-ID"
    qtbot.keyClick(screen.form.number, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    screen.question.confirm()
    settle(qtbot, screen)
    assert statuses(local_office, rows) == ["eid_terbit", "eid_terbit", WAITING]
    sent = local_office.read(cases_by_id, [rows[0].id])[0]
    assert (sent.participant_number, sent.facility) == (NUMBERS[0], "Puskesmas Cakung")


@pytest.mark.parametrize("typed", ["000199900", "00019990000111", "0001O99000011", "3175016001509901", "1111111111111"])
def test_a_wrong_number_gives_a_sentence_and_stays(qtbot: Any, local_office: Any, seats: SeatOf, typed: str) -> None:
    bring_to(local_office, seats, WAITING, people=1)
    screen = open_screen(qtbot, seats("hendra"), "eid")
    keep(qtbot, screen, typed)
    assert screen.form.said.text().endswith(".") and len(screen.form.said.text()) > 25
    assert screen.form.number.text() == typed
    assert screen.entries == {}
    assert not screen.action_bar.button("maju").isEnabled()


def test_the_same_number_twice_is_named(qtbot: Any, local_office: Any, seats: SeatOf) -> None:
    bring_to(local_office, seats, WAITING, people=2)
    screen = open_screen(qtbot, seats("hendra"), "eid")
    keep(qtbot, screen, NUMBERS[0])
    keep(qtbot, screen, NUMBERS[0])
    assert "sudah Anda isikan untuk Siti Aminah" in screen.form.said.text()


def test_half_a_number_survives_a_refresh_and_another_person(qtbot: Any, local_office: Any, seats: SeatOf) -> None:
    rows = bring_to(local_office, seats, WAITING, people=2)
    screen = open_screen(qtbot, seats("hendra"), "eid")
    screen.form.number.setFocus()
    qtbot.keyClicks(screen.form.number, "00019")
    assert screen.is_dirty() and screen.form.said.text() == "5 dari 13 angka"
    touch(local_office, seats("yusuf"), rows[0].id, note="baru")
    screen.desk.session.bus.publish({"application"}, [rows[0].id])
    settle(qtbot, screen)
    assert screen.message_bar.sentence().startswith("Data di layar ini berubah")
    screen.refresh()
    settle(qtbot, screen)
    assert screen.form.number.text() == "00019"
    screen.people.select(rows[1].id)
    assert screen.form.number.text() == ""
    screen.people.select(rows[0].id)
    assert screen.form.number.text() == "00019"


def test_a_stale_person_refuses_the_sending_and_no_number_is_lost(qtbot: Any, local_office: Any, seats: SeatOf) -> None:
    rows = bring_to(local_office, seats, WAITING, people=2)
    screen = open_screen(qtbot, seats("hendra"), "eid")
    keep(qtbot, screen, NUMBERS[0])
    keep(qtbot, screen, NUMBERS[1])
    touch(local_office, seats("yusuf"), rows[0].id, note="baru")
    for _ in range(2):
        screen.action_bar.trigger("maju")
        screen.question.confirm()
        settle(qtbot, screen)
    assert statuses(local_office, rows) == ["eid_terbit", "eid_terbit"]
    assert sum(isinstance(command, RecordEid) for command in screen.desk.office.ran) == 2


def test_a_number_of_somebody_else_stays_behind_with_its_sentence(qtbot: Any, local_office: Any, seats: SeatOf) -> None:
    taken = bring_to(local_office, seats, "eid_terbit", people=1)[0]
    bring_to(local_office, seats, WAITING, people=2)
    screen = open_screen(qtbot, seats("hendra"), "eid")
    keep(qtbot, screen, taken.participant_number or "")
    keep(qtbot, screen, NUMBERS[1])
    screen.action_bar.trigger("maju")
    screen.question.confirm()
    settle(qtbot, screen)
    left = screen.people.rows()
    assert [line.chip for line in left] == ["Periksa nomor"]
    assert "dipakai orang lain" in left[0].problem


def test_pressing_twice_is_one_request(qtbot: Any, local_office: Any, seats: SeatOf) -> None:
    bring_to(local_office, seats, WAITING, people=1)
    screen = open_screen(qtbot, seats("hendra"), "eid")
    keep(qtbot, screen, NUMBERS[0])
    screen.action_bar.trigger("maju")
    sheet = screen.question
    screen.action_bar.trigger("maju")
    assert screen.question is sheet
    sheet.confirm()
    sheet.confirm()
    settle(qtbot, screen)
    assert len(screen.desk.office.ran) == 1


def test_one_person_goes_back_with_a_reason(qtbot: Any, local_office: Any, seats: SeatOf) -> None:
    rows = bring_to(local_office, seats, WAITING, people=2)
    screen = open_screen(qtbot, seats("hendra"), "eid")
    screen.people.list.setFocus()
    qtbot.keyClick(screen.people.list, Qt.Key.Key_K)
    sheet = screen.question
    sheet.confirm()
    assert screen.question is sheet
    sheet.text.setPlainText("NIK tidak ditemukan pada data BPJS")
    sheet.confirm()
    settle(qtbot, screen)
    assert statuses(local_office, rows) == ["menunggu_validasi", WAITING]


def result_file(path: Path, rows: Any) -> Path:
    """What BPJS sends back: two of ours, one unknown, one damaged."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.append(["NO", "NOMOR PESERTA", "NIK", "NAMA", "FASKES"])
    sheet.append([1, NUMBERS[0], rows[0].nik, rows[0].name, "Puskesmas Senen"])
    sheet.append([2, NUMBERS[1], rows[1].nik, rows[1].name, ""])
    sheet.append([3, NUMBERS[2], "3171041107819956", "Dedi Kusuma", ""])
    sheet.append([4, "12", rows[2].nik, "", ""])
    book.save(path)
    return path


def test_bpjs_file_is_matched_shown_and_only_then_filled_in(
    qtbot: Any, local_office: Any, seats: SeatOf, tmp_path: Path
) -> None:
    rows = bring_to(local_office, seats, WAITING, people=3)
    screen = open_screen(qtbot, seats("hendra"), "eid")
    path = result_file(tmp_path / "hasil.xlsx", rows)
    screen.choose_file = lambda _parent: str(path)
    screen.form.read_button.click()
    settle(qtbot, screen)
    sheet = screen.question
    assert screen.entries == {}
    sheet.confirm()
    assert {case_id: entry.number for case_id, entry in screen.entries.items()} == {
        rows[0].id: NUMBERS[0],
        rows[1].id: NUMBERS[1],
    }
    assert screen.action_bar.label("maju") == "Kirim 2 E-ID"
    assert [line.chip for line in screen.people.rows()] == ["Terisi", "Terisi", "Belum diisi"]
    screen.send_on()
    screen.question.confirm()
    settle(qtbot, screen)
    assert statuses(local_office, rows) == ["eid_terbit", "eid_terbit", WAITING]
    sheets: list[Any] = []
    screen.sheet_opened.connect(sheets.append)
    screen.action_bar.trigger("batal")
    settle(qtbot, screen)
    assert sheets[-1].form.control("run").currentText().startswith("hasil.xlsx · 2 baris masuk")
    sheets[-1].text.setPlainText("Nomor tertukar")
    sheets[-1]._agreed()
    settle(qtbot, screen)
    assert screen.message_bar.sentence().startswith("Impor hasil.xlsx dibatalkan: 2 E-ID ditarik")
    assert statuses(local_office, rows) == [WAITING] * 3 and len(screen.people.rows()) >= 1


def test_a_file_that_is_no_workbook_says_so(qtbot: Any, local_office: Any, seats: SeatOf, tmp_path: Path) -> None:
    bring_to(local_office, seats, WAITING, people=1)
    screen = open_screen(qtbot, seats("hendra"), "eid")
    path = tmp_path / "hasil.xlsx"
    path.write_bytes(b"bukan lembar kerja")
    screen.choose_file = lambda _parent: str(path)
    screen.read_file()
    settle(qtbot, screen)
    assert screen.question is None and screen.message_bar.sentence().endswith(".")


def test_the_list_for_bpjs_is_written_as_text_cells(
    qtbot: Any, local_office: Any, seats: SeatOf, tmp_path: Path
) -> None:
    from openpyxl import load_workbook

    rows = bring_to(local_office, seats, WAITING, people=2)
    screen = open_screen(qtbot, seats("hendra"), "eid")
    out = tmp_path / "daftar"
    screen.choose_place = lambda _parent, _name: str(out)
    screen.form.list_button.click()
    name_recipient(qtbot, screen)
    assert screen.message_bar.sentence().startswith("2 orang ditulis")
    cells = [cell.value for line in load_workbook(f"{out}.xlsx").active.iter_rows() for cell in line]
    assert rows[0].nik in cells and "KONDISI" not in cells, "BPJS has no right to health notes"


def test_nothing_is_approved_yet(qtbot: Any, local_office: Any, seats: SeatOf) -> None:
    screen = open_screen(qtbot, seats("hendra"), "eid")
    assert screen.people.empty.text() == screen.nobody
    assert not screen.aside.isVisible()
    screen.action_bar.trigger("maju")
    assert screen.message_bar.sentence() == screen.nobody
