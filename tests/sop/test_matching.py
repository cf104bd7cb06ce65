"""Scores of likeness: explained, symmetric, and on the right side of the thresholds."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.sop.matching import Candidate, Thresholds, match_score, rank_matches

BORN = date(1979, 1, 22)
SRI = Candidate(1, "Sri Marlina", birth_date=BORN, sex="P")


@pytest.mark.parametrize(
    ("other", "verdict"),
    [
        (Candidate(2, "Sri Marlina", birth_date=BORN, sex="P"), "sangat mirip"),
        (Candidate(2, "Srie Marlinah", birth_date=BORN, sex="P"), "sangat mirip"),
        (Candidate(2, "Sri Marlina", birth_date=date(1980, 7, 1), birth_estimated=True, sex="P"), "sangat mirip"),
        (Candidate(2, "Sri Marlina", birth_date=date(1979, 2, 22), sex="P"), "sangat mirip"),
        (Candidate(2, "Tini", alias="Sri Marlina", birth_date=BORN, sex="P"), "sangat mirip"),
        (Candidate(2, "Sri Marlina", sex="P"), "perlu diperiksa"),
        (Candidate(2, "Sri Marlina", birth_date=date(1950, 5, 5), sex="P"), "perlu diperiksa"),
        (Candidate(2, "Sri Marlina", birth_date=BORN, sex="L"), "perlu diperiksa"),
        (Candidate(2, "", alias="Mr. X", birth_date=BORN, sex="P"), "perlu diperiksa"),
        (Candidate(2, "Agus Fauzi", birth_date=BORN, sex="P"), "beda"),
        (Candidate(2, "Agus Fauzi", birth_date=date(1999, 5, 5), sex="L"), "beda"),
    ],
)
def test_verdict(other: Candidate, verdict: str) -> None:
    assert match_score(SRI, other).verdict == verdict


def test_the_parts_explain_the_total() -> None:
    score = match_score(SRI, Candidate(2, "Sri Marlina", birth_date=date(1981, 7, 1), birth_estimated=True, sex="P"))
    assert [(part.label, part.ours, part.theirs, part.likeness) for part in score.parts] == [
        ("Nama", "Sri Marlina", "Sri Marlina", "sama"),
        ("Lahir", "22-01-1979", "± 1981", "mirip"),
        ("Jenis kelamin", "Perempuan", "Perempuan", "sama"),
    ]
    assert score.total == round(sum(part.points for part in score.parts), 1)


def test_two_people_without_a_name_are_not_alike_by_their_mr_x() -> None:
    ours, theirs = (Candidate(n, "", alias="Mr. X", sex="L") for n in (1, 2))
    assert match_score(ours, theirs).parts[0].likeness == "tidak diketahui"
    assert match_score(ours, theirs).verdict == "beda"


def test_the_mother_counts_only_when_both_know_her() -> None:
    with_mother = Candidate(1, "Sri", birth_date=BORN, sex="P", mother="Tuminah")
    assert len(match_score(with_mother, Candidate(2, "Sri", birth_date=BORN, sex="P")).parts) == 3
    other = match_score(with_mother, Candidate(2, "Sri", birth_date=BORN, sex="P", mother="Suminten"))
    assert other.parts[3].label == "Nama ibu"
    assert other.total < 100


def test_thresholds_are_the_offices_own() -> None:
    other = Candidate(2, "Sri Marlina", sex="P")
    assert match_score(SRI, other, thresholds=Thresholds(very=70, check=50)).verdict == "sangat mirip"


def test_ranking_leaves_out_the_person_and_the_unlike() -> None:
    others = [
        SRI,
        Candidate(2, "Sri Marliana", birth_date=BORN, sex="P"),
        Candidate(3, "Agus"),
        Candidate(4, "Sri Marlina", birth_date=BORN, sex="P"),
    ]
    assert [match.candidate.id for match in rank_matches(SRI, others)] == [4, 2]
    assert len(rank_matches(SRI, others, floor=0, limit=3)) == 3


people = st.builds(
    Candidate,
    id=st.integers(),
    name=st.text(max_size=40),
    alias=st.text(max_size=20),
    birth_date=st.none() | st.dates(),
    birth_estimated=st.booleans(),
    sex=st.sampled_from([None, "L", "P", "?"]),
    mother=st.text(max_size=20),
)


@given(people, people)
def test_symmetric_and_between_0_and_100(one: Candidate, other: Candidate) -> None:
    score = match_score(one, other)
    assert 0 <= score.total <= 100
    assert score.total == match_score(other, one).total
    assert all(part.points <= part.best for part in score.parts)
