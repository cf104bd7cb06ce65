"""Tables going out: titled, frozen, printable, and safe to open. (The sender's file back is in `returns`.)"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

from desktop.spreadsheets.cells import DAY_FORMAT, MOMENT_FORMAT, TEXT_FORMAT, put_text, put_value
from desktop.spreadsheets.columns import cell_text
from desktop.spreadsheets.errors import CannotWrite
from desktop.spreadsheets.files import save_workbook
from desktop.spreadsheets.returns import fold_sheet_name, write_return
from desktop.spreadsheets.taken import Taken, mark

__all__ = ["CannotWrite", "OutColumn", "Taken", "build_table", "save_workbook", "write_return", "write_table"]

PAPER_F4 = 14  # Excel's number for folio, the paper that offices print on
HEADING_FILL = "FFE8EEF4"


@dataclass(frozen=True, slots=True)
class OutColumn:
    """One column going out. `code` is for NIK, KK, participant and telephone numbers: text cells for ever; `raw` (only in
    `write_fast`) for cells of a sender, each by its own type."""

    field: str
    heading: str
    width: float = 16.0
    kind: Literal["text", "code", "date", "moment", "number", "raw"] = "text"


def write_table(
    out: Path,
    *,
    title: str | Sequence[str],
    columns: Sequence[OutColumn],
    rows: Iterable[object],
    sheet: str = "Data",
    below: Sequence[str] = (),
    taken: Taken | None = None,
) -> None:
    """Write rows (mappings or frozen dataclasses, keys = `OutColumn.field`) as an .xlsx under one or more title lines.

    Numbers of people are text, nothing becomes a live formula, the header stays in sight and on every printed page.
    `below` are lines under the table (a signature); `taken` marks the file, and its first line stands under the title.
    Raises CannotWrite; the old file then still stands.
    """
    lines = [title] if isinstance(title, str) else [*title]
    if taken is not None:
        lines += [taken.line, *(f"{label}: {value}" for label, value in taken.facts()[1:])]
    book = build_table(title=lines, columns=columns, rows=rows, sheet=sheet, below=below)
    if taken is not None:
        mark(book, taken)
    save_workbook(book, out)


def build_table(
    *,
    title: str | Sequence[str],
    columns: Sequence[OutColumn],
    rows: Iterable[object],
    sheet: str,
    below: Sequence[str] = (),
) -> Any:
    """The openpyxl workbook of `write_table`, not yet on the disk."""
    import openpyxl

    book = openpyxl.Workbook()
    page = book.active
    page.title = fold_sheet_name(sheet)
    book.properties.creator = "Padan"
    header_row = _title(page, [title] if isinstance(title, str) else list(title), len(columns))
    _header(page, header_row, columns)
    last = header_row
    for last, row in enumerate(rows, header_row + 1):
        _line(page, last, columns, row)
    for offset, text in enumerate(below, last + 2):
        put_text(page.cell(offset, 2), text)
    _print_setup(page, header_row, last, columns)
    return book


def _title(page: Any, lines: list[str], width: int) -> int:
    """Title lines over the whole width; gives the 1-based row of the header."""
    from openpyxl.styles import Alignment, Font

    for number, text in enumerate(lines, 1):
        cell = page.cell(number, 1)
        put_text(cell, text)
        cell.font = Font(bold=True, size=12 if number == 1 else 11)
        cell.alignment = Alignment(horizontal="center")
        page.merge_cells(start_row=number, end_row=number, start_column=1, end_column=max(width, 1))
    return len(lines) + 2 if lines else 1


def _header(page: Any, row: int, columns: Sequence[OutColumn]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    for number, column in enumerate(columns, 1):
        cell = page.cell(row, number)
        put_text(cell, column.heading)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor=HEADING_FILL)
        cell.border = _border()
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        page.column_dimensions[get_column_letter(number)].width = column.width
    page.freeze_panes = page.cell(row + 1, 1)


def _line(page: Any, row: int, columns: Sequence[OutColumn], facts: object) -> None:
    from openpyxl.styles import Alignment

    wrapped, border = Alignment(vertical="top", wrap_text=True), _border()
    for number, column in enumerate(columns, 1):
        value = facts.get(column.field) if isinstance(facts, Mapping) else getattr(facts, column.field)
        cell = page.cell(row, number)
        _put(cell, column, value)
        cell.border = border
        cell.alignment = wrapped


def _put(cell: Any, column: OutColumn, value: object) -> None:
    if column.kind == "code":
        cell.number_format = TEXT_FORMAT
        put_text(cell, cell_text(value), text_format=True)
    elif column.kind in ("date", "moment") and isinstance(value, date):
        put_value(cell, value)
        cell.number_format = MOMENT_FORMAT if column.kind == "moment" and isinstance(value, datetime) else DAY_FORMAT
    elif column.kind == "number":
        put_value(cell, int(value) if isinstance(value, str) and value.isascii() and value.isdigit() else value)
    else:
        put_text(cell, cell_text(value))


def _border() -> Any:
    from openpyxl.styles import Border, Side

    side = Side(style="thin", color="FFB0B8C0")
    return Border(left=side, right=side, top=side, bottom=side)


def _print_setup(page: Any, header_row: int, last: int, columns: Sequence[OutColumn]) -> None:
    from openpyxl.utils import get_column_letter

    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = PAPER_F4
    page.page_setup.fitToWidth = 1
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = f"{header_row}:{header_row}"
    page.oddFooter.right.text = "Halaman &P dari &N"
    if columns and last > header_row:
        page.auto_filter.ref = f"A{header_row}:{get_column_letter(len(columns))}{last}"
