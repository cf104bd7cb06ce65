"""From doubts to findings: the price of each line, the findings of all rules, and what stayed the same since the last time."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    String,
    and_,
    case,
    cast,
    column,
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
    values,
)

from db.reconcile.leaks import leaked, named_before
from db.reconcile.month import Month
from db.reconcile.rules import BILLED, DUE, RULES, Rule
from db.statements import written
from db.tables.lists import list_row
from db.tables.people import person
from db.tables.reconciliation import doubt, finding, finding_decision

COLUMNS = (
    *("reconciliation_id", "rule", "mark", "round", "list_row_id", "membership_id", "person_id", "number", "nik"),
    *("theirs", "ours", "register", "since", "amount", "leaked", "our_number"),
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
    """The findings of all rules, in one statement: every doubt is held against every rule."""
    codes = [code for code in prices if code in RULES]
    each = values(column("place", Integer), column("code", String), name="each_rule", literal_binds=True)
    rule = each.data(list(enumerate(codes))).cte()
    since = _of_rules(codes, rule.c.place, lambda one: one.since, null())
    amount = _amount(prices, rule.c.code)
    leaks = and_(_d.rule == rule.c.code, _d.priced == true(), since.is_not(None))
    named = named_before(month).subquery("named_before")
    found = (
        select(
            literal(month.id),
            rule.c.code,
            mark(rule.c.code),
            literal(NOW),
            _d.list_row_id,
            _d.membership_id,
            _d.person_id,
            _d.number,
            _d.nik,
            _of_rules(codes, rule.c.place, lambda one: one.theirs, BILLED),
            _of_rules(codes, rule.c.place, lambda one: one.ours, DUE),
            register_words(),
            since,
            amount,
            case((leaks, leaked(month, since, named.c.day)), else_=0),
            _d.our_number,
        )
        .select_from(
            doubt.outerjoin(list_row, list_row.c.id == _d.list_row_id)
            .outerjoin(person, person.c.id == _d.person_id)
            .outerjoin(named, named.c.person_id == _d.person_id)
            # Outer, and asked so that no planner sees an inner join in it: else rule after rule walks all doubts.
            .outerjoin(rule, or_(*_conditions(month, codes, rule.c.place)))
        )
        .where(_d.reconciliation_id == month.id, func.coalesce(rule.c.place, -1) >= 0)
        .order_by(rule.c.place, _d.id)
    )
    connection.execute(insert(finding).from_select(COLUMNS, found))


def _conditions(month: Month, codes: Sequence[str], place: ColumnElement[int]) -> Iterator[ColumnElement[bool]]:
    for at, code in enumerate(codes):
        rule = RULES[code]
        told = (list_row.c.run_id == month.people_run,) if rule.of_data else ()
        first = (_d.rule == code,) if rule.alone else ()
        yield and_(place == at, rule.when(month), *told, *first)


def _of_rules(
    codes: Sequence[str],
    place: ColumnElement[int],
    said: Callable[[Rule], ColumnElement[Any] | None],
    usual: ColumnElement[Any],
) -> ColumnElement[Any]:
    """What each rule says of its own; of the others what is usual."""
    own = [(place == at, said(RULES[code])) for at, code in enumerate(codes)]
    branches = [(here, one) for here, one in own if one is not None and one is not usual]
    return case(*branches, else_=usual) if branches else usual


def _amount(prices: Mapping[str, str], code: ColumnElement[str]) -> ColumnElement[int]:
    """What a line or member costs stands with the one rule that prices it."""
    whole = {"baris": _d.billed, "selisih": _d.billed - _d.due, "kurang": -_d.due}
    ways = [
        (and_(_d.rule == code, _d.rule.in_([one for one, how in prices.items() if how == way])), amount)
        for way, amount in whole.items()
    ]
    return case(*ways, else_=literal(0, Integer))


def mark(*rule: ColumnElement[str]) -> ColumnElement[str]:
    """What a finding is known by: number, NIK and month, and the how-manieth of that kind (and ``rule``)."""
    known = (func.coalesce(_d.number, "-"), func.coalesce(_d.nik, "-"), _d.period)
    order = (_d.place, _d.billed, _d.list_row_id)
    nth = cast(func.row_number().over(partition_by=(*rule, *known), order_by=order), String)
    return known[0] + "/" + known[1] + "/" + known[2] + "/" + nth


def register_words() -> ColumnElement[str]:
    """What the population register says: "meninggal 2026-07-15"."""
    return func.coalesce(_d.state, "") + func.coalesce(literal(" ") + cast(_d.state_since, String), "")


_SAME = ("theirs", "ours", "register", "amount", "leaked")
_ROWS = ("list_row_id", "membership_id", "person_id", "our_number")
"""What a finding points at: an import that was taken back and came again gave the same facts other rows."""


def settle(connection: Connection, month: Month) -> int:
    """What was found before stays the same row with its decisions; what is no longer so goes, unless it was decided. How
    many came and went."""
    mine = finding.c.reconciliation_id == month.id
    new, old = finding.alias(), finding.alias()
    before = and_(mine, finding.c.round != NOW, ~finding.c.stale)
    gone = 0
    if connection.scalar(select(finding.c.id).where(mine, finding.c.round != NOW).limit(1)) is not None:
        twin = _twin(new, finding, new.c.round == NOW)
        gone = written(connection, update(finding).where(before, ~exists().where(twin)).values(stale=True))
        rows = {name: select(new.c[name]).where(twin).scalar_subquery() for name in _ROWS}
        moved = exists().where(twin, or_(*(new.c[name].is_distinct_from(finding.c[name]) for name in _ROWS)))
        connection.execute(update(finding).where(before, moved).values(rows))
        known = exists().where(_twin(old, finding, and_(old.c.round != NOW, ~old.c.stale)))
        connection.execute(delete(finding).where(mine, finding.c.round == NOW, known))
        decided = select(finding_decision.c.finding_id).where(finding_decision.c.reconciliation_id == month.id)
        connection.execute(delete(finding).where(mine, finding.c.stale, finding.c.id.not_in(decided)))
    newest = (
        select(func.coalesce(func.max(old.c.round), 0) + 1)
        .where(old.c.reconciliation_id == month.id, old.c.rule == finding.c.rule, old.c.mark == finding.c.mark)
        .scalar_subquery()
    )
    return gone + written(connection, update(finding).where(mine, finding.c.round == NOW).values(round=newest))


def _twin(one: object, other: object, more: ColumnElement[bool]) -> ColumnElement[bool]:
    names: Sequence[str] = ("reconciliation_id", "rule", "mark", *_SAME)
    alike = [one.c[name] == other.c[name] for name in names]  # type: ignore[attr-defined]
    return and_(*alike, more)
