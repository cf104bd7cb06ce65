"""The facts a letter or a card is made of. Frozen, so that they can be stored beside the bytes and rendered again."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

import msgspec

from desktop.documents.errors import Unprintable
from desktop.sop.letters import LetterStyle
from desktop.sop.typed import typed


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs: `position` without the final comma, `rank` as "Pembina (IV/a)", `nip` 18 digits or empty.

    `on_behalf` ("a.n. Kepala Dinas Sosial") stands above the position.
    """

    position: str
    name: str
    rank: str = ""
    nip: str = ""
    on_behalf: str = ""


@dataclass(frozen=True, slots=True)
class Paraf:
    """One line of the *paraf hierarki*: the position, who initialled, and when ("22-11-2026 09.15")."""

    position: str
    name: str = ""
    at: str = ""


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
    letter.toml). An empty `copies` means: the copies the template declares. `style` is the office's paper, `check` the
    token of the internal check (printed as a QR code; empty: none), `paraf` is drawn on the archive copy only
    (`archive`).
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
    style: LetterStyle = field(default_factory=LetterStyle)
    check: str = ""
    paraf: tuple[Paraf, ...] = ()
    archive: bool = False


@dataclass(frozen=True, slots=True)
class CardFacts:
    """One card. `participant_number` 13 digits, `nik` 16 digits, `sex` "L" or "P", `copy` counts from 1.

    `contact` (address, telephone of `office`) tells a finder where the card belongs; `seal` is the text of the signed
    QR code. Both may be empty: then they are not drawn.
    """

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
    seal: str = ""
    contact: str = ""


def letter_facts_to_json(facts: LetterFacts) -> str:
    """One line of JSON with sorted keys: the same facts always give the same text. The emblem stands in it whole."""
    plain = asdict(facts)
    plain["date"] = facts.date.isoformat()
    emblem = facts.letterhead.emblem
    plain["letterhead"]["emblem"] = None if emblem is None else "data:" + base64.b64encode(emblem).decode("ascii")
    plain["style"] = msgspec.to_builtins(facts.style)
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def emblem_hash(text: str) -> str | None:
    """The SHA-256 of the emblem that facts written by an office name; ``None`` when they carry none, or carry it whole."""
    named: str | None = json.loads(text)["letterhead"]["emblem"]
    return named if named and not named.startswith("data:") else None


def letter_facts_from_json(text: str, emblems: Mapping[str, bytes] = MappingProxyType({})) -> LetterFacts:
    """The facts as an office or `letter_facts_to_json` wrote them. `emblems`: SHA-256 → picture.

    Raises Unprintable when its emblem is not among `emblems`; KeyError, TypeError or ValueError for another text.
    """
    plain: dict[str, Any] = json.loads(text)
    head = plain.pop("letterhead")
    counterpart = plain.pop("counterpart")
    return LetterFacts(
        date=date.fromisoformat(plain.pop("date")),
        letterhead=Letterhead(tuple(head["lines"]), _emblem(head["emblem"], emblems)),
        signer=Signer(**plain.pop("signer")),
        counterpart=None if counterpart is None else Signer(**counterpart),
        recipient=tuple(plain.pop("recipient")),
        copies=tuple(plain.pop("copies")),
        rows=tuple(plain.pop("rows")),
        style=msgspec.convert(plain.pop("style", {}), typed(LetterStyle)),
        paraf=tuple(Paraf(**line) for line in plain.pop("paraf", ())),
        **plain,
    )


def _emblem(named: str | None, emblems: Mapping[str, bytes]) -> bytes | None:
    if named is None:
        return None
    if named.startswith("data:"):
        return base64.b64decode(named.removeprefix("data:"), validate=True)
    found = emblems.get(named)
    if found is None:
        raise Unprintable(
            "Lambang pada kop surat ini tidak ditemukan lagi. Pulihkan dari cadangan, atau hubungi administrator."
        )
    return found
