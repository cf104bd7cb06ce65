"""The day of moving in is written once for a whole hand-over, on both databases."""

from datetime import date, timedelta

import pytest

from db.queries.card_desk import card_desk, case_of_number, sheets_of_cases
from db.queries.cases import cases_by_id
from db.queries.dossier import people_of_panti
from desktop.operations.record_entry import RecordEntry
from desktop.sop.refusals import Refused
from tests.ui.stages import bring_to, touch

DAY = date(2026, 11, 23)


def entered(office, rows):
    return [row.entered_on for row in office.read(cases_by_id, [row.id for row in rows])]


def test_a_day_that_stands_is_kept(office, seat):
    rows = bring_to(office, seat, "diterima", people=3)
    touch(office, seat("yusuf"), rows[1].id, entered_on=date(2026, 11, 1))
    outcome = seat("yusuf").run(RecordEntry(cases=tuple(row.id for row in rows), entered_on=DAY))
    assert outcome.sentence == "Tanggal masuk 2 orang dicatat."
    assert entered(office, rows) == [DAY, date(2026, 11, 1), DAY]
    again = seat("rina").run(RecordEntry(cases=(rows[0].id,), entered_on=DAY - timedelta(days=1)))
    assert again.done == () and entered(office, rows)[0] == DAY


@pytest.mark.parametrize(
    ("user", "day", "code"), [("bagus", DAY, "not_your_role"), ("yusuf", date(2099, 1, 1), "entered_on")]
)
def test_refusals_change_nothing(office, seat, user, day, code):
    rows = bring_to(office, seat, "diterima", people=1)
    with pytest.raises(Refused) as refusal:
        seat(user).run(RecordEntry(cases=(rows[0].id,), entered_on=day))
    assert refusal.value.code == code and entered(office, rows) == [None]


def test_people_of_a_panti_stay_in_its_dossier(office, seat):
    bring_to(office, seat, "diserahkan", people=1)
    here = bring_to(office, seat, "diterima", people=2)
    touch(office, seat("yusuf"), here[0].id, entered_on=DAY)
    touch(office, seat("yusuf"), here[0].id, left_on=DAY, left_reason="Pulang")
    panti, not_yet = seat("yusuf").staff.office_id, ("dijangkau", "diserahkan")
    for gone, row in ((False, here[1]), (True, here[0])):
        found = office.read(people_of_panti, panti, not_yet=not_yet, gone=gone)
        assert [one.id for one in found] == [row.id]


def test_card_desk_reads_queue_and_copies(office, seat, clock):
    done = bring_to(office, seat, "selesai", people=1)[0]
    waiting = bring_to(office, seat, "eid_diterima", people=2)
    panti = seat("yusuf")
    panti.make_cards(((done.id, done.version),), "cr80", "Kartu rusak")
    rows = office.read(card_desk, panti.staff.office_id, ["eid_diterima"], clock.now - timedelta(hours=1))
    assert [row.id for row in rows.waiting] == [row.id for row in waiting]
    assert [row.id for row in rows.printed] == [done.id] and (rows.copies, rows.reprints) == (2, 1)
    later = office.read(card_desk, panti.staff.office_id, ["eid_diterima"], clock.now + timedelta(hours=1))
    assert later.printed == () and later.copies == 0
    for digits in (done.nik, done.participant_number):
        assert office.read(case_of_number, panti.staff.office_id, digits).id == done.id
    assert office.read(case_of_number, seat("ratna").staff.office_id, done.nik) is None
    ((_, layout, pdf),) = office.read(sheets_of_cases, [done.id])
    assert layout == "cr80" and pdf.startswith(b"%PDF")
