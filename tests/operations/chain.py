"""Short ways through the chain for tests of operations and stories; every way is made of real commands."""

from datetime import date

from db.queries.cases import cases_by_id, queue
from desktop.operations.intake import Newcomer, RecordIntake
from desktop.operations.move import Move
from desktop.operations.record_eid import Eid, RecordEid
from desktop.operations.record_nik import RecordNik
from desktop.operations.send_to_panti import SendToPanti
from tests.shelf import staged

WORDS = ("Satu", "Dua", "Tiga", "Empat", "Lima", "Enam", "Tujuh", "Delapan", "Sembilan", "Sepuluh")


def newcomers(count, clock):
    """Invented people with distinct birth dates."""
    return tuple(
        Newcomer(
            name=f"Orang {WORDS[at % 10]} {WORDS[at // 10 % 10]}",
            sex="L",
            birth_date=date(1980, 1 + at % 12, 1 + at % 28),
            found_place="Stasiun Senen",
            found_at=clock.now,
        )
        for at in range(count)
    )


def seen(rows):
    """What the clerk was looking at."""
    return tuple((row.id, row.version) for row in rows)


def waiting(seat, *statuses):
    """The queue of this seat's office."""
    return seat.read(queue, seat.staff.office_id, statuses)


def move(seat, action, rows, **more):
    """Make an action on rows."""
    return seat.run(Move(procedure="wbs", action=action, cases=seen(rows), **more))


def invented_nik(birth, number, sex="L"):
    """A NIK of the right shape with a serial that nobody has."""
    day = birth.day + (40 if sex == "P" else 0)
    return f"317501{day:02d}{birth:%m%y}99{number:02d}"


def intake(seat, clock, count=3):
    """People recorded by Satpol PP with the practice panti as destination."""
    satpol = seat("bagus")
    outcome = satpol.run(RecordIntake(people=newcomers(count, clock)))
    rows = satpol.read(cases_by_id, outcome.done)
    satpol.run(SendToPanti(cases=seen(rows), panti_office_id=seat("yusuf").staff.office_id))
    return outcome.done


def give_nik(seat):
    """Dukcapil issues a NIK to everybody who waits."""
    desk = seat("andi")
    for row in waiting(desk, "menunggu_nik", "perbaikan_nik"):
        nik = row.nik or invented_nik(row.birth_date, row.id % 100)
        desk.run(RecordNik(case=(row.id, row.version), nik=nik))


def give_eid(seat):
    """BPJS gives everybody a number."""
    desk = seat("hendra")
    rows = waiting(desk, "disetujui")
    eids = [Eid((row.id, row.version), f"{row.id:013d}".replace("0", "1", 1), "Puskesmas Cakung") for row in rows]
    return desk.run(RecordEid(eids=tuple(eids)))


STAGES = {
    # status to reach: what brings people there from the status before
    "diserahkan": lambda s: move(s("bagus"), "serahkan", waiting(s("bagus"), "dijangkau")),
    "diterima": lambda s: move(s("yusuf"), "terima", waiting(s("yusuf"), "diserahkan")),
    "menunggu_rekomendasi": lambda s: move(s("yusuf"), "mohon_rekomendasi", waiting(s("yusuf"), "diterima")),
    "menunggu_nik": lambda s: move(s("sari"), "rekomendasikan", waiting(s("sari"), "menunggu_rekomendasi")),
    "nik_tersedia": give_nik,
    "menunggu_validasi": lambda s: move(s("yusuf"), "mohon_persetujuan", waiting(s("yusuf"), "nik_tersedia")),
    "disetujui": lambda s: move(s("ratna"), "validasi", waiting(s("ratna"), "menunggu_validasi")),
    "eid_terbit": give_eid,
    "eid_diterima": lambda s: move(s("ratna"), "teruskan_eid", waiting(s("ratna"), "eid_terbit")),
}


def bring(seat, clock, status, count=3):
    """People brought to a status by the real chain; gives their case ids."""
    return staged(
        seat("bagus").office.database.url, (status, count, clock.now), lambda: _play(seat, clock, status, count)
    )


def _play(seat, clock, status, count):
    ids = intake(seat, clock, count)
    for name, step in STAGES.items():
        if status == "dijangkau":
            break
        step(seat)
        if name == status:
            break
    return ids
