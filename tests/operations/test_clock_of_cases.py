"""The SOP clock on real cases: real beside standard time per step, only while the agency holds the case (H3, N3)."""

from datetime import UTC, datetime, timedelta

from chain import bring, give_eid, give_nik, intake, move, waiting

from db.queries.cases import cases_by_id
from db.queries.person import journey
from db.queries.report import ComplianceRow, compliance

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
ALWAYS = (datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))


def steps(office, case):
    person = office.read(cases_by_id, [case])[0].person_id
    return [step for step in office.read(journey, person) if step.application_id == case]


def real(office, case):
    """(step, real minutes) of the finished steps, in order."""
    return [(step.step, step.real_seconds // 60) for step in steps(office, case) if step.real_seconds is not None]


def go(seat, clock, name, action, *statuses, minutes=0, **more):
    clock.forward(minutes=minutes)
    return move(seat(name), action, waiting(seat(name), *statuses), **more)


def test_standard_times_are_the_published_ones(office, seat, clock):
    """Per handover or per person, as the annex says: 60, 60, 120, 120, 1×n, 5×n, 10×n, 1×n, 1×n minutes."""
    case = bring(seat, clock, "menunggu_nik", 3)[0]
    give_nik(seat)
    go(seat, clock, "yusuf", "mohon_persetujuan", "nik_tersedia")
    go(seat, clock, "ratna", "validasi", "menunggu_validasi")
    give_eid(seat)
    go(seat, clock, "ratna", "teruskan_eid", "eid_terbit")
    found = [(step.step, step.people, step.standard_seconds // 60) for step in steps(office, case)]
    # Dukcapil handles one by one, but the panti sends one list of three: that list is what step 5 is measured on.
    assert found == [
        (1, 3, 60),
        (2, 3, 60),
        (3, 3, 120),
        (4, 3, 120),
        (5, 3, 3),
        (6, 3, 15),
        (7, 3, 30),
        (8, 3, 3),
        (9, 3, 3),
    ]


def test_each_step_has_its_own_time(office, seat, clock):
    case = intake(seat, clock, 2)[0]
    go(seat, clock, "bagus", "serahkan", "dijangkau", minutes=25)
    go(seat, clock, "yusuf", "terima", "diserahkan", minutes=10)
    go(seat, clock, "yusuf", "mohon_rekomendasi", "diterima", minutes=20)
    go(seat, clock, "sari", "rekomendasikan", "menunggu_rekomendasi", minutes=45)
    assert real(office, case) == [(1, 25), (2, 30), (3, 45)], "receiving does not end step 2"
    running = steps(office, case)[-1]
    assert (running.step, running.ended_at, running.real_seconds) == (4, None, None)
    assert [step.office for step in steps(office, case)][2] == "Dinas Sosial"


def test_nights_weekends_and_noon_do_not_count(office, seat, clock):
    clock.now = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)  # Friday 16.00, open until 16.30
    case = intake(seat, clock, 1)[0]
    clock.now = datetime(2026, 11, 30, 6, 30, tzinfo=UTC)  # Monday 13.30: 30' + 7.30–12.00 + 13.00–13.30
    go(seat, clock, "bagus", "serahkan", "dijangkau")
    assert real(office, case) == [(1, 30 + 270 + 30)]


def test_due_is_in_office_time(office, seat, clock):
    clock.now = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
    case = intake(seat, clock, 1)[0]
    assert office.read(cases_by_id, [case])[0].step_due == datetime(2026, 11, 30, 1, 0, tzinfo=UTC)


def test_a_refused_hand_over_gives_the_clock_back(office, seat, clock):
    case = intake(seat, clock, 1)[0]
    go(seat, clock, "bagus", "serahkan", "dijangkau", minutes=10)
    go(seat, clock, "yusuf", "tolak_serah_terima", "diserahkan", minutes=15, reason="Sakit, dirujuk dulu")
    go(seat, clock, "bagus", "serahkan", "dijangkau", minutes=20)
    assert real(office, case) == [(1, 10), (2, 15), (1, 20)]
    assert [step.step for step in steps(office, case)] == [1, 2, 1, 2]


def test_a_split_list_runs_two_clocks(office, seat, clock):
    ids = bring(seat, clock, "menunggu_validasi", 4)
    rows = waiting(seat("ratna"), "menunggu_validasi")
    clock.forward(minutes=5)
    move(seat("ratna"), "validasi", rows[:3])
    clock.forward(minutes=30)
    move(seat("ratna"), "kembalikan_dukcapil", rows[3:], reason="NIK ganda")
    assert real(office, ids[0])[-1] == (6, 5) and real(office, ids[3])[-1] == (6, 35)
    after = [steps(office, case)[-1] for case in ids]
    assert [(step.step, step.people, step.standard_seconds // 60) for step in after] == [(7, 3, 30)] * 3 + [(4, 1, 120)]


def test_returned_and_back(office, seat, clock):
    """6 → 4 → 5 → 6: every round has its own run, and Dinkes' clock stands while Dukcapil mends."""
    case = bring(seat, clock, "menunggu_validasi", 1)[0]
    go(seat, clock, "ratna", "kembalikan_dukcapil", "menunggu_validasi", minutes=6, reason="Tanggal lahir beda")
    clock.forward(minutes=50)
    give_nik(seat)
    go(seat, clock, "yusuf", "mohon_persetujuan", "nik_tersedia", minutes=2)
    go(seat, clock, "ratna", "validasi", "menunggu_validasi", minutes=4)
    assert real(office, case) == [(1, 0), (2, 0), (3, 0), (4, 0), (5, 0), (6, 6), (4, 50), (5, 2), (6, 4)]
    assert sum(minutes for step, minutes in real(office, case) if step == 6) == 10


def test_a_closed_case_has_no_running_clock(office, seat, clock):
    case = bring(seat, clock, "diterima", 1)[0]
    go(seat, clock, "yusuf", "tutup", "diterima", minutes=12, reason="Dijemput keluarga")
    assert all(step.ended_at is not None for step in steps(office, case))
    assert real(office, case)[-1] == (2, 12)
    row = office.read(cases_by_id, [case])[0]
    assert (row.status, row.step_due) == ("ditutup", None)


def test_compliance_by_hand(office, seat, clock):
    """Two lists at step 1 (2 people in 30', 1 person in 90'), one at step 2; the split list at step 6 counts once."""
    first = intake(seat, clock, 2)
    clock.forward(minutes=30)
    move(seat("bagus"), "serahkan", office.read(cases_by_id, first))
    second = intake(seat, clock, 1)
    clock.forward(minutes=90)
    move(seat("bagus"), "serahkan", office.read(cases_by_id, second))
    rows = office.read(compliance, *ALWAYS)
    assert rows == (ComplianceRow(1, 2, 3, (1800 + 5400) / 2, 3600.0, 1),)
    go(seat, clock, "yusuf", "terima", "diserahkan")
    assert office.read(compliance, *ALWAYS) == rows, "receiving ends nothing"
    go(seat, clock, "yusuf", "mohon_rekomendasi", "diterima", minutes=20)
    # Two hand-overs leave as one letter for three: one list, as slow as who waited longest (90 + 20 minutes).
    assert office.read(compliance, *ALWAYS)[1] == ComplianceRow(2, 1, 3, 6600.0, 3600.0, 1)


def test_compliance_of_a_split_list_and_of_a_period(office, seat, clock):
    bring(seat, clock, "menunggu_validasi", 4)
    rows = waiting(seat("ratna"), "menunggu_validasi")
    clock.forward(minutes=10)
    move(seat("ratna"), "validasi", rows[:3])
    cut = clock.now + timedelta(minutes=1)
    clock.forward(minutes=20)
    move(seat("ratna"), "validasi", rows[3:])
    by_step = {row.step: row for row in office.read(compliance, *ALWAYS)}
    assert by_step[6] == ComplianceRow(6, 1, 4, 1800.0, 1200.0, 1), "one list, as slow as its last person"
    early = {row.step: row for row in office.read(compliance, ALWAYS[0], cut)}
    assert early[6] == ComplianceRow(6, 1, 3, 600.0, 1200.0, 0)
    late = {row.step: row for row in office.read(compliance, cut, ALWAYS[1])}
    assert late == {6: ComplianceRow(6, 1, 1, 1800.0, 1200.0, 1)}
    assert office.read(compliance, ALWAYS[0], MONDAY) == ()
