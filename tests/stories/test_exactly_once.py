"""Commands by request id: carried out once whatever is lost on the way, on both databases (L12, K3)."""

from datetime import timedelta

import pytest
from chain import bring, intake, move, newcomers, seen, waiting
from cut_line import Line
from probe import count, everything, together, unbroken
from sqlalchemy import text

from db.queries.cases import cases_by_id
from desktop.office import Office
from desktop.operations.command import new_request
from desktop.operations.edit_case import EditCase
from desktop.operations.intake import RecordIntake
from desktop.operations.move import Move
from desktop.operations.prune import prune_requests
from desktop.operations.take import ReleaseMine
from desktop.sop.refusals import Refused
from desktop.world import WorldTrouble

only_postgresql = pytest.mark.parametrize("backend", ["postgresql"], indirect=True)


@pytest.fixture
def line(office):
    made = Line(office.database.url)
    yield made
    made.close()


@pytest.fixture
def desk(line, tmp_path, clock):
    """The same office through the line that can be cut."""
    opened = Office(line.url, tmp_path / "berkas", practice=True, clock=clock)
    with (
        opened.database.write() as connection
    ):  # a new connection asks for types and ends that with a COMMIT of its own
        connection.execute(text("SELECT 1"))
    yield opened
    opened.close()


def lost(desk, command, staff_id):
    with pytest.raises(WorldTrouble) as caught:
        desk.run(command, staff_id)
    assert caught.value.code == "db-unreachable" and caught.value.retry


@only_postgresql
@pytest.mark.parametrize("when", ["before", "after"])
def test_the_line_is_cut_at_the_commit(office, seat, clock, desk, line, when):
    """COMMIT never arrived, or it did and its answer was lost: the clerk cannot know, and need not."""
    bagus, before = seat("bagus").staff.id, everything(office)
    command = RecordIntake(people=newcomers(2, clock))
    line.at_commit(when)
    lost(desk, command, bagus)
    assert line.cuts == 1
    stored = count(office, "request", f"id = '{command.request}'")
    assert stored == (when == "after")
    assert (everything(office) == before) == (when == "before")
    again = desk.run(command, bagus)
    assert again.replayed == (when == "after") and len(again.done) == 2
    assert desk.run(command, bagus).replayed
    assert count(office, "application") == 2 and unbroken(office)


@only_postgresql
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_letter_is_numbered_once_although_the_answer_is_lost(office, seat, clock, desk, line, when):
    intake(seat, clock, 3)
    rows = waiting(seat("bagus"), "dijangkau")
    command = Move(procedure="wbs", action="serahkan", cases=seen(rows))
    line.at_commit(when)
    lost(desk, command, seat("bagus").staff.id)
    desk.run(command, seat("bagus").staff.id)
    assert count(office, "letter", "agenda IS NOT NULL") == 1 == count(office, "mail") and unbroken(office)
    assert {row.version for row in office.read(cases_by_id, [row.id for row in rows])} == {rows[0].version + 1}


@only_postgresql
def test_the_line_is_down_before_anything_is_sent(office, seat, clock, desk, line):
    command, before = RecordIntake(people=newcomers(1, clock)), everything(office)
    line.down()
    for _ in range(3):
        lost(desk, command, seat("bagus").staff.id)
    assert everything(office) == before
    line.up()
    assert not desk.run(command, seat("bagus").staff.id).replayed


@only_postgresql
def test_two_desks_send_the_same_request_while_one_loses_its_answer(office, seat, clock, desk, line):
    """The retry is quicker than the server noticing that the first line is dead."""
    command, bagus = RecordIntake(people=newcomers(1, clock)), seat("bagus").staff.id
    line.at_commit("after")
    results = together(lambda: desk.run(command, bagus).done, lambda: office.run(command, bagus).done)
    done = [one for one in results if not isinstance(one, WorldTrouble)]
    assert done and len(set(done)) == 1 and count(office, "application") == 1


def test_two_threads_with_the_same_id(office, seat, clock):
    command, bagus = RecordIntake(people=newcomers(2, clock)), seat("bagus")
    results = together(*(lambda: bagus.run(command) for _ in range(5)))
    assert sum(not one.replayed for one in results) == 1 and len({one.done for one in results}) == 1
    assert count(office, "application") == 2 and unbroken(office)


def test_the_same_id_with_another_command_or_by_another_person(office, seat, clock):
    ids = bring(seat, clock, "diterima", 1)
    request, row = new_request(), office.read(cases_by_id, ids)[0]
    edit = EditCase(application_id=row.id, before={"room": ""}, after={"room": "Melati"}, request=request)
    seat("yusuf").run(edit)
    before = everything(office)
    for name, command in (
        ("yusuf", ReleaseMine(request=request)),
        ("rina", edit),
        ("bagus", RecordIntake(people=newcomers(1, clock), request=request)),
    ):
        with pytest.raises(Refused, match="foreign_request"):
            seat(name).run(command)
    assert everything(office) == before


def test_what_was_refused_leaves_no_request(office, seat, clock):
    intake(seat, clock, 2)
    rows = waiting(seat("bagus"), "dijangkau")
    move(seat("bagus"), "serahkan", rows[:1])
    command = Move(procedure="wbs", action="serahkan", cases=seen(rows))
    with pytest.raises(Refused, match="stale"):
        seat("bagus").run(command)
    assert count(office, "request", f"id = '{command.request}'") == 0


def test_old_requests_are_forgotten_after_the_setting(office, seat, clock):
    old = RecordIntake(people=newcomers(1, clock))
    seat("bagus").run(old)
    clock.forward(days=60)
    young = RecordIntake(people=newcomers(1, clock))
    seat("bagus").run(young)
    assert prune_requests(office.database, clock.now) == 0
    clock.forward(days=31)
    assert prune_requests(office.database, clock.now) >= 1
    assert count(office, "request", f"id = '{old.request}'") == 0
    assert seat("bagus").run(young).replayed
    with office.database.write() as connection:
        connection.execute(text("INSERT INTO setting (key, value) VALUES ('request_days', '10')"))
    assert prune_requests(office.database, clock.now + timedelta(days=1)) >= 1
    assert count(office, "request", f"id = '{young.request}'") == 0


def test_a_login_forgets_its_own_requests_only(office, seat, clock):
    today, clock.now = clock.now, clock.now - timedelta(days=2000)
    for name in ("bagus", "yusuf"):
        seat(name).run(ReleaseMine())
    clock.now = today
    seat("bagus").office.tidy(prune_requests)
    left = {name: count(office, "request", f"staff_id = {seat(name).staff.id}") for name in ("bagus", "yusuf")}
    assert left == {"bagus": 0, "yusuf": int(office.database.backend.logins)}


def test_a_setting_that_is_no_number_forgets_nothing_young(office, seat, clock):
    command = RecordIntake(people=newcomers(1, clock))
    seat("bagus").run(command)
    with office.database.write() as connection:
        connection.execute(text("INSERT INTO setting (key, value) VALUES ('request_days', '0')"))
    assert prune_requests(office.database, clock.now + timedelta(days=1)) == 0
    assert seat("bagus").run(command).replayed
