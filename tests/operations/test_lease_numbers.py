"""Numbers lent to a desk: never twice, only for its own office and desk, unused ones come back (N14, L21)."""

from dataclasses import replace
from itertools import pairwise

import pytest
from chain import newcomers
from probe import count, everything, is_sentence, together
from sqlalchemy import text

from db.errors import RecordRoomError
from db.queries.cases import cases_by_id
from desktop.operations.intake import Leased, RecordIntake
from desktop.operations.lease_numbers import EndLease, LeaseNumbers
from desktop.operations.manage_staff import AddStaff
from desktop.sop.refusals import Refused


@pytest.fixture
def bagus(seat):
    return seat("bagus")


def lease(who, size=5, desk="meja-a"):
    data = who.run(LeaseNumbers(desk=desk, count=size)).data
    return data["lease"], data["first"], data["last"]


def record(clock, lease_id, *numbers, desk="meja-a"):
    leased = Leased(lease_id=lease_id, desk=desk, numbers=numbers)
    return RecordIntake(people=newcomers(len(numbers), clock), lease=leased, typed_at=clock.now)


def numbers_of(office, outcome):
    return [int(row.registration[-6:]) for row in office.read(cases_by_id, outcome.done)]


def test_a_person_gets_exactly_the_lent_number(office, bagus, clock):
    lease_id, first, last = lease(bagus)
    assert last - first == 4
    assert numbers_of(office, bagus.run(record(clock, lease_id, first + 2))) == [first + 2]
    assert numbers_of(office, bagus.run(record(clock, lease_id, first, first + 1))) == [first, first + 1]
    assert numbers_of(office, bagus.run(RecordIntake(people=newcomers(2, clock)))) == [last + 1, last + 2]


def test_blocks_never_meet(bagus):
    blocks = together(*(lambda at=at: lease(bagus, 3 + at, f"meja-{at}") for at in range(5)))
    spans = sorted((first, last) for _, first, last in blocks)
    assert all(before[1] < after[0] for before, after in pairwise(spans))


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (lambda c, i, f: record(c, i, f, desk="meja-b"), "no_lease"),
        (lambda c, i, f: record(c, i + 99, f), "no_lease"),
        (lambda c, i, f: record(c, i, f + 5), "no_lease"),
        (lambda c, i, f: record(c, i, f - 1), "no_lease"),
        (lambda c, i, f: record(c, i, f, f), "no_lease"),
        (lambda c, i, f: replace(record(c, i, f, f + 1), people=newcomers(1, c)), "no_lease"),
    ],
)
def test_a_number_that_was_not_lent(office, bagus, clock, wrong, code):
    lease_id, first, _ = lease(bagus)
    before = everything(office)
    with pytest.raises(Refused, match=code) as caught:
        bagus.run(wrong(clock, lease_id, first))
    assert is_sentence(caught.value.sentence) and everything(office) == before


def test_a_number_is_given_once(office, bagus, clock):
    lease_id, first, _ = lease(bagus)
    bagus.run(record(clock, lease_id, first))
    with pytest.raises(Refused, match="number_used"):
        bagus.run(record(clock, lease_id, first))
    wishes = [record(clock, lease_id, first + 1) for _ in range(3)]
    results = together(*(lambda wish=wish: bagus.run(wish).done for wish in wishes))
    assert sum(isinstance(one, tuple) for one in results) == 1, results
    assert count(office, "person", f"registration = 'W-2026-{first + 1:06d}'") == 1


def test_what_is_left_comes_back_and_is_lent_again(office, bagus, clock):
    lease_id, first, last = lease(bagus)
    bagus.run(record(clock, lease_id, first, first + 1))
    assert bagus.run(EndLease(lease_id=lease_id, desk="meja-a", unused_from=first)).sentence.startswith("3 nomor")
    with pytest.raises(Refused, match="no_lease"):
        bagus.run(record(clock, lease_id, first + 2))
    again, next_first, next_last = lease(bagus, 9, "meja-b")
    assert (next_first, next_last) == (first + 2, last)
    assert lease(bagus, 2, "meja-c")[1] == last + 1
    assert numbers_of(office, bagus.run(record(clock, again, first + 2, desk="meja-b"))) == [first + 2]


def test_two_desks_do_not_get_the_same_rest(bagus):
    lease_id, first, last = lease(bagus)
    bagus.run(EndLease(lease_id=lease_id, desk="meja-a", unused_from=first + 1))
    blocks = together(*(lambda at=at: lease(bagus, 4, f"meja-{at}") for at in range(3)))
    assert sorted(one[1] for one in blocks)[0] == first + 1
    spans = sorted((one[1], one[2]) for one in blocks)
    assert all(before[1] < after[0] for before, after in pairwise(spans)), spans
    assert last < spans[1][0]


def test_a_block_of_another_desk_office_or_role(office, seat, bagus, clock):
    lease_id, first, _ = lease(bagus)
    other = seat("admin").run(
        AddStaff(
            username="lain", name="Lain", office_id=2, roles=frozenset({"satpol_pp"}), password="kata sandi panjang"
        )
    )
    assert other.data
    for wish in (
        lambda: seat("lain").run(EndLease(lease_id=lease_id, desk="meja-a", unused_from=first)),
        lambda: seat("lain").run(record(clock, lease_id, first)),
        lambda: bagus.run(EndLease(lease_id=lease_id, desk="meja-b", unused_from=first)),
    ):
        with pytest.raises(Refused, match="no_lease"):
            wish()
    with pytest.raises(Refused, match="not_your_role"):
        lease(seat("yusuf"))
    for size in (0, -1, 201):
        with pytest.raises(Refused, match="lease_size"):
            lease(bagus, size)


FORBIDDEN = (
    "INSERT INTO number_lease (name, first, last, office_id, staff_id, desk, leased_at)"
    " SELECT name, last, last, office_id, staff_id, 'x', leased_at FROM number_lease",
    "INSERT INTO number_lease (name, first, last, office_id, staff_id, desk, leased_at)"
    " SELECT name, last + 1, last + 9, office_id, staff_id, 'x', leased_at FROM number_lease",
    "UPDATE number_lease SET last = last + 1",
    "UPDATE number_lease SET first = first - 1",
    "UPDATE number_lease SET desk = 'x'",
    "UPDATE number_lease SET office_id = 2",
    "UPDATE number_lease SET unused_from = first",
    "UPDATE number_lease SET ended_at = leased_at",
    "UPDATE number_lease SET passed_to = id",
    "DELETE FROM number_lease",
    "UPDATE counter SET last = last - 1 WHERE name LIKE 'registration%'",
    "DELETE FROM counter",
)


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_plain_sql_meets_the_wall(office, bagus, statement):
    lease(bagus)
    with pytest.raises(RecordRoomError, match="guard"), office.database.write() as connection:
        connection.execute(text(statement))


def test_an_ended_lease_stays_ended(office, bagus):
    lease_id, first, _ = lease(bagus)
    bagus.run(EndLease(lease_id=lease_id, desk="meja-a", unused_from=first))
    lease(bagus, 5, "meja-b")
    for statement in (
        "UPDATE number_lease SET ended_at = NULL, unused_from = NULL WHERE ended_at IS NOT NULL",
        "UPDATE number_lease SET unused_from = unused_from + 1 WHERE ended_at IS NOT NULL",
        "UPDATE number_lease SET passed_to = NULL WHERE ended_at IS NOT NULL",
    ):
        with pytest.raises(RecordRoomError, match="guard"), office.database.write() as connection:
            connection.execute(text(statement))
