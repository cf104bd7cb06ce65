"""From the lines of an e-Dabu form to the register: each names a change, a membership that begins or one that ends."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, and_, case, exists, func, insert, literal, or_, select, update

from db.registry.members import told_since
from db.registry.people import WHOLE_LINE, of_run
from db.statements import written
from db.tables.incoming import incoming
from db.tables.lists import list_row
from db.tables.people import membership

ENDING = "akhir"
"""State of the lines that end a membership, while they are under way."""
_line, _ours = incoming.c, membership.c


def words(connection: Connection, run_id: int) -> dict[str, int]:
    """What the lines ask for, as written → how many lines; an empty cell is an empty word."""
    word = func.coalesce(_line.mutation, "")
    counted = select(word, func.count()).where(of_run(run_id)).group_by(word)
    return {str(text): int(count) for text, count in connection.execute(counted)}


def mark(connection: Connection, run_id: int, states: Mapping[str, Sequence[str]]) -> None:
    """The lines that ask for one of these words get the state."""
    for state, asked in states.items():
        if asked:
            chosen = func.coalesce(_line.mutation, "").in_(asked)
            connection.execute(update(incoming).where(of_run(run_id), chosen).values(state=state))


def dated(connection: Connection, run_id: int, first: date, last: date) -> tuple[int, int]:
    """(lines that name a day, those whose day lies from ``first`` to before ``last``)."""
    day = _line.effective_date
    inside = func.count(case((and_(day >= first, day < last), 1)))
    named, near = connection.execute(select(func.count(day), inside).where(_line.run_id == run_id)).one()
    return int(named), int(near)


def end(connection: Connection, run_id: int, segment: str, first: date, at: datetime) -> int:
    """End what the ending lines name, on the day they name, never before it began; who cannot be ended becomes a
    question. Gives how many ended."""
    _judge(connection, run_id, segment, first)
    told = and_(_line.run_id == run_id, _line.state == ENDING, _line.person_id == _ours.person_id)
    mine = and_(_ours.segment == segment, _ours.valid_to.is_(None), exists().where(told))
    day = select(told_since(first)).where(told).limit(1).scalar_subquery()
    reason = select("mutasi e-Dabu: " + _line.mutation).where(told).limit(1).scalar_subquery()
    values = {
        "valid_to": case((_ours.valid_from > day, _ours.valid_from), else_=day),
        "end_reason": reason,
        "ended_at": at,
        "end_run_id": run_id,
    }
    return written(connection, update(membership).where(mine).values(values))


def _judge(connection: Connection, run_id: int, segment: str, first: date) -> None:
    since = told_since(first)
    mine = and_(_ours.person_id == _line.person_id, _ours.segment == segment)
    ended = or_(_ours.valid_to == since, and_(_ours.valid_to == _ours.valid_from, _ours.valid_from > since))
    running = and_(mine, _ours.valid_to.is_(None))
    other = and_(_line.number.is_not(None), _ours.participant_number != _line.number)
    marks: Sequence[tuple[str, ColumnElement[bool]]] = (
        ("sudah", select(_ours.id).where(mine, ended).exists()),
        ("tak_berlaku", ~select(_ours.id).where(running).exists()),
        ("nomor_beda", select(_ours.id).where(running, other).exists()),
    )
    for state, holds in marks:
        lines = update(incoming).where(_line.run_id == run_id, _line.state == ENDING, holds)
        connection.execute(lines.values(state=state))


def keep_lines(connection: Connection, run_id: int, segment: str, period: str) -> None:
    """The form itself as evidence of the month, each line with what it asked for."""
    asked = func.substr(func.coalesce(_line.mutation, ""), 1, 40)
    chosen = select(*(_line[name] for name in WHOLE_LINE), literal(segment), literal(period), asked)
    lines = chosen.where(_line.run_id == run_id).order_by(_line.seq)
    connection.execute(insert(list_row).from_select([*WHOLE_LINE, "segment", "period", "status"], lines))
