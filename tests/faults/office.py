"""A practice office on a server of its own, with people at every desk."""

from chain import newcomers, seen, waiting

from desktop.office import Office, system_clock
from desktop.operations.intake import RecordIntake
from desktop.operations.move import Move
from desktop.operations.record_eid import Eid, RecordEid
from desktop.operations.record_nik import RecordNik
from desktop.practice import fill
from tests.conftest import LOGINS, seats_of
from tests.faults.moves import nik_of

PANTI = 2
WAYS = (
    ("dijangkau", "bagus", "serahkan"),
    ("diserahkan", "yusuf", "terima"),
    ("diterima", "yusuf", "mohon_rekomendasi"),
    ("menunggu_rekomendasi", "sari", "rekomendasikan"),
    ("menunggu_nik", "andi", "nik_diterbitkan"),
    ("nik_tersedia", "yusuf", "mohon_persetujuan"),
    ("menunggu_validasi", "ratna", "validasi"),
    ("disetujui", "hendra", "terbitkan_eid"),
    ("eid_terbit", "ratna", "teruskan_eid"),
)


class Now:
    """The moment now, to be asked for as tests' clocks are."""

    @property
    def now(self):
        return system_clock()

    def __call__(self):
        return system_clock()


def fresh(server, folder, people):
    """A new office on this server, opened by its owner, and the ids of its cases."""
    server.ask("CREATE DATABASE padan")
    office = Office(f"{server.url.rpartition('/')[0]}/padan", folder, practice=True)
    fill(office)
    return office, populate(office, people)


def populate(office, people, clock=None):
    """People at every desk, brought there by real commands as long lists; letters are numbered and not drawn."""
    seat = seats_of(office)
    intake = RecordIntake(people=newcomers(people, clock or Now()), panti_office_id=PANTI)
    ids = office_run(seat("bagus"), intake).done
    stay = people // (len(WAYS) + 1)
    for status, clerk, action in WAYS:
        rows = waiting(seat(clerk), status)[stay:]
        for command in _commands(action, rows):
            office_run(seat(clerk), command)
    for own in LOGINS.pop(id(office), []):
        own.close()
    return ids


def office_run(seat, command):
    """Only to the database: no paper is made."""
    return seat.office.run(command, seat.staff.id)


def _commands(action, rows):
    if action == "nik_diterbitkan":
        return [RecordNik(case=one, nik=nik_of(row)) for row, one in zip(rows, seen(rows), strict=True)]
    if action == "terbitkan_eid":
        return [RecordEid(eids=tuple(Eid(one, f"1{one[0]:012d}", "Puskesmas Cakung") for one in seen(rows)))]
    return [Move(procedure="wbs", action=action, cases=seen(rows))]
