"""Empty forms that the program hands out, built from the layout itself so that they always come back readable."""

from pathlib import Path
from typing import Any

from desktop.spreadsheets.cells import TEXT_FORMAT
from desktop.spreadsheets.columns import Column
from desktop.spreadsheets.registry import layout_by_code
from desktop.spreadsheets.write import OutColumn, build_table, save_workbook

LINES = 300
LONGEST_RULE, ASIDE = 255, "Pilihan"


def write_template(code: str, out: Path) -> None:
    """Write the empty form of layout `code`: text cells for NIK and numbers, lists to choose from. Raises CannotWrite."""
    layout = layout_by_code(code)
    columns = [OutColumn(column.field, column.heading, column.width, _kind(column)) for column in layout.columns]
    title = (
        layout.title.upper(),
        "Isi mulai baris di bawah judul kolom. NIK dan nomor peserta: 16 dan 13 angka, sebagai teks.",
    )
    book = build_table(title=title, columns=columns, rows=(), sheet="Data")
    page = book.active
    first = len(title) + 3
    for number, column in enumerate(layout.columns, 1):
        if column.text:
            for row in range(first, first + LINES):
                page.cell(row, number).number_format = TEXT_FORMAT
        if column.choices:
            _offer(book, page, number, first, column)
    save_workbook(book, out)


def _kind(column: Column) -> Any:
    return "code" if column.text else "text"


def _offer(book: Any, page: Any, number: int, first: int, column: Column) -> None:
    """A list to choose from beneath the heading; a long one stands on a sheet of its own, for Excel takes 255 signs."""
    from openpyxl.worksheet.datavalidation import DataValidation

    letter, choices = page.cell(first, number).column_letter, column.choices
    source = f'"{",".join(choices)}"'
    if len(source) > LONGEST_RULE:
        aside = book[ASIDE] if ASIDE in book.sheetnames else book.create_sheet(ASIDE)
        aside.sheet_state = "hidden"
        for at, choice in enumerate(choices, 1):
            aside.cell(at, number).value = choice
        source = f"{ASIDE}!${letter}$1:${letter}${len(choices)}"
    rule = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=not column.others)
    rule.error = f"Pilih {' atau '.join(choices[:3])}." if len(choices) <= 3 else "Pilih dari daftar."
    page.add_data_validation(rule)
    rule.add(f"{letter}{first}:{letter}{first + LINES - 1}")
