"""What a clerk says about a list, and what a trial of it told: between the screen or verb and the desk of lists."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop.operations.command import new_request
from desktop.operations.outcome import Outcome


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
    request: str = field(default_factory=new_request)

    @property
    def ending(self) -> int | None:
        """How many memberships a complete list would end; ``None`` for other lists."""
        ended: int = self.outcome.data.get("taken", {}).get("berakhir", 0)
        return ended if self.outcome.data.get("full") else None
