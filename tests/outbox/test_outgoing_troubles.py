"""What goes wrong between the outbox and the server: lost answers, mended wishes, closed doors, numbers that run out."""

from dataclasses import replace
from datetime import timedelta

import pytest
from desks import Desk, registered
from probe import count
from sqlalchemy import update

from db.queries.cases import cases_by_id
from db.tables.access import staff
from desktop.operations import totp
from desktop.operations.command import new_request
from desktop.operations.intake import Newcomer, RecordIntake
from desktop.operations.manage_totp import SetTotp
from desktop.operations.take import Take
from desktop.outbox.box import Lease, Outbox
from desktop.outgoing import Outgoing
from desktop.sop.refusals import Refused
from desktop.world import WorldTrouble
from tests.conftest import MONDAY

pytestmark = pytest.mark.parametrize("backend", ["postgresql"], indirect=True)


@pytest.fixture
def numberless(desk):
    """No number is lent to this desk: the server numbers whom it records."""
    for lease in desk.box.leases():
        desk.box.drop_lease(lease.id)
    return desk


def mended(wish, **words):
    return replace(wish.command, people=(replace(wish.command.people[0], **words),), request=new_request())


def test_a_person_mended_after_the_answer_was_lost_is_there_once_and_mended(office, numberless, line, clock):
    line.at_commit("after")
    assert numberless.record("Orang Satu")[1].data["kept"] and line.cuts == 1
    clock.forward(seconds=31)
    (wish,) = numberless.box.waiting()
    outcome = numberless.seat.outgoing.correct(wish, mended(wish, name="Orang Satu Mutlak", alias="Jek"))
    assert outcome.sentence == "Orang Satu sudah tercatat sebelumnya dan sudah diperbaiki." and outcome.done
    assert list(registered(office)) == ["Orang Satu Mutlak"] and numberless.box.wishes() == ()
    assert office.read(cases_by_id, outcome.done)[0].alias == "Jek"


def test_what_may_have_arrived_is_not_mended_before_the_server_says(office, numberless, line):
    line.at_commit("after")
    numberless.record("Orang Satu")
    line.down()
    (wish,) = numberless.box.waiting()
    with pytest.raises(Refused, match="maybe_sent"):
        numberless.seat.outgoing.correct(wish, mended(wish, alias="Jek"))
    assert numberless.box.waiting() == (wish,)


@pytest.mark.parametrize("cut", ["before", "down"])
def test_what_surely_did_not_arrive_is_mended_without_the_server(office, numberless, line, cut):
    line.down() if cut == "down" else line.at_commit("before")
    numberless.record("Orang Satu")
    (wish,) = numberless.box.waiting()
    assert wish.tried == (cut == "before"), "a COMMIT that was sent may have arrived"
    line.down()
    if cut == "down":
        assert numberless.seat.outgoing.correct(wish, mended(wish, alias="Jek")).data["kept"]
    line.up()
    done = numberless.house.catch_up(numberless.seat).done
    assert list(registered(office)) == ["Orang Satu"]
    assert office.read(cases_by_id, done)[0].alias == ("Jek" if cut == "down" else "")


def test_what_was_sent_or_thrown_away_meanwhile(office, desk, line):
    """Seen on the screen as waiting; the flush of another thread, or the clerk, was faster."""
    line.down()
    desk.record("Orang Satu")
    desk.record("Orang Dua")
    first, second = desk.box.waiting()
    line.up()
    way, sent = desk.seat.outgoing, []

    def send(command):
        sent.append(command.people[0].name)
        way.drop(second)
        return desk.seat.send(command)

    Outgoing(desk.box, desk.seat.staff, send, desk.seat.now).flush_all()
    assert sent == ["Orang Satu"] == list(registered(office))
    with pytest.raises(Refused, match="already_sent"):
        way.correct(first, mended(first, alias="Jek"))
    with pytest.raises(Refused, match="already_sent"):
        way.drop(first)
    assert desk.box.wishes() == ()


def way_of(desk, send):
    return Outgoing(desk.box, desk.seat.staff, send, desk.seat.now)


def person(name):
    return RecordIntake(people=(Newcomer(name=name, sex="L", found_place="Senen", found_at=MONDAY),))


def test_a_silent_network_is_called_once_until_it_is_heard_of_again(desk, clock):
    calls = []

    def send(command):
        calls.append(command)
        raise WorldTrouble("db-unreachable", "")

    way = way_of(desk, send)
    for name in ("Orang Satu", "Orang Dua", "Orang Tiga"):
        assert way.run(person(name)).data["kept"]
    way.stock_up()
    way.leave()
    assert len(calls) == 1 and [wish.tried for wish in desk.box.waiting()] == [False] * 3
    clock.forward(seconds=31)
    way.run(person("Orang Empat"))
    assert len(calls) == 2
    way.flush_all()
    assert len(calls) == 3, "who asks for it is not told to wait"


def test_trouble_with_one_stops_nobody_else_and_a_closed_door_stops_all(desk):
    names = ("Orang Satu", "Orang Dua")
    for name in names:
        desk.box.add(person(name), desk.seat.now())

    def send(command):
        if command.people[0].name == "Orang Satu":
            raise WorldTrouble("db-walled", "Tidak boleh.")
        raise WorldTrouble("db-refused", "Pintu tertutup.")

    told = way_of(desk, send).flush_all()
    assert (told.sent, told.refused, told.left, told.halt) == (0, 1, 1, "Pintu tertutup.")
    assert [(wish.state, wish.sentence) for wish in desk.box.wishes()] == [
        ("ditolak", "Tidak boleh."),
        ("menunggu", ""),
    ]


def test_after_a_bug_what_is_typed_next_counts(desk):
    def send(_command):
        raise RuntimeError

    command = person("Orang Satu")
    with pytest.raises(RuntimeError):
        way_of(desk, send).run(command)
    assert desk.box.wishes() == () and desk.box.leases()[0].next == 1
    again = replace(command, people=person("Orang Dua").people)
    assert desk.seat.read(cases_by_id, desk.seat.run(again).done)[0].name == "Orang Dua"


def test_numbers_are_lent_again_before_they_run_out_also_in_pieces(office, desk, line, tmp_path, clock, password):
    other = Desk(line, tmp_path / "lain", clock, password)
    other.box.keep_lease(replace(other.box.leases()[0], next=other.box.leases()[0].last - 1))
    other.leave()
    way = desk.seat.outgoing
    assert not way.is_low()
    desk.box.keep_lease(replace(desk.box.leases()[0], next=desk.box.leases()[0].last))
    assert way.is_low()
    way.stock_up()
    assert not way.is_low() and sorted(lease.left for lease in desk.box.leases()) == [1, 2, 20], (
        "first what the other gave back"
    )


def test_numbers_of_an_old_box_stay_there_and_dead_ones_are_not_used_twice(office, desk, tmp_path):
    old = Outbox(tmp_path / "lama.kotak", "rahasia lama")
    old.keep_lease(Lease(77, "2026", 900, 949, 900))
    old.add(person("Orang Satu"), desk.seat.now())
    before = desk.box.leases()
    assert desk.box.take_in(old) == 1 and desk.box.leases() == before
    old.close()
    assert desk.seat.outgoing.flush_all().refused == 1
    (wish,) = desk.box.wishes()
    assert wish.code == "no_lease"
    assert desk.seat.outgoing.correct(wish, mended(wish, alias="Jek")).done
    assert list(registered(office)) == ["Orang Satu"]
    desk.box.keep_lease(Lease(1, "2026", 900, 949, 900))  # as an earlier version took them in
    desk.box.keep_lease(Lease(77, "2026", 900, 949, 900))
    with pytest.raises(Refused, match="no_lease"):
        desk.record("Orang Dua")
    assert all(lease.id != 1 for lease in desk.box.leases())


@pytest.mark.parametrize("change", ["totp", "locked", "disabled", "nothing"])
def test_who_entered_without_the_server_is_looked_at_when_it_is_back(office, seat, desk, line, clock, change):
    desk.leave()
    line.down()
    desk.start()
    desk.record("Orang Satu")
    line.up()
    with pytest.raises(WorldTrouble, match="db-unreachable"):
        desk.seat.run(Take(case=(1, 1)))
    entered = count(office, "journal", "action = 'masuk'")
    if change == "totp":
        secret = totp.new_secret()
        code = totp.code_at(secret, clock.now)
        new = SetTotp(password=desk.password, secret=secret, code=code, recovery=totp.new_recovery())
        seat("bagus").run(new)
    elif change != "nothing":
        values = {"locked": {"locked_until": clock.now + timedelta(minutes=5)}, "disabled": {"disabled": True}}[change]
        with office.database.write() as connection:
            connection.execute(update(staff).where(staff.c.username == "bagus").values(**values))
    if change == "nothing":
        assert desk.house.catch_up(desk.seat).sent == 1
        assert count(office, "journal", "action = 'masuk'") == entered + 1
        return
    code = {"totp": "code_needed", "locked": "locked", "disabled": "wrong_password"}[change]  # a closed login
    with pytest.raises(Refused, match=code):
        desk.house.catch_up(desk.seat)
    with pytest.raises(WorldTrouble):
        desk.seat.read(cases_by_id, [1])
    assert registered(office) == {} and len(desk.box.waiting()) == 1
    line.down()
    desk.leave()
    if change == "totp":
        with pytest.raises(Refused, match="code_needs_server"):
            desk.start()
