"""What a sender gets back of a large list: the bad lines, coloured, with their place in his file."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from desktop.spreadsheets.errors import CannotWrite
from desktop.spreadsheets.list_returns import write_list_return
from desktop.spreadsheets.taken import SHEET, Taken
from tests.spreadsheets.lists_kit import TODAY, facts, lines_of, nik, number, read_all, write_book, write_text

RED, AMBER = "FFFFC7CE", "FFFFEB9C"
PEOPLE = [
    facts(0),
    facts(1, nik="12x", name="Sri2"),
    facts(2),
    facts(3, birth_date="31-02-1990", address="=1+1"),
    facts(2),
]


def test_only_the_bad_lines_of_a_long_list_come_back(tmp_path: Path) -> None:
    source = write_text(tmp_path / "a.csv", lines_of("siak_penduduk", PEOPLE))
    out, taken = tmp_path / "balasan.xlsx", Taken("Diambil oleh Tono")
    seen: list[int] = []
    assert write_list_return(source, out, today=TODAY, whole=3, taken=taken, step=seen.append) == 3
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["Belum masuk", SHEET] and seen == [5]
    page = book["Belum masuk"]
    heads = {cell.value: cell.column for cell in page[2]}
    assert page.max_row == 5 and list(heads)[-1] == "CATATAN PADAN"
    bad, alive, again = page.cell(3, heads["NIK"]), page.cell(4, heads["Alamat"]), page.cell(5, heads["NIK"])
    assert (bad.value, bad.fill.fgColor.rgb, bad.number_format) == ("12x", RED, "@")
    assert page.cell(3, heads["Nama Penduduk"]).fill.fgColor.rgb == AMBER
    assert (alive.value, alive.data_type, alive.quotePrefix) == ("=1+1", "s", True)
    remarks = [page.cell(row, heads["CATATAN PADAN"]).value for row in (3, 4, 5)]
    assert remarks[0].startswith("BELUM MASUK (baris 3): ") and "[B] NIK hanya boleh berisi angka" in remarks[0]
    assert remarks[2] == (
        "BELUM MASUK (baris 6): [B] NIK ini juga ada di baris 4. Baris yang pertama dipakai; betulkan atau hapus salah"
        " satunya."
    )
    assert again.fill.fgColor.rgb == RED


def test_what_came_back_is_read_again_when_it_was_corrected(tmp_path: Path) -> None:
    source = write_book(
        tmp_path / "a.xlsx", lines_of("bpjs_rekon", [facts(1), facts(2, number="9", birth_date=date(1979, 1, 22))])
    )
    out = tmp_path / "balasan.xlsx"
    assert write_list_return(source, out, today=TODAY, whole=0) == 1
    book = openpyxl.load_workbook(out)
    book["Belum masuk"]["A2"].value = number(2)
    book.save(out)
    opened, rows = read_all(out)
    assert (opened.layout, len(rows), opened.problems) == ("bpjs_rekon", 1, [])
    assert (rows[0]["number"], rows[0]["nik"], rows[0]["birth_date"]) == (number(2), nik(2), "1979-01-22")
    assert opened.mapping_key == read_all(source)[0].mapping_key


def test_a_short_list_comes_back_whole(tmp_path: Path) -> None:
    source = write_book(tmp_path / "a.xlsx", lines_of("siak_penduduk", PEOPLE))
    out = tmp_path / "balasan.xlsx"
    assert write_list_return(source, out, today=TODAY) == 3
    page = openpyxl.load_workbook(out)["Data"]
    assert page["B3"].fill.fgColor.rgb == RED and page.max_row == 6
    remarks = [cell.value.split(":")[0] for cell in page["AL"][1:]]
    assert remarks == ["SUDAH MASUK", "BELUM MASUK", "SUDAH MASUK", "BELUM MASUK", "BELUM MASUK"]
    opened, rows = read_all(out)
    assert [row["row"] for row in rows] == [2, 4] and opened.tally.rejected == 3 and opened.skipped == []
    with pytest.raises(CannotWrite, match="berkas asli"):
        write_list_return(source, source, today=TODAY)


def test_a_text_file_with_a_long_name_comes_back_whole(tmp_path: Path) -> None:
    name = "Daftar PBI APBD Kabupaten Pekalongan November 2026 (1).csv"
    source = write_text(tmp_path / name, lines_of("pbi_apbd", [facts(0), facts(1, nik="12")]))
    out = tmp_path / "balasan.xlsx"
    assert write_list_return(source, out, today=TODAY) == 0
    page = openpyxl.load_workbook(out).worksheets[0]
    assert page["B3"].fill.fgColor.rgb == AMBER and page["G2"].value == "SUDAH MASUK"


@pytest.mark.parametrize("whole", [0, 100])
def test_lines_that_wait_for_an_answer_are_told_apart_from_those_that_came_in(tmp_path: Path, whole: int) -> None:
    source = write_book(tmp_path / "a.xlsx", lines_of("pbi_apbd", [facts(1), facts(2), facts(3, nik="3175"), facts(4)]))
    out, asked = tmp_path / "balasan.xlsx", "Masih berlaku di segmen lain. Periksa."
    waiting = {("Data", 3): asked, ("Data", 4): asked, ("Lembar lain", 2): asked}
    assert write_list_return(source, out, today=TODAY, whole=whole, waiting=waiting) == 0
    page = openpyxl.load_workbook(out)["Data" if whole else "Belum masuk"]
    remarks = [(cell.value, cell.fill.fgColor.rgb) for cell in page["G"][1:]]
    told = "[B] NIK harus 16 angka"
    if whole:
        assert [text.split(":")[0] for text, _colour in remarks] == [
            "SUDAH MASUK",
            *["MENUNGGU JAWABAN"] * 2,
            "SUDAH MASUK",
        ]
        assert remarks[1] == (f"MENUNGGU JAWABAN: {asked}", AMBER) and remarks[2][0].startswith(
            f"MENUNGGU JAWABAN: {asked} {told}"
        )
        assert page["B4"].fill.fgColor.rgb == AMBER
    else:
        assert [text[:30] for text, _colour in remarks] == [
            "MENUNGGU JAWABAN (baris 3): Ma",
            "MENUNGGU JAWABAN (baris 4): Ma",
        ]
        assert f"{asked} {told}" in remarks[1][0]
