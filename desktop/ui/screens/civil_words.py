"""A death or a move in words, the same on every desk of the loop. No Qt."""

from datetime import date

from db.queries.cases import CaseRow
from db.queries.civil_events import EventRow
from desktop.sop.kis import kis_of
from desktop.sop.procedure import ROLES, load_procedure
from desktop.sop.segments import kis_kind
from desktop.ui.format import day
from desktop.ui.screens.person_card import said_number

KINDS = (("kematian", "Meninggal"), ("pindah", "Pindah"))
PAPERS = {"kematian": "Akta Kematian", "pindah": "Surat Keterangan Pindah WNI"}
WHY_BACK = (
    "Nama atau tanggal lahir tidak sama dengan data peserta",
    "Dokumen tidak terbaca",
    "Orangnya ternyata masih tinggal di sini",
)
WHY_REVOKED = (
    "Salah orang (NIK keliru)",
    "Orangnya masih hidup",
    "Tidak jadi pindah",
    "Tanggal atau dokumennya keliru",
)


def kind_word(kind: str) -> str:
    """«Meninggal» or «Pindah»."""
    return dict(KINDS).get(kind, kind)


def kis_word(segment: str) -> str:
    """«KIS Kota», or «bukan PBI»."""
    return kis_of(segment) or "bukan PBI"


def kis_short(segment: str) -> str:
    """«Kota», for a narrow column."""
    return kis_kind(segment) or "bukan PBI"


def of_kind(segment: str, kind: str) -> bool:
    """Whether a membership is of the Kota, Provinsi or Nasional list."""
    return kis_kind(segment) == kind


def event_line(kind: str, on: date | None, destination: str) -> str:
    """«Meninggal 20 November 2026», «Pindah 20 November 2026 ke Kota Bekasi»."""
    to = f" ke {destination}" if destination else ""
    return f"{kind_word(kind)} {day(on)}{to}" if on else kind_word(kind)


def case_facts(row: CaseRow) -> list[tuple[str, str]]:
    """What a desk that judges an event is told of it; of whom it is about the joined record says more."""
    document = row.event_document or ("pindaian terlampir" if row.event_paper_id else "belum ada")
    return [
        ("Peristiwa", event_line(row.event_kind, row.event_date, row.event_destination)),
        (PAPERS.get(row.event_kind, "Dokumen"), document),
    ]


def state_of(row: EventRow) -> tuple[str, str]:
    """(words, tone) of how far an event is."""
    if row.application_id is None:
        return ("Dicabut", "plain") if row.revoked_at else ("Bukan peserta PBI", "plain")
    status = load_procedure("terpadu").status(row.status)
    if row.revoked_at and not status.waits_for:
        return "Dicabut", "plain"
    return status.label, "plain" if status.tone == "muted" else status.tone


def running(row: EventRow) -> bool:
    """Whether somebody still has to act."""
    return bool(row.status) and bool(load_procedure("terpadu").status(row.status).waits_for)


def loop_facts(row: EventRow) -> list[tuple[str, str]]:
    """The event and what Dinas Kesehatan and BPJS did with it (Ps 6f)."""
    facts = [
        ("Peristiwa", event_line(row.kind, row.event_date, row.destination)),
        (PAPERS.get(row.kind, "Dokumen"), row.document or ("pindaian terlampir" if row.paper_id else "belum ada")),
        ("Jenis KIS", kis_word(row.segment)),
    ]
    if row.note:
        facts.insert(2, ("Keterangan", row.note))
    if row.participant_number:
        facts.append(("Nomor peserta", said_number(row.participant_number)))
    if row.application_id is not None:
        turn = load_procedure("terpadu").status(row.status).waits_for
        facts.append(("Keadaan", f"{state_of(row)[0]}{f', giliran {ROLES[turn]}' if turn else ''}"))
    if row.stopped_on:
        facts.append(("Kepesertaan dan iuran", f"dihentikan sejak {day(row.stopped_on)}"))
    if row.revoked_at:
        facts.append(("Alasan dicabut", row.revoked_reason))
    return facts
