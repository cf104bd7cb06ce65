"""A delivery of SIAK that is taken back leaves the population register as it was, and says of whom it was not true."""

from random import Random

import pytest
from civil import death, move_out, record
from member_lists import listed, member, nik
from probe import unbroken
from sqlalchemy import update
from test_import_forms import asked, register
from test_undo_events import read

from db.errors import RecordRoomError
from db.queries.civil_events import civil_events
from db.queries.list_runs import list_runs
from db.queries.trail import trail_of_person
from db.tables.civil import civil_event
from desktop.operations.revoke_event import RevokeEvent
from desktop.operations.undo_import import UndoImport
from desktop.sop.refusals import Refused

TRAIL = (
    "SELECT j.action, j.reason FROM journal j JOIN person p ON p.id = j.person_id WHERE p.nik = :nik"
    " AND j.chain = 'person:' || p.id AND j.action LIKE 'peristiwa_%' ORDER BY j.seq"
)


def deliver(seat, *rows, name="siak.csv"):
    return seat("andi").run(listed(list(rows), layout="siak_penduduk", period="", segment="", name=name, salt=name))


def undo(seat, run, who="andi"):
    return seat(who).run(UndoImport(run_id=run.data["run"], reason="Kiriman keliru"))


@pytest.fixture
def moved(office, seat):
    """Two deliveries; somebody of the first moved away, without being a member, and is in the second again."""
    deliver(seat, *(member(at) for at in range(5)))
    record(seat, move_out(nik(1)), death(nik(2)))
    before = register(office)
    rows = [member(1), member(2), member(3, address="Jalan Baru 3"), member(4, name=None), member(7), member(7)]
    return before, deliver(seat, *rows, name="kedua.csv")


def test_import_and_undo_leave_every_resident_and_event(office, seat, moved):
    before, second = moved
    assert second.data["taken"]["masuk"] == 1 and second.data["taken"]["berubah"] == 2
    assert asked(office, "SELECT nik, address FROM resident_before") == [(nik(3), "Jalan Uji 3")], (
        "only what it changed"
    )
    states = dict(asked(office, "SELECT nik, state FROM resident"))
    assert (states[nik(1)], states[nik(2)]) == ("ada", "meninggal")
    again = {"revoked_at": None, "revoked_by": None, "revoked_reason": "", "revoked_run_id": None}
    with pytest.raises(RecordRoomError), seat("andi").office.database.write() as connection:
        connection.execute(update(civil_event).where(civil_event.c.nik == nik(1)).values(again))
    outcome = undo(seat, second)
    words = "1 penduduk ditarik, 1 kembali ke data sebelumnya, 1 tercatat pindah lagi"
    assert outcome.sentence == f"Impor kedua.csv dibatalkan: {words}."
    assert register(office) == before
    assert asked(office, TRAIL, nik=nik(1)) == [
        ("peristiwa_cabut", "Tercatat lagi sebagai penduduk"),
        ("peristiwa_berlaku", "Kiriman keliru"),
    ]
    (person,) = (row.person_id for row in seat("andi").read(civil_events) if row.nik == nik(1))
    seen = [line.action for line in seat("andi").read(trail_of_person, person)]
    assert [one for one in seen if one.startswith("peristiwa_")] == ["peristiwa_berlaku", "peristiwa_cabut"]
    with pytest.raises(Refused, match="undone"):
        undo(seat, second)
    again = deliver(seat, member(3, address="Jalan Baru 3"), name="kedua.csv")
    assert again.data["taken"]["berubah"] == 1 and unbroken(office)


def test_any_delivery_taken_back_leaves_every_table(office, seat):
    """Three deliveries of chance lines (silent, other, new, twice) upon each other; each is taken back, then comes again."""
    chance = Random(9)
    deliver(seat, *(member(at) for at in range(8)))
    record(seat, move_out(nik(1)), move_out(nik(2)), death(nik(3)))
    for turn in range(3):
        lines = []
        for at in chance.choices(range(12), k=9):
            told = {
                "address": chance.choice([None, f"Jalan {turn}", f"Jalan Uji {at}"]),
                "sex": chance.choice([None, "L"]),
            }
            lines.append(member(at, **told, birth_date=chance.choice([None, "1990-01-01", "1991-02-03"])))
        before = register(office)
        undo(seat, deliver(seat, *lines, name=f"{turn}.csv"))
        after = register(office)
        after["resident_before"] = before["resident_before"]
        assert after == before, turn
        deliver(seat, *lines, name=f"{turn}.csv")
    assert unbroken(office)


def test_only_the_newest_delivery_and_only_by_who_brought_it(office, seat):
    first = deliver(seat, member(1))
    second = deliver(seat, member(1, address="Jalan Baru"), name="kedua.csv")
    with pytest.raises(Refused) as refused:
        undo(seat, first)
    assert refused.value.code == "not_newest" and "hanya kiriman SIAK yang terbaru" in refused.value.sentence
    runs = {run.id: run.undoable for run in seat("andi").read(list_runs, seat("andi").staff.office_id)}
    assert runs == {first.data["run"]: False, second.data["run"]: True}
    with pytest.raises(Refused, match="no_run"):
        undo(seat, second, "ratna")
    seat("ratna").run(listed([member(1, address="")]))
    with pytest.raises(Refused) as refused:
        undo(seat, second)
    assert refused.value.code == "built_upon" and "1 orang dicatat dengan datanya" in refused.value.sentence


def test_who_came_back_and_died_keeps_the_delivery(office, seat, moved):
    _before, second = moved
    record(seat, death(nik(1), document="3171-KM-21112026-0009"))
    with pytest.raises(Refused) as refused:
        undo(seat, second)
    assert "1 peristiwa baru dari yang kembali" in refused.value.sentence
    row = next(row for row in seat("andi").read(civil_events) if row.nik == nik(1) and not row.revoked_at)
    seat("andi").run(RevokeEvent(event_id=row.id, case=None, reason="Salah orang"))
    undo(seat, second)
    assert dict(asked(office, "SELECT nik, state FROM resident"))[nik(1)] == "pindah"


def test_a_move_of_a_list_that_was_taken_back_stays_taken_back(office, seat):
    deliver(seat, *(member(at) for at in range(3)))
    moves = read(seat, move_out(nik(1)), layout="siak_pindah", name="pindah.csv")
    second = deliver(seat, member(1), name="kedua.csv")
    undo(seat, moves)
    assert "tercatat pindah lagi" not in undo(seat, second).sentence
    assert dict(asked(office, "SELECT nik, state FROM resident"))[nik(1)] == "ada"
    assert all(row.revoked_at for row in seat("andi").read(civil_events))
