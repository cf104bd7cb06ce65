"""The hand-over list of a public-order office: good rows become newcomers, the file's problems are kept (I1, L2, L4)."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import insert, select

from db.tables.traces import import_problem, import_row, import_run
from desktop.operations.command import Command, operation
from desktop.operations.intake import Newcomer, enrol
from desktop.operations.journal import Entry
from desktop.operations.outcome import Outcome
from desktop.operations.work import Work

LAYOUT = "wbs_handover"


@dataclass(frozen=True, kw_only=True)
class ImportHandover(Command):
    """What was read from the file: accepted people by source row, and every problem as plain values
    (keys ``sheet``, ``row``, ``column``, ``code``, ``severity``, ``sentence``)."""

    file_name: str
    file_sha256: str
    total: int
    rejected: int
    people: tuple[tuple[int, Newcomer], ...]
    problems: tuple[Mapping[str, object], ...] = field(default=())
    panti_office_id: int | None = None


def fingerprint(newcomer: Newcomer, ordinal: int) -> str:
    """What makes two rows the same finding: all that was written down, and the how-manieth row of its like it is in
    its file (from 0). Not the row number, which moves."""
    parts = (
        newcomer.name.casefold(),
        newcomer.alias.casefold(),
        newcomer.sex or "",
        str(newcomer.birth_date or ""),
        newcomer.found_place.casefold(),
        str(newcomer.found_at or ""),
        newcomer.nik_claimed,
        newcomer.condition.casefold(),
        newcomer.birth_place.casefold(),
        newcomer.category.casefold(),
        newcomer.belongings.casefold(),
        newcomer.note.casefold(),
        # Two people of one raid may be alike in all that was written down: they are two, in this file and the next time.
        str(ordinal),
    )
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


@operation(ImportHandover)
def import_handover(work: Work, command: ImportHandover) -> Outcome:
    """The same rows again change nothing, whatever the file is called; new rows of a corrected file come in."""
    work.need_role("satpol_pp")
    alike: Counter[str] = Counter()
    prints: dict[int, str] = {}
    for row, newcomer in command.people:
        first = fingerprint(newcomer, 0)
        prints[row] = fingerprint(newcomer, alike[first]) if alike[first] else first
        alike[first] += 1
    statement = select(import_row.c.fingerprint).where(
        import_row.c.office_id == work.staff.office_id,
        import_row.c.layout == LAYOUT,
        import_row.c.fingerprint.in_(set(prints.values())),
    )
    known = set(work.connection.scalars(statement))
    fresh: dict[str, Newcomer] = {}
    for row, newcomer in command.people:
        if prints[row] not in known:
            fresh.setdefault(prints[row], newcomer)
    duplicates = len(command.people) - len(fresh)
    run_id = _run(work, command, accepted=len(fresh), duplicates=duplicates)
    ids = enrol(work, tuple(fresh.values()), command.panti_office_id) if fresh else []
    keys = {"office_id": work.staff.office_id, "layout": LAYOUT, "run_id": run_id}
    rows = [{**keys, "fingerprint": mark, "application_id": case} for mark, case in zip(fresh, ids, strict=True)]
    if rows:
        work.connection.execute(insert(import_row), rows)
    work.changed("import")
    counts = {"masuk": (0, len(ids)), "ditolak": (0, command.rejected), "ganda": (0, duplicates)}
    work.note(Entry("impor", fields=counts | {"sha256": ("", command.file_sha256)}))
    sentence = (
        f"{command.total} baris dibaca: {len(ids)} masuk, {command.rejected} dikembalikan, {duplicates} sudah ada."
    )
    data = {"accepted": len(ids), "rejected": command.rejected, "duplicates": duplicates, "run": run_id}
    return Outcome(sentence, done=tuple(ids), data=data)


def _run(work: Work, command: ImportHandover, *, accepted: int, duplicates: int) -> int:
    values = {
        "layout": LAYOUT,
        "file_name": command.file_name,
        "file_sha256": command.file_sha256,
        "total": command.total,
        "accepted": accepted,
        "rejected": command.rejected,
        "duplicates": duplicates,
        "staff_id": work.staff.id,
        "office_id": work.staff.office_id,
        "at": work.now,
    }
    run_id: int = work.connection.execute(insert(import_run).returning(import_run.c.id), values).scalar_one()
    if command.problems:
        work.connection.execute(insert(import_problem), [{**problem, "run_id": run_id} for problem in command.problems])
    return run_id
