"""What a list leaves open: lines that wait for an answer, and what its reader found wrong, kept with the import."""

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any

from sqlalchemy import Select, select

from db.bulk import bulk_insert
from db.registry import members, regions
from db.tables.access import office
from db.tables.traces import import_problem
from desktop.operations.work import Work

MOST_PROBLEMS, MOST_SHOWN = 10_000, 500
_TOLD = ("sheet", "row", "column", "code", "severity", "sentence")
MOST_ASKED = 20_000
"""Questions kept: as many as the longest list has lines that goes back to its sender whole, so that each is marked."""
FEWEST = 20
"""Lines with a NIK below which their regions say nothing about the list."""


def keep_questions(work: Work, run_id: int, sheet_of: Callable[[int], str]) -> dict[str, int]:
    """Lines that wait for an answer are kept with the run, each with its place (``sheet_of`` the how-manieth accepted
    line). Gives how many there are of each kind."""
    asked = members.questions(work.connection, run_id, MOST_ASKED)
    rows = [(run_id, sheet_of(one.seq), one.row, "", one.code, "warning", members.QUESTIONS[one.code]) for one in asked]
    bulk_insert(work.backend, work.connection, import_problem, ("run_id", *_TOLD), [rows])
    counts = members.states(work.connection, run_id)
    return {state: counts[state] for state in ("sudah", *members.QUESTIONS) if counts.get(state)}


def asked_lines(run_id: int, most: int = MOST_SHOWN) -> Select[tuple[str, int, str]]:
    """(sheet, row, code) of the first lines that wait for an answer."""
    p = import_problem.c
    mine = (p.run_id == run_id, p.code.in_(list(members.QUESTIONS)))
    return select(p.sheet, p.row, p.code).where(*mine).order_by(p.id).limit(most)


def other_region(work: Work, run_id: int) -> dict[str, int]:
    """``wilayah_lain``: how many NIKs were issued elsewhere, when that is nearly all of them: then the list may be another
    region's. People move, so that a half proves nothing."""
    place = work.connection.scalar(select(office.c.region).where(office.c.id == work.staff.office_id)) or ""
    code = place.replace(".", "")
    whole, ours = regions.issued(work.connection, run_id, code)
    return {"wilayah_lain": whole - ours} if code and whole >= FEWEST and ours * 10 < whole else {}


def keep_problems(work: Work, run_id: int, problems: Sequence[Any]) -> None:
    """The reader's own findings, without the value: it stands in the sender's file."""
    told = attrgetter(*_TOLD)
    rows = [(run_id, *told(one)) for one in problems[:MOST_PROBLEMS]]
    bulk_insert(work.backend, work.connection, import_problem, ("run_id", *_TOLD), [rows])
