"""The facts a letter or a card is made of. Frozen, so that they can be stored beside the bytes and rendered again."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs: `position` without the final comma, `rank` as "Pembina (IV/a)", `nip` 18 digits or empty."""

    position: str
    name: str
    rank: str = ""
    nip: str = ""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Head of the paper.

    `lines`: government, agency (lines in capitals are printed large), then address and contact. `emblem`: PNG or
    JPEG bytes; without one the lines are simply centred.
    """

    lines: tuple[str, ...]
    emblem: bytes | None = None


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """Everything one letter shows.

    `fields` are the merge fields of the template, `rows` the people of its table (keys = column keys of
    letter.toml). An empty `copies` means: the copies the template declares.
    """

    code: str
    number: str
    date: date
    place: str
    letterhead: Letterhead
    signer: Signer
    counterpart: Signer | None = None
    counterpart_number: str = ""
    recipient: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    rows: tuple[Mapping[str, str], ...] = ()
    draft: bool = False


@dataclass(frozen=True, slots=True)
class CardFacts:
    """One card. `participant_number` 13 digits, `nik` 16 digits, `sex` "L" or "P", `copy` counts from 1."""

    participant_number: str
    name: str
    nik: str
    birth_place: str
    birth_date: date | None
    birth_estimated: bool
    sex: str
    address: str
    facility: str
    office: str
    photo: bytes | None = None
    copy: int = 1


def letter_facts_to_json(facts: LetterFacts) -> str:
    """One line of JSON with sorted keys: the same facts always give the same text."""
    plain = asdict(facts)
    plain["date"] = facts.date.isoformat()
    emblem = facts.letterhead.emblem
    plain["letterhead"]["emblem"] = None if emblem is None else base64.b64encode(emblem).decode("ascii")
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def letter_facts_from_json(text: str) -> LetterFacts:
    """The facts that `letter_facts_to_json` wrote.

    Raises KeyError, TypeError or ValueError when the text is something else.
    """
    plain: dict[str, Any] = json.loads(text)
    head = plain.pop("letterhead")
    emblem = None if head["emblem"] is None else base64.b64decode(head["emblem"], validate=True)
    counterpart = plain.pop("counterpart")
    return LetterFacts(
        date=date.fromisoformat(plain.pop("date")),
        letterhead=Letterhead(tuple(head["lines"]), emblem),
        signer=Signer(**plain.pop("signer")),
        counterpart=None if counterpart is None else Signer(**counterpart),
        recipient=tuple(plain.pop("recipient")),
        copies=tuple(plain.pop("copies")),
        rows=tuple(plain.pop("rows")),
        **plain,
    )
