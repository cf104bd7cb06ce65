"""The hand-over list as a public-order office really keeps it: exact counts, exact problems."""

from collections import Counter
from datetime import date, datetime
from pathlib import Path

import openpyxl

from desktop.spreadsheets.read import read_file
from desktop.spreadsheets.write import write_return
from tests.spreadsheets.conftest import REAL_FILE, TODAY

REFUSED = {
    22: ("nik_pengisi", "0"),
    27: ("nik_angka", "3175051511629920"),
    28: ("nik_angka", "3175041112969920"),
    32: ("nik_pengisi", "0"),
}


def test_counts_and_mapping() -> None:
    reading = read_file(REAL_FILE, today=TODAY)
    assert (reading.layout, reading.sheet, reading.header_row) == ("wbs_handover", "Penjangkauan", 6)
    assert (reading.total, reading.accepted, reading.rejected, reading.duplicates) == (36, 32, 4, 0)
    assert reading.sentence == "36 baris dibaca, 32 dapat masuk, 4 ditolak."
    assert reading.mapping == {
        "NO": "no",
        "NAMA / ALIAS": "name",
        "L/P": "sex",
        "TEMPAT LAHIR": "birth_place",
        "TGL LAHIR / UMUR": "birth",
        "KATEGORI PPKS": "category",
        "LOKASI DITEMUKAN": "found_place",
        "TGL & JAM": "found_at",
        "KONDISI": "condition",
        "NIK (BILA ADA)": "nik",
        "BARANG BAWAAN": "belongings",
        "KET": "note",
    }
    assert reading.unmapped == ()


def test_every_problem_by_row_column_and_code() -> None:
    reading = read_file(REAL_FILE, today=TODAY)
    found = {problem.row: (problem.code, problem.value) for problem in reading.problems}
    assert found == REFUSED
    assert reading.rejected_rows == tuple(REFUSED)
    assert {(p.column, p.heading, p.field, p.severity) for p in reading.problems} == {
        ("J", "NIK (BILA ADA)", "nik", "error")
    }
    assert all(p.sentence.endswith(".") and p.remedy.endswith(".") for p in reading.problems)
    assert reading.problems[1].place == "baris 27, kolom J (NIK (BILA ADA))"


def test_total_and_signature_are_accounted_for_and_no_persons() -> None:
    skipped = [(line.row, line.why) for line in read_file(REAL_FILE, today=TODAY).skipped]
    assert skipped == [(43, "jumlah"), (45, "bukan_data"), (46, "bukan_data"), (50, "bukan_data")]


def test_the_rows_themselves() -> None:
    rows = {row.source_row: row for row in read_file(REAL_FILE, today=TODAY).rows}
    sri = rows[7]
    assert (sri.name, sri.alias, sri.nameless, sri.sex, sri.nik) == ("Sri", "Bang Jek", False, "P", "3175016201799901")
    assert (sri.birth_date, sri.birth_estimated, sri.birth_text) == (date(1979, 7, 1), True, "± 47 th")
    assert sri.found_at == datetime(2026, 11, 19, 23, 0)  # noqa: DTZ001
    unnamed = rows[8]
    assert (unnamed.name, unnamed.alias, unnamed.nameless, unnamed.birth_place) == ("", "Mr. X", True, "")
    assert rows[10].birth_date == date(1997, 11, 4)
    assert Counter(row.sex for row in rows.values()) == {"P": 17, "L": 15}
    assert sum(row.birth_estimated for row in rows.values()) == 7
    assert sorted(row.nik for row in rows.values() if row.nik) == [
        *("3175016201799901", "3175020903969933", "3175060912939924", "3175074407109910"),
    ]


def test_the_file_goes_back_coloured_and_comes_in_again_without_doubling(tmp_path: Path) -> None:
    out = tmp_path / "balasan.xlsx"
    write_return(REAL_FILE, read_file(REAL_FILE, today=TODAY), out)
    sheet = openpyxl.load_workbook(out).active
    assert sheet is not None
    red = {
        cell.coordinate for line in sheet.iter_rows(max_col=12) for cell in line if cell.fill.fgColor.rgb == "FFFFC7CE"
    }
    assert red == {"J22", "J27", "J28", "J32"}
    assert sheet["M6"].value == "CATATAN PADAN"
    remarks = {row: str(sheet.cell(row, 13).value) for row in range(7, 43)}
    assert {row for row, text in remarks.items() if text.startswith("BELUM MASUK: [J] ")} == set(REFUSED)
    assert {text for row, text in remarks.items() if row not in REFUSED} == {"SUDAH MASUK"}
    assert sheet["M43"].value is None
    for row, nik in ((22, None), (27, "3175051511629921"), (28, None), (32, None)):
        sheet.cell(row, 10).value = nik
    sheet.parent.save(out)
    again = read_file(out, today=TODAY)
    assert (again.total, again.accepted, again.rejected, again.already_in) == (4, 4, 0, 32)
    assert again.sentence == "4 baris dibaca, 4 dapat masuk, 0 ditolak, 32 sudah masuk sebelumnya."


def test_everything_else_of_the_senders_file_stays(tmp_path: Path) -> None:
    out = tmp_path / "balasan.xlsx"
    write_return(REAL_FILE, read_file(REAL_FILE, today=TODAY), out)
    before, after = openpyxl.load_workbook(REAL_FILE).active, openpyxl.load_workbook(out).active
    assert before is not None and after is not None
    for line in before.iter_rows():
        for cell in line:
            twin = after[cell.coordinate]
            refused = cell.column == 10 and cell.row in REFUSED
            assert (twin.value, twin.font.b) == (cell.value, cell.font.b)
            assert twin.number_format == ("@" if refused else cell.number_format)
    assert set(map(str, before.merged_cells.ranges)) == set(map(str, after.merged_cells.ranges))
    assert after.column_dimensions["G"].width == before.column_dimensions["G"].width
