"""Who took a workbook out of Padan, said outside its data: page foot, properties of the file, a sheet of its own.

Rows and columns stay as they are, so that whoever reads the file, our own importers included, finds what was there.
"""

from dataclasses import dataclass
from typing import Any

from desktop.spreadsheets.cells import put_text, safe_text

SHEET = "Keterangan Padan"
LONGEST_FOOT = 200  # Excel takes 255 signs for the three parts of a foot together, `&` counted twice


@dataclass(frozen=True, slots=True)
class Taken:
    """`line` says who and when (`desktop.sop.taking`), `recipient` for whom it leaves the office, `purpose` what it is."""

    line: str
    recipient: str = ""
    purpose: str = ""

    def facts(self) -> tuple[tuple[str, str], ...]:
        """(what, value) as they stand on the sheet; what is not known is left out."""
        known = (("Untuk", self.recipient), ("Keperluan", self.purpose))
        return (("Keterangan", self.line), *((label, value) for label, value in known if value))


def mark(book: Any, taken: Taken) -> None:
    """Mark an openpyxl workbook, last thing before it is saved. A foot or description that somebody else wrote stays; our
    own sheet of an earlier time is written anew."""
    book.properties.lastModifiedBy = "Padan"
    book.properties.description = book.properties.description or safe_text(taken.line)
    if SHEET in book.sheetnames:
        book.remove(book[SHEET])
    foot = foot_text(safe_text(taken.line))
    for page in book.worksheets:
        if not page.oddFooter.left.text:
            page.oddFooter.left.text, page.oddFooter.left.size = foot, 7
    page = book.create_sheet(SHEET)
    for row, (label, value) in enumerate(taken.facts(), 1):
        put_text(page.cell(row, 1), label)
        put_text(page.cell(row, 2), value)
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 14, 90


def foot_text(line: str) -> str:
    """The line for a page's foot, where `&` begins an order and is therefore doubled."""
    kept = line[:LONGEST_FOOT]
    while len(kept.replace("&", "&&")) > LONGEST_FOOT:
        kept = kept[:-1]
    return kept.replace("&", "&&")
