"""What a month stands upon is kept with its closing, so that it can be replayed for an audit after any later work (N2)."""

import json
from typing import Any

from sqlalchemy import insert, select

from db.queries.offices import office_by_id, offices
from db.queries.rates import rates
from db.queries.reconciliations import MonthRow
from db.reconcile.basis import write_basis
from db.reconcile.month import Month
from db.tables.access import staff
from db.tables.reconciliation import month_basis, month_line
from db.tables.traces import import_run
from desktop.operations.work import Work
from desktop.sop.agreed import Agreed

_RUN = ("id", "layout", "file_name", "file_sha256", "total", "accepted", "rejected", "period", "segment")
_RATE = ("ward_class", "budget_line", "amount", "legal_basis", "note")


def keep_basis(work: Work, row: MonthRow, month: Month, figures: Agreed) -> None:
    """Who is paid how much and why, as ``month`` was compared just now; the sums are proved against the paper."""
    sums = write_basis(work.connection, month)
    if sums != (row.billed, figures.corrected):
        raise AssertionError("the lines do not add up to what was agreed")
    facts = {
        "agreed": {name: getattr(figures, name) for name in Agreed.__dataclass_fields__},
        "closed_by": work.staff.id,
        "letterhead": _letterhead(work),
        "staff": _staff(work),
        "offices": {str(one.id): one.name for one in offices(work.connection)},
        "compared": {"list": row.list_run_id, "bill": row.bill_run_id, "pbi": list(month.pbi_runs)},
        "runs": _runs(work, row, month),
        "rates": _rates(work, row),
    }
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True)
    kept = {"reconciliation_id": row.id, "facts": text, "at": work.now}
    work.connection.execute(insert(month_basis).values(kept))


def _letterhead(work: Work) -> list[str]:
    office = office_by_id(work.connection, work.staff.office_id)
    assert office is not None  # noqa: S101 (everybody has an office)
    return [office.government.upper(), office.name.upper(), office.address, office.contact]


def _staff(work: Work) -> dict[str, list[str]]:
    """Everybody by name and position: whoever decided, imported or carried out a step is among them."""
    rows = work.connection.execute(select(staff.c.id, staff.c.name, staff.c.position))
    return {str(row.id): [row.name, row.position] for row in rows}


def _runs(work: Work, row: MonthRow, month: Month) -> list[dict[str, Any]]:
    """The imports behind the memberships, and those that were compared."""
    r = import_run.c
    behind = select(month_line.c.run_id).where(month_line.c.reconciliation_id == row.id).distinct()
    compared = [one for one in (row.list_run_id, row.bill_run_id, *month.pbi_runs) if one is not None]
    wanted = r.id.in_(behind) | r.id.in_(compared)
    columns = [r[name] for name in _RUN]
    found = work.connection.execute(select(*columns, r.staff_id, r.at).where(wanted).order_by(r.id)).mappings()
    return [{**one, "at": one["at"].isoformat()} for one in found]


def _rates(work: Work, row: MonthRow) -> list[dict[str, Any]]:
    lines = (one for one in rates(work.connection) if one.segment == row.segment)
    return [{**{name: getattr(one, name) for name in _RATE}, "valid_from": one.valid_from.isoformat()} for one in lines]
