"""Letters with ordinary, shortest and longest facts on every paper, by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from desktop.documents.extremes import SAMPLE_TOKEN, longest_letter, shortest_letter
from desktop.documents.facts import LetterFacts
from desktop.documents.letters import render_letter
from desktop.documents.sample import sample_letter
from desktop.documents.template import PAPERS, letter_codes

LETTER_CODES = letter_codes()
KINDS: dict[str, Callable[[str], LetterFacts]] = {
    "biasa": sample_letter,
    "terpendek": shortest_letter,
    "terpanjang": partial(longest_letter, rows=12),
}


def _made(code: str, paper: str, kind: str) -> bytes:
    return render_letter(replace(KINDS[kind](code), check=SAMPLE_TOKEN), paper=paper)


LETTERS_MADE: dict[str, Callable[[], bytes]] = {
    f"{code}_{paper}_{kind}": partial(_made, code, paper, kind)
    for code in LETTER_CODES
    for paper in PAPERS
    for kind in KINDS
}
