"""Scans of papers found on a person or brought along, checked by content whoever sends them (B9, A12)."""

import hashlib
from dataclasses import dataclass

from sqlalchemy import insert

from db.tables.papers import paper
from desktop.operations.attach_photo import person_of_case
from desktop.operations.command import Command, operation
from desktop.operations.journal import Entry
from desktop.operations.outcome import Outcome
from desktop.operations.work import Work
from desktop.sop.procedure import AGENCIES
from desktop.sop.refusals import Refused

MOST_BYTES = 5_000_000
_SIGNS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"%PDF-", "application/pdf"),
)


@dataclass(frozen=True, kw_only=True)
class AttachScan(Command):
    """A scan (JPEG, PNG or PDF, at most 5 MB) of a paper of the person of a case; ``label`` says which paper."""

    application_id: int
    label: str
    content: bytes


@operation(AttachScan)
def attach_scan(work: Work, command: AttachScan) -> Outcome:
    """Adds the scan; nothing that is there is replaced. Only offices through which the case went or goes."""
    work.need_role(*AGENCIES)
    media_type = scan_type(command.content)
    label = " ".join(command.label.split())[:80]
    if not label:
        raise Refused("label_needed", "Nama surat belum diisi. Tulis surat apa ini, misalnya Surat dari RT.")
    person_id = person_of_case(work, command.application_id)
    sha256 = hashlib.sha256(command.content).hexdigest()
    values = {
        "person_id": person_id,
        "kind": "pindaian",
        "label": label,
        "media_type": media_type,
        "content": command.content,
        "sha256": sha256,
        "created_by": work.staff.id,
        "created_at": work.now,
    }
    work.connection.execute(insert(paper), values)
    fields = {"pindaian": (None, label), "sha256": (None, sha256)}
    work.note(Entry("pindaian", command.application_id, person_id, fields=fields))
    work.changed("person", [command.application_id])
    return Outcome(f"{label} disimpan.", done=(command.application_id,))


def scan_type(content: bytes) -> str:
    """The media type by what the bytes are. :raises Refused: ``not_a_scan``, ``scan_too_big``."""
    media_type = next((media for sign, media in _SIGNS if content.startswith(sign)), None)
    if media_type is None:
        raise Refused("not_a_scan", "Berkas ini bukan JPEG, PNG, atau PDF. Pindai lagi, lalu pilih berkasnya.")
    if len(content) > MOST_BYTES:
        raise Refused("scan_too_big", "Pindaian lebih besar dari 5 MB. Pindai dengan ketelitian lebih rendah.")
    return media_type
