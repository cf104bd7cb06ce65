"""``role``: the rights matrix, read from the procedures; with ``--tables`` what the shared server itself lets each role do."""

from argparse import ArgumentParser

from desktop.sop.procedure import ROLES, procedures
from desktop.verbs.desk import VerbDesk


def arguments(parser: ArgumentParser) -> None:
    """Which of the two matrices."""
    parser.add_argument("--tables", action="store_true", help="hak tiap peran atas tiap tabel di server bersama")


def carry_out(desk: VerbDesk) -> None:
    """Role → the actions it may make, with step and statuses; or table → role → deeds."""
    if desk.arguments.tables:
        return _tables(desk)
    rights: dict[str, list[dict[str, object]]] = {role: [] for role in ROLES}
    for procedure in procedures():
        for step, action in procedure.actions():
            row = {"action": action.name, "step": step.number, "from": action.sources, "to": action.target}
            rights[step.actor].append(row | {"procedure": procedure.code})
    lines = [
        f"{ROLES[role]:18} {row['procedure']:8} {row['step']}. {row['action']}: {', '.join(map(str, row['from']))} → {row['to']}"  # type: ignore[call-overload]
        for role, rows in rights.items()
        for row in rows
    ]
    return desk.answer({"roles": rights}, "\n".join(lines))


def _tables(desk: VerbDesk) -> None:
    from db.backends.postgresql.walls import matrix

    cells = matrix(tuple(ROLES))
    head = "s lihat, i tambah, u ubah, d hapus\n" + " " * 18 + "".join(f"{role:11}" for role in ROLES)
    lines = [f"{table:18}" + "".join(f"{deeds:11}" for deeds in row.values()) for table, row in cells.items()]
    return desk.answer({"tables": cells}, "\n".join([head, *lines]))
