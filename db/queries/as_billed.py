"""How much of a finding stays as it was billed, by what was decided: the one law behind paper, corrected bill and audit."""

from sqlalchemy import ColumnElement, and_, case

from db.tables.reconciliation import finding, finding_decision


def as_billed() -> ColumnElement[int]:
    """Of findings joined with their newest decision: what is not taken off the bill, nor added to it. What is left stays;
    too little that is in dispute is not paid yet; who was never billed and ends is not paid for."""
    amount, said = finding.c.amount, finding_decision.c.decision
    unbilled = and_(amount < 0, finding.c.list_row_id.is_(None))
    return case(
        (said == "tetap", amount),
        (and_(said == "sengketa", amount < 0), amount),
        (and_(said == "stop", unbilled), amount),
        else_=0,
    )
