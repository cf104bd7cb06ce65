"""An import that is taken back leaves what was: nobody is a member twice, and one family card runs."""

from datetime import date

import pytest
from civil import death, record
from member_lists import listed, member, nik
from probe import unbroken
from sqlalchemy import insert, text
from test_import_forms import USULAN, asked, changed

from db.queries.member_list import member_page
from db.tables.people import membership
from desktop.operations.merge_people import MergePeople
from desktop.operations.note_access import NoteAccess
from desktop.operations.undo_import import UndoImport
from desktop.sop.refusals import Refused

OLD, FIRST, SECOND, THIRD = (f"32730101019097{at:02d}" for at in (10, 11, 22, 33))
CARDS = (
    "SELECT f.kk, f.valid_from, f.valid_to FROM family_member f JOIN person p ON p.id = f.person_id WHERE p.nik = :nik"
    " ORDER BY f.valid_from, f.id"
)
HELD = (
    "SELECT m.segment, m.valid_to IS NULL FROM membership m JOIN person p ON p.id = m.person_id WHERE p.nik = :nik"
    " ORDER BY m.id"
)


def cards(office, at=1):
    """(KK, from, to) of somebody, in the order of the days."""
    day = [str(one) if one else "" for row in asked(office, CARDS, nik=nik(at)) for one in row]
    return [tuple(day[place : place + 3]) for place in range(0, len(day), 3)]


def held(office, at):
    return [(segment, bool(runs)) for segment, runs in asked(office, HELD, nik=nik(at))]


def undo(seat, outcome):
    return seat("ratna").run(UndoImport(run_id=outcome.data["run"], reason="Daftar yang keliru"))


def card(seat, kk, period, segment="kp_desa"):
    """A list of one person and their card."""
    return seat("ratna").run(listed([member(1, kk=kk)], period=period, segment=segment, salt=kk + period))


def proposed(seat, kk, period):
    """The same from a list of proposals, which may be taken back from under newer lists."""
    said = member(1)
    rows = [(2, said[2], kk, said[4], said[5], said[6], said[7], "PBI JK")]
    return seat("ratna").run(changed(rows, USULAN, "siksng_usulan", period, "pbi_jk", {}))


@pytest.fixture
def ended(seat):
    """A list of December that names one of twelve no more."""
    ratna = seat("ratna")
    ratna.run(listed([member(at) for at in range(12)]))
    return ratna.run(listed([member(at) for at in range(11)], period="2026-12", full=True))


@pytest.mark.parametrize("number", ["9000000000011", "9000000000099"])
def test_who_began_elsewhere_since_keeps_the_import(office, seat, ended, number):
    """Under the same number or another one: the old membership cannot run again beside the new one."""
    moved = seat("ratna").run(
        listed([member(11, number=number)], period="2026-12", segment="pbi_kota", name="kota.csv")
    )
    assert moved.data["taken"]["masuk"] == 1
    with pytest.raises(Refused) as refused:
        undo(seat, ended)
    assert refused.value.code == "built_upon" and "1 kepesertaan sesudahnya" in refused.value.sentence
    assert held(office, 11) == [("kp_desa", False), ("pbi_kota", True)]
    undo(seat, moved)
    undo(seat, ended)
    assert held(office, 11) == [("kp_desa", True)] and unbroken(office)


def test_a_number_that_is_somebody_elses_since_keeps_the_import(office, seat, ended):
    seat("ratna").run(
        listed([member(40, number="9000000000011")], period="2026-12", segment="pbi_kota", name="kota.csv")
    )
    with pytest.raises(Refused, match="built_upon"):
        undo(seat, ended)


def test_what_bpjs_began_since_keeps_the_import(office, seat, clock, ended):
    clock.forward(hours=1)
    with office.database.write() as connection:
        person = connection.scalar(text("SELECT id FROM person WHERE nik = :nik"), {"nik": nik(11)})
        row = {"person_id": person, "participant_number": "9000000000055", "segment": "pbi_provinsi"}
        row |= {"payer": "apbd_provinsi", "valid_from": date(2026, 12, 1), "created_at": clock()}
        connection.execute(insert(membership), row)
    with pytest.raises(Refused, match="built_upon"):
        undo(seat, ended)


def test_another_membership_from_before_keeps_nothing(office, seat):
    ratna = seat("ratna")
    ratna.run(listed([member(at) for at in range(12)]))
    with office.database.write() as connection:
        person = connection.scalar(text("SELECT id FROM person WHERE nik = :nik"), {"nik": nik(11)})
        run = connection.scalar(text("SELECT max(id) FROM import_run"))
        row = {"person_id": person, "participant_number": "9000000000055", "segment": "pbi_kota", "run_id": run}
        row |= {"payer": "apbd_kota", "valid_from": date(2026, 11, 1), "created_at": office.clock()}
        connection.execute(insert(membership), row)
    later = ratna.run(listed([member(at) for at in range(11)], period="2026-12", full=True))
    undo(seat, later)
    assert held(office, 11) == [("kp_desa", True), ("pbi_kota", True)]


def test_a_merge_of_who_was_ended_keeps_the_import(office, seat, ended):
    """The kept record has a membership from the merged one now."""
    ratna = seat("ratna")
    ratna.run(listed([member(30)], segment="pbi_kota", name="kota.csv"))
    rows = dict(asked(office, "SELECT nik, id FROM person WHERE nik IS NOT NULL"))
    kept, merged = rows[nik(11)], rows[nik(30)]
    versions = dict(asked(office, "SELECT id, version FROM person"))
    wish = {"kept_id": kept, "merged_id": merged, "seen": (versions[kept], versions[merged])}
    ratna.run(MergePeople(reason="Orang yang sama", **wish))
    with pytest.raises(Refused) as refused:
        undo(seat, ended)
    assert "1 penggabungan catatan" in refused.value.sentence


def test_one_card_runs_after_an_undo(office, seat):
    """Two lists of one month with two cards: the later one counts, and taken back the one before it."""
    card(seat, FIRST, "2026-10")
    card(seat, SECOND, "2026-12")
    last = card(seat, THIRD, "2026-12")
    before = [(FIRST, "2026-10-01", "2026-12-01"), (SECOND, "2026-12-01", "2026-12-01"), (THIRD, "2026-12-01", "")]
    assert cards(office) == before
    undo(seat, last)
    assert cards(office) == [(FIRST, "2026-10-01", "2026-12-01"), (SECOND, "2026-12-01", "")]


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_a_card_in_the_middle_goes_and_the_history_closes_up(office, seat, order):
    card(seat, FIRST, "2026-10")
    runs = {1: proposed(seat, SECOND, "2026-11"), 2: card(seat, THIRD, "2026-12")}
    undo(seat, runs[order[0]])
    left = {1: [(FIRST, "2026-10-01", "2026-12-01"), (THIRD, "2026-12-01", "")]}
    left[2] = [(FIRST, "2026-10-01", "2026-11-01"), (SECOND, "2026-11-01", "")]
    assert cards(office) == left[order[0]]
    undo(seat, runs[order[1]])
    assert cards(office) == [(FIRST, "2026-10-01", "")]


def test_an_older_list_leaves_a_newer_card_alone(office, seat):
    card(seat, FIRST, "2026-12")
    older = proposed(seat, OLD, "2026-10")
    assert older.data["taken"]["kk"] == 0 and cards(office) == [(FIRST, "2026-12-01", "")]
    page = seat("ratna").read(member_page, "kp_desa", date(2026, 12, 5), 0)
    assert [row["kk"] for row in page if row["nik"] == nik(1)] == [FIRST]


def test_a_line_that_waits_for_an_answer_changes_no_card(office, seat):
    ratna = seat("ratna")
    ratna.run(listed([member(1, kk=FIRST), member(2, kk=FIRST)]))
    rows = [member(1, kk=SECOND), member(2, kk=SECOND, number=None), member(3, kk=SECOND, number=None)]
    taken = ratna.run(listed(rows, period="2026-12", segment="pbi_kota")).data["taken"]
    assert (taken["segmen_lain"], taken["tanpa_nomor"], taken["kk"]) == (1, 2, 1)
    assert cards(office) == [(FIRST, "2026-11-01", "")] == cards(office, 2)
    assert cards(office, 3) == [(SECOND, "2026-12-01", "")], "who is new is known with the card"


def test_a_line_of_who_is_a_member_already_tells_the_new_card(office, seat):
    card(seat, FIRST, "2026-11")
    again = card(seat, SECOND, "2026-12")
    assert (again.data["taken"]["sudah"], again.data["taken"]["kk"]) == (1, 1)
    assert cards(office) == [(FIRST, "2026-11-01", "2026-12-01"), (SECOND, "2026-12-01", "")]


def test_the_day_tells_which_card_a_list_goes_out_with(office, seat):
    card(seat, THIRD, "2026-10")
    card(seat, FIRST, "2026-12")
    told = {}
    for day in (date(2026, 11, 30), date(2026, 12, 1)):
        page = seat("ratna").read(member_page, "kp_desa", day, 0)
        told[day.month] = [row["kk"] for row in page if row["nik"] == nik(1)]
    assert told == {11: [THIRD], 12: [FIRST]}


@pytest.mark.parametrize("way", ["person_id", "subjects"])
def test_whose_record_was_opened_stays_known_without_a_membership(office, seat, way):
    """The journal names them; nobody can be taken out of it."""
    ratna = seat("ratna")
    wrong = ratna.run(listed([member(at) for at in range(3)]))
    ((opened,),) = asked(office, "SELECT id FROM person WHERE nik = :nik", nik=nik(1))
    ratna.run(NoteAccess(kind="lihat_orang", **{way: opened if way == "person_id" else (opened,)}))
    said = undo(seat, wrong)
    assert (said.data["orang"], said.data["tetap"]) == (2, 1) and "1 orang yang datanya pernah dibuka" in said.sentence
    assert held(office, 1) == [] and asked(office, "SELECT count(*) FROM person WHERE nik = :nik", nik=nik(0)) == [(0,)]
    right = ratna.run(listed([member(at) for at in range(1, 4)]))
    assert (right.data["taken"]["orang_baru"], right.data["taken"]["masuk"]) == (2, 3)
    assert asked(office, "SELECT id FROM person WHERE nik = :nik", nik=nik(1)) == [(opened,)]
    assert unbroken(office)


def test_a_death_upon_a_membership_keeps_the_import(office, seat):
    """Also of somebody who was on record before the list."""
    proposed(seat, FIRST, "2026-10")
    run = seat("ratna").run(listed([member(1)], segment="pbi_kota"))
    record(seat, death(nik(1)))
    with pytest.raises(Refused, match="built_upon"):
        undo(seat, run)
    assert held(office, 1) == [("pbi_kota", True)]
