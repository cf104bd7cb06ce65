"""The lines of a trial run as the clerk reads them: refusals first, then warnings, then who may come in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from desktop.ui.format import DOT, moment

if TYPE_CHECKING:
    from desktop.spreadsheets.reading import Problem, Reading

Kind = Literal["error", "warning", "good"]
EFFECTS: dict[Kind, tuple[str, str]] = {
    "error": ("Ditolak", "bad"),
    "warning": ("Peringatan", "warn"),
    "good": ("Bisa masuk", "ok"),
}
"""Kind of a line → (word, tone) of its chip."""
LINE_TONES: dict[Kind, str] = {kind: tone for kind, (_word, tone) in EFFECTS.items()}
"""Kind of a line → tone."""


@dataclass(frozen=True, slots=True)
class Line:
    """A problem of one cell, or a person who may come in."""

    key: tuple[object, ...]
    kind: Kind
    row: int
    column: str
    value: str
    sentence: str
    remedy: str
    place: str


def lines_of(reading: "Reading", today: date) -> tuple[Line, ...]:
    """All problems, worst first, then all good rows."""
    return (*problem_lines(reading.problems), *(_good(row, today) for row in reading.rows))


def problem_lines(problems: "Sequence[Problem]") -> tuple[Line, ...]:
    """All problems, worst first, in the order of the file."""
    lines = [_problem(one) for one in problems]
    order = {"error": 0, "warning": 1}
    lines.sort(key=lambda line: (order[line.kind], line.row))
    return tuple(lines)


def _problem(one: "Problem") -> Line:
    kind: Kind = "error" if one.severity == "error" else "warning"
    column = f"{one.column} · {one.heading}" if one.heading else one.column
    key = (one.sheet, one.row, one.column, one.code)
    return Line(key, kind, one.row, column, one.value or "(kosong)", one.sentence, one.remedy, one.place)


def _good(row: Any, today: date) -> Line:
    name = row.name or (f"Tanpa nama ({row.alias})" if row.alias else "Tanpa nama")
    years = f"± {today.year - row.birth_date.year}" if row.birth_estimated and row.birth_date else ""
    born = years or (f"{row.birth_date:%d-%m-%Y}" if row.birth_date else "lahir belum diketahui")
    when = moment(row.found_at) if row.found_at else "waktu belum ada"
    said = DOT.join(part for part in (row.sex, born, row.category, row.found_place, when) if part)
    key = ("baik", row.source_row)
    return Line(key, "good", row.source_row, "orang", name, said, "", f"baris {row.source_row}")
