"""Keep the electronically signed file of a letter, byte for byte, beside the one it was made from (C4)."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select

from db.queries.cases import cases_by_id
from db.queries.letter_status import LetterStatus, letter_status
from db.queries.month_letters import month_of_letter
from db.tables.letters import letter_signed
from db.tables.papers import letter, letter_subject
from desktop.operations.command import Command, operation
from desktop.operations.journal import Entry, month_chain
from desktop.operations.outcome import Outcome
from desktop.operations.work import Work
from desktop.sop.dates import say_date
from desktop.sop.procedure import AGENCIES
from desktop.sop.refusals import Refused


@dataclass(frozen=True, kw_only=True)
class AttachSigned(Command):
    """A signed file whose signature was found whole (``desktop.signatures``); ``signer_name`` and ``issuer`` are the
    common names of the certificate and of who issued it, ``signed_at`` what the signature says."""

    letter_id: int
    content: bytes
    kind: str = "tte"
    signed_at: datetime | None = None
    signer_name: str
    issuer: str = ""


@operation(AttachSigned)
def attach_signed(work: Work, command: AttachSigned) -> Outcome:
    """Once a letter, by the office that issued it; the file must begin with the letter's own bytes."""
    work.need_role(*AGENCIES)
    columns = (letter.c.number, letter.c.pdf, letter.c.facts)
    row = work.locked(select(*columns).where(letter.c.id == command.letter_id)).first()
    refuse_attaching(letter_status(work.connection, command.letter_id), work.staff.office_id)
    assert row is not None  # noqa: S101 (its status was found)
    number, pdf, facts = str(row[0]), row[1], json.loads(str(row[2]))
    if not isinstance(pdf, bytes) or not command.content.startswith(pdf) or len(command.content) == len(pdf):
        raise Refused("other_letter", f"Berkas ini bukan surat Nomor {number} yang ditandatangani. Pilih berkasnya.")
    kept = {"kind": command.kind, "signed_at": command.signed_at, "issuer": command.issuer}
    sha256 = keep_signed(work, command.letter_id, number, command.content, command.signer_name, kept)
    signer = str(facts["signer"]["name"])
    other = "" if same_name(signer, command.signer_name) else f" Periksa: di surat tertulis {signer.rstrip('.')}."
    return Outcome(
        f"Surat Nomor {number} ber-TTE oleh {command.signer_name} disimpan; rantai sertifikat tidak diperiksa.{other}",
        done=(command.letter_id,),
        data={"sha256": sha256},
    )


def keep_signed(
    work: Work,
    letter_id: int,
    number: str,
    content: bytes,
    signer_name: str,
    kept: Mapping[str, object],
    told: Mapping[str, tuple[object, object]] | None = None,
) -> str:
    """Store the bytes beside the letter, with a line for everybody it names, or for its month (``told``: more that the
    line says); gives their SHA-256."""
    sha256 = hashlib.sha256(content).hexdigest()
    values = {"letter_id": letter_id, "signer_name": signer_name, "sha256": sha256, "content": content}
    by = {"recorded_by": work.staff.id, "recorded_at": work.now}
    work.connection.execute(insert(letter_signed), {**values, **kept, **by})
    named = select(letter_subject.c.application_id).where(letter_subject.c.letter_id == letter_id)
    fields = {"nomor": ("", number), "penanda_tangan": ("", signer_name), "sha256": ("", sha256), **(told or {})}
    people = cases_by_id(work.connection, list(work.connection.scalars(named)))
    action = f"surat:{kept['kind']}"
    work.note(*(Entry(action, one.id, one.person_id, fields=fields) for one in people))
    month_id = month_of_letter(work.connection, letter_id)
    if month_id is not None:
        work.note(Entry(action, fields=fields, own_chain=month_chain(month_id)))
        work.changed("reconciliation", [])
    work.changed("letter")
    return sha256


def refuse_attaching(status: LetterStatus | None, office_id: int) -> None:
    """:raises Refused: when a letter cannot take a signed file of this office."""
    if status is None:
        raise Refused("gone", "Surat ini tidak ditemukan. Muat ulang daftar surat.")
    if status.office_id != office_id:
        raise Refused(
            "other_office", "Surat ini diterbitkan kantor lain. Hanya kantor penerbit yang menyimpan TTE-nya."
        )
    if status.void_reason is not None:
        after = f" Pakai penggantinya, Nomor {status.replaced_number}." if status.replaced_number else ""
        raise Refused("void", f"Surat ini sudah dibatalkan, jadi tidak ditandatangani lagi.{after}")
    if status.signed_sha256 is not None:
        when = f" pada {say_date(status.signed_at.date())}" if status.signed_at else ""
        how = "ditandatangani" if status.signed_kind == "basah" else "ber-TTE"
        raise Refused("already_signed", f"Surat ini sudah {how} oleh {status.signer_name}{when}. Tidak perlu diulang.")


def same_name(written: str, certified: str) -> bool:
    """Whether two names may be one person's: the words of the shorter one are all in the other. Titles come and go."""
    first, second = (frozenset(re.findall(r"\w{2,}", name.casefold())) for name in (written, certified))
    return bool(first and second) and (first <= second or second <= first)
