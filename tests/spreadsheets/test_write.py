"""Tables going out: text stays text, formulas stay dead, the page prints."""

import errno
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import python_calamine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.sop.ppks import CATEGORIES
from desktop.spreadsheets.cells import safe_text
from desktop.spreadsheets.errors import cannot_write
from desktop.spreadsheets.formats.rekapitulasi import COLUMNS, write_rekapitulasi
from desktop.spreadsheets.read import read_file
from desktop.spreadsheets.registry import layouts
from desktop.spreadsheets.templates import write_template
from desktop.spreadsheets.write import OutColumn, write_table
from tests.spreadsheets.conftest import TODAY, person

TABLE = (
    OutColumn("no", "NO", 5, "number"),
    OutColumn("nik", "NIK", 20, "code"),
    OutColumn("name", "NAMA", 30),
    OutColumn("born", "LAHIR", 14, "date"),
    OutColumn("at", "WAKTU", 18, "moment"),
)


@dataclass(frozen=True, slots=True)
class Row:
    no: int
    nik: str
    name: str
    born: date | None
    at: datetime | None


ROW = Row(1, "3175016201799901", "Sri", date(1979, 1, 22), datetime(2026, 11, 19, 23, 0))  # noqa: DTZ001


def sheet_of(path: Path) -> Any:
    return openpyxl.load_workbook(path).active


def test_text_cells_dates_and_numbers(tmp_path: Path) -> None:
    write_table(
        tmp_path / "t.xlsx", title="DAFTAR", columns=TABLE, rows=[ROW, {"no": "2", "nik": "0001", "name": None}]
    )
    sheet = sheet_of(tmp_path / "t.xlsx")
    assert (sheet["B4"].value, sheet["B4"].data_type, sheet["B4"].number_format) == ("3175016201799901", "s", "@")
    assert (sheet["A4"].value, sheet["A5"].value, sheet["B5"].value, sheet["C5"].value) == (1, 2, "0001", None)
    assert (sheet["D4"].value, sheet["D4"].number_format) == (datetime(1979, 1, 22), "dd-mm-yyyy")  # noqa: DTZ001
    assert (sheet["E4"].value, sheet["E4"].number_format) == (ROW.at, "dd-mm-yyyy hh.mm")


def test_the_page_prints_on_one_width_with_its_header_on_every_page(tmp_path: Path) -> None:
    write_table(tmp_path / "t.xlsx", title=["DAFTAR", "Nomor 1"], columns=TABLE, rows=[ROW], below=["Jakarta"])
    sheet = sheet_of(tmp_path / "t.xlsx")
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (
        "landscape",
        1,
        0,
    )
    assert sheet.sheet_properties.pageSetUpPr.fitToPage is True
    assert (sheet.print_title_rows, sheet.freeze_panes) == ("$4:$4", "A5")
    assert sheet.column_dimensions["C"].width == 30
    assert sheet["B7"].value == "Jakarta"


@pytest.mark.parametrize("text", ["=1+1", "+62812", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1", "'=1"])
def test_no_text_becomes_a_formula(tmp_path: Path, text: str) -> None:
    out = tmp_path / "t.xlsx"
    row = {"no": text, "nik": text, "name": text, "born": text, "at": text}
    write_table(out, title=text, columns=TABLE, rows=[row], below=[text])
    with zipfile.ZipFile(out) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    assert all(cell.data_type in ("s", "n") for line in sheet_of(out).iter_rows() for cell in line)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=300))
def test_any_text_makes_a_round_trip(tmp_path: Path, text: str) -> None:
    out = tmp_path / "t.xlsx"
    write_table(
        out, title=[], columns=[OutColumn("x", "X"), OutColumn("y", "Y", kind="code")], rows=[{"x": text, "y": text}]
    )
    cells = python_calamine.CalamineWorkbook.from_path(out).get_sheet_by_index(0).to_python(skip_empty_area=False)
    from desktop.spreadsheets.columns import cell_text

    wanted = safe_text(cell_text(text))
    assert [cell_text(cell) for cell in (cells[1] if len(cells) > 1 else ["", ""])] == [cell_text(wanted)] * 2


@pytest.mark.parametrize("layout", [layout.code for layout in layouts()])
def test_the_form_handed_out_comes_back_readable(tmp_path: Path, layout: str) -> None:
    out = tmp_path / "contoh.xlsx"
    write_template(layout, out)
    empty = read_file(out, today=TODAY)
    assert (empty.layout, empty.total, empty.problems, empty.unmapped) == (layout, 0, (), ())
    assert set(empty.mapping.values()) == {
        column.field for column in next(x for x in layouts() if x.code == layout).columns
    }


def test_a_filled_form_keeps_the_nik_as_text(tmp_path: Path) -> None:
    out = tmp_path / "contoh.xlsx"
    write_template("wbs_handover", out)
    book = openpyxl.load_workbook(out)
    sheet = book.active
    assert sheet is not None
    headings = {cell.value: cell.column for cell in sheet[4]}
    line = dict(zip(("NO", "NAMA / ALIAS", "L/P", "TEMPAT LAHIR", "TGL LAHIR / UMUR"), person(), strict=False))
    for heading, value in {**line, "LOKASI DITEMUKAN": "Senen", "NIK (BILA ADA)": "3175016201799901"}.items():
        sheet.cell(5, headings[heading]).value = value
    assert sheet.cell(5, headings["NIK (BILA ADA)"]).number_format == "@"
    offered = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    letter = sheet.cell(5, headings["KATEGORI PPKS"]).column_letter
    assert '"L,P"' in offered.values() and offered[f"{letter}5:{letter}304"] == f"Pilihan!${letter}$1:${letter}$14"
    assert [cell.value for cell in book["Pilihan"][letter]] == list(CATEGORIES)
    assert book["Pilihan"].sheet_state == "hidden"
    book.save(out)
    assert read_file(out, today=TODAY).rows[0].nik == "3175016201799901"


def test_rekapitulasi(tmp_path: Path) -> None:
    out = tmp_path / "rekap.xlsx"
    row = {column.field: "x" for column in COLUMNS} | {"no": 1, "nik": "3175016201799901"}
    write_rekapitulasi(out, [row, {**row, "no": 2, "nik": ""}], heading=["Panti Sosial", "Nomor 1"], below=["Jakarta"])
    sheet = sheet_of(out)
    assert sheet.title == "Rekapitulasi Data WBS"
    assert [cell.value for cell in sheet[5]] == [column.heading for column in COLUMNS]
    assert (sheet["H6"].value, sheet["H6"].number_format, sheet["H7"].value) == ("3175016201799901", "@", None)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.ENOSPC, "x"), "Disk penuh"),
        (OSError(errno.EROFS, "x"), "hanya dapat dibaca"),
        (PermissionError(errno.EACCES, "x"), "sedang dibuka program lain"),
        (FileNotFoundError(errno.ENOENT, "x"), "tidak ada"),
        (OSError(errno.EIO, "x"), "tidak dapat ditulis"),
    ],
)
def test_what_the_disk_says_in_indonesian(error: OSError, said: str) -> None:
    assert said in cannot_write("a.xlsx", error).sentence
    assert "coba lagi" in cannot_write("a.xlsx", error).sentence
