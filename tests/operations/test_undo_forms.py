"""The street's list and BPJS's file of numbers taken back whole, until somebody carried one of their people on."""

import pytest
from chain import bring, move, waiting
from civil import death, record
from probe import count, unbroken
from sqlalchemy import select
from test_import_forms import asked

from db.queries.cases import cases_by_id
from db.reconcile.basis import case_behind
from db.tables.people import membership
from desktop.operations.command import new_request
from desktop.operations.import_source import ImportFile
from desktop.operations.record_eid import Eid, RecordEid
from desktop.operations.take import Take
from desktop.operations.undo_import import UndoImport
from desktop.practice import HANDOVER_LIST
from desktop.sop.refusals import Refused

PLACED = (
    "SELECT a.id, a.status, a.office_id, (SELECT count(*) FROM membership m WHERE m.person_id = a.person_id)"
    " FROM application a ORDER BY a.id"
)


def bring_in(seat):
    satpol = seat("bagus")
    return satpol.import_handover(HANDOVER_LIST, satpol.read_spreadsheet(HANDOVER_LIST), 2, new_request())


def undo(seat, who, outcome, reason="Berkas keliru"):
    return seat(who).run(UndoImport(run_id=outcome.data["run"], reason=reason))


def test_the_streets_list_is_dropped_and_may_come_in_again(office, seat):
    outcome = bring_in(seat)
    said = undo(seat, "bagus", outcome)
    assert said.sentence.endswith("pencatatan 32 orang dibatalkan; datanya tetap tersimpan bersama jejaknya.")
    rows = seat("bagus").read(cases_by_id, outcome.done)
    assert {(row.status, row.reason) for row in rows} == {("ditutup", "Berkas keliru")}
    assert waiting(seat("bagus"), "dijangkau") == () and count(office, "import_row") == 0
    with pytest.raises(Refused, match="undone"):
        undo(seat, "bagus", outcome)
    again = bring_in(seat)
    assert (again.data["accepted"], again.data["duplicates"]) == (32, 0) and unbroken(office)
    with pytest.raises(Refused, match="no_run"):
        undo(seat, "ratna", again)


def test_who_was_handed_over_keeps_the_streets_list(office, seat):
    outcome = bring_in(seat)
    ready = [row for row in waiting(seat("bagus"), "dijangkau") if row.sex and row.found_place]
    move(seat("bagus"), "batal_catat", ready[:1], reason="Salah orang")
    move(seat("bagus"), "serahkan", ready[1:3])
    before = asked(office, PLACED)
    with pytest.raises(Refused) as refused:
        undo(seat, "bagus", outcome)
    assert refused.value.sentence.startswith("2 orang dari daftar ini sudah diserahkan ke panti: ")
    assert {row.row_id for row in refused.value.rows} == {row.id for row in ready[1:3]}
    assert asked(office, PLACED) == before and count(office, "import_row") == 32


@pytest.fixture
def sent(office, seat, clock):
    """Three E-IDs of a file."""
    bring(seat, clock, "disetujui", 3)
    before = asked(office, PLACED)
    clock.forward(hours=1)
    rows = waiting(seat("hendra"), "disetujui")
    return before, seat("hendra").run(numbers(rows))


def numbers(rows, first=0):
    """The numbers of BPJS's file, from some number on."""
    eids = tuple(Eid((row.id, row.version), f"000123456789{(first + at) % 10}") for at, row in enumerate(rows))
    return RecordEid(eids=eids, file=ImportFile("eid_result", "hasil.xlsx", "1" * 64, len(eids)))


def test_the_numbers_are_free_again_and_the_people_wait_for_them(office, seat, sent, clock):
    before, outcome = sent
    clock.forward(hours=1)
    hendra = seat("hendra")
    with pytest.raises(Refused, match="other_office"):
        move(hendra, "tarik_eid", hendra.read(cases_by_id, outcome.done), reason="Nomor tertukar")
    said = undo(seat, "hendra", outcome, "Nomor tertukar").sentence
    assert said == "Impor hasil.xlsx dibatalkan: 3 E-ID ditarik, orangnya menunggu nomor di meja ini lagi."
    assert asked(office, PLACED) == before
    back = waiting(hendra, "disetujui")
    assert [row.reason for row in back] == ["Nomor tertukar"] * 3
    hendra.run(numbers(back, first=1))
    held = dict(
        asked(office, "SELECT a.id, m.participant_number FROM application a JOIN membership m USING (person_id)")
    )
    assert held == {row.id: f"000123456789{at + 1}" for at, row in enumerate(back)} and unbroken(office)


def test_what_was_sent_on_keeps_the_numbers(office, seat, sent):
    _before, outcome = sent
    kept = count(office, "membership")
    ratna = seat("ratna")
    first, second, _third = waiting(ratna, "eid_terbit")
    ratna.run(Take(case=(second.id, second.version)))
    with pytest.raises(Refused) as refused:
        undo(seat, "hendra", outcome)
    assert refused.value.sentence.startswith(f"1 E-ID belum dapat ditarik: {second.label}. Sedang dikerjakan")
    move(ratna, "teruskan_eid", [first])
    with pytest.raises(Refused) as refused:
        undo(seat, "hendra", outcome)
    assert refused.value.sentence.startswith(f"1 E-ID sudah diteruskan ke panti: {first.label}.")
    assert count(office, "membership") == kept


def test_a_death_upon_a_number_of_the_file_keeps_the_numbers(office, seat, sent):
    _before, outcome = sent
    record(seat, death(seat("hendra").read(cases_by_id, outcome.done)[0].nik))
    kept = asked(office, PLACED)
    with pytest.raises(Refused, match="built_upon") as refused:
        undo(seat, "hendra", outcome)
    assert refused.value.sentence.startswith("Dukcapil sudah mencatat 1 kematian atau pindah")
    assert asked(office, PLACED) == kept


def test_who_closes_a_month_finds_the_cases_behind_a_file_of_numbers(office, seat, sent):
    """Also where the walls do not show them the file."""
    _before, outcome = sent
    mine = select(case_behind()).select_from(membership).where(membership.c.run_id == outcome.data["run"])
    with seat("ratna").office.database.read() as connection:
        assert set(connection.scalars(mine)) == set(outcome.done)
