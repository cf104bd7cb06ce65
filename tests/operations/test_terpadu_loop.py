"""The loop of Perwali 19/2020 for one death and one move, on both databases: recorded, reported, stopped, seen, taken back."""

import json
from datetime import date

import pytest
from sqlalchemy import insert, select, update

from db.errors import RecordRoomError
from db.queries.awaited import awaited_of
from db.queries.cases import cases_by_id
from db.queries.letters import letters_of_person
from db.queries.person import journey, memberships
from db.queries.report import compliance
from db.queries.search import people_by_number
from db.tables.civil import civil_event
from db.tables.papers import letter as letter_table
from db.tables.people import membership
from desktop.operations.restore_memberships import RestoreMemberships
from desktop.operations.revoke_event import RevokeEvent
from desktop.operations.stop_memberships import StopMemberships
from desktop.sop.refusals import Refused
from tests.documents.pdf_reading import all_text
from tests.operations.chain import seen, waiting
from tests.operations.civil import DIED, act, death, members, move_out, record

STOP = date(2026, 12, 1)


def case(seat, row_id):
    """The case as Dukcapil sees it now."""
    return seat("andi").read(cases_by_id, [row_id])[0]


def revoke(seat, row, reason="Salah orang"):
    return seat("andi").run(RevokeEvent(event_id=row.event_id, case=(row.id, row.version), reason=reason))


def reported(office, seat, clock, count=2):
    """A death and a move reported to BPJS."""
    people = members(office, seat, count)
    events = [death(nik) if at % 2 == 0 else move_out(nik) for at, (nik, _person) in enumerate(people)]
    record(seat, *events)
    clock.forward(hours=2)
    ratna = seat("ratna")
    act(ratna, "laporkan_bpjs", waiting(ratna, "lapor_dinkes"))
    return people


def test_loop_is_closed(office, seat, clock):
    people = reported(office, seat, clock)
    hendra, andi = seat("hendra"), seat("andi")
    rows = waiting(hendra, "lapor_bpjs")
    told = andi.read(awaited_of, people[0][1], people[0][0]).reported
    assert (told.kind, told.event_date, told.status) == ("kematian", DIED, "lapor_bpjs")
    letters = hendra.read(letters_of_person, people[0][1])
    assert [row.code for row in letters] == ["laporan_mutasi"] and letters[0].number
    clock.forward(hours=5)
    outcome = hendra.run(StopMemberships(cases=seen(rows), effective=STOP))
    assert "iurannya" in outcome.sentence
    for _nik, person in people:
        (row,) = andi.read(memberships, person)
        assert (row.valid_to, row.end_reason) in {(STOP, "Meninggal"), (STOP, "Pindah")}
    act(andi, "terima_hasil", waiting(andi, "hasil_bpjs"))
    done = andi.read(cases_by_id, outcome.done)
    assert {row.status for row in done} == {"peristiwa_selesai"}
    assert done[0].participant_number is None and done[0].event_number == "0009900000000"
    steps = andi.read(journey, people[0][1])
    assert [(one.procedure, one.step) for one in steps] == [
        ("terpadu", 1),
        ("terpadu", 2),
        ("terpadu", 3),
        ("terpadu", 4),
    ]
    times = office.read(compliance, clock.now.replace(day=1), clock.now.replace(day=28))
    kept = {(row.procedure, row.step): (row.people, round(row.real_seconds)) for row in times}
    assert kept["terpadu", 2] == (2, 7200) and kept["terpadu", 4] == (2, 0)


def test_a_stop_before_the_event_stays_behind(office, seat, clock):
    reported(office, seat, clock, 1)
    hendra = seat("hendra")
    rows = waiting(hendra, "lapor_bpjs")
    with pytest.raises(Refused, match="before_event"):
        hendra.run(StopMemberships(cases=seen(rows), effective=DIED.replace(day=1)))
    with pytest.raises(Refused, match="too_far"):
        hendra.run(StopMemberships(cases=seen(rows), effective=DIED.replace(year=2036)))


def test_taken_back_before_anybody_acted(office, seat):
    (nik, _person), *_ = members(office, seat, 1)
    row = case(seat, record(seat, death(nik)).done[0])
    assert revoke(seat, row).sentence.endswith("dicabut.")
    assert case(seat, row.id).status == "peristiwa_dicabut" and waiting(seat("ratna"), "lapor_dinkes") == ()
    assert seat("ratna").read(people_by_number, nik)[0].gone == ""
    # The wrong one is taken back, so the right one can be recorded.
    again = record(seat, move_out(nik))
    assert case(seat, again.done[0]).status == "lapor_dinkes"
    with pytest.raises(Refused):
        revoke(seat, case(seat, row.id))


def test_taken_back_after_the_report_before_the_stop(office, seat, clock):
    reported(office, seat, clock, 1)
    hendra = seat("hendra")
    (row,) = waiting(hendra, "lapor_bpjs")
    revoke(seat, row)
    (row,) = waiting(hendra, "cabut_bpjs")
    with pytest.raises(Refused):
        hendra.run(StopMemberships(cases=seen([row]), effective=STOP))
    hendra.run(RestoreMemberships(cases=seen([row])))
    (line,) = hendra.read(memberships, row.person_id)
    assert line.valid_to is None and case(seat, row.id).status == "hasil_bpjs"


@pytest.mark.parametrize("closed", [False, True])
def test_taken_back_after_the_stop_reopens_by_a_new_row(office, seat, clock, closed):
    people = reported(office, seat, clock, 1)
    hendra, andi = seat("hendra"), seat("andi")
    hendra.run(StopMemberships(cases=seen(waiting(hendra, "lapor_bpjs")), effective=STOP))
    rows = waiting(andi, "hasil_bpjs")
    if closed:
        act(andi, "terima_hasil", rows)
    revoke(seat, case(seat, rows[0].id))
    hendra.run(RestoreMemberships(cases=seen(waiting(hendra, "cabut_bpjs"))))
    lines = sorted(andi.read(memberships, people[0][1]), key=lambda one: one.valid_from)
    assert [(one.valid_from, one.valid_to) for one in lines] == [(date(2024, 1, 1), STOP), (STOP, None)]
    assert len({one.participant_number for one in lines}) == 1
    act(andi, "terima_hasil", waiting(andi, "hasil_bpjs"))
    assert case(seat, rows[0].id).status == "peristiwa_selesai"


def test_stop_and_return_are_never_said_before_they_are_there(office, seat, clock):
    """A bare move would close the loop over a membership that still runs."""
    reported(office, seat, clock, 1)
    hendra = seat("hendra")
    with pytest.raises(Refused, match="membership_ended"):
        act(hendra, "hentikan_peserta", waiting(hendra, "lapor_bpjs"))
    hendra.run(StopMemberships(cases=seen(waiting(hendra, "lapor_bpjs")), effective=STOP))
    revoke(seat, case(seat, waiting(seat("andi"), "hasil_bpjs")[0].id))
    with pytest.raises(Refused, match="membership_runs"):
        act(hendra, "pulihkan_peserta", waiting(hendra, "cabut_bpjs"))


def test_a_membership_that_ended_otherwise_holds_nobody_up_and_is_not_given_back(office, seat, clock):
    people = reported(office, seat, clock, 1)
    ended = {"valid_to": date(2026, 11, 1), "end_reason": "tidak lagi dalam daftar"}
    with office.database.write() as connection:
        connection.execute(update(membership).where(membership.c.person_id == people[0][1]).values(ended))
    hendra = seat("hendra")
    hendra.run(StopMemberships(cases=seen(waiting(hendra, "lapor_bpjs")), effective=STOP))
    revoke(seat, case(seat, waiting(seat("andi"), "hasil_bpjs")[0].id))
    hendra.run(RestoreMemberships(cases=seen(waiting(hendra, "cabut_bpjs"))))
    (line,) = hendra.read(memberships, people[0][1])
    assert (line.valid_to, line.end_reason) == (ended["valid_to"], ended["end_reason"])


def test_a_death_before_the_membership_began_is_stopped_from_its_first_day(office, seat, clock):
    (nik, _person), *_ = members(office, seat, 1)
    record(seat, death(nik, event_date=date(2020, 5, 1)))
    ratna, hendra = seat("ratna"), seat("hendra")
    act(ratna, "laporkan_bpjs", waiting(ratna, "lapor_dinkes"))
    rows = waiting(hendra, "lapor_bpjs")
    assert rows[0].event_date == date(2020, 5, 1) and rows[0].created_at == clock.now, "late, and known to be late"
    with pytest.raises(Refused, match="before_member"):
        hendra.run(StopMemberships(cases=seen(rows), effective=date(2020, 5, 1)))
    hendra.run(StopMemberships(cases=seen(rows), effective=date(2024, 1, 1)))


def test_dinkes_gives_a_doubtful_one_back(office, seat):
    (nik, _person), *_ = members(office, seat, 1)
    row = case(seat, record(seat, death(nik)).done[0])
    ratna, andi = seat("ratna"), seat("andi")
    act(ratna, "kembalikan_peristiwa", waiting(ratna, "lapor_dinkes"), reason="Nama berbeda")
    act(andi, "catat_peristiwa", waiting(andi, "peristiwa_dicatat"))
    assert case(seat, row.id).status == "lapor_dinkes"


def test_only_who_recorded_takes_back(office, seat):
    (nik, _person), *_ = members(office, seat, 1)
    row = case(seat, record(seat, death(nik)).done[0])
    for name in ("ratna", "hendra", "sari"):
        with pytest.raises(Refused):
            seat(name).run(RevokeEvent(event_id=row.event_id, case=(row.id, row.version), reason="Keliru"))
    with pytest.raises(Refused, match="reason_needed"):
        revoke(seat, row, " ")


@pytest.mark.parametrize(
    "change",
    [
        {"nik": "3171010101019999"},
        {"event_date": date(2026, 1, 1)},
        {"document": "lain"},
        {"revoked_at": None, "revoked_by": None, "revoked_reason": "lagi"},
    ],
)
def test_guard_an_event_is_only_taken_back_once(office, seat, clock, change):
    (nik, _person), *_ = members(office, seat, 1)
    record(seat, death(nik))
    taken = {"revoked_at": clock.now, "revoked_by": seat("andi").staff.id, "revoked_reason": "Salah"}
    guarded(office, update(civil_event).values(taken | change))
    guarded(office, update(civil_event).values(taken | {"revoked_by": seat("ratna").staff.id}))
    guarded(office, civil_event.delete())


def test_guard_who_may_record(office, seat, clock):
    people = members(office, seat, 2)
    record(seat, death(people[0][0]))
    with office.database.read() as connection:
        row = dict(connection.execute(select(civil_event)).one()._mapping)
    fresh = row | {"id": 99, "person_id": people[1][1], "application_id": None}
    guarded(office, insert(civil_event).values(fresh | {"recorded_by": seat("sari").staff.id}))
    with pytest.raises(RecordRoomError), office.database.write() as connection:
        connection.execute(insert(civil_event).values(fresh | {"person_id": row["person_id"]}))


def guarded(office, statement):
    with pytest.raises(RecordRoomError) as caught, office.database.write() as connection:
        connection.execute(statement)
    assert caught.value.kind == "guard"


def test_annex_shows_the_nine_elements_and_the_event(office, seat, clock):
    people = reported(office, seat, clock)
    ratna = seat("ratna")
    letter = ratna.read(letters_of_person, people[0][1])[0]
    with office.database.read() as connection:
        facts = json.loads(connection.scalar(select(letter_table.c.facts).where(letter_table.c.id == letter.id)))
    first, second = facts["rows"]
    assert first["nik"] == people[0][0] and first["nomor_kis"] == "0009900000000" and first["jenis_kis"] == "KIS Kota"
    assert first["peristiwa"] == "Meninggal 20-11-2026, 3171-KM-20112026-0001"
    assert second["peristiwa"].startswith("Pindah 20-11-2026 ke Kota Bekasi, SKPWNI")
    words = " ".join(all_text(ratna.letter_pdf(letter.id)[1]).split())
    assert "2 (dua) peserta" in words and "0009900000001" in words and people[1][0] in words
