"""Who may be the same person as somebody: alike in name, birth and sex, or with nearly the same NIK. No Qt."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from db.queries.doubles import MOST, DoublePair, DoubleSide, likely_doubles, near_names, same_names, sides
from db.queries.merges import MergeRow, merges
from db.queries.person import PersonRow, person_by_id
from db.queries.search import PersonHit, candidates, people_by_name, people_by_number
from desktop.sop.matching import Candidate, rank_matches
from desktop.sop.names import likeness, name_tokens, sound_key
from desktop.sop.one_person import digits_apart, say_niks, say_slip

FLOOR, SHOWN, NEAR = 55.0, 20, 2
PAIR, MERGED = "pasangan", "gabung"
ALIKE = 88.0
"""From here on of 100 two names born on one day are proposed as one person's."""
SAME, NEARLY = "nama dan tanggal lahir sama", "nama mirip, tanggal lahir sama"


@dataclass(frozen=True, slots=True)
class DoubleLine:
    """One line of the screen: two records that may be one person, and ``why``; or (``merge``) two that were merged."""

    key: str
    kind: str
    name: str
    birth: date | None
    first: DoubleSide | None
    other: DoubleSide | None
    words: str
    tone: str
    merge: MergeRow | None = None
    at: datetime | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class DoublesAnswer:
    """All lines; ``whose`` when they are about one person only. ``whole``: what is only alike was looked for too;
    ``most``: so many candidates of a kind were looked at and there are more, 0 when all were."""

    lines: tuple[DoubleLine, ...]
    whose: PersonRow | None = None
    whole: bool = True
    most: int = 0


def read_doubles(connection: Any, person_id: int | None, typed: str, alike: bool = True) -> DoublesAnswer:
    """Likely doubles of everybody, or of one person (by the own name, or by what was typed); and the merges made. Of
    everybody without ``alike`` those alone who are the same, which is answered at once."""
    whose = None if person_id is None else person_by_id(connection, person_id)
    if whose is not None and whose.merged_into is not None:
        whose = person_by_id(connection, whose.merged_into)
    made = tuple(_merged(row) for row in merges(connection))
    if whose is not None:
        return DoublesAnswer((*_of_person(connection, whose, typed), *made), whose)
    same = [_pair(pair.first, pair.other, SAME) for pair in likely_doubles(connection)]
    near, born = (near_names(connection), same_names(connection)) if alike else ((), ())
    same += [_pair(one.first, one.other, NEARLY) for one in near[:MOST] if _alike_names(one.first.name, one.other.name)]
    same += [_pair(one.first, one.other, why) for one in born[:MOST] if (why := _slip(one))]
    order = {"ok": 0, "warn": 1, "plain": 2}
    lines = sorted(same, key=lambda line: (order[line.tone], line.name))
    return DoublesAnswer((*lines, *made), whole=alike, most=MOST if max(len(near), len(born)) > MOST else 0)


def _alike_names(one: str, other: str) -> bool:
    """Whether two differing names may be one, mistyped; two people with another initial are two."""
    ours, theirs = ({word for word in name_tokens(name) if len(word) == 1} for name in (one, other))
    apart = bool(ours) and bool(theirs) and not ours & theirs
    return not apart and one.casefold() != other.casefold() and likeness(one, other) >= ALIKE


def _slip(pair: DoublePair) -> str:
    one, other = pair.first.birth_date, pair.other.birth_date
    return say_slip(one, other) if one and other else ""


def _pair(first: DoubleSide, other: DoubleSide, why: str = "") -> DoubleLine:
    said = say_niks(first.nik, other.nik)
    why = why or _why(first, other)
    key = f"{first.id}-{other.id}"
    return DoubleLine(key, PAIR, other.name or first.name, other.birth_date, first, other, *said, why=why)


def _why(first: DoubleSide, other: DoubleSide) -> str:
    """What speaks for two records of which one was asked for."""
    apart, born = digits_apart(first.nik, other.nik), first.birth_date == other.birth_date is not None
    if apart is not None and apart <= NEAR:
        return "NIK hampir sama"
    if first.name.casefold() == other.name.casefold():
        slip = say_slip(first.birth_date, other.birth_date) if first.birth_date and other.birth_date else ""
        return SAME if born else slip or "nama sama"
    return NEARLY if born else "nama dan kelahiran mirip"


def _merged(row: MergeRow) -> DoubleLine:
    words, tone = ("dibatalkan", "plain") if row.undone_at else ("digabung", "info")
    return DoubleLine(
        f"g{row.id}", MERGED, row.kept_name or row.merged_name, None, None, None, words, tone, row, row.at
    )


def _of_person(connection: Any, whose: PersonRow, typed: str) -> tuple[DoubleLine, ...]:
    hits = _typed(connection, typed) if typed.strip() else _alike(connection, whose)
    known = sides(connection, (whose.id, *(hit.id for hit in hits)))
    mine = known.get(whose.id)
    others = [known[hit.id] for hit in hits if hit.id in known and hit.id != whose.id]
    if mine is None:
        return ()
    if typed.strip():
        return tuple(_pair(mine, other) for other in others)
    return tuple(_pair(mine, other) for other in _ranked(whose, hits, others))


def _typed(connection: Any, typed: str) -> tuple[PersonHit, ...]:
    digits = "".join(typed.split())
    if digits.isascii() and digits.isdigit():
        return people_by_number(connection, digits, limit=SHOWN)
    tokens = name_tokens(typed)
    return people_by_name(connection, tokens, limit=SHOWN) if tokens else ()


def _alike(connection: Any, whose: PersonRow) -> tuple[PersonHit, ...]:
    sounds = tuple(dict.fromkeys(sound_key(token) for token in (*name_tokens(whose.name), *name_tokens(whose.alias))))
    year = whose.birth_date.year if whose.birth_date else None
    near = candidates(connection, sounds, without=whose.id, birth_year=year) if sounds else ()
    # A slip of the finger in the serial: the same region and day of birth.
    numbered = people_by_number(connection, whose.nik[:12], limit=SHOWN) if whose.nik else ()
    return tuple({hit.id: hit for hit in (*numbered, *near) if hit.id != whose.id}.values())


def _ranked(whose: PersonRow, hits: tuple[PersonHit, ...], others: list[DoubleSide]) -> list[DoubleSide]:
    """Nearly the same NIK first, then the most alike; who is neither is not proposed."""
    mine = Candidate(whose.id, whose.name, whose.alias, whose.birth_date, whose.birth_estimated, whose.sex)
    theirs = [Candidate(h.id, h.name, h.alias, h.birth_date, h.birth_estimated, h.sex) for h in hits]
    scores = {one.candidate.id: one.score.total for one in rank_matches(mine, theirs, floor=FLOOR, limit=SHOWN)}

    def apart(other: DoubleSide) -> int:
        found = digits_apart(whose.nik, other.nik)
        return found if found is not None and found <= NEAR else 9

    likely = [other for other in others if other.id in scores or apart(other) < 9]
    return sorted(likely, key=lambda other: (apart(other), -scores.get(other.id, 0.0), other.id))[:SHOWN]
