"""A city with known leaks: the findings are exactly those, and their sum is the difference to the rupiah."""

from collections import defaultdict

import pytest
from sqlalchemy import select

from db.queries.reconciliations import findings
from db.tables.reconciliation import finding
from desktop.operations.reconcile import Reconcile
from tests.cities.city import EXACT, PERIOD, city
from tests.cities.settling import settle


def compare(seat, **more):
    """Dinkes compares the month."""
    return seat("ratna").run(Reconcile(period=PERIOD, segment="pbi_kota", **more))


def named(seat, month):
    """Rule → numbers."""
    found = defaultdict(set)
    for row in seat("ratna").read(findings, month, limit=100_000):
        found[row.rule].add(row.number)
    return found


def rows(office):
    """All that is known of every finding."""
    with office.database.read() as connection:
        return [tuple(row) for row in connection.execute(select(finding).order_by(finding.c.id))]


@pytest.fixture
def known(office, seat):
    """A settled city."""
    made = city(7, 600, leaks=4)
    settle(office.database, made, staff_id=seat("ratna").staff.id)
    return made


def test_findings_are_the_truth_and_their_sum_the_difference(known, office, seat):
    outcome = compare(seat)
    found = named(seat, outcome.data["reconciliation"])
    assert {rule: found[rule] for rule in EXACT} == {rule: known.truth[rule] for rule in EXACT}
    assert outcome.data["billed"] == known.billed
    assert outcome.data["expected"] == known.expected
    assert outcome.data["difference"] == known.billed - known.expected
    strange = {number for number, why in known.strange_names.items() if why == "orang lain"}
    assert found["nama_beda"] >= strange
    before = rows(office)
    again = compare(seat)
    assert rows(office) == before
    assert {**again.data} == {**outcome.data}
