"""Desks at work: each a login of its own in a thread, sending what ``Wishes`` says and whatever got no answer again."""

import random
import threading
import traceback
from collections import Counter
from dataclasses import dataclass, field

from probe import is_sentence

from desktop.office import Office
from desktop.operations.manage_staff import AddStaff
from desktop.practice import ADMIN, load_practice
from desktop.sop.refusals import Refused
from desktop.world import WorldTrouble
from tests.faults.moves import Wishes
from tests.faults.office import Now

AGAIN = {"db-unreachable", "db-busy"}
"""Trouble that a clerk answers by pressing the same button again."""
AGENCIES = ("satpol_pp", "panti", "dinsos", "dukcapil", "dinkes", "panti", "bpjs", "dinkes")


@dataclass
class Told:
    """What desks sent and what they were told; ``bad`` are sentences about what must never happen."""

    sent: int = 0
    done: list = field(default_factory=list)
    refused: Counter = field(default_factory=Counter)
    illegal: int = 0
    again: Counter = field(default_factory=Counter)
    replayed: int = 0
    bad: list = field(default_factory=list)

    def add(self, other):
        self.sent += other.sent
        self.done += other.done
        self.refused += other.refused
        self.illegal += other.illegal
        self.again += other.again
        self.replayed += other.replayed
        self.bad += other.bad
        return self


def hire(office, count):
    """New clerks of all agencies with everybody's password; gives their user names."""
    practice = load_practice()
    ids = {one.kind: at for at, one in enumerate(practice.office, 1)}
    admin = office.sign_in(ADMIN, practice.password)
    names = []
    for at in range(count):
        role = AGENCIES[at % len(AGENCIES)]
        names.append(f"meja{at:02d}")
        admin.run(
            AddStaff(
                username=names[-1],
                name=f"Petugas {'ABCDEFGHIJ'[at // 10]} {'ABCDEFGHIJ'[at % 10]}",
                position="Petugas",
                office_id=ids[role],
                roles=frozenset({role}),
                password=practice.password,
                must_change=False,
            )
        )
    if admin.office is not office:
        admin.office.close()
    return names


class Desk:
    """One computer with its own connections and its own clerk."""

    def __init__(self, crew, url, username, folder, clock):
        self.crew, self.told = crew, Told()
        self.office = Office(url, folder, practice=True, clock=clock)
        self.seat = self.office.sign_in(username, load_practice().password)
        dice = random.Random(f"{crew.seed} {username}")
        self.wishes = Wishes(self.seat, dice, crew.ids, clock, crew.commands)

    def turn(self):
        """One wish, sent until it is answered."""
        command, forbidden = self._patiently(self.wishes.next)
        self.told.sent += 1
        try:
            outcome = self._patiently(lambda: self.seat.office.run(command, self.seat.staff.id))
        except Refused as refusal:
            self._refused(refusal, forbidden)
            return
        if forbidden:
            self.told.bad.append(f"melanggar aturan tetapi diterima: {type(command).__name__}")
        if outcome.replayed:
            self.told.replayed += 1
        if not any(command is known for known in self.wishes.done):
            self.wishes.done.append(command)
            self.told.done.append((self.seat.staff.username, command, outcome))
            self.crew.acknowledged(self.seat.staff.username, command)
        elif not outcome.replayed:
            self.told.bad.append("klik ganda dikerjakan dua kali")

    def _patiently(self, wish):
        while True:
            try:
                return wish()
            except WorldTrouble as trouble:
                self.told.again[trouble.code] += 1
                self.crew.troubled()
                if trouble.code not in self.crew.again or not trouble.sentence.endswith(".") or self.crew.gone.is_set():
                    raise
                self.crew.gone.wait(0.05)

    def _refused(self, refusal, forbidden):
        self.told.refused[refusal.code] += 1
        self.told.illegal += forbidden
        if not is_sentence(refusal.sentence) or not all(row.sentence.endswith(".") for row in refusal.rows):
            self.told.bad.append(f"penolakan {refusal.code} tanpa kalimat")

    def close(self):
        self.seat.office.close()
        self.office.close()


class Crew:
    """All desks of one process. ``url`` and ``clock`` may be functions of the user name."""

    def __init__(self, url, names, ids, folder, seed=1, clock=None, clocks=None):
        self.seed, self.ids, self.commands, self.again = seed, list(ids), [], AGAIN
        self.gone, self.end = threading.Event(), threading.Event()
        self._heard, self.count = threading.Condition(), 0
        place = url if callable(url) else lambda name: url
        clocks = clocks or (lambda name: clock or Now())
        self.desks = [Desk(self, place(name), name, folder, clocks(name)) for name in names]
        self._threads = [threading.Thread(target=self._work, args=(desk,)) for desk in self.desks]

    def acknowledged(self, username, command):
        """Told by a desk."""
        with self._heard:
            self.count += 1
            self.commands.append((username, command))
            self._heard.notify_all()

    def wait_for(self, more):
        """Until so many more commands were acknowledged."""
        with self._heard:
            goal = self.count + more
            ready = self._heard.wait_for(lambda: self.count >= goal or not self._alive(), timeout=300)
            assert ready and self.count >= goal, f"the desks stand still: {self.told().bad}"

    def wait_until(self, ready):
        """Until this holds, looked at whenever a desk was told of trouble or was answered."""
        with self._heard:
            assert self._heard.wait_for(lambda: ready() or not self._alive(), timeout=300), "a desk hangs"

    def troubled(self):
        """Told by a desk."""
        with self._heard:
            self._heard.notify_all()

    def start(self):
        for thread in self._threads:
            thread.start()
        return self

    def finish(self):
        """Everybody ends the wish under way and goes home; gives what they were told."""
        self.end.set()
        for thread in self._threads:
            thread.join(300)
            assert not thread.is_alive(), "a desk hangs"
        self.close()
        return self.told()

    def told(self):
        whole = Told()
        for desk in self.desks:
            whole.add(desk.told)
        return whole

    def close(self):
        self.gone.set()
        self.end.set()
        for desk in self.desks:
            desk.close()

    def _alive(self):
        return any(thread.is_alive() for thread in self._threads)

    def _work(self, desk):
        try:
            while not self.end.is_set():
                desk.turn()
        except Exception as error:  # whatever it is, it belongs into the verdict
            where = traceback.extract_tb(error.__traceback__)[-1]
            desk.told.bad.append(f"{type(error).__name__} {error} ({where.name}:{where.lineno})")
