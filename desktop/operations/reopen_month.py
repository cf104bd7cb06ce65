"""A month opens again with the Berita Acara that closed it: only by declaring that void, and not while it is applied."""

from sqlalchemy import select, update

from db.queries.applied import applied_run
from db.queries.reconciliations import month_by_id
from db.tables.reconciliation import reconciliation
from desktop.operations.journal import Entry, month_chain
from desktop.operations.work import Work
from desktop.sop.reconciling import month_of, say_month
from desktop.sop.refusals import Refused


def reopen_month(work: Work, month_id: int, number: str, reason: str) -> str:
    """In the transaction that voids its letter; gives the month in words. Findings and decisions stay.

    :raises Refused: while memberships are ended by it: the register would stand on a paper that does not count.
    """
    work.locked(select(reconciliation.c.id).where(reconciliation.c.id == month_id)).all()
    row = month_by_id(work.connection, month_id)
    assert row is not None  # noqa: S101 (a foreign key)
    if applied_run(work.connection, row.office_id, number) is not None:
        raise Refused(
            "applied",
            "Keputusan Berita Acara ini sudah diterapkan di daftar peserta. "
            "Batalkan penerapannya dulu di Rekonsiliasi, lalu ulangi.",
        )
    values = {
        "state": "terbuka",
        "closed_by": None,
        "closed_at": None,
        "number": "",
        "counterpart_number": "",
        "facts": "",
        "version": reconciliation.c.version + 1,
    }
    work.connection.execute(update(reconciliation).where(reconciliation.c.id == month_id).values(values))
    work.changed("reconciliation", [])
    told = {"bulan": ("", row.period), "segmen": ("", row.segment), "nomor": (number, "")}
    work.note(
        Entry("surat_batal", reason=reason, fields={"nomor": (number, "")}, own_chain=month_chain(month_id)),
        Entry("bulan_dibuka", reason=reason, fields=told, own_chain=month_chain(month_id)),
    )
    return say_month(month_of(row.period))
