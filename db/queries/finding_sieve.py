"""Which findings of a month a list shows: what was typed, and one of its parts; asked of the database, not of one page."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Subquery, and_, case, func, or_, select, true

from db.queries.earlier_disputes import repeated
from db.queries.newest_decisions import newest_decisions
from db.tables.lists import list_row
from db.tables.people import person
from db.tables.reconciliation import finding, finding_decision

PARTS = ("semua", "belum", "bernilai", "sengketa", "lalu")
"""All; nobody decided them; they cost something; in dispute; in dispute already in an earlier closed month."""


@dataclass(frozen=True, slots=True)
class Sieve:
    """``text``: every word of it stands in a name, a number, or a NIK, or names a rule; ``rules``: word → the codes of the
    rules whose title has it, for the database knows codes alone. ``part``: one of ``PARTS``."""

    text: str = ""
    rules: tuple[tuple[str, tuple[str, ...]], ...] = ()
    part: str = "semua"


def typed(sieve: Sieve) -> ColumnElement[bool]:
    """What was typed, of findings joined with their person and their line."""
    named = dict(sieve.rules)
    columns = (finding.c.number, finding.c.nik, person.c.name, list_row.c.name)
    each = (
        or_(
            *(column.icontains(word, autoescape=True) for column in columns),
            finding.c.rule.in_(named.get(word, ())),
        )
        for word in sieve.text.split()
    )
    return and_(true(), *each)


def parts(again: Subquery) -> dict[str, ColumnElement[bool]]:
    """Part → its condition, of findings joined with their newest decision. ``again``: the earlier disputes."""
    said = finding_decision.c.decision
    return {
        "semua": true(),
        "belum": said.is_(None),
        "bernilai": finding.c.amount != 0,
        "sengketa": and_(said.is_not(None), said == "sengketa"),
        "lalu": again.c.earlier_id.is_not(None),
    }


def finding_tally(
    connection: Connection, month_id: int, sieve: Sieve, disputes: Sequence[int] | None = None
) -> dict[str, int]:
    """Part → how many findings of the month are in it and match what was typed; ``sieve.part`` does not count.
    ``disputes``: see :func:`~db.queries.earlier_disputes.repeated`."""
    newest, again = newest_decisions(month_id).subquery(), repeated(connection, month_id, disputes)
    sums = [func.coalesce(func.sum(case((said, 1), else_=0)), 0) for said in parts(again).values()]
    statement = (
        select(*sums)
        .select_from(finding)
        .outerjoin(newest, newest.c.finding_id == finding.c.id)
        .outerjoin(finding_decision, finding_decision.c.id == newest.c.id)
        .outerjoin(person, person.c.id == finding.c.person_id)
        .outerjoin(list_row, list_row.c.id == finding.c.list_row_id)
        .outerjoin(again, again.c.finding_id == finding.c.id)
        .where(finding.c.reconciliation_id == month_id, ~finding.c.stale, typed(sieve))
    )
    return dict(zip(PARTS, map(int, connection.execute(statement).one()), strict=True))
