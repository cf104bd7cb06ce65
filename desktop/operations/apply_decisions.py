"""The decisions of a month enter the register once both sides signed them: memberships end, with reason and day (F6, L6)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import insert, select, update

from db.queries.applied import LAYOUT, applied_run
from db.queries.month_letters import MonthLetter, letter_of_month
from db.queries.rates import last_closed
from db.queries.reconciliations import MonthRow, month_by_id, rule_counts
from db.reconcile.apply import end_memberships, ending, people_of_run
from db.tables.reconciliation import reconciliation
from db.tables.traces import import_run
from desktop.operations.command import Command, operation
from desktop.operations.journal import Entry, month_chain
from desktop.operations.outcome import Outcome
from desktop.operations.stop_memberships import AHEAD
from desktop.operations.work import Work
from desktop.sop.dates import say_date
from desktop.sop.reconciling import finding_rules, month_of, next_month, say_month
from desktop.sop.refusals import Refused


@dataclass(frozen=True, kw_only=True)
class ApplyDecisions(Command):
    """``effective``: the first day on which those who are stopped are no members any more (TMT)."""

    reconciliation_id: int
    version: int
    effective: date


@operation(ApplyDecisions)
def apply_decisions(work: Work, command: ApplyDecisions) -> Outcome:
    """Whose death or move is being reported already is left to BPJS, whose was taken back stays a member; who is to be
    added is our member as it is.

    :raises Refused: while the paper is not signed by both sides, for a second time, or for a day in a closed month.
    """
    work.need_role("dinkes")
    row, paper = _agreed(work, command)
    _check_day(work, row, command.effective)
    reasons = {rule.code: f"{rule.ends}, {paper.number}" for rule in finding_rules() if rule.ends}
    found = ending(work.connection, row.id, reasons, command.effective)
    added = sum(one.tambah for one in rule_counts(work.connection, row.id))
    run_id = _run(work, row, paper)
    ended = end_memberships(work.connection, row.id, run_id, reasons, command.effective, work.now)
    left_alone = found.on_their_way + found.here + found.otherwise + found.withdrawn
    figures = {"total": ended + left_alone, "accepted": ended}
    work.connection.execute(update(import_run).where(import_run.c.id == run_id).values(figures))
    fields = {"nomor": ("", paper.number), "berhenti": (0, ended), "mulai": ("", command.effective)}
    people = people_of_run(work.connection, run_id)
    work.note(Entry("keputusan_diterapkan", fields=fields, subjects=people, own_chain=month_chain(row.id)))
    for topic in ("membership", "import", "reconciliation"):
        work.changed(topic)
    left = [
        f"{count} {words}"
        for count, words in (
            (found.on_their_way, "menunggu BPJS dalam Database Terpadu"),
            (found.here, "tidak jadi: kematian atau pindahnya dicabut"),
            (found.otherwise, "sudah berakhir lebih dulu"),
            (found.withdrawn, "bukan peserta lagi: impor yang membawanya dibatalkan"),
            (added, "tetap peserta kita dan ditambahkan BPJS"),
        )
        if count
    ]
    said = f"{ended} kepesertaan berakhir sejak {say_date(command.effective)}"
    counts = {name: getattr(found, name) for name in ("on_their_way", "here", "otherwise", "withdrawn")}
    data = {"run": run_id, "ended": ended, **counts}
    return Outcome(f"{'; '.join([said, *left])}.", data=data)


def _agreed(work: Work, command: ApplyDecisions) -> tuple[MonthRow, MonthLetter]:
    """The closed month, locked, with its signed paper."""
    mine = (reconciliation.c.id == command.reconciliation_id, reconciliation.c.office_id == work.staff.office_id)
    work.locked(select(reconciliation.c.id).where(*mine)).all()
    row = month_by_id(work.connection, command.reconciliation_id)
    if row is None or row.office_id != work.staff.office_id:
        raise Refused("gone", "Rekonsiliasi ini bukan dari kantor Anda. Muat ulang daftarnya.")
    if row.version != command.version:
        raise Refused("stale", "Rekonsiliasi ini berubah sejak Anda membukanya. Muat ulang, periksa, lalu ulangi.")
    paper = letter_of_month(work.connection, row.id)
    if row.state == "terbuka" or paper is None:
        raise Refused("not_closed", "Bulan ini belum ditutup dengan Berita Acara. Tutup dulu bulannya.")
    if not paper.signed:
        what = f"Berita Acara {paper.number} belum ditandatangani kedua pihak."
        raise Refused("not_signed", f"{what} Simpan dulu yang bertanda tangan, lalu terapkan.")
    if applied_run(work.connection, row.office_id, paper.number) is not None:
        raise Refused("applied", f"Keputusan Berita Acara {paper.number} sudah diterapkan. Muat ulang layarnya.")
    return row, paper


def _check_day(work: Work, row: MonthRow, effective: date) -> None:
    """Behind the newest closed month of the segment, which may be a later one than this."""
    closed = month_of(max(row.period, last_closed(work.connection, row.segment)))
    first = next_month(closed)
    if effective < first:
        what = f"Bulan {say_month(closed)} sudah ditutup dan tidak berubah."
        raise Refused("too_early", f"{what} Pilih {say_date(first)} atau sesudahnya.")
    if effective > max(work.today, first) + AHEAD:
        raise Refused("too_far", "Tanggal berlaku lebih dari dua bulan lagi. Periksa tahun dan bulannya.")


def _run(work: Work, row: MonthRow, paper: MonthLetter) -> int:
    """As a list that was delivered: what it ended can be taken back as one (:mod:`desktop.operations.undo_applied`)."""
    values = {
        "layout": LAYOUT,
        "file_name": paper.number,
        "file_sha256": paper.sha256,
        "total": 0,
        "accepted": 0,
        "rejected": 0,
        "duplicates": 0,
        "staff_id": work.staff.id,
        "office_id": row.office_id,
        "at": work.now,
        "period": row.period,
        "segment": row.segment,
    }
    run_id: int = work.connection.execute(insert(import_run).returning(import_run.c.id), values).scalar_one()
    return run_id
