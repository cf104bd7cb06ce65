"""What the template editor reads: which letters there are, and one of them with everything to try it on. No Qt."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, tzinfo
from typing import Any

from db.queries.letter_samples import newest_facts
from db.queries.letter_templates import TemplateRow, emblems, own_templates, template_history
from db.queries.offices import OfficeRow, office_by_id, offices
from desktop.operations.letter_samples import Length, codes_of, sample_facts, stretched
from desktop.sop.letters import letter_kind, shipped_template
from desktop.ui.format import short_day

LAST = "terakhir"
SAMPLES = {"biasa": "Contoh biasa", "pendek": "Contoh terpendek", "panjang": "Contoh terpanjang"}


@dataclass(frozen=True, slots=True)
class LetterLine:
    """One letter of one office; ``own`` is the office's newest wording, ``None`` while it uses the program's."""

    office_id: int
    office_name: str
    code: str
    title: str
    own: TemplateRow | None = None

    @property
    def key(self) -> tuple[int, str]:
        """Tells it from all others."""
        return self.office_id, self.code

    def state(self, zone: tzinfo | None) -> str:
        """Ours, or changed by the office: when and by whom."""
        if self.own is None:
            return "templat bawaan"
        return f"diubah {short_day(self.own.created_at.astimezone(zone))} · {self.own.staff_name}"


@dataclass(frozen=True, slots=True)
class Opened:
    """A letter under the pen: the text in force, its history (newest first), facts to try it on."""

    office: OfficeRow
    code: str
    title: str
    toml: str
    ours: str
    history: tuple[TemplateRow, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    emblems: Mapping[str, bytes] = field(default_factory=dict)
    last: tuple[str, Mapping[str, Any]] | None = None

    @property
    def key(self) -> tuple[int, str]:
        """The key of its line."""
        return self.office.id, self.code

    @property
    def seen(self) -> int:
        """The newest saved wording."""
        return self.history[0].id if self.history else 0

    @property
    def own(self) -> TemplateRow | None:
        """The office's own wording in force."""
        return self.history[0] if self.history and self.history[0].toml else None

    def sample(self, name: str) -> dict[str, Any]:
        """The facts of one of the samples."""
        if name == LAST and self.last is not None:
            return dict(self.last[1])
        lengths: dict[str, Length] = {"pendek": "pendek", "panjang": "panjang"}
        return stretched(self.facts, lengths.get(name, "biasa"))


def letter_lines(connection: Any) -> tuple[LetterLine, ...]:
    """Every letter of every office that issues letters, in the order of the procedure."""
    found = []
    for office in offices(connection):
        codes = codes_of(office.kind) if office.active else ()
        own = own_templates(connection, office.id) if codes else {}
        found += [LetterLine(office.id, office.name, code, letter_kind(code).title, own.get(code)) for code in codes]
    return tuple(found)


def read_opened(connection: Any, office_id: int, code: str, today: date, own_office: int) -> Opened | None:
    """One letter; real people's data only from the office of the one who asks."""
    office = office_by_id(connection, office_id)
    if office is None or code not in codes_of(office.kind):
        return None
    history = template_history(connection, office.id, code)
    ours = shipped_template(code)
    facts = sample_facts(connection, office, code, today)
    issued = newest_facts(connection, office.id, code) if office.id == own_office else None
    last = (issued[0], json.loads(issued[1]) | {"draft": True}) if issued else None
    known = _pictures(connection, facts, *([last[1]] if last else []))
    return Opened(
        office=office,
        code=code,
        title=letter_kind(code).title,
        toml=(history[0].toml if history else "") or ours,
        ours=ours,
        history=history,
        facts=facts,
        emblems=known,
        last=last,
    )


def _pictures(connection: Any, *letters: dict[str, Any]) -> dict[str, bytes]:
    """The emblems these letters name; a picture that is gone is left out of the letter."""
    named = {facts["letterhead"]["emblem"] for facts in letters} - {None}
    known = emblems(connection, named) if named else {}
    for facts in letters:
        if facts["letterhead"]["emblem"] not in known:
            facts["letterhead"]["emblem"] = None
    return known
