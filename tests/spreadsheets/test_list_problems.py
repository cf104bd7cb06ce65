"""What is wrong in a large list is found, counted and said, in the same sentences as everywhere; good lines go in."""

import random
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from desktop.sop.identity import check_nik
from desktop.spreadsheets.lists import NeedsMapping, open_list
from desktop.spreadsheets.open import Limits
from tests.spreadsheets.lists_kit import TODAY, facts, lines_of, nik, number, read_all, write_book, write_text
from tests.spreadsheets.test_problems import WRONG_NIKS


@pytest.mark.parametrize(
    ("code", "changed", "found", "severity"),
    [
        ("siak_penduduk", {"nik": ""}, "nik_kosong", "error"),
        ("siak_penduduk", {"name": ""}, "name_kosong", "error"),
        ("siak_penduduk", {"name": "Sri 😀"}, "nama_simbol", "error"),
        ("siak_penduduk", {"name": "Sri2"}, "nama_angka", "warning"),
        ("siak_penduduk", {"kk": "317501"}, "kk_pendek", "error"),
        ("siak_penduduk", {"birth_date": "31-02-1990"}, "lahir_mustahil", "error"),
        ("siak_penduduk", {"birth_date": "1979"}, "lahir_tidak_lengkap", "warning"),
        ("siak_penduduk", {"birth_date": "23-01-1979"}, "nik_lahir_beda", "warning"),
        ("siak_penduduk", {"sex": "L"}, "nik_kelamin_beda", "warning"),
        ("siak_penduduk", {"sex": "X"}, "kelamin_tak_terbaca", "warning"),
        ("siak_penduduk", {"address": "J" * 501}, "teks_panjang", "error"),
        ("siak_kematian", {"event_date": ""}, "event_date_kosong", "error"),
        ("siak_kematian", {"event_date": "30-02-2026"}, "tanggal_tak_terbaca", "error"),
        ("siak_kematian", {"event_date": "29-11-2026"}, "tanggal_masa_depan", "error"),
        ("bpjs_rekon", {"number": ""}, "number_kosong", "error"),
        ("bpjs_rekon", {"number": "123"}, "peserta_pendek", "error"),
        ("bpjs_rekon", {"nik": "31750"}, "nik_pendek", "warning"),
        ("bpjs_rekon", {"nik": "0000000000000000"}, "nik_pengisi", "warning"),
        ("bpjs_rekon", {"nik": "3.17E+15"}, "nik_eksponen", "error"),
        ("bpjs_tagihan", {"amount": "37800,5"}, "jumlah_tak_terbaca", "error"),
        ("bpjs_tagihan", {"period": "bulan lalu"}, "bulan_tak_terbaca", "error"),
        ("pbi_apbd", {"month": "Brumaire"}, "bulan_tak_terbaca", "error"),
        ("pbi_apbd", {"year": ""}, "tahun_kosong", "error"),
        ("pbi_apbd", {"year": "26"}, "tahun_tak_terbaca", "error"),
        ("pbi_bnba", {"number": "", "nik": ""}, "tanpa_nomor", "error"),
        ("pbi_bnba", {"name": ""}, "name_kosong", "error"),
        ("pbi_apbd", {"name": " - "}, "name_kosong", "error"),
        ("bpjs_rekon", {"name": ""}, "name_kosong", "warning"),
        ("siksng_usulan", {"name": "#N/A"}, "sel_galat", "error"),
        ("bpjs_rekon", {"name": "#REF!"}, "sel_galat", "warning"),
        ("bpjs_rekon", {"nik": "#VALUE!"}, "sel_galat", "error"),
        ("pbi_bnba", {"address": "#NAME?"}, "sel_galat", "warning"),
        ("pbi_bnba", {"number": "##########"}, "sel_galat", "error"),
        ("pbi_bnba", {"birth_date": "Err:502"}, "sel_galat", "warning"),
        ("bpjs_tagihan", {"amount": "#DIV/0!"}, "sel_galat", "error"),
    ],
)
def test_one_problem(tmp_path: Path, code: str, changed: dict[str, Any], found: str, severity: str) -> None:
    people = [facts(1), facts(2, **changed), facts(3)]
    opened, rows = read_all(write_text(tmp_path / "a.csv", lines_of(code, people)))
    assert found in opened.problem_counts
    problem = next(one for one in opened.problems if one.code == found)
    assert (problem.row, problem.severity) == (3, severity)
    assert problem.sentence and problem.remedy and problem.heading in lines_of(code, [])[0]
    assert (len(rows), opened.tally.rejected) == ((2, 1) if severity == "error" else (3, 0))
    assert opened.tally.total == 3


def test_a_formula_whose_result_was_never_stored_is_no_empty_cell(tmp_path: Path) -> None:
    lines = lines_of("pbi_bnba", [facts(at) for at in range(3)])
    places = {heading: at for at, heading in enumerate(lines[0])}
    lines[2][places["nama"]] = '=UPPER("siti")'
    lines[3][places["alamat"]] = '=CONCATENATE("JL ", "A")'
    book = openpyxl.Workbook()
    for line in lines:
        book.worksheets[0].append(line)
    book.save(tmp_path / "a.xlsx")
    opened, rows = read_all(tmp_path / "a.xlsx")
    assert [row["row"] for row in rows] == [2, 4] and rows[1]["address"] == "RT 003 RW 010"
    said = {(one.row, one.heading, one.code, one.severity) for one in opened.problems}
    assert said == {(3, "nama", "rumus_kosong", "error"), (4, "alamat", "rumus_kosong", "warning")}


def test_every_wrong_nik_is_said_as_everywhere(tmp_path: Path) -> None:
    wrongs = [(wrong, code) for wrong, code in WRONG_NIKS if isinstance(wrong, str)]
    people = [facts(at, nik=wrong) for at, (wrong, _code) in enumerate(wrongs)]
    opened, rows = read_all(write_book(tmp_path / "a.xlsx", lines_of("siak_penduduk", people)))
    assert rows == [] and opened.tally.rejected == len(wrongs)
    said = [(one.code, one.sentence) for one in opened.problems]
    expected = [(code, check_nik(wrong, today=TODAY).findings[0].what) for wrong, code in wrongs]
    assert [(code, what) for code, what in said if code != "nik_eksponen"] == [
        (code, what) for code, what in expected if code != "nik_eksponen"
    ]


def test_a_column_that_excel_spoilt_is_explained_once(tmp_path: Path) -> None:
    import openpyxl

    lines = lines_of("siak_penduduk", [facts(at) for at in range(30)])
    book = openpyxl.Workbook()
    assert book.active is not None
    for line in lines:
        book.active.append([int(cell) if at == 1 and cell.isdigit() else cell for at, cell in enumerate(line)])
    book.save(tmp_path / "a.xlsx")
    opened, rows = read_all(tmp_path / "a.xlsx")
    assert rows == [] and opened.problem_counts["nik_angka"] == 30 == opened.tally.rejected
    said = [problem for problem in opened.problems if problem.code == "nik_angka"]
    assert len(said) == 1 and "setiap sel seperti ini di kolom NIK" in said[0].sentence


def test_the_same_person_again(tmp_path: Path) -> None:
    people = [facts(1), facts(2), facts(1), facts(1)]
    opened, rows = read_all(write_text(tmp_path / "a.csv", lines_of("siak_penduduk", people)))
    assert [row["row"] for row in rows] == [2, 3] and opened.tally.duplicates == 2
    assert [(one.row, one.sentence) for one in opened.problems if one.code == "nik_ganda"] == [
        (4, "NIK ini juga ada di baris 2."),
        (5, "NIK ini juga ada di baris 2."),
    ]
    opened, rows = read_all(
        write_text(tmp_path / "b.csv", lines_of("bpjs_tagihan", [*people, facts(1, period="202610")]))
    )
    assert len(rows) == 5 and (opened.tally.duplicates, opened.tally.rejected) == (2, 0)
    assert opened.problem_counts == {"peserta_ganda": 2}


def test_problems_are_bounded_and_counts_are_not(tmp_path: Path) -> None:
    people = [facts(at, nik="31") for at in range(700)]
    path = write_text(tmp_path / "a.csv", lines_of("bpjs_rekon", people))
    opened, rows = read_all(path, limits=Limits(problems=620))
    assert len(opened.problems) == 620 and opened.problem_counts["nik_pendek"] == 700 == len(rows)
    assert [row["nik"] for row in rows[:2]] == [None, None]


def test_excels_proof_digits_and_stray_signs_are_read(tmp_path: Path) -> None:
    people = [facts(1, nik=f'="{nik(1)}"', number=f"'{number(1)}"), facts(2, nik=f" {nik(2)[:8]} {nik(2)[8:]} ")]
    opened, rows = read_all(write_text(tmp_path / "a.csv", lines_of("bpjs_rekon", people)))
    assert [(row["nik"], row["number"]) for row in rows] == [(nik(1), number(1)), (nik(2), number(2))]
    assert opened.problems == []


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_lines_changes_no_count(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    people = [facts(dice.randrange(200), **dice.choice([{}, {}, {"nik": "1"}, {"sex": "L"}])) for _ in range(300)]
    counts = []
    for turn in range(2):
        opened, rows = read_all(write_text(tmp_path / f"{turn}.csv", lines_of("bpjs_rekon", people)))
        counts.append((opened.tally, dict(opened.problem_counts), sorted(row["number"] for row in rows)))
        dice.shuffle(people)
    assert counts[0] == counts[1]


UNSEEN = (
    "NO PESERTA JKN-KIS,NOMOR INDUK KEPENDUDUKAN WARGA,NAMA LENGKAP PESERTA JKN,STATUS AKTIF PESERTA,TGL. LAHIR PESERTA"
    ",CATATAN KHUSUS"
)


def unseen(path: Path) -> Path:
    """A list as no one sent it before."""
    people = [facts(at) for at in range(5)]
    rows = [[one["number"], one["nik"], one["name"], "AKTIF", one["birth_date"], "-"] for one in people]
    return write_text(path, [["DAFTAR PESERTA KOTA"], UNSEEN.split(","), *rows])


def test_unseen_headings_are_proposed_with_masked_values_and_confirmed(tmp_path: Path) -> None:
    path = unseen(tmp_path / "a.csv")
    with pytest.raises(NeedsMapping) as asked:
        open_list(path, today=TODAY)
    needs = asked.value
    fields = {column.heading: column.field for column in needs.columns}
    names = UNSEEN.split(",")
    assert (needs.layout, needs.header_row, needs.missing) == ("bpjs_rekon", 2, ())
    assert [fields[name] for name in names] == ["number", "nik", "name", "status", "birth_date", None]
    assert all(column.score >= 74 for column in needs.columns if column.field)
    shown = " ".join(sample for column in needs.columns for sample in column.samples)
    assert nik(0) not in shown and "SITI" not in shown and "22-01" not in shown and nik(0)[-4:] in shown
    opened, rows = read_all(path, layout=needs.layout, mapping=needs.mapping)
    assert len(rows) == 5 and rows[4]["nik"] == nik(4) and rows[0]["status"] == "AKTIF"
    assert opened.mapping_key == needs.mapping_key
    again = unseen(tmp_path / "lagi.csv")
    with pytest.raises(NeedsMapping) as twice:
        open_list(again, today=TODAY)
    assert twice.value.mapping_key == needs.mapping_key


def test_headings_that_read_the_same_are_told_apart(tmp_path: Path) -> None:
    people = [facts(at) for at in range(5)]
    lines = [[one["nik"], one["number"], one["name"], one["status"]] for one in people]
    header = ["NOMOR", "NOMOR", "NAMA PENERIMA", "STATUS KEPESERTAANNYA"]
    path = write_book(tmp_path / "a.xlsx", [header, *lines])
    with pytest.raises(NeedsMapping) as asked:
        open_list(path, layout="bpjs_rekon", today=TODAY)
    needs = asked.value
    assert needs.mapping["NOMOR"] == "nik" and needs.mapping["NOMOR (2)"] == "number"
    opened, rows = read_all(path, layout="bpjs_rekon", mapping=needs.mapping)
    assert [(row["nik"], row["number"]) for row in rows] == [(one["nik"], one["number"]) for one in people]
    assert opened.mapping == needs.mapping and opened.mapping_key == needs.mapping_key
    swapped = {"NOMOR": "number", "NOMOR (2)": "nik", "NAMA PENERIMA": "name", "STATUS KEPESERTAANNYA": "status"}
    assert read_all(path, layout="bpjs_rekon", mapping=swapped)[1] == []
