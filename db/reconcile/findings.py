"""From doubts to findings: the price of each line, one statement a rule, and what stayed the same since the last time."""

from collections.abc import Mapping, Sequence

from sqlalchemy import (
    ColumnElement,
    Connection,
    Insert,
    Integer,
    String,
    and_,
    case,
    cast,
    delete,
    exists,
    func,
    insert,
    literal,
    null,
    or_,
    select,
    true,
    update,
)

from db.reconcile.month import Month
from db.reconcile.rules import RULES, Rule
from db.tables.lists import list_row
from db.tables.people import person
from db.tables.reconciliation import doubt, finding, finding_decision

COLUMNS = (
    *("reconciliation_id", "rule", "mark", "round", "list_row_id", "membership_id", "person_id", "number", "nik"),
    *("theirs", "ours", "register", "since", "amount", "leaked"),
)
NOW = 0
_d = doubt.c


def price(connection: Connection, month: Month, prices: Mapping[str, str]) -> None:
    """Each line and each member gets the first rule that concerns it. ``prices``: rule → baris, selisih, kurang, tidak,
    in order of precedence."""
    pricing = [(RULES[code].when(month), code) for code, how in prices.items() if how != "tidak"]
    pays = or_(_d.priced == true(), _d.list_row_id.is_(None))
    first = case(*pricing, else_=null())
    connection.execute(update(doubt).where(_d.reconciliation_id == month.id, pays).values(rule=first))


def find(connection: Connection, month: Month, prices: Mapping[str, str]) -> None:
    """The findings of every rule, one statement each."""
    for code, how in prices.items():
        if code in RULES:
            connection.execute(_finding(month, code, RULES[code], how))


def _finding(month: Month, code: str, rule: Rule, how: str) -> Insert:
    amount = _amount(code, how)
    leaked = case((amount > 0, amount), else_=0)
    if rule.since is not None:
        pays = and_(_d.rule == code, _d.priced == true())
        leaked = case((and_(pays, rule.since.is_not(None)), month.leaked(rule.since)), else_=leaked)
    found = (
        select(
            literal(month.id),
            literal(code),
            mark(),
            literal(NOW),
            _d.list_row_id,
            _d.membership_id,
            _d.person_id,
            _d.number,
            _d.nik,
            rule.theirs,
            rule.ours,
            register_words(),
            null() if rule.since is None else rule.since,
            amount,
            leaked,
        )
        .select_from(doubt)
        .where(_d.reconciliation_id == month.id, rule.when(month))
    )
    if rule.of_data:
        found = found.join(list_row, list_row.c.id == _d.list_row_id).outerjoin(person, person.c.id == _d.person_id)
        found = found.where(list_row.c.run_id == month.people_run)
    return insert(finding).from_select(COLUMNS, found)


def _amount(code: str, how: str) -> ColumnElement[int]:
    whole = {"baris": _d.billed, "selisih": _d.billed - _d.due, "kurang": -_d.due}
    if how not in whole:
        return literal(0, Integer)
    return case((_d.rule == code, whole[how]), else_=0)


def mark() -> ColumnElement[str]:
    """What a finding is known by: number, NIK and month, and the how-manieth of that kind."""
    known = (func.coalesce(_d.number, "-"), func.coalesce(_d.nik, "-"), _d.period)
    order = (_d.place, _d.billed, _d.list_row_id)
    nth = cast(func.row_number().over(partition_by=known, order_by=order), String)
    return known[0] + "/" + known[1] + "/" + known[2] + "/" + nth


def register_words() -> ColumnElement[str]:
    """What the population register says: "meninggal 2026-07-15"."""
    return func.coalesce(_d.state, "") + func.coalesce(literal(" ") + cast(_d.state_since, String), "")


_SAME = ("theirs", "ours", "register", "amount", "leaked")


def settle(connection: Connection, month: Month) -> None:
    """What was found before stays the same row with its decisions; what is no longer so goes, unless it was decided."""
    mine = finding.c.reconciliation_id == month.id
    new, old = finding.alias(), finding.alias()
    before = and_(mine, finding.c.round != NOW, ~finding.c.stale)
    if connection.scalar(select(finding.c.id).where(mine, finding.c.round != NOW).limit(1)) is not None:
        twin = _twin(new, finding, new.c.round == NOW)
        connection.execute(update(finding).where(before, ~exists().where(twin)).values(stale=True))
        row = select(new.c.list_row_id).where(twin).scalar_subquery()
        moved = exists().where(twin, new.c.list_row_id != finding.c.list_row_id)
        connection.execute(update(finding).where(before, moved).values(list_row_id=row))
        known = exists().where(_twin(old, finding, and_(old.c.round != NOW, ~old.c.stale)))
        connection.execute(delete(finding).where(mine, finding.c.round == NOW, known))
        decided = select(finding_decision.c.finding_id).where(finding_decision.c.reconciliation_id == month.id)
        connection.execute(delete(finding).where(mine, finding.c.stale, finding.c.id.not_in(decided)))
    newest = (
        select(func.coalesce(func.max(old.c.round), 0) + 1)
        .where(old.c.reconciliation_id == month.id, old.c.rule == finding.c.rule, old.c.mark == finding.c.mark)
        .scalar_subquery()
    )
    connection.execute(update(finding).where(mine, finding.c.round == NOW).values(round=newest))


def _twin(one: object, other: object, more: ColumnElement[bool]) -> ColumnElement[bool]:
    names: Sequence[str] = ("reconciliation_id", "rule", "mark", *_SAME)
    alike = [one.c[name] == other.c[name] for name in names]  # type: ignore[attr-defined]
    return and_(*alike, more)
