"""Our rows out in the layouts that offices exchange: the same headings, codes and cells as they deliver them."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from itertools import count
from pathlib import Path

from desktop.sop.dates import MONTHS
from desktop.spreadsheets.codes import code_of
from desktop.spreadsheets.formats.edabu_form import GROUPS, HEAD
from desktop.spreadsheets.list_layout import ListColumn, ListLayout
from desktop.spreadsheets.list_registry import list_layout
from desktop.spreadsheets.recognise import fold_heading
from desktop.spreadsheets.taken import Taken
from desktop.spreadsheets.write_fast import Line, OutColumn, write_csv, write_list

Facts = Mapping[str, object]
Getter = Callable[[Facts], object]

DAY_FORMAT = "dd/mm/yyyy"
_SEMICOLON = frozenset({"pbi_bnba", "pbi_apbd"})
_PLACE = {name: re.compile(rf"\s*\b{name.upper()}\.? ?([0-9A-Za-z-]+)", re.IGNORECASE) for name in ("rt", "rw")}


def export_list(
    out: Path,
    code: str,
    rows: Iterable[Facts],
    *,
    fixed: Mapping[str, object] | None = None,
    head: Mapping[str, str] | None = None,
    day_format: str = DAY_FORMAT,
    taken: Taken | None = None,
    step: Callable[[int], None] | None = None,
) -> int:
    """Write `rows` (facts by the names of our fields, or by a heading) in layout `code` and give how many there were.

    `out` ends in .csv or .xlsx. `fixed` are {heading: value} that are the same for all (Kelas Rawat). `head` fills the
    twelve lines over the e-Dabu form, {label: value}. `day_format` is the order of dates, a setting, for the sources of
    e-Dabu do not agree. Codes that the layout does not know stay empty. Raises CannotWrite.
    """
    layout = list_layout(code)
    columns, getters = _plan(layout, fixed or {})
    lines = ([get(facts) for get in getters] for facts in rows)
    if out.suffix.lower() == ".csv":
        return write_csv(out, columns=columns, rows=lines, delimiter=";" if code in _SEMICOLON else ",", step=step)
    form = code == "edabu_mutasi"
    return write_list(
        out,
        columns=columns,
        rows=lines,
        above=tuple(_form_head(head or {})) if form else (),
        below_header=(Line(tuple(str(at) for at in range(1, len(columns) + 1)), "heading"),) if form else (),
        sheet="Form Mutasi" if form else "Data",
        day_format=day_format,
        taken=taken,
        taken_above=False,
        step=step,
    )


def _form_head(head: Mapping[str, str]) -> Iterator[Line]:
    for at, label in enumerate(HEAD):
        yield Line((label, "", head.get(label, "")), "title" if at == 0 else "plain")
    yield Line(GROUPS, "heading")


def _plan(layout: ListLayout, fixed: Mapping[str, object]) -> tuple[list[OutColumn], list[Getter]]:
    by_heading = {fold_heading(column.heading): column for column in layout.columns}
    fields = {column.field for column in layout.columns}
    columns, getters = [], []
    for heading in layout.headings:
        column = by_heading.get(fold_heading(heading))
        columns.append(_out_column(heading, column))
        if heading in fixed:
            getters.append(_constant(fixed[heading]))
        elif column is None:
            getters.append(_running() if heading.upper() == "NO" else _fact(heading))
        else:
            getters.append(_getter(column, fields))
    return columns, getters


def _out_column(heading: str, column: ListColumn | None) -> OutColumn:
    if column is None:
        return OutColumn(heading, heading, 16, "number" if heading.upper() == "NO" else "code")
    if column.kind in ("birth", "day"):
        return OutColumn(column.field, heading, column.width, "date")
    if column.kind == "amount":
        return OutColumn(column.field, heading, column.width, "number")
    return OutColumn(column.field, heading, column.width, "code" if column.text or column.kind == "word" else "text")


def _constant(value: object) -> Getter:
    return lambda _facts: value


def _running() -> Getter:
    numbers = count(1)
    return lambda _facts: next(numbers)


def _fact(name: str) -> Getter:
    return lambda facts: facts.get(name)


def _getter(column: ListColumn, fields: set[str]) -> Getter:
    """How a column is filled from our facts."""
    name = column.field
    if column.kind in ("birth", "day"):
        return lambda facts: _day(facts.get(name))
    if name in _PLACE:
        return lambda facts: facts.get(name) or _place(name, facts.get("address"))
    if name == "address" and "rt" in fields:
        return lambda facts: _street(facts.get("address"))
    if name in ("month", "year") and "period" not in fields:
        return lambda facts: _part(name, facts.get("period"))
    if column.codes:
        return lambda facts: _code(column.codes, name, facts.get(name))
    return _fact(name)


@cache
def _code(system: str, field: str, word: object) -> str | None:
    return code_of(system, field, word)


def _day(value: object) -> object:
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return date.fromisoformat(value)
    return value


def _place(name: str, address: object) -> str | None:
    found = _PLACE[name].search(address) if isinstance(address, str) else None
    return found[1] if found else None


def _street(address: object) -> object:
    if not isinstance(address, str):
        return address
    return _PLACE["rw"].sub("", _PLACE["rt"].sub("", address)).strip(" /,") or None


def _part(name: str, period: object) -> str | None:
    if not isinstance(period, str) or not re.fullmatch(r"\d{4}-\d\d", period):
        return None
    return period[:4] if name == "year" else MONTHS[int(period[5:]) - 1].upper()
