"""The rows of a plain sheet out of its XML, by the piece.

Rows of one list look alike but for their digits. So the digits are taken out of a piece, and when what remains is the same
row again and again, the digits are all there is to read: numbers of rows, of styles, of shared texts, and whole numbers.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter

_DIGITS = b"0123456789"
_ONLY_DIGITS = bytes(sign if sign in _DIGITS else 32 for sign in range(256))
_PIECE = 1 << 16
_LONGEST = 16_000_000  # a row longer than that is no row of a list
_END = b"</row>"
_MOST_KINDS = 5_000
_FEW_TEXTS = 1_000
_LARGEST_GAP = 1_000_000
_ROW = re.compile(rb'\s*(?:<row [^<>]*/>\s*)*<row((?: [\w:]+="[^"<>]*")*)>')
_CELL = re.compile(rb'\s*<c((?: [\w:]+="[^"<>]*")+)(?:/>|>(?:<v>([^<]*)</v>)?</c>)')
_ATTRIBUTE = re.compile(rb' ([\w:]+)="([^"]*)"')
_NUMBER = re.compile(rb"\d+")
_PLACE = re.compile(rb"([A-Z]{1,3})(\d+)")

Row = tuple[object, ...]


class NotPlain(Exception):
    """Here begins what only the general reader understands."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """A kind of row. Its digits make `tokens` numbers; `number` is the place of its own number among them, `texts` are
    (column, place) of shared texts, `whole` (column, place, place of the style) of whole numbers."""

    tokens: int
    number: int
    texts: tuple[tuple[int, int], ...]
    whole: tuple[tuple[int, int, int | None], ...]
    width: int


class _Few(dict[str, str]):
    """The texts of a column that repeats itself, by the digits that stand for them: nothing is counted twice."""

    def __init__(self, texts: Sequence[str]) -> None:
        super().__init__()
        self._texts = texts

    def __missing__(self, digits: str) -> str:
        text = self[digits] = self._texts[int(digits)]
        return text


def pieces(blocks: Iterable[bytes], end: bytes, size: int = _PIECE) -> Iterator[bytes]:
    """A part of a workbook in pieces that end where an element ends; what follows the last one is left out."""
    rest = b""
    for block in blocks:
        text, at = rest + block, 0
        last = text.rfind(end) + len(end) if end in text else 0
        while at < last:
            cut = text.rfind(end, at, at + size)
            cut = (text.find(end, at) if cut < 0 else cut) + len(end)
            yield text[at:cut]
            at = cut
        rest = text[last:]
        if len(rest) > _LONGEST:
            raise NotPlain


def plain_rows(blocks: Iterable[bytes], texts: Sequence[str], numbers: frozenset[int]) -> Iterator[list[Row]]:
    """All rows from the first one on, some at a time; `numbers` are the styles under which a number is a number."""
    reader = _Rows(texts, numbers)
    walked = pieces(blocks, _END)
    head, begins, rows = next(walked, b"").partition(b"<sheetData>")
    if head and not begins:
        raise NotPlain
    yield from reader.read(rows)
    for piece in walked:
        yield from reader.read(piece)


class _Rows:
    """Remembers the kinds of rows, how wide the sheet is, and which row comes next."""

    def __init__(self, texts: Sequence[str], numbers: frozenset[int]) -> None:
        self._texts, self._styles = texts, numbers
        self._plans: dict[bytes, _Plan] = {}
        self._few: dict[int, _Few | None] = {}
        self._usual = b""
        self._next, self._width = 1, 0

    def read(self, piece: bytes) -> Iterator[list[Row]]:
        """The rows of a piece, those that are alike together."""
        bare = piece.translate(None, _DIGITS)
        count = piece.count(_END)
        if bare == self._usual * count:
            yield self._alike(self._plans[self._usual], _numbers(piece), count)
            return
        begin, rows = 0, piece.split(_END)[:-1]
        kinds = [row.translate(None, _DIGITS) for row in rows]
        while begin < count:
            kind, end = kinds[begin], begin + 1
            while end < count and kinds[end] == kind:
                end += 1
            plan = self._plans.get(kind + _END) or self._plan_of(rows[begin], kind + _END)
            yield self._alike(plan, _numbers(b" ".join(rows[begin:end])), end - begin)
            self._usual = max(self._usual, kind + _END, key=len)
            begin = end

    def _plan_of(self, row: bytes, kind: bytes) -> _Plan:
        if len(self._plans) > _MOST_KINDS:
            raise NotPlain
        plan = self._plans[kind] = _plan(row)
        self._width = max(self._width, plan.width)
        return plan

    def _alike(self, plan: _Plan, tokens: list[str], count: int) -> list[Row]:
        each = plan.tokens
        if len(tokens) != each * count:
            raise NotPlain
        first, last = int(tokens[plan.number]), int(tokens[each * (count - 1) + plan.number])
        if first < self._next or last - first != count - 1:
            raise NotPlain
        if first - self._next > _LARGEST_GAP:
            raise NotPlain
        rows: list[Row] = [("",) * self._width] * (first - self._next)
        columns: list[Sequence[object]] = [("",) * count] * self._width
        try:
            for column, at in plan.texts:
                columns[column] = self._texts_of(column, tokens[at::each])
        except IndexError:
            raise NotPlain from None
        for column, at, style in plan.whole:
            if style is not None and not self._styles.issuperset(map(int, set(tokens[style::each]))):
                raise NotPlain
            columns[column] = list(map(float, tokens[at::each]))
        self._next = last + 1
        rows += zip(*columns, strict=True) if columns else [()] * count
        return rows

    def _texts_of(self, column: int, digits: list[str]) -> Sequence[object]:
        """The shared texts that these numbers stand for."""
        if len(digits) == 1:
            return (self._texts[int(digits[0])],)
        few = self._few.setdefault(column, _Few(self._texts))
        if few is None:
            found: Sequence[object] = itemgetter(*map(int, digits))(self._texts)
            return found
        found = itemgetter(*digits)(few)
        if len(few) > _FEW_TEXTS:
            self._few[column] = None
        return found


def _numbers(rows: bytes) -> list[str]:
    """Every number that stands in them. As text: Python reads it faster than bytes."""
    return rows.translate(_ONLY_DIGITS).decode("ascii").split()


def _plan(row: bytes) -> _Plan:
    """What the digits of such a row mean."""
    begins = [found.start() for found in _NUMBER.finditer(row)]
    among = {begin: place for place, begin in enumerate(begins)}
    head = _ROW.match(row)
    own = None if head is None else _digits(row, head, 1, b"r", among)
    if head is None or own is None:
        raise NotPlain
    texts: list[tuple[int, int]] = []
    whole: list[tuple[int, int, int | None]] = []
    at, width = head.end(), 0
    while at < len(row):
        cell = _CELL.match(row, at)
        if cell is None:
            raise NotPlain
        at = cell.end()
        said = dict(_ATTRIBUTE.findall(cell[1]))
        place = _PLACE.fullmatch(said.get(b"r", b""))
        kind = said.get(b"t", b"n")
        if place is None or kind not in (b"s", b"n") or not said.keys() <= {b"r", b"s", b"t"}:
            raise NotPlain
        column = column_at(place[1])
        if column < width:
            raise NotPlain
        width = column + 1
        if cell[2] is None:
            continue
        if not cell[2].isdigit():
            raise NotPlain
        where = among[cell.start(2)]
        if kind == b"s":
            texts.append((column, where))
        else:
            whole.append((column, where, _digits(row, cell, 1, b"s", among) if b"s" in said else None))
    return _Plan(len(begins), own, tuple(texts), tuple(whole), width)


def _digits(row: bytes, found: re.Match[bytes], group: int, name: bytes, among: dict[int, int]) -> int | None:
    """The place among the digits of a row that an attribute of an element has."""
    for one in _ATTRIBUTE.finditer(row, found.start(group), found.end(group)):
        if one[1] == name and one[2].isdigit():
            return among.get(one.start(2))
    return None


def column_at(letters: bytes) -> int:
    """0-based: `A` is 0, `AA` 26."""
    at = 0
    for letter in letters:
        at = at * 26 + letter - 64
    return at - 1
