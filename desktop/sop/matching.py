"""Are two records one person? A score of 0 to 100 whose parts a clerk can read; the clerk decides, never the score."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from desktop.sop.births import say_birth
from desktop.sop.names import name_tokens, similarity

Likeness = Literal["sama", "mirip", "beda", "tidak diketahui"]

UNKNOWN_SHARE = 0.4  # what a part is worth when one side does not know it
NO_EVIDENCE_ALIASES = frozenset({("x",), ("mr", "x"), ("mrs", "x"), ("ms", "x"), ("tanpa", "nama"), ("anonim",)})
SEX_WORDS = {"L": "Laki-laki", "P": "Perempuan"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is known of one person. Empty texts and None mean unknown; `id` is the caller's own."""

    id: int
    name: str
    alias: str = ""
    birth_date: date | None = None
    birth_estimated: bool = False
    sex: str | None = None
    mother: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One line of the explanation: what both sides say, and the points it earned of `best`."""

    label: str
    ours: str
    theirs: str
    points: float
    best: float
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class Score:
    """The whole comparison: `total` 0..100 (the parts added up, never below 0), `verdict` in words for the screen."""

    total: float
    verdict: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From `very` on "sangat mirip", from `check` on "perlu diperiksa", below "beda". Settings of the office."""

    very: float = 85.0
    check: float = 60.0

    def verdict(self, total: float) -> str:
        """The words for a score."""
        return "sangat mirip" if total >= self.very else "perlu diperiksa" if total >= self.check else "beda"


@dataclass(frozen=True, slots=True)
class Match:
    """A candidate with its score."""

    candidate: Candidate
    score: Score


DEFAULT_THRESHOLDS = Thresholds()


def match_score(ours: Candidate, theirs: Candidate, *, thresholds: Thresholds = DEFAULT_THRESHOLDS) -> Score:
    """Compare name or alias, birth, sex and (when both know it) the mother's name. Symmetric."""
    with_mother = bool(name_tokens(ours.mother) and name_tokens(theirs.mother))
    best = (45.0, 30.0, 10.0) if with_mother else (55.0, 33.0, 12.0)
    parts = [_name_part(ours, theirs, best[0]), _birth_part(ours, theirs, best[1]), _sex_part(ours, theirs, best[2])]
    if with_mother:
        parts.append(_text_part("Nama ibu", ours.mother, theirs.mother, 15.0))
    total = round(min(max(sum(part.points for part in parts), 0.0), 100.0), 1)
    return Score(total, thresholds.verdict(total), tuple(parts))


def rank_matches(
    ours: Candidate,
    others: Iterable[Candidate],
    *,
    thresholds: Thresholds = DEFAULT_THRESHOLDS,
    floor: float | None = None,
    limit: int = 20,
) -> tuple[Match, ...]:
    """The most alike of `others` (never `ours` itself), best first, none below `floor` (default: `check`)."""
    least = thresholds.check if floor is None else floor
    found = [Match(other, match_score(ours, other, thresholds=thresholds)) for other in others if other.id != ours.id]
    kept = [match for match in found if match.score.total >= least]
    return tuple(sorted(kept, key=lambda match: (-match.score.total, match.candidate.id))[:limit])


def _names(person: Candidate) -> tuple[str, ...]:
    known = (text for text in (person.name, person.alias) if name_tokens(text))
    return tuple(text for text in known if name_tokens(text) not in NO_EVIDENCE_ALIASES)


def _name_part(ours: Candidate, theirs: Candidate, best: float) -> Part:
    our_names, their_names = _names(ours), _names(theirs)
    shown = [" alias ".join(filter(None, (side.name, side.alias))) for side in (ours, theirs)]
    if not our_names or not their_names:
        return Part("Nama", shown[0], shown[1], round(best * UNKNOWN_SHARE, 1), best, "tidak diketahui")
    alike = max(
        similarity(a, b) * (1.0 if (a == ours.name) == (b == theirs.name) else 0.95)
        for a in our_names
        for b in their_names
    )
    return _graded("Nama", shown[0], shown[1], alike, best)


def _text_part(label: str, ours: str, theirs: str, best: float) -> Part:
    return _graded(label, ours, theirs, similarity(ours, theirs), best)


def _graded(label: str, ours: str, theirs: str, alike: float, best: float) -> Part:
    """Below 60 of 100 two names have nothing in common; from there the points grow in a straight line."""
    points = round(best * max(alike - 60.0, 0.0) / 40.0, 1)
    likeness: Likeness = "sama" if alike >= 97 else "mirip" if alike >= 75 else "beda"
    return Part(label, ours, theirs, points, best, likeness)


def _birth_part(ours: Candidate, theirs: Candidate, best: float) -> Part:
    share, likeness = _birth_share(ours, theirs)
    shown = [say_birth(side.birth_date, estimated=side.birth_estimated) for side in (ours, theirs)]
    return Part("Lahir", shown[0], shown[1], round(best * share, 1), best, likeness)


def _birth_share(ours: Candidate, theirs: Candidate) -> tuple[float, Likeness]:
    a, b = ours.birth_date, theirs.birth_date
    if a is None or b is None:
        return UNKNOWN_SHARE, "tidak diketahui"
    years = abs(a.year - b.year)
    if ours.birth_estimated or theirs.birth_estimated:
        steps: tuple[tuple[int, float], ...] = ((2, 0.75), (5, 0.5), (10, 0.25))
        share = next((worth for span, worth in steps if years <= span), 0.0)
        return share, "mirip" if share else "beda"
    if a == b:
        return 1.0, "sama"
    swapped = (a.year, a.month, a.day) == (b.year, b.day, b.month)
    agreeing = (a.year == b.year) + (a.month == b.month) + (a.day == b.day)
    if swapped or agreeing == 2:
        return 0.65, "mirip"
    return (0.3, "mirip") if years <= 1 else (0.0, "beda")


def _sex_part(ours: Candidate, theirs: Candidate, best: float) -> Part:
    shown = [SEX_WORDS.get(side.sex or "", "tidak diketahui") for side in (ours, theirs)]
    if "tidak diketahui" in shown:
        return Part("Jenis kelamin", shown[0], shown[1], round(best * UNKNOWN_SHARE, 1), best, "tidak diketahui")
    same = shown[0] == shown[1]
    # a different sex takes points away: it is seldom mistyped, and namesakes are many
    return Part("Jenis kelamin", shown[0], shown[1], best if same else -best, best, "sama" if same else "beda")
