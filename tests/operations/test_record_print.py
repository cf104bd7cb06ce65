"""What is written down about printing: on both databases, with its copies, for the right office, in the journal."""

import pytest
from chain import bring, move, seen, waiting
from probe import everything, is_sentence

from db.errors import RecordRoomError
from db.queries.cards import card_history
from db.queries.letters import all_letters, cards_of_person, letters_of_office
from db.queries.print_jobs import copies_of_sheet, print_jobs_of_letter, print_jobs_of_office
from db.queries.trail import trail_of_person
from db.tables.printing import print_job
from desktop.operations.record_print import RecordPrint, refuse_what_counts_no_more
from desktop.operations.settle_print import SettlePrint
from desktop.operations.spoil_card import SpoilCard
from desktop.operations.void_letter import VoidLetter
from desktop.sop.refusals import Refused

JOB = {"title": "Surat 1", "printer": "lt2-hp", "paper": "a4", "copies": 2, "pages": 3}


@pytest.fixture
def sheet(seat, clock):
    """(the rows on it, the sheet) of two cards at Rina's panti."""
    bring(seat, clock, "eid_diterima", 2)
    rows = waiting(seat("rina"), "eid_diterima")
    outcome, _pdf = seat("rina").make_cards(seen(rows), "eid_a4")
    return rows, outcome.data["sheet"]


def record(desk, **more):
    values = {"kind": "surat", "state": "diterima", "system_job": "lt2-hp-7"} | JOB | more
    return desk.run(RecordPrint(**values))


def test_a_job_is_written_down_as_the_queue_took_it(office, seat, clock):
    desk = seat("rina")
    outcome = record(desk, duplex=True)
    assert outcome.sentence == "Surat 1 dikirim ke pencetak." and outcome.topics == {"print"}
    (row,) = desk.read(print_jobs_of_office, desk.staff.office_id)
    assert row.id == outcome.data["print"]
    assert (row.title, row.printer, row.paper, row.copies, row.pages, row.duplex) == (
        "Surat 1",
        "lt2-hp",
        "a4",
        2,
        3,
        True,
    )
    assert (row.state, row.system_job, row.reason, row.staff_name, row.at) == (
        "diterima",
        "lt2-hp-7",
        "",
        desk.staff.name,
        clock.now,
    )
    other = seat("ratna")
    assert other.read(print_jobs_of_office, other.staff.office_id) == ()


@pytest.mark.parametrize("state", ["gagal", "dibatalkan"])
def test_what_did_not_come_out_has_a_reason(office, seat, state):
    before = everything(office)
    with pytest.raises(Refused, match="reason_needed") as caught:
        record(seat("rina"), state=state, reason="  ")
    assert is_sentence(caught.value.sentence) and everything(office) == before
    record(seat("rina"), state=state, reason="Kertas habis.", system_job="")
    (row,) = office.read(print_jobs_of_office, seat("rina").staff.office_id)
    assert (row.state, row.reason) == (state, "Kertas habis.")


def test_no_copies_is_no_print(office, seat):
    with pytest.raises(Refused, match="no_copies"):
        record(seat("rina"), copies=0)


def test_copies_of_a_sheet_count_only_what_queues_took(office, seat, sheet):
    rows, sheet_id = sheet
    assert office.read(copies_of_sheet, sheet_id) == 0
    first = record(seat("rina"), kind="kartu", sheet_id=sheet_id)
    record(seat("rina"), kind="kartu", sheet_id=sheet_id, copies=3)
    record(seat("rina"), kind="kartu", sheet_id=sheet_id, state="gagal", reason="Kertas habis.")
    assert office.read(copies_of_sheet, sheet_id) == 5
    assert first.data["print"] and set(first.topics) == {"print"}
    seat("rina").run(SettlePrint(print_id=first.data["print"], state="dibatalkan", reason="Dibatalkan."))
    assert office.read(copies_of_sheet, sheet_id) == 3
    assert [one.copy for one in office.read(cards_of_person, rows[0].person_id)] == [1]


def test_every_person_on_the_sheet_reads_it_in_the_trail(office, seat, sheet):
    rows, sheet_id = sheet
    outcome = record(seat("rina"), kind="kartu", sheet_id=sheet_id)
    seat("rina").run(SettlePrint(print_id=outcome.data["print"], state="gagal", reason="Kertas macet."))
    for row in rows:
        told = [line for line in office.read(trail_of_person, row.person_id) if line.action.startswith("cetak")]
        assert {line.action for line in told} == {"cetak", "cetak_gagal"}
        assert "Kertas macet." in {line.reason for line in told}


def test_paper_of_another_office_is_refused(office, seat, sheet):
    rows, sheet_id = sheet
    move(seat("rina"), "cetak_kartu", rows)
    stranger = seat("andi")
    letters = {row.id for row in seat("rina").read(letters_of_office, seat("rina").staff.office_id)}
    foreign = letters - {row.id for row in stranger.read(letters_of_office, stranger.staff.office_id)}
    before = everything(office)
    for wrong in ({"sheet_id": sheet_id}, {"letter_id": min(foreign)}, {"sheet_id": 10**6}, {"letter_id": 10**6}):
        with pytest.raises(Refused, match="other_office") as caught:
            record(stranger, **wrong)
        assert is_sentence(caught.value.sentence)
    assert everything(office) == before


def test_a_letter_is_printed_by_who_wrote_it_and_by_who_got_it(office, seat, clock):
    bring(seat, clock, "diterima", 1)
    (letter,) = seat("rina").read(letters_of_office, seat("rina").staff.office_id)
    for user in ("bagus", "rina"):
        record(seat(user), letter_id=letter.id)
        assert len(office.read(print_jobs_of_letter, letter.id, seat(user).staff.office_id)) == 1


def test_a_job_is_settled_once_and_by_its_own_office(office, seat):
    print_id = record(seat("rina")).data["print"]
    settle = {"print_id": print_id, "state": "gagal", "reason": "Kertas macet."}
    for wrong, code in (({"reason": " "}, "reason_needed"), ({"print_id": 10**6}, "gone")):
        with pytest.raises(Refused, match=code):
            seat("rina").run(SettlePrint(**(settle | wrong)))
    with pytest.raises(Refused, match="gone"):
        seat("ratna").run(SettlePrint(**settle))
    outcome = seat("rina").run(SettlePrint(**settle))
    assert outcome.sentence == "Surat 1 tidak tercetak."
    (row,) = office.read(print_jobs_of_office, seat("rina").staff.office_id)
    assert (row.state, row.reason, row.system_job) == ("gagal", "Kertas macet.", "lt2-hp-7")
    with pytest.raises(Refused, match="settled") as caught:
        seat("rina").run(SettlePrint(**settle))
    assert is_sentence(caught.value.sentence)


def test_the_same_request_is_one_print(office, seat):
    command = RecordPrint(kind="uji", state="diterima", **JOB)
    assert not seat("rina").run(command).replayed
    assert seat("rina").run(command).replayed
    assert len(office.read(print_jobs_of_office, seat("rina").staff.office_id)) == 1


def test_a_print_is_never_deleted(office, seat):
    record(seat("rina"))
    with pytest.raises(RecordRoomError), office.database.write() as connection:
        connection.execute(print_job.delete())


def test_what_counts_no_more_is_not_printed(office, seat, sheet):
    rows, sheet_id = sheet
    letter = next(one for one in office.read(all_letters) if one.code == "bast")
    office.read(refuse_what_counts_no_more, letter.id, sheet_id)
    seat("bagus").run(VoidLetter(letter_id=letter.id, reason="Salah tujuan"))
    (lost,) = office.read(card_history, rows[1].person_id)
    seat("rina").run(SpoilCard(card_id=lost.id, kind="hilang", reason="Hilang di bus"))
    for letter_id, sheet_of in ((letter.id, None), (None, sheet_id)):
        with pytest.raises(Refused, match="void") as caught:
            office.read(refuse_what_counts_no_more, letter_id, sheet_of)
        assert is_sentence(caught.value.sentence)
