"""What becomes of findings: stop, add, dispute, leave; one, many, or a whole kind. Every decision is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, insert, literal, select

from db.queries.reconciliations import month_by_id, newest_decisions
from db.statements import written
from db.tables.reconciliation import finding, finding_decision, reconciliation
from desktop.operations.command import Command, operation
from desktop.operations.journal import Entry
from desktop.operations.outcome import Outcome
from desktop.operations.work import Work
from desktop.sop.reconciling import DECISIONS, finding_rules
from desktop.sop.refusals import Refused

_LONGEST = 1000


@dataclass(frozen=True, kw_only=True)
class DecideFindings(Command):
    """``ids``, or everything undecided of ``rules`` (all rules when both are empty). ``decision`` "": what each rule
    proposes. A dispute, and leaving a priced finding as it is, need a ``note``."""

    reconciliation_id: int
    decision: str = ""
    ids: tuple[int, ...] = ()
    rules: tuple[str, ...] = ()
    note: str = ""


@operation(DecideFindings)
def decide_findings(work: Work, command: DecideFindings) -> Outcome:
    """One decision more for each; the newest counts."""
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
    open_month(work, command.reconciliation_id)
    given: tuple[str, ...] = (command.decision,) if command.decision else tuple(DECISIONS)
    count = sum(_decide(work, command, decision, note) for decision in given)
    if not count:
        raise Refused("none_left", "Tidak ada temuan yang belum diputus di pilihan ini. Muat ulang daftarnya.")
    work.changed("reconciliation", [])
    fields = {
        "rekonsiliasi": ("", command.reconciliation_id),
        "keputusan": ("", command.decision),
        "temuan": (0, count),
    }
    work.note(Entry("temuan_diputus", reason=note, fields=fields))
    return Outcome(f"{count} temuan diputus.", data={"decided": count})


def open_month(work: Work, month_id: int) -> None:
    """Hold a month of the own office. :raises Refused: when it is closed, or another's."""
    work.locked(select(reconciliation.c.id).where(reconciliation.c.id == month_id)).all()
    row = month_by_id(work.connection, month_id)
    if row is None or row.office_id != work.staff.office_id:
        raise Refused("gone", "Rekonsiliasi ini bukan dari kantor Anda. Muat ulang daftarnya.")
    if row.state != "terbuka":
        what = f"Bulan {row.period} sudah ditutup dengan Berita Acara {row.number}."
        raise Refused("closed", f"{what} Yang baru diketahui masuk rekonsiliasi bulan berikutnya.")


def _decide(work: Work, command: DecideFindings, decision: str, note: str) -> int:
    """One statement: who is meant gets the same decision, at the same moment."""
    mine = [finding.c.reconciliation_id == command.reconciliation_id, ~finding.c.stale]
    if not command.decision:
        proposed = [rule.code for rule in finding_rules() if rule.decision == decision]
        mine.append(finding.c.rule.in_(proposed))
    meant = _meant(command)
    if not meant:
        newest = newest_decisions(command.reconciliation_id).subquery()
        meant = [[finding.c.id.not_in(select(newest.c.finding_id))]]
    count = 0
    columns = ("finding_id", "reconciliation_id", "decision", "note", "staff_id", "at")
    at = literal(work.now, finding_decision.c.at.type)
    for which in meant:
        values = (
            finding.c.id,
            finding.c.reconciliation_id,
            literal(decision),
            literal(note),
            literal(work.staff.id),
            at,
        )
        chosen = select(*values).where(*mine, *which)
        if command.rules:
            chosen = chosen.where(finding.c.rule.in_(command.rules))
        count += written(work.connection, insert(finding_decision).from_select(columns, chosen))
    return count


def _meant(command: DecideFindings) -> list[list[ColumnElement[bool]]]:
    ids: Sequence[Any] = sorted(set(command.ids))
    return [[finding.c.id.in_(ids[at : at + 500])] for at in range(0, len(ids), 500)]


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
