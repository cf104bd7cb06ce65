"""The administrator says what has to prove a death or a move-out."""

from typing import Any

from db.queries.offices import settings
from desktop.operations.save_evidence import SaveEvidence, proof_in_force
from desktop.sop.civil_proof import PROOFS
from desktop.ui.screens.base import Screen
from desktop.ui.widgets.form_sheet import FormSheet

NOTE = (
    "Perwali meminta Akta Kematian atau Surat Keterangan Pindah. Dinas Dukcapil tidak dapat mengirim peristiwa tanpa bukti "
    "ini. Peristiwa yang sudah dicatat tidak berubah."
)


def read_proof(connection: Any) -> str:
    """What counts now."""
    return proof_in_force(settings(connection))


def ask_evidence(screen: Screen) -> None:
    """Read what counts now, then ask."""
    screen.desk.read(read_proof, then=lambda now: screen._open(EvidenceSheet(screen, now)), slot="bukti")


class EvidenceSheet(FormSheet):
    """One choice for every office of the database."""

    def __init__(self, screen: Screen, now: str) -> None:
        self._now = now
        super().__init__(screen, "Bukti kematian dan pindah", "Simpan", NOTE)

    def build(self) -> None:
        self.form.choice("proof", "Yang harus ada", tuple(PROOFS.items()), required=True)
        self.form.set_values({"proof": self._now})

    def save(self) -> None:
        self.run(SaveEvidence(request=self.request, proof=self.form.values()["proof"], before=self._now))
