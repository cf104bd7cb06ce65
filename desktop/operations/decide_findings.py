"""What becomes of findings: stop, add, dispute, leave; one, many, or a whole kind. Every decision is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, insert, literal, select, update

from db.queries.reconciliations import MonthRow, month_by_id, newest_decisions
from db.statements import written
from db.tables.reconciliation import finding, finding_decision, reconciliation
from desktop.operations.command import Command, operation
from desktop.operations.journal import Entry
from desktop.operations.outcome import Outcome
from desktop.operations.work import Work
from desktop.sop.fitting import fits
from desktop.sop.reconciling import DECISIONS, finding_rules, month_of, say_month
from desktop.sop.refusals import Refused

_LONGEST = 1000


@dataclass(frozen=True, kw_only=True)
class DecideFindings(Command):
    """``ids``, or everything undecided of ``rules`` (all rules when both are empty). ``decision`` "": what each rule
    proposes. A dispute, and leaving a priced finding as it is, need a ``note``. ``version`` of the month as its findings
    were looked at; 0: whatever it is now."""

    reconciliation_id: int
    version: int = 0
    decision: str = ""
    ids: tuple[int, ...] = ()
    rules: tuple[str, ...] = ()
    note: str = ""


@operation(DecideFindings)
def decide_findings(work: Work, command: DecideFindings) -> Outcome:
    """One decision more for each; the newest counts. The month is another one from then on, for whoever looks at it.

    :raises Refused: for a decision that a rule does not allow, or when somebody decided since they were looked at.
    """
    work.need_role("dinkes")
    note = command.note.strip()
    if command.decision not in ("", *DECISIONS):
        raise Refused(
            "bad_decision", "Keputusan itu tidak ada. Pilih dihentikan, ditambahkan, disengketakan, atau tetap."
        )
    if command.decision in ("sengketa", "tetap") and not note:
        raise Refused("note_needed", "Catatan belum diisi. Tulis alasannya, agar pihak BPJS dan pemeriksa tahu.")
    if len(note) > _LONGEST:
        raise Refused("too_long", f"Catatan terlalu panjang: paling banyak {_LONGEST} huruf. Pendekkan isiannya.")
    row = open_month(work, command.reconciliation_id)
    if command.version not in (0, row.version):
        what = "Temuan bulan ini sudah diputus atau dibandingkan lagi oleh rekan sejak Anda membukanya."
        raise Refused("stale", f"{what} Muat ulang, periksa, lalu putuskan lagi.")
    _refuse_unfit(work, command)
    given: tuple[str, ...] = (command.decision,) if command.decision else tuple(DECISIONS)
    count = sum(_decide(work, command, decision, note) for decision in given)
    if not count:
        raise Refused("none_left", "Tidak ada temuan yang belum diputus di pilihan ini. Muat ulang daftarnya.")
    raised = {"version": reconciliation.c.version + 1}
    work.connection.execute(update(reconciliation).where(reconciliation.c.id == row.id).values(raised))
    work.changed("reconciliation", [])
    fields = {
        "rekonsiliasi": ("", command.reconciliation_id),
        "keputusan": ("", command.decision),
        "temuan": (0, count),
    }
    work.note(Entry("temuan_diputus", reason=note, fields=fields))
    return Outcome(f"{count} temuan diputus.", data={"decided": count})


def open_month(work: Work, month_id: int) -> MonthRow:
    """Hold and give a month of the own office. :raises Refused: when it is closed, or another's."""
    work.locked(select(reconciliation.c.id).where(reconciliation.c.id == month_id)).all()
    row = month_by_id(work.connection, month_id)
    if row is None or row.office_id != work.staff.office_id:
        raise Refused("gone", "Rekonsiliasi ini bukan dari kantor Anda. Muat ulang daftarnya.")
    if row.state != "terbuka":
        what = f"{say_month(month_of(row.period))} sudah ditutup dengan Berita Acara {row.number}."
        raise Refused("closed", f"{what} Yang baru diketahui masuk rekonsiliasi bulan berikutnya.")
    return row


def _refuse_unfit(work: Work, command: DecideFindings) -> None:
    """Nothing is added that was billed, nothing struck that costs nothing: the corrected bill would pay for it.
    :raises Refused:"""
    if not command.decision:
        return
    codes = {
        code
        for which in _chosen(command)
        for code in work.connection.scalars(select(finding.c.rule).distinct().where(*which))
    }
    unfit = next(
        (rule for rule in finding_rules() if rule.code in codes and not fits(rule.code, command.decision)), None
    )
    if unfit is not None:
        allowed = ", ".join(word for decision, word in DECISIONS.items() if fits(unfit.code, decision))
        what = f"Temuan «{unfit.title}» tidak dapat {DECISIONS[command.decision]}."
        raise Refused("unfit", f"{what} Pilih: {allowed}.")


def _decide(work: Work, command: DecideFindings, decision: str, note: str) -> int:
    """One statement: who is meant gets the same decision, at the same moment."""
    proposed = [rule.code for rule in finding_rules() if rule.decision == decision]
    count = 0
    columns = ("finding_id", "reconciliation_id", "decision", "note", "staff_id", "at")
    at = literal(work.now, finding_decision.c.at.type)
    for which in _chosen(command):
        values = (
            finding.c.id,
            finding.c.reconciliation_id,
            literal(decision),
            literal(note),
            literal(work.staff.id),
            at,
        )
        chosen = select(*values).where(*which)
        if not command.decision:
            chosen = chosen.where(finding.c.rule.in_(proposed))
        count += written(work.connection, insert(finding_decision).from_select(columns, chosen))
    return count


def _chosen(command: DecideFindings) -> list[list[ColumnElement[bool]]]:
    """Conditions that together name the findings meant, a part each."""
    mine = [finding.c.reconciliation_id == command.reconciliation_id, ~finding.c.stale]
    if command.rules:
        mine.append(finding.c.rule.in_(command.rules))
    ids: Sequence[Any] = sorted(set(command.ids))
    if ids:
        return [[*mine, finding.c.id.in_(ids[at : at + 500])] for at in range(0, len(ids), 500)]
    newest = newest_decisions(command.reconciliation_id).subquery()
    return [[*mine, finding.c.id.not_in(select(newest.c.finding_id))]]


def undecided(work: Work, month_id: int) -> int:
    """Priced findings that nobody decided yet."""
    newest = newest_decisions(month_id).subquery()
    statement = select(func.count()).where(
        finding.c.reconciliation_id == month_id,
        ~finding.c.stale,
        finding.c.amount != 0,
        finding.c.id.not_in(select(newest.c.finding_id)),
    )
    return work.connection.scalar(statement) or 0
