"""How well names are told apart: ``python -m tests.cities.fuzzy [seed] [people]`` prints precision and recall.

A mistyped name is the same person and should be no finding; another person's name under the same number should be one.
"""

import sys

from desktop.sop.names import likeness
from tests.cities.city import city

THRESHOLDS = (50, 60, 70, 80, 85, 90, 95)


def scores(seed: int, people: int) -> tuple[list[float], list[float]]:
    """(of other people's names, of mistyped names)."""
    made = city(seed, people, leaks=people // 40)
    named = {person[0]: person[2] for person in made.persons}
    ours_name = {number: named[person] for person, number, *_rest in made.members}
    strange: dict[str, list[float]] = {"orang lain": [], "salah ketik": []}
    for line in made.lines:
        why = made.strange_names.get(line[0])
        if why is not None:
            strange[why].append(likeness(line[2], ours_name[line[0]]))
    return strange["orang lain"], strange["salah ketik"]


def main(seed: int = 1, people: int = 20_000) -> None:
    """One line a threshold."""
    others, mistyped = scores(seed, people)
    print(f"{len(others)} other people, {len(mistyped)} mistyped (seed {seed})")
    for threshold in THRESHOLDS:
        right, wrong = (sum(score < threshold for score in found) for found in (others, mistyped))
        precision = right / (right + wrong) if right + wrong else 1.0
        print(f"below {threshold}: precision {precision:.3f}, recall {right / len(others):.3f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
