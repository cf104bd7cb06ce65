"""A month closes on what is so now: whatever changed since it was compared sends the clerk back to compare."""

import json
from datetime import date

import pytest
from civil import death, record
from member_lists import listed, nik
from months import SEGMENT, bill, close, compare, decide, found, settled
from paraf import refused
from sqlalchemy import select

from db.queries.cases import cases_by_id
from db.queries.reconciliations import month_by_id
from db.tables.reconciliation import month_basis, reconciliation
from desktop.operations.list_trial import Answers
from desktop.operations.reconcile import Reconcile
from desktop.operations.revoke_event import RevokeEvent
from desktop.operations.save_rate import SaveRate
from desktop.operations.submit_month import SubmitMonth
from desktop.operations.undo_import import UndoImport
from tests.cities.city import PERIOD
from tests.spreadsheets.lists_kit import write_text


def submit(seat, month):
    version = seat("ratna").read(month_by_id, month).version
    return seat("ratna").run(SubmitMonth(reconciliation_id=month, version=version))


def new_rate(office, seat, made, clock):
    line = {"segment": SEGMENT, "budget_line": "bantuan", "amount": 3800, "legal_basis": "Perwali baru"}
    seat("admin").run(SaveRate(**line, valid_from=date(2026, 10, 1)))


def late_death(office, seat, made, clock):
    record(seat, death(made.lines[5][1], event_date=date(2026, 9, 3)))


def other_pbi_list(office, seat, made, clock):
    bill(office, seat, [("8000000000005", *made.lines[5][1:])], segment="pbi_jk", layout="pbi_bnba")


def new_member(office, seat, made, clock):
    one = made.lines[5]
    line = (7, f"6{one[0][1:]}", nik(70), None, "ORANG BARU", "L", "1999-01-01", "X", "Jl", "K", "C")
    seat("ratna").run(listed([line], period=PERIOD, segment=SEGMENT))


@pytest.mark.parametrize("change", [new_rate, late_death, other_pbi_list, new_member])
def test_what_changed_since_is_compared_again_first(office, seat, clock, change):
    made = settled(office, seat)
    month = compare(seat)["reconciliation"]
    before = seat("ratna").read(month_by_id, month)
    change(office, seat, made, clock)
    refused("stale", lambda: close(seat, month))
    refused("stale", lambda: submit(seat, month))
    assert seat("ratna").read(month_by_id, month) == before and found(seat, month) == ()
    assert compare(seat)["found"] > 0
    decide(seat, month)
    close(seat, month)


def test_a_death_taken_back_since_closes_nobody_as_dead(office, seat):
    made = settled(office, seat)
    (case,) = record(seat, death(made.lines[5][1], event_date=date(2026, 9, 3))).done
    month = compare(seat)["reconciliation"]
    decide(seat, month)
    row = seat("andi").read(cases_by_id, [case])[0]
    seat("andi").run(RevokeEvent(event_id=row.event_id, case=(row.id, row.version), reason="Salah orang"))
    refused("stale", lambda: close(seat, month))
    assert compare(seat)["difference"] == 0
    close(seat, month)


def test_the_list_of_the_state_is_kept_with_the_month(office, seat):
    made = settled(office, seat)
    one = made.lines[5]
    line = (7, "8000000000005", one[1], None, one[2], one[3], one[4], "X", "Jl", "K", "C")
    run = seat("ratna").run(listed([line], period=PERIOD, segment="pbi_jk")).data["run"]
    month = compare(seat)["reconciliation"]
    assert [row.rule for row in found(seat, month)] == ["dobel_pbi"]
    decide(seat, month)
    seat("ratna").run(UndoImport(run_id=run, reason="Berkas yang salah"))
    refused("stale", lambda: close(seat, month))
    run = seat("ratna").run(listed([line], period=PERIOD, segment="pbi_jk", salt="2")).data["run"]
    seat("ratna").run(Reconcile(period=PERIOD, segment=SEGMENT))
    with office.database.read() as connection:
        assert connection.scalar(select(reconciliation.c.pbi_run_id).where(reconciliation.c.id == month)) == run
    close(seat, month)
    with office.database.read() as connection:
        kept = json.loads(connection.scalar(select(month_basis.c.facts)))
    assert kept["compared"]["pbi"] == [run] and run in {one["id"] for one in kept["runs"]}


def test_beside_a_bill_the_list_still_says_who_is_inactive_missing_or_strange(office, seat):
    made = settled(office, seat)
    lines = list(made.lines)
    inactive, missing = lines[1], lines[2]
    lines[1] = (*inactive[:5], "2", *inactive[6:])
    stranger = ("0009999999999", nik(70), "ASING", "L", "1990-01-01", "0", PERIOD, 37_800)
    bill(office, seat, [*lines[:2], *lines[3:], stranger], layout="bpjs_rekon")
    told = compare(seat)
    month = told["reconciliation"]
    assert {(one.rule, one.number, one.amount) for one in found(seat, month)} == {
        ("daftar_nonaktif", inactive[0], 0),
        ("tidak_di_daftar", missing[0], 0),
        ("asing_di_daftar", stranger[0], 0),
    }
    assert compare(seat) == told and told["difference"] == 0
    decide(seat, month)
    close(seat, month)


def test_a_line_that_bpjs_itself_calls_another_kind_is_found(office, seat, tmp_path):
    """Read from a file as BPJS sends it; the kind that fits Kota and Provinsi alike says nothing."""
    made = settled(office, seat)
    kinds = (("21", "PBI APBN"), ("21", ""), ("", "pbi jk"), ("13", ""), ("14", ""), ("22", ""), ("", "PBI APBD"))
    headings = [
        "PSNOKA",
        "NOKA",
        "NIK",
        "TGLLHR",
        "BLNTAG",
        "BULAN",
        "BANTUAN_IURAN_PUSAT",
        "KDJNSPESERTA",
        "KETJNSPESERTA",
    ]
    lines = []
    for at, one in enumerate(made.lines):
        kind = kinds[at] if at < len(kinds) else ("22", "PBI APBD")
        lines.append([one[0], one[0], one[1], one[4], PERIOD, "1", "37800", *kind])
    path = write_text(tmp_path / "tagihan.csv", [headings, *lines])
    trial = seat("ratna").register.try_out(path, Answers(period=PERIOD, segment=SEGMENT))
    seat("ratna").register.bring_in(trial)
    told = compare(seat)
    wrong = {(one.rule, one.number) for one in found(seat, told["reconciliation"])}
    assert wrong == {("segmen_salah", line[0]) for line in made.lines[:5]}
    assert told["difference"] == 5 * 37_800
