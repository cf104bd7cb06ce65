"""The sender's own file back: everything as it was, bad cells coloured, a remark beside every person's line."""

import warnings
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

from desktop.spreadsheets.cells import TEXT_FORMAT, put_text, put_value
from desktop.spreadsheets.errors import CannotWrite, UnreadableFile, unreadable
from desktop.spreadsheets.files import save_workbook
from desktop.spreadsheets.lines import ENTERED
from desktop.spreadsheets.open import file_kind, read_sheets
from desktop.spreadsheets.reading import Problem, Reading
from desktop.spreadsheets.recognise import REMARK_HEADING, fold_heading
from desktop.spreadsheets.registry import number_fields
from desktop.spreadsheets.taken import Taken, mark

ERROR_FILL = "FFFFC7CE"
WARNING_FILL = "FFFFEB9C"
REFUSED = "BELUM MASUK"
READY = "DAPAT MASUK"
WAITING = "MENUNGGU JAWABAN"
REMARK_WIDTH = 60.0


def write_return(
    source: Path,
    reading: Reading,
    out: Path,
    *,
    entered: bool = True,
    taken: Taken | None = None,
    waiting: Mapping[int, str] | None = None,
) -> None:
    """Write `source` again as `out` (.xlsx) with the problems of `reading` shown where they are.

    Every person's line is kept and remarked `BELUM MASUK` (with what to do) or `SUDAH MASUK`; the latter are passed
    over when the corrected file comes in again. `entered=False` (after a trial run) writes `DAPAT MASUK` instead.
    `taken` marks the file outside its data. `waiting` are lines {row: question} that were read well and did not come in:
    they are remarked `MENUNGGU JAWABAN` with the question.
    An .xls, .ods or .csv comes back as a new .xlsx with the same values in the same cells, and formulas as what they
    gave. Raises CannotWrite, UnreadableFile.
    """
    if out.exists() and source.exists() and out.samefile(source):
        raise CannotWrite(
            f"{out.name} adalah berkas asli pengirim dan tidak ditimpa. Pilih nama lain untuk berkas balasan."
        )
    book, sheets = _open(source)
    sheet = sheets.get(reading.sheet)
    if sheet is None:
        raise UnreadableFile(f"Lembar {reading.sheet} tidak ada lagi dalam {source.name}.", "Impor ulang berkasnya.")
    lines = {row.source_row for row in reading.rows} | set(reading.rejected_rows)
    _clear_old_marks(sheet, lines)
    _colour(sheet, reading)
    _remark(sheet, reading, ENTERED if entered else READY, waiting or {})
    if taken is not None:
        mark(book, taken)
    save_workbook(book, out)


def _open(source: Path) -> tuple[Any, dict[str, Any]]:
    """The sender's workbook itself when it is an .xlsx, else a new one with the same values in the same cells; and its
    sheets by the names that the sender gave them."""
    import openpyxl

    if file_kind(source) == "xlsx":
        try:
            with warnings.catch_warnings(), source.open("rb") as file:
                warnings.simplefilter("ignore")
                book = openpyxl.load_workbook(file, rich_text=True)
                _settle_formulas(book, file)
                return book, {sheet.title: sheet for sheet in book.worksheets}
        except OSError as error:
            raise unreadable(source.name, error) from None
        except Exception:  # noqa: S110  openpyxl stumbles over parts that calamine never looks at: values suffice then
            pass
    book = openpyxl.Workbook()
    book.remove(book.active)
    made = {}
    for sheet in read_sheets(source):
        target = made[sheet.name] = book.create_sheet(fold_sheet_name(sheet.name))
        target.sheet_state = "hidden" if sheet.hidden else "visible"
        for row, cells in enumerate(sheet.rows, 1):
            for column, value in enumerate(cells, 1):
                if value not in (None, ""):  # asking for a cell makes it, and a sheet may be wide and empty
                    put_value(target.cell(row, column), value)
    return book, made


def _settle_formulas(book: Any, file: BinaryIO) -> None:
    """Put in place of each formula what it gave when the sender saved it, or its own text: nothing that goes out may run."""
    import openpyxl

    formulas = [cell for sheet in book.worksheets for cell in sheet._cells.values() if cell.data_type == "f"]
    if not formulas:
        return
    file.seek(0)
    stored = openpyxl.load_workbook(file, data_only=True)
    for cell in formulas:
        value = stored[cell.parent.title].cell(cell.row, cell.column).value
        if value is None:
            value = getattr(cell.value, "text", cell.value)
        cell.value = None
        if isinstance(value, str):
            put_text(cell, value)
        elif not hasattr(value, "ref"):
            cell.value = value


def fold_sheet_name(name: str) -> str:
    """A name that Excel accepts for a sheet: at most 31 characters, none of `[]:*?/\\`."""
    return "".join("-" if sign in "[]:*?/\\" else sign for sign in name).strip("'")[:31] or "Data"


def _fill(colour: str) -> Any:
    from openpyxl.styles import PatternFill

    return PatternFill("solid", fgColor=colour)


def _clear_old_marks(sheet: Any, lines: set[int]) -> None:
    """A file that comes back a second time loses our colours of the first time, and only ours."""
    from openpyxl.styles import PatternFill

    # only cells that are there: asking for a whole row makes those up to the last column
    for (row, _column), cell in sheet._cells.items():
        fill = cell.fill
        if row in lines and fill.fill_type == "solid" and fill.fgColor.rgb in (ERROR_FILL, WARNING_FILL):
            cell.fill = PatternFill()


def _colour(sheet: Any, reading: Reading) -> None:
    numbers = number_fields(reading.layout)
    # errors last: on a cell with both, red wins
    for problem in sorted(reading.problems, key=lambda one: one.severity == "error"):
        if problem.sheet == reading.sheet and problem.field:
            refused = problem.severity == "error"
            cell = sheet[f"{problem.column}{problem.row}"]
            cell.fill = _fill(ERROR_FILL if refused else WARNING_FILL)
            if refused and problem.field in numbers:
                cell.number_format = TEXT_FORMAT  # what the sender types over it keeps all its digits


def _remark(sheet: Any, reading: Reading, entered: str, waiting: Mapping[int, str]) -> None:
    from openpyxl.styles import Alignment

    column = _remark_column(sheet, reading)
    by_row: dict[int, list[Problem]] = defaultdict(list)
    for problem in reading.problems:
        by_row[problem.row].append(problem)
    remarks = {row.source_row: _sentence(entered, by_row[row.source_row]) for row in reading.rows}
    remarks |= {row: _sentence(f"{WAITING}: {waiting[row]}", by_row[row]) for row in remarks.keys() & waiting.keys()}
    remarks |= {row: _sentence(REFUSED, by_row[row]) for row in reading.rejected_rows}
    for row, text in remarks.items():
        cell = sheet.cell(row, column)
        put_text(cell, text)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if text.startswith(REFUSED):
            cell.fill = _fill(ERROR_FILL)
        elif text.startswith(WAITING):
            cell.fill = _fill(WARNING_FILL)


def _sentence(verdict: str, problems: list[Problem]) -> str:
    said = " ".join(f"[{one.column}] {one.sentence} {one.remedy}".strip() for one in problems if one.field)
    return f"{verdict}{' ' if verdict.endswith('.') else ': '}{said}" if said else verdict


def _remark_column(sheet: Any, reading: Reading) -> int:
    """The column of an earlier return, or the first one right of the headings that nobody uses."""
    from openpyxl.utils import get_column_letter

    last = 1
    for cell in sheet[reading.header_row]:
        if fold_heading(cell.value if isinstance(cell.value, str) else "") == REMARK_HEADING:
            return int(cell.column)
        if cell.value not in (None, ""):
            last = cell.column
    column = last + 1
    while any(not _free(sheet.cell(row, column)) for row in range(reading.header_row, sheet.max_row + 1)):
        column += 1
    heading = sheet.cell(reading.header_row, column)
    put_text(heading, REMARK_HEADING)
    heading._style = sheet.cell(reading.header_row, last)._style
    sheet.column_dimensions[get_column_letter(column)].width = REMARK_WIDTH
    return column


def _free(cell: Any) -> bool:
    return type(cell).__name__ != "MergedCell" and cell.value in (None, "")
