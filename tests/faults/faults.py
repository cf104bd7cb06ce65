"""The faults: what is done to an office under load, and the verdict afterwards. ``Size`` says how much load."""

import signal
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from cut_line import Line

from desktop.office import Office
from tests.faults import checks
from tests.faults.crew import Crew, hire
from tests.faults.office import Now, fresh
from tests.faults.servers import Durable


@dataclass(frozen=True)
class Size:
    """``each``: acknowledged commands before, between and after faults."""

    desks: int
    people: int
    each: int
    seed: int
    folder: Path


@dataclass
class Verdict:
    """A row of the table; ``problems`` are sentences, none is good."""

    name: str
    what: str
    sent: int = 0
    done: int = 0
    refused: int = 0
    again: int = 0
    problems: list = field(default_factory=list)

    @classmethod
    def of(cls, name, what, told, problems):
        """From what the desks were told."""
        again = sum(told.again.values())
        return cls(name, what, told.sent, len(told.done), sum(told.refused.values()), again, list(problems))


def played(office, crew, script: Callable):
    """Let the crew work through ``script``; gives what it was told and what does not hold afterwards."""
    start = checks.before(office)
    with closing(crew):
        crew.start()
        script(crew)
        told = crew.finish()
    return told, checks.problems(office, start, told)


def on_own_server(size, script, name, what):
    """The same on a server of its own with newly hired clerks; ``script(crew, server)``."""
    server = Durable()
    try:
        office, ids = fresh(server, size.folder, size.people)
        with closing(office):
            crew = Crew(office.database.url, hire(office, size.desks), ids, size.folder, size.seed)
            told, found = played(office, crew, lambda crew: script(crew, server))
    finally:
        server.remove()
    if not told.again:
        found.append("tidak satu meja pun kehilangan jawaban: tidak ada yang diuji")
    return Verdict.of(name, what, told, found)


def restart(size: Size) -> Verdict:
    """Restarted in good order, stopped at once, and its first process killed."""

    def script(crew, server):
        ways = (server.restart, server.kill, lambda: server.kill(signal.SIGKILL))
        for way in ways:
            crew.wait_for(size.each)
            way()
            if way is not ways[0]:
                server.start_again()
        crew.wait_for(size.each)

    return on_own_server(size, script, "restart", "dimulai ulang, dihentikan seketika, kill -9")


def network(office: Office, names, ids, size: Size, patience: float = 5.0) -> Verdict:
    """Each desk's own line is cut at any byte and around COMMIT, slowed, and left half open; one line stays whole."""
    lines = {name: Line(office.database.url) for name in names[1:]}

    def script(crew):
        for desk in crew.desks:
            backend = desk.seat.office.database.backend
            backend.silence, backend.patience = patience, max(2.0, patience)
        crew.wait_for(size.each)
        _each(lines, lambda at, line: line.down())
        _each(lines, lambda at, line: line.up())
        crew.wait_for(size.each)
        _each(lines, lambda at, line: line.at_commit(("before", "after")[at % 2]))
        crew.wait_for(size.each)
        _each(lines, lambda at, line: setattr(line, "delay", 0.01))
        crew.wait_for(size.each)
        _each(lines, lambda at, line: setattr(line, "delay", 0.0))
        _half_open(crew, lines)
        crew.wait_for(size.each)

    try:
        crew = Crew(lambda n: lines[n].url if n in lines else office.database.url, names, ids, size.folder, size.seed)
        told, found = played(office, crew, script)
    finally:
        for line in lines.values():
            line.close()
    if not sum(line.cuts for line in lines.values()):
        found.append("tidak satu COMMIT pun terputus")
    return Verdict.of("network", "putus, putus saat COMMIT, lambat, setengah terbuka", told, found)


def _each(lines, deed):
    for at, line in enumerate(lines.values()):
        deed(at, line)


def _half_open(crew, lines):
    """Every desk on such a line is told so; then the network is whole again."""
    before = {desk: sum(desk.told.again.values()) for desk in crew.desks}
    _each(lines, lambda at, line: line.swallow())
    cut = [desk for desk in crew.desks if desk.seat.staff.username in lines]
    crew.wait_until(lambda: all(sum(desk.told.again.values()) > before[desk] for desk in cut))
    _each(lines, lambda at, line: line.up())


class Jumping:
    """A clock that is right, a day behind or a day ahead, by hand."""

    def __init__(self, clock):
        self.clock, self.off = clock, timedelta()

    @property
    def now(self):
        return self.clock() + self.off

    def __call__(self):
        return self.now


JUMPS = (timedelta(days=-1), timedelta(hours=5), timedelta(minutes=-40), timedelta(days=3), timedelta())


def clock(office: Office, names, ids, size: Size, base=None) -> Verdict:
    """Every desk's clock jumps back and forward, each at another moment; commands go on."""
    clocks = {name: Jumping(base or Now()) for name in names}

    def script(crew):
        for turn in range(len(JUMPS)):
            for at, one in enumerate(clocks.values()):
                one.off = JUMPS[(turn + at) % len(JUMPS)]
            crew.wait_for(size.each)

    crew = Crew(office.database.url, names, ids, size.folder, size.seed, clocks=clocks.get)
    told, found = played(office, crew, script)
    return Verdict.of("clock", "jam tiap meja melompat mundur dan maju", told, found)


def desks(office: Office, names, ids, size: Size, base=None, until: threading.Event | None = None) -> Verdict:
    """Random legal and illegal moves on the same cases."""

    def script(crew):
        if until is None:
            crew.wait_for(size.each)
        else:
            until.wait()

    crew = Crew(office.database.url, names, ids, size.folder, size.seed, clock=base)
    told, found = played(office, crew, script)
    if not told.illegal:
        found.append("tidak ada langkah terlarang yang dicoba")
    return Verdict.of("desks", f"langkah acak, {told.illegal} terlarang semua ditolak", told, found)
