"""Exactly once, with the rights of this moment, on what the clerk saw."""

import threading
from dataclasses import replace

import pytest
from chain import bring, intake, move, seen, waiting
from sqlalchemy import text

from db.queries.cases import cases_by_id
from desktop.operations.command import new_request
from desktop.operations.manage_staff import ChangeStaff
from desktop.operations.move import Move
from desktop.sop.refusals import Refused
from desktop.world import WorldTrouble


def count(office, table):
    with office.database.read() as connection:
        return connection.scalar(text(f"SELECT count(*) FROM {table}"))


def test_the_same_request_is_done_once(office, seat, clock):
    intake(seat, clock)
    command = Move(procedure="wbs", action="serahkan", cases=seen(waiting(seat("bagus"), "dijangkau")))
    first = seat("bagus").run(command)
    lines, letters = count(office, "journal"), count(office, "letter")
    again = seat("bagus").run(command)
    assert again.replayed and not first.replayed
    # The paper was made after the outcome was stored, with news of its own.
    assert replace(again, replayed=False, changes=first.changes) == first
    assert (count(office, "journal"), count(office, "letter")) == (lines, letters)


def test_a_double_click_from_two_threads_is_one_request(office, seat, clock):
    intake(seat, clock)
    command = Move(procedure="wbs", action="serahkan", cases=seen(waiting(seat("bagus"), "dijangkau")))
    outcomes = []
    threads = [threading.Thread(target=lambda: outcomes.append(seat("bagus").run(command))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcomes) == 6
    assert sum(not outcome.replayed for outcome in outcomes) == 1
    assert count(office, "letter") == 1


def test_somebody_elses_request_id_is_refused(seat, clock):
    intake(seat, clock)
    rows = waiting(seat("bagus"), "dijangkau")
    request = new_request()
    seat("bagus").run(Move(procedure="wbs", action="serahkan", cases=seen(rows), request=request))
    with pytest.raises(Refused, match="foreign_request"):
        seat("yusuf").run(Move(procedure="wbs", action="terima", cases=seen(rows), request=request))


def test_a_stale_row_refuses_the_whole_request_with_its_list(office, seat, clock):
    ids = bring(seat, clock, "menunggu_validasi")
    rows = waiting(seat("ratna"), "menunggu_validasi")
    move(seat("ratna"), "kembalikan_dukcapil", rows[:1], reason="NIK ganda")
    with pytest.raises(Refused, match="stale") as caught:
        move(seat("ratna"), "validasi", rows)
    assert [row.row_id for row in caught.value.rows] == [rows[0].id]
    statuses = [row.status for row in office.read(cases_by_id, ids)]
    assert sorted(statuses) == ["menunggu_validasi", "menunggu_validasi", "perbaikan_nik"]


def test_a_list_may_split_and_nobody_is_lost(office, seat, clock):
    ids = bring(seat, clock, "menunggu_validasi", 6)
    rows = waiting(seat("ratna"), "menunggu_validasi")
    move(seat("ratna"), "kembalikan_dukcapil", rows[:2], reason="Tanggal lahir beda")
    outcome = move(seat("ratna"), "validasi", rows[2:])
    assert outcome.sentence == "4 WBS divalidasi."
    after = office.read(cases_by_id, ids)
    assert sorted(row.status for row in after) == ["disetujui"] * 4 + ["perbaikan_nik"] * 2
    assert {row.reason for row in after if row.status == "perbaikan_nik"} == {"Tanggal lahir beda"}
    assert len({row.batch_id for row in after}) == 2


def test_who_may_not_stays_behind_with_a_sentence(office, seat, clock):
    from desktop.operations.edit_case import EditCase

    ids = bring(seat, clock, "diterima", 4)
    row = office.read(cases_by_id, ids[:1])[0]
    seat("yusuf").run(
        EditCase(application_id=row.id, before={"birth_date": row.birth_date}, after={"birth_date": None})
    )
    outcome = move(seat("yusuf"), "mohon_rekomendasi", waiting(seat("yusuf"), "diterima"))
    assert outcome.sentence == "3 WBS dimohonkan rekomendasi NIK, 1 belum: lihat alasan."
    assert [(refusal.row_id, refusal.code) for refusal in outcome.refused] == [(row.id, "has_birth")]


def test_a_reason_is_required_where_the_procedure_says_so(seat, clock):
    bring(seat, clock, "menunggu_validasi")
    with pytest.raises(Refused, match="reason_needed"):
        move(seat("ratna"), "kembalikan_dukcapil", waiting(seat("ratna"), "menunggu_validasi"), reason="  ")


def test_a_role_withdrawn_meanwhile(office, seat, clock):
    bring(seat, clock, "menunggu_validasi")
    rows = waiting(seat("ratna"), "menunggu_validasi")
    ratna = seat("ratna").staff
    seat("admin").run(
        ChangeStaff(
            staff_id=ratna.id,
            version=ratna.version,
            name=ratna.name,
            nip=ratna.nip,
            position=ratna.position,
            roles=frozenset(),
        )
    )
    with pytest.raises(Refused, match="not_your_role"):
        move(seat("ratna"), "validasi", rows)


def test_a_disabled_account_can_do_nothing(seat, clock):
    bring(seat, clock, "menunggu_validasi")
    ratna = seat("ratna").staff
    seat("admin").run(
        ChangeStaff(
            staff_id=ratna.id,
            version=ratna.version,
            name=ratna.name,
            nip=ratna.nip,
            position=ratna.position,
            roles=ratna.roles,
            disabled=True,
        )
    )
    # A server closes the login as well: it lets nobody in who is not connected already.
    with pytest.raises((Refused, WorldTrouble), match=r"disabled|db-refused"):
        move(seat("ratna"), "validasi", waiting(seat("ratna"), "menunggu_validasi"))


def test_a_refused_request_may_be_sent_again(seat, clock):
    """A refusal stores nothing, so the corrected wish may carry the same id."""
    bring(seat, clock, "menunggu_validasi")
    rows = waiting(seat("ratna"), "menunggu_validasi")
    command = Move(procedure="wbs", action="kembalikan_dukcapil", cases=seen(rows))
    with pytest.raises(Refused, match="reason_needed"):
        seat("ratna").run(command)
    assert seat("ratna").run(replace(command, reason="NIK ganda")).done


def test_two_clerks_one_list_at_the_same_moment(office, seat, clock):
    """Both press at once: one wins, the other is told, nobody moves twice."""
    ids = bring(seat, clock, "diserahkan", 5)
    rows = waiting(seat("yusuf"), "diserahkan")
    results = []

    def press(name):
        try:
            results.append(move(seat(name), "terima", rows).sentence)
        except Refused as refusal:
            results.append(refusal.code)

    threads = [threading.Thread(target=press, args=(name,)) for name in ("yusuf", "rina")]
    seat("rina"), seat("yusuf")
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["5 WBS diterima di panti.", "stale"]
    assert all(row.status == "diterima" for row in office.read(cases_by_id, ids))
