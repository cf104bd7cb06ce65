"""Every problem at once: by sheet, row, column, value, code, sentence and remedy; errors refuse, warnings do not."""

import random
from typing import Any

import pytest

from desktop.spreadsheets.read import read_file
from tests.spreadsheets.conftest import HEADINGS, TODAY, MakeList, person

WRONG_NIKS: list[tuple[Any, str]] = [
    *[("317501620179990", "nik_pendek"), ("31750162017999011", "nik_panjang"), ("3175O16201799901", "nik_huruf")],
    *[("0000000000000000", "nik_pengisi"), ("1234567890123456", "nik_pengisi"), (0, "nik_pengisi")],
    *[(3175016201799900, "nik_angka"), ("3.17502E+15", "nik_eksponen"), ("3175013201799901", "nik_tanggal")],
    *[("0001234567899", "nik_peserta"), ("9999999999999999", "nik_pengisi")],
]


def test_wrong_niks_are_refused_each_with_its_reason(make_list: MakeList) -> None:
    rows = [person(no=n, name=f"Sri {chr(65 + n)}", nik=nik) for n, (nik, _) in enumerate(WRONG_NIKS)]
    reading = read_file(make_list(rows), today=TODAY)
    assert [(p.row, p.column, p.code) for p in reading.problems] == [
        (row, "J", code) for row, (_, code) in enumerate(WRONG_NIKS, 2)
    ]
    assert (reading.total, reading.accepted) == (len(WRONG_NIKS), 0)


@pytest.mark.parametrize(
    ("changed", "column", "code", "severity"),
    [
        ({"name": None}, "B", "nama_kosong", "error"),
        ({"name": "A" * 200}, "B", "nama_panjang", "error"),
        ({"name": "Sri 😀"}, "B", "nama_simbol", "error"),
        ({"name": "Sri alias 😀"}, "B", "nama_simbol", "error"),
        ({"name": "سري"}, "B", "nama_bukan_latin", "error"),
        ({"name": "Sri\u202eirS"}, "B", "nama_tersembunyi", "warning"),
        ({"name": "Sri2"}, "B", "nama_angka", "warning"),
        ({"sex": None}, "C", "kelamin_kosong", "error"),
        ({"sex": "X"}, "C", "kelamin_tak_terbaca", "error"),
        ({"birth_place": "x" * 101}, "D", "teks_panjang", "error"),
        ({"birth": "1-1-2099"}, "E", "lahir_masa_depan", "error"),
        ({"birth": "1899"}, "E", "lahir_terlalu_lama", "error"),
        ({"birth": "31-02-1990"}, "E", "lahir_mustahil", "error"),
        ({"category": None}, "F", "kategori_kosong", "warning"),
        ({"place": None}, "G", "lokasi_kosong", "warning"),
        ({"at": None}, "H", "waktu_kosong", "warning"),
        ({"at": "tadi malam"}, "H", "waktu_tak_terbaca", "error"),
        ({"at": "24-11-2026 08.00"}, "H", "waktu_masa_depan", "warning"),
        ({"nik": "3175016301799901"}, "J", "nik_lahir_beda", "warning"),
        ({"nik": "3175012201799901"}, "J", "nik_kelamin_beda", "warning"),
        ({"nik": "3199016201799901"}, "J", "nik_wilayah", "warning"),
    ],
)
def test_one_problem(make_list: MakeList, changed: dict[str, Any], column: str, code: str, severity: str) -> None:
    reading = read_file(make_list([person(**changed), person(no=2, name="Budi", sex="L")], at=6), today=TODAY)
    assert [(p.row, p.column, p.code, p.severity) for p in reading.problems] == [(7, column, code, severity)]
    assert (reading.rejected, reading.accepted) == ((1, 1) if severity == "error" else (0, 2))
    problem = reading.problems[0]
    assert problem.heading == HEADINGS[ord(column) - 65]
    assert problem.sentence and problem.remedy and problem.sheet == "Daftar"


def test_all_problems_of_a_line_come_at_once(make_list: MakeList) -> None:
    reading = read_file(make_list([person(name="", sex="?", birth="abc", nik="12", at="x")]), today=TODAY)
    assert [p.column for p in reading.problems] == ["B", "C", "E", "H", "J"]
    assert reading.rejected_rows == (2,)


def test_what_is_not_known_is_no_problem(make_list: MakeList) -> None:
    rows = [person(name="TANPA NAMA", birth="-", birth_place="tidak tahu", nik="-", note=None, belongings=None)]
    reading = read_file(make_list(rows), today=TODAY)
    assert reading.problems == ()
    row = reading.rows[0]
    assert (row.nameless, row.name, row.birth_date, row.birth_place, row.nik) == (True, "", None, "", None)


def test_a_nik_twice_refuses_both_and_shows_both(make_list: MakeList) -> None:
    rows = [
        person(nik="3175016201799901"),
        person(no=2, name="Budi", sex="L"),
        person(no=3, name="Tini", nik="3175.0162.0179.9901"),
    ]
    reading = read_file(make_list(rows), today=TODAY)
    doubled = [(p.row, p.sentence) for p in reading.problems if p.code == "nik_ganda"]
    assert doubled == [(2, "NIK ini juga ada di baris 4."), (4, "NIK ini juga ada di baris 2.")]
    assert (reading.accepted, reading.rejected, reading.duplicates) == (1, 2, 1)


def test_a_line_pasted_twice_comes_in_once(make_list: MakeList) -> None:
    reading = read_file(make_list([person(nik="3175016201799901"), person(no=2, nik="3175016201799901")]), today=TODAY)
    assert [(p.row, p.severity) for p in reading.problems if p.code == "nik_ganda"] == [(3, "error")]
    assert "sama persis dengan baris 2" in reading.problems[-1].sentence + reading.problems[0].sentence
    assert [row.source_row for row in reading.rows] == [2]


def test_the_same_name_birth_and_place_only_warns(make_list: MakeList) -> None:
    rows = [person(), person(no=2, name="WULANDARI, Sri"), person(no=3, place="Taman Menteng")]
    reading = read_file(make_list(rows), today=TODAY)
    assert [(p.row, p.code, p.severity) for p in reading.problems] == [
        (2, "orang_sama", "warning"),
        (3, "orang_sama", "warning"),
    ]
    assert (reading.accepted, reading.duplicates) == (3, 1)


def test_totals_signatures_page_headers_and_number_rows(make_list: MakeList) -> None:
    rows = [
        *[list(range(1, 13)), person(), ["", "Sub Jumlah", 1], list(HEADINGS), person(no=2, name="Budi", sex="L")],
        *[
            [None] * 12,
            [3, *[None] * 11],
            ["TOTAL", None, 2],
            ["", "Jakarta, 20 November 2026"],
            ["", "Yang menyerahkan,", "", "Yang menerima,"],
        ],
        *[["", "Slamet Riyadi, S.H."], ["", "NIP 198001012005011001"]],
    ]
    reading = read_file(make_list(rows), today=TODAY)
    assert [row.name for row in reading.rows] == ["Sri Wulandari", "Budi"]
    assert reading.total == 2
    assert [line.why for line in reading.skipped] == [
        "judul_ulang",
        "jumlah",
        "judul_ulang",
        "jumlah",
        *["bukan_data"] * 4,
    ]


def test_a_well_filled_line_below_a_gap_is_still_a_person(make_list: MakeList) -> None:
    reading = read_file(make_list([person(), [], [], person(no=2, name="Budi", sex="L")]), today=TODAY)
    assert [row.source_row for row in reading.rows] == [2, 5]


def test_numbers_dates_and_formulas_in_text_cells_are_only_text(make_list: MakeList) -> None:
    reading = read_file(make_list([person(condition=12.0, note='\'=HYPERLINK("http://x")')]), today=TODAY)
    assert (reading.rows[0].condition, reading.rows[0].note) == ("12", '\'=HYPERLINK("http://x")')


DAMAGES: list[tuple[dict[str, Any], str | None]] = [
    *[
        ({}, None),
        ({"name": "Agus (Gus)"}, None),
        ({"birth": "± 40 th"}, None),
        ({"nik": " 3175.0162.0179.9901 "}, None),
    ],
    *[
        ({"nik": "31750162017999"}, "nik_pendek"),
        ({"nik": 3175016201799900.0}, "nik_angka"),
        ({"nik": "12ABC"}, "nik_huruf"),
    ],
    *[
        ({"birth": "32-01-1990"}, "lahir_mustahil"),
        ({"birth": "besok"}, "lahir_tak_terbaca"),
        ({"sex": "?"}, "kelamin_tak_terbaca"),
    ],
    *[({"name": "☺"}, "nama_simbol"), ({"at": "40-40-2026"}, "waktu_tak_terbaca")],
]


@pytest.mark.parametrize("seed", range(5))
def test_seeded_damage_is_found_exactly_where_it_was_done(make_list: MakeList, seed: int) -> None:
    dice = random.Random(seed)
    rows, truth, at = [], {}, dice.randint(1, 20)
    for number in range(60):
        changed, code = dice.choice(DAMAGES)
        if number % 2 and "nik" in changed:
            changed, code = {}, None
        place = f"Lokasi {number}"
        nik = changed.get("nik")
        if isinstance(nik, str) and code is None:
            changed = {"nik": f"31750162017999{number:02d}"}
        rows.append(person(**{"no": number, "place": place, **changed}))
        if code:
            truth[at + 1 + number] = code
    reading = read_file(make_list(rows, at=at), today=TODAY)
    errors = {p.row: p.code for p in reading.problems if p.severity == "error"}
    assert {row: truth[row] for row in errors if row in truth} == {row: truth[row] for row in truth}
    assert set(errors) == set(truth) == set(reading.rejected_rows)
    assert reading.total == 60
