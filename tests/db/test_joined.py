"""The joined record has exactly what Pasal 6b lists, from the register where it knows the NIK."""

from dataclasses import fields
from datetime import date, timedelta

from sqlalchemy import insert, select

from db.queries.cases import cases_by_id
from db.queries.joined import Joined, joined_events
from db.tables.papers import letter
from db.tables.people import membership
from db.tables.registry import resident
from db.tables.traces import import_run
from desktop.civil_exchange import write_deactivation
from desktop.operations.letter_facts import _annex
from desktop.operations.restore_memberships import RestoreMemberships
from desktop.operations.revoke_event import RevokeEvent
from desktop.operations.stop_memberships import StopMemberships
from desktop.sop.kis import SEGMENTS, kis_of
from tests.operations.chain import seen, waiting
from tests.operations.civil import act, death, members, record

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
        first, second = seat(name).read(joined_events, cases, SEGMENTS)
        assert (first.joined.address, first.joined.kecamatan) == ("Jalan SIAK 7", "Jebres")
        assert first.joined.sex == "L" and first.joined.birth_place == "JAKARTA".title()
        assert (first.source.register, first.source.document) == ("siak", "3171-KM-20112026-0001")
        assert first.source.people.run in (run_id, None) and second.source.people.run is None
        assert second.joined.address == "Jalan Latihan RT 002" and second.source.register == "catatan"
        assert (kis_of(first.joined.kind), kis_of(second.joined.kind)) == ("KIS Kota", "KIS Provinsi")
        assert second.joined.participant_number == "0009900000001" and second.source.clerk == andi.name


def test_of_a_member_of_two_segments_both_numbers_are_reported(office, seat, clock, tmp_path):
    """Our register ends both, so the letter and the e-Dabu file name both; who is restored is not named twice."""
    (nik, person_id), *_ = members(office, seat, 2)
    with office.database.write() as connection:
        other = {"participant_number": "0007700000001", "segment": "pbi_jk", "payer": "apbn"}
        ended = {"participant_number": "0006600000001", "segment": "pbi_provinsi", "payer": "apbd_provinsi"}
        begun = {"person_id": person_id, "valid_from": date(2025, 1, 1), "created_at": office.clock()}
        gone = {"valid_to": date(2026, 1, 1), "ended_at": office.clock() - timedelta(days=300), "end_reason": "keluar"}
        connection.execute(insert(membership), {**begun, **other})
        connection.execute(insert(membership), {**begun, **ended, **gone})
    cases = record(seat, death(nik)).done
    numbers = {"0009900000000", "0007700000001"}

    def told(name="ratna"):
        return [one.joined.participant_number for one in seat(name).read(joined_events, cases, SEGMENTS)]

    assert set(told()) == numbers and len(told()) == 2
    row = seat("ratna").read(cases_by_id, cases)[0]
    with office.database.read() as connection:
        annex = _annex(connection, [row], health=False)
    assert {one["nomor_kis"] for one in annex} == numbers and {one["no"] for one in annex} == {"1"}
    assert write_deactivation(seat("ratna"), cases, tmp_path / "edabu.xlsx", "BPJS") == 2
    act(seat("ratna"), "laporkan_bpjs", [row])
    rows = waiting(seat("hendra"), "lapor_bpjs")
    seat("hendra").run(StopMemberships(cases=seen(rows), effective=date(2026, 12, 1)))
    assert set(told("hendra")) == numbers
    with office.database.read() as connection:
        text = connection.scalar(select(letter.c.facts).where(letter.c.code == "laporan_mutasi"))
    assert text.count("0007700000001") == 1
    clock.forward(hours=1)
    row = seat("andi").read(cases_by_id, cases)[0]
    seat("andi").run(RevokeEvent(event_id=row.event_id, case=(row.id, row.version), reason="Salah orang"))
    seat("hendra").run(RestoreMemberships(cases=seen(waiting(seat("hendra"), "cabut_bpjs"))))
    assert set(told()) == numbers and len(told()) == 2


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
