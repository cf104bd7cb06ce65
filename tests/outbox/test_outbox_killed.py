"""``kill -9`` of a desk in each phase, with the server there and away: nothing typed is lost, nobody is there twice."""

import os
import random
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from cut_line import Line
from desks import Desk, registered
from probe import unbroken

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
LETTERS = "ABCDEFGHIJ"


class Clerk:
    """The process and what it said so far."""

    def __init__(self, line, folder, secret, first, phase="-"):
        command = [
            sys.executable,
            str(Path(__file__).with_name("outbox_clerk.py")),
            line.url,
            folder,
            secret,
            str(first),
            phase,
        ]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment, cwd=ROOT)
        self.said, self.heard = [], threading.Condition()
        self.reader = threading.Thread(target=self._listen)
        self.reader.start()

    def _listen(self):
        for line in self.process.stdout:
            if line.endswith("\n"):
                with self.heard:
                    self.said.append(line.split())
                    self.heard.notify_all()

    def wait_for(self, word, count=1):
        with self.heard:
            enough = lambda: sum(said[0] == word for said in self.said) >= count  # noqa: E731
            assert self.heard.wait_for(enough, timeout=90), f"the clerk never got so far: {self.said}"

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.reader.join()
        self.process.stdout.close()
        return self.said


@pytest.fixture
def place(office, tmp_path, password):
    line, secret = Line(office.database.url), tmp_path / "sandi"
    secret.write_text(password)
    yield line, str(tmp_path / "pc"), str(secret)
    line.close()


def name(number):
    return "Orang " + "".join(LETTERS[int(digit)] for digit in str(number))


def come_back(office, place, clock, password):
    """The clerk signs in again: everything goes out by itself."""
    line, folder, _ = place
    line.up()
    desk = Desk(line, Path(folder), clock, password)
    assert desk.box.damaged is None and desk.box.wishes() == ()
    desk.leave()
    assert unbroken(office)
    return registered(office)


@pytest.mark.parametrize(
    ("phase", "away"),
    [("kirim", False), ("tiba", False), ("simpan", False), ("kirim", True), ("simpan", True)],
)
def test_killed_in_each_phase(office, place, clock, password, phase, away):
    line, folder, secret = place
    Desk(line, Path(folder), clock, password).kill()  # known on this computer, with numbers
    if away:
        line.down()
    clerk = Clerk(line, folder, secret, 7, phase)
    clerk.wait_for(phase)
    clerk.kill()
    assert come_back(office, place, clock, password) == {name(7): "W-2026-000001"}


def test_killed_at_any_moment_while_the_network_comes_and_goes(office, place, clock, password):
    line, folder, secret = place
    dice, first, believed, begun, unsaid = random.Random(20261128), 10, {}, set(), set()
    Desk(line, Path(folder), clock, password).kill()
    for round_number in range(6):
        (line.down if round_number % 2 else line.up)()
        clerk = Clerk(line, folder, secret, first)
        clerk.wait_for("kirim" if round_number % 3 else "simpan", dice.randint(1, 6))
        for _ in range(dice.randint(0, 200_000)):  # a part of a command, whatever the machine
            pass
        said = clerk.kill()
        # "-": it was kept when the numbers on stock were used up
        numbered = [one for one in said if one[0] == "simpan" and one[2] != "-"]
        believed |= {name(int(one[1])): one[2].strip(".") for one in numbered}
        begun |= {name(int(one[1])) for one in said}
        first = max(int(one[1]) for one in said) + 1
        unsaid.add(name(first))  # kept on this computer, and killed before the first word about it
    there = come_back(office, place, clock, password)
    assert believed.items() <= {who: number.removeprefix("W-2026-") for who, number in there.items()}.items()
    assert begun <= there.keys() <= begun | unsaid, "kept before it is sent: who was begun arrives, nobody else"
