"""What is decided about one finding or all marked ones: only what their rules allow; or a note and nothing else."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from db.queries.reconciliations import FindingRow, MonthRow
from desktop.operations.command import Command
from desktop.operations.decide_findings import DecideFindings
from desktop.operations.note_findings import NoteFindings
from desktop.sop.fitting import fits
from desktop.sop.reconciling import DECISIONS, finding_rules
from desktop.ui.widgets.form_sheet import FormSheet

if TYPE_CHECKING:
    from desktop.ui.screens.reconciliation import Reconciliation

NOTE_ONLY = "catatan"
NEEDS_NOTE = ("sengketa", "tetap", NOTE_ONLY)
WHY = "Catatan dibaca pihak BPJS dan pemeriksa. Untuk sengketa, tetap, dan catatan saja harus diisi."
_PROPOSED = {rule.code: rule.decision for rule in finding_rules()}
_UNBILLED = {
    "tambah": "Ditambahkan: tetap peserta kita, BPJS diminta menagihnya",
    "stop": "Dihentikan: berakhir sebagai peserta kita, tidak dibayar",
}
"""Of members whom BPJS does not bill both are open; each says what becomes of them."""


def choices(rows: Sequence[FindingRow]) -> list[tuple[str, str]]:
    """(decision, words): what fits at least one of them, with how many; and a note alone."""
    found = []
    unbilled = {row.rule for row in rows} == {"hanya_kita"}
    for decision, word in DECISIONS.items():
        fitting = sum(1 for row in rows if fits(row.rule, decision))
        if fitting:
            some = "" if fitting == len(rows) else f", {fitting} dari {len(rows)} temuan"
            said = _UNBILLED.get(decision) if unbilled else None
            found.append((decision, f"{said or word.capitalize()}{some}"))
    return [*found, (NOTE_ONLY, "Catatan saja, keputusan tidak berubah")]


def command_for(month: MonthRow, rows: Sequence[FindingRow], decision: str, note: str, request: str) -> Command:
    """What is run: of the rows those whose rule allows the decision."""
    if decision == NOTE_ONLY:
        ids = tuple(row.id for row in rows)
        return NoteFindings(request=request, reconciliation_id=month.id, ids=ids, note=note)
    ids = tuple(row.id for row in rows if fits(row.rule, decision))
    return DecideFindings(
        request=request,
        reconciliation_id=month.id,
        version=month.version,
        decision=decision,
        ids=ids,
        note=note,
    )


class DecideSheet(FormSheet):
    """Decision and note; what the rules propose stands chosen when they propose the same."""

    def __init__(self, screen: "Reconciliation", month: MonthRow, rows: Sequence[FindingRow]) -> None:
        self._month, self._rows = month, tuple(rows)
        named = rows[0].name or rows[0].their_name or rows[0].number
        title = f"Putuskan temuan {named}?" if len(rows) == 1 else f"Putuskan {len(rows)} temuan?"
        super().__init__(screen, title, "Simpan", WHY)

    def build(self) -> None:
        self.form.choice("decision", "Keputusan", choices(self._rows))
        self.form.area("note", "Catatan", hint="misalnya: menunggu akta kematian dari Dukcapil", longest=500)
        usual = {row.decision or _PROPOSED[row.rule] for row in self._rows}
        if len(usual) == 1:
            self.form.set_values({"decision": usual.pop(), "note": self._rows[0].note if len(self._rows) == 1 else ""})

    def save(self) -> None:
        said = self.form.values()
        missing = said["decision"] in NEEDS_NOTE and not said["note"]
        if self.form.set_errors({"note": "Tulis alasannya, agar pihak BPJS dan pemeriksa tahu." if missing else ""}):
            command = command_for(self._month, self._rows, said["decision"], said["note"], self.request)
            self.run(command, then=lambda _outcome: self._screen.load())
