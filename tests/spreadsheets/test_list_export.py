"""Lists going out in the layouts of the offices: what was read comes out as it was delivered, and comes back the same."""

import csv
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from desktop.spreadsheets.codes import code_of, codes
from desktop.spreadsheets.formats.edabu_form import HEAD
from desktop.spreadsheets.list_export import export_list
from desktop.spreadsheets.taken import SHEET, Taken
from tests.spreadsheets.lists_kit import HEADINGS, facts, lines_of, nik, number, read_all, write_text


@pytest.mark.parametrize("code", sorted(HEADINGS))
@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_what_was_read_goes_out_and_comes_back_the_same(tmp_path: Path, code: str, ending: str) -> None:
    people = [facts(at) for at in range(10)]
    rows = read_all(write_text(tmp_path / "in.csv", lines_of(code, people)))[1]
    out = tmp_path / f"out.{ending}"
    assert export_list(out, code, rows) == 10
    opened, again = read_all(out)
    first = opened.header_row + (2 if code == "edabu_mutasi" and ending == "xlsx" else 1)
    assert opened.layout == code and opened.problems == []
    assert again == [{**row, "row": at} for at, row in enumerate(rows, first)]
    if ending == "csv":
        with out.open(encoding="utf-8-sig") as file:
            heads = next(csv.reader(file, delimiter=";" if code.startswith("pbi") else ","))
        assert heads == HEADINGS[code].split(",") or code in ("siak_kematian", "siak_pindah")


def test_the_edabu_form(tmp_path: Path) -> None:
    person: dict[str, Any] = {
        "number": number(1),
        "nik": nik(1),
        "kk": facts(1)["kk"],
        "name": "=SITI",
        "birth_date": "1979-01-22",
        "sex": "P",
        "relation": "MERTUA",
        "marital": "CERAI MATI",
        "address": "JL MERDEKA 1 RT 003 RW 010",
        "effective_date": "2026-12-01",
        "Nomor Telepon Peserta": "081200000001",
    }
    out = tmp_path / "edabu.xlsx"
    taken = Taken("Diambil oleh Tono", "BPJS")
    head = {"KODE KC": "0901", "KODE DATI2": "0114"}
    export_list(
        out, "edabu_mutasi", [person], head=head, fixed={"Kelas Rawat": "3"}, day_format="mm/dd/yyyy", taken=taken
    )
    book = openpyxl.load_workbook(out)
    page = book["Form Mutasi"]
    assert [page.cell(row, 1).value for row in range(1, 13)] == list(HEAD) and page["C11"].value == "0901"
    assert [cell.value for cell in page[14]] == HEADINGS["edabu_mutasi"].split(",")
    assert [cell.value for cell in page[15]] == [str(at) for at in range(1, 38)]
    line = {head.value: cell for head, cell in zip(page[14], page[16], strict=True)}
    for heading in ("No Kartu BPJS Kesehatan", "No KK", "NIK/KITAS/KITAP", "Nomor Telepon Peserta"):
        assert (line[heading].data_type, line[heading].number_format) == ("s", "@"), heading
    born, begins = line["Tgl Lahir"], line["Tgl Aktif Berlaku Mutasi"]
    assert (born.value, born.number_format) == (datetime(1979, 1, 22), "mm/dd/yyyy")  # noqa: DTZ001
    assert begins.value == datetime(2026, 12, 1)  # noqa: DTZ001
    assert (line["Nama Lengkap"].value, line["Nama Lengkap"].data_type) == ("=SITI", "s")
    codes_out = [line[name].value for name in ("No", "PISA / Kode HubKel", "Jenis Kelamin", "Status Kawin", "RT", "RW")]
    assert codes_out == [1, "5", "2", "3", "003", "010"] and line["Alamat Tempat Tinggal"].value == "JL MERDEKA 1"
    assert line["Kelas Rawat"].value == "3" and line["Jenis Mutasi"].value is None
    assert SHEET in book.sheetnames and page.oddFooter.left.text == taken.line


def test_every_siak_word_has_its_place_in_edabu() -> None:
    for field in ("relation", "marital"):
        assert all(code_of("bpjs", field, word) for word in codes("siak", field).values())
    assert code_of("bpjs", "relation", "77") is None and code_of("siak", "relation", None) is None
