"""A record is taken by one clerk at a time, and a take wears off (A8)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from chain import bring, move, waiting
from probe import everything, together

from db.queries.cases import cases_by_id
from desktop.operations.manage_office import SaveOffice
from desktop.operations.manage_signers import SaveSigner
from desktop.operations.open_office import NewOffice
from desktop.operations.take import Release, ReleaseMine, Take
from desktop.sop.refusals import Refused
from desktop.world import WorldTrouble

WEARS_OFF = timedelta(minutes=30)


def make_head(office, seat, name):
    """The office's own head is this clerk."""
    from db.queries.offices import office_by_id

    row = office.read(office_by_id, seat(name).staff.office_id)
    new = NewOffice(**{one: getattr(row, one) for one in NewOffice.__dataclass_fields__})
    new = replace(new, head_nip=seat(name).staff.nip)
    seat("admin").run(SaveOffice(office=new, office_id=row.id, version=row.version))


@pytest.fixture
def row(office, seat, clock):
    case = bring(seat, clock, "diterima", 2)[0]
    return lambda: office.read(cases_by_id, [case])[0]


def key(row):
    return (row.id, row.version)


def test_taken_and_let_go(seat, row):
    opened = row()
    seat("rina").run(Take(case=key(opened)))
    assert (row().taken_by, row().taken_name) == (seat("rina").staff.id, "Rina Kusumawati")
    assert row().version == opened.version + 1
    seat("rina").run(Release(case=key(row())))
    assert (row().taken_by, row().taken_name) == (None, "")


def test_a_colleague_is_told_who_has_it(office, seat, row):
    seat("rina").run(Take(case=key(row())))
    before = everything(office)
    for command in (Take, Release):
        with pytest.raises(Refused, match="taken") as caught:
            seat("yusuf").run(command(case=key(row())))
        assert "Rina Kusumawati" in caught.value.sentence
    assert everything(office) == before


def test_a_colleague_moves_the_others_only(office, seat, row):
    seat("rina").run(Take(case=key(row())))
    outcome = move(seat("yusuf"), "mohon_rekomendasi", waiting(seat("yusuf"), "diterima"))
    assert len(outcome.done) == 1 and [(r.row_id, r.code) for r in outcome.refused] == [(row().id, "taken")]
    assert move(seat("rina"), "mohon_rekomendasi", [row()]).done == (row().id,)
    assert row().taken_by is None, "the next desk finds it free"


def test_the_head_takes_over_with_a_reason_and_it_is_journalled(office, seat, row):
    from db.queries.trail import trail_of_person

    make_head(office, seat, "yusuf")
    seat("rina").run(Take(case=key(row())))
    with pytest.raises(Refused, match="reason_needed"):
        seat("yusuf").run(Take(case=key(row()), over=True, reason=" ya "))
    seat("yusuf").run(Take(case=key(row()), over=True, reason="Rina sakit hari ini"))
    assert row().taken_by == seat("yusuf").staff.id
    line = office.read(trail_of_person, row().person_id)[0]
    assert line.fields == '{"dikerjakan": ["Rina Kusumawati", "Yusuf Hidayat"]}'
    assert line.reason == "Rina sakit hari ini"


def test_a_colleague_who_is_not_the_head_takes_nothing_over(office, seat, row):
    seat("rina").run(Take(case=key(row())))
    before = everything(office)
    for command in (Take, Release):
        with pytest.raises(Refused, match="not_head"):
            seat("yusuf").run(command(case=key(row()), over=True, reason="Saya lebih cepat"))
    assert everything(office) == before


def test_an_acting_head_may_and_an_administrator_frees(office, seat, row, clock):
    yusuf = seat("yusuf").staff
    day = clock.now.date()
    acting = {
        "capacity": "plh",
        "position": "Kepala Panti",
        "name": yusuf.name,
        "basis": "SPT 1/2026",
        "staff_id": yusuf.id,
    }
    seat("admin").run(SaveSigner(office_id=yusuf.office_id, valid_from=day, valid_to=day, **acting))
    seat("rina").run(Take(case=key(row())))
    seat("yusuf").run(Release(case=key(row()), over=True, reason="Rina cuti"))
    assert row().taken_by is None
    seat("rina").run(Take(case=key(row())))
    free = Release(case=key(row()), over=True, reason="Rina pindah tugas")
    if office.database.backend.logins:  # behind the walls an administrator as such sees no case at all
        with pytest.raises(WorldTrouble, match="db-walled"):
            seat("admin").run(free)
        return
    seat("admin").run(free)
    assert row().taken_by is None


def test_signing_out_lets_everything_go(office, seat, row):
    others = [one for one in waiting(seat("rina"), "diterima") if one.id != row().id]
    seat("rina").run(Take(case=key(row())))
    seat("yusuf").run(Take(case=key(others[0])))
    assert seat("rina").run(ReleaseMine()).done == (row().id,)
    held = {one.id: one.taken_by for one in waiting(seat("rina"), "diterima")}
    assert held == {row().id: None, others[0].id: seat("yusuf").staff.id}
    assert seat("rina").run(ReleaseMine()).done == ()


def test_how_long_a_take_lasts_is_a_setting(office, seat, row, clock):
    from sqlalchemy import text

    with office.database.write() as connection:
        connection.execute(text("INSERT INTO setting (key, value) VALUES ('take_minutes', '5')"))
    seat("rina").run(Take(case=key(row())))
    clock.forward(minutes=4)
    with pytest.raises(Refused, match="taken"):
        seat("yusuf").run(Take(case=key(row())))
    clock.forward(minutes=1)
    assert seat("yusuf").run(Take(case=key(row()))).done


def test_a_take_wears_off(seat, row, clock):
    seat("rina").run(Take(case=key(row())))
    clock.now += WEARS_OFF - timedelta(seconds=1)
    with pytest.raises(Refused, match="taken"):
        seat("yusuf").run(Take(case=key(row())))
    clock.now += timedelta(seconds=1)
    assert seat("yusuf").run(Take(case=key(row()))).done


def test_taking_again_keeps_it(seat, row, clock):
    seat("rina").run(Take(case=key(row())))
    clock.forward(minutes=29)
    seat("rina").run(Take(case=key(row())))
    clock.forward(minutes=29)
    with pytest.raises(Refused, match="taken"):
        seat("yusuf").run(Take(case=key(row())))


def test_letting_go_what_nobody_holds_changes_nothing(seat, row):
    opened = row()
    assert seat("rina").run(Release(case=key(opened))).done == ()
    assert row() == opened


def test_another_offices_case(seat, row):
    for name in ("sari", "hendra", "bagus"):
        with pytest.raises(Refused, match="other_office"):
            seat(name).run(Take(case=key(row())))


def test_stale_and_unknown(seat, row):
    opened = row()
    seat("rina").run(Take(case=key(opened)))
    for case in (key(opened), (99_999, 1)):
        with pytest.raises(Refused, match="stale"):
            seat("rina").run(Take(case=case))


def test_two_take_at_the_same_moment(seat, row):
    opened = row()
    seat("rina"), seat("yusuf")
    results = together(*(lambda name=name: seat(name).run(Take(case=key(opened))).done for name in ("rina", "yusuf")))
    assert sorted(map(str, results)) == [f"({opened.id},)", "stale"]


def test_a_take_that_wore_off_stops_nobody(office, seat, clock):
    """The clerk went home with a case taken: half an hour later a colleague moves it on without a word."""
    bring(seat, clock, "diserahkan", 1)
    row = waiting(seat("yusuf"), "diserahkan")[0]
    seat("yusuf").run(Take(case=(row.id, row.version)))
    with pytest.raises(Refused, match="taken"):
        move(seat("rina"), "terima", waiting(seat("rina"), "diserahkan"))
    clock.now += WEARS_OFF
    assert move(seat("rina"), "terima", waiting(seat("rina"), "diserahkan")).done == (row.id,)
