"""The doctor of NIKs: what was probably meant, and why; figures published by a generator with a known truth."""

from datetime import date

import pytest

from desktop.sop.identity import check_nik
from desktop.sop.nik_doctor import advice, repairs
from tests.cities.doctor import figures

BORN, TRUE = date(1979, 1, 22), "3175016201799901"  # a woman: 22 + 40
TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("written", "meant", "why"),
    [
        ("3175012601799901", TRUE, "angka ke-7 dan ke-8 tertukar"),
        ("3175016201979901", TRUE, "angka ke-11 dan ke-12 tertukar"),
        ("3175012201799901", TRUE, "hari lahir harus ditambah 40"),
        ("3175016207799901", TRUE, "angka ke-10 salah ketik"),
        ("317501620179990I", TRUE, "ada huruf"),
        ("31750162O1799901", TRUE, "ada huruf"),
        (3175016201799900.0, "317501620179990?", "Excel"),
        ("317501621799901", TRUE, "satu angka hilang"),
        ("31750162017799901", TRUE, "angka ke-11 tertulis dua kali"),
    ],
)
def test_one_slip_is_explained(written, meant, why):
    (found,) = repairs(written, birth_date=BORN, sex="P")
    assert found.nik == meant and why in found.why
    sentence = advice(written, birth_date=BORN, sex="P")
    assert sentence.endswith("KTP atau KK.") and "keliru" in sentence and TRUE not in sentence


def test_two_slips_are_nobodys_guess():
    assert repairs("3175016213799901", birth_date=BORN, sex="P") == ()


def test_columns_that_changed_places():
    kk = "3175011203109901"
    (found,) = repairs(kk, birth_date=BORN, sex="P", kk=TRUE)
    assert (found.nik, found.why) == (TRUE, "nomor KK dan NIK tertukar kolom")


@pytest.mark.parametrize(("born", "sex"), [(None, "P"), (BORN, None), (BORN, "X")])
def test_without_a_record_nothing_is_proposed(born, sex):
    assert repairs("3175012601799901", birth_date=born, sex=sex) == ()
    assert repairs(TRUE, birth_date=BORN, sex="P") == () == repairs("", birth_date=BORN, sex="P")


def test_the_check_says_what_the_doctor_thinks_and_changes_nothing():
    report = check_nik("3175016210799901", birth_date=BORN, sex="P", today=TODAY)
    (finding,) = report.findings
    assert finding.code == "nik_lahir_beda" and "angka ke-9 dan ke-10 tertukar" in finding.remedy
    assert report.nik == "3175016210799901"
    (impossible,) = check_nik("3175016213799901", birth_date=date(1979, 10, 22), sex="P", today=TODAY).findings
    assert impossible.code == "nik_tanggal" and impossible.remedy.startswith("Mungkin")


def test_precision_and_recall_of_a_seeded_city():
    """The published figures (`python -m tests.cities.doctor`), on a smaller city: what is proposed is nearly always right."""
    told, suspected = figures(7, 4500)
    assert all(precision > 0.97 for _seen, precision, _recall in told.values()), told
    assert all(recall > 0.5 for kind, (_seen, _precision, recall) in told.items() if kind != "hilang"), told
    assert min(told[kind][2] for kind in ("kolom_kk", "excel", "huruf", "empat_puluh")) > 0.99 and suspected < 0.6
