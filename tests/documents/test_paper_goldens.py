"""Every letter and card, with ordinary, shortest and longest facts, looks as it did when it was last approved."""

from pathlib import Path

import pytest
from paper_cases import PAPERS_MADE
from pdf_reading import described

GOLDENS = Path(__file__).parent.parent / "golden" / "documents"


@pytest.mark.parametrize("name", PAPERS_MADE)
def test_text_and_boxes_are_the_approved_ones(name: str) -> None:
    golden = (GOLDENS / f"{name}.txt").read_text(encoding="utf-8")
    assert described(PAPERS_MADE[name]()) == golden


def test_no_golden_is_left_over() -> None:
    assert {path.stem for path in GOLDENS.glob("*.txt")} == set(PAPERS_MADE)
