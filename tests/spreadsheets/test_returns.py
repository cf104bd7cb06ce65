"""The sender's own file back, and what happens when it cannot be written."""

import csv
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from desktop.spreadsheets.errors import CannotWrite
from desktop.spreadsheets.read import read_file
from desktop.spreadsheets.write import write_return
from tests.spreadsheets.conftest import HEADINGS, REAL_FILE, TODAY, MakeList, person
from tests.spreadsheets.test_recognise import ods
from tests.spreadsheets.test_unreadable import zipped

RED, AMBER = "FFFFC7CE", "FFFFEB9C"


def sheet_of(path: Path) -> Any:
    return openpyxl.load_workbook(path).active


def test_colours_and_remarks(make_list: MakeList, tmp_path: Path) -> None:
    source = make_list(
        [person(), person(no=2, name="Budi2", sex="L"), person(no=3, name="Tini", nik="12", birth="abc")], at=3
    )
    out = tmp_path / "balasan.xlsx"
    write_return(source, read_file(source, today=TODAY), out)
    sheet = sheet_of(out)
    assert [sheet[cell].fill.fgColor.rgb for cell in ("B5", "E6", "J6", "M6")] == [AMBER, RED, RED, RED]
    assert sheet["M3"].value == "CATATAN PADAN"
    assert sheet["M4"].value == "SUDAH MASUK"
    assert sheet["M5"].value == "SUDAH MASUK: [B] Nama berisi angka. Periksa; pada KTP nama ditulis tanpa angka."
    assert sheet["M6"].value.startswith("BELUM MASUK: [E] Tanggal lahir tidak dapat dibaca. ")
    assert "[J] NIK harus 16 angka; di sini ada 2, kurang 14." in sheet["M6"].value


def test_a_second_return_uses_the_same_column_and_clears_our_old_colours(make_list: MakeList, tmp_path: Path) -> None:
    source = make_list([person(nik="12"), person(no=2, name="Budi", sex="?")])
    first, second = tmp_path / "satu.xlsx", tmp_path / "dua.xlsx"
    write_return(source, read_file(source, today=TODAY), first)
    book = openpyxl.load_workbook(first)
    book["Daftar"]["J2"].value = "3175016201799901"
    book.save(first)
    write_return(first, read_file(first, today=TODAY), second)
    sheet = sheet_of(second)
    assert sheet["J2"].fill.fill_type is None
    assert sheet["C3"].fill.fgColor.rgb == RED
    assert (sheet["M2"].value, sheet["N1"].value) == ("SUDAH MASUK", None)
    assert sheet["M3"].value.startswith("BELUM MASUK")


def test_after_a_trial_run_nothing_is_said_to_be_in(make_list: MakeList, tmp_path: Path) -> None:
    source, out = make_list([person()]), tmp_path / "uji.xlsx"
    write_return(source, read_file(source, today=TODAY), out, entered=False)
    assert sheet_of(out)["M2"].value == "DAPAT MASUK"
    assert read_file(out, today=TODAY).accepted == 1


def test_the_remark_does_not_cover_what_stands_to_the_right(make_list: MakeList, tmp_path: Path) -> None:
    source, out = make_list([[*person(), "catatan lepas"]]), tmp_path / "balasan.xlsx"
    write_return(source, read_file(source, today=TODAY), out)
    sheet = sheet_of(out)
    assert (sheet["M2"].value, sheet["N1"].value, sheet["N2"].value) == (
        "catatan lepas",
        "CATATAN PADAN",
        "SUDAH MASUK",
    )


def test_csv_and_opendocument_come_back_as_xlsx_with_live_nothing(tmp_path: Path) -> None:
    rows = [
        ["DAFTAR"],
        list(HEADINGS),
        ["" if cell is None else str(cell) for cell in person(nik="3175016201799901", note="=1+1")],
    ]
    with (tmp_path / "a.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    ods(tmp_path / "b.ods", rows)
    for name in ("a.csv", "b.ods"):
        source, out = tmp_path / name, tmp_path / f"{name}.xlsx"
        write_return(source, read_file(source, today=TODAY), out)
        sheet = sheet_of(out)
        assert (sheet["J3"].value, sheet["J3"].data_type) == ("3175016201799901", "s")
        assert (sheet["L3"].value, sheet["L3"].data_type, sheet["L3"].quotePrefix) == ("=1+1", "s", True)
        assert sheet["M3"].value == "SUDAH MASUK"
        assert read_file(out, today=TODAY).already_in == 1


def test_the_senders_file_is_never_overwritten(make_list: MakeList) -> None:
    source = make_list([person()])
    before = source.read_bytes()
    with pytest.raises(CannotWrite, match="berkas asli pengirim"):
        write_return(source, read_file(source, today=TODAY), source)
    assert source.read_bytes() == before


def test_a_missing_folder_and_a_taken_name(tmp_path: Path) -> None:
    reading = read_file(REAL_FILE, today=TODAY)
    with pytest.raises(CannotWrite, match="tidak ada"):
        write_return(REAL_FILE, reading, tmp_path / "tiada" / "x.xlsx")
    (tmp_path / "x.xlsx").mkdir()
    with pytest.raises(CannotWrite, match="Tutup berkas itu"):
        write_return(REAL_FILE, reading, tmp_path / "x.xlsx")
    assert [path.name for path in tmp_path.iterdir()] == ["x.xlsx"]


@pytest.mark.skipif(sys.platform == "win32", reason="file size limits are a POSIX thing")
def test_a_full_disk_keeps_the_old_file_and_leaves_no_half_one(tmp_path: Path) -> None:
    out = tmp_path / "balasan.xlsx"
    out.write_bytes(b"lama")
    program = """
import resource, signal, sys
from datetime import date
from pathlib import Path
from desktop.spreadsheets.read import read_file
from desktop.spreadsheets.write import CannotWrite, write_return
source, out = map(Path, sys.argv[1:])
reading = read_file(source, today=date(2026, 11, 22))
import openpyxl
resource.setrlimit(resource.RLIMIT_FSIZE, (2048, 2048))
try:
    write_return(source, reading, out)
except CannotWrite as error:
    print(error.sentence)
"""
    command = [sys.executable, "-B", "-c", program, str(REAL_FILE), str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=REAL_FILE.parents[2])
    assert "Disk penuh" in done.stdout, done.stderr
    assert out.read_bytes() == b"lama"
    assert list(tmp_path.iterdir()) == [out]


def stored(path: Path, results: dict[str, str]) -> None:
    """Give formulas of the first sheet the results that Excel would have saved with them: {place: attributes and v}."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    page = parts["xl/worksheets/sheet1.xml"].decode()
    for place, result in results.items():
        kind, value = result.split("|")
        page, count = re.subn(
            rf'<c r="{place}"([^>]*)>(<f>.*?</f>)<v></v>', rf'<c r="{place}"\1{kind}>\2<v>{value}</v>', page
        )
        assert count == 1
    zipped({**parts, "xl/worksheets/sheet1.xml": page.encode()})(path)


def test_no_formula_of_the_sender_goes_out_alive(tmp_path: Path) -> None:
    source, out = tmp_path / "a.xlsx", tmp_path / "balasan.xlsx"
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Daftar"
    for row in (HEADINGS, person(nik="3175016201799901"), person(no=2, name="Budi", sex="?")):
        sheet.append(row)
    book.create_sheet("Hitung")["B2"] = "=SUM(A1:A9)"
    sheet["K2"], sheet["L2"] = '=HYPERLINK("http://contoh.invalid","klik")', '="="&"1+1"'
    sheet["A3"], sheet["H3"] = "=1+1", "=NOW()"
    sheet["H3"].number_format = "dd-mm-yyyy"
    book.save(source)
    text = ' t="str"'
    stored(source, {"K2": f"{text}|klik", "L2": f"{text}|=1+1", "A3": "|2", "H3": "|46345"})
    write_return(source, read_file(source, today=TODAY), out)
    back = openpyxl.load_workbook(out)
    assert {cell.data_type for page in back for row in page.iter_rows() for cell in row} == {"s", "n", "d"}
    page = back["Daftar"]
    assert [page[at].value for at in ("K2", "L2", "A3")] == ["klik", "=1+1", 2] and page["L2"].quotePrefix
    assert f"{page['H3'].value:%d-%m-%Y}" == "19-11-2026" and back["Hitung"]["B2"].value == "=SUM(A1:A9)"
    assert page["M2"].value == "SUDAH MASUK" and page["M3"].value.startswith("BELUM MASUK")


def test_a_long_name_of_a_file_or_of_a_sheet_is_no_hindrance(tmp_path: Path) -> None:
    long = "Daftar hasil penjangkauan Satpol PP bulan November 2026 (1)"
    rows = [list(HEADINGS), ["" if cell is None else str(cell) for cell in person(nik="12")]]
    with (tmp_path / f"{long}.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    source, out = tmp_path / f"{long}.csv", tmp_path / "balasan.xlsx"
    write_return(source, read_file(source, today=TODAY), out)
    sheet = sheet_of(out)
    assert sheet.title == long[:31] and sheet["J2"].fill.fgColor.rgb == RED
    assert sheet["M2"].value.startswith("BELUM MASUK: [J] NIK harus 16 angka")
