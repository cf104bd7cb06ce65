"""Looking is journalled too: reveals, exports, prints (UU 27/2022 Art. 31, J3)."""

from dataclasses import dataclass, replace

from desktop.operations.command import Command, operation
from desktop.operations.journal import Entry, look_chain
from desktop.operations.outcome import Outcome
from desktop.operations.work import Work

KINDS = {
    "buka_nik": "NIK dibuka",
    "ekspor": "Daftar diekspor",
    "lihat_surat": "Surat dilihat",
    "simpan_surat": "Salinan PDF disimpan",
    "cari_orang": "Pencarian",
    "buka_orang": "Data orang dibuka",
    "lihat_orang": "Data orang dilihat dari daftar",
    "lihat_pindaian": "Pindaian dibuka",
    "riwayat": "Riwayat pemrosesan data dibuka",
}
"""What is only looked at. Such a line stands in the chain of the clerk's day, not in the case's."""
NOWHERE = "tidak disebutkan"


@dataclass(frozen=True, kw_only=True)
class NoteAccess(Command):
    """What was looked at: ``kind`` is a key of :data:`KINDS`; ``purpose`` says why, ``recipient`` for whom it left the
    office, ``subjects`` whose data it held."""

    kind: str
    person_id: int | None = None
    application_id: int | None = None
    purpose: str = ""
    recipient: str = ""
    count: int = 1
    subjects: tuple[int, ...] = ()


@operation(NoteAccess)
def note_access(work: Work, command: NoteAccess) -> Outcome:
    """Writes one line; nothing else changes."""
    fields: dict[str, tuple[object, object]] = {"banyaknya": (0, command.count)}
    if command.kind == "ekspor":
        fields["penerima"] = ("", command.recipient.strip()[:200] or NOWHERE)
    chain = look_chain(work.staff.id, work.today)
    line = Entry(command.kind, command.application_id, command.person_id, reason=command.purpose, fields=fields)
    work.note(replace(line, subjects=command.subjects, own_chain=chain))
    work.changed("journal")
    return Outcome(f"{KINDS[command.kind]} dan dicatat.")
