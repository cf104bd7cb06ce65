from datetime import date, datetime, timedelta

import pytest

from desktop.ui import format as f
from tests.ui.sample_office import NOW


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(0, "0 m"), (9, "9 m"), (60, "1 j"), (161, "2 j 41 m"), (1440, "1 hari"), (1500, "1 hari 1 j"), (-35, "35 m")],
)
def test_durations(minutes: int, said: str) -> None:
    assert f.duration(minutes) == said


def test_what_is_left_of_a_standard_time() -> None:
    assert f.clock_left(NOW + timedelta(minutes=9, seconds=30), NOW) == "sisa 9 m"
    assert f.clock_left(NOW - timedelta(minutes=35), NOW) == "lewat 35 m"
    assert f.clock_left(None, NOW) == "–"
    assert [f.left_tone(NOW + timedelta(minutes=m), NOW) for m in (-1, 9, 120)] == ["bad", "warn", "ok"]


def test_dates_in_indonesian() -> None:
    assert f.day(date(2026, 8, 17)) == "17 Agustus 2026"
    assert f.moment(datetime(2026, 11, 18, 9, 5)) == "18 Nov 09.05"  # noqa: DTZ001
    assert f.long_moment(NOW) == "Senin, 23 November 2026  10.14"
    assert f.greeting(NOW) == "Selamat pagi"
    assert f.greeting(NOW.replace(hour=23)) == "Selamat malam"


def test_money_and_numbers() -> None:
    assert f.rupiah(1_596_000) == "Rp1.596.000"
    assert f.rupiah(-500) == "-Rp500"
    assert f.number(246_118) == "246.118"
    assert f.number(1234.5) == "1.234,5"


def test_numbers_of_people_are_masked() -> None:
    assert f.masked_nik("3275015402989907") == "3275 •••• •••• 9907"
    assert f.masked_nik("0001234567890") == "0001 •••• •••• 7890"
    assert f.masked_nik(None) == "–"
    assert "1234" not in f.masked_nik("1234")
    assert f.grouped("3275015402989907") == "3275 0154 0298 9907"


def test_age() -> None:
    assert f.age(date(1998, 2, 14), date(2026, 2, 13)) == 27
    assert f.age(date(1998, 2, 14), date(2026, 2, 14)) == 28
    assert f.age(date(2027, 1, 1), date(2026, 1, 1)) is None
