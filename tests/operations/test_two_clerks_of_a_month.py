"""Decisions of a month are seen before they are built upon: by a second clerk, at the closing, and under a paraf."""

import pytest
from months import close, compare, decide, found, settled
from paraf import refused

from db.queries.drafts import draft_by_id
from db.queries.reconciliations import month_by_id
from desktop.operations.initial_draft import InitialDraft
from desktop.operations.manage_signers import SaveParafRules
from desktop.operations.manage_staff import AddStaff
from desktop.operations.submit_month import SubmitMonth
from desktop.sop.fitting import fits
from desktop.sop.reconciling import DECISIONS, finding_rules
from tests.cities.city import city


@pytest.fixture
def month(office, seat):
    settled(office, seat, city(7, 120, leaks=2))
    found_in = compare(seat)["reconciliation"]
    decide(seat, found_in)
    return found_in


def version(seat, month):
    return seat("ratna").read(month_by_id, month).version


def test_a_month_is_not_closed_on_decisions_that_nobody_saw(seat, month):
    seen = version(seat, month)
    dead = tuple(one.id for one in found(seat, month, "meninggal"))
    assert decide(seat, month, "tetap", ids=dead, note="Rekan memutus lain").data["decided"] == len(dead)
    refused("stale", lambda: close(seat, month, seen))
    refused("stale", lambda: decide(seat, month, ids=dead, version=seen))
    assert {one.decision for one in found(seat, month, "meninggal")} == {"tetap"}
    decide(seat, month, ids=dead, version=version(seat, month))
    close(seat, month)


def test_two_people_who_change_places_are_another_draft(seat, month, password):
    """No figure of the paper is another, but it is somebody else who stays."""
    office_id = seat("ratna").staff.office_id
    kabid = {"username": "kabid", "name": "Ibu Kabid", "office_id": office_id, "password": password}
    seat("admin").run(AddStaff(**kabid, roles=frozenset()))
    steps = (("Kepala Bidang", seat("kabid").staff.id),)
    seat("admin").run(SaveParafRules(office_id=office_id, code="ba_rekonsiliasi", steps=steps))
    first, second = found(seat, month, "meninggal")
    decide(seat, month, "tetap", ids=(first.id,), note="Hidup")
    as_seen = {"reconciliation_id": month, "version": version(seat, month)}
    draft_id = seat("ratna").run(SubmitMonth(**as_seen)).data["draft"]
    seen = seat("kabid").read(draft_by_id, draft_id).version
    decide(seat, month, "stop", ids=(first.id,))
    decide(seat, month, "tetap", ids=(second.id,), note="Hidup")
    refused("draft_stale", lambda: seat("kabid").run(InitialDraft(draft_id=draft_id, version=seen)))
    decide(seat, month, "tetap", ids=(first.id,), note="Hidup")
    decide(seat, month, "stop", ids=(second.id,))
    seat("kabid").run(InitialDraft(draft_id=draft_id, version=seen))


def test_a_decision_fits_what_it_decides(seat, month):
    """Adding what was billed would pay for it twice."""
    (missing, *_more) = found(seat, month, "hanya_kita")
    before = found(seat, month)
    dead = found(seat, month, "meninggal")[0]
    refused("unfit", lambda: decide(seat, month, "tambah", ids=(dead.id, missing.id)))
    refused("unfit", lambda: decide(seat, month, "stop", ids=tuple(one.id for one in before)))
    assert found(seat, month) == before
    for rule in finding_rules():
        some = found(seat, month, rule.code)
        for decision in DECISIONS:
            if some and fits(rule.code, decision):
                assert decide(seat, month, decision, ids=(some[0].id,), note="Uji").data["decided"] == 1
        assert fits(rule.code, rule.decision)
