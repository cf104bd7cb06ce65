"""Drafts: who may do what, several desks at once, and what is refused."""

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
)
from probe import count, everything, together, unbroken
from sqlalchemy import text

from db.errors import RecordRoomError
from db.queries.drafts import (
    codes_needing_paraf,
    draft_by_id,
    draft_cases,
    draft_trail,
    paraf_rules,
)
from db.queries.letters import all_letters
from desktop.operations.edit_case import EditCase
from desktop.operations.initial_draft import InitialDraft
from desktop.operations.manage_signers import SaveParafRules, SaveSigner
from desktop.operations.manage_staff import ChangeStaff
from desktop.operations.submit_draft import SubmitDraft
from desktop.sop.refusals import Refused


def test_only_whose_turn_it_is(office, seat, submitted):
    before = everything(office)
    assert KABID in refused("not_your_turn", lambda: initial(seat, "sekdis", submitted)).sentence
    refused("own_work", lambda: initial(seat, "sari", submitted))
    refused("gone", lambda: initial(seat, "ratna", submitted))
    refused("not_your_turn", lambda: send_back(seat, "sekdis", submitted))
    refused("gone", lambda: send_back(seat, "andi", submitted))
    assert everything(office) == before
    initial(seat, "kabid", submitted)
    refused("not_your_turn", lambda: initial(seat, "kabid", submitted))
    initial(seat, "sekdis", submitted)
    refused("paraf_complete", lambda: initial(seat, "sekdis", submitted))


def test_a_draft_for_another_action_or_office_is_not_issued(seat, submitted):
    initialled(seat, submitted)
    rows = waiting(seat("sari"), "menunggu_rekomendasi")
    with pytest.raises(Refused, match="other_draft"):
        move(seat("sari"), "kembalikan_panti", rows, draft_id=submitted, reason="Salah")
    with pytest.raises(Refused, match="gone"):
        move(seat("ratna"), "rekomendasikan", rows, draft_id=submitted)
    with pytest.raises(Refused, match="gone"):
        move(seat("sari"), "rekomendasikan", rows, draft_id=999)


def test_two_desks_hand_in_the_same_people_at_once(office, seat, clock, officers):
    bring(seat, clock, "menunggu_rekomendasi")
    rows = waiting(seat("sari"), "menunggu_rekomendasi")
    results = together(*(lambda: submit(seat, rows).sentence for _ in range(4)))
    assert results.count("in_draft") == 3 and count(office, "draft") == 1


def test_two_clicks_on_one_draft_at_once(office, seat, submitted):
    version = office.read(draft_by_id, submitted).version
    wishes = [InitialDraft(draft_id=submitted, version=version) for _ in range(3)]
    seat("kabid")
    results = together(*(lambda wish=wish: seat("kabid").run(wish).sentence for wish in wishes))
    assert results.count("stale") == 2 and len(office.read(draft_trail, submitted)) == 1


def test_issued_twice_at_once_is_one_letter(office, seat, submitted):
    initialled(seat, submitted)
    cases = office.read(draft_cases, submitted)
    results = together(*(lambda: issue(seat, submitted, cases=cases).sentence for _ in range(3)))
    assert sum(result == "draft_ended" for result in results) == 2
    assert len([row for row in office.read(all_letters) if row.code == "rekomendasi"]) == 1 and unbroken(office)


def test_handing_in_checks_what_a_move_checks(office, seat, clock, officers):
    bring(seat, clock, "menunggu_rekomendasi")
    rows = waiting(seat("sari"), "menunggu_rekomendasi")
    command = {"procedure": "wbs", "action": "rekomendasikan", "cases": seen(rows)}
    before = everything(office)
    refused("not_your_role", lambda: seat("ratna").run(SubmitDraft(**command)))
    refused("not_your_role", lambda: seat("sekdis").run(SubmitDraft(**command)))
    refused("own_paraf", lambda: seat("kabid").run(SubmitDraft(**command)))
    refused("nothing", lambda: seat("sari").run(SubmitDraft(**command | {"cases": ()})))
    old = tuple((row.id, row.version - 1) for row in rows)
    refused("stale", lambda: seat("sari").run(SubmitDraft(**command | {"cases": old})))
    refused("no_letter", lambda: seat("sari").run(SubmitDraft(**command | {"action": "kembalikan_panti"})))
    refused("no_signer", lambda: submit(seat, rows, signer_id=99))
    assert everything(office) == before and count(office, "draft") == 0


def test_what_could_not_be_printed_is_said_before_anybody_initials(office, seat, clock, officers):
    ids = bring(seat, clock, "menunggu_rekomendasi")
    seat("sari").run(EditCase(application_id=ids[0], before={"birth_place": ""}, after={"birth_place": "Kota 🩹"}))
    rows = waiting(seat("sari"), "menunggu_rekomendasi")
    caught = refused("unprintable", lambda: submit(seat, rows))
    assert [one.row_id for one in caught.rows] == [ids[0]] and count(office, "draft") == 0


def test_a_paraf_that_could_not_be_printed_is_said_before_the_number_is_taken(office, seat, clock, officers):
    """The archive copy shows the officials' names; found after the issue, the letter would stay without paper."""
    kabid = seat("kabid").staff
    change = {"staff_id": kabid.id, "nip": "", "position": "", "roles": kabid.roles}
    seat("admin").run(ChangeStaff(**change, version=kabid.version, name="Ibu 🩹"))
    bring(seat, clock, "menunggu_rekomendasi")
    rows = waiting(seat("sari"), "menunggu_rekomendasi")
    refused("unprintable", lambda: submit(seat, rows))
    seat("admin").run(ChangeStaff(**change, version=kabid.version + 1, name="Ibu Kabid"))
    draft_id = submit(seat, rows).data["draft"]
    seat("admin").run(ChangeStaff(**change, version=kabid.version + 2, name="Ibu 🩹"))
    initialled(seat, draft_id)
    refused("unprintable", lambda: issue(seat, draft_id))
    assert not [row for row in office.read(all_letters) if row.code == "rekomendasi"]


def test_a_delegation_that_ends_while_the_draft_waits_is_told_on_issue(office, seat, clock, officers):
    bring(seat, clock, "menunggu_rekomendasi")
    today = clock.now.date()
    plh = SaveSigner(
        office_id=seat("sari").staff.office_id,
        capacity="plh",
        position="Kepala Dinas Sosial",
        name="Wira Sanjaya",
        basis="800/11",
        valid_from=today,
        valid_to=today,
    )
    signer_id = seat("admin").run(plh).data["signer"]
    draft_id = submit(seat, waiting(seat("sari"), "menunggu_rekomendasi"), signer_id=signer_id).data["draft"]
    initialled(seat, draft_id)
    clock.forward(days=1)
    assert "berakhir 23 November 2026" in refused("signer_ended", lambda: issue(seat, draft_id)).sentence
    send_back(seat, "sari", draft_id, "Ganti penanda tangan")
    refused("signer_ended", lambda: again(seat, draft_id, signer_id=signer_id))
    again(seat, draft_id)
    initialled(seat, draft_id)
    assert issue(seat, draft_id).data["letters"]


def test_rules_are_kept_by_the_administrator(office, seat, officers):
    office_id, kabid = seat("sari").staff.office_id, seat("kabid").staff
    assert [(rule.code, rule.seq, rule.position, rule.staff_name) for rule in office.read(paraf_rules, office_id)] == [
        ("rekomendasi", 1, KABID, "Ibu kabid"),
        ("rekomendasi", 2, SEKDIS, "Ibu sekdis"),
    ]
    assert office.read(codes_needing_paraf, office_id) == {"rekomendasi"}
    assert office.read(codes_needing_paraf, seat("ratna").staff.office_id) == frozenset()

    def save(code, *steps, who="admin", office_id=office_id):
        return seat(who).run(SaveParafRules(office_id=office_id, code=code, steps=steps))

    before = everything(office)
    refused("not_your_role", lambda: save("rekomendasi", who="sari"))
    refused("unknown_letter", lambda: save("undangan", (KABID, kabid.id)))
    refused("position_needed", lambda: save("rekomendasi", (" ", kabid.id)))
    refused("officer_twice", lambda: save("rekomendasi", (KABID, kabid.id), (SEKDIS, kabid.id)))
    refused("no_officer", lambda: save("rekomendasi", (KABID, seat("ratna").staff.id)))
    refused("no_officer", lambda: save("rekomendasi", (KABID, 999)))
    refused("no_office", lambda: save("rekomendasi", office_id=999))
    gone = ChangeStaff(
        staff_id=kabid.id, version=kabid.version, name="x", nip="", position="", roles=frozenset(), disabled=True
    )
    assert everything(office) == before
    save("rekomendasi")
    assert office.read(codes_needing_paraf, office_id) == frozenset()
    seat("admin").run(gone)
    refused("no_officer", lambda: save("rekomendasi", (KABID, kabid.id)))


def test_calling_off_needs_a_reason_and_a_share_in_it(office, seat, submitted):
    refused("reason_needed", lambda: cancel(seat, "sari", submitted, " "))
    refused("reason_needed", lambda: send_back(seat, "kabid", submitted, ""))
    refused("gone", lambda: cancel(seat, "ratna", submitted))
    cancel(seat, "sekdis", submitted)
    refused("draft_ended", lambda: cancel(seat, "sari", submitted))
    refused("draft_ended", lambda: initial(seat, "kabid", submitted))
    refused("draft_ended", lambda: issue(seat, submitted))


@pytest.mark.parametrize("change", ["UPDATE draft_paraf SET staff_name = 'x'", "DELETE FROM draft_paraf"])
def test_a_paraf_does_not_change(office, seat, submitted, change):
    initial(seat, "kabid", submitted)
    with pytest.raises(RecordRoomError, match="guard"), office.database.write() as connection:
        connection.execute(text(change))
