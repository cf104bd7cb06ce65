"""Every letter on every paper, with ordinary, shortest and longest facts, reads as it did when it was last approved."""

from pathlib import Path

import pytest
from letter_cases import LETTERS_MADE
from letter_reading import outlined

GOLDENS = Path(__file__).parent.parent / "golden" / "letters"


@pytest.mark.parametrize("name", LETTERS_MADE)
def test_text_and_boxes_are_the_approved_ones(name: str) -> None:
    golden = (GOLDENS / f"{name}.txt").read_text(encoding="utf-8")
    assert outlined(LETTERS_MADE[name]()) == golden


def test_no_golden_is_left_over() -> None:
    assert {path.stem for path in GOLDENS.glob("*.txt")} == set(LETTERS_MADE)
