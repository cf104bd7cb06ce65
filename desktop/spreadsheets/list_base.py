"""What all columns of a large list share: what a reader is, empty and lenient cells, values that repeat themselves."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from desktop.sop.findings import Finding, Severity
from desktop.sop.identity import birth_of_digits
from desktop.spreadsheets.list_layout import ListColumn
from desktop.spreadsheets.sheet_extent import UNCOUNTED

Note = Callable[[int, tuple[Finding, ...]], None]
Reader = Callable[[Sequence[Any], Note], list[Any]]

LONGEST = 500
_FEW = 20
_SMALL_PART = 60
_KEPT = 60_000  # different values remembered of one column
_QUOTED = re.compile(r'\s*="([^"]*)"\s*')  # how some programs keep Excel from turning digits into a number
_FAULT = re.compile(r"\s*(#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!|RUMUS!|#+)|Err:\d{3})\s*")
_DAMAGED = ("_angka", "_eksponen")


class NikDays(dict[str, tuple[str, ...]]):
    """{the six digits of the birth: (`79-01-22`, sex)}, empty when there is no such day."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self.today = today
        self._last: dict[str, int] = {}

    def __missing__(self, digits: str) -> tuple[str, ...]:
        day, rest = int(digits[:2]), digits[2:]
        woman = day > 40
        day = day - 40 if woman else day
        last = self._last.get(rest)
        if last is None:
            # A million people were born in a thousand months: only a month is asked which days it has.
            ends = (end for end in (31, 30, 29, 28) if birth_of_digits(f"{end}{rest}", today=self.today))
            last = self._last[rest] = next(ends, 0)
        found = self[digits] = (f"{rest[2:]}-{rest[:2]}-{day:02d}", "P" if woman else "L") if 0 < day <= last else ()
        return found


def judged_findings(column: ListColumn, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Errors of a lenient column only warn, but for what Excel destroyed; mere information is left out."""
    kept = tuple(finding for finding in findings if finding.severity != "info")
    if not column.lenient:
        return kept
    return tuple(
        Finding(found.code, "warning", found.what, found.remedy, found.evidence)
        if found.severity == "error" and not found.code.endswith(_DAMAGED)
        else found
        for found in kept
    )


def empty_findings(column: ListColumn) -> tuple[Finding, ...]:
    """What an empty cell of the column means."""
    if not column.filled:
        return ()
    if column.lenient:
        what = f"{column.heading} kosong; barisnya tetap dibaca."
        return (
            Finding(f"{column.field}_kosong", "warning", what, "Minta pengirim melengkapinya pada berkas berikut."),
        )
    what = f"{column.heading} kosong, padahal wajib diisi."
    return (Finding(f"{column.field}_kosong", "error", what, "Lengkapi sel ini, lalu impor lagi."),)


def excel_fault(column: ListColumn, value: object) -> tuple[Finding, ...]:
    """What a cell means that holds an error of Excel in place of data; nothing for every other cell."""
    if not isinstance(value, str) or not (found := _FAULT.fullmatch(value)):
        return ()
    needed = column.kind in ("nik", "kk", "number") or (column.filled and not column.lenient)
    severity: Severity = "error" if needed else "warning"
    if found[1] == UNCOUNTED:
        what = f"{column.heading} berisi rumus yang hasilnya tidak tersimpan."
        return (Finding("rumus_kosong", severity, what, "Buka dan simpan berkasnya di Excel, atau ketik isinya."),)
    what = f"{column.heading} berisi galat Excel ({found[1][:8]}), bukan data."
    return (Finding("sel_galat", severity, what, "Betulkan rumusnya atau ketik isinya, lalu impor lagi."),)


def bare(value: object) -> object:
    """The cell without `="…"` around its digits."""
    found = _QUOTED.fullmatch(value) if isinstance(value, str) else None
    return found[1] if found else value


def blank_cell(value: object) -> bool:
    """True for a cell that says nothing."""
    return value is None or (isinstance(value, str) and not value.strip())


def by_halves(whole: Callable[[Sequence[Any]], bool], single: Callable[[int, Any, Note], Any]) -> Reader:
    """A reader that passes the cells of which `whole` is content at once, and looks at each of the few others: around an
    odd cell the column is halved until little is left. Where odd cells come again and again it begins with small parts."""
    odd = 0

    def read(cells: Sequence[Any], note: Note) -> list[Any]:
        nonlocal odd
        values = list(cells)
        step = _SMALL_PART if odd > 1 else max(len(cells), 1)
        waiting = [(begin, min(begin + step, len(cells))) for begin in range(0, len(cells), step)]
        before, odd = odd, 0
        while waiting:
            begin, end = waiting.pop()
            part = cells[begin:end]
            if whole(part):
                continue
            odd = before + 1
            if end - begin <= _FEW:
                values[begin:end] = [single(at, cell, note) for at, cell in enumerate(part, begin)]
            else:
                middle = (begin + end) // 2
                waiting += [(middle, end), (begin, middle)]
        return values

    return read


class _Known(dict[Any, Any]):
    """Values of a column that repeats itself, each made once; `faults` are the findings of those that have some."""

    def __init__(self, make: Callable[[object], tuple[Any, tuple[Finding, ...]]]) -> None:
        super().__init__()
        self.make = make
        self.faults: dict[Any, tuple[Finding, ...]] = {}

    def __missing__(self, value: object) -> Any:
        made, findings = self.make(value)
        self[value] = made
        if findings:
            self.faults[value] = findings
        return made


def remembered(column: ListColumn, make: Callable[[object], tuple[Any, tuple[Finding, ...]]]) -> Reader:
    """A column whose values repeat: each is made once; one with findings is noted wherever it stands."""

    def one(value: object) -> tuple[Any, tuple[Finding, ...]]:
        if blank_cell(value):
            return None, empty_findings(column)
        fault = excel_fault(column, value)
        return (None, fault) if fault else make(value)

    known = _Known(one)

    def read(cells: Sequence[Any], note: Note) -> list[Any]:
        if len(known) > _KEPT:
            known.clear()
            known.faults.clear()
        values = list(map(known.__getitem__, cells))
        faults = known.faults
        if faults and not faults.keys().isdisjoint(cells):
            for at, cell in enumerate(cells):
                if cell in faults:
                    note(at, faults[cell])
        return values

    return read


def short_text(column: ListColumn, text: str | None) -> tuple[str | None, tuple[Finding, ...]]:
    """A text of bearable length; a longer one is refused."""
    if text is None or len(text) <= LONGEST:
        return text or None, ()
    what = f"{column.heading} terlalu panjang: {len(text)} huruf, paling banyak {LONGEST}."
    return None, (Finding("teks_panjang", "error", what, "Singkat isinya, lalu impor lagi."),)
