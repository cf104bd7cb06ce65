"""The table is found wherever it stands and however its headings are written."""

import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
import pytest

from desktop.spreadsheets.read import read_file
from desktop.spreadsheets.recognise import column_letter
from desktop.spreadsheets.registry import layout_by_code, layouts
from tests.spreadsheets.conftest import HEADINGS, TODAY, MakeList, person


@pytest.mark.parametrize(("at", "left"), [(1, 1), (6, 1), (13, 4), (40, 2)])
def test_header_on_any_row_and_column(make_list: MakeList, at: int, left: int) -> None:
    reading = read_file(make_list([person(), person(no=2, name="", birth="abc")], at=at, left=left), today=TODAY)
    assert (reading.header_row, reading.total, reading.accepted) == (at, 2, 1)
    assert [(p.row, p.column) for p in reading.problems] == [
        (at + 2, column_letter(left)),
        (at + 2, column_letter(left + 3)),
    ]


def test_synonyms_order_case_and_hidden_characters_do_not_matter(make_list: MakeList) -> None:
    headings = [
        "\ufeffNik",
        "nama\u00a0lengkap",
        "Jenis  Kelamin",
        "\u200bUsia",
        "tempat ditemukan.",
        "Catatan petugas",
    ]
    rows = [["3175016201799901", "Sri", "Perempuan", "± 47 th", "Taman Menteng", "halo"]]
    reading = read_file(make_list(rows, headings=headings, at=3), today=TODAY)
    assert reading.layout == "wbs_handover"
    assert reading.columns == {"nik": "A", "name": "B", "sex": "C", "birth": "D", "found_place": "E"}
    assert reading.unmapped == ("Catatan petugas",)
    row = reading.rows[0]
    assert (row.nik, row.name, row.sex, row.found_at, row.condition) == ("3175016201799901", "Sri", "P", None, "")


@pytest.mark.parametrize(
    "number", ["PSNOKA", "NOKAPST", "NO KARTU", "Nomor Peserta", "No. Kartu BPJS Kesehatan", "E-ID"]
)
@pytest.mark.parametrize("facility", ["FASKES", "NMPPK", "Faskes Tk. I"])
def test_eid_results(make_list: MakeList, number: str, facility: str) -> None:
    rows = [
        ["0001234567899", "3175016201799901", "Sri", "PKM Matraman"],
        [1234567899, "3175020903969933", "Slamet", ""],
    ]
    reading = read_file(make_list(rows, headings=[number, "NIK", "NAMA", facility], at=4), today=TODAY)
    assert reading.layout == "eid_result"
    row = reading.rows[0]
    assert (row.nik, row.participant_number, row.name, row.facility, row.source_row) == (
        *("3175016201799901", "0001234567899", "Sri", "PKM Matraman", 5),
    )
    assert [(p.row, p.column, p.code) for p in reading.problems] == [(6, "A", "peserta_angka")]


def test_a_result_without_nik_or_number_is_refused_with_a_sentence(make_list: MakeList) -> None:
    rows = [["", "3175016201799901", "Sri"], ["0001234567899", "", "Slamet"]]
    reading = read_file(make_list(rows, headings=["NO KARTU", "NIK", "NAMA"]), today=TODAY)
    assert [(p.row, p.code) for p in reading.problems] == [(2, "peserta_kosong"), (3, "nik_kosong")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_csv_of_any_encoding_and_delimiter(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = tmp_path / "hasil.csv"
    lines = [["PSNOKA", "NIK", "NAMA"], ["0001234567899", "3175016201799901", "José ± 1"], ["", "", ""]]
    path.write_bytes("\r\n".join(delimiter.join(line) for line in lines).encode(encoding))
    reading = read_file(path, today=TODAY)
    assert [(row.participant_number, row.name) for row in reading.rows] == [("0001234567899", "José ± 1")]


def ods(path: Path, rows: list[list[str]]) -> None:
    """The smallest OpenDocument table."""
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{escape(c)}</text:p></table:table-cell>' for c in row
        )
        + "</table:table-row>"
        for row in rows
    )
    space = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text"))
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        manifest = 'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
        archive.writestr("META-INF/manifest.xml", f"<manifest:manifest {manifest}/>")
        table = f'<table:table table:name="S">{cells}</table:table>'
        body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
        archive.writestr("content.xml", f"<office:document-content {space}>{body}</office:document-content>")


def test_opendocument(tmp_path: Path) -> None:
    path = tmp_path / "daftar.ods"
    ods(path, [["DAFTAR"], list(HEADINGS), [str(cell or "") for cell in person()]])
    reading = read_file(path, today=TODAY)
    assert (reading.header_row, reading.accepted) == (2, 1)


def test_the_name_of_the_file_does_not_decide(make_list: MakeList, tmp_path: Path) -> None:
    path = make_list([person()]).rename(tmp_path / "daftar.xls")
    assert read_file(path, today=TODAY).accepted == 1


def test_another_sheet_with_a_list_is_mentioned(make_list: MakeList) -> None:
    path = make_list([person()])
    book = openpyxl.load_workbook(path)
    twin = book.copy_worksheet(book["Daftar"])
    twin.title = "Lama"
    twin.sheet_state = "hidden"
    book.save(path)
    reading = read_file(path, today=TODAY)
    assert (reading.sheet, reading.accepted) == ("Daftar", 1)
    assert [(p.sheet, p.code, p.severity) for p in reading.problems] == [("Lama", "lembar_lain", "warning")]


def test_no_two_columns_of_a_layout_share_a_heading() -> None:
    for layout in layouts():
        names = [heading for column in layout.columns for heading in column.headings]
        assert len(names) == len(set(names)), layout.code
        assert layout_by_code(layout.code) is layout
    with pytest.raises(KeyError):
        layout_by_code("tidak_ada")
