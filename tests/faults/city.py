"""A whole city at work: desks in a few processes on one server, for minutes, on the same cases."""

import multiprocessing
import queue
import threading
import time
from contextlib import closing
from pathlib import Path

from desktop.office import Office
from tests.faults import checks
from tests.faults.crew import Crew, Told, hire
from tests.faults.faults import Verdict
from tests.faults.office import fresh
from tests.faults.servers import Durable

PROCESSES = 3


def _part(url, names, ids, folder, seed, seconds, ready, begin, told):
    """One process: sign everybody in, say so, work as long as it takes."""
    with closing(Crew(url, names, ids, folder, seed)) as crew:
        ready.release()
        begin.wait()
        crew.start()
        threading.Event().wait(seconds)  # the length of the play, not a wait for something
        told.put(crew.finish())


def city(folder: Path, desks: int, people: int, seconds: int, seed: int) -> Verdict:
    """``desks`` clerks, each a login, at random legal and illegal moves on the same people for so many seconds."""
    server = Durable()
    try:
        office, ids = fresh(server, folder, people)
        with closing(office):
            return _at_work(office, hire(office, desks), ids, folder, seconds, seed)
    finally:
        server.remove()


def _at_work(office: Office, names, ids, folder, seconds, seed):
    context = multiprocessing.get_context("spawn")
    ready, begin, told = context.Semaphore(0), context.Event(), context.Queue()
    parts = [names[at::PROCESSES] for at in range(PROCESSES) if names[at::PROCESSES]]
    words = [(office.database.url, part, ids, folder, seed, seconds, ready, begin, told) for part in parts]
    processes = [context.Process(target=_part, args=one, daemon=True) for one in words]
    for process in processes:
        process.start()
    for _ in processes:
        assert ready.acquire(timeout=600), "a process of desks did not come up"
    start = checks.before(office)
    begin.set()
    whole = Told()
    for _ in processes:
        whole.add(_answer(processes, told, time.monotonic() + seconds + 600))
    for process in processes:
        process.join()
    found = checks.problems(office, start, whole)
    if not whole.illegal:
        found.append("tidak ada langkah terlarang yang dicoba")
    what = f"{len(names)} meja, {seconds} detik, {whole.illegal} langkah terlarang semua ditolak"
    return Verdict.of("desks", what, whole, found)


def _answer(processes, told, until):
    """What one process was told; a process that was killed, or killed itself, says nothing and must not be waited for."""
    while True:
        try:
            return told.get(timeout=1)
        except queue.Empty:
            dead = [process.exitcode for process in processes if process.exitcode]
            assert not dead, f"processes of desks died: {dead}"
            assert time.monotonic() < until, "a process of desks hangs"
