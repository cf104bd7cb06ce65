"""Births, moments and sex as clerks write them."""
# ruff: noqa: DTZ001  the clock on the wall has no zone

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.sop.births import parse_birth, parse_moment, parse_sex, say_birth, say_date

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("value", "born", "estimated", "age"),
    [
        (datetime(1980, 4, 13), date(1980, 4, 13), False, None),
        (date(1980, 4, 13), date(1980, 4, 13), False, None),
        ("13-04-1980", date(1980, 4, 13), False, None),
        ("13.4.1980", date(1980, 4, 13), False, None),
        ("1980-04-13 00:00:00", date(1980, 4, 13), False, None),
        ("04/11/97", date(1997, 11, 4), False, None),
        ("05/10/10", date(2010, 10, 5), False, None),
        ("22/11/26", date(2026, 11, 22), False, None),
        ("17 Agustus 1945", date(1945, 8, 17), False, None),
        ("17 nop 45", date(1945, 11, 17), False, None),
        ("± 43 th", date(1983, 7, 1), True, 43),
        ("±43th", date(1983, 7, 1), True, 43),
        ("47 tahun", date(1979, 7, 1), True, 47),
        ("kira-kira 47 thn.", date(1979, 7, 1), True, 47),
        ("40-45 th", date(1984, 7, 1), True, 42),
        ("40-an", date(1981, 7, 1), True, 45),
        (47.0, date(1979, 7, 1), True, 47),
        ("6 bulan", TODAY - timedelta(days=180), True, 0),
        ("1979", date(1979, 7, 1), True, None),
        (1979.0, date(1979, 7, 1), True, None),
        ("Juli 1979", date(1979, 7, 15), True, None),
        (29324, date(1980, 4, 13), False, None),
        ("2026", date(2026, 7, 1), True, None),
    ],
)
def test_read(value: object, born: date, estimated: bool, age: int | None) -> None:
    birth = parse_birth(value, today=TODAY)
    assert (birth.date, birth.estimated, birth.age) == (born, estimated, age)
    assert birth.findings == ()


@pytest.mark.parametrize("value", [None, "", "-", "?", "tidak tahu", "Tdk Tahu", "belum diketahui", "\u200b", "–"])
def test_unknown_is_no_mistake(value: object) -> None:
    birth = parse_birth(value, today=TODAY)
    assert (birth.date, birth.refused) == (None, False)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        *[
            ("1899", "lahir_terlalu_lama"),
            ("01-01-1899", "lahir_terlalu_lama"),
            (date(1899, 12, 31), "lahir_terlalu_lama"),
        ],
        *[("2099", "lahir_masa_depan"), ("1-1-2099", "lahir_masa_depan"), (datetime(2099, 1, 1), "lahir_masa_depan")],
        *[("23-11-2026", "lahir_masa_depan"), ("31-02-1990", "lahir_mustahil"), ("04/23/1997", "lahir_urutan")],
        *[("130 th", "umur_mustahil"), ("kemarin", "lahir_tak_terbaca"), ("04-11", "lahir_tak_terbaca")],
        *[(0, "lahir_nol"), ("0", "lahir_nol"), (-5, "lahir_tak_terbaca"), (float("inf"), "lahir_tak_terbaca")],
        *[(time(3, 4), "lahir_jam"), ("0000", "lahir_tak_terbaca"), ("99-99-9999", "lahir_mustahil")],
    ],
)
def test_refused_with_a_sentence(value: object, code: str) -> None:
    birth = parse_birth(value, today=TODAY)
    assert birth.date is None
    assert [found.code for found in birth.findings] == [code]
    assert "seperti" in birth.findings[0].remedy or code == "lahir_urutan"


@given(st.integers(0, 120), st.dates(date(2021, 1, 1), date(2040, 12, 31)))
def test_an_age_gives_a_birth_of_exactly_that_age(age: int, today: date) -> None:
    birth = parse_birth(f"± {age} th", today=today)
    assert birth.date is not None
    assert (birth.date.month, birth.date.day) == (7, 1)
    assert today.year - birth.date.year - ((today.month, today.day) < (7, 1)) == age


@given(
    st.one_of(
        st.text(max_size=300), st.floats(), st.integers(), st.datetimes(), st.dates(), st.times(), st.timedeltas()
    )
)
def test_nothing_raises_and_no_birth_is_impossible(value: object) -> None:
    born = parse_birth(value, today=TODAY).date
    assert born is None or date(1900, 1, 1) <= born <= TODAY
    parse_moment(value, today=TODAY)
    parse_sex(value)


@given(st.dates(date(1907, 1, 1), TODAY))
def test_every_way_to_write_a_day_reads_the_same(day: date) -> None:
    for text in (f"{day:%d-%m-%Y}", f"{day:%d/%m/%Y}", f"{day:%Y-%m-%d}", say_date(day), say_birth(day)):
        assert parse_birth(text, today=TODAY).date == day


@pytest.mark.parametrize(
    ("value", "at", "clock"),
    [
        ("19-11-2026 23.00", datetime(2026, 11, 19, 23, 0), True),
        ("19/11/26 pukul 23:00 WIB", datetime(2026, 11, 19, 23, 0), True),
        ("Kamis, 19 November 2026 jam 08.30", datetime(2026, 11, 19, 8, 30), True),
        ("2026-11-19T23:00:00", datetime(2026, 11, 19, 23, 0), True),
        ("19.11.2026", datetime(2026, 11, 19), False),
        (datetime(2026, 11, 19, 23, 15), datetime(2026, 11, 19, 23, 15), True),
        (date(2026, 11, 19), datetime(2026, 11, 19), False),
        (46345.5, datetime(2026, 11, 19, 12, 0), True),
    ],
)
def test_moment(value: object, at: datetime, clock: bool) -> None:
    moment = parse_moment(value, today=TODAY)
    assert (moment.at, moment.clock_known, moment.findings) == (at, clock, ())


@pytest.mark.parametrize(
    ("value", "code", "severity"),
    [
        ("19-11-2026 25.00", "jam_mustahil", "error"),
        ("malam", "waktu_tak_terbaca", "error"),
        ("1-1-2099", "waktu_mustahil", "error"),
        ("1-1-1899", "waktu_mustahil", "error"),
        ("25-12-2026 10.00", "waktu_masa_depan", "warning"),
    ],
)
def test_moment_refused(value: object, code: str, severity: str) -> None:
    assert [(f.code, f.severity) for f in parse_moment(value, today=TODAY).findings] == [(code, severity)]


def test_sex() -> None:
    assert {parse_sex(v) for v in ("l", "L", "Laki-laki", "laki laki", "LK", "pria", 1, 1.0, "1", "\u200bL")} == {"L"}
    assert {parse_sex(v) for v in ("p", "P", "Perempuan", "pr.", "wanita", 2, 2.0, "2")} == {"P"}
    assert {parse_sex(v) for v in (None, "", "-", "x", "L/P", 3, True)} == {None}
