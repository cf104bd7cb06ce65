"""Compare a month: our members, the list or bill of BPJS, and the population register. Repeating it changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, insert, select, update

from db.queries.offices import settings
from db.queries.rates import rates
from db.queries.reconciliations import MonthRow, month_of_segment, rule_counts
from db.reconcile.doubts import clear, fill, numbers_twice
from db.reconcile.findings import find, price, settle
from db.reconcile.listed import find_listed
from db.reconcile.month import Month
from db.reconcile.names import find_names
from db.reconcile.totals import Totals, totals
from db.tables.lists import list_row
from db.tables.people import membership
from db.tables.reconciliation import doubt, reconciliation
from db.tables.registry import resident
from db.tables.traces import import_run
from desktop.operations.command import Command, operation
from desktop.operations.journal import Entry
from desktop.operations.outcome import Outcome
from desktop.operations.work import Work
from desktop.settings import number_setting
from desktop.sop.names import likeness
from desktop.sop.rates import Rate, Tariff
from desktop.sop.reconciling import finding_rules, month_before, month_of, say_month, say_rupiah
from desktop.sop.refusals import Refused
from desktop.sop.segments import foreign_words, label, segments

_SUMS = ("ours", "theirs", "billed", "expected", "found")
LIST, BILL, PBI_LISTS = "bpjs_rekon", "bpjs_tagihan", ("pbi_bnba", "pbi_apbd")


@dataclass(frozen=True, kw_only=True)
class Reconcile(Command):
    """``period`` "2026-10". Without ids the newest imports of that month and segment. ``budget_line``: of which line the
    bill asks for money; "" when for all of them."""

    period: str
    segment: str
    list_run_id: int | None = None
    bill_run_id: int | None = None
    budget_line: str = ""


@operation(Reconcile)
def reconcile(work: Work, command: Reconcile) -> Outcome:
    """Findings of an open month as of now; those that were there before keep their decisions."""
    work.need_role("dinkes")
    first = month_of(command.period)
    runs = _runs(work, command)
    row = _open_month(work, command, runs)
    work.backend.make_room(work.connection)
    month = _month(work, command, row, runs, first)
    sums, _moved = _compare(work, month)
    _keep(work, row, runs, month, sums)
    counts = {one.rule: [one.count, one.amount, one.leaked] for one in rule_counts(work.connection, row.id)}
    work.changed("reconciliation", [])
    fields = {"bulan": ("", command.period), "segmen": ("", command.segment), "temuan": (row.found, sums.found)}
    work.note(Entry("rekonsiliasi", fields=fields))
    sentence = (
        f"{sums.theirs} baris dibandingkan dengan {sums.ours} peserta: {sums.found} temuan, "
        f"selisih {say_rupiah(sums.billed - sums.expected)}."
    )
    data = {
        "reconciliation": row.id,
        "ours": sums.ours,
        "theirs": sums.theirs,
        "billed": sums.billed,
        "expected": sums.expected,
        "difference": sums.difference,
        "found": sums.found,
        "leaked": sums.leaked,
        "rules": counts,
    }
    return Outcome(sentence, data=data)


def _runs(work: Work, command: Reconcile) -> tuple[int | None, int | None]:
    """(list, bill): the imports named, else the newest. :raises Refused: when there is neither."""
    found = tuple(
        _newest(work, layout, command.period, command.segment, chosen)
        for chosen, layout in ((command.list_run_id, LIST), (command.bill_run_id, BILL))
    )
    for chosen, run in zip((command.list_run_id, command.bill_run_id), found, strict=True):
        if chosen is not None and run is None:
            what = f"Impor nomor {chosen} bukan daftar atau tagihan bulan dan segmen ini, atau sudah dibatalkan."
            raise Refused("wrong_run", f"{what} Sebut nomor yang benar, atau kosongkan.")
    if found == (None, None):
        what = f"Daftar atau tagihan BPJS {_named(command.period, command.segment)} belum diimpor."
        raise Refused("no_list", f"{what} Impor dulu berkasnya, lalu ulangi.")
    return found[0], found[1]


def _newest(work: Work, layout: str, period: str, segment: str, chosen: int | None = None) -> int | None:
    """The newest standing import of this kind, month and segment, or the chosen one when it is such."""
    r = import_run.c
    mine = [r.layout == layout, r.period == period, r.segment == segment, r.undone_at.is_(None)]
    mine += [] if chosen is None else [r.id == chosen]
    return work.connection.scalar(select(r.id).where(*mine).order_by(r.id.desc()).limit(1))


def _named(period: str, segment: str) -> str:
    return f"{label(segment)} bulan {say_month(month_of(period))}"


def _open_month(work: Work, command: Reconcile, runs: tuple[int | None, int | None]) -> MonthRow:
    """The month, begun if it was not. :raises Refused: for a closed one."""
    keys = (work.staff.office_id, command.period, command.segment, command.budget_line)
    row = month_of_segment(work.connection, *keys)
    if row is None:
        values = dict(zip(("office_id", "period", "segment", "budget_line"), keys, strict=True))
        begun = {"created_by": work.staff.id, "created_at": work.now}
        work.connection.execute(insert(reconciliation), {**values, **begun})
        row = month_of_segment(work.connection, *keys)
    assert row is not None  # noqa: S101
    work.locked(select(reconciliation.c.id).where(reconciliation.c.id == row.id)).all()
    # Read again behind the lock: it may have been closed while this one waited.
    row = month_of_segment(work.connection, *keys)
    assert row is not None  # noqa: S101
    if row.state != "terbuka":
        what = f"{say_month(month_of(row.period))} sudah ditutup dengan Berita Acara {row.number}."
        raise Refused("closed", f"{what} Yang baru diketahui masuk rekonsiliasi bulan berikutnya.")
    return row


def tariff(work: Work, segment: str, budget_line: str) -> Tariff:
    """The rates of a segment. :raises Refused: when there are none."""
    names = Rate.__struct_fields__
    lines = (Rate(**{name: getattr(row, name) for name in names}) for row in rates(work.connection))
    found = Tariff.of(lines, segment, budget_line)
    if found.begins is None:
        what = f"Tarif {label(segment)} belum ada."
        raise Refused("no_rate", f"{what} Minta administrator mengisinya di tabel tarif.")
    return found


def _month(work: Work, command: Reconcile, row: MonthRow, runs: tuple[int | None, int | None], first: date) -> Month:
    listed, bill = runs
    rate = tariff(work, command.segment, command.budget_line)
    lines_run = bill if bill is not None else listed
    people_run = listed if listed is not None else bill
    assert rate.begins is not None and lines_run is not None and people_run is not None  # noqa: S101
    closed = _closed_before(work, row)
    month = Month(
        id=row.id,
        period=command.period,
        first=first,
        segment=command.segment,
        lines_run=lines_run,
        people_run=people_run,
        billed_by_rate=bill is None,
        pbi_runs=_pbi_runs(work, command),
        dues=rate.month(first),
        paid=rate.paid_since(month_before(first), closed.values()),
        closed=closed,
        begins=rate.begins.isoformat()[:7],
        foreign=foreign_words(command.segment),
        regional=[one.code for one in segments() if one.ours],
        register=work.connection.scalar(select(resident.c.nik).limit(1)) is not None,
    )
    return replace(month, behind=numbers_twice(work.connection, month))


def _closed_before(work: Work, row: MonthRow) -> dict[int, date]:
    """Id → first day of the earlier months that were closed for the same money."""
    r = reconciliation.c
    same = (r.office_id == row.office_id, r.segment == row.segment, r.budget_line == row.budget_line)
    found = work.connection.execute(select(r.id, r.period).where(*same, r.state == "tutup", r.period < row.period))
    return {one.id: month_of(one.period) for one in found}


def as_compared(work: Work, row: MonthRow) -> Month:
    """The month with the imports it was last compared with. :raises Refused: when its segment has no rate any more."""
    command = Reconcile(period=row.period, segment=row.segment, budget_line=row.budget_line)
    return _month(work, command, row, (row.list_run_id, row.bill_run_id), month_of(row.period))


def _pbi_runs(work: Work, command: Reconcile) -> Sequence[int]:
    """All of the newest month: a payer's list may come in parts, and its corrected lines by themselves."""
    if command.segment == "pbi_jk":
        return ()
    r = import_run.c
    mine = (r.layout.in_(PBI_LISTS), r.segment == "pbi_jk", r.undone_at.is_(None), r.period <= command.period)
    newest = select(func.max(r.period)).where(*mine).scalar_subquery()
    return work.connection.scalars(select(r.id).where(*mine, r.period == newest).order_by(r.id)).all()


def _compare(work: Work, month: Month) -> tuple[Totals, int]:
    """The sums, and how many findings came or went since the last time."""
    by_code = {rule.code: rule for rule in finding_rules()}
    prices = {code: rule.price for code, rule in by_code.items()}
    fill(work.connection, month)
    _refuse_another_list(work, month)
    price(work.connection, month, prices)
    find(work.connection, month, prices)
    find_listed(work.connection, month)
    same = number_setting(settings(work.connection), "name_same", least=1, most=100)
    find_names(work.backend, work.connection, month, likeness, same)
    moved = settle(work.connection, month)
    sums = totals(work.connection, month, [code for code, how in prices.items() if how == "baris"])
    if sums.difference != sums.billed - sums.expected:
        raise AssertionError("the findings do not add up to the difference of the totals")
    clear(work.connection, month)
    return sums, moved


def compare_again(work: Work, row: MonthRow) -> Month:
    """The month as it is compared now, by the same imports. Deaths, rates, members and the list of PBI JK change without
    touching the month. :raises Refused: ``stale`` when the findings or the sums are no longer what was decided upon."""
    work.backend.make_room(work.connection)
    month = as_compared(work, row)
    sums, moved = _compare(work, month)
    if moved or any(getattr(sums, name) != getattr(row, name) for name in _SUMS):
        what = "Data peserta, penduduk, tarif, atau daftar PBI JK berubah sejak bulan ini dibandingkan."
        raise Refused("stale", f"{what} Tekan Bandingkan lagi, periksa temuannya, lalu tutup.")
    values = {"pbi_run_id": month.pbi_run, "version": reconciliation.c.version + 1}
    work.connection.execute(update(reconciliation).where(reconciliation.c.id == row.id).values(values))
    return month


def _refuse_another_list(work: Work, month: Month) -> None:
    """A bill of another region, segment or month would be nothing but findings. :raises Refused:"""
    connection = work.connection
    if connection.scalar(select(membership.c.id).where(month.ours(membership)).limit(1)) is None:
        what = f"Daftar peserta kita {_named(month.period, month.segment)} kosong."
        raise Refused("no_members", f"{what} Impor dulu daftar pesertanya, lalu ulangi.")
    mine = (doubt.c.reconciliation_id == month.id, doubt.c.priced)
    lines = connection.scalar(select(list_row.c.id).where(list_row.c.run_id == month.lines_run).limit(1))
    if lines is None:
        raise Refused("empty_list", "Daftar BPJS yang dipilih tidak berisi baris. Periksa berkasnya, lalu impor lagi.")
    strangers = connection.scalar(select(func.count()).where(*mine, doubt.c.person_id.is_(None))) or 0
    if strangers < 20:
        return
    counted = select(func.count()).where(list_row.c.run_id == month.lines_run)
    if strangers * 2 > (connection.scalar(counted) or 0):
        what = f"{strangers} baris berkas ini tidak kita kenal, lebih dari separuhnya."
        raise Refused("another_list", f"{what} Periksa bulan, segmen, dan wilayah berkas itu, lalu impor yang benar.")


def _keep(work: Work, row: MonthRow, runs: tuple[int | None, int | None], month: Month, sums: Totals) -> None:
    values = {
        "list_run_id": runs[0],
        "bill_run_id": runs[1],
        "pbi_run_id": month.pbi_run,
        **{name: getattr(sums, name) for name in (*_SUMS, "leaked")},
        "compared_at": work.now,
        "version": reconciliation.c.version + 1,
    }
    work.connection.execute(update(reconciliation).where(reconciliation.c.id == row.id).values(values))
