"""The primary is killed while desks work; its standby is promoted. Nothing acknowledged is lost, nothing is done twice."""

import threading
from contextlib import closing
from pathlib import Path

from chain import newcomers

from db.queries.offices import offices
from desktop.office import Office
from desktop.operations.intake import RecordIntake
from desktop.practice import load_practice
from desktop.world import WorldTrouble
from tests.faults import checks
from tests.faults.crew import Crew, hire
from tests.faults.faults import Verdict
from tests.faults.office import PANTI, Now, fresh, office_run
from tests.faults.servers import Durable, Standby


class Ear:
    """A desk that only listens: every kind of news it heard, in order."""

    def __init__(self, url, folder):
        self.office = Office(url, folder, practice=True)
        self.seat = self.office.sign_in("bagus", load_practice().password)
        self.line, self.heard, self._new = self.seat.listen(self.seat.newest()), [], threading.Condition()
        self._thread = threading.Thread(target=self._listen)
        self._end = False
        self._thread.start()

    def _listen(self):
        while not self._end:
            heard = self.line.wait(60)
            with self._new:
                self.heard.append(heard.kind)
                self._new.notify_all()

    def wait_for(self, kind):
        """Forget what was heard before, up to and with the first of this kind."""
        with self._new:
            assert self._new.wait_for(lambda: kind in self.heard, timeout=120), (kind, self.heard)
            del self.heard[: self.heard.index(kind) + 1]

    def close(self):
        self._end = True
        self.line.close()
        self._thread.join()
        self.seat.office.close()
        self.office.close()


def failover(folder: Path, desks: int, people: int, each: int, seed: int) -> Verdict:
    """``each``: commands that are acknowledged before the kill, and again after the promotion."""
    primary = Durable()
    office, ids = fresh(primary, folder, people)
    names = hire(office, desks)
    office.close()
    standby = Standby(primary)
    try:
        with closing(Office(standby.both("padan"), folder, practice=True)) as office:
            found = _unconfirmed(standby, office)
            start = checks.before(office)
        told, said = _killed(standby, folder, names, ids, each, seed)
        with closing(Office(standby.both("padan"), folder, practice=True)) as office:
            found += said + checks.problems(office, start, told)
    finally:
        standby.remove()
    if not told.again:
        found.append("tidak satu meja pun kehilangan jawaban: tidak ada yang diuji")
    return Verdict.of("failover", f"{desks} meja; server mati, cadangan diangkat", told, found)


def _unconfirmed(standby, office):
    """The standby is away, so the server confirms nothing: a clerk gets a sentence instead of a window that waits."""
    found = []
    seat = office.sign_in("bagus", load_practice().password)
    seat.office.database.backend.silence = 0.5
    command = RecordIntake(people=newcomers(1, Now()), panti_office_id=PANTI)
    assert standby.control("-m", "fast", "stop") == 0
    try:
        office_run(seat, command)
        found.append("diakui sebelum cadangan menyimpannya")
    except WorldTrouble as trouble:
        if trouble.code != "db-unreachable":
            found.append(f"kalimat yang salah: {trouble.code}")
    standby.start_again()
    while True:
        try:
            outcome = office_run(seat, command)
            break
        except WorldTrouble:
            continue
    if not outcome.replayed:
        found.append("perintah tanpa jawaban dikerjakan dua kali")
    seat.office.close()
    return found


def _killed(standby, folder, names, ids, each, seed):
    url = standby.both("padan")
    with closing(Ear(url, folder)) as ear, closing(Crew(url, names, ids, folder, seed)) as crew:
        crew.start()
        crew.wait_for(each)
        ear.wait_for("news")
        standby.primary.kill()
        ear.wait_for("lost")
        said = _says_nobody(standby, folder)
        standby.promote()
        standby.ask("ALTER SYSTEM RESET synchronous_standby_names", "SELECT pg_reload_conf()")
        ear.wait_for("stale")
        crew.wait_for(each)
        ear.wait_for("news")
        return crew.finish(), said


def _says_nobody(standby, folder):
    """A standby answers no desk, not even one that knows its address alone: it may be behind."""
    found = []
    for url in (standby.both("padan"), f"{standby.url.rpartition('/')[0]}/padan"):
        with closing(Office(url, folder, practice=True)) as office:
            try:
                office.read(offices)
                found.append("server cadangan menjawab meja")
            except WorldTrouble as trouble:
                if trouble.code != "db-unreachable":
                    found.append(f"kalimat yang salah: {trouble.code}")
    return found
