"""The compliance report as rows: the SOP's own table with real beside standard time (H3, N3). No Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from pathlib import Path

from db.queries.report import ComplianceRow
from desktop.sop.procedure import Procedure, Step
from desktop.ui.format import day, number
from desktop.ui.screens.home_facts import DAY_MINUTES, office_time

ACTORS = {
    "satpol_pp": "Satpol PP / aparat berwenang",
    "panti": "Panti Sosial",
    "dinsos": "Dinas Sosial",
    "dukcapil": "Dinas Dukcapil",
    "dinkes": "Dinas Kesehatan",
    "bpjs": "BPJS Kesehatan",
}
"""The actors' columns in the order of the annex."""


@dataclass(frozen=True, slots=True)
class Line:
    """One step: what the SOP publishes, and what happened in the period (empty words when nothing did)."""

    step: Step
    needs: str
    standard: str
    output: str
    real: str
    expected: str
    lists: int
    people: int
    late: int
    share: float


def period_bounds(begin: date, end: date, zone: tzinfo | None) -> tuple[datetime, datetime]:
    """The half-open moments of whole days, ``end`` included."""
    return datetime.combine(begin, time(), zone), datetime.combine(end + timedelta(days=1), time(), zone)


def month_of(today: date, back: int = 0) -> tuple[date, date]:
    """First and last day of this month, or of a month ``back`` before it."""
    begin = today.replace(day=1)
    for _ in range(back):
        begin = (begin - timedelta(days=1)).replace(day=1)
    following = (begin + timedelta(days=32)).replace(day=1)
    return begin, following - timedelta(days=1)


def period_words(begin: date, end: date) -> str:
    """«1 November 2026 – 30 November 2026»."""
    return day(begin) if begin == end else f"{day(begin)} – {day(end)}"


def standard_said(step: Step, unit: str) -> str:
    """The standard time in the words of the annex."""
    size = f"{step.minutes // 60} jam" if step.minutes % 60 == 0 else f"{step.minutes} menit"
    if step.minutes % DAY_MINUTES == 0:
        size = f"{step.minutes // DAY_MINUTES} hari kerja"
    return f"{size} per {step.unit or unit}" if step.per == "person" else size


def mean_words(seconds: float) -> str:
    """Mean office time in words; less than a minute is said in seconds, so that it never reads as nothing."""
    return f"{round(seconds)} d" if seconds < 60 else office_time(seconds / 60)


def lines(procedure: Procedure, rows: Sequence[ComplianceRow]) -> tuple[Line, ...]:
    """All published steps, also those that nobody passed."""
    found = {row.step: row for row in rows if row.procedure == procedure.code}
    return tuple(_line(step, procedure.unit, found.get(step.number)) for step in procedure.steps)


def _line(step: Step, unit: str, row: ComplianceRow | None) -> Line:
    said = (step, _bullets(step.needs), standard_said(step, unit), _bullets(step.produces))
    if row is None:
        return Line(*said, "", "", 0, 0, 0, 0.0)
    share = row.real_seconds / row.standard_seconds if row.standard_seconds else 0.0
    return Line(
        *said, mean_words(row.real_seconds), mean_words(row.standard_seconds), row.register, row.people, row.late, share
    )


def _bullets(papers: Sequence[str]) -> str:
    return "\n".join(f"- {paper}" for paper in papers) if len(papers) > 1 else "".join(papers)


def write_report(
    out: Path, procedure: Procedure, found: Sequence[Line], title: Sequence[str], taken: str, recipient: str = ""
) -> None:
    """The same table as a workbook; ``taken`` says who took it. :raises CannotWrite:"""
    from desktop.spreadsheets.write import OutColumn, Taken, write_table

    columns = [OutColumn("no", "NO", 6, "number"), OutColumn("activity", "KEGIATAN", 46)]
    columns += [OutColumn(role, f"PELAKSANA: {label.upper()}", 13) for role, label in ACTORS.items()]
    columns += [
        OutColumn("needs", "KELENGKAPAN", 30),
        OutColumn("standard", "WAKTU BAKU", 15),
        OutColumn("output", "OUTPUT", 30),
        OutColumn("expected", "WAKTU BAKU DAFTAR (rata-rata)", 16),
        OutColumn("real", "WAKTU NYATA (rata-rata)", 16),
        OutColumn("register", "DAFTAR", 10, "number"),
        OutColumn("people", "ORANG", 10, "number"),
        OutColumn("late", "LEWAT", 10, "number"),
    ]
    rows, mark = [_row(line) for line in found], Taken(taken, recipient)
    write_table(out, title=title, columns=columns, rows=rows, sheet="Laporan SOP", taken=mark)


def _row(line: Line) -> dict[str, object]:
    ticks = {role: "✓" if role == line.step.actor else "" for role in ACTORS}
    return {
        "no": line.step.number,
        "activity": line.step.activity,
        **ticks,
        "needs": line.needs,
        "standard": line.standard,
        "output": line.output,
        "expected": line.expected,
        "real": line.real,
        "register": line.register,
        "people": line.people,
        "late": line.late,
    }


def count_words(value: int) -> str:
    """A number, or a dash for none."""
    return number(value) if value else "–"
