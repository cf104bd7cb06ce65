"""Large lists going out: every cell what it should be, nothing live, whole or not at all."""

import csv
import subprocess
import sys
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import python_calamine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.spreadsheets.cells import safe_text
from desktop.spreadsheets.errors import CannotWrite
from desktop.spreadsheets.taken import SHEET, Taken
from desktop.spreadsheets.write_fast import Line, OutColumn, write_csv, write_list
from tests.spreadsheets.conftest import REAL_FILE
from tests.spreadsheets.lists_kit import HEADINGS, facts, lines_of, nik, read_all, write_book

COLUMNS = (
    OutColumn("no", "NO", 5, "number"),
    OutColumn("nik", "NIK", 20, "code"),
    OutColumn("name", "NAMA", 30),
    OutColumn("born", "LAHIR", 14, "date"),
    OutColumn("at", "WAKTU", 18, "moment"),
)
NOON = datetime(2026, 11, 19, 23, 30)  # noqa: DTZ001
ROW = (1, nik(1), "Sri", date(1979, 1, 22), NOON)


def cells(path: Path) -> list[list[Any]]:
    """The first sheet as calamine reads it."""
    book = python_calamine.CalamineWorkbook.from_path(path)
    return book.get_sheet_by_index(0).to_python(skip_empty_area=False)  # type: ignore[no-any-return]


def test_every_kind_of_cell(tmp_path: Path) -> None:
    out = tmp_path / "t.xlsx"
    rows = [ROW, (None, "0001", None, "1979-01-22", None), ("7", None, 12.0, "kapan?", "")]
    assert write_list(out, columns=COLUMNS, rows=rows, above=[Line(("DAFTAR",))], day_format="mm/dd/yyyy") == 3
    sheet = openpyxl.load_workbook(out).active
    assert sheet is not None
    assert [cell.value for cell in sheet[2]] == [column.heading for column in COLUMNS]
    assert (sheet["B3"].value, sheet["B3"].data_type, sheet["B3"].number_format) == (nik(1), "s", "@")
    assert (sheet["D3"].value, sheet["D3"].number_format) == (datetime(1979, 1, 22), "mm/dd/yyyy")  # noqa: DTZ001
    assert (sheet["E3"].value, sheet["E3"].number_format) == (NOON, "dd-mm-yyyy hh.mm")
    assert (sheet["A3"].value, sheet["A4"].value, sheet["A5"].value) == (1, None, 7)
    assert (sheet["D4"].is_date, sheet["D5"].value, sheet["C5"].value) == (True, "kapan?", "12")
    assert (sheet.freeze_panes, sheet.print_title_rows, sheet.auto_filter.ref) == ("A3", "$2:$2", "A2:E5")
    assert sheet.page_setup.orientation == "landscape" and sheet.column_dimensions["C"].width == 30
    assert cells(out)[2][:4] == [1, nik(1), "Sri", date(1979, 1, 22)]


@pytest.mark.parametrize("text", ["=1+1", "+62812", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1", '=HYPERLINK("x")'])
def test_no_text_becomes_a_formula(tmp_path: Path, text: str) -> None:
    write_list(tmp_path / "t.xlsx", columns=COLUMNS, rows=[(text,) * 5], above=[Line((text,))])
    with zipfile.ZipFile(tmp_path / "t.xlsx") as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx").active
    assert sheet is not None
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in sheet[3] if cell.column > 1)
    write_csv(tmp_path / "t.csv", columns=COLUMNS, rows=[(text,) * 5])
    with (tmp_path / "t.csv").open(encoding="utf-8-sig", newline="") as file:
        assert all(cell.startswith("'") for cell in list(csv.reader(file, delimiter=";"))[1])


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.register(st.tuples(st.text(max_size=60), st.text(max_size=60)), max_size=8))
def test_any_rows_make_a_round_trip(tmp_path: Path, rows: list[tuple[str, str]]) -> None:
    out = tmp_path / "t.xlsx"
    write_list(out, columns=(OutColumn("x", "X", 9, "code"), OutColumn("y", "Y")), rows=rows)
    sheet = openpyxl.load_workbook(out).active
    assert sheet is not None
    read = [tuple(cell.value or "" for cell in sheet[at]) for at in range(2, len(rows) + 2)]
    assert read == [tuple(safe_text(text) for text in row) for row in rows]


@pytest.mark.parametrize(
    "text", ["a\vb", "a\x00b", "\ud800x", " x ", "a\nb", "a\r\nb", "_x0041_", '<&>"', "x" * 40_000, "\v=1"]
)
def test_odd_texts_among_plain_ones(tmp_path: Path, text: str) -> None:
    out = tmp_path / "t.xlsx"
    write_list(out, columns=(OutColumn("x", "X"),), rows=[("biasa",), (text,), ("biasa",)])
    assert [line[0] for line in cells(out)[1:]] == ["biasa", safe_text(text), "biasa"]


@pytest.mark.parametrize("code", sorted(HEADINGS))
def test_a_list_written_and_read_again_is_the_same(tmp_path: Path, code: str) -> None:
    people = [facts(at, name=f"Siti {'=&<>'[at % 4]} {at}") for at in range(0, 1000, 7)]
    lines = lines_of(code, people)
    write_book(tmp_path / "a.xlsx", lines)
    assert [[str(cell) for cell in line] for line in cells(tmp_path / "a.xlsx")] == [
        [str(c) for c in line] for line in lines
    ]


def test_a_list_longer_than_a_sheet_goes_on_in_the_next(tmp_path: Path) -> None:
    lines = lines_of("siak_penduduk", [facts(at) for at in range(25)])
    columns = [OutColumn(str(at), text) for at, text in enumerate(lines[0])]
    seen: list[int] = []
    count = write_list(tmp_path / "a.xlsx", columns=columns, rows=lines[1:], sheet_rows=11, step=seen.append)
    opened, rows = read_all(tmp_path / "a.xlsx")
    assert count == 25 == len(rows) and opened.tally.duplicates == 0 and seen == [10, 20, 25]
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames == ["Data", "Data (2)", "Data (3)"]


def test_who_took_it_is_said_outside_the_data(tmp_path: Path) -> None:
    taken = Taken("Diambil oleh Tono & Tini", "BPJS", "Mutasi")
    write_list(tmp_path / "t.xlsx", columns=COLUMNS, rows=[ROW], taken=taken)
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    assert book.sheetnames == ["Data", SHEET] and book.properties.description == taken.line
    assert [cell.value for cell in book[SHEET]["B"]] == [taken.line, "BPJS", "Mutasi"]
    assert book["Data"].oddFooter.left.text == taken.line.replace("&", "&&")
    assert [book["Data"].cell(row, 1).value for row in (1, 2, 3, 4)] == [
        taken.line,
        "Untuk: BPJS",
        "Keperluan: Mutasi",
        "NO",
    ]


def test_stopping_leaves_nothing_and_the_old_file(tmp_path: Path) -> None:
    out = tmp_path / "t.xlsx"
    out.write_bytes(b"lama")

    def stop(_count: int) -> None:
        raise KeyboardInterrupt

    for write in (write_list, write_csv):
        with pytest.raises(KeyboardInterrupt):
            write(out, columns=COLUMNS, rows=[ROW] * 10, step=stop)
    assert out.read_bytes() == b"lama" and list(tmp_path.iterdir()) == [out]
    with pytest.raises(CannotWrite, match="tidak ada"):
        write_list(tmp_path / "tiada" / "x.xlsx", columns=COLUMNS, rows=[ROW])


@pytest.mark.skipif(sys.platform == "win32", reason="file size limits are a POSIX thing")
def test_a_full_disk_keeps_the_old_file(tmp_path: Path) -> None:
    out = tmp_path / "t.xlsx"
    out.write_bytes(b"lama")
    program = """
import resource, signal, sys
from pathlib import Path
from desktop.spreadsheets.write_fast import OutColumn, write_list
from desktop.spreadsheets.errors import CannotWrite
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
try:
    write_list(Path(sys.argv[1]), columns=[OutColumn("a", "A")], rows=((str(n * 7919),) for n in range(20_000)))
except CannotWrite as error:
    print(error.sentence)
"""
    command = [sys.executable, "-B", "-c", program, str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=REAL_FILE.parents[2])
    assert "Disk penuh" in done.stdout, done.stderr
    assert out.read_bytes() == b"lama" and list(tmp_path.iterdir()) == [out]
