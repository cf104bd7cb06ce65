"""Numbers and dates in words."""

from datetime import date

import pytest

from desktop.documents.words import (
    LIMIT,
    date_digits,
    date_in_words,
    date_text,
    day_name,
    in_title_case,
    month_name,
    terbilang,
)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nol"),
        (1, "satu"),
        (10, "sepuluh"),
        (11, "sebelas"),
        (12, "dua belas"),
        (19, "sembilan belas"),
        (20, "dua puluh"),
        (21, "dua puluh satu"),
        (100, "seratus"),
        (101, "seratus satu"),
        (111, "seratus sebelas"),
        (210, "dua ratus sepuluh"),
        (999, "sembilan ratus sembilan puluh sembilan"),
        (1000, "seribu"),
        (1945, "seribu sembilan ratus empat puluh lima"),
        (2021, "dua ribu dua puluh satu"),
        (11_000, "sebelas ribu"),
        (100_000, "seratus ribu"),
        (101_001, "seratus satu ribu satu"),
        (1_000_000, "satu juta"),
        (1_001_100, "satu juta seribu seratus"),
        (37_800_000_000, "tiga puluh tujuh miliar delapan ratus juta"),
        (10**12, "satu triliun"),
        (-5, "minus lima"),
    ],
)
def test_terbilang(number, words) -> None:
    assert terbilang(number) == words


def test_too_large_is_refused() -> None:
    with pytest.raises(ValueError, match="large"):
        terbilang(LIMIT)
    assert terbilang(LIMIT - 1).startswith("sembilan ratus sembilan puluh sembilan triliun")


def test_dates() -> None:
    day = date(2021, 12, 1)
    assert (day_name(day), month_name(day)) == ("Rabu", "Desember")
    assert (date_text(day), date_digits(day)) == ("1 Desember 2021", "1-12-2021")
    assert in_title_case(terbilang(2021)) == "Dua Ribu Dua Puluh Satu"
    assert day_name(date(2026, 11, 22)) == "Minggu"


def test_a_whole_date_in_words() -> None:
    assert date_in_words(date(2026, 11, 23)) == "dua puluh tiga November dua ribu dua puluh enam"
    assert date_in_words(date(2021, 12, 1)) == "satu Desember dua ribu dua puluh satu"
