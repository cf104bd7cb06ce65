"""How far the tables of an OpenDocument sheet reach: a short file can say that a row or a cell repeats a million times."""

import re
import zipfile

from desktop.spreadsheets.sheet_extent import MOST_CELLS, sprawling

_BLOCK = 1 << 20
_ROWS = re.compile(rb"<table:table-row(?=[ >/])").split
_CELLS = re.compile(rb"<table:(?:covered-)?table-cell(?=[ >/])([^>]*)>").findall
_TIMES = re.compile(rb"table:number-columns-repeated=[\"'](\d{1,10})[\"']").search
_ROW_TIMES = re.compile(rb"table:number-rows-repeated=[\"'](\d{1,10})[\"']").search
_BEGIN = b"<table:table-row"
_TABLE = b"<table:table "


def look_over_ods(archive: zipfile.ZipFile, name: str) -> None:
    """:raises UnreadableFile: when its tables together are too large to be laid out, for all are read at once."""
    reach = _Reach(name)
    rest = b""
    with archive.open("content.xml") as part:
        while block := part.read(_BLOCK):
            text = rest + block
            cut = max(text.rfind(_BEGIN), 0)
            reach.walk(text[:cut])
            rest = text[cut:]
    reach.walk(rest)


class _Reach:
    """Counts rows and columns of one table after the other."""

    def __init__(self, name: str) -> None:
        self.name, self.before = name, 0
        self.row = self.bottom = self.width = 0

    def walk(self, text: bytes) -> None:
        """Take in some whole rows; before the first one stands what is no row."""
        head, *rows = _ROWS(text)
        self._end(head)
        for row in rows:
            said = _ROW_TIMES(row[: row.find(b">") + 1])
            self.row += int(said[1]) if said else 1
            if width := _width(row):
                self.bottom, self.width = self.row, max(self.width, width)
                if self.before + self.bottom * self.width > MOST_CELLS:
                    raise sprawling(self.name, (self.bottom - 1, self.width - 1))
            self._end(row)

    def _end(self, text: bytes) -> None:
        if _TABLE in text:
            self.before += self.bottom * self.width
            self.row = self.bottom = self.width = 0


def _width(row: bytes) -> int:
    """The column of the last cell that says something, 0 when none does."""
    if b"value-type" not in row and b"table:formula" not in row:
        return 0
    at = width = 0
    for said in _CELLS(row):
        times = _TIMES(said) if b"repeated" in said else None
        at += int(times[1]) if times else 1
        if b"value-type" in said or b"table:formula" in said:
            width = at
    return width
