"""A wording tried while it is typed: nonsense is a sentence with its place, never a crash; the speed of the first page."""

import time

import pytest

from db.queries.offices import office_by_id
from desktop.operations.letter_samples import sample_facts
from desktop.sop.letters import shipped_template
from desktop.ui.screens.template_editor_trial import TrialWish, try_out
from tests.conftest import seats_of

OURS = shipped_template("rekomendasi")


@pytest.fixture
def facts(local_office):
    """The sample of Dinas Sosial."""
    seat = seats_of(local_office)("admin")
    row = seat.read(office_by_id, 3)
    found = seat.read(sample_facts, row, "rekomendasi", seat.now().date())
    found["letterhead"]["emblem"] = None
    return found


NONSENSE = [
    "",
    "x" * 3000,
    "[[[",
    'a = "',
    "\u202e\u0000\ufffe",
    "x = " + "[" * 3000,
    OURS.replace("font_size = 11.5", "font_size = 1e308"),
    OURS.replace("width = ", "width = nan # "),
    OURS.replace("top = 15", "top = -inf"),
    OURS.replace("{panti}", "{}"),
    OURS.replace("{panti}", "**"),
    OURS.replace('title = "Surat Rekomendasi', 'title = "' + "W" * 5000),
    OURS.replace('subject = "', 'subject = "' + "Wwwwwwwwww" * 300),
    OURS.replace('heading = "Nama / Alias"', 'heading = "' + "N" * 900 + '"'),
    OURS.replace("width = ", "width = 5 # "),
    OURS.replace('[[table.columns]]\nkey = "no"', "[[table.kolom]]"),
    OURS.replace('kind = "item"', "kind = 7"),
    OURS + OURS,
    OURS.replace("[table]", '[table]\norientation = "landscape"\nfont_size = 400'),
    OURS.replace("[table]", "[table]\nfont_size = 0"),
    OURS.replace("[table]", "[table]\nfont_size = -3"),
]


@pytest.mark.parametrize("toml", NONSENSE)
def test_nonsense_is_a_sentence_and_never_a_crash(facts, toml):
    trial = try_out(TrialWish("rekomendasi", toml, facts))
    problem = trial.problem
    assert (problem is None) == (trial.page is not None)
    if problem is not None:
        assert len(problem.sentence) > 20 and problem.sentence[0].isupper() and problem.sentence.endswith(".")
        assert problem.line is None or 1 <= problem.line <= toml.count("\n") + 2


def test_every_line_left_out_is_a_letter_or_a_sentence(facts):
    """What somebody sees on the way from one good wording to the next."""
    lines = OURS.splitlines(keepends=True)
    for at in range(len(lines)):
        trial = try_out(TrialWish("rekomendasi", "".join(lines[:at] + lines[at + 1 :]), facts))
        assert (trial.problem is None) == (trial.page is not None)


def test_every_beginning_is_a_letter_or_a_sentence(facts):
    for end in range(0, len(OURS), 97):
        trial = try_out(TrialWish("rekomendasi", OURS[:end], facts))
        assert trial.problem is None or trial.problem.sentence


def test_the_first_page_comes_within_three_tenths_of_a_second(facts):
    wish = TrialWish("rekomendasi", OURS, facts)
    spans = []
    for _ in range(5):
        start = time.perf_counter()
        assert try_out(wish).page is not None
        spans.append(time.perf_counter() - start)
    assert min(spans) < 0.3
