"""Every role × every status × every action, against a table written by hand from the published procedure."""

from dataclasses import replace
from datetime import date

import pytest

from desktop.sop.decide import Actor, decide
from desktop.sop.procedure import ROLES, load_procedure
from desktop.sop.rules import Facts

ALLOWED = {
    # (actor of the step, action, status it starts from): status it leads to
    ("satpol_pp", "serahkan", "dijangkau"): "diserahkan",
    ("panti", "terima", "diserahkan"): "diterima",
    ("panti", "tolak_serah_terima", "diserahkan"): "dijangkau",
    ("panti", "mohon_rekomendasi", "diterima"): "menunggu_rekomendasi",
    ("dinsos", "rekomendasikan", "menunggu_rekomendasi"): "menunggu_nik",
    ("dinsos", "kembalikan_panti", "menunggu_rekomendasi"): "diterima",
    ("dukcapil", "nik_ditemukan", "menunggu_nik"): "nik_tersedia",
    ("dukcapil", "nik_ditemukan", "perbaikan_nik"): "nik_tersedia",
    ("dukcapil", "nik_diterbitkan", "menunggu_nik"): "nik_tersedia",
    ("dukcapil", "nik_diterbitkan", "perbaikan_nik"): "nik_tersedia",
    ("panti", "mohon_persetujuan", "nik_tersedia"): "menunggu_validasi",
    ("dinkes", "validasi", "menunggu_validasi"): "disetujui",
    ("dinkes", "kembalikan_dukcapil", "menunggu_validasi"): "perbaikan_nik",
    ("bpjs", "terbitkan_eid", "disetujui"): "eid_terbit",
    ("bpjs", "kembalikan_dinkes", "disetujui"): "menunggu_validasi",
    ("dinkes", "teruskan_eid", "eid_terbit"): "eid_diterima",
    ("panti", "cetak_kartu", "eid_diterima"): "selesai",
    ("satpol_pp", "batal_catat", "dijangkau"): "ditutup",
    ("bpjs", "tarik_eid", "eid_terbit"): "disetujui",
    ("panti", "tutup", "diterima"): "ditutup",
    ("panti", "tutup", "nik_tersedia"): "ditutup",
    ("panti", "tutup", "eid_diterima"): "ditutup",
}
WBS = load_procedure("wbs")
ACTIONS = [action.name for _, action in WBS.actions()]
STATUSES = [status.code for status in WBS.statuses]


def complete(status: str, action: str) -> Facts:
    """A case to which every rule of the action says yes."""
    member = action in {"terbitkan_eid", "teruskan_eid", "cetak_kartu"}
    return Facts(
        application_id=1,
        version=1,
        status=status,
        office_id=7,
        sender_office_id=7,
        label="Orang Contoh",
        name="Orang Contoh",
        sex="L",
        birth_date=date(1980, 1, 1),
        found_place="Stasiun Senen",
        has_found_at=True,
        has_destination=True,
        nik="3175010101809901",
        nik_searched=True,
        participant_number="0001234567890" if member else None,
        active_memberships=1 if member else 0,
        cards_made=1,
    )


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("action", ACTIONS)
def test_whole_table(role, action):
    actor = Actor(9, frozenset({role}), 7)
    for status in STATUSES:
        verdict = decide(WBS, actor, action, [complete(status, action)])[0]
        expected = ALLOWED.get((role, action, status))
        assert verdict.allowed == (expected is not None), (role, status, action)
        if expected is None:
            assert verdict.reason.code == ("not_this_turn" if role == WBS.step_of(action).actor else "not_your_role")
            assert verdict.reason.sentence.endswith(".")
        else:
            assert WBS.action(action).target == expected


def test_table_names_every_action_of_the_file():
    assert {action for _, action, _ in ALLOWED} == set(ACTIONS)
    assert {(step.actor, a.name, s) for step, a in WBS.actions() for s in a.sources} == set(ALLOWED)


WITHOUT = [
    ("serahkan", "dijangkau", {"name": ""}, "has_identity"),
    ("serahkan", "dijangkau", {"sex": None}, "has_sex"),
    ("serahkan", "dijangkau", {"found_place": ""}, "has_found"),
    ("serahkan", "dijangkau", {"has_found_at": False}, "has_found"),
    ("serahkan", "dijangkau", {"has_destination": False}, "has_destination"),
    ("mohon_rekomendasi", "diterima", {"birth_date": None}, "has_birth"),
    ("nik_diterbitkan", "menunggu_nik", {"nik_searched": False}, "has_search"),
    ("nik_diterbitkan", "menunggu_nik", {"nik": None}, "has_nik"),
    ("mohon_persetujuan", "nik_tersedia", {"nik": None}, "has_nik"),
    ("validasi", "menunggu_validasi", {"other_cases": 1}, "not_in_two_lists"),
    ("validasi", "menunggu_validasi", {"active_memberships": 1}, "not_member"),
    ("terbitkan_eid", "disetujui", {"participant_number": None}, "has_participant_number"),
    ("cetak_kartu", "eid_diterima", {"cards_made": 0}, "card_made"),
    *(
        (action, status, {"gone": "meninggal"}, "not_gone")
        for action, status in (
            ("nik_diterbitkan", "menunggu_nik"),
            ("mohon_persetujuan", "nik_tersedia"),
            ("validasi", "menunggu_validasi"),
            ("terbitkan_eid", "disetujui"),
            ("cetak_kartu", "eid_diterima"),
        )
    ),
]


@pytest.mark.parametrize(("action", "status", "without", "code"), WITHOUT)
def test_each_rule_refuses_with_its_sentence(action, status, without, code):
    actor = Actor(9, frozenset({WBS.step_of(action).actor}), 7)
    verdict = decide(WBS, actor, action, [replace(complete(status, action), **without)])[0]
    assert verdict.reason.code == code
    assert verdict.reason.sentence[-1] == "." and len(verdict.reason.sentence) > 20


def test_alias_is_enough_for_a_nameless_person():
    facts = replace(complete("dijangkau", "serahkan"), name="", alias="Mr. X")
    assert decide(WBS, Actor(9, frozenset({"satpol_pp"}), 7), "serahkan", [facts])[0].allowed


def test_maker_is_never_checker():
    facts = replace(complete("menunggu_validasi", "validasi"), makers=frozenset({("mohon_persetujuan", 9)}))
    both = frozenset({"panti", "dinkes"})
    assert decide(WBS, Actor(9, both, 7), "validasi", [facts])[0].reason.code == "own_work"
    assert decide(WBS, Actor(8, both, 7), "validasi", [facts])[0].allowed


def test_other_office_and_taken():
    facts = complete("menunggu_validasi", "validasi")
    assert decide(WBS, Actor(9, frozenset({"dinkes"}), 8), "validasi", [facts])[0].reason.code == "other_office"
    taken = replace(facts, taken_by=5, taken_name="Rina")
    reason = decide(WBS, Actor(9, frozenset({"dinkes"}), 7), "validasi", [taken])[0].reason
    assert reason.code == "taken" and "Rina" in reason.sentence


def test_list_is_judged_one_by_one():
    good, bad = complete("menunggu_validasi", "validasi"), complete("disetujui", "validasi")
    verdicts = decide(WBS, Actor(9, frozenset({"dinkes"}), 7), "validasi", [good, bad, good])
    assert [verdict.allowed for verdict in verdicts] == [True, False, True]
