"""What a clerk says about a list, and what a trial of it told: between the screen or verb and the desk of lists."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop.operations.command import new_request
from desktop.operations.import_list import EVIDENCE, MEMBERS, MUTATIONS, PROPOSALS, REGISTER
from desktop.operations.outcome import Outcome

ASKS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(MEMBERS, ("period", "segment", "full")),
    **dict.fromkeys((*MUTATIONS, *EVIDENCE), ("period", "segment")),
    **dict.fromkeys(PROPOSALS, ("period",)),
    **dict.fromkeys(REGISTER, ()),
}
"""Layout → what a clerk has to say about such a file; proposals are for one segment, SIAK's residents for no month."""
BRINGS = {"dinkes": (*MEMBERS, *MUTATIONS, *EVIDENCE, *PROPOSALS), "dinsos": PROPOSALS, "dukcapil": REGISTER}
"""Role → the layouts it brings in."""
PLAIN_FORMS: Mapping[str, str] = {"eid_result": "bpjs"}
"""Form whose headings are those of any list of members → the role that fills it in: for others they are no sign of it."""


def forms_of(forms: Iterable[str], roles: Iterable[str]) -> frozenset[str]:
    """Those of these forms that a file of somebody with these roles may be."""
    held = frozenset(roles)
    return frozenset(one for one in forms if PLAIN_FORMS.get(one, "") in ("", *held))


def kinds_of(roles: Iterable[str]) -> tuple[str, ...]:
    """The layouts that these roles bring in, each once."""
    held = frozenset(roles)
    return tuple(dict.fromkeys(one for role, layouts in BRINGS.items() if role in held for one in layouts))


def asked_of(layout: str | None, roles: Iterable[str]) -> frozenset[str]:
    """What is asked about a file of this layout; while there is none, about any file that these roles bring in."""
    layouts = (layout,) if layout in ASKS else tuple(one for role in roles for one in BRINGS.get(role, ()))
    return frozenset(name for one in layouts for name in ASKS[str(one)])


@dataclass(frozen=True, slots=True)
class Answers:
    """What the clerk said about a file. ``mapping`` is {their heading: our field}, ``date_order`` "dmy" or "mdy"."""

    layout: str | None = None
    mapping: Mapping[str, str] | None = None
    date_order: Any = None
    period: str = ""
    segment: str = ""
    full: bool = False


@dataclass(frozen=True, slots=True)
class Trial:
    """A file that was tried: how it was understood, every count, every problem; nothing was written."""

    path: Path
    answers: Answers
    layout: str
    title: str
    sheet: str
    header_row: int
    mapping: Mapping[str, str]
    unmapped: tuple[str, ...]
    total: int
    accepted: int
    rejected: int
    problems: tuple[Any, ...]
    problem_counts: Mapping[str, int]
    outcome: Outcome
    file_sha256: str
    known: Mapping[str, str] | None = None
    """Headings that were explained before and used again."""
    signature: str = ""
    """Stands for the headings as they are, for what is remembered about them."""
    request: str = field(default_factory=new_request)

    @property
    def questions(self) -> "tuple[tuple[str, int, str], ...]":
        """(sheet, row, code) of lines that were read well and wait for an answer."""
        return tuple((sheet, row, code) for sheet, row, code in self.outcome.data.get("questions", ()))

    @property
    def returnable(self) -> bool:
        """Whether a line did not come in: then there is something for the sender to look at."""
        return bool(self.rejected or self.questions)

    @property
    def fewer(self) -> Mapping[str, Any] | None:
        """``lines``, ``expected`` and ``what`` of a list of BPJS that is much shorter than such lists were."""
        return self.outcome.data.get("fewer")

    @property
    def replaces(self) -> Mapping[str, Any] | None:
        """``file_name`` and ``accepted`` of the import that counts no more when this one comes in."""
        return self.outcome.data.get("replaces")

    @property
    def ending(self) -> int | None:
        """How many memberships a complete list would end; ``None`` for other lists."""
        ended: int = self.outcome.data.get("taken", {}).get("berakhir", 0)
        return ended if self.outcome.data.get("full") else None
