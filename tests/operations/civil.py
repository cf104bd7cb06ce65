"""PBI members for tests: people whom Dukcapil registers, with memberships of the three lists."""

from datetime import date

from sqlalchemy import insert

from db.tables.people import membership
from desktop.operations.move import Move
from desktop.operations.record_events import CivilEvent, RecordEvents
from desktop.operations.register_residents import RegisterResidents, Resident
from tests.operations.chain import invented_nik, seen

SEGMENTS = (("pbi_kota", "apbd_kota"), ("pbi_provinsi", "apbd_provinsi"), ("pbi_jk", "apbn"))
DIED = date(2026, 11, 20)


def residents(count):
    """Invented residents of the practice city."""
    births = [date(1950 + at, 1 + at % 12, 1 + at % 28) for at in range(count)]
    return tuple(
        Resident(
            nik=invented_nik(birth, at + 1),
            name=f"Warga {chr(65 + at)}",
            sex="L",
            birth_place="Jakarta",
            birth_date=birth,
            address=f"Jalan Latihan RT 00{at % 9 + 1}",
        )
        for at, birth in enumerate(births)
    )


def members(office, seat, count=3):
    """(NIK, person id) of people with a running membership, by turns of the Kota, Provinsi and Nasional list."""
    people = residents(count)
    ids = seat("andi").run(RegisterResidents(residents=people)).data["people"]
    rows = [
        {
            "person_id": person_id,
            "participant_number": f"00099{at:08d}",
            "segment": SEGMENTS[at % 3][0],
            "payer": SEGMENTS[at % 3][1],
            "valid_from": date(2024, 1, 1),
            "created_at": office.clock(),
        }
        for at, person_id in enumerate(ids)
    ]
    with office.database.write() as connection:
        connection.execute(insert(membership), rows)
    return [(one.nik, person_id) for one, person_id in zip(people, ids, strict=True)]


def death(nik, **more):
    """A death with its certificate."""
    given = {"kind": "kematian", "nik": nik, "event_date": DIED, "document": "3171-KM-20112026-0001"}
    return CivilEvent(**(given | more))


def move_out(nik, **more):
    """A move-out with its letter."""
    given = {"kind": "pindah", "nik": nik, "event_date": DIED, "document": "SKPWNI/3171/20112026/0002"}
    return CivilEvent(**(given | {"destination": "Kota Bekasi"} | more))


def record(seat, *events):
    """Recorded by Dukcapil."""
    return seat("andi").run(RecordEvents(events=events))


def act(seat, action, rows, **more):
    """A declared move of the loop."""
    return seat.run(Move(procedure="terpadu", action=action, cases=seen(rows), **more))
