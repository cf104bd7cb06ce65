"""Who took a workbook is said outside its data: the next reader finds every row where it was."""

from pathlib import Path

import openpyxl
import pytest

from desktop.spreadsheets.formats.rekapitulasi import write_rekapitulasi
from desktop.spreadsheets.read import read_file
from desktop.spreadsheets.returns import write_return
from desktop.spreadsheets.taken import LONGEST_FOOT, SHEET, Taken
from tests.spreadsheets.conftest import TODAY, MakeList, person

TAKEN = Taken("Diambil oleh Sari & Rini (Dinas Sosial) 28 November 2026 14.05 – memuat data pribadi", "BPJS", "E-ID")
ROW = {
    "no": "1",
    "nama": "Sri Wulandari",
    "jk": "P",
    "lahir": "Brebes, 22 Januari 1979",
    "kategori": "Pemulung",
    "lokasi": "Stasiun Senen",
    "kondisi": "Sehat",
    "nik": "3175016201799901",
    "keterangan": "JTK-2026-000001",
}


def written(folder: Path, row: dict[str, str] = ROW) -> Path:
    out = folder / "daftar.xlsx"
    write_rekapitulasi(out, [row], heading=("Dinas Sosial",), taken=TAKEN)
    return out


def test_foot_properties_title_and_a_sheet_of_its_own(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(written(tmp_path))
    first, told = book.worksheets
    assert book.active is first and told.title == SHEET
    assert first.oddFooter.left.text == TAKEN.line.replace("&", "&&") and first.oddFooter.right.text
    assert book.properties.description == TAKEN.line
    titles = [first.cell(row, 1).value for row in range(1, 6)]
    assert titles[2:] == [TAKEN.line, "Untuk: BPJS", "Keperluan: E-ID"]
    assert [cell.value for cell in told["B"]] == [TAKEN.line, "BPJS", "E-ID"]
    assert first.max_row == 8, "title lines, one empty, heading, one person: nothing below the data"


def test_a_list_that_comes_back_filled_in_is_read_like_any_other(tmp_path: Path) -> None:
    out = written(tmp_path)
    book = openpyxl.load_workbook(out)
    page = book.worksheets[0]
    page.cell(7, 10).value, page.cell(8, 10).value = "NOMOR PESERTA", "0001234567890"
    book.save(out)
    reading = read_file(out, layout="eid_result", today=TODAY)
    assert not reading.problems and not reading.skipped
    assert [(row.nik, row.participant_number) for row in reading.rows] == [(ROW["nik"], "0001234567890")]
    handed_over = read_file(out, today=TODAY)
    assert (handed_over.layout, handed_over.total, handed_over.skipped) == ("wbs_handover", 1, ())


def test_without_the_right_to_health_notes_the_column_is_not_there(tmp_path: Path) -> None:
    bare = {key: value for key, value in ROW.items() if key != "kondisi"}
    page = openpyxl.load_workbook(written(tmp_path, bare)).worksheets[0]
    assert "KONDISI" not in [cell.value for cell in page[7]] and page.cell(8, 7).value == ROW["nik"]


def test_the_senders_file_is_marked_without_touching_what_is_his(make_list: MakeList, tmp_path: Path) -> None:
    source = make_list([person(), person(name="Tuti", nik="0")])
    book = openpyxl.load_workbook(source)
    book.worksheets[0].oddFooter.left.text, book.properties.description = "Satpol PP", "Hasil malam"
    book.save(source)
    out, again = tmp_path / "balasan.xlsx", tmp_path / "lagi.xlsx"
    write_return(source, read_file(source, today=TODAY), out, entered=False, taken=TAKEN)
    back = read_file(out, today=TODAY)
    assert (back.layout, back.total, back.accepted) == ("wbs_handover", 2, 1)
    write_return(out, back, again, entered=False, taken=Taken("Diambil oleh Tono"))
    book = openpyxl.load_workbook(again)
    assert book.sheetnames == ["Daftar", SHEET] and book[SHEET]["B1"].value == "Diambil oleh Tono"
    assert (book["Daftar"].oddFooter.left.text, book.properties.description) == ("Satpol PP", "Hasil malam")
    assert read_file(again, today=TODAY).total == 2


@pytest.mark.parametrize("name", ["&" * 200, "=1+1", "Ni Luh\x07 Ayu", "A" * 400])
def test_any_name_gives_a_foot_that_excel_takes(tmp_path: Path, name: str) -> None:
    write_rekapitulasi(tmp_path / "x.xlsx", [ROW], taken=Taken(name))
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    foot = book.worksheets[0].oddFooter
    assert len(foot.left.text) + len(foot.right.text) < 255
    assert len(foot.left.text) <= LONGEST_FOOT and book[SHEET]["B1"].data_type == "s"
