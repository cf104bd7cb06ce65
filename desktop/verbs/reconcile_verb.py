"""``reconcile``: compare a month, decide as the rules propose, close it; findings, lists and the Berita Acara as files. Of a
closed month whose paper both sides signed (``letter scanned``): apply what was decided."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from db.queries.reconciliations import MonthRow, month_by_id, month_of_segment, rule_counts
from desktop.operations.apply_decisions import ApplyDecisions
from desktop.operations.close_month import CloseMonth
from desktop.operations.decide_findings import DecideFindings
from desktop.operations.reconcile import Reconcile
from desktop.seat import Seat
from desktop.sop.reconciling import stop_day
from desktop.sop.refusals import Refused
from desktop.verbs.desk import VerbDesk


def arguments(parser: ArgumentParser) -> None:
    """The month, and how far to go."""
    parser.add_argument("--period", required=True, metavar="2026-10", help="bulan yang dicocokkan")
    parser.add_argument("--segment", required=True, metavar="SEGMEN", help="misalnya pbi_kota")
    parser.add_argument(
        "--budget-line", default="", metavar="ANGGARAN", help="tagihan satu mata anggaran: iuran, bantuan"
    )
    parser.add_argument("--list", type=int, metavar="NOMOR", help="nomor impor daftar BPJS; tanpa ini yang terbaru")
    parser.add_argument("--bill", type=int, metavar="NOMOR", help="nomor impor tagihan; tanpa ini yang terbaru")
    parser.add_argument("--decide", action="store_true", help="putuskan yang belum diputus menurut usul tiap aturan")
    parser.add_argument("--close", action="store_true", help="tutup bulan dan beri nomor Berita Acara")
    parser.add_argument("--number", default="", metavar="NOMOR", help="nomor Berita Acara pihak BPJS")
    parser.add_argument("--apply", action="store_true", help="terapkan keputusan bulan yang sudah ditandatangani")
    parser.add_argument("--effective", type=_day, metavar="TTTT-BB-HH", help="bukan peserta lagi mulai (TMT)")
    parser.add_argument("--out", metavar="FOLDER", help="tulis temuan, daftar-daftar, tagihan dikoreksi, Berita Acara")


def carry_out(desk: VerbDesk) -> None:
    """JSON: reconciliation, counts, billed, expected, difference, findings by rule, and the files written."""
    given, seat = desk.arguments, desk.seat()
    if given.apply:
        _apply(desk, seat)
        return
    desk.progress("Mencocokkan daftar …")
    compared = seat.run(
        Reconcile(
            period=given.period,
            segment=given.segment,
            list_run_id=given.list,
            bill_run_id=given.bill,
            budget_line=given.budget_line,
        )
    )
    month_id, sentence = compared.data["reconciliation"], compared.sentence
    if given.decide:
        _decide(seat, month_id)
    closed: dict[str, Any] = {}
    if given.close:
        row = _month(seat, month_id)
        outcome = seat.run(CloseMonth(reconciliation_id=month_id, version=row.version, counterpart_number=given.number))
        closed, sentence = dict(outcome.data), outcome.sentence
    row = _month(seat, month_id)
    files = _files(seat, row, Path(given.out)) if given.out else {}
    rules = {
        one.rule: {"count": one.count, "amount": one.amount, "leaked": one.leaked}
        for one in seat.read(rule_counts, month_id)
    }
    answer = {name: value for name, value in compared.data.items() if name != "rules"}
    desk.answer({**answer, "state": row.state, "rules": rules, **closed, "files": files}, sentence)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text} bukan tanggal; tulis seperti 2026-12-01") from None


def _apply(desk: VerbDesk, seat: Seat) -> None:
    """JSON: reconciliation, state, number, effective, and what ended. Compares and decides nothing."""
    given = desk.arguments
    if given.decide or given.close:
        raise Refused(
            "one_step", "Keputusan diterapkan sesudah ditandatangani. Jalankan --apply tanpa --decide, --close."
        )
    row = seat.read(month_of_segment, seat.staff.office_id, given.period, given.segment, given.budget_line)
    if row is None:
        line = f" mata anggaran {given.budget_line}" if given.budget_line else ""
        raise Refused("gone", f"Bulan {given.period}{line} belum dibandingkan. Jalankan reconcile tanpa --apply dulu.")
    effective = given.effective or stop_day(row.period, seat.now().date())
    outcome = seat.run(ApplyDecisions(reconciliation_id=row.id, version=row.version, effective=effective))
    files = _files(seat, row, Path(given.out)) if given.out else {}
    data = {"reconciliation": row.id, "state": row.state, "number": row.number, "effective": effective}
    desk.answer({**data, **outcome.data, "files": files}, outcome.sentence)


def _decide(seat: Seat, month_id: int) -> None:
    try:
        seat.run(DecideFindings(reconciliation_id=month_id))
    except Refused as refused:
        if refused.code != "none_left":
            raise


def _month(seat: Seat, month_id: int) -> MonthRow:
    row = seat.read(month_by_id, month_id)
    if row is None:
        raise Refused("gone", "Rekonsiliasi ini tidak ditemukan. Muat ulang daftarnya.")
    return row


def _files(seat: Seat, row: MonthRow, folder: Path) -> dict[str, str]:
    return {name: str(path) for name, path in seat.register.write_month(row, folder).items()}
