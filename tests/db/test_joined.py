"""The joined record has exactly what Pasal 6b lists, from the register where it knows the NIK."""

from dataclasses import fields

from sqlalchemy import insert

from db.queries.joined import Joined, joined_events
from db.tables.registry import resident
from db.tables.traces import import_run
from desktop.sop.kis import kis_of
from tests.operations.civil import death, members, record

NINE = (
    # NIK, jenis kelamin, tanggal lahir, tempat lahir, alamat, kelurahan, kecamatan, nomor peserta KIS, jenis KIS
    *("nik", "sex", "birth_date", "birth_place", "address", "kelurahan", "kecamatan", "participant_number", "kind"),
)


def test_exactly_the_nine_elements():
    assert tuple(field.name for field in fields(Joined)) == NINE


def test_register_wins_and_the_source_is_told(office, seat, clock):
    people = members(office, seat, 2)
    andi = seat("andi").staff
    with office.database.write() as connection:
        run = {"file_name": "siak.xlsx", "file_sha256": "0" * 64, "layout": "siak_penduduk", "total": 1}
        run |= {"accepted": 1, "rejected": 0, "duplicates": 0, "staff_id": andi.id, "office_id": andi.office_id}
        run = {name: value for name, value in run.items() if name in import_run.c} | {"at": clock.now}
        run_id = connection.scalar(insert(import_run).returning(import_run.c.id), run)
        told = {"nik": people[0][0], "name": "Warga A", "address": "Jalan SIAK 7", "kelurahan": "Jebres"}
        told |= {"kecamatan": "Jebres", "office_id": andi.office_id, "run_id": run_id}
        connection.execute(insert(resident), told)
    cases = record(seat, death(people[0][0]), death(people[1][0])).done
    for name in ("ratna", "sari", "hendra", "andi"):  # Ps 6c: all four see it
        first, second = seat(name).read(joined_events, cases)
        assert (first.joined.address, first.joined.kecamatan) == ("Jalan SIAK 7", "Jebres")
        assert first.joined.sex == "L" and first.joined.birth_place == "JAKARTA".title()
        assert (first.source.register, first.source.register_run) == ("siak", run_id)
        assert second.joined.address == "Jalan Latihan RT 002" and second.source.register == "catatan"
        assert (kis_of(first.joined.kind), kis_of(second.joined.kind)) == ("KIS Kota", "KIS Provinsi")
        assert second.joined.participant_number == "0009900000001" and second.source.recorded_by == andi.id


def test_the_register_follows_the_event(office, seat, clock):
    from db.queries.cases import cases_by_id
    from db.tables.registry import resident as table
    from desktop.operations.revoke_event import RevokeEvent

    test_register_wins_and_the_source_is_told(office, seat, clock)
    with office.database.read() as connection:
        assert connection.execute(table.select()).one().state == "meninggal"
    row = seat("andi").read(cases_by_id, [1])[0]
    seat("andi").run(RevokeEvent(event_id=row.event_id, case=(row.id, row.version), reason="Salah orang"))
    with office.database.read() as connection:
        assert connection.execute(table.select()).one().state == "ada"
