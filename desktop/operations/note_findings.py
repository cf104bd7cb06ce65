"""A note about findings that decides nothing: it stands in the journal of the month, which nobody alters."""

from dataclasses import dataclass

from sqlalchemy import select

from db.queries.finding_remarks import ACTION
from db.tables.reconciliation import finding
from desktop.operations.command import Command, operation
from desktop.operations.decide_findings import open_month
from desktop.operations.journal import Entry, month_chain
from desktop.operations.outcome import Outcome
from desktop.operations.work import Work
from desktop.sop.refusals import Refused

LONGEST, MOST = 500, 500


@dataclass(frozen=True, kw_only=True)
class NoteFindings(Command):
    """``note`` about the findings ``ids`` of an open month; what was decided about them stays as it is."""

    reconciliation_id: int
    ids: tuple[int, ...]
    note: str


@operation(NoteFindings)
def note_findings(work: Work, command: NoteFindings) -> Outcome:
    """The newest note of a finding is shown with it. :raises Refused: for an empty note, or findings of another month."""
    work.need_role("dinkes")
    note = " ".join(command.note.split())
    ids = sorted(set(command.ids))
    if not note:
        raise Refused("note_needed", "Catatan belum diisi. Tulis apa yang perlu diingat tentang temuan ini.")
    if len(note) > LONGEST:
        raise Refused("too_long", f"Catatan terlalu panjang: paling banyak {LONGEST} huruf. Pendekkan isiannya.")
    if len(ids) > MOST:
        raise Refused(
            "too_many", f"Terlalu banyak temuan untuk satu catatan: paling banyak {MOST}. Pilih lebih sedikit."
        )
    open_month(work, command.reconciliation_id)
    mine = (finding.c.reconciliation_id == command.reconciliation_id, ~finding.c.stale, finding.c.id.in_(ids))
    found = work.connection.execute(select(finding.c.id, finding.c.person_id).where(*mine)).all()
    if not found or len(found) < len(ids):
        raise Refused("gone", "Sebagian temuan sudah tidak ada di bulan ini. Muat ulang daftarnya, lalu ulangi.")
    fields = {"temuan": (0, len(ids)), "nomor_temuan": ("", " ".join(map(str, ids)))}
    people = tuple(sorted({row.person_id for row in found if row.person_id is not None}))
    chain = month_chain(command.reconciliation_id)
    work.note(Entry(ACTION, reason=note, fields=fields, subjects=people, own_chain=chain))
    work.changed("reconciliation", [])
    return Outcome(f"Catatan disimpan pada {len(ids)} temuan.", data={"noted": len(ids)})
