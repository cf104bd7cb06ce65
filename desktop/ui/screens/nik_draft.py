"""What Dukcapil's clerk did so far for one person, why it cannot be recorded yet, and the command when it can."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from db.queries.cases import CaseRow
from desktop.operations.record_nik import RecordNik
from desktop.sop.identity import NikReport
from desktop.ui.desk import Desk
from desktop.ui.format import masked_nik
from desktop.ui.screens.moving import why_not
from desktop.ui.screens.nik_panel import report_words
from desktop.ui.screens.nik_search import Found, Owner, SearchResult, as_if_ready
from desktop.ui.screens.person_card import full_name

ACTIONS = {"sama": "nik_ditemukan", "terbit": "nik_diterbitkan"}
SEARCH_FIRST = "Tunggu hasil pencarian dulu. NIK baru diterbitkan sesudah register dicari."
UNDECIDED = "Belum diputuskan. Pilih orang yang sama (S), atau tidak ada yang sama (T)."


@dataclass(slots=True)
class Draft:
    """Kept while other people are looked at. ``shown`` holds everybody who was ever shown, with the score."""

    decision: str = ""
    typed: str = ""
    found: Found | None = None
    shown: dict[int, float] = field(default_factory=dict)
    result: SearchResult | None = None
    owner: Owner | None = None

    @property
    def begun(self) -> bool:
        """Something would be lost."""
        return bool(self.decision or self.typed)


def guide(draft: Draft, current: Found | None) -> str:
    """The line beneath the decision while no NIK is typed."""
    if draft.result is None:
        return "Keputusan terbuka sesudah hasil pencarian tampil."
    if draft.decision == "sama":
        nik = masked_nik(draft.found.hit.nik) if draft.found else ""
        return f"Permohonan dilanjutkan dengan NIK {nik} milik orang di register itu."
    if current is not None and not current.hit.nik:
        return "Calon ini belum punya NIK, jadi tidak dapat dipilih sebagai orang yang sama."
    return "Enter pada calon memilih orang yang sama."


def why_undecided(desk: Desk, row: CaseRow, draft: Draft, report: NikReport | None) -> str:
    """Why the decision cannot be recorded yet; empty when it can. The search always comes first."""
    if draft.result is None:
        return SEARCH_FIRST
    rule = why_not(desk, ACTIONS.get(draft.decision, "nik_diterbitkan"), as_if_ready(row))
    if rule:
        return rule
    if not draft.decision or (draft.decision == "sama" and draft.found is None):
        return UNDECIDED
    if draft.decision == "sama":
        return ""
    if not draft.typed.strip():
        return "NIK belum diisi. Ketik 16 angka NIK yang diterbitkan."
    sentences, tone = report_words(report, draft.owner, final=True)
    if tone == "bad":
        return sentences[0]
    return "" if report is not None and report.nik else "NIK belum terbaca. Ketik 16 angka NIK yang diterbitkan."


def command_of(row: CaseRow, draft: Draft, report: NikReport | None) -> RecordNik:
    """The decision as a command."""
    same = draft.found if draft.decision == "sama" else None
    return RecordNik(
        case=(row.id, row.version),
        nik=report.nik or "" if report is not None and same is None else "",
        found_person_id=same.id if same is not None else None,
        candidates=tuple(draft.shown.items()),
    )


def facts_of(row: CaseRow, draft: Draft, command: RecordNik, report: NikReport | None) -> Sequence[tuple[str, str]]:
    """What the confirmation says."""
    same = draft.found if draft.decision == "sama" else None
    best = max(draft.shown.values(), default=0.0)
    facts = [
        ("WBS", full_name(row)),
        ("NIK", masked_nik(same.hit.nik if same is not None else command.nik)),
        ("Orang yang sama", f"{same.label}, kecocokan {same.score.total:.0f}" if same is not None else "tidak ada"),
        ("Calon diperlihatkan", f"{len(draft.shown)}, tertinggi {best:.0f}" if draft.shown else "tidak ada"),
    ]
    warnings = [found.what for found in report.findings if found.severity == "warning"] if report else []
    return facts + [("Perhatian", text) for text in warnings if same is None]
