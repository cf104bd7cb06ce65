"""Finding the header of a large list: on any of the first rows, in one row or spread over two."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from desktop.spreadsheets.columns import cell_text
from desktop.spreadsheets.list_layout import ListLayout, missing_fields
from desktop.spreadsheets.list_registry import list_layout
from desktop.spreadsheets.recognise import REMARK_HEADING, Header, fold_heading, without_brackets

SEARCH_ROWS = 60
_FOLDS = (fold_heading, without_brackets)


@dataclass(frozen=True, slots=True)
class Found:
    """A header found for a layout. `score` 0..1 says how much of the layout and of the file's headings meet."""

    layout: ListLayout
    header: Header
    score: float

    @property
    def complete(self) -> bool:
        """Whether every column is there by which the list is known without being told."""
        return not missing_fields(self.layout, tuple(self.header.fields), told=False)

    @property
    def whole(self) -> bool:
        """Whether every column is there that such a list cannot do without."""
        return not missing_fields(self.layout, tuple(self.header.fields))


def best_header(rows: Sequence[Sequence[object]], layouts: Iterable[ListLayout]) -> Found | None:
    """The layout and row that meet best, complete ones first; None when no heading is known at all."""
    tried = list(layouts)
    known: set[str] = set().union(*(_known(layout.code)[1] for layout in tried))
    candidates = [
        Found(layout, header, score)
        for headings, row in _heading_rows(rows)
        if not known.isdisjoint(fold(text) for texts in headings.values() for text in texts for fold in _FOLDS)
        for layout in tried
        for header, score in (_match(row, headings, layout),)
        if score
    ]
    # of equals the first: the upper row, the single row before the joined one
    return max(candidates, key=lambda found: (found.complete, found.whole, found.score), default=None)


def mapped_header(rows: Sequence[Sequence[object]], mapping: Mapping[str, str]) -> Header | None:
    """The header row that carries the confirmed headings (`told_apart`); None when the file does not have them all."""
    wanted = {fold_heading(heading): field for heading, field in mapping.items()}
    for headings, row in _heading_rows(rows):
        fields: dict[str, int] = {}
        names = told_apart({column: texts[0] for column, texts in headings.items()})
        for column, (_first, *others) in headings.items():
            said = (names[column], *others)
            field = next((wanted[name] for text in said if (name := fold_heading(text)) in wanted), None)
            if field and field not in fields:
                fields[field] = column
        if set(fields) == set(wanted.values()):
            return _header(row, headings, fields)
    return None


def told_apart(headings: Mapping[int, str]) -> dict[int, str]:
    """The headings of a row so that each means one column: `NOMOR`, `NOMOR (2)`."""
    found: dict[int, str] = {}
    taken: set[str] = set()
    for column, text in headings.items():
        name, number = text, 1
        while (folded := fold_heading(name)) in taken:
            number += 1
            name = f"{text} ({number})"
        taken.add(folded)
        found[column] = name
    return found


def _heading_rows(rows: Sequence[Sequence[object]]) -> Iterable[tuple[dict[int, tuple[str, ...]], int]]:
    """({column: its heading, other ways to say it}, last row of the header): each row, then each with the one below."""
    texts = [_texts(cells) for cells in rows[:SEARCH_ROWS]]
    for row, found in enumerate(texts):
        if found:
            yield {column: (text,) for column, text in found.items()}, row
    for row, (upper, lower) in enumerate(pairwise(texts)):
        if upper and lower and len(lower) < len(rows[row + 1]):
            yield _joined(upper, lower), row + 1


def _texts(cells: Sequence[object]) -> dict[int, str]:
    return {column: cell_text(cell) for column, cell in enumerate(cells) if isinstance(cell, str) and cell.strip()}


def _joined(upper: Mapping[int, str], lower: Mapping[int, str]) -> dict[int, tuple[str, ...]]:
    joined: dict[int, tuple[str, ...]] = {}
    group = ""
    for column in range(max([*upper, *lower]) + 1):
        group = upper.get(column, group)
        if below := lower.get(column):
            joined[column] = (below, f"{group} {below}") if group else (below,)
        elif column in upper:
            joined[column] = (upper[column],)
    return joined


@cache
def _known(code: str) -> tuple[dict[str, str], dict[str, str], frozenset[str]]:
    """Folded headings of a layout: {its own: field}, {all spellings: field}, those that it leaves unread."""
    layout = list_layout(code)
    exact = {fold_heading(column.heading): column.field for column in layout.columns}
    names = {fold_heading(text): column.field for column in layout.columns for text in column.headings}
    return exact, names, frozenset(fold_heading(text) for text in layout.headings) - names.keys()


def _match(row: int, headings: Mapping[int, tuple[str, ...]], layout: ListLayout) -> tuple[Header, float]:
    exact, names, drops = _known(layout.code)
    fields: dict[str, int] = {}
    taken: set[int] = set()
    # the exact heading of the layout wins over a synonym further left
    for known, fold in ((exact, fold_heading), (names, fold_heading), (names, without_brackets)):
        for column, texts in headings.items():
            if column in taken or (fold is fold_heading and fold(texts[0]) in drops):
                continue
            field = next((known[name] for text in texts if (name := fold(text)) in known), None)
            if field and field not in fields:
                fields[field] = column
                taken.add(column)
    dropped = sum(fold_heading(texts[0]) in drops for column, texts in headings.items() if column not in taken)
    score = 2 * (len(fields) + dropped) / (len(layout.columns) + len(drops) + len(headings)) if fields else 0.0
    return _header(row, headings, fields), score


def _header(row: int, headings: Mapping[int, tuple[str, ...]], fields: dict[str, int]) -> Header:
    shown = {column: texts[0] for column, texts in headings.items()}
    remark = next((column for column, text in shown.items() if fold_heading(text) == REMARK_HEADING), None)
    return Header(row, fields, shown, remark)
