"""What has to prove a death or a move-out before Dukcapil may report it: number, scan, or either (Perwali Ps 5)."""

from dataclasses import dataclass

from sqlalchemy import update

from db.queries.offices import settings
from db.statements import insert_or_skip
from db.tables.access import setting
from desktop.operations.command import Command, operation
from desktop.operations.journal import Entry
from desktop.operations.outcome import Outcome
from desktop.operations.record_events import EVIDENCE
from desktop.operations.work import Work
from desktop.settings import SETTINGS
from desktop.sop.civil_proof import PROOFS
from desktop.sop.refusals import Refused


@dataclass(frozen=True, kw_only=True)
class SaveEvidence(Command):
    """``proof``: a key of :data:`desktop.sop.civil_proof.PROOFS`; ``before`` as it was looked at."""

    proof: str
    before: str


@operation(SaveEvidence)
def save_evidence(work: Work, command: SaveEvidence) -> Outcome:
    """For everybody, from the next event on; recorded events stay as they are."""
    work.need_role("admin")
    if command.proof not in PROOFS:
        raise Refused("bad_proof", "Jenis bukti itu tidak dikenal. Pilih nomor dokumen, pindaian, atau salah satunya.")
    stored = proof_in_force(settings(work.connection))
    if stored != command.before:
        raise Refused("stale", "Aturan bukti baru saja diubah. Muat ulang layarnya, lalu pilih lagi.")
    insert_or_skip(work.connection, setting, [{"key": EVIDENCE, "value": ""}])
    work.connection.execute(update(setting).where(setting.c.key == EVIDENCE).values(value=command.proof))
    work.note(Entry("aturan_bukti", fields={EVIDENCE: (stored, command.proof)}))
    work.changed("office")
    return Outcome(f"Bukti kematian dan pindah: {PROOFS[command.proof].casefold()}.")


def proof_in_force(stored: dict[str, str]) -> str:
    """What counts now; what cannot be one counts as the default."""
    found = stored.get(EVIDENCE, "")
    return found if found in PROOFS else SETTINGS[EVIDENCE].default
