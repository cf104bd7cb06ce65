"""The verb ``import`` takes every list: deaths with unknown headings, changes of e-Dabu, the forms the program hands out."""

import json
from datetime import date

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
    other = write_text(tmp_path / "lain.csv", [names, [MEMBERS[1].nik, MEMBERS[1].name, "21-11-2026", "3171-KM-0002"]])
    assert call("import", other, "--as", "andi")[1]["accepted"] == 1  # what the columns mean is remembered
    status, _, err = call(*said)
    assert status == 1 and err
    assert call("import", path, "--as", "ratna", "--layout", "siak_kematian", *mapped)[0] == 1
    status, undone, _ = call("import", "--undo", done["run"], "--reason", "Keliru", "--as", "andi")
    assert status == 0 and undone["peristiwa"] == 1


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


def either_order(path, layout, column):
    """A list whose last line alone has a date that can be read two ways."""
    people = [facts(at % 1000, number=f"{5_000_000 + at:013d}", nik="", **{column: ""}) for at in range(2_100)]
    people += [facts(at, nik=nik(at, date(1990, 4, 3)), **{column: "03/04/1990"}) for at in (1, 2)]
    return write_text(path, lines_of(layout, people))


def test_a_date_of_two_ways_far_below_is_asked_with_what_the_niks_say(call, tmp_path):
    path = either_order(tmp_path / "bnba.csv", "pbi_bnba", "birth_date")
    said = ("import", path, "--as", "ratna", "--period", "2026-11", "--segment", "pbi_kota", "--dry-run")
    status, _, err = call(*said)
    assert status == 1 and "2 dari 2 tanggal cocok dengan hari/bulan/tahun" in err and "--date-order" in err
    assert call(*said, "--date-order", "dmy")[1]["accepted"] == 2_102
    path = either_order(tmp_path / "mati.csv", "siak_kematian", "event_date")
    status, _, err = call("import", path, "--as", "andi", "--dry-run")
    assert status == 1 and "--date-order dmy atau mdy" in err


@pytest.mark.parametrize(("layout", "lists"), [("wbs_handover", 2), ("eid_result", 0)])
def test_forms_are_handed_out(call, tmp_path, layout, lists):
    out = tmp_path / "templat.xlsx"
    status, data, _ = call("export", "templat", "--as", "bagus", "--layout", layout, "--out", out)
    assert status == 0 and data["layout"] == layout
    assert len(openpyxl.load_workbook(out)["Data"].data_validations.dataValidation) == lists
    assert call("export", "templat", "--as", "bagus", "--out", tmp_path / "x.xlsx")[0] == 1


def test_lists_of_the_exchange_go_out(call, tmp_path):
    """Each to who may give it out; what is not said, or is not there, is a sentence."""
    said = ("--as", "andi", "--recipient", "Dinas Kesehatan", "--period", "2026-11")
    path = write_book(tmp_path / "siak.xlsx", lines_of("siak_penduduk", [facts(at) for at in range(3)]))
    assert call("import", path, "--as", "andi")[0] == 0
    status, data, _ = call("export", "penduduk", *said, "--out", tmp_path / "penduduk.csv")
    assert status == 0 and data["rows"] == 3 and (tmp_path / "penduduk.csv").exists()
    assert "Tidak ada pindah yang dicatat" in call("export", "pindah", *said, "--out", tmp_path / "p.xlsx")[2]
    status, _, err = call("export", "tagihan", *said, "--segment", "pbi_kota", "--out", tmp_path / "t.xlsx")
    assert status == 1 and "bukan daftar peran Anda" in err
    status, data, _ = call("export", "peserta", *said, "--segment", "pbi_kota", "--out", tmp_path / "kota.xlsx")
    assert status == 0 and data["rows"] == 3
    assert call("export", "peserta", *said, "--out", tmp_path / "kota.xlsx")[0] == 1


KOTA = ("--as", "ratna", "--period", "2026-11", "--segment", "pbi_kota")


def test_what_map_says_is_remembered_when_the_list_comes_in(call, tmp_path):
    names = ["nomor jaminan warga", "NIK", "NAMA WARGA MISKIN", "SEGMEN", "BULAN", "TAHUN"]
    lines = lines_of("pbi_apbd", [facts(at) for at in range(6)])
    path = write_text(tmp_path / "aneh.csv", [names, *lines[1:]])
    fields = ("number", "nik", "name", "segment", "month", "year")
    mapped = [word for pair in zip(names, fields, strict=True) for word in ("--map", "=".join(pair))]
    said = ("import", path, "--layout", "pbi_apbd", *KOTA, *mapped)
    assert call(*said, "--dry-run")[1]["accepted"] == 6
    assert "Sebut dengan --map" in call("import", path, *KOTA)[2]
    assert call(*said)[1]["taken"]["masuk"] == 6
    later = write_text(tmp_path / "lagi.csv", [names, *lines[1:3]])
    status, known, _ = call("import", later, *KOTA)
    assert status == 0 and known["taken"]["sudah"] == 2


def test_a_short_bill_needs_a_word_and_its_return_marks_what_waits(call, tmp_path):
    people = [facts(at) for at in range(12)]
    call("import", write_book(tmp_path / "desa.xlsx", lines_of("pbi_apbd", people[:2])), *KOTA[:-1], "kp_desa")
    out = tmp_path / "balasan.xlsx"
    members = write_book(tmp_path / "pbi.xlsx", lines_of("pbi_apbd", people))
    assert call("import", members, *KOTA, "--return", out)[1]["taken"]["segmen_lain"] == 2
    remarks = [cell.value.split(":")[0] for cell in openpyxl.load_workbook(out)["Data"]["G"][1:]]
    assert remarks == [*["MENUNGGU JAWABAN"] * 2, *["SUDAH MASUK"] * 10]
    bill = write_book(tmp_path / "tagihan.xlsx", lines_of("bpjs_tagihan", people[:8]))
    status, _, err = call("import", bill, *KOTA)
    assert status == 1 and "hanya 8 baris" in err and "--fewer" in err
    assert call("import", bill, *KOTA, "--dry-run")[1]["fewer"]["lines"] == 8
    assert call("import", bill, *KOTA, "--fewer")[1]["accepted"] == 8
    whole = write_book(tmp_path / "utuh.xlsx", lines_of("bpjs_tagihan", people))
    assert call("import", whole, *KOTA)[1]["replaces"]["file_name"] == "tagihan.xlsx"


def test_reading_is_counted_on_a_terminal_and_nowhere_else(call, tmp_path, monkeypatch):
    import os
    import sys

    pty = pytest.importorskip("pty")
    path = write_book(tmp_path / "pbi.xlsx", lines_of("pbi_apbd", [facts(at) for at in range(12)]))
    assert "baris" not in call("import", path, *KOTA, "--dry-run")[2]
    terminal, end = pty.openpty()
    with os.fdopen(end, "w") as screen, monkeypatch.context() as patch:
        patch.setattr(sys, "stderr", screen)
        status, done, _ = call("import", path, *KOTA)
    shown = os.read(terminal, 10_000).decode()
    os.close(terminal)
    assert status == 0 and done["accepted"] == 12
    assert "\rMenguji: 12 dari 12 baris" in shown and "\rMemasukkan: 12 dari 12 baris" in shown
