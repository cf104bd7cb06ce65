"""What the list says by itself where a bill asks for the money: whom it calls inactive, whom it lacks, whom it adds."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, String, and_, cast, exists, func, insert, literal, or_, select

from db.reconcile.findings import NOW
from db.reconcile.month import ACTIVE, Month
from db.tables.lists import list_row
from db.tables.people import membership, person
from db.tables.reconciliation import doubt, finding

INACTIVE, LACKING, ADDED = "daftar_nonaktif", "tidak_di_daftar", "asing_di_daftar"
_COLUMNS = (
    *("reconciliation_id", "rule", "mark", "round", "list_row_id", "membership_id", "person_id", "number", "nik"),
    *("theirs", "ours", "our_number", "amount", "leaked"),
)
_line, _m = list_row.c, membership.c


def find_listed(connection: Connection, month: Month) -> None:
    """Findings without a price; none where the list itself asks for the money."""
    if month.people_run == month.lines_run:
        return
    for chosen in (_inactive(month), _lacking(month), _added(month)):
        connection.execute(insert(finding).from_select(_COLUMNS, chosen))


def _active() -> ColumnElement[bool]:
    return or_(_line.status.is_(None), _line.status.in_(ACTIVE), func.lower(_line.status).in_(ACTIVE))


def _billed(month: Month, number: ColumnElement[Any]) -> ColumnElement[bool]:
    asked = list_row.alias()
    return exists().where(asked.c.run_id == month.lines_run, asked.c.number == number)


def _said(
    month: Month, rule: str, number: ColumnElement[Any], nik: ColumnElement[Any], order: ColumnElement[Any]
) -> Any:
    known = func.coalesce(number, "-") + "/" + func.coalesce(nik, "-") + f"/{month.period}/"
    nth = cast(func.row_number().over(partition_by=(number, nik), order_by=order), String)
    return literal(month.id), literal(rule), known + nth, literal(NOW)


def _inactive(month: Month) -> Select[Any]:
    """Dead or switched off by their own list, and billed."""
    known = and_(_m.participant_number == _line.number, month.ours(membership))
    return (
        select(
            *_said(month, INACTIVE, _line.number, _line.nik, _line.id),
            *(_line.id, _m.id, _m.person_id, _line.number, _line.nik, _line.status, literal("")),
            *(_m.participant_number, literal(0), literal(0)),
        )
        .select_from(list_row.outerjoin(membership, known))
        .where(_line.run_id == month.people_run, ~_active(), _billed(month, _line.number))
    )


def _lacking(month: Month) -> Select[Any]:
    """Our members who do not stand in it, under their number or under their NIK."""
    told = list_row.alias()
    by_number = exists().where(told.c.run_id == month.people_run, told.c.number == _m.participant_number)
    by_nik = exists().where(
        doubt.c.reconciliation_id == month.id, doubt.c.membership_id == _m.id, ~doubt.c.priced, doubt.c.matched == "nik"
    )
    return (
        select(
            *_said(month, LACKING, _m.participant_number, person.c.nik, _m.id),
            *(literal(None), _m.id, _m.person_id, _m.participant_number, person.c.nik, literal("")),
            *(_m.participant_number, _m.participant_number, literal(0), literal(0)),
        )
        .select_from(membership.join(person, person.c.id == _m.person_id))
        .where(month.ours(membership), ~by_number, ~by_nik)
    )


def _added(month: Month) -> Select[Any]:
    """Active ones who are no members of ours and whom the bill does not ask for either: else they are found there."""
    d = doubt.c
    return (
        select(
            *_said(month, ADDED, d.number, d.nik, d.list_row_id),
            *(d.list_row_id, literal(None), d.person_id, d.number, d.nik, func.coalesce(d.number, ""), literal("")),
            *(literal(None), literal(0), literal(0)),
        )
        .select_from(doubt.join(list_row, _line.id == d.list_row_id))
        .where(d.reconciliation_id == month.id, ~d.priced, d.membership_id.is_(None), _line.run_id == month.people_run)
        .where(_active(), ~_billed(month, d.number))
    )
