"""What was paid for somebody who should have left: counted once, no more than was paid, and never what is struck anyhow."""

import json
from datetime import date

import pytest
from months import bill, close, compare, decide, found, settled, told
from sqlalchemy import insert, select, update

from db.queries.person import person_by_nik
from db.queries.reconciliations import month_by_id
from db.tables.people import membership, person
from db.tables.registry import resident
from desktop.operations.merge_people import MergePeople
from desktop.operations.save_rate import SaveRate
from tests.cities.city import DUE, city

NOVEMBER, DECEMBER = "2026-11", "2026-12"


def leak(seat, month):
    """(of the one death, of the month)."""
    (one,) = found(seat, month, "meninggal")
    return one.leaked, seat("ratna").read(month_by_id, month).leaked


def said(seat, month):
    """The fields of the Berita Acara."""
    return json.loads(seat("ratna").read(month_by_id, month).facts)["fields"]


def dies(office, nik, since):
    with office.database.write() as connection:
        gone = {"state": "meninggal", "since": since}
        connection.execute(update(resident).where(resident.c.nik == nik).values(**gone))


def test_a_death_told_late_is_the_next_months_with_all_that_was_paid(office, seat):
    """October is closed; in November Dukcapil tells of a death in August: September and October were paid."""
    made = settled(office, seat)
    october = compare(seat)
    assert (october["found"], october["difference"]) == (0, 0)
    close(seat, october["reconciliation"])
    nik = made.lines[5][1]
    dies(office, nik, date(2026, 8, 15))
    bill(office, seat, made.lines, NOVEMBER)
    november = compare(seat, NOVEMBER)["reconciliation"]
    (one,) = found(seat, november)
    assert (one.rule, one.nik, one.amount, one.since) == ("meninggal", nik, DUE, date(2026, 8, 15))
    assert leak(seat, november) == (2 * DUE, 2 * DUE)
    assert seat("ratna").read(month_by_id, october["reconciliation"]).leaked == 0


def test_what_is_struck_is_not_asked_back(office, seat):
    """Died in September, and a line twice: both are struck from October, nothing was paid before."""
    made = city(51, 40, leaks=0)
    made.lines.append(made.lines[0])
    settled(office, seat, told(made, made.lines[5][1], "meninggal", "2026-09-03"))
    month = compare(seat)["reconciliation"]
    decide(seat, month)
    close(seat, month)
    fields = said(seat, month)
    assert (fields["nilai_tagihan"], fields["nilai_disepakati"]) == ("Rp1.549.800", "Rp1.474.200")
    assert fields["nilai_bocor"] == "Rp0"


def test_nothing_was_paid_before_the_membership_began(office, seat):
    """Dead since 2021, a member since September: one month was paid, and October's own is struck."""
    made = city(51, 40, leaks=0)
    nik, number = made.lines[5][1], made.lines[5][0]
    made.members = [(*row[:3], "2026-09-01") if row[1] == number else row for row in made.members]
    settled(office, seat, told(made, nik, "meninggal", "2021-06-01"))
    assert leak(seat, compare(seat)["reconciliation"]) == (DUE, DUE)


@pytest.mark.parametrize(
    ("decision", "november", "december"),
    [("stop", 0, 0), ("sengketa", 3 * DUE, 0), ("tetap", 4 * DUE, 0)],
)
def test_the_next_berita_acara_names_only_what_none_named(office, seat, decision, november, december):
    """Died in June. Struck in October, its BA named July to September; in dispute, October was not paid; left, it was.
    November strikes it at last, so December names nothing more."""
    made = settled(
        office, seat, told(city(51, 40, leaks=0), city(51, 40, leaks=0).lines[5][1], "meninggal", "2026-06-20")
    )
    month = compare(seat)["reconciliation"]
    assert leak(seat, month) == (3 * DUE, 3 * DUE)
    decide(seat, month, decision, rules=("meninggal",), note="Tunggu akta")
    close(seat, month)
    named = 3 * DUE if decision == "stop" else 0
    assert said(seat, month)["nilai_bocor"] == f"Rp{named:,}".replace(",", ".")
    assert seat("ratna").read(month_by_id, month).leaked == named
    for period, expected in ((NOVEMBER, november), (DECEMBER, december)):
        bill(office, seat, made.lines, period)
        month = compare(seat, period)["reconciliation"]
        assert leak(seat, month) == (expected, expected), period
        assert compare(seat, period)["leaked"] == expected
        decide(seat, month)
        close(seat, month)


def test_every_month_leaks_at_its_own_price_and_a_changed_share_is_not_guessed(office, seat):
    """The region's part rose in September: July and August at the old price, September at the new one. Which line paid how
    much of that is not on the paper; of October itself it is."""
    made = city(51, 40, leaks=0)
    made.lines = [(*one[:7], DUE + 1000) for one in made.lines]
    settled(office, seat, told(made, made.lines[5][1], "meninggal", "2026-06-20"))
    line = {"segment": "pbi_kota", "budget_line": "bantuan", "amount": 3800, "legal_basis": "Perwali"}
    seat("admin").run(SaveRate(**line, valid_from=date(2026, 9, 1)))
    month = compare(seat)["reconciliation"]
    assert leak(seat, month) == (2 * DUE + DUE + 1000, 2 * DUE + DUE + 1000)
    decide(seat, month)
    close(seat, month)
    fields = said(seat, month)
    assert (fields["nilai_disepakati"], fields["nilai_bocor"]) == ("Rp1.513.200", "Rp114.400")
    assert fields["rincian_anggaran"] == "iuran Rp1.365.000 dan bantuan Rp148.200" and fields["rincian_bocor"] == ""


def test_a_month_without_a_line_was_not_paid(office, seat):
    """In October there was no line of theirs, so nothing was paid; July to September were."""
    made = city(51, 40, leaks=0)
    gone = made.lines.pop(5)
    settled(office, seat, made)
    month = compare(seat)["reconciliation"]
    decide(seat, month, "tetap", rules=("hanya_kita",), note="Belum ditagih")
    close(seat, month)
    dies(office, gone[1], date(2026, 6, 20))
    bill(office, seat, [*made.lines, gone], NOVEMBER)
    assert leak(seat, compare(seat, NOVEMBER)["reconciliation"]) == (3 * DUE, 3 * DUE)


def merged(seat, kept, gone, **more):
    """Two records become one; (id, version) of each."""
    ids, seen = zip(kept, gone, strict=True)
    command = MergePeople(kept_id=ids[0], merged_id=ids[1], reason="Orang yang sama", seen=seen, **more)
    return seat("ratna").run(command)


def record(seat, nik):
    row = seat("ratna").read(person_by_nik, nik)
    return row.id, row.version


def test_what_was_paid_under_a_record_that_was_merged_since_is_paid_all_the_same(office, seat, clock):
    """Two who died in June, told after October was closed. One was merged into a record without any membership; one was
    in the list twice, and of both memberships the younger goes on: October was paid twice, July to September once."""
    made = city(51, 40, leaks=0)
    first, young, old = made.lines[5], made.lines[6], made.lines[7]
    made.members = [(*row[:3], "2026-09-01") if row[1] == young[0] else row for row in made.members]
    made.residents = [row for row in made.residents if row[0] != old[1]]
    settled(office, seat, made)
    month = compare(seat)["reconciliation"]
    decide(seat, month, "tetap", rules=("nik_tidak_ada",), note="Orangnya ada")
    close(seat, month)
    with office.database.write() as connection:
        new = {
            "registration": "B1",
            "name": "Orang Baru",
            "created_at": clock(),
            "office_id": seat("ratna").staff.office_id,
        }
        one = connection.execute(insert(person).returning(person.c.id), new).scalar_one()
        stays = connection.scalar(select(membership.c.id).where(membership.c.participant_number == young[0]))
    merged(seat, (one, 1), record(seat, first[1]))
    merged(seat, record(seat, young[1]), record(seat, old[1]), stays=stays, effective=date(2026, 11, 1))
    for nik in (first[1], young[1]):
        dies(office, nik, date(2026, 6, 20))
    bill(office, seat, [one for one in made.lines if one != old], NOVEMBER)
    month = compare(seat, NOVEMBER)["reconciliation"]
    assert {one.number: one.leaked for one in found(seat, month, "meninggal")} == {first[0]: 4 * DUE, young[0]: 5 * DUE}
