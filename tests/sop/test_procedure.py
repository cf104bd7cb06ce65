"""The declared procedure, and what a broken file says."""

import pytest

from desktop.paths import RESOURCES
from desktop.sop.procedure import load_procedure, read_procedure
from desktop.sop.refusals import WrongDeclaration

SOURCE = (RESOURCES / "sop" / "wbs.toml").read_text(encoding="utf-8")
# number: (actor, minutes, per) as published in Keputusan Sekda DKI 96/2019
PUBLISHED = {
    1: ("satpol_pp", 60, "handover"),
    2: ("panti", 60, "handover"),
    3: ("dinsos", 120, "handover"),
    4: ("dukcapil", 120, "handover"),
    5: ("panti", 1, "person"),
    6: ("dinkes", 5, "person"),
    7: ("bpjs", 10, "person"),
    8: ("dinkes", 1, "person"),
    9: ("panti", 1, "person"),
}


def test_nine_steps_as_published():
    wbs = load_procedure("wbs")
    assert {step.number: (step.actor, step.minutes, step.per) for step in wbs.steps} == PUBLISHED


def test_standard_time_counts_people_where_published():
    wbs = load_procedure("wbs")
    assert wbs.step(3).standard_seconds(40) == 2 * 3600
    assert wbs.step(6).standard_seconds(40) == 200 * 60


def test_every_status_is_reached_and_left():
    wbs = load_procedure("wbs")
    targets = {action.target for _, action in wbs.actions()} | {wbs.initial}
    sources = {source for _, action in wbs.actions() for source in action.sources}
    assert targets == {status.code for status in wbs.statuses}
    assert sources == {status.code for status in wbs.statuses if status.waits_for}


BROKEN = [
    ("minutes = 60", 'minutes = "satu jam"', "step[0].minutes"),
    ("minutes = 60", "minutes = 0", "step[0].minutes"),
    ('actor = "satpol_pp"', 'actor = "satpam"', "step[0].actor"),
    ('to = "diserahkan"', 'to = "entah"', "step[0].action[0].from/to"),
    ('rules = ["not_gone", "has_nik"]', 'rules = ["punya_nik"]', "rules"),
    ("number = 2", "number = 7", "step[1].number"),
    ('initial = "dijangkau"', 'initial = "mulai"', "initial"),
    ('name = "terima"', 'name = "serahkan"', "step.action.name"),
    ('second_pair_of_eyes = ["serahkan"]', 'second_pair_of_eyes = ["siapa"]', "second_pair_of_eyes"),
    ('title = "Serah terima"', 'judul = "Serah terima"', "step[0]"),
    ('from = ["diserahkan"]', 'from = ["disetujui"]', "step[1].action[0].from"),
    ("number = 1\n", "number = = 1\n", "(baris)"),
]


@pytest.mark.parametrize(("right", "wrong", "key"), BROKEN)
def test_broken_file_names_file_key_and_remedy(tmp_path, right, wrong, key):
    assert right in SOURCE
    path = tmp_path / "rusak.toml"
    path.write_text(SOURCE.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(WrongDeclaration) as caught:
        read_procedure(path)
    assert caught.value.file == "rusak.toml"
    assert key in caught.value.key
    assert caught.value.sentence.endswith(".")


def test_missing_file(tmp_path):
    with pytest.raises(WrongDeclaration, match=r"tiada\.toml"):
        read_procedure(tmp_path / "tiada.toml")
