"""From the lines of a SIKS-NG list to people proposed for PBI JK: known from now on, members only when BPJS says so."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, and_, func, insert, literal, select, update

from db.registry.people import WHOLE_LINE, of_run
from db.statements import written
from db.tables.civil import civil_event
from db.tables.incoming import incoming
from db.tables.lists import list_row
from db.tables.people import membership
from db.tables.registry import resident
from db.tables.traces import import_run

PROPOSED = "usulan"
"""What a kept line says of its person."""
_line, _ours = incoming.c, membership.c


def programs(connection: Connection, run_id: int) -> tuple[str, ...]:
    """The programs that the lines name, as written."""
    word = func.coalesce(_line.segment, "")
    return tuple(connection.scalars(select(word).where(of_run(run_id)).distinct()))


def leave_out(connection: Connection, run_id: int, programs_of_others: Sequence[str]) -> None:
    """Lines of other programs are no proposal."""
    theirs = func.coalesce(_line.segment, "").in_(programs_of_others)
    connection.execute(update(incoming).where(of_run(run_id), theirs).values(state="program_lain"))


def ask(connection: Connection, run_id: int, layout: str, period: str, paid: Sequence[str]) -> None:
    """Mark who cannot be proposed: the dead and the gone, members whom a budget pays for (segments ``paid``), and who is
    proposed this month already."""
    gone = select(resident.c.nik).where(resident.c.nik == _line.nik, resident.c.state != "ada").exists()
    event = and_(civil_event.c.nik == _line.nik, civil_event.c.revoked_at.is_(None))
    running = and_(_ours.person_id == _line.person_id, _ours.valid_to.is_(None), _ours.segment.in_(paid))
    run = import_run.c
    same = (run.layout == layout, run.period == period, run.undone_at.is_(None), run.id != run_id)
    known = select(list_row.c.nik).where(
        list_row.c.run_id.in_(select(run.id).where(*same)), list_row.c.nik.is_not(None)
    )
    marks: Sequence[tuple[str, ColumnElement[bool]]] = (
        ("gugur", gone),
        ("gugur", select(civil_event.c.id).where(event).exists()),
        ("peserta", select(_ours.id).where(running).exists()),
        ("sudah", _line.nik.in_(known)),
    )
    for state, holds in marks:
        connection.execute(update(incoming).where(of_run(run_id), holds).values(state=state))


def keep(connection: Connection, run_id: int, segment: str, period: str) -> int:
    """Those who are proposed, as evidence of the month; gives how many."""
    chosen = select(*(_line[name] for name in WHOLE_LINE), literal(segment), literal(period), literal(PROPOSED))
    lines = chosen.where(of_run(run_id)).order_by(_line.seq)
    return written(connection, insert(list_row).from_select([*WHOLE_LINE, "segment", "period", "status"], lines))
