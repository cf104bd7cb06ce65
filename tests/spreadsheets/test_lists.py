"""Every exchanged list is recognised as delivered and in the shapes that offices make of it."""

import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from desktop.spreadsheets.lists import NeedsAnswer, open_list
from tests.spreadsheets.lists_kit import (
    HEADINGS,
    TODAY,
    facts,
    lines_of,
    nik,
    number,
    read_all,
    write_book,
    write_text,
)
from tests.spreadsheets.test_recognise import ods

CODES = sorted(HEADINGS)
PEOPLE = [facts(at) for at in range(12)]


@pytest.mark.parametrize("code", CODES)
def test_every_layout_as_delivered(tmp_path: Path, code: str) -> None:
    lines = lines_of(code, PEOPLE)
    comma = read_all(write_text(tmp_path / "a.csv", lines, delimiter=","))
    book = read_all(write_book(tmp_path / "a.xlsx", lines))
    for opened, rows in (comma, book):
        assert (opened.layout, opened.header_row, opened.problems, opened.skipped) == (code, 1, [], [])
        assert (opened.tally.total, opened.tally.accepted, opened.tally.rejected) == (12, 12, 0)
        assert [row["row"] for row in rows] == list(range(2, 14))
        for row, person in zip(rows, PEOPLE, strict=True):
            assert {name: row[name] for name in ("nik", "number", "name") if row.get(name)} == {
                name: person[name] for name in ("nik", "number", "name") if row.get(name)
            }
            assert row["nik"] or row["number"]
    assert comma[1] == book[1]


def test_the_vocabulary_of_a_row(tmp_path: Path) -> None:
    rows = {code: read_all(write_text(tmp_path / f"{code}.csv", lines_of(code, PEOPLE[:1])))[1][0] for code in CODES}
    siak = rows["siak_penduduk"]
    assert siak["birth_date"] == "1979-01-22" and siak["address"] == "JL MERDEKA 0 RT 003 RW 010"
    assert (siak["relation"], siak["marital"], siak["sex"]) == ("KEPALA KELUARGA", "KAWIN", "P")
    assert (rows["bpjs_rekon"]["relation"], rows["bpjs_rekon"]["status"]) == ("PESERTA", "0")
    assert (rows["bpjs_tagihan"]["period"], rows["bpjs_tagihan"]["amount"]) == ("2026-11", 37800)
    assert (rows["pbi_apbd"]["period"], rows["pbi_apbd"]["segment"]) == ("2026-11", "PBI APBD")
    assert (rows["siak_kematian"]["event_date"], rows["siak_kematian"]["document"]) == ("2026-11-14", "AK-0")
    assert (rows["siak_pindah"]["destination"], rows["edabu_mutasi"]["effective_date"]) == ("KOTA BEKASI", "2026-12-01")
    assert not {"agama", "religion", "education"} & set(siak)


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_text_of_any_encoding_and_delimiter(tmp_path: Path, delimiter: str, encoding: str) -> None:
    lines = lines_of("pbi_bnba", [facts(0, name="JOSÉ DA COSTA"), facts(1)])
    opened, rows = read_all(write_text(tmp_path / "a.csv", lines, delimiter=delimiter, encoding=encoding))
    assert (opened.layout, rows[0]["name"], len(rows)) == ("pbi_bnba", "JOSÉ DA COSTA", 2)


@pytest.mark.parametrize("at", [1, 9, 40])
def test_header_on_any_row_with_a_number_row_and_totals(tmp_path: Path, at: int) -> None:
    lines = lines_of("bpjs_rekon", PEOPLE)
    width = len(lines[0])
    table = [
        *[["DAFTAR PESERTA"], *[[""]] * (at - 2)][: at - 1],
        lines[0],
        [str(n) for n in range(1, width + 1)],
        *lines[1:7],
        lines[0],
        *lines[7:],
        ["JUMLAH", "12"],
        [""],
        ["", "Jakarta, 28 November 2026"],
    ]
    opened, rows = read_all(write_text(tmp_path / "a.csv", table))
    assert (opened.layout, opened.header_row, len(rows), opened.tally.total) == ("bpjs_rekon", at, 12, 12)
    assert [line.why for line in opened.skipped] == ["judul_ulang", "judul_ulang", "jumlah", "bukan_data"]
    assert opened.problems == []


def test_a_header_of_two_rows_and_merged_cells(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for column, text in {2: "NO KK", 3: "NIK", 4: "NAMA", 5: "KELAHIRAN", 7: "JENIS KELAMIN", 8: "SHDK"}.items():
        sheet.cell(4, column).value = text
    sheet.cell(5, 5).value, sheet.cell(5, 6).value = "TEMPAT LAHIR", "TANGGAL LAHIR"
    sheet.merge_cells("E4:F4")
    for at in range(3):
        person = facts(at)
        for column, name in enumerate(("kk", "nik", "name", "birth_place", "birth_date", "sex", "relation"), 2):
            sheet.cell(6 + at, column).value = person[name]
    sheet.merge_cells("B6:B8")
    book.save(tmp_path / "a.xlsx")
    opened, rows = read_all(tmp_path / "a.xlsx")
    assert (opened.layout, opened.header_row, opened.columns["nik"]) == ("siak_penduduk", 5, "C")
    assert [row["kk"] for row in rows] == [facts(0)["kk"]] * 3
    assert [row["birth_date"] for row in rows] == ["1979-01-22"] * 3


def test_old_workbooks_and_opendocument(tmp_path: Path) -> None:
    lines = lines_of("bpjs_tagihan", PEOPLE[:2])
    ods(tmp_path / "a.ods", [[str(cell) for cell in line] for line in lines])
    opened, rows = read_all(tmp_path / "a.ods")
    assert (opened.layout, rows[1]["number"]) == ("bpjs_tagihan", number(1))


def test_a_text_is_read_out_of_its_zip_without_unpacking(tmp_path: Path) -> None:
    text = write_text(tmp_path / "rekon.csv", lines_of("bpjs_rekon", PEOPLE))
    folder = tmp_path / "kotak"
    folder.mkdir()
    with zipfile.ZipFile(folder / "rekon.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(text, "2026/rekon.csv")
    opened, rows = read_all(folder / "rekon.zip")
    assert (opened.layout, opened.sheet, len(rows), opened.expected_rows) == ("bpjs_rekon", "rekon", 12, 12)
    assert [path.name for path in folder.iterdir()] == ["rekon.zip"]


def test_all_sheets_of_one_layout_are_read_and_hidden_ones_mentioned(tmp_path: Path) -> None:
    lines = lines_of("siak_penduduk", PEOPLE)
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"] = "Petunjuk"
    for name, part in (("Satu", lines[1:5]), ("Dua", lines[5:]), ("Lama", lines[1:])):
        sheet = book.create_sheet(name)
        for line in (lines[0], *part):
            sheet.append(line)
    book["Lama"].sheet_state = "hidden"
    other = book.create_sheet("Tagihan")
    for line in lines_of("bpjs_tagihan", PEOPLE[:2]):
        other.append(line)
    book.save(tmp_path / "a.xlsx")
    opened, rows = read_all(tmp_path / "a.xlsx")
    assert (opened.sheet, [row["row"] for row in rows]) == ("Satu", [2, 3, 4, 5, *range(2, 10)])
    mentioned = [(one.sheet, one.code, "tersembunyi" in one.sentence) for one in opened.problems]
    others = [(name, "lembar_lain", name == "Lama") for name in ("Sheet", "Lama", "Tagihan")]
    assert mentioned == others and opened.tally.unread == ["Lama", "Tagihan"]


@pytest.mark.parametrize(
    ("dates", "order", "first"),
    [
        (["03/04/1990", "23/04/1990"], None, "1990-04-03"),
        (["03/04/1990", "04/23/1990"], None, "1990-03-04"),
        (["03/04/1990", "05/06/1991"], "dmy", "1990-04-03"),
        (["03/04/1990", "05/06/1991"], "mdy", "1990-03-04"),
        (["1990-04-03", "1991-06-05"], None, "1990-04-03"),
        (["19900403", "05 Juni 1991"], None, "1990-04-03"),
        ([date(1990, 4, 3), date(1991, 6, 5)], None, "1990-04-03"),
    ],
)
def test_the_order_of_dates_is_decided_by_the_column(tmp_path: Path, dates: list[Any], order: Any, first: str) -> None:
    people = [facts(at, birth_date=day, nik="") for at, day in enumerate(dates)]
    path = write_book(tmp_path / "a.xlsx", lines_of("bpjs_rekon", people))
    assert read_all(path, date_order=order)[1][0]["birth_date"] == first


@pytest.mark.parametrize("dates", [["03/04/1990", "05/06/1991"], ["03/04/1990", "04/23/1990", "23/04/1990"]])
def test_dates_that_could_be_either_are_asked_and_never_guessed(tmp_path: Path, dates: list[str]) -> None:
    people = [facts(at, birth_date=day) for at, day in enumerate(dates)]
    path = write_text(tmp_path / "a.csv", lines_of("bpjs_rekon", people))
    with pytest.raises(NeedsAnswer) as asked:
        open_list(path, today=TODAY)
    assert asked.value.question == "Tanggal ditulis hari/bulan atau bulan/hari?"
    assert (asked.value.column, asked.value.heading, asked.value.mixed) == ("E", "TGLLHR", len(dates) == 3)
    assert "1990" not in asked.value.sentence
    assert read_all(path, date_order="dmy")[1][0]["birth_date"] == "1990-04-03"


@pytest.mark.parametrize(("shape", "way"), [("%d/%m/%Y", "hari/bulan/tahun"), ("%m/%d/%Y", "bulan/hari/tahun")])
def test_the_question_says_what_the_niks_suggest(tmp_path: Path, shape: str, way: str) -> None:
    births = [date(1980, month, month + 1) for month in range(1, 11)]
    people = [facts(at, nik=nik(at, born), birth_date=f"{born:{shape}}") for at, born in enumerate(births)]
    path = write_text(tmp_path / "a.csv", lines_of("bpjs_rekon", people))
    with pytest.raises(NeedsAnswer) as asked:
        open_list(path, today=TODAY)
    assert asked.value.hint == f"Menurut NIK di baris yang sama, 10 dari 10 tanggal cocok dengan {way}."


def test_codes_of_numbers_and_of_words_are_one(tmp_path: Path) -> None:
    people = [
        facts(0, sex=2.0, relation=1.0, marital="B"),
        facts(1, sex="Perempuan", relation="ISTRI", marital="1"),
        facts(2, sex="p", relation="77", marital=""),
    ]
    rows = read_all(write_book(tmp_path / "a.xlsx", lines_of("bpjs_rekon", people)))[1]
    assert [row["sex"] for row in rows] == ["P", "P", "P"]
    assert [row["relation"] for row in rows] == ["PESERTA", "ISTRI", "77"]
    assert [row["marital"] for row in rows] == ["BELUM KAWIN", "BELUM KAWIN", None]
    assert nik(1) == rows[1]["nik"]


def sheets_of(path: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    """A workbook of these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    book.save(path)
    return path


def test_a_sheet_whose_heading_is_misspelt_is_not_dropped_without_a_word(tmp_path: Path) -> None:
    lines = lines_of("pbi_apbd", PEOPLE)
    wrong = ["PSNOKAA" if heading == "PSNOKA" else heading for heading in lines[0]]
    notes = [["Rekap"], ["Jumlah", 9]]
    sheets = {"Catatan": notes, "Depan": lines[1:3], "Satu": lines, "Dua": [wrong, *lines[3:5]], "Sheet3": []}
    opened, rows = read_all(sheets_of(tmp_path / "a.xlsx", sheets))
    assert (opened.sheet, len(rows)) == ("Satu", len(PEOPLE))
    told = {one.sheet: one.sentence for one in opened.problems if one.code == "lembar_lain"}
    assert list(told) == ["Catatan", "Depan", "Dua"]
    assert "tidak berisi daftar" in told["Catatan"] and "judul kolom yang tidak dikenali" in told["Dua"]
    assert opened.tally.unread == ["Depan", "Dua"]


def test_dates_in_a_later_sheet_are_asked_too(tmp_path: Path) -> None:
    lines = lines_of("bpjs_rekon", [facts(at, birth_date=date(1979, 1, 22)) for at in range(3)])
    later = lines_of("bpjs_rekon", [facts(at, birth_date="03/04/1990", nik=nik(at, date(1990, 4, 3))) for at in (4, 5)])
    path = sheets_of(tmp_path / "a.xlsx", {"Satu": lines, "Dua": later})
    with pytest.raises(NeedsAnswer) as asked:
        read_all(path)
    assert asked.value.hint == "Menurut NIK di baris yang sama, 2 dari 2 tanggal cocok dengan hari/bulan/tahun."
    assert read_all(path, date_order="mdy")[1][-1]["birth_date"] == "1990-03-04"


@pytest.mark.parametrize(
    ("late", "found"),
    [(["03/04/1990"], None), (["03/04/1990", "", "04/23/1990"], "1990-03-04"), (["23/04/1990"], "1990-04-23")],
)
def test_dates_that_come_late_are_no_guess(tmp_path: Path, late: list[str], found: str | None) -> None:
    people = [facts(at % 1000, number=number(at), nik="", birth_date="") for at in range(2_600)]
    people += [facts(at, nik="", birth_date=day) for at, day in enumerate(late)]
    path = write_text(tmp_path / "a.csv", lines_of("bpjs_rekon", people))
    if found is None:
        with pytest.raises(NeedsAnswer):
            read_all(path)
    else:
        opened, rows = read_all(path)
        assert rows[2_600]["birth_date"] == found
        assert opened.date_order == ("mdy" if found == "1990-03-04" else "dmy")
