"""What of a large list did not come in, back to its sender, coloured and remarked; a small one whole, as any other file."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from desktop.spreadsheets.columns import cell_text
from desktop.spreadsheets.date_order import Order
from desktop.spreadsheets.errors import CannotWrite
from desktop.spreadsheets.list_layout import ListLayout
from desktop.spreadsheets.list_registry import list_layout
from desktop.spreadsheets.list_source import LIST_LIMITS, is_archive
from desktop.spreadsheets.lists import ListFile, open_list, problem_of
from desktop.spreadsheets.open import DEFAULT_LIMITS, Limits
from desktop.spreadsheets.reading import Problem, Reading
from desktop.spreadsheets.recognise import REMARK_HEADING, column_letter
from desktop.spreadsheets.returns import REFUSED, WAITING, write_return
from desktop.spreadsheets.taken import Taken
from desktop.spreadsheets.write_fast import OutColumn, write_list
from desktop.spreadsheets.xml_cells import Marked, Style

WHOLE = 20_000
Waiting = Mapping[tuple[str, int], str]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that may come in; `write_return` asks only where it stands."""

    source_row: int


def write_list_return(
    source: Path,
    out: Path,
    *,
    today: date,
    layout: str | None = None,
    mapping: Mapping[str, str] | None = None,
    date_order: Order | None = None,
    entered: bool = True,
    waiting: Waiting | None = None,
    taken: Taken | None = None,
    step: Callable[[int], None] | None = None,
    limits: Limits = LIST_LIMITS,
    whole: int = WHOLE,
) -> int:
    """Judge `source` again as `open_list` does with the same arguments, write what its sender has to look at, and give
    the number of refused lines. `waiting` are lines {(sheet, row): question} that were read well and yet did not come in.

    Up to `whole` lines on one sheet the sender's own file comes back as `write_return` makes it. Longer lists come back
    as a new .xlsx with the lines only that did not come in: wrong cells red, doubtful ones yellow, and in the remark the
    line of the sender's file and what to do. Raises CannotWrite, UnreadableFile, NeedsAnswer, NeedsMapping.
    """
    if out.exists() and source.exists() and out.samefile(source):
        raise CannotWrite(
            f"{out.name} adalah berkas asli pengirim dan tidak ditimpa. Pilih nama lain untuk berkas balasan."
        )

    def opened() -> ListFile:
        return open_list(source, layout=layout, mapping=mapping, today=today, date_order=date_order, limits=limits)

    short = opened()
    if short.expected_rows <= whole and not is_archive(source) and source.stat().st_size <= DEFAULT_LIMITS.file_bytes:
        reading = _reading(short, whole)
        if reading is not None:
            here = {row: asked for (sheet, row), asked in (waiting or {}).items() if sheet == reading.sheet}
            write_return(source, reading, out, entered=entered, taken=taken, waiting=here)
            return reading.rejected
    return _only_open(opened(), out, waiting or {}, taken, step)


def _reading(opened: ListFile, most: int) -> Reading | None:
    """The list as `write_return` takes it; None when it has more sheets or lines than that is meant for."""
    problems: list[Problem] = []
    lines: list[_Line] = []
    refused: list[int] = []
    for table, header, start, raw, chunk in opened.judged():
        if table.name != opened.sheet or opened.tally.total > most:
            return None
        problems += [problem_of(table, header, start + at, raw[at], name, found) for at, name, found in chunk.notes]
        lines += [_Line(number) for number in chunk.columns[0]]
        refused += [start + at + 1 for at in chunk.refused]
    return Reading(
        layout=opened.layout,
        sheet=opened.sheet,
        header_row=opened.header_row,
        mapping=opened.mapping,
        rows=tuple(lines),
        problems=tuple(problems),
        total=opened.tally.total,
        rejected_rows=tuple(sorted(refused)),
        columns=opened.columns,
    )


def _only_open(
    opened: ListFile, out: Path, waiting: Waiting, taken: Taken | None, step: Callable[[int], None] | None
) -> int:
    chosen = list_layout(opened.layout)
    headings = opened.header.headings
    width = max(headings) + 1
    kept = [place for place in range(width) if place != opened.header.remark]
    widths = {opened.header.fields[one.field]: one.width for one in chosen.columns if one.field in opened.header.fields}
    columns = [OutColumn(str(place), headings.get(place, ""), widths.get(place, 16.0), "raw") for place in kept]
    columns.append(OutColumn("remark", REMARK_HEADING, 70, "raw"))
    rows = _open_lines(opened, chosen, kept, waiting, step)
    write_list(out, columns=columns, rows=rows, sheet="Belum masuk", taken=taken)
    return opened.tally.rejected


def _open_lines(
    opened: ListFile,
    chosen: ListLayout,
    kept: Sequence[int],
    waiting: Waiting,
    step: Callable[[int], None] | None,
) -> Iterator[list[Any]]:
    numbers = {column.field for column in chosen.columns if column.text}
    for table, header, start, raw, chunk in opened.judged():
        by_line: dict[int, list[tuple[str, Any]]] = defaultdict(list)
        asked = {row - start - 1: waiting[table.name, row] for row in chunk.columns[0] if (table.name, row) in waiting}
        for at, name, finding in chunk.notes:
            if at in chunk.refused or at in asked:
                by_line[at].append((name, finding))
        for at in sorted(chunk.refused | asked.keys()):
            line: list[Any] = [raw[at][place] if place < len(raw[at]) else None for place in range(max(kept) + 1)]
            said = [asked[at]] if at in asked else []
            # errors last: on a cell with both, red wins
            for name, finding in sorted(by_line[at], key=lambda noted: noted[1].severity == "error"):
                place = header.fields.get(name)
                if place is not None and place < len(line):
                    style = Style.WRONG if finding.severity == "error" else Style.DOUBTFUL
                    line[place] = Marked(cell_text(line[place]), style)
                letter = "" if place is None else f"[{column_letter(kept.index(place))}] "
                said.append(f"{letter}{finding.what} {finding.remedy}".strip())
            for place in (header.fields[name] for name in numbers if name in header.fields):
                if not isinstance(line[place], Marked):
                    line[place] = cell_text(line[place])
            where = f"baris {start + at + 1}" + ("" if table.name == opened.sheet else f" lembar {table.name}")
            verdict = WAITING if at in asked else REFUSED
            yield [*(line[place] for place in kept), Marked(f"{verdict} ({where}): {' '.join(said)}", Style.WRAPPED)]
        if step is not None:
            step(opened.tally.total)
