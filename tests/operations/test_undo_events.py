"""A list of deaths or moves taken back whole: before Dinas Kesehatan reported any of it, and never half."""

from datetime import date

import pytest
from chain import seen, waiting
from civil import act, death, members, move_out
from member_lists import listed, member, nik
from probe import unbroken
from test_import_forms import asked, register

from db.queries.cases import cases_by_id
from db.queries.civil_events import civil_events
from db.queries.search import people_by_number
from desktop.operations.import_source import ImportFile
from desktop.operations.record_events import RecordEvents
from desktop.operations.revoke_event import RevokeEvent
from desktop.operations.take import Take
from desktop.operations.undo_import import UndoImport
from desktop.sop.refusals import Refused

CASES = {"application", "batch", "batch_member", "step_run", "civil_event"}


def read(seat, *events, layout="siak_kematian", name="kematian.csv"):
    """The list as Dukcapil brings it in, with a line more than could be read."""
    file = ImportFile(layout, name, "0" * 64, len(events) + 1)
    return seat("andi").run(RecordEvents(events=events, file=file))


def undo(seat, outcome, reason="Berkas bulan lain"):
    return seat("andi").run(UndoImport(run_id=outcome.data["run"], reason=reason))


def kept(office):
    return {name: rows for name, rows in register(office).items() if name not in CASES}


def test_the_whole_list_comes_back_and_can_come_in_again(office, seat):
    """Two members, and one whom only the population register knows."""
    people = members(office, seat, 2)
    rows = [member(at) for at in range(3)]
    seat("andi").run(listed(rows, layout="siak_penduduk", period="", segment="", name="siak.csv"))
    seat("andi").run(RecordEvents(events=(move_out(nik(0)),)))
    before = kept(office)
    events = [death(people[0][0]), death(people[1][0]), death(nik(1))]
    outcome = read(seat, *events)
    assert asked(office, "SELECT total, accepted, rejected FROM import_run WHERE layout = 'siak_kematian'") == [
        (4, 3, 1)
    ]
    assert len(waiting(seat("ratna"), "lapor_dinkes")) == 2
    said = undo(seat, outcome).sentence
    assert said == "Impor kematian.csv dibatalkan: 3 peristiwa dicabut, 2 laporan ditarik dari Dinas Kesehatan."
    assert waiting(seat("ratna"), "lapor_dinkes") == ()
    after = kept(office)
    assert {name for name in after if after[name] != before[name]} == {"person", "person_key"}, (
        "who got a record keeps it"
    )
    assert {row.status for row in seat("andi").read(cases_by_id, outcome.done)} == {"peristiwa_dicabut"}
    revoked = {row.nik: row.revoked_reason for row in seat("andi").read(civil_events)}
    assert [revoked[one.nik] for one in events] == ["Berkas bulan lain"] * 3 and revoked[nik(0)] == ""
    assert seat("ratna").read(people_by_number, people[0][0])[0].gone == ""
    with pytest.raises(Refused, match="undone"):
        undo(seat, outcome)
    assert len(read(seat, *events).done) == 2 and unbroken(office)


def test_what_was_reported_keeps_the_list_and_is_named(office, seat, clock):
    people = members(office, seat, 3)
    outcome = read(seat, *(death(one) for one, _person in people))
    ratna = seat("ratna")
    first, second, _third = waiting(ratna, "lapor_dinkes")
    ratna.run(Take(case=seen([second])[0]))
    with pytest.raises(Refused) as refused:
        undo(seat, outcome)
    assert refused.value.sentence.startswith(f"1 peristiwa belum dapat dicabut: {second.label}. Sedang dikerjakan")
    act(ratna, "laporkan_bpjs", [first])
    before = asked(office, "SELECT * FROM civil_event ORDER BY id")
    with pytest.raises(Refused) as refused:
        undo(seat, outcome)
    assert refused.value.code == "built_upon" and [row.row_id for row in refused.value.rows] == [first.id]
    assert f"1 peristiwa sudah dilaporkan Dinas Kesehatan ke BPJS: {first.label}." in refused.value.sentence
    assert asked(office, "SELECT * FROM civil_event ORDER BY id") == before


def test_one_that_was_taken_back_alone_does_not_hold_the_list(office, seat):
    people = members(office, seat, 2)
    outcome = read(seat, *(death(one) for one, _person in people))
    row = seat("andi").read(cases_by_id, outcome.done[:1])[0]
    seat("andi").run(RevokeEvent(event_id=row.event_id, case=(row.id, row.version), reason="Salah orang"))
    right = seat("andi").run(RecordEvents(events=(death(row.nik, event_date=date(2026, 11, 1)),)))
    assert undo(seat, outcome).data["peristiwa"] == 1
    assert seat("andi").read(cases_by_id, right.done)[0].status == "lapor_dinkes"
