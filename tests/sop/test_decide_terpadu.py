"""Every role × status × action of the second procedure, against a table written by hand from Perwali 19/2020."""

from dataclasses import replace

import pytest

from desktop.sop.decide import Actor, decide
from desktop.sop.procedure import CODES, ROLES, load_procedure, procedures
from desktop.sop.rules import Facts

ALLOWED = {
    ("dukcapil", "catat_peristiwa", "peristiwa_dicatat"): "lapor_dinkes",
    ("dukcapil", "cabut_peristiwa", "peristiwa_dicatat"): "peristiwa_dicabut",
    ("dukcapil", "cabut_peristiwa", "lapor_dinkes"): "peristiwa_dicabut",
    ("dukcapil", "cabut_terapan", "peristiwa_dicatat"): "cabut_bpjs",
    ("dukcapil", "cabut_laporan", "lapor_bpjs"): "cabut_bpjs",
    ("dukcapil", "cabut_laporan", "hasil_bpjs"): "cabut_bpjs",
    ("dukcapil", "cabut_laporan", "peristiwa_selesai"): "cabut_bpjs",
    ("dinkes", "laporkan_bpjs", "lapor_dinkes"): "lapor_bpjs",
    ("dinkes", "kembalikan_peristiwa", "lapor_dinkes"): "peristiwa_dicatat",
    ("bpjs", "hentikan_peserta", "lapor_bpjs"): "hasil_bpjs",
    ("bpjs", "kembalikan_laporan", "lapor_bpjs"): "lapor_dinkes",
    ("bpjs", "pulihkan_peserta", "cabut_bpjs"): "hasil_bpjs",
    ("dukcapil", "terima_hasil", "hasil_bpjs"): "peristiwa_selesai",
}
LOOP = load_procedure("terpadu")
ACTIONS = [action.name for _, action in LOOP.actions()]
HOME, HERE = 4, 7


def complete(status):
    """A case to which every rule says yes, recorded at the office HOME, now at the office HERE."""
    return Facts(
        application_id=1,
        version=1,
        status=status,
        office_id=HERE,
        origin_office_id=HOME,
        label="Orang Contoh",
        nik="3175010101809901",
        active_memberships=1,
        event_kind="kematian",
        event_documented=True,
        event_member=True,
        event_ended=True,
    )


def office(action):
    """Where the actor must sit."""
    return HOME if LOOP.action(action).recall else HERE


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("action", ACTIONS)
def test_whole_table(role, action):
    actor = Actor(9, frozenset({role}), office(action))
    for status in (one.code for one in LOOP.statuses):
        verdict = decide(LOOP, actor, action, [complete(status)])[0]
        expected = ALLOWED.get((role, action, status))
        assert verdict.allowed == (expected is not None), (role, status, action)
        if expected is None:
            assert verdict.reason.code == ("not_this_turn" if role == LOOP.step_of(action).actor else "not_your_role")
        else:
            assert LOOP.action(action).target == expected


@pytest.mark.parametrize("action", ACTIONS)
def test_only_a_recall_reaches_a_case_at_another_office_and_only_from_where_it_began(action):
    status, role = LOOP.action(action).sources[0], LOOP.step_of(action).actor
    elsewhere = Actor(9, frozenset({role}), HERE if LOOP.action(action).recall else HOME)
    assert decide(LOOP, elsewhere, action, [complete(status)])[0].reason.code == "other_office"


def test_table_names_every_action_of_the_file():
    assert {(step.actor, a.name, s) for step, a in LOOP.actions() for s in a.sources} == set(ALLOWED)


@pytest.mark.parametrize(
    ("action", "status", "without", "code"),
    [
        ("catat_peristiwa", "peristiwa_dicatat", {"event_documented": False}, "has_event_document"),
        ("catat_peristiwa", "peristiwa_dicatat", {"event_ahead": True}, "event_has_happened"),
        ("catat_peristiwa", "peristiwa_dicatat", {"active_memberships": 0, "event_member": False}, "member_running"),
        ("catat_peristiwa", "peristiwa_dicatat", {"other_events": 1}, "not_reported_yet"),
        ("laporkan_bpjs", "lapor_dinkes", {"event_revoked": True}, "event_stands"),
        ("laporkan_bpjs", "lapor_dinkes", {"active_memberships": 0, "event_member": False}, "member_running"),
        ("hentikan_peserta", "lapor_bpjs", {"event_revoked": True}, "event_stands"),
        ("hentikan_peserta", "lapor_bpjs", {"event_ended": False}, "membership_ended"),
        ("pulihkan_peserta", "cabut_bpjs", {"active_memberships": 0}, "membership_runs"),
        ("cabut_laporan", "peristiwa_selesai", {"event_revoked": True}, "event_stands"),
    ],
)
def test_each_rule_refuses_with_its_sentence(action, status, without, code):
    actor = Actor(9, frozenset({LOOP.step_of(action).actor}), office(action))
    verdict = decide(LOOP, actor, action, [replace(complete(status), **without)])[0]
    assert verdict.reason.code == code and verdict.reason.sentence.endswith(".")


def test_a_missing_document_is_called_by_its_name():
    actor = Actor(9, frozenset({"dukcapil"}), HERE)
    for kind, paper in (("kematian", "Akta Kematian"), ("pindah", "Surat Keterangan Pindah")):
        facts = replace(complete("peristiwa_dicatat"), event_kind=kind, event_documented=False)
        assert paper in decide(LOOP, actor, "catat_peristiwa", [facts])[0].reason.sentence


def test_no_two_procedures_share_a_status_or_an_action():
    """Queues, the journal and buttons find the procedure of a case by these names alone."""
    assert [one.code for one in procedures()] == list(CODES)
    for names in (
        [status.code for one in procedures() for status in one.statuses],
        [action.name for one in procedures() for _, action in one.actions()],
    ):
        assert len(set(names)) == len(names)
