"""A sum is divided among the budget lines to the rupiah, or not at all."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.sop.budget import divided, parts_of, say_divided
from desktop.sop.rates import Rate, Tariff
from desktop.sop.reconciling import next_month

OCTOBER = date(2026, 10, 1)
PARTS = {"iuran": 35_000, "bantuan": 2_800}


def rate(line, amount, since=date(2021, 1, 1), ward_class=3):
    return Rate("pbi_kota", ward_class, line, amount, since, "Perwali")


TWO = (rate("iuran", 35_000), rate("bantuan", 2_800))


@given(st.lists(st.integers(0, 10**12), max_size=20))
def test_the_lines_of_a_bill_add_up_to_its_sum(amounts):
    """Whatever does not divide evenly, line by line and as a whole."""
    so_far, whole = 0, dict.fromkeys(PARTS, 0)
    for amount in amounts:
        grown, before = divided(so_far + amount, PARTS), divided(so_far, PARTS)
        part = {line: grown[line] - before[line] for line in PARTS}
        assert sum(part.values()) == amount and min(part.values()) >= 0
        so_far += amount
        whole = {line: whole[line] + part[line] for line in PARTS}
    assert whole == divided(so_far, PARTS)


def test_whole_contributions_divide_evenly_behind_an_odd_one():
    odd = divided(10_001, PARTS)
    after = divided(10_001 + 37_800, PARTS)
    assert {line: after[line] - odd[line] for line in PARTS} == PARTS


@pytest.mark.parametrize(
    ("rates", "since", "parts"),
    [
        (TWO, None, PARTS),
        (TWO[:1], None, {}),
        ((), None, {}),
        ((*TWO, rate("bantuan", 3_800, OCTOBER)), None, {"iuran": 35_000, "bantuan": 3_800}),
        ((*TWO, rate("bantuan", 3_800, OCTOBER)), date(2026, 6, 20), {}),
        ((*TWO, rate("bantuan", 3_800, date(2024, 1, 1))), date(2026, 6, 20), {"iuran": 35_000, "bantuan": 3_800}),
        ((*TWO, rate("bantuan", 3_800, date(2026, 11, 1))), date(2026, 6, 20), PARTS),
        ((*TWO, rate("bantuan", 0, OCTOBER)), None, {}),
        ((*TWO, rate("iuran", 70_000, ward_class=2), rate("bantuan", 5_600, ward_class=2)), None, PARTS),
        ((*TWO, rate("iuran", 100_000, ward_class=2)), None, {}),
        (TWO, date(2019, 1, 1), PARTS),
    ],
)
def test_one_proportion_or_none(rates, since, parts):
    assert parts_of(rates, "pbi_kota", OCTOBER, since) == parts
    assert parts_of(rates, "mandiri", OCTOBER, since) == {}


def test_it_is_said_in_words():
    assert say_divided(divided(75_600, PARTS)) == "iuran Rp70.000 dan bantuan Rp5.600"
    assert (say_divided({}), say_divided({"a": 1})) == ("", "a Rp1")
    assert say_divided({"a": 1, "b": 2, "c": 3}) == "a Rp1, b Rp2 dan c Rp3"


def test_each_month_of_a_leak_costs_what_it_cost_then():
    """The rate rose in September: who left in June was paid for two months at the old price and one at the new."""
    tariff = Tariff.of((*TWO, rate("bantuan", 3_800, date(2026, 9, 1))), "pbi_kota")
    spans = tariff.paid_since(date(2026, 9, 1))
    paid = next(amount for day, amount in spans if date(2026, 6, 20) >= day)
    assert paid == 2 * 37_800 + 38_800
    assert next(amount for day, amount in spans if next_month(date(2026, 8, 1)) >= day) == 0
