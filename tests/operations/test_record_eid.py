"""BPJS gives participant numbers: 13 digits, nobody's twice, and who has a good one goes on."""

import pytest
from chain import bring, waiting
from probe import count, everything, is_sentence, together, unbroken

from db.queries.cases import cases_by_id
from db.queries.person import memberships
from desktop.operations.record_eid import Eid, RecordEid
from desktop.sop.refusals import Refused
from desktop.world import WorldTrouble


@pytest.fixture
def rows(office, seat, clock):
    bring(seat, clock, "disetujui", 3)
    return lambda: waiting(seat("hendra"), "disetujui")


def eid(row, number, facility=""):
    return Eid((row.id, row.version), number, facility)


def test_memberships_begin_and_the_list_goes_on(office, seat, rows, clock):
    opened = rows()
    outcome = seat("hendra").run(
        RecordEid(eids=tuple(eid(row, f"000123456789{at}", "Puskesmas Cakung") for at, row in enumerate(opened)))
    )
    assert outcome.sentence == "3 WBS mendapat E-ID." and outcome.refused == ()
    for at, row in enumerate(office.read(cases_by_id, outcome.done)):
        assert (row.status, row.participant_number, row.facility) == (
            "eid_terbit",
            f"000123456789{at}",
            "Puskesmas Cakung",
        )
        assert row.office_id == seat("ratna").staff.office_id
    held = office.read(memberships, opened[0].person_id)
    assert [(one.valid_from.isoformat(), one.valid_to, one.segment) for one in held] == [
        ("2026-11-23", None, "pbi_provinsi")
    ]


def test_a_partial_list_goes_on(office, seat, rows):
    opened = rows()
    numbers = ("0001234567890", "123", "")
    outcome = seat("hendra").run(RecordEid(eids=tuple(map(eid, opened, numbers))))
    assert outcome.sentence == "1 WBS mendapat E-ID, 2 belum: lihat alasan."
    assert outcome.done == (opened[0].id,)
    assert [(row.row_id, row.code) for row in outcome.refused] == [(row.id, "bad_number") for row in opened[1:]]
    assert all(is_sentence(row.sentence) for row in outcome.refused)
    assert [row.id for row in rows()] == [row.id for row in opened[1:]], "the others still wait"


WRONG = [
    "",
    " ",
    "000123456789",
    "00012345678901",
    "0000000000000",
    "00012345678O0",
    "1,23E+12",
    "3175010101809901",
    "😀",
]


def test_numbers_in_wrong_forms(office, seat, rows):
    opened, before = rows(), everything(office)
    for number in WRONG:
        with pytest.raises(Refused, match="bad_number") as caught:
            seat("hendra").run(RecordEid(eids=(eid(opened[0], number),)))
        assert is_sentence(caught.value.sentence) and len(caught.value.rows) == 1, number
    assert everything(office) == before


def test_double_in_the_list(seat, rows):
    opened = rows()
    outcome = seat("hendra").run(RecordEid(eids=tuple(eid(row, "0001234567890") for row in opened)))
    assert outcome.done == (opened[0].id,)
    assert [row.code for row in outcome.refused] == ["number_double", "number_double"]


def test_double_in_the_register_however_it_is_written(seat, rows):
    opened = rows()
    seat("hendra").run(RecordEid(eids=(eid(opened[0], "0001234567890"),)))
    outcome = seat("hendra").run(
        RecordEid(eids=(eid(opened[1], "0001 2345.67-890"), eid(opened[2], " 0001234567891 ")))
    )
    assert [(row.row_id, row.code) for row in outcome.refused] == [(opened[1].id, "number_double")]
    assert outcome.done == (opened[2].id,)


def test_two_desks_give_the_same_number_at_once(office, seat, rows):
    opened, desk, before = rows(), seat("hendra"), count(office, "membership")
    results = together(
        *(lambda row=row: desk.run(RecordEid(eids=(eid(row, "0001234567890"),))).done for row in opened[:2])
    )
    losers = [result for result in results if not isinstance(result, tuple)]
    assert len(losers) == 1
    assert losers[0] == "number_double" or (isinstance(losers[0], WorldTrouble) and losers[0].code == "db-double")
    assert count(office, "membership") == before + 1 and unbroken(office)


def test_stale_empty_and_foreign(office, seat, rows):
    opened = rows()
    before = everything(office)
    with pytest.raises(Refused, match="nothing"):
        seat("hendra").run(RecordEid(eids=()))
    with pytest.raises(Refused, match="stale"):
        seat("hendra").run(RecordEid(eids=(Eid((opened[0].id, 99), "0001234567890"),)))
    with pytest.raises(Refused, match="not_your_role"):
        seat("ratna").run(RecordEid(eids=(eid(opened[0], "0001234567890"),)))
    assert everything(office) == before


def test_a_case_at_another_desk_stays_behind(office, seat, rows, clock):
    other, before = bring(seat, clock, "dijangkau", 1), count(office, "membership")
    early = office.read(cases_by_id, other)[0]
    outcome = seat("hendra").run(RecordEid(eids=(eid(rows()[0], "0001234567890"), eid(early, "0001234567891"))))
    assert len(outcome.done) == 1 and [row.code for row in outcome.refused] == ["not_this_turn"]
    assert count(office, "membership") == before + 1


def test_one_person_twice_in_one_list_is_refused(seat, clock):
    """Two numbers for one person: nobody could say which one counts."""
    bring(seat, clock, "disetujui", 1)
    row = waiting(seat("hendra"), "disetujui")[0]
    eids = tuple(Eid((row.id, row.version), f"999900000000{at}") for at in range(2))
    with pytest.raises(Refused, match="twice"):
        seat("hendra").run(RecordEid(eids=eids))
