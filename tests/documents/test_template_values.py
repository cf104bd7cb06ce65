"""One value of a letter.toml is replaced; everything somebody wrote around it stays letter by letter."""

import tomllib

import pytest

from desktop.documents.template import letter_codes, parse_template
from desktop.documents.template_values import plain_values, replaced
from desktop.sop.letters import shipped_template

OURS = shipped_template("rekomendasi")


@pytest.mark.parametrize("code", letter_codes())
def test_every_value_of_every_letter_can_be_replaced(code) -> None:
    toml = shipped_template(code)
    for key, value in plain_values(toml).items():
        other = ['Kepala "Satu" \\ {panti}', "Dua"] if isinstance(value, list) else 'Kata "lain" # bukan catatan \\ é'
        new = replaced(toml, key, other)
        assert new is not None, key
        assert plain_values(new) == plain_values(toml) | {key: other}
        assert parse_template(new, code)
        assert replaced(new, key, value) is not None
        changed = [line for line in new.split("\n") if line not in toml.split("\n")]
        assert len(changed) == 1


def test_a_remark_behind_the_value_stays() -> None:
    toml = OURS.replace('urgency = "Segera"', "urgency = \"Se#gera\"  # sesuai edaran 'x'")
    new = replaced(toml, "head.urgency", "Biasa")
    assert "urgency = \"Biasa\"  # sesuai edaran 'x'" in new.split("\n")


def test_a_value_that_is_not_there_yet() -> None:
    toml = OURS.replace('urgency = "Segera"\n', "").replace(
        'copies = ["Kepala Dinas Kesehatan", "Kepala {panti}"]\n', ""
    )
    assert plain_values(toml)["head.urgency"] == "" and plain_values(toml)["copies"] == []
    new = replaced(replaced(toml, "head.urgency", "Biasa"), "copies", ["Arsip"])
    assert tomllib.loads(new)["copies"] == ["Arsip"] and tomllib.loads(new)["head"]["urgency"] == "Biasa"
    assert parse_template(new, "rekomendasi")


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('urgency = "Segera"', 'urgency = """\nSegera"""', "head.urgency"),
        ('copies = ["Kepala Dinas Kesehatan", "Kepala {panti}"]', 'copies = [\n  "Satu",\n]', "copies"),
    ],
)
def test_what_stands_over_several_lines_is_left_to_a_person(old, new, key) -> None:
    assert old in OURS
    toml = OURS.replace(old, new)
    assert replaced(toml, key, ["Arsip"] if key == "copies" else "Biasa") is None


def test_a_paragraph_that_is_not_there() -> None:
    assert replaced(OURS, "paragraphs[99].text", "x") is None
    assert plain_values("") == {"head.subject": "", "head.urgency": "", "head.attachment": "", "copies": []}
    assert plain_values('head = 1\nparagraphs = ["x"]\ncopies = "y"')["copies"] == []
