"""The lists an office brought in, newest first, and which of them may still be taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from db.tables.traces import import_run

SIAK = "siak_penduduk"
EVENT_LISTS = ("siak_kematian", "siak_pindah")
HANDOVER, EID_RESULT = "wbs_handover", "eid_result"
FORMS = (HANDOVER, EID_RESULT, "ba_rekonsiliasi")


@dataclass(frozen=True, slots=True)
class ListRun:
    """One import of a list; ``period`` and ``segment`` are ``None`` for what concerns no month."""

    id: int
    layout: str
    file_name: str
    period: str | None
    segment: str | None
    total: int
    accepted: int
    rejected: int
    at: datetime
    undone_at: datetime | None
    former_kept: bool

    @property
    def undoable(self) -> bool:
        """It still stands, and what it wrote over is known."""
        return self.undone_at is None and (self.former_kept or self.layout != SIAK)


@dataclass(frozen=True, slots=True)
class StandingRun:
    """An import that was not taken back, with how many of its lines came in."""

    id: int
    file_name: str
    period: str
    accepted: int


def last_standing(
    connection: Connection, layout: str, period: str, segment: str, *, besides: int
) -> StandingRun | None:
    """The last import of this kind and segment for the month, or for the newest month before it."""
    r = import_run.c
    mine = (r.layout == layout, r.segment == segment, r.period <= period, r.undone_at.is_(None), r.id != besides)
    columns = [r[name] for name in StandingRun.__dataclass_fields__]
    row = connection.execute(select(*columns).where(*mine).order_by(r.period.desc(), r.id.desc()).limit(1)).first()
    return None if row is None else StandingRun(*row)


def newer_standing(connection: Connection, run_id: int, layouts: Sequence[str], limit: int) -> tuple[StandingRun, ...]:
    """The imports of these kinds that came after this one for the same segment and still stand, newest first."""
    r = import_run.c
    segment = select(r.segment).where(r.id == run_id, r.layout.in_(layouts)).scalar_subquery()
    mine = (r.id > run_id, r.undone_at.is_(None), r.layout.in_(layouts), r.segment == segment)
    columns = [r[name] for name in StandingRun.__dataclass_fields__]
    statement = select(*columns).where(*mine).order_by(r.id.desc()).limit(limit)
    return tuple(StandingRun(*row) for row in connection.execute(statement))


def list_runs(
    connection: Connection, office_id: int, limit: int = 30, layouts: Sequence[str] = ()
) -> tuple[ListRun, ...]:
    """The newest imports of these kinds, or of lists: hand-overs, E-ID results and applied decisions are told elsewhere."""
    columns = [import_run.c[name] for name in ListRun.__dataclass_fields__]
    kinds = import_run.c.layout.in_(layouts) if layouts else import_run.c.layout.not_in(FORMS)
    mine = (import_run.c.office_id == office_id, kinds)
    statement = select(*columns).where(*mine).order_by(import_run.c.id.desc()).limit(limit)
    return tuple(ListRun(*row) for row in connection.execute(statement))


def runs_of_month(connection: Connection, layout: str, period: str, segment: str) -> tuple[ListRun, ...]:
    """The standing imports of one kind of list for a month of a segment, the newest first."""
    columns = [import_run.c[name] for name in ListRun.__dataclass_fields__]
    r = import_run.c
    mine = (r.layout == layout, r.period == period, r.segment == segment, r.undone_at.is_(None))
    statement = select(*columns).where(*mine).order_by(r.id.desc())
    return tuple(ListRun(*row) for row in connection.execute(statement))
