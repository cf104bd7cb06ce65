"""The verb ``import`` takes every list: deaths with unknown headings, changes of e-Dabu, the forms the program hands out."""

import json

import openpyxl
import pytest

from desktop.cli import main
from desktop.practice import load_practice
from tests.spreadsheets.lists_kit import facts, lines_of, nik, write_book, write_text
from tests.verbs.test_cli import home  # noqa: F401 (fixture)

MEMBERS = load_practice().member


@pytest.fixture
def call(home, capsys):  # noqa: F811 (the fixture)
    def run(*words):
        status = main(["--practice", "--json", *map(str, words)])
        out, err = capsys.readouterr()
        return status, json.loads(out) if out else None, err

    return run


def test_deaths_with_strange_headings(call, tmp_path):
    names = ["No. Induk", "Nama Almarhum", "Wafat Pada", "Nomor Akte"]
    row = [MEMBERS[0].nik, MEMBERS[0].name, "20-11-2026", "3171-KM-0001"]
    path = write_text(tmp_path / "aneh.csv", [names, row, ["", "Tanpa NIK", "20-11-2026", "1"]])
    status, _, err = call("import", path, "--as", "andi", "--layout", "siak_kematian")
    assert status == 1 and "Sebut dengan --map" in err
    pairs = zip(names, ("nik", "name", "event_date", "document"), strict=True)
    mapped = [word for pair in pairs for word in ("--map", "=".join(pair))]
    said = ("import", path, "--as", "andi", "--layout", "siak_kematian", *mapped)
    status, tried, _ = call(*said, "--dry-run")
    assert status == 0 and (tried["rows"], tried["accepted"], tried["rejected"]) == (2, 1, 1)
    status, done, _ = call(*said)
    assert (done["layout"], done["accepted"], done["refused"]) == ("siak_kematian", 1, [])
    status, _, err = call(*said)
    assert status == 1 and err
    assert call("import", path, "--as", "ratna", "--layout", "siak_kematian", *mapped)[0] == 1


def test_a_list_of_deaths_goes_back_with_what_was_not_recorded(call, tmp_path):
    rows = [
        [MEMBERS[0].nik, MEMBERS[0].name, "20-11-2026", "3171-KM-0001"],
        [nik(7), "Orang Lain", "20-11-2026", "3171-KM-0002"],
        ["3175", "Warga Uji", "20-11-2026", "3171-KM-0003"],
    ]
    path = write_book(tmp_path / "mati.xlsx", [["NIK", "NAMA", "TANGGAL MENINGGAL", "NO AKTA KEMATIAN"], *rows])
    said = ("import", path, "--as", "andi", "--return", tmp_path / "balasan.xlsx")

    def remarks():
        sheet = openpyxl.load_workbook(tmp_path / "balasan.xlsx").worksheets[0]
        return [str(row[4]) for row in sheet.iter_rows(min_row=2, max_row=4, values_only=True)]

    assert call(*said, "--dry-run")[0] == 0
    assert remarks()[:2] == ["DAPAT MASUK", "DAPAT MASUK"] and remarks()[2].startswith("BELUM MASUK: [A] NIK")
    status, done, err = call(*said)
    assert status == 0 and done["rejected"] == 1 + len(done["refused"]) and "Berkas balasan" in err
    assert remarks()[0] == "SUDAH MASUK" and remarks()[2].startswith("BELUM MASUK")
    assert [line.split(":")[0] for line in remarks()].count("BELUM MASUK") == done["rejected"]
    assert call(*said)[0] == 1 and "SUDAH MASUK" not in remarks()


def test_changes_of_edabu(call, tmp_path):
    path = write_book(tmp_path / "mutasi.xlsx", lines_of("edabu_mutasi", [facts(1, mutation="9")]))
    said = ("import", path, "--as", "ratna", "--period", "2026-11", "--segment", "pbi_kota")
    status, tried, _ = call(*said, "--dry-run")
    assert status == 0 and tried["taken"]["jenis mutasi 9"] == 1 and tried["taken"]["masuk"] == 0
    status, _, err = call(*said, "--mutation", "9=apa")
    assert status == 1 and "mulai atau berakhir" in err
    done = call(*said, "--mutation", "9=mulai")[1]
    assert (done["taken"]["masuk"], done["layout"]) == (1, "edabu_mutasi")
    status, undone, _ = call("import", "--undo", done["run"], "--reason", "Keliru", "--as", "ratna")
    assert status == 0 and undone["kepesertaan"] == 1


@pytest.mark.parametrize(("layout", "lists"), [("wbs_handover", 2), ("eid_result", 0)])
def test_forms_are_handed_out(call, tmp_path, layout, lists):
    out = tmp_path / "templat.xlsx"
    status, data, _ = call("export", "templat", "--as", "bagus", "--layout", layout, "--out", out)
    assert status == 0 and data["layout"] == layout
    assert len(openpyxl.load_workbook(out)["Data"].data_validations.dataValidation) == lists
    assert call("export", "templat", "--as", "bagus", "--out", tmp_path / "x.xlsx")[0] == 1
