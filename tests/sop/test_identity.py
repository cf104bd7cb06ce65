"""NIK, participant number and KK: ten wrong forms and more, each with its sentence; nothing ever raises."""

import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.sop.identity import check_kk, check_nik, check_participant_number, mask_nik, nik_parts

TODAY = date(2026, 11, 22)
WOMAN = "3175016201799901"  # Matraman, 22 January 1979
MAN = "3175020903969933"


def codes(value: object, **record: object) -> list[str]:
    return [found.code for found in check_nik(value, today=TODAY, **record).findings]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "value",
    [
        WOMAN,
        f" {WOMAN} ",
        f"'{WOMAN}",
        "3175.0162.0179.9901",
        "317501-620179-9901",
        "3175 0162 0179 9901",
        "3175\u200b0162﻿01799901",
    ],
)
def test_a_good_nik_is_cleaned_of_what_people_put_between(value: str) -> None:
    report = check_nik(value, today=TODAY, birth_date=date(1979, 1, 22), sex="P")
    assert report.nik == WOMAN
    assert not report.refused
    assert {found.severity for found in report.findings} <= {"info"}
    assert report.parts is not None
    assert report.parts.region == "Matraman, Kota Jakarta Timur"
    assert report.parts.birth_words == "22 Januari 1979, perempuan"


@pytest.mark.parametrize(
    ("value", "code", "said"),
    [
        ("317501620179990", "nik_pendek", "ada 15, kurang 1"),
        ("31750162017999012", "nik_panjang", "ada 17, lebih 1"),
        ("3175O16201799901", "nik_huruf", "O dan 0"),
        ("NIK belum", "nik_huruf", "hanya boleh berisi angka"),
        ("0000000000000000", "nik_pengisi", "hanya pengisi"),
        ("1111111111111111", "nik_pengisi", "hanya pengisi"),
        ("1234567890123456", "nik_pengisi", "hanya pengisi"),
        ("0", "nik_pengisi", "hanya pengisi"),
        (0.0, "nik_pengisi", "hanya pengisi"),
        (3175051511629920.0, "nik_angka", "angka ke-16 hilang"),
        (3175016201799901, "nik_angka", "tidak dapat dipercaya"),
        ("3,17502E+15", "nik_eksponen", "bentuk ilmiah"),
        ("3.17E+15", "nik_eksponen", "bentuk ilmiah"),
        (1e300, "nik_eksponen", "bentuk ilmiah"),
        ("3175013201799901", "nik_tanggal", "hari 32"),
        ("3175011213799901", "nik_tanggal", "bulan 13"),
        ("3175017002799901", "nik_tanggal", "hari 70, bulan 02"),
        ("0001234567890", "nik_peserta", "nomor peserta BPJS"),
        (float("nan"), "nik_huruf", "hanya boleh berisi angka"),
    ],
)
def test_a_wrong_nik_says_what_and_what_to_do(value: object, code: str, said: str) -> None:
    report = check_nik(value, today=TODAY)
    assert report.nik is None
    assert report.refused
    assert [found.code for found in report.findings] == [code]
    assert said in report.findings[0].sentence
    assert report.findings[0].remedy.endswith(".")


@pytest.mark.parametrize("value", [None, "", "  ", "-", "tidak ada", "belum ada", "?", "\u200b", True])
def test_no_nik_is_no_mistake(value: object) -> None:
    assert check_nik(value, today=TODAY).findings == ()


def test_disagreement_with_the_record_only_warns() -> None:
    report = check_nik(WOMAN, today=TODAY, birth_date=date(1980, 5, 1), sex="L")
    assert report.nik == WOMAN
    assert {(f.code, f.severity) for f in report.findings} == {
        ("nik_lahir_beda", "warning"),
        ("nik_kelamin_beda", "warning"),
    }


def test_an_estimated_birth_may_be_ten_years_off() -> None:
    assert codes(WOMAN, birth_date=date(1985, 7, 1), birth_estimated=True) == []
    assert codes(WOMAN, birth_date=date(1995, 7, 1), birth_estimated=True) == ["nik_lahir_beda"]
    assert codes(WOMAN, birth_date=date(1985, 7, 1)) == ["nik_lahir_beda"]


def test_an_old_region_code_warns_and_passes() -> None:
    report = check_nik("3199016201799901", today=TODAY)
    assert report.nik == "3199016201799901"
    assert [(f.code, f.severity, f.evidence) for f in report.findings] == [("nik_wilayah", "warning", "319901")]


def test_a_kk_in_the_nik_column_is_guessed_not_decided() -> None:
    report = check_nik("3175011205159901", today=TODAY, birth_date=date(1970, 1, 2), sex="L")
    assert report.nik is not None
    assert [found.code for found in report.findings] == ["nik_lahir_beda", "nik_mungkin_kk"]


def test_the_leap_day_exists_only_in_leap_years() -> None:
    assert check_nik("3175012902009901", today=TODAY).nik
    assert codes("3175012902019901") == ["nik_tanggal"]


def test_the_century_is_the_latest_that_is_not_the_future() -> None:
    born = nik_parts("3175012312269901", today=TODAY)
    assert born is not None
    assert born.birth_date == date(1926, 12, 23)
    assert nik_parts("317501", today=TODAY) is None


def test_mask() -> None:
    assert mask_nik("3275010101909907") == "3275 •••• •••• 9907"
    assert mask_nik(None) == mask_nik("") == ""
    assert mask_nik("0001234567890") == "•••••••••7890"


@pytest.mark.parametrize(
    ("value", "number", "code"),
    [
        ("0001234567899", "0001234567899", None),
        ("0001 2345 67899", "0001234567899", "peserta_dirapikan"),
        (1234567899.0, None, "peserta_angka"),
        (1234567890.0, None, "peserta_angka"),
        (9001234567899, None, "peserta_angka"),
        ("123", None, "peserta_pendek"),
        ("00012345678999", None, "peserta_panjang"),
        (WOMAN, None, "peserta_nik"),
        ("0000000000000", None, "peserta_pengisi"),
        ("000123456789A", None, "peserta_huruf"),
        ("-", None, None),
        (None, None, None),
    ],
)
def test_participant_number(value: object, number: str | None, code: str | None) -> None:
    report = check_participant_number(value)
    assert report.number == number
    assert [found.code for found in report.findings] == ([code] if code else [])


def test_kk() -> None:
    assert check_kk("3175010101159901").number == "3175010101159901"
    assert [f.code for f in check_kk(3175010101150000.0).findings] == ["kk_angka"]
    assert [f.code for f in check_kk("31750101").findings] == ["kk_pendek"]


ANYTHING = st.one_of(
    st.text(max_size=300),
    st.integers(),
    st.floats(),
    st.none(),
    st.booleans(),
    st.binary(max_size=20),
    st.dates(),
    st.datetimes(),
)


@given(ANYTHING)
def test_no_input_raises_and_a_nik_is_always_sixteen_digits(value: object) -> None:
    report = check_nik(value, birth_date=date(1990, 1, 1), sex="L", today=TODAY)
    assert report.nik is None or (len(report.nik) == 16 and report.nik.isascii() and report.nik.isdigit())
    assert report.refused == any(found.severity == "error" for found in report.findings)
    check_participant_number(value)
    check_kk(value)
    mask_nik(report.nik)


def damaged(nik: str, dice: random.Random) -> tuple[object, str]:
    """One damage as offices make it, and whether the program must refuse it or read through it."""
    digits = list(nik)
    spot = dice.randrange(16)
    kind = dice.choice(["drop", "double", "letter", "dots", "blank", "number", "exponent", "month"])
    if kind == "drop":
        return "".join(digits[:spot] + digits[spot + 1 :]), "refuse"
    if kind == "double":
        return "".join([*digits[: spot + 1], digits[spot], *digits[spot + 1 :]]), "refuse"
    if kind == "letter":
        digits[spot] = dice.choice("OIlSB")
        return "".join(digits), "refuse"
    if kind == "month":
        return nik[:8] + dice.choice(["00", "13", "77"]) + nik[10:], "refuse"
    if kind == "number":
        return float(nik[:15] + "0"), "refuse"
    if kind == "exponent":
        return f"{float(nik):.2E}", "refuse"
    return (".".join((nik[:6], nik[6:12], nik[12:])) if kind == "dots" else f"\u00a0{nik[:8]} {nik[8:]}\u200e"), "read"


def test_seeded_damage_is_refused_or_read_through_and_never_repaired() -> None:
    dice = random.Random(20261122)
    for _ in range(2000):
        day, month, year = dice.randint(1, 28), dice.randint(1, 12), dice.randint(0, 99)
        nik = f"3175{dice.randint(1, 10):02d}{day + 40 * dice.randint(0, 1):02d}{month:02d}{year:02d}99{dice.randint(0, 99):02d}"
        value, verdict = damaged(nik, dice)
        report = check_nik(value, today=TODAY)
        assert report.nik == (nik if verdict == "read" else None), (value, report)
