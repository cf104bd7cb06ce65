"""A short list back to its sender when not only its cells were judged, but also the people whom it names."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop.spreadsheets.errors import CannotWrite
from desktop.spreadsheets.list_source import is_archive
from desktop.spreadsheets.lists import ListFile, problem_of
from desktop.spreadsheets.open import DEFAULT_LIMITS
from desktop.spreadsheets.reading import Problem, Reading
from desktop.spreadsheets.returns import write_return
from desktop.spreadsheets.taken import Taken

WHOLE = 20_000


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that may come in; `write_return` asks only where it stands."""

    source_row: int


def write_event_return(
    source: Path, opened: ListFile, out: Path, *, refused: Mapping[int, str], entered: bool, taken: Taken | None = None
) -> int:
    """The sender's file as `write_return` makes it, of a list just `opened`; gives how many lines stay out.

    `refused` are lines {row: why} that were read well and are refused all the same: they are said and coloured like the
    others, at the NIK. Raises CannotWrite, also for a list of several sheets or too long to come back as it is, and
    UnreadableFile.
    """
    if opened.expected_rows > WHOLE or is_archive(source) or source.stat().st_size > DEFAULT_LIMITS.file_bytes:
        raise _too_long(source)
    reading = _reading(source, opened, refused)
    write_return(source, reading, out, entered=entered, taken=taken)
    return reading.rejected


def _reading(source: Path, opened: ListFile, refused: Mapping[int, str]) -> Reading:
    problems: list[Problem] = []
    good: list[int] = []
    bad: list[int] = []
    for table, header, start, raw, chunk in opened.judged():
        if table.name != opened.sheet or opened.tally.total > WHOLE:
            raise _too_long(source)
        problems += [problem_of(table, header, start + at, raw[at], name, found) for at, name, found in chunk.notes]
        bad += [start + at + 1 for at in chunk.refused]
        good += [int(str(row)) for row in chunk.columns[0]]
    name = "nik" if "nik" in opened.columns else next(iter(opened.columns))
    heading = next((theirs for theirs, ours in opened.mapping.items() if ours == name), "")
    for row in sorted(refused.keys() & set(good)):
        place = (opened.sheet, row, opened.columns[name], heading, name, "")
        problems.append(Problem(*place, "tidak_dicatat", "error", refused[row], ""))
    return Reading(
        layout=opened.layout,
        sheet=opened.sheet,
        header_row=opened.header_row,
        mapping=opened.mapping,
        rows=tuple(_Line(row) for row in good if row not in refused),
        problems=tuple(problems),
        total=opened.tally.total,
        rejected_rows=tuple(sorted({*bad, *(refused.keys() & set(good))})),
        columns=opened.columns,
    )


def _too_long(source: Path) -> CannotWrite:
    return CannotWrite(
        f"{source.name} terlalu panjang atau berisi beberapa lembar, sehingga berkas balasannya tidak dapat dibuat. "
        "Pecah menjadi satu berkas tiap lembar, lalu baca lagi."
    )
