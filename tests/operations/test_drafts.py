"""Paraf hierarki: in order, never by the maker, returned and handed in again, issued exactly as it was initialled."""

import hashlib
import json

import pytest
from chain import bring, move, seen, waiting
from paraf import (
    KABID,
    SEKDIS,
    again,
    cancel,
    initial,
    initialled,
    issue,
    refused,
    send_back,
    submit,
    text_of,
)
from probe import count, is_sentence, unbroken
from sqlalchemy import select

from db.queries.cases import cases_by_id
from db.queries.drafts import (
    draft_by_id,
    draft_cases,
    draft_steps,
    draft_trail,
    drafts_of_office,
)
from db.queries.letters import all_letters
from db.queries.trail import trail_of_person
from db.tables.letters import letter_archive, letter_issue
from db.tables.papers import letter
from desktop.operations.edit_case import EditCase
from desktop.operations.manage_signers import SaveParafRules
from desktop.operations.submit_draft import ResubmitDraft, SubmitDraft


def test_from_draft_to_letter(office, seat, submitted):
    row = office.read(draft_by_id, submitted)
    assert (row.state, row.round, row.people, row.created_by_name) == ("diajukan", 1, 3, seat("sari").staff.name)
    assert (row.turn_position, row.turn_staff_name) == (KABID, "Ibu kabid")
    initial(seat, "kabid", submitted)
    assert office.read(draft_by_id, submitted).turn_position == SEKDIS
    said = initial(seat, "sekdis", submitted)
    row = office.read(draft_by_id, submitted)
    assert (row.state, row.turn_staff_id, row.turn_position) == ("siap", None, "") and "siap" in said.sentence
    done = issue(seat, submitted)
    assert len(done.done) == 3 and office.read(draft_by_id, submitted).state == "terbit"
    with office.database.read() as connection:
        paper = connection.execute(select(letter).where(letter.c.id == done.data["letters"][0])).one()
        beside = connection.execute(select(letter_issue).where(letter_issue.c.letter_id == paper.id)).one()
    assert beside.draft_id == submitted
    assert json.loads(paper.facts)["paraf"] == [
        {"position": KABID, "name": "Ibu kabid", "at": "23-11-2026 08.00"},
        {"position": SEKDIS, "name": "Ibu sekdis", "at": "23-11-2026 08.00"},
    ]
    assert unbroken(office)


def test_paraf_stands_on_the_archive_copy_only(office, seat, submitted):
    initialled(seat, submitted)
    letter_id = issue(seat, submitted).data["letters"][0]
    with office.database.read() as connection:
        row = connection.execute(select(letter_archive).where(letter_archive.c.letter_id == letter_id)).one()
        sent = connection.scalar(select(letter.c.pdf).where(letter.c.id == letter_id))
    assert row.sha256 == hashlib.sha256(row.pdf).hexdigest()
    assert "Ibu sekdis" in text_of(row.pdf) and "Ibu sekdis" not in text_of(sent)
    assert seat("sari").paper.archive_copy(letter_id) == row.pdf
    assert seat("andi").paper.archive_copy(letter_id) is None


def test_every_step_is_in_the_journal_of_every_person(office, seat, submitted):
    send_back(seat, "kabid", submitted)
    again(seat, submitted)
    initialled(seat, submitted)
    for row in office.read(cases_by_id, [one for one, _ in office.read(draft_cases, submitted)]):
        lines = [line for line in office.read(trail_of_person, row.person_id) if "konsep" in line.action + line.fields]
        told = sorted((line.id, line.action, line.staff_name, line.reason) for line in lines)
        assert [line[1:] for line in told] == [
            ("konsep_diajukan", seat("sari").staff.name, ""),
            ("konsep_dikembalikan", "Ibu kabid", "Gelar salah"),
            ("konsep_diajukan", seat("sari").staff.name, ""),
            ("paraf", "Ibu kabid", ""),
            ("paraf", "Ibu sekdis", ""),
        ]
    assert unbroken(office)


def test_nothing_is_issued_before_the_last_paraf(office, seat, submitted):
    rows = waiting(seat("sari"), "menunggu_rekomendasi")
    refused("in_draft", lambda: move(seat("sari"), "rekomendasikan", rows))
    refused("paraf_missing", lambda: issue(seat, submitted))
    initial(seat, "kabid", submitted)
    assert SEKDIS in refused("paraf_missing", lambda: issue(seat, submitted)).sentence
    assert not [row for row in office.read(all_letters) if row.code == "rekomendasi"]
    cancel(seat, "sari", submitted)
    refused("paraf_needed", lambda: move(seat("sari"), "rekomendasikan", rows))
    assert office.read(draft_by_id, submitted).state == "dibatalkan"


def test_returned_and_handed_in_again(office, seat, submitted):
    initial(seat, "kabid", submitted)
    send_back(seat, "sekdis", submitted, "Nama belum sesuai")
    row = office.read(draft_by_id, submitted)
    assert (row.state, row.reason, row.turn_position) == ("dikembalikan", "Nama belum sesuai", "")
    refused("draft_returned", lambda: initial(seat, "kabid", submitted))
    refused("draft_returned", lambda: issue(seat, submitted))
    refused("not_the_maker", lambda: seat("kabid").run(ResubmitDraft(draft_id=submitted, version=row.version)))
    again(seat, submitted, note="Sudah diperbaiki")
    row = office.read(draft_by_id, submitted)
    assert (row.state, row.round, row.note, row.reason, row.turn_position) == (
        *("diajukan", 2, "Sudah diperbaiki"),
        *("", KABID),
    )
    refused("not_returned", lambda: again(seat, submitted))
    initialled(seat, submitted)
    letter_id = issue(seat, submitted).data["letters"][0]
    with office.database.read() as connection:
        facts = json.loads(connection.scalar(select(letter.c.facts).where(letter.c.id == letter_id)))
    assert len(facts["paraf"]) == 2 and facts["fields"]["keterangan"] == "Sudah diperbaiki"
    told = [(line.round, line.staff_name, line.decision) for line in office.read(draft_trail, submitted)]
    assert told == [
        (1, "Ibu kabid", "paraf"),
        (1, "Ibu sekdis", "kembali"),
        (2, "Ibu kabid", "paraf"),
        (2, "Ibu sekdis", "paraf"),
    ]


def test_who_thinks_again_and_the_maker_may_take_a_ready_draft_back(office, seat, submitted):
    initialled(seat, submitted)
    send_back(seat, "kabid", submitted)
    again(seat, submitted)
    send_back(seat, "sari", submitted, "Salah daftar")
    assert [(line.position, line.seq) for line in office.read(draft_trail, submitted)][2:] == [
        (KABID, 0),
        ("Pembuat konsep", 0),
    ]
    again(seat, submitted)
    assert office.read(draft_by_id, submitted).round == 3


def test_what_was_initialled_is_what_is_issued(office, seat, clock, officers):
    bring(seat, clock, "menunggu_rekomendasi")
    rows = waiting(seat("sari"), "menunggu_rekomendasi")
    draft_id = submit(seat, rows[:2], note="Isi yang diparaf", counterpart_number=" 9/X ").data["draft"]
    initialled(seat, draft_id)
    refused("other_people", lambda: issue(seat, draft_id, cases=seen(rows)))
    refused("other_people", lambda: issue(seat, draft_id, cases=seen(rows[:1])))
    stale = ((rows[0].id, rows[0].version + 1), (rows[1].id, rows[1].version))
    refused("stale", lambda: issue(seat, draft_id, cases=stale))
    letter_id = issue(seat, draft_id, cases=(), note="Disisipkan", counterpart_number="1").data["letters"][0]
    with office.database.read() as connection:
        facts = json.loads(connection.scalar(select(letter.c.facts).where(letter.c.id == letter_id)))
    assert facts["fields"]["keterangan"] == "Isi yang diparaf" and facts["counterpart_number"] == "9/X"
    refused("draft_ended", lambda: issue(seat, draft_id, cases=seen(rows[:2])))


@pytest.mark.parametrize("when", ["before", "after"])
def test_people_who_changed_meanwhile_are_named(office, seat, submitted, when):
    """Before the paraf nobody initials, after it nobody issues: the paper would say something else."""
    row = office.read(cases_by_id, [office.read(draft_cases, submitted)[1][0]])[0]
    if when == "after":
        initialled(seat, submitted)
    change = EditCase(application_id=row.id, before={"name": row.name}, after={"name": "Nama Baru"})
    seat("sari").run(change)
    wish = (lambda: initial(seat, "kabid", submitted)) if when == "before" else (lambda: issue(seat, submitted))
    caught = refused("draft_stale", wish)
    assert [one.row_id for one in caught.rows] == [row.id]
    numbers = count(office, "letter")
    send_back(seat, "kabid", submitted)
    again(seat, submitted)
    initialled(seat, submitted)
    issue(seat, submitted)
    assert count(office, "letter") == numbers + 1


def test_who_was_moved_away_leaves_the_draft_at_the_next_round(office, seat, submitted):
    gone, *rest = waiting(seat("sari"), "menunggu_rekomendasi")
    move(seat("sari"), "kembalikan_panti", [gone], reason="Data belum lengkap")
    caught = refused("draft_stale", lambda: initial(seat, "kabid", submitted))
    assert [one.row_id for one in caught.rows] == [gone.id]
    send_back(seat, "kabid", submitted)
    said = again(seat, submitted)
    assert [one.row_id for one in said.refused] == [gone.id] and is_sentence(said.sentence)
    assert [one for one, _ in office.read(draft_cases, submitted)] == sorted(row.id for row in rest)
    initialled(seat, submitted)
    assert sorted(issue(seat, submitted).done) == sorted(row.id for row in rest)


def test_a_person_is_in_one_open_draft_only(office, seat, clock, officers):
    bring(seat, clock, "menunggu_rekomendasi")
    rows = waiting(seat("sari"), "menunggu_rekomendasi")
    first = submit(seat, rows[:1]).data["draft"]
    caught = refused("in_draft", lambda: submit(seat, rows[:1]))
    assert f"konsep nomor {first}" in caught.sentence
    second = submit(seat, rows)
    assert [one.row_id for one in second.refused] == [rows[0].id]
    assert len(office.read(draft_cases, second.data["draft"])) == 2
    cancel(seat, "sari", first)
    assert submit(seat, rows[:1]).refused == ()


def test_letters_without_a_rule_need_no_draft(office, seat, clock, officers):
    bring(seat, clock, "diterima")
    rows = waiting(seat("yusuf"), "diterima")
    wish = SubmitDraft(procedure="wbs", action="mohon_rekomendasi", cases=seen(rows))
    refused("paraf_not_needed", lambda: seat("yusuf").run(wish))
    assert move(seat("yusuf"), "mohon_rekomendasi", rows).data["letters"]


def test_a_new_rule_counts_from_the_next_round_on(office, seat, submitted):
    sekdis = ((SEKDIS, seat("sekdis").staff.id),)
    office_id = seat("sari").staff.office_id
    seat("admin").run(SaveParafRules(office_id=office_id, code="rekomendasi", steps=sekdis))
    assert [step.position for step in office.read(draft_steps, submitted)] == [KABID, SEKDIS]
    send_back(seat, "sari", submitted)
    again(seat, submitted)
    assert [(step.position, step.given) for step in office.read(draft_steps, submitted)] == [(SEKDIS, False)]
    initial(seat, "sekdis", submitted)
    assert office.read(draft_steps, submitted)[0].given and issue(seat, submitted).data["letters"]


def test_the_list_shows_what_is_on_its_way_first(office, seat, clock, officers):
    bring(seat, clock, "menunggu_rekomendasi", 3)
    rows = waiting(seat("sari"), "menunggu_rekomendasi")
    ids = [submit(seat, [row]).data["draft"] for row in rows]
    cancel(seat, "sari", ids[2])
    initialled(seat, ids[0])
    listed = office.read(drafts_of_office, seat("sari").staff.office_id)
    assert [(row.id, row.state) for row in listed] == [
        (ids[1], "diajukan"),
        (ids[0], "siap"),
        (ids[2], "dibatalkan"),
    ]
    assert office.read(drafts_of_office, seat("ratna").staff.office_id) == ()
