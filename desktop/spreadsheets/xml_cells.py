"""Cells of a workbook as finished XML: a whole column of values at a time, escaped, typed, never a formula."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from enum import IntEnum
from typing import Any

from desktop.spreadsheets.cells import LONGEST_TEXT, safe_text
from desktop.spreadsheets.columns import cell_text

Encoder = Callable[[Sequence[object]], list[str]]

_DAY_ZERO = date(1899, 12, 30).toordinal()
_FIRST_DAY = date(1900, 3, 1)  # Excel counts a 29 February 1900 that never was
_RISKY = ("=", "+", "-", "@", "\t", "\r")
# `_x0041_` in a cell means the letter A to Excel: the sign that begins it is written out
_CODED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_SIGNS = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_SUSPECTS = ("&", "<", ">", "_x", "\v=", "\v+", "\v-", "\v@", "\v ", " \v")


class Style(IntEnum):
    """Places of the cell formats in the style part (`xml_parts`)."""

    PLAIN = 0
    TEXT = 1
    DAY = 2
    MOMENT = 3
    WHOLE = 4
    HEADING = 5
    TITLE = 6
    QUOTED = 7
    QUOTED_TEXT = 8
    WRONG = 9
    DOUBTFUL = 10
    WRAPPED = 11


class Marked(str):
    """A text with a cell format of its own: a refused or doubtful cell of a returned list."""

    __slots__ = ("style",)
    style: Style

    def __new__(cls, text: str, style: Style) -> "Marked":
        """The text that is shown in `style`."""
        made = super().__new__(cls, text)
        made.style = style
        return made


def escaped(text: str) -> str:
    """Text that may stand between two tags."""
    return _CODED.sub("_x005F_", safe_text(text)).translate(_SIGNS)


def text_cell(place: str, text: str, style: Style = Style.PLAIN) -> str:
    """One whole cell with a text; an empty one when there is none."""
    if not text:
        return f'<c r="{place}" s="{int(style)}"/>' if style else ""
    return f'<c r="{place}" s="{int(style)}" t="inlineStr"><is><t xml:space="preserve">{escaped(text)}</t></is></c>'


def encoder(kind: str, after: str, *, wide: bool = False) -> Encoder:
    """The function that turns values of a column into cell ends, from behind the row number up to the next one.

    `after` follows each cell. `wide`: an empty style for ordinary texts, else the text format of numbers.
    """
    if kind == "raw":
        return _Raw(after).encode
    if kind in ("date", "moment"):
        return _Days(after).encode
    if kind == "number":
        return _Numbers(after).encode
    return _Texts(after, Style.PLAIN if wide else Style.TEXT).encode


class _Texts:
    """Texts: a chunk without anything odd is put together without looking at each cell again."""

    def __init__(self, after: str, style: Style) -> None:
        self.style, self.after = style, after
        self.open = f'" s="{int(style)}" t="inlineStr"><is><t>'
        self.close = f"</t></is></c>{after}"
        self.empty = f'"/>{after}'

    def encode(self, values: Sequence[Any]) -> list[str]:
        """Cell ends of a chunk."""
        try:
            joined = "\v".join(values)
        except TypeError:  # something that is no text among them
            values = [
                "" if value is None else value if isinstance(value, str) else cell_text(value) for value in values
            ]
            joined = "\v".join(values)
        opened, closed, empty = self.open, self.close, self.empty
        framed = f"\v{joined}\v"
        if (
            framed.count("\v") == len(values) + 1
            and framed.replace("\v", "").isprintable()
            and not any(sign in framed for sign in _SUSPECTS)
            and max(map(len, values), default=0) <= LONGEST_TEXT
            and Marked not in set(map(type, values))
        ):
            return [f"{opened}{value}{closed}" if value else empty for value in values]
        return [self.one(value) for value in values]

    def one(self, value: str) -> str:
        """One text with all that may be odd about it."""
        text = escaped(value)
        style = self.style
        if isinstance(value, Marked):
            style = value.style
        elif text.startswith(_RISKY):
            # stays a text when somebody edits the cell
            style = Style.QUOTED if style is Style.PLAIN else Style.QUOTED_TEXT
        if not text:
            return f'" s="{int(style)}"/>{self.after}'
        kept = ' xml:space="preserve"' if text != text.strip() or not text.isprintable() else ""
        return f'" s="{int(style)}" t="inlineStr"><is><t{kept}>{text}</t></is></c>{self.after}'


class _Raw:
    """Cells as they came from a sender, each by its own type; texts keep their digits when somebody types over them."""

    def __init__(self, after: str) -> None:
        self.texts, self.days, self.numbers = _Texts(after, Style.TEXT), _Days(after), _Numbers(after)

    def encode(self, values: Sequence[object]) -> list[str]:
        """Cell ends of a chunk."""
        return [self.one(value) for value in values]

    def one(self, value: object) -> str:
        """One cell."""
        if isinstance(value, str) and value:
            return self.texts.one(value)
        if isinstance(value, date):
            return self.days.one(value)
        return self.numbers.one(value)


class _Numbers:
    """Numbers as numbers; what is none stays a text."""

    def __init__(self, after: str) -> None:
        self.after, self.texts = after, _Texts(after, Style.PLAIN)

    def encode(self, values: Sequence[object]) -> list[str]:
        """Cell ends of a chunk."""
        after = self.after
        return [
            f'" s="4"><v>{value}</v></c>{after}'
            if type(value) is int and -(10**15) < value < 10**15
            else self.one(value)
            for value in values
        ]

    def one(self, value: object) -> str:
        """One value that is no plain whole number."""
        if value is None or value == "":
            return f'"/>{self.after}'
        if isinstance(value, float) and abs(value) < 1e15:
            return f'" s="{4 if value.is_integer() else 0}"><v>{value!r}</v></c>{self.after}'
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 15:
            return f'" s="4"><v>{int(value)}</v></c>{self.after}'
        return self.texts.one(cell_text(value))


class _Days:
    """Real date cells from dates, moments or ISO texts; few days are many people's, so each is made once."""

    def __init__(self, after: str) -> None:
        self.after, self.texts = after, _Texts(after, Style.PLAIN)
        self.known: dict[object, str] = {None: f'"/>{after}', "": f'"/>{after}'}

    def encode(self, values: Sequence[object]) -> list[str]:
        """Cell ends of a chunk."""
        known = self.known
        if len(known) > 100_000:
            known.clear()
        return [known.get(value) or self.one(value) for value in values]

    def one(self, value: object) -> str:
        """One day, remembered."""
        made = self.known[value] = self._made(value)
        return made

    def _made(self, value: object) -> str:
        if value is None or value == "":
            return f'"/>{self.after}'
        day = _day(value)
        if day is None or day < _FIRST_DAY:
            return self.texts.one(cell_text(value))
        serial: float = day.toordinal() - _DAY_ZERO
        style = Style.DAY
        if isinstance(value, datetime):
            seconds = value.hour * 3600 + value.minute * 60 + value.second
            style, serial = Style.MOMENT, serial + seconds / 86400
        return f'" s="{int(style)}"><v>{serial}</v></c>{self.after}'


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-":
        try:
            return date.fromisoformat(value)
        except ValueError:
            return None
    return None
