"""Approve what you saw: the rows of a command, locked in the order of their ids and compared with their versions."""

from collections.abc import Sequence

from sqlalchemy import select

from db.queries.cases import CaseRow, cases_by_id
from db.tables.cases import application
from desktop.operations.work import Work
from desktop.sop.procedure import AGENCIES
from desktop.sop.refusals import Refused, RowRefusal

Seen = tuple[int, int]
"""(application id, version the clerk was looking at)."""


def locked_cases(work: Work, seen: Sequence[Seen], roles: Sequence[str] = AGENCIES) -> tuple[CaseRow, ...]:
    """The cases as they stand now, nobody else able to change them, for who holds one of ``roles``.

    :raises Refused: ``not_your_role``, or ``stale`` when any of them is no longer what the clerk saw; the list says which.
    """
    versions = dict(seen)
    if not versions:
        raise Refused("nothing", "Belum ada orang yang dipilih. Pilih dulu dengan Spasi.")
    # Before the lock: on a shared server who holds no role at the cases may not even ask for it.
    work.need_role(*roles)
    work.locked(select(application.c.id).where(application.c.id.in_(versions)).order_by(application.c.id))
    rows = cases_by_id(work.connection, tuple(versions))
    gone = versions.keys() - {row.id for row in rows}
    drifted = [row for row in rows if row.version != versions[row.id]]
    if gone or drifted:
        raise Refused(
            "stale",
            f"{len(drifted) + len(gone)} orang sudah diubah meja lain sejak daftar ini dibuka. Periksa lagi, lalu ulangi.",
            [
                RowRefusal(
                    row.id, row.label, "stale", f"Kini {work.procedure(row.procedure).status(row.status).label}."
                )
                for row in drifted
            ],
        )
    return rows
