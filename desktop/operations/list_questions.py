"""What a list leaves open: lines that wait for an answer, and what its reader found wrong, kept with the import."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, insert, select

from db.registry import members, regions
from db.tables.access import office
from db.tables.traces import import_problem
from desktop.operations.work import Work

MOST_PROBLEMS, MOST_SHOWN = 10_000, 500
FEWEST = 20
"""Lines with a NIK below which their regions say nothing about the list."""


def keep_questions(work: Work, run_id: int) -> dict[str, int]:
    """Lines that wait for an answer are kept with the run, each with its place. Gives how many there are of each kind."""
    rows = [
        {
            "run_id": run_id,
            "sheet": "",
            "row": one.row,
            "column": "",
            "code": one.code,
            "severity": "warning",
            "sentence": members.QUESTIONS[one.code],
        }
        for one in members.questions(work.connection, run_id, MOST_PROBLEMS)
    ]
    if rows:
        work.connection.execute(insert(import_problem), rows)
    counts = members.states(work.connection, run_id)
    return {state: counts[state] for state in ("sudah", *members.QUESTIONS) if counts.get(state)}


def asked_lines(run_id: int) -> Select[tuple[int, str]]:
    """(row, code) of the first lines that wait for an answer, for the clerk to look at."""
    p = import_problem.c
    mine = (p.run_id == run_id, p.code.in_(list(members.QUESTIONS)))
    return select(p.row, p.code).where(*mine).order_by(p.id).limit(MOST_SHOWN)


def other_region(work: Work, run_id: int) -> dict[str, int]:
    """``wilayah_lain``: how many NIKs were issued elsewhere, when that is nearly all of them: then the list may be another
    region's. People move, so that a half proves nothing."""
    place = work.connection.scalar(select(office.c.region).where(office.c.id == work.staff.office_id)) or ""
    code = place.replace(".", "")
    whole, ours = regions.issued(work.connection, run_id, code)
    return {"wilayah_lain": whole - ours} if code and whole >= FEWEST and ours * 10 < whole else {}


def keep_problems(work: Work, run_id: int, problems: Sequence[Any]) -> None:
    """The reader's own findings, without the value: it stands in the sender's file."""
    names = ("sheet", "row", "column", "code", "severity", "sentence")
    rows = [{"run_id": run_id, **{name: getattr(one, name) for name in names}} for one in problems]
    if rows:
        work.connection.execute(insert(import_problem), rows[:MOST_PROBLEMS])
