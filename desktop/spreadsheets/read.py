"""Reading a sender's file: recognise it, judge every line, collect every problem at once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from desktop.sop.findings import Finding, Severity
from desktop.spreadsheets.columns import Duplicates, Layout, Values, cell_text
from desktop.spreadsheets.errors import UnreadableFile
from desktop.spreadsheets.lines import Person, table_lines
from desktop.spreadsheets.open import DEFAULT_LIMITS, Limits, Sheet, read_sheets
from desktop.spreadsheets.reading import Problem, Reading, Skipped
from desktop.spreadsheets.recognise import Header, column_letter, find_header, missing_headings

__all__ = ["Limits", "Problem", "Reading", "UnreadableFile", "read_file"]


@dataclass(slots=True)
class _Judged:
    """What has been found so far in one table."""

    sheet: str
    header: Header
    layout: Layout
    lines: list[tuple[int, Values, Sequence[object]]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    refused: set[int] = field(default_factory=set)
    skipped: list[Skipped] = field(default_factory=list)
    repeated: set[int] = field(default_factory=set)

    def add(self, index: int, cells: Sequence[object], name: str, finding: Finding) -> None:
        """Note a finding on the cell of field `name`; an error refuses the line. Mere information is dropped."""
        if finding.severity == "info":
            return
        # a finding on a column the file does not have is laid on its first column
        column = self.header.fields.get(name, min(self.header.fields.values()))
        value = cell_text(cells[column]) if column < len(cells) and name in self.header.fields else ""
        heading = self.header.headings.get(column, "") if name in self.header.fields else ""
        place = (self.sheet, index + 1, column_letter(column), heading, name, value)
        self.problems.append(Problem(*place, finding.code, finding.severity, finding.what, finding.remedy))
        if finding.severity == "error":
            self.refused.add(index + 1)


def read_file(path: Path, *, layout: str | None = None, today: date, limits: Limits = DEFAULT_LIMITS) -> Reading:
    """Read `path` as `layout` (a code of the registry), or as the layout that its headings match best.

    UnreadableFile when nothing can be read at all (no such headings, password, damage, too big, locked). `today` is
    the day by which ages and future dates are judged. Formulas are never executed: their stored value counts.
    """
    from desktop.spreadsheets.registry import layout_by_code, layouts

    wanted = (layout_by_code(layout),) if layout else layouts()
    sheets = list(read_sheets(Path(path), limits=limits))
    found = [(sheet, one, header) for sheet in sheets for one in wanted if (header := find_header(sheet.rows, one))]
    visible = [match for match in found if not match[0].hidden]
    if not visible:
        raise _not_recognised(Path(path).name, sheets, wanted, hidden=bool(found))
    sheet, chosen, header = max(visible, key=lambda match: len(match[2].fields))
    judged = _judge(sheet, chosen, header, today)
    others = dict.fromkeys(other.name for other, _layout, _header in found if other is not sheet)
    judged.problems.extend(_unread_sheet(name) for name in others)
    return _reading(judged)


def _judge(sheet: Sheet, layout: Layout, header: Header, today: date) -> _Judged:
    judged = _Judged(sheet.name, header, layout)
    absent = {column.field: column.parse(None, today)[0] for column in layout.columns}
    plan = [
        (column.field, header.fields[column.field], column.parse)
        for column in layout.columns
        if column.field in header.fields
    ]
    for line in table_lines(sheet.rows, header, layout):
        if isinstance(line, Skipped):
            judged.skipped.append(line)
            continue
        values = dict(absent)
        for name, column, parse in plan:
            value, findings = parse(line.cells[column] if column < len(line.cells) else None, today)
            values[name] = value
            for finding in findings:
                judged.add(line.index, line.cells, name, finding)
        _finish_line(judged, line, values, today)
    for rule in layout.duplicates:
        _find_duplicates(judged, rule)
    return judged


def _finish_line(judged: _Judged, line: Person, values: Values, today: date) -> None:
    for found in judged.layout.check(values, today):
        judged.add(line.index, line.cells, found.field, found.finding)
    judged.lines.append((line.index, values, line.cells))


def _find_duplicates(judged: _Judged, rule: Duplicates) -> None:
    """Lay the rule's finding on every line whose key another line has too."""
    groups: dict[object, list[int]] = defaultdict(list)
    for position, (_index, values, _cells) in enumerate(judged.lines):
        key = rule.key(values)
        if key is not None:
            groups[key].append(position)
    for positions in groups.values():
        if len(positions) > 1:
            judged.repeated.update(positions[1:])
            _note_duplicates(judged, rule, positions)


def _note_duplicates(judged: _Judged, rule: Duplicates, positions: list[int]) -> None:
    first = judged.lines[positions[0]]
    for position in positions:
        index, _values, cells = judged.lines[position]
        copied = rule.blocks and all(_same(judged.lines[other][1], first[1]) for other in positions)
        if copied and position == positions[0]:
            continue  # the same line pasted twice: the first one may come in
        others = ", ".join(str(judged.lines[other][0] + 1) for other in positions if other != position)
        what = "Baris ini sama persis dengan baris {rows}." if copied else rule.what
        remedy = "Hapus salah satunya." if copied else rule.remedy
        severity: Severity = "error" if rule.blocks else "warning"
        judged.add(index, cells, rule.field, Finding(rule.code, severity, what.format(rows=others), remedy))


def _same(one: Values, other: Values) -> bool:
    return all(one[name] == other[name] for name in one if name != "no")


def _reading(judged: _Judged) -> Reading:
    header, layout = judged.header, judged.layout
    rows = tuple(
        layout.build(values, index + 1) for index, values, _ in judged.lines if index + 1 not in judged.refused
    )
    order = sorted(judged.problems, key=lambda problem: (problem.row, len(problem.column), problem.column))
    return Reading(
        layout=layout.code,
        sheet=judged.sheet,
        header_row=header.row + 1,
        mapping={header.headings[column]: name for name, column in sorted(header.fields.items(), key=_by_column)},
        rows=rows,
        problems=tuple(order),
        total=len(judged.lines),
        rejected_rows=tuple(sorted(judged.refused)),
        duplicates=len(judged.repeated),
        columns={name: column_letter(column) for name, column in header.fields.items()},
        unmapped=header.unmapped,
        skipped=tuple(judged.skipped),
    )


def _by_column(item: tuple[str, int]) -> int:
    return item[1]


def _unread_sheet(name: str) -> Problem:
    what = f"Lembar “{name}” juga berisi daftar seperti ini, tetapi belum dibaca."
    remedy = "Impor lembar itu dari berkas tersendiri bila isinya juga harus masuk."
    return Problem(name, 1, "A", "", "", "", "lembar_lain", "warning", what, remedy)


def _not_recognised(name: str, sheets: Sequence[Sheet], wanted: Iterable[Layout], *, hidden: bool) -> UnreadableFile:
    if hidden:
        what = f"Daftar dalam {name} ada di lembar yang disembunyikan."
        return UnreadableFile(what, "Tampilkan lembar itu di Excel (klik kanan › Unhide), simpan, lalu impor lagi.")
    if not any(_has_text(sheet.rows) for sheet in sheets):
        return UnreadableFile(f"Berkas {name} tidak berisi data.", "Periksa apakah berkas yang dipilih sudah benar.")
    options = [
        (layout, missing) for layout in wanted for sheet in sheets if (missing := missing_headings(sheet.rows, layout))
    ]
    if not options:
        return UnreadableFile(f"Judul kolom dalam {name} tidak dikenali.", "Pakai contoh berkas dari Padan.")
    nearest, missing = min(options, key=lambda option: len(option[1]) / sum(c.required for c in option[0].columns))
    what = f"Judul kolom dalam {name} tidak dikenali. Untuk {nearest.title} belum ada kolom: {', '.join(missing)}."
    return UnreadableFile(what, "Betulkan judul kolomnya, atau salin datanya ke contoh berkas dari Padan.")


def _has_text(rows: Iterable[Sequence[Any]]) -> bool:
    return any(cell_text(cell) for cells in rows for cell in cells)
