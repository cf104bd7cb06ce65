"""The recovery key as people copy it: what was mistyped is named by its group."""

import pytest

from desktop.keys.recovery import GROUPS, LETTERS, new_recovery_key, read_recovery_key, temporary_password
from desktop.sop.refusals import Refused

KEY = new_recovery_key()
PARTS = KEY.split("-")


def named(typed):
    """The groups that the refusal names."""
    with pytest.raises(Refused, match="recovery_typo") as caught:
        read_recovery_key(typed)
    sentence = caught.value.sentence
    assert sentence.endswith(".") and not any(part in sentence for part in typed.split("-") if part)
    words = sentence.split("ke-")
    return [int(one) for one in words[1].split(".")[0].split(", ")] if len(words) > 1 else []


def test_read_as_people_type_it():
    assert len(PARTS) == GROUPS and {len(part) for part in PARTS} == {5}
    for typed in (KEY, KEY.lower(), KEY.replace("-", ""), KEY.replace("-", "  ") + "\n", "\n".join(PARTS)):
        assert read_recovery_key(typed) == KEY


def test_no_two_are_alike():
    assert len({new_recovery_key() for _ in range(200)}) == 200


def test_every_single_wrong_letter_names_its_group():
    for place, letter in enumerate(KEY):
        if letter == "-":
            continue
        for other in LETTERS:
            if other != letter:
                assert named(KEY[:place] + other + KEY[place + 1 :]) == [place // 6 + 1]


def test_neighbours_changed_about_are_found():
    for at, part in enumerate(PARTS):
        for place in range(4):
            turned = part[:place] + part[place + 1] + part[place] + part[place + 2 :]
            if turned != part:
                assert named("-".join([*PARTS[:at], turned, *PARTS[at + 1 :]])) == [at + 1]


def test_groups_in_each_others_place_are_found():
    for at in range(GROUPS - 1):
        turned = [*PARTS[:at], PARTS[at + 1], PARTS[at], *PARTS[at + 2 :]]
        assert named("-".join(turned)) == [at + 1, at + 2]


@pytest.mark.parametrize(
    ("typed", "groups"),
    [
        ("-".join([PARTS[0][:4], *PARTS[1:]]), [1]),
        ("-".join([*PARTS[:7], PARTS[7] + "A"]), [8]),
        (KEY.replace(PARTS[2], "0O1I5"), [3]),
        (KEY[:-6], []),
        (f"{KEY}-{PARTS[0]}", []),
        ("", []),
        ("ä😀", [1]),
    ],
    # The key is another one in every process: names of tests must not show it.
    ids=["short_group", "long_group", "strange_letters", "group_missing", "group_too_many", "nothing", "nonsense"],
)
def test_too_little_too_much_and_nonsense(typed, groups):
    assert named(typed) == groups


def test_a_temporary_password_is_good_enough_for_the_rules():
    from desktop.operations.passwords import check_password

    made = {temporary_password() for _ in range(200)}
    assert len(made) == 200
    for one in made:
        check_password(one, "wati")
