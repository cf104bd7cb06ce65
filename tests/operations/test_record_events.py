"""Deaths and moves: who is a member is reported at once, split by list; what cannot stand says why."""

import pytest
from sqlalchemy import func, insert, select

from db.queries.cases import cases_by_id
from db.queries.scans import scans_of_person
from db.queries.search import people_by_number
from db.tables.access import setting
from db.tables.civil import civil_event
from desktop.operations.move import Move
from desktop.operations.record_events import RecordEvents
from desktop.operations.register_residents import RegisterResidents
from desktop.sop.refusals import Refused
from desktop.sop.segments import kis_kind
from tests.operations.chain import bring, give_eid, move, seen, waiting
from tests.operations.civil import DIED, death, members, move_out, record, residents


def test_members_stand_at_dinkes_at_once(office, seat):
    people = members(office, seat)
    outcome = record(seat, death(people[0][0]), move_out(people[1][0]), death(people[2][0]))
    rows = waiting(seat("ratna"), "lapor_dinkes")
    assert [row.id for row in rows] == list(outcome.done) and len(rows) == 3
    assert [kis_kind(row.event_segment) for row in rows] == ["Kota", "Provinsi", "Nasional"]
    first = rows[0]
    assert (first.event_kind, first.event_date, first.event_document) == ("kematian", DIED, "3171-KM-20112026-0001")
    assert first.event_number == "0009900000000" == first.participant_number
    assert rows[1].event_destination == "Kota Bekasi" and rows[1].gone == "pindah"
    assert rows[0].procedure == "terpadu" and rows[0].step_due is not None
    # Dinas Sosial looks (Ps 6d): the same rows, by the same reading.
    assert [row.id for row in seat("sari").read(cases_by_id, outcome.done)] == list(outcome.done)


def test_the_dead_are_marked_in_the_search(office, seat):
    (nik, _person), *_ = members(office, seat, 1)
    assert seat("ratna").read(people_by_number, nik)[0].gone == ""
    record(seat, death(nik))
    assert seat("ratna").read(people_by_number, nik)[0].gone == "meninggal"


def test_who_is_no_member_is_recorded_without_a_case(seat):
    one = residents(1)[0]
    seat("andi").run(RegisterResidents(residents=(one,)))
    outcome = record(seat, death(one.nik))
    assert outcome.done == () and "bukan peserta PBI" in outcome.sentence
    assert seat("andi").read(people_by_number, one.nik)[0].gone == "meninggal"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"document": ""}, "has_event_document"),
        ({"event_date": DIED.replace(year=2027)}, "event_has_happened"),
        ({"nik": "12"}, "bad_nik"),
        ({"nik": "3171010101019999"}, "unknown"),
        ({"kind": "lahir"}, "kind"),
    ],
)
def test_refusals(office, seat, change, code):
    (nik, _person), *_ = members(office, seat, 1)
    with pytest.raises(Refused) as caught:
        record(seat, death(**({"nik": nik} | change)))
    assert caught.value.code == code and caught.value.sentence.endswith(".")


def test_twice_is_refused_and_a_list_goes_on_without_it(office, seat):
    people = members(office, seat, 2)
    outcome = record(seat, death(people[0][0]), move_out(people[0][0]), death(people[1][0]), death("1", row=9))
    assert len(outcome.done) == 2
    assert [(one.row_id, one.code) for one in outcome.refused] == [(2, "not_reported_yet"), (9, "bad_nik")]
    with pytest.raises(Refused, match="not_reported_yet"):
        record(seat, death(people[0][0]))
    with office.database.read() as connection:
        assert connection.scalar(select(func.count()).select_from(civil_event)) == 2


def test_only_dukcapil_records(office, seat):
    (nik, _person), *_ = members(office, seat, 1)
    with pytest.raises(Refused, match="not_your_role"):
        seat("ratna").run(RecordEvents(events=(death(nik),)))


def test_a_wbs_who_died_gets_no_card_any_more(seat, clock):
    bring(seat, clock, "disetujui", 2)
    dead, alive = waiting(seat("hendra"), "disetujui")
    record(seat, death(dead.nik))
    outcome = give_eid(seat)
    assert outcome.done == (alive.id,) and [one.code for one in outcome.refused] == ["not_gone"]
    ratna = seat("ratna")
    move(ratna, "teruskan_eid", waiting(ratna, "eid_terbit"))
    (there,) = waiting(seat("yusuf"), "eid_diterima")
    record(seat, death(there.nik))
    with pytest.raises(Refused, match="not_gone"):
        seat("yusuf").run(Move(procedure="wbs", action="cetak_kartu", cases=seen([there])))
    with pytest.raises(Refused, match="not_gone"):
        seat("yusuf").make_cards(seen([there]), "eid_a4")


@pytest.mark.parametrize(
    ("required", "code"), [("pindaian", "has_event_document"), ("nomor", None), ("salah_satu", None)]
)
def test_the_office_says_which_proof_it_wants(office, seat, required, code):
    (nik, person), *_ = members(office, seat, 1)
    with office.database.write() as connection:
        connection.execute(insert(setting), {"key": "event_document", "value": required})
    if code is None:
        assert record(seat, death(nik)).done
        return
    with pytest.raises(Refused, match=code):
        record(seat, death(nik))
    with pytest.raises(Refused, match="not_a_scan"):
        record(seat, death(nik, document="", scan=b"MZ"))
    (case,) = record(seat, death(nik, document="", scan=b"%PDF-1.7 akta")).done
    row = seat("ratna").read(cases_by_id, [case])[0]
    scans = seat("ratna").read(scans_of_person, person)
    assert [scan.id for scan in scans] == [row.event_paper_id] and scans[0].label == "Akta Kematian"
