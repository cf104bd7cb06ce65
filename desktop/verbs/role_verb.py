"""``role``: the rights matrix, read from the procedure."""

from argparse import ArgumentParser

from desktop.sop.procedure import ROLES, load_procedure
from desktop.verbs.desk import VerbDesk


def arguments(parser: ArgumentParser) -> None:
    """No arguments of its own."""


def carry_out(desk: VerbDesk) -> None:
    """Role → the actions it may make, with step and statuses."""
    wbs = load_procedure("wbs")
    rights: dict[str, list[dict[str, object]]] = {role: [] for role in ROLES}
    for step, action in wbs.actions():
        row = {"action": action.name, "step": step.number, "from": action.sources, "to": action.target}
        rights[step.actor].append(row)
    lines = [
        f"{ROLES[role]:18} {row['step']}. {row['action']}: {', '.join(map(str, row['from']))} → {row['to']}"  # type: ignore[call-overload]
        for role, rows in rights.items()
        for row in rows
    ]
    desk.answer({"roles": rights}, "\n".join(lines))
