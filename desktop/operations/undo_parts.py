"""What every import that is taken back needs: its cases as they stand, the mark, the names in a refusal."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select, update

from db.queries.cases import CaseRow, cases_by_id
from db.queries.undone import ACTION, RUN
from db.tables.cases import application
from db.tables.traces import import_run
from desktop.operations.journal import Entry
from desktop.operations.work import Work

MOST_NAMED = 4


def locked_now(work: Work, ids: Sequence[int]) -> tuple[CaseRow, ...]:
    """These cases, nobody else able to change them; the clerk approved the import, not their versions."""
    work.locked(select(application.c.id).where(application.c.id.in_(ids)).order_by(application.c.id)).all()
    return cases_by_id(work.connection, tuple(ids)) if ids else ()


def mark_undone(work: Work, run_id: int) -> None:
    """The import counts no more. The guards let its rows go only afterwards."""
    values = {"undone_at": work.now, "undone_by": work.staff.id, "former_kept": False}
    work.connection.execute(update(import_run).where(import_run.c.id == run_id).values(values))


def note_undone(work: Work, run_id: int, reason: str, taken: Mapping[str, int]) -> None:
    """The journal says what went with an import."""
    work.note(Entry(ACTION, reason=reason, fields={name: (n, 0) for name, n in taken.items()} | {RUN: (run_id, "")}))


def some_names(names: Sequence[str]) -> str:
    """The first few, and how many others there are."""
    shown = list(names[:MOST_NAMED])
    return ", ".join([*shown, f"{len(names) - len(shown)} lainnya"] if len(names) > len(shown) else shown)
