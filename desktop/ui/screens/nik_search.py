"""Dukcapil's search: who in the register may be the person of this case, with scores. Runs in the reader's thread."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from db.queries.cases import CaseRow
from db.queries.search import PersonHit, candidates, people_by_name, people_by_number
from desktop.sop.identity import NikReport, check_nik
from desktop.sop.matching import Candidate, Score, rank_matches
from desktop.sop.names import name_tokens, sound_key

FLOOR, SHOWN = 35.0, 12
TONES = {"sangat mirip": "ok", "perlu diperiksa": "warn", "beda": "plain"}
LIKENESS = {"sama": "ok", "mirip": "warn", "beda": "bad", "tidak diketahui": "plain"}


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody of the register beside our person."""

    hit: PersonHit
    score: Score

    @property
    def id(self) -> int:
        """The person."""
        return self.hit.id

    @property
    def label(self) -> str:
        """Name, alias or registration number; who is here no more is marked."""
        name = self.hit.name or self.hit.alias or self.hit.registration
        return f"{name} ({self.hit.gone})" if self.hit.gone else name


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The answer for one case; ``words`` empty: searched by the person's own name and alias."""

    case_id: int
    words: str
    found: tuple[Found, ...]
    nameless: bool = False


@dataclass(frozen=True, slots=True)
class Owner:
    """Who carries a NIK already, and the case that asked."""

    case_id: int
    nik: str
    hit: PersonHit | None


def candidate_of(row: CaseRow) -> Candidate:
    """Our person as the matching knows one."""
    return Candidate(row.person_id, row.name, row.alias, row.birth_date, row.birth_estimated, row.sex)


def own_sounds(row: CaseRow) -> tuple[str, ...]:
    """The sound keys of name and alias, as the register keeps them."""
    tokens = (*name_tokens(row.name), *name_tokens(row.alias))
    return tuple(dict.fromkeys(sound_key(token) for token in tokens))


def search_register(connection: Any, row: CaseRow, words: str, today: date) -> SearchResult:
    """Search by the person's own name, alias, birth and claimed NIK; or by other words (a name or the first digits)."""
    typed = words.strip()
    if not typed:
        return _own(connection, row, today)
    digits = "".join(typed.split())
    if digits.isascii() and digits.isdigit():
        hits = people_by_number(connection, digits, limit=SHOWN)
    else:
        tokens = name_tokens(typed)
        sounds = tuple(dict.fromkeys(sound_key(token) for token in tokens))
        by_sound = _near(connection, row, sounds) if sounds else ()
        hits = (*(people_by_name(connection, tokens, limit=SHOWN) if tokens else ()), *by_sound)
    # the clerk's own words decide who is shown, also those whose score is low
    return SearchResult(row.id, typed, _scored(row, hits, floor=0.0))


def _own(connection: Any, row: CaseRow, today: date) -> SearchResult:
    sounds = own_sounds(row)
    claimed = check_nik(row.nik_claimed, today=today).nik
    by_claim = people_by_number(connection, claimed) if claimed else ()
    likely = _scored(row, _near(connection, row, sounds) if sounds else (), floor=FLOOR)
    told = tuple(found for found in _scored(row, by_claim, floor=0.0) if found.id not in {one.id for one in likely})
    return SearchResult(row.id, "", (*told, *likely), nameless=not sounds)


def _near(connection: Any, row: CaseRow, sounds: tuple[str, ...]) -> tuple[PersonHit, ...]:
    year = row.birth_date.year if row.birth_date else None
    return candidates(connection, sounds, without=row.person_id, birth_year=year)


def _scored(row: CaseRow, hits: tuple[PersonHit, ...], floor: float) -> tuple[Found, ...]:
    known = {hit.id: hit for hit in hits if hit.id != row.person_id}
    others = [
        Candidate(hit.id, hit.name, hit.alias, hit.birth_date, hit.birth_estimated, hit.sex) for hit in known.values()
    ]
    ranked = rank_matches(candidate_of(row), others, floor=floor, limit=SHOWN)
    return tuple(Found(known[match.candidate.id], match.score) for match in ranked)


def owner_of(connection: Any, row: CaseRow, nik: str) -> Owner:
    """Who carries this NIK already (not our person)."""
    hits = [hit for hit in people_by_number(connection, nik, limit=2) if hit.nik == nik and hit.id != row.person_id]
    return Owner(row.id, nik, hits[0] if hits else None)


def check_for(row: CaseRow, typed: str, today: date) -> NikReport:
    """The NIK check against what is recorded of this person."""
    return check_nik(typed, birth_date=row.birth_date, sex=row.sex, today=today, birth_estimated=row.birth_estimated)


def as_if_ready(row: CaseRow) -> CaseRow:
    """The case as it will be when the decision is recorded: to ask the rules what else stands in the way."""
    return replace(row, nik="-", searched=True)
