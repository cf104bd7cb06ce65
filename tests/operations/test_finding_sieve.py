"""What a list of findings is narrowed to is asked of the whole month, not of the page at hand."""

import pytest

from db.queries.earlier_disputes import earlier_disputes
from db.queries.finding_sieve import PARTS, Sieve, finding_tally
from db.queries.reconciliations import findings, month_by_id
from desktop.operations.close_month import CloseMonth
from desktop.operations.decide_findings import DecideFindings
from desktop.operations.reconcile import Reconcile
from tests.cities.city import PERIOD, city
from tests.cities.settling import put_list, settle

NEXT = "2026-12"


@pytest.fixture
def month(office, seat):
    """A settled city, compared; its month."""
    settle(office.database, city(7, 600, leaks=4), staff_id=seat("ratna").staff.id)
    return seat("ratna").run(Reconcile(period=PERIOD, segment="pbi_kota")).data["reconciliation"]


def ids(seat, month, **sieve):
    """Of what a list shows so narrowed, all pages."""
    found, after = [], 0
    while page := seat("ratna").read(findings, month, sieve=Sieve(**sieve), after=after, limit=3):
        found += [row.id for row in page]
        after = page[-1].id
    return found


def test_what_is_typed_finds_names_numbers_and_rules_on_every_page(month, seat):
    ratna = seat("ratna")
    every = ratna.read(findings, month, limit=10_000)
    dead = next(row for row in every if row.rule == "meninggal")
    rules = (("mening", ("meninggal",)),)
    assert ids(seat, month, text="mening", rules=rules) == [row.id for row in every if row.rule == "meninggal"]
    assert set(ids(seat, month, text=dead.number)) == {row.id for row in every if row.number == dead.number}
    word = dead.name.split()[0].lower()
    named = {row.id for row in every if word in f"{row.name} {row.their_name}".lower()}
    assert dead.id in named and set(ids(seat, month, text=word)) == named
    assert ids(seat, month, text=f"mening {dead.number}", rules=rules) == [dead.id]
    for nonsense in ("%", "_", "\\", "'", "tidak mungkin ada"):
        assert ids(seat, month, text=nonsense) == []
    tally = ratna.read(finding_tally, month, Sieve(text="mening", rules=rules, part="sengketa"))
    assert tally["semua"] == len(ids(seat, month, text="mening", rules=rules)) and tally["sengketa"] == 0


def test_the_parts_add_up_to_what_was_decided(month, seat):
    ratna = seat("ratna")
    every = ratna.read(findings, month, limit=10_000)
    priced = [row.id for row in every if row.amount]
    ratna.run(DecideFindings(reconciliation_id=month, decision="sengketa", ids=tuple(priced[:2]), note="Menunggu"))
    tally = ratna.read(finding_tally, month, Sieve())
    assert tally == {
        "semua": len(every),
        "belum": len(every) - 2,
        "bernilai": len(priced),
        "sengketa": 2,
        "lalu": 0,
    }
    assert {part: len(ids(seat, month, part=part)) for part in PARTS} == tally
    assert ids(seat, month, part="sengketa") == sorted(priced[:2])


def asked(office, seat, period, without):
    """The same bill in a later month, but for one number."""
    # The seventh of a line is its month.
    lines = [
        (*line[:6], period if line[6] == PERIOD else line[6], *line[7:])
        for line in city(7, 600, leaks=4).lines
        if without not in line
    ]
    put_list(office.database, lines, "bpjs_tagihan", segment="pbi_kota", staff_id=seat("ratna").staff.id, period=period)


def test_what_was_in_dispute_when_a_month_closed_is_marked_in_the_next(month, office, seat):
    ratna = seat("ratna")
    # One that BPJS asks for again, and one that it asks for no more.
    again, gone = ratna.read(findings, month, rules=("hanya_mereka",))[:2]
    ratna.run(DecideFindings(reconciliation_id=month, decision="sengketa", ids=(again.id, gone.id), note="Siapa ini?"))
    ratna.run(DecideFindings(reconciliation_id=month))
    number = ratna.run(CloseMonth(reconciliation_id=month, version=ratna.read(month_by_id, month).version)).data
    asked(office, seat, NEXT, without=gone.number)
    later = ratna.run(Reconcile(period=NEXT, segment="pbi_kota")).data["reconciliation"]
    every = [row for row in ratna.read(findings, later, limit=10_000) if row.disputed_before]
    marked = [row for row in every if row.rule == "hanya_mereka"]
    assert [(row.number, row.earlier_note, row.earlier_paper) for row in marked] == [
        (again.number, "Siapa ini?", ratna.read(month_by_id, month).number)
    ]
    assert number["number"] == marked[0].earlier_paper
    assert ids(seat, later, part="lalu") == [row.id for row in every] and len(every) > 1
    ratna.run(DecideFindings(reconciliation_id=later, decision="stop", ids=(marked[0].id,)))
    told = [one for one in ratna.read(earlier_disputes, later) if one.rule == "hanya_mereka"]
    assert [(one.number, one.now_id, one.now) for one in told] == [
        (again.number, marked[0].id, "stop"),
        (gone.number, None, ""),
    ]
    assert ratna.read(earlier_disputes, month) == ()
    # What December says is the newest word: one is settled, the disputes it took over are its own; what it never found
    # stands as October left it.
    ratna.run(DecideFindings(reconciliation_id=later))
    ratna.run(CloseMonth(reconciliation_id=later, version=ratna.read(month_by_id, later).version))
    asked(office, seat, "2027-01", without=gone.number)
    newest = ratna.run(Reconcile(period="2027-01", segment="pbi_kota")).data["reconciliation"]
    told = ratna.read(earlier_disputes, newest)
    assert [(one.number, one.period, one.now_id) for one in told if one.rule == "hanya_mereka"] == [
        (gone.number, PERIOD, None)
    ]
    december = {row.number for row in every if row.decision == "" and row.rule == "nik_tidak_ada"}
    assert december and {one.number for one in told if one.rule == "nik_tidak_ada"} == december
    assert {one.period for one in told if one.number in december} == {NEXT}
    marked = [row for row in ratna.read(findings, newest, limit=10_000) if row.disputed_before]
    assert {row.earlier_paper for row in marked} == {ratna.read(month_by_id, later).number}
    assert again.number not in {row.number for row in marked}
