"""What was in dispute when the month before was closed, and what became of it: so that nobody forgets it (P8)."""

from dataclasses import dataclass

from sqlalchemy import Connection, Select, Subquery, and_, func, literal, null, select, union

from db.queries.newest_decisions import newest_decisions
from db.tables.lists import list_row
from db.tables.people import person
from db.tables.reconciliation import finding, finding_decision, reconciliation


@dataclass(frozen=True, slots=True)
class EarlierDispute:
    """A finding that was in dispute when its month was closed with the Berita Acara ``paper``. ``now_id``: the finding of
    the month at hand that is the same one again, ``None`` when it was found no more; ``now``: how that is decided."""

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


def month_before(connection: Connection, month_id: int) -> tuple[int, str] | None:
    """The newest closed month before this one, of the same office, segment and budget line, with its Berita Acara."""
    this, other = reconciliation.alias(), reconciliation.c
    alike = (other[name] == this.c[name] for name in ("office_id", "segment", "budget_line"))
    statement = (
        select(other.id, other.number)
        .select_from(reconciliation.join(this, and_(*alike)))
        .where(this.c.id == month_id, other.period < this.c.period, other.state == "tutup")
        .order_by(other.period.desc())
        .limit(1)
    )
    found = connection.execute(statement).first()
    return None if found is None else (found.id, found.number)


def repeated(connection: Connection, month_id: int) -> Subquery:
    """``finding_id`` of the month → ``earlier_id``, ``note``, ``paper``: the disputed finding of the month before with the
    same rule and the same person, number or NIK; of several the newest."""
    before = month_before(connection, month_id)
    if before is None:
        names = (finding.c.id.label("finding_id"), *(null().label(name) for name in ("earlier_id", "note", "paper")))
        return select(*names).where(literal(False)).subquery("repeated")
    old = _disputed(before[0]).cte("disputed")
    pairs = union(
        *(
            select(finding.c.id.label("finding_id"), old.c.id.label("earlier_id"))
            .join(old, and_(old.c.rule == finding.c.rule, old.c[name] == finding.c[name]))
            .where(finding.c.reconciliation_id == month_id, ~finding.c.stale)
            for name in ("person_id", "number", "nik")
        )
    ).subquery()
    newest = select(pairs.c.finding_id, func.max(pairs.c.earlier_id).label("earlier_id"))
    of_each = newest.group_by(pairs.c.finding_id).subquery()
    told = select(of_each.c.finding_id, of_each.c.earlier_id, old.c.note, literal(before[1]).label("paper"))
    return told.join(old, old.c.id == of_each.c.earlier_id).subquery("repeated")


def earlier_disputes(connection: Connection, month_id: int, limit: int = 5000) -> tuple[EarlierDispute, ...]:
    """Everything that was in dispute when the month before was closed, with what it is now."""
    before = month_before(connection, month_id)
    if before is None:
        return ()
    old, again, newest = _disputed(before[0]).subquery(), repeated(connection, month_id), newest_decisions(month_id)
    # A dispute may be found again in several rows: the first of them speaks for it.
    first = select(again.c.earlier_id, func.min(again.c.finding_id).label("finding_id")).group_by(again.c.earlier_id)
    now, decided, later = first.subquery(), newest.subquery(), finding_decision.alias()
    statement = (
        select(finding.c.id, finding.c.rule, func.coalesce(finding.c.number, ""), func.coalesce(finding.c.nik, ""))
        .add_columns(func.coalesce(person.c.name, list_row.c.name, ""), finding.c.amount, old.c.note)
        .add_columns(reconciliation.c.number, reconciliation.c.period, now.c.finding_id)
        .add_columns(func.coalesce(later.c.decision, ""))
        .join(old, old.c.id == finding.c.id)
        .join(reconciliation, reconciliation.c.id == finding.c.reconciliation_id)
        .outerjoin(person, person.c.id == finding.c.person_id)
        .outerjoin(list_row, list_row.c.id == finding.c.list_row_id)
        .outerjoin(now, now.c.earlier_id == finding.c.id)
        .outerjoin(decided, decided.c.finding_id == now.c.finding_id)
        .outerjoin(later, later.c.id == decided.c.id)
        .order_by(finding.c.id)
        .limit(limit)
    )
    return tuple(EarlierDispute(*row) for row in connection.execute(statement))


def _disputed(month_id: int) -> Select[tuple[int, str, int | None, str | None, str | None, str]]:
    newest = newest_decisions(month_id).subquery()
    f = finding.c
    return (
        select(f.id, f.rule, f.person_id, f.number, f.nik, finding_decision.c.note)
        .join(newest, newest.c.finding_id == f.id)
        .join(finding_decision, finding_decision.c.id == newest.c.id)
        .where(f.reconciliation_id == month_id, ~f.stale, finding_decision.c.decision == "sengketa")
    )
