"""The old .xls from within, as far as it must be known before it is read: is all of it there, how far do its sheets reach,
which cells hold an error. Laid out as Microsoft's open specifications [MS-CFB] and [MS-XLS] say.
"""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from desktop.spreadsheets.open import broken
from desktop.spreadsheets.sheet_extent import MOST_CELLS, Corner, Spoilt, sprawling

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NO_SECTOR = 0xFFFFFFF0  # this and all above are marks, not places
_MARK = 0xFFFE
_SHORT_STREAM = 4096
_BOUND_SHEET, _BEGIN_OF, _PASSWORD = 0x85, 0x809, 0x2F
_ONE_CELL = frozenset({0x06, 0xFD, 0x203, 0x204, 0x205, 0x27E})
_MANY_CELLS, _FORMULA, _BOOLEAN_OR_ERROR = 0xBD, 0x06, 0x205
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}


class Incomplete(Exception):
    """The container points behind its own end."""


class Container:
    """The streams of an OLE file. :raises Incomplete: when it was cut. :raises ValueError: when it is none."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        if len(content) < 512:
            raise Incomplete
        mark, shift = struct.unpack_from("<HH", content, 28)
        if mark != _MARK or shift not in (9, 12):
            raise ValueError(mark)
        self._size = 1 << shift
        tables, directory = struct.unpack_from("<II", content, 44)
        self._next: tuple[int, ...] = ()
        places = [*struct.unpack_from("<109I", content, 76), *self._more_tables()][:tables]
        joined = b"".join(self._sector(place) for place in places if place < _NO_SECTOR)
        self._next = struct.unpack(f"<{len(joined) // 4}I", joined[: len(joined) // 4 * 4])
        self._entries = self._chain(directory)

    def stream(self, *names: str) -> bytes:
        """The first stream that has one of these names; empty when there is none."""
        for at in range(0, len(self._entries) - 127, 128):
            entry = self._entries[at : at + 128]
            name = entry[: max(struct.unpack_from("<H", entry, 64)[0] - 2, 0)].decode("utf-16-le", "replace")
            start, size = struct.unpack_from("<II", entry, 116)
            # a short one lies among others in the root's own stream, and is no list
            if name in names and size >= _SHORT_STREAM:
                found = self._chain(start)
                if len(found) < size:
                    raise Incomplete
                return found[:size]
        return b""

    def _sector(self, place: int) -> bytes:
        begin = (place + 1) * self._size
        if begin >= len(self._content):
            raise Incomplete
        return self._content[begin : begin + self._size]

    def _chain(self, place: int) -> bytes:
        found: list[bytes] = []
        while place < _NO_SECTOR:
            if place >= len(self._next) or len(found) > len(self._next):
                raise Incomplete
            found.append(self._sector(place))
            place = self._next[place]
        return b"".join(found)

    def _more_tables(self) -> Iterator[int]:
        """Places of the tables of a file above seven megabytes."""
        place, count = struct.unpack_from("<II", self._content, 68)
        for _ in range(min(count, len(self._content) // self._size)):
            if place >= _NO_SECTOR:
                return
            *more, place = struct.unpack(f"<{self._size // 4}I", self._sector(place).ljust(self._size, b"\xff"))
            yield from more


@dataclass(slots=True)
class _Reach:
    """From where to where the cells of a sheet stand, and its errors."""

    rows: list[int] = field(default_factory=lambda: [1 << 20, -1])
    columns: list[int] = field(default_factory=lambda: [1 << 20, -1])
    spoilt: dict[Corner, str] = field(default_factory=dict)

    def take(self, row: int, first: int, last: int) -> None:
        """One more row of cells."""
        rows, columns = self.rows, self.columns
        rows[0], rows[1] = min(rows[0], row), max(rows[1], row)
        columns[0], columns[1] = min(columns[0], first), max(columns[1], last)

    @property
    def cells(self) -> int:
        """How many cells are laid out for it."""
        return max(self.rows[1] - self.rows[0] + 1, 0) * max(self.columns[1] - self.columns[0] + 1, 0)


def look_over_xls(path: Path) -> Mapping[str, Spoilt]:
    """{sheet: its spoilt cells}. :raises UnreadableFile: when it was cut, or its sheets together reach too far."""
    content = path.read_bytes()
    if not content.startswith(OLE):
        return {}
    try:
        sheets = _sheets(Container(content).stream("Workbook", "Book"))
    except Incomplete:
        raise broken(path.name) from None
    except (struct.error, ValueError, IndexError):
        return {}
    if sum(reach.cells for reach in sheets.values()) > MOST_CELLS:
        widest = max(sheets.values(), key=lambda reach: reach.cells)
        raise sprawling(path.name, (widest.rows[1], widest.columns[1]))
    return {name: reach.spoilt for name, reach in sheets.items() if reach.spoilt}


def is_cut(content: bytes) -> bool:
    """Whether the container points behind its end."""
    try:
        Container(content)
    except Incomplete:
        return True
    except (struct.error, ValueError):
        return False
    return False


def _sheets(stream: bytes) -> dict[str, _Reach]:
    """Cells of every sheet by its name, or by its place in the stream when it has none."""
    names: dict[int, str] = {}
    found: dict[str, _Reach] = {}
    reach = _Reach()
    at = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        body = at + 4
        if kind == _PASSWORD:
            return {}
        if kind == _BEGIN_OF:
            reach = found.setdefault(names.get(at, str(at)), _Reach())
        elif kind == _BOUND_SHEET:
            names[struct.unpack_from("<I", stream, body)[0]] = _name(stream[body + 6 : body + size])
        elif kind in _ONE_CELL:
            row, column = struct.unpack_from("<HH", stream, body)
            reach.take(row, column, column)
            if (error := _error(kind, stream, body)) is not None:
                reach.spoilt[row, column] = error
        elif kind == _MANY_CELLS:
            row, column = struct.unpack_from("<HH", stream, body)
            reach.take(row, column, struct.unpack_from("<H", stream, body + size - 2)[0])
        at = body + size
    return found


def _name(said: bytes) -> str:
    """Letters of one or of two bytes each, told by the sign behind their count."""
    count, wide = said[0], len(said) > 1 and said[1] & 1
    return said[2 : 2 + 2 * count].decode("utf-16-le", "replace") if wide else said[2 : 2 + count].decode("latin-1")


def _error(kind: int, stream: bytes, body: int) -> str | None:
    if kind == _BOOLEAN_OR_ERROR and stream[body + 7]:
        return _ERRORS.get(stream[body + 6], "#N/A")
    if kind == _FORMULA and stream[body + 6] == 2 and stream[body + 12 : body + 14] == b"\xff\xff":
        return _ERRORS.get(stream[body + 8], "#N/A")
    return None
