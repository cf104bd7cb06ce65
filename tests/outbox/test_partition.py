"""Two desks, a network that is cut and healed at random: no number twice, no field lost, no person lost (seeded)."""

import random
from collections import Counter
from contextlib import suppress

import pytest
from cut_line import Line
from desks import Desk, registered
from probe import count, unbroken

from db.queries.cases import cases_by_id, queue
from db.queries.trail import trail_of_person
from desktop.operations.edit_case import EditCase
from desktop.operations.manage_staff import AddStaff
from desktop.sop.refusals import Refused
from desktop.world import WorldTrouble

pytestmark = pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
FIELDS = ("condition", "belongings", "note", "category", "address", "birth_place")
STEPS = 70


class Player:
    """One desk, and everything that its clerk was told is kept."""

    def __init__(self, desk, dice, mark):
        self.desk, self.dice, self.mark = desk, dice, mark
        self.people, self.words, self.screen = {}, [], {}
        self.count = 0

    def record(self):
        self.count += 1
        name = f"Orang {self.mark} " + "".join("ABCDEFGHIJ"[int(one)] for one in str(self.count))
        _, outcome = self.desk.record(name)
        numbers = [part.strip(".,") for part in outcome.sentence.split() if part.startswith("W-2026-")]
        self.people[name] = numbers[0] if numbers else None

    def look(self):
        """What stands on the screen: read when the server is there, else as before."""
        seat = self.desk.seat
        if self.desk.line._open:
            rows = seat.read(queue, seat.staff.office_id, ["dijangkau"], limit=10_000)
            self.screen = {row.id: row for row in rows}

    def edit(self):
        if not self.screen:
            return
        row = self.dice.choice(list(self.screen.values()))
        names = self.dice.sample(FIELDS, self.dice.randint(1, 3))
        after = {name: f"{self.mark}{self.dice.randrange(10**9)}" for name in names}
        before = {name: getattr(row, name) for name in names}
        try:
            self.desk.seat.run(EditCase(application_id=row.id, before=before, after=after))
        except Refused as refusal:
            assert refusal.code == "conflict" and refusal.differences
        else:
            self.words += [(row.id, name, value) for name, value in after.items()]


def step(player, dice):
    line = player.desk.line
    match dice.choice(
        ["record", "record", "edit", "edit", "edit", "look", "look", "cut", "heal", "heal", "commit", "kill"]
    ):
        case "cut":
            line.down()
        case "heal":
            line.up()
            with suppress(WorldTrouble):  # the line may be armed to break at the next COMMIT
                player.desk.house.catch_up(player.desk.seat)
        case "commit" if line._open:
            line.at_commit(dice.choice(["before", "after"]))
        case "kill":
            player.desk.kill()
            player.desk.start()
        case "record":
            player.record()
        case "edit":
            player.edit()
        case "look":
            line.at_commit("")
            player.look()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_cut_and_healed_at_random(office, seat, tmp_path, clock, password, seed):
    roles, place = frozenset({"satpol_pp"}), seat("bagus").staff.office_id
    new = AddStaff(username="budi", name="Budi", office_id=place, roles=roles, password=password, must_change=False)
    seat("admin").run(new)
    dice = random.Random(seed)
    players = []
    for mark, username in (("P", "bagus"), ("Q", "budi")):
        line = Line(office.database.url)
        players.append(Player(Desk(line, tmp_path / mark, clock, password, username), dice, mark))
    for _ in range(STEPS):
        clock.forward(seconds=30)
        step(dice.choice(players), dice)
    for player in players:
        player.desk.line.at_commit("")
        player.desk.line.up()
        told = player.desk.house.catch_up(player.desk.seat)
        assert told.left == 0 and player.desk.box.damaged is None
    nothing_is_lost(office, players)
    for player in players:
        player.desk.leave()
        player.desk.line.close()


def nothing_is_lost(office, players):
    there = registered(office)
    typed = {name: number for player in players for name, number in player.people.items()}
    assert there.keys() == typed.keys(), "no person lost, nobody twice"
    assert all(number in (None, there[name]) for name, number in typed.items()), "the number that was told stays"
    assert max(Counter(there.values()).values()) == 1
    assert unbroken(office) and count(office, "application") == len(there)
    for player in players:
        kept = [wish.command for wish in player.desk.box.wishes()]
        refused = {(one.application_id, name, value) for one in kept for name, value in one.after.items()}
        for case_id, name, value in player.words:
            assert (case_id, name, value) in refused or arrived(office, case_id, name, value), (case_id, name, value)


def arrived(office, case_id, name, value):
    """It stands there, or the journal says that it stood there until somebody who saw it wrote another one."""
    row = office.read(cases_by_id, [case_id])[0]
    return getattr(row, name) == value or any(
        f'"{value}"]' in line.fields and f'"{name}"' in line.fields
        for line in office.read(trail_of_person, row.person_id)
    )
