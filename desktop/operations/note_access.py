"""Looking is journalled too: reveals, exports, prints (UU 27/2022 Art. 31, J3)."""

from dataclasses import dataclass

from desktop.operations.command import Command, operation
from desktop.operations.journal import Entry
from desktop.operations.outcome import Outcome
from desktop.operations.work import Work

KINDS = {
    "buka_nik": "NIK dibuka",
    "ekspor": "Daftar diekspor",
    "lihat_surat": "Surat dilihat",
    "cari_orang": "Pencarian",
}


@dataclass(frozen=True, kw_only=True)
class NoteAccess(Command):
    """What was looked at: ``kind`` is a key of :data:`KINDS`; ``purpose`` says why or to whom."""

    kind: str
    person_id: int | None = None
    application_id: int | None = None
    purpose: str = ""
    count: int = 1


@operation(NoteAccess)
def note_access(work: Work, command: NoteAccess) -> Outcome:
    """Writes one line; nothing else changes."""
    fields = {"banyaknya": (0, command.count)}
    work.note(Entry(command.kind, command.application_id, command.person_id, reason=command.purpose, fields=fields))
    work.changed("journal")
    return Outcome(f"{KINDS[command.kind]} dan dicatat.")
