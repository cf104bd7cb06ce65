"""A desk for these tests: its own line to the server, its own outbox, signed in by password as the program does."""

from db.queries.cases import queue
from desktop.house import House
from desktop.operations.intake import Newcomer, RecordIntake


class Desk:
    """One computer of Satpol PP. ``kill`` forgets everything but the disk; ``start`` signs in again."""

    def __init__(self, line, folder, clock, password, username="bagus"):
        self.line, self.folder, self.clock = line, folder, clock
        self.password, self.username = password, username
        self.start()

    def start(self):
        self.house = House(self.line.url, folder=self.folder, clock=self.clock)
        self.seat = self.house.sign_in(self.username, self.password)

    def kill(self):
        """As if the process died: nothing is said to anybody, the operating system takes the lock."""
        self.seat.box._file._file.close()
        self.seat.box._file._held.release()
        self.house.close()

    def leave(self):
        self.house.sign_out(self.seat)
        self.house.close()

    def close(self):
        self.house.close()

    @property
    def box(self):
        return self.seat.box

    def record(self, *names):
        people = tuple(Newcomer(name=name, sex="L", found_place="Senen", found_at=self.clock.now) for name in names)
        command = RecordIntake(people=people, panti_office_id=2)
        return command, self.seat.run(command)


def registered(office):
    """name → registration of everybody in the first queue; names are unique in these tests."""
    from db.queries.staff import staff_by_username

    bagus = office.read(staff_by_username, "bagus")
    rows = office.read(queue, bagus.office_id, ["dijangkau"], limit=10_000)
    names = [row.name for row in rows]
    assert len(set(names)) == len(names), "somebody is there twice"
    return {row.name: row.registration for row in rows}
