"""The program is killed in the middle of its work: what was acknowledged is there, the rest is whole or absent (L6)."""

import os
import random
import subprocess
import sys
import threading
from collections import defaultdict
from pathlib import Path

import pytest
from clerk import hand_over, intake
from sqlalchemy import select, text

from db.queries.cases import cases_by_id
from db.tables.cases import application, batch, step_run, wbs_profile
from db.tables.papers import letter
from db.tables.people import person
from desktop.operations import journal
from desktop.papers import freeze_left_over

ROOT = Path(__file__).parents[2]
KILLS = 5


class Clerk:
    """The process and what it said so far. Reading happens in a thread, so that a kill may come at any byte."""

    def __init__(self, url, first):
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, str(Path(__file__).with_name("clerk.py")), url, str(first)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment, cwd=ROOT)
        self.said = defaultdict(list)
        self.heard = threading.Condition()
        self.reader = threading.Thread(target=self._listen)
        self.reader.start()

    def _listen(self):
        for line in self.process.stdout:
            if line.endswith("\n"):
                word, number, *ids = line.split()
                with self.heard:
                    self.said[word].append((int(number), tuple(map(int, ids))))
                    self.heard.notify_all()

    def wait_for(self, word, count):
        with self.heard:
            assert self.heard.wait_for(lambda: len(self.said[word]) >= count, timeout=60), "the clerk never got so far"

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.reader.join()
        self.process.stdout.close()


def kill_somewhere(url, first, dice):
    """Let it work, then kill it a few instructions after a moment it told us about."""
    clerk = Clerk(url, first)
    clerk.wait_for(dice.choice(["mulai", "selesai", "diserahkan"]), dice.randint(1, 3))
    for _ in range(dice.randint(0, 200_000)):  # a part of a command, whatever the machine: anything but the same place
        pass
    clerk.kill()
    return clerk.said


def test_killed_at_any_moment(office):
    dice = random.Random(20261123)
    acknowledged, given, first = {}, set(), 1
    for _ in range(KILLS):
        said = kill_somewhere(office.database.url, first, dice)
        acknowledged |= dict(said["selesai"])
        given |= {number for number, _ in said["diserahkan"]}
        first = max(number for number, _ in said["mulai"]) + 1
        whole(office)
        assert all(exists(office, f"meja-{number}") for number in acknowledged)
        assert all(exists(office, f"serah-{number}") for number in given)
    retry(office, range(1, first), acknowledged, given)
    whole(office)
    with office.database.read() as connection:
        assert connection.scalar(text("SELECT count(*) FROM application")) == 2 * (first - 1)
        assert list(connection.scalars(select(letter.c.agenda).order_by(letter.c.agenda))) == list(range(1, first))
        unfinished = letter.c.sha256.is_(None)
        assert connection.scalar(select(letter.c.id).where(unfinished).limit(1)) is not None
    paper_is_made_later(office)


def exists(office, request):
    with office.database.read() as connection:
        statement = text("SELECT count(*) FROM request WHERE id = :id AND outcome IS NOT NULL")
        return connection.scalar(statement, {"id": request}) == 1


def whole(office):
    """The database opens, its chains hold, and no command is there by half."""
    with office.database.read() as connection:
        if office.database.backend.name == "sqlite":
            assert connection.scalar(text("PRAGMA integrity_check")) == "ok"
        assert journal.verify(connection).breaks == ()
        cases = set(connection.scalars(select(application.c.id)))
        assert set(connection.scalars(select(wbs_profile.c.application_id))) == cases
        assert set(connection.scalars(select(step_run.c.application_id))) == cases
        people = connection.scalar(
            select(text("count(*)")).select_from(person).where(person.c.registration.like("W-%"))
        )
        assert people == len(cases)
        intakes = connection.scalar(text("SELECT count(*) FROM request WHERE id LIKE 'meja-%'"))
        moves = connection.scalar(text("SELECT count(*) FROM request WHERE id LIKE 'serah-%'"))
        assert len(cases) == 2 * intakes
        gone = [row.status for row in connection.execute(select(application.c.status)) if row.status == "diserahkan"]
        lists = connection.execute(select(batch.c.people)).all()
        letters = connection.execute(select(letter.c.id)).all()
        assert len(gone) == 2 * moves and len(lists) == len(letters) == moves
        assert set(connection.scalars(text("SELECT letter_id FROM mail"))) == {row.id for row in letters}


def retry(office, numbers, acknowledged, given):
    """The clerk comes back and sends everything again: each is carried out exactly once."""
    from db.queries.staff import staff_by_username

    bagus = office.read(staff_by_username, "bagus").id
    for number in numbers:
        outcome = office.run(intake(number), bagus)
        if number in acknowledged:
            assert outcome.replayed and outcome.done == acknowledged[number]
        rows = office.read(cases_by_id, outcome.done)
        moved = office.run(hand_over(number, tuple((row.id, row.version) for row in rows)), bagus)
        assert moved.replayed or number not in given


def paper_is_made_later(office):
    """Letters that have a number but died before their PDF get it now."""
    from db.queries.staff import staff_by_username
    from desktop.seat import Seat

    seat = Seat(office, office.read(staff_by_username, "bagus"))
    freeze_left_over(seat, most=1000)
    with office.database.read() as connection:
        assert connection.scalar(select(letter.c.id).where(letter.c.sha256.is_(None)).limit(1)) is None


@pytest.mark.parametrize("times", [2])
def test_two_desks_killed_together(office, url, times):
    """Several processes on one database die at once; the survivors' data is whole."""
    for round_number in range(times):
        clerks = [Clerk(url, 1000 * (2 * round_number + at + 1)) for at in range(2)]
        for clerk in clerks:
            clerk.wait_for("diserahkan", 1)
        for clerk in clerks:
            clerk.kill()
        whole(office)
        for clerk in clerks:
            assert all(exists(office, f"meja-{number}") for number, _ in clerk.said["selesai"])
