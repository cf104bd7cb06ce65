"""What was in dispute when earlier months were closed and is still so, and what became of it: so that nobody forgets it (P8).

The newest word counts: what a later closed month decided about the same thing takes the place of the older dispute.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    FromClause,
    Select,
    Subquery,
    and_,
    case,
    func,
    literal,
    null,
    select,
    union,
)

from db.queries.newest_decisions import newest_decisions
from db.tables.lists import list_row
from db.tables.people import person
from db.tables.reconciliation import finding, finding_decision, reconciliation


@dataclass(frozen=True, slots=True)
class EarlierDispute:
    """A finding that was in dispute when its month was closed with the Berita Acara ``paper``, and was not settled since.
    ``now_id``: the finding of the month at hand that is the same one again, ``None`` when it was found no more; ``now``:
    how that is decided."""

    id: int
    rule: str
    number: str
    nik: str
    name: str
    amount: int
    note: str
    paper: str
    period: str
    now_id: int | None
    now: str


_KEYS = ("person_id", "number", "nik")
"""By any of these two findings of one rule are about the same."""


def closed_before(connection: Connection, month_id: int) -> tuple[int, ...]:
    """The closed months before this one, of the same office, segment and budget line, oldest first."""
    this, other = reconciliation.alias(), reconciliation.c
    alike = (other[name] == this.c[name] for name in ("office_id", "segment", "budget_line"))
    statement = (
        select(other.id)
        .select_from(reconciliation.join(this, and_(*alike)))
        .where(this.c.id == month_id, other.period < this.c.period, other.state == "tutup")
        .order_by(other.period)
    )
    return tuple(connection.scalars(statement))


def repeated(connection: Connection, month_id: int, disputes: Sequence[int] | None = None) -> Subquery:
    """``finding_id`` of the month → ``earlier_id``, ``note``, ``paper``: the standing dispute of earlier months with the
    same rule and the same person, number or NIK; of several the newest. ``disputes``: the ids of those that stand, for who
    asked already (:func:`earlier_disputes`)."""
    before = closed_before(connection, month_id)
    if not before or (disputes is not None and not disputes):
        names = (finding.c.id.label("finding_id"), *(null().label(name) for name in ("earlier_id", "note", "paper")))
        return select(*names).where(literal(False)).subquery("repeated")
    chosen = _standing(before) if disputes is None else _words(finding.c.id.in_(disputes)).cte("standing")
    return _repeated(chosen, month_id)


def _repeated(old: CTE, month_id: int) -> Subquery:
    now = _now(month_id)
    pairs = _same(now, old, now.c.id.label("finding_id"), old.c.id.label("earlier_id"), old.c.period)
    newest = func.row_number().over(
        partition_by=pairs.c.finding_id, order_by=(pairs.c.period.desc(), pairs.c.earlier_id.desc())
    )
    placed = select(pairs.c.finding_id, pairs.c.earlier_id, newest.label("place")).subquery()
    told = select(placed.c.finding_id, placed.c.earlier_id, old.c.note, old.c.paper)
    return told.join(old, old.c.id == placed.c.earlier_id).where(placed.c.place == 1).subquery("repeated")


def earlier_disputes(connection: Connection, month_id: int, limit: int = 5000) -> tuple[EarlierDispute, ...]:
    """Everything that was in dispute when an earlier month was closed and that none settled since, the newest month first,
    with what it is now."""
    before = closed_before(connection, month_id)
    if not before:
        return ()
    standing = _standing(before)
    # Named before they are joined: a server guesses wrongly how many stand.
    newest_first = select(standing.c.id).order_by(standing.c.period.desc(), standing.c.id).limit(limit)
    old = _words(finding.c.id.in_(connection.scalars(newest_first).all())).cte("standing")
    newest, again = newest_decisions(month_id), _repeated(old, month_id)
    # A dispute may be found again in several rows: the first of them speaks for it.
    first = select(again.c.earlier_id, func.min(again.c.finding_id).label("finding_id")).group_by(again.c.earlier_id)
    now, decided, later = first.subquery(), newest.subquery(), finding_decision.alias()
    statement = (
        select(finding.c.id, finding.c.rule, func.coalesce(finding.c.number, ""), func.coalesce(finding.c.nik, ""))
        .add_columns(func.coalesce(person.c.name, list_row.c.name, ""), finding.c.amount, old.c.note)
        .add_columns(old.c.paper, old.c.period, now.c.finding_id, func.coalesce(later.c.decision, ""))
        .join(old, old.c.id == finding.c.id)
        .outerjoin(person, person.c.id == finding.c.person_id)
        .outerjoin(list_row, list_row.c.id == finding.c.list_row_id)
        .outerjoin(now, now.c.earlier_id == finding.c.id)
        .outerjoin(decided, decided.c.finding_id == now.c.finding_id)
        .outerjoin(later, later.c.id == decided.c.id)
        .order_by(old.c.period.desc(), finding.c.id)
    )
    return tuple(EarlierDispute(*row) for row in connection.execute(statement))


def _who() -> ColumnElement[int]:
    """The record that stands for a finding's person by now."""
    return func.coalesce(person.c.merged_into, finding.c.person_id)


def _now(month_id: int) -> CTE:
    f = finding.c
    statement = select(f.id, f.rule, _who().label("person_id"), f.number, f.nik)
    statement = statement.outerjoin(person, person.c.id == f.person_id)
    return statement.where(f.reconciliation_id == month_id, ~f.stale).cte("found_now")


def _words(which: ColumnElement[bool]) -> Select[tuple[Any, ...]]:
    """Findings with what was decided of them at last."""
    f, d, r = finding.c, finding_decision.c, reconciliation.c
    newest = select(func.max(d.id)).where(d.finding_id == f.id).correlate(finding).scalar_subquery()
    return (
        select(f.id, f.rule, _who().label("person_id"), f.number, f.nik, r.period, r.number.label("paper"))
        .add_columns(d.decision, d.note)
        .select_from(finding)
        .join(finding_decision, d.id == newest)
        .join(reconciliation, r.id == f.reconciliation_id)
        .outerjoin(person, person.c.id == f.person_id)
        .where(which)
    )


def _standing(before: tuple[int, ...]) -> CTE:
    """The disputes of these months that no later one of them said anything else about."""
    f, d = finding.c, finding_decision.c
    ever = select(f.rule).distinct().join(finding_decision, d.finding_id == f.id)
    disputable = ever.where(d.reconciliation_id.in_(before), d.decision == "sengketa")
    said = _words(and_(f.reconciliation_id.in_(before), ~f.stale, f.rule.in_(disputable))).cte("said")
    # The newest month that said something of the same rule and key: as many rows as findings, however often they came.
    last = [
        case(
            (said.c[key].is_not(None), func.max(said.c.period).over(partition_by=(said.c.rule, said.c[key]))),
            else_=said.c.period,
        )
        for key in _KEYS
    ]
    placed = select(said, *(one.label(f"last_{key}") for one, key in zip(last, _KEYS, strict=True))).subquery()
    newest_word = (placed.c[f"last_{key}"] == placed.c.period for key in _KEYS)
    columns = [placed.c[one.name] for one in said.c]
    return select(*columns).where(placed.c.decision == "sengketa", *newest_word).cte("standing")


def _same(one: FromClause, other: FromClause, *columns: ColumnElement[object]) -> Subquery:
    """Pairs of the same rule and the same person, number or NIK: a join each, which a database answers by a table of its
    own making; all three conditions in one would compare everything with everything."""
    joined = (one.join(other, and_(one.c.rule == other.c.rule, one.c[key] == other.c[key])) for key in _KEYS)
    return union(*(select(*columns).select_from(pair) for pair in joined)).subquery()
