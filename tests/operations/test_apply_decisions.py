"""What was decided of a month ends memberships only once both sides signed it; with undo, and never inside a closed month."""

from datetime import date

import pytest
from civil import death
from paraf import refused
from probe import unbroken
from sqlalchemy import insert, select, update

from db.queries.month_letters import letter_of_month
from db.queries.reconciliations import findings, month_by_id
from db.queries.trail import trail_of_person
from db.tables.people import membership
from desktop.operations.apply_decisions import ApplyDecisions
from desktop.operations.close_month import CloseMonth
from desktop.operations.decide_findings import DecideFindings
from desktop.operations.reconcile import Reconcile
from desktop.operations.record_events import RecordEvents
from desktop.operations.undo_applied import UndoApplied
from desktop.operations.void_letter import VoidLetter
from desktop.sop.reconciling import stop_day
from tests.cities.city import PERIOD, city
from tests.cities.settling import put_list, settle
from tests.scans import photo

TMT = date(2026, 12, 1)
ENDING = ("meninggal", "pindah", "dobel_pbi")


@pytest.fixture
def month(office, seat):
    settle(office.database, city(7, 120, leaks=2), staff_id=seat("ratna").staff.id)
    found = seat("ratna").run(Reconcile(period=PERIOD, segment="pbi_kota")).data["reconciliation"]
    kept = seat("ratna").read(findings, found, rules=("pindah",))[0]
    seat("ratna").run(DecideFindings(reconciliation_id=found, ids=(kept.id,), decision="tetap", note="Masih di sini"))
    seat("ratna").run(DecideFindings(reconciliation_id=found))
    version = seat("ratna").read(month_by_id, found).version
    seat("ratna").run(CloseMonth(reconciliation_id=found, version=version, counterpart_number="9/BA"))
    return found


def sign(seat, clock, month):
    today = clock.now.date()
    letter_id = seat("ratna").read(letter_of_month, month).letter_id
    seat("ratna").paper.attach_scan(letter_id, photo(), signed_on=today, signers="Dua", number="9/BA", dated=today)


def apply(seat, month, day=TMT):
    version = seat("ratna").read(month_by_id, month).version
    return seat("ratna").run(ApplyDecisions(reconciliation_id=month, version=version, effective=day))


def standing(office):
    """Membership → (last day, why)."""
    with office.database.read() as connection:
        rows = connection.execute(select(membership).order_by(membership.c.id))
        return {row.id: (row.valid_to, row.end_reason) for row in rows}


def to_stop(seat, month):
    """Memberships that the decisions end."""
    found = seat("ratna").read(findings, month, rules=ENDING, decisions=("stop",), limit=1000)
    return {row.membership_id for row in found}


def test_the_signed_paper_ends_them_with_reason_and_day_and_can_be_taken_back(office, seat, month, clock):
    before = standing(office)
    refused("not_signed", lambda: apply(seat, month))
    sign(seat, clock, month)
    refused("too_early", lambda: apply(seat, month, date(2026, 10, 31)))
    refused("too_far", lambda: apply(seat, month, date(2027, 6, 1)))
    assert standing(office) == before
    frozen = seat("ratna").read(month_by_id, month)
    outcome = apply(seat, month)
    gone = to_stop(seat, month)
    after = standing(office)
    assert gone and {one for one in after if after[one] != before[one]} == gone
    assert {after[one][0] for one in gone} == {TMT} and outcome.data["ended"] == len(gone)
    number = frozen.number
    assert {after[one][1] for one in gone} <= {f"{why}, {number}" for why in ("Meninggal", "Pindah", "Peserta PBI JK")}
    assert seat("ratna").read(month_by_id, month) == frozen
    refused("applied", lambda: apply(seat, month))
    letter_id = seat("ratna").read(letter_of_month, month).letter_id
    refused("applied", lambda: seat("ratna").run(VoidLetter(letter_id=letter_id, reason="Salah")))
    refused("no_reason", lambda: seat("ratna").run(UndoApplied(reconciliation_id=month, reason=" ")))
    back = seat("ratna").run(UndoApplied(reconciliation_id=month, reason="Salah tanggal"))
    assert back.data["berlaku_lagi"] == len(gone) and standing(office) == before
    refused("not_applied", lambda: seat("ratna").run(UndoApplied(reconciliation_id=month, reason="Lagi")))
    assert apply(seat, month, date(2027, 1, 1)).data["ended"] == len(gone)
    with office.database.read() as connection:
        person = connection.scalar(select(membership.c.person_id).where(membership.c.id == min(gone)))
    said = [line.action for line in seat("ratna").read(trail_of_person, person)]
    assert said[:3] == ["keputusan_diterapkan", "penerapan_batal", "keputusan_diterapkan"] and unbroken(office)


def test_who_began_elsewhere_since_keeps_the_decisions(office, seat, month, clock):
    """Under another number: both would run."""
    sign(seat, clock, month)
    apply(seat, month)
    clock.forward(hours=1)
    with office.database.write() as connection:
        ended = min(to_stop(seat, month))
        person = connection.scalar(select(membership.c.person_id).where(membership.c.id == ended))
        row = {"person_id": person, "participant_number": "0008800000001", "segment": "kp_desa", "payer": "desa"}
        connection.execute(insert(membership), row | {"valid_from": TMT, "created_at": clock()})
    undo = UndoApplied(reconciliation_id=month, reason="Salah tanggal")
    refused("built_upon", lambda: seat("ratna").run(undo))
    with office.database.write() as connection:
        mine = update(membership).where(membership.c.participant_number == "0008800000001")
        connection.execute(mine.values(valid_to=TMT))
    seat("ratna").run(undo)
    running = select(membership.c.id).where(membership.c.person_id == person, membership.c.valid_to.is_(None))
    with office.database.read() as connection:
        assert connection.scalars(running).all() == [ended]


def test_the_next_month_begins_without_them(office, seat, month, clock):
    sign(seat, clock, month)
    gone = to_stop(seat, month)
    apply(seat, month, date(2026, 11, 1))
    lines = [(*line[:6], "2026-11", line[7]) for line in city(7, 120, leaks=2).lines]
    put_list(office.database, lines, "bpjs_tagihan", segment="pbi_kota", staff_id=1, period="2026-11")
    later = seat("ratna").run(Reconcile(period="2026-11", segment="pbi_kota")).data["reconciliation"]
    found = seat("ratna").read(findings, later, limit=1000)
    assert not gone & {row.membership_id for row in found}
    numbers = {row.number for row in seat("ratna").read(findings, month, rules=ENDING, decisions=("stop",))}
    assert numbers <= {row.number for row in found}


def test_a_death_that_is_on_its_way_to_bpjs_is_left_to_bpjs(office, seat, month, clock):
    dead = seat("ratna").read(findings, month, rules=("meninggal",), decisions=("stop",))[0]
    seat("andi").run(RecordEvents(events=(death(dead.nik, event_date=date(2026, 9, 3)),)))
    sign(seat, clock, month)
    outcome = apply(seat, month)
    assert outcome.data["on_their_way"] == 1 and "Database Terpadu" in outcome.sentence
    assert standing(office)[dead.membership_id] == (None, "")


@pytest.mark.parametrize(
    ("today", "day"),
    [
        (date(2026, 11, 20), date(2026, 12, 1)),
        (date(2026, 11, 21), date(2027, 1, 1)),
        (date(2026, 9, 3), date(2026, 11, 1)),
        (date(2026, 12, 31), date(2027, 2, 1)),
    ],
)
def test_what_reaches_bpjs_by_the_20th_counts_from_the_next_month(today, day):
    assert stop_day("2026-10", today) == day


def closed_later(office, seat, gone=()):
    """November of the same city is closed too, without the numbers that are gone."""
    lines = [(*line[:6], "2026-11", line[7]) for line in city(7, 120, leaks=2).lines if line[0] not in gone]
    put_list(office.database, lines, "bpjs_tagihan", segment="pbi_kota", staff_id=1, period="2026-11")
    later = seat("ratna").run(Reconcile(period="2026-11", segment="pbi_kota")).data["reconciliation"]
    seat("ratna").run(DecideFindings(reconciliation_id=later))
    version = seat("ratna").read(month_by_id, later).version
    seat("ratna").run(CloseMonth(reconciliation_id=later, version=version))


def test_nothing_is_applied_into_a_later_month_that_is_closed(office, seat, month, clock):
    sign(seat, clock, month)
    closed_later(office, seat)
    refused("too_early", lambda: apply(seat, month, date(2026, 11, 1)))
    assert apply(seat, month, TMT).data["ended"] == len(to_stop(seat, month))


def test_nothing_is_taken_back_from_under_a_later_month_that_is_closed(office, seat, month, clock):
    sign(seat, clock, month)
    apply(seat, month, date(2026, 11, 1))
    after = standing(office)
    closed_later(office, seat)
    refused("closed", lambda: seat("ratna").run(UndoApplied(reconciliation_id=month, reason="Salah tanggal")))
    assert standing(office) == after
