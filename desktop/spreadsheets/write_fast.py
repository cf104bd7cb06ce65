"""Large lists going out: .xlsx and .csv written row by row, in little memory and a fraction of openpyxl's time.

A workbook is XML in a zip. The rows of a list are all alike, so each column turns its own values into finished pieces of
XML, a few hundred at a time, and only the row numbers are put between them. Strings are written inside the cells, hence
nothing has to be remembered until the end, and no text can become a formula.
"""

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import IO, Literal

from desktop.spreadsheets.cells import harmless
from desktop.spreadsheets.columns import cell_text
from desktop.spreadsheets.files import whole_file
from desktop.spreadsheets.recognise import column_letter
from desktop.spreadsheets.returns import fold_sheet_name
from desktop.spreadsheets.taken import SHEET, Taken
from desktop.spreadsheets.write import OutColumn
from desktop.spreadsheets.xml_cells import Style, encoder, text_cell
from desktop.spreadsheets.xml_parts import Page, add_part, sheet_end, sheet_start, write_parts

__all__ = ["Line", "OutColumn", "Style", "write_csv", "write_list"]

ROWS_A_SHEET = 1_048_576
AT_ONCE = 1_000

Rows = Iterable[Sequence[object]]
Step = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Line:
    """One line above the table: its cells from column A on, in bold as a `title` or a `heading`, or plain."""

    cells: tuple[str, ...]
    look: Literal["title", "heading", "plain"] = "title"


def write_list(
    out: Path,
    *,
    columns: Sequence[OutColumn],
    rows: Rows,
    above: Sequence[Line] = (),
    below_header: Sequence[Line] = (),
    sheet: str = "Data",
    day_format: str = "dd-mm-yyyy",
    taken: Taken | None = None,
    taken_above: bool = True,
    step: Step | None = None,
    sheet_rows: int = ROWS_A_SHEET,
    made: datetime | None = None,
) -> int:
    """Write `rows` (sequences in the order of `columns`) as an .xlsx and give how many there were.

    `above` are lines over the header, `below_header` lines under it (the number row of a form). NIK, KK, card and
    telephone numbers (kind `code`) are text cells, dates are real dates shown as `day_format`. More rows than a sheet
    holds go on in a second sheet. `step(rows so far)` is called now and then: what it raises stops the writing and leaves
    nothing behind. `taken` marks the file as `write_table` does, over the header only with `taken_above` (a form of others
    keeps its lines). With `made`, the moment that stands in the file, the same rows give the same bytes on every day.
    Raises CannotWrite; the old file then still stands.
    """
    lines = list(above)
    if taken is not None and taken_above:
        lines += [Line((taken.line,)), *(Line((f"{label}: {value}",)) for label, value in taken.facts()[1:])]
    page = Page(tuple(columns), tuple(lines), tuple(below_header), "" if taken is None else taken.line)
    source, count = iter(rows), 0
    names: list[str] = []
    with whole_file(out) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        while True:
            names.append(fold_sheet_name(sheet if not names else f"{sheet[:24]} ({len(names) + 1})"))
            with archive.open(f"xl/worksheets/sheet{len(names)}.xml", "w", force_zip64=True) as part:
                written = _sheet(part, page, source, sheet_rows, partial(_step, step, count))
            count += written
            ahead = list(islice(source, 1)) if written == sheet_rows - page.header_row - len(below_header) else []
            if not ahead:
                break
            source = _chain(ahead, source)
        if taken is not None:
            names.append(SHEET)
            add_part(archive, f"xl/worksheets/sheet{len(names)}.xml", _facts(taken))
        write_parts(archive, names, page, day_format, list_sheets=len(names) - (taken is not None), made=made)
    return count


def _step(step: Step | None, before: int, more: int) -> None:
    if step is not None:
        step(before + more)


def _chain(ahead: list[Sequence[object]], source: Iterator[Sequence[object]]) -> Iterator[Sequence[object]]:
    yield from ahead
    yield from source


def _sheet(part: IO[bytes], page: Page, source: Iterator[Sequence[object]], most: int, step: Step) -> int:
    """One sheet with as many rows of `source` as it holds; how many those were."""
    part.write(sheet_start(page).encode())
    number = first = page.header_row + len(page.below_header) + 1
    last = len(page.columns) - 1
    encoders = [
        encoder(column.kind, _next_cell(at, last), wide=column.kind == "text") for at, column in enumerate(page.columns)
    ]
    while chunk := list(islice(source, min(AT_ONCE, most + 1 - number))):
        pieces = [encode(values) for encode, values in zip(encoders, zip(*chunk, strict=True), strict=True)]
        lines = []
        for cells in zip(*pieces, strict=True):
            at = str(number)
            lines.append(at.join(('<row r="', '"><c r="A', *cells)))
            number += 1
        part.write("".join(lines).encode())
        step(number - first)
    part.write(sheet_end(page, number - 1).encode())
    return number - first


def _next_cell(at: int, last: int) -> str:
    """What stands between this cell's content and the row number of the next one."""
    return f'<c r="{column_letter(at + 1)}' if at < last else "</row>"


def _facts(taken: Taken) -> str:
    rows = "".join(
        f'<row r="{row}">{text_cell(f"A{row}", label)}{text_cell(f"B{row}", value)}</row>'
        for row, (label, value) in enumerate(taken.facts(), 1)
    )
    return (
        sheet_start(Page((OutColumn("", "", 14), OutColumn("", "", 90)), (), (), ""), bare=True)
        + rows
        + sheet_end(None, 0)
    )


def write_csv(
    out: Path, *, columns: Sequence[OutColumn], rows: Rows, delimiter: str = ";", step: Step | None = None
) -> int:
    """Write `rows` as a .csv with UTF-8 mark; a text that a spreadsheet would run gets a quote before it. CannotWrite."""
    count = 0
    with whole_file(out) as file:
        text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=False)
        writer = csv.writer(text, delimiter=delimiter)
        writer.writerow([column.heading for column in columns])
        source = iter(rows)
        while chunk := list(islice(source, AT_ONCE)):
            writer.writerows([[_plain(value) for value in row] for row in chunk])
            count += len(chunk)
            _step(step, 0, count)
        text.flush()
        with suppress(ValueError):
            text.detach()
    return count


def _plain(value: object) -> object:
    if value is None or type(value) is int:
        return value
    return harmless(value if isinstance(value, str) else cell_text(value))
