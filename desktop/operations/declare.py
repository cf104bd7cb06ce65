"""Carry the declared roles and procedures into the lookup tables the database's guard reads."""

from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select

from db.statements import insert_or_skip
from db.tables.procedures import role, sop_procedure, sop_second_eyes, sop_status, sop_transition
from desktop.sop.procedure import ROLES, Procedure


def declare(connection: Connection, procedure: Procedure) -> None:
    """Make the tables say what the files say. Statuses are only added: old cases may still stand in one."""
    insert_or_skip(connection, role, [{"code": code, "label": label} for code, label in ROLES.items()])
    code = procedure.code
    declare_name(connection, procedure)
    statuses = [
        {
            "procedure": code,
            "code": status.code,
            "label": status.label,
            "waits_for": status.waits_for,
            "step": status.step,
        }
        for status in procedure.statuses
    ]
    insert_or_skip(connection, sop_status, statuses)
    _replace(connection, sop_transition, code, transitions(procedure))
    eyes = [
        {"procedure": code, "action": action.name, "maker_action": maker}
        for _, action in procedure.actions()
        for maker in action.second_pair_of_eyes
    ]
    _replace(connection, sop_second_eyes, code, eyes)


def declare_name(connection: Connection, procedure: Procedure) -> None:
    """Only that there is one, for what travels under its name. Without statuses no case can ever stand in it."""
    head = {"code": procedure.code, "title": procedure.title, "initial_status": procedure.initial}
    insert_or_skip(connection, sop_procedure, [head])


def transitions(procedure: Procedure) -> list[dict[str, Any]]:
    """Every allowed move as a row of ``sop_transition``."""
    return [
        {
            "procedure": procedure.code,
            "action": a.name,
            "from_status": source,
            "to_status": a.target,
            "role": step.actor,
            "recall": a.recall,
        }
        for step, a in procedure.actions()
        for source in a.sources
    ]


def _replace(connection: Connection, table: Table, code: str, rows: list[dict[str, Any]]) -> None:
    present = {tuple(row) for row in connection.execute(select(table).where(table.c.procedure == code))}
    if present != {tuple(row[column.name] for column in table.columns) for row in rows}:
        connection.execute(delete(table).where(table.c.procedure == code))
        if rows:
            connection.execute(insert(table), rows)
