"""The .xls of before 2007, as xlwt writes it: read like any other, and told when it is cut, sprawling or spoilt."""

from datetime import date
from pathlib import Path

import pytest
import xlwt

from desktop.spreadsheets.errors import UnreadableFile
from desktop.spreadsheets.lists import open_list
from desktop.spreadsheets.read import read_file
from desktop.spreadsheets.recognise import column_letter
from tests.spreadsheets.lists_kit import TODAY, facts, lines_of, read_all

PEOPLE = [facts(at, birth_date=date(1979, 1, 22)) for at in range(40)]
LINES = lines_of("bpjs_rekon", PEOPLE)
PLACE = {name: at for at, name in enumerate(LINES[0])}


def old_book(path: Path, *, sheets: int = 1, stray: bool = False, errors: tuple[str, ...] = ()) -> Path:
    """The list on some sheets; a stray cell in the last corner of each; an error of Excel in these columns of row 4."""
    book = xlwt.Workbook()
    day = xlwt.easyxf(num_format_str="dd-mm-yyyy")
    for number in range(sheets):
        sheet = book.add_sheet(f"Lembar {number}")
        for row, line in enumerate(LINES):
            for column, cell in enumerate(line):
                if row == 3 and LINES[0][column] in errors:
                    sheet.row(row).set_cell_error(column, 0x2A)
                else:
                    sheet.write(row, column, cell, *([day] if isinstance(cell, date) else []))
        if stray:
            sheet.write(65_535, 255, "x")
    book.save(path)
    return path


def test_it_is_read_as_any_other(tmp_path: Path) -> None:
    opened, rows = read_all(old_book(tmp_path / "a.xls"))
    assert (opened.layout, len(rows), opened.tally.rejected) == ("bpjs_rekon", 40, 0)
    told = {name: rows[7][name] for name in ("number", "nik", "name", "birth_date", "sex")}
    assert told == {name: PEOPLE[7][name] for name in told} | {"birth_date": "1979-01-22"}


def test_one_that_broke_off_is_said_to_be_broken_wherever_it_did(tmp_path: Path) -> None:
    whole = old_book(tmp_path / "a.xls").read_bytes()
    path = tmp_path / "putus.xls"
    for part in (0.02, 0.2, 0.5, 0.8, 0.95):
        path.write_bytes(whole[: int(len(whole) * part)])
        for read in (open_list, read_file):
            with pytest.raises(UnreadableFile, match=r"putus\.xls rusak atau tidak lengkap"):
                read(path, today=TODAY)  # type: ignore[operator]


def test_sheets_that_sprawl_together_are_refused_before_all_are_laid_out(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="selnya sampai IV65536"):
        open_list(old_book(tmp_path / "a.xls", sheets=4, stray=True), today=TODAY)


def test_errors_of_excel_are_findings(tmp_path: Path) -> None:
    opened, rows = read_all(old_book(tmp_path / "a.xls", errors=("NIK", "ALAMAT")))
    assert len(rows) == 39
    said = [(one.column, one.row, one.code, one.severity, one.value) for one in opened.problems]
    assert sorted(said) == sorted(
        [
            (column_letter(PLACE["NIK"]), 4, "sel_galat", "error", "#N/A"),
            (column_letter(PLACE["ALAMAT"]), 4, "sel_galat", "warning", "#N/A"),
        ]
    )
