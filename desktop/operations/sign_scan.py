"""The scan of a letter that was signed by hand comes back and is kept, byte for byte, beside the one it was made from (F2).

A Berita Acara is signed by both sides, with meterai and two numbers: the other side's number and day come with it.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlalchemy import select

from db.queries.letter_status import letter_status, letter_with_hash
from db.queries.month_letters import month_of_letter, partner_of
from db.tables.papers import letter
from desktop.operations.attach_signed import keep_signed, refuse_attaching
from desktop.operations.command import Command, operation
from desktop.operations.outcome import Outcome
from desktop.operations.partner_number import note_partner
from desktop.operations.work import Work
from desktop.sop.dates import say_date
from desktop.sop.letter_files import refuse_too_large_signed
from desktop.sop.procedure import AGENCIES
from desktop.sop.refusals import Refused

KIND = "basah"


@dataclass(frozen=True, kw_only=True)
class SignScan(Command):
    """A PDF of the signed paper; ``photo_sha256`` of the photograph that lies on its page, when it was one; ``signers`` are
    the names that signed it. ``partner_number``, ``partner_dated``: of a
    paper that two offices sign, what the other one gave it."""

    letter_id: int
    content: bytes
    signed_on: date
    signers: str
    partner_number: str = ""
    partner_dated: date | None = None
    photo_sha256: str = ""


@operation(SignScan)
def sign_scan(work: Work, command: SignScan) -> Outcome:
    """Once a letter, by the office that issued it. Nothing in the scan is read: who brings it says what it is."""
    work.need_role(*AGENCIES)
    columns = (letter.c.number, letter.c.issued_on)
    row = work.locked(select(*columns).where(letter.c.id == command.letter_id)).first()
    refuse_attaching(letter_status(work.connection, command.letter_id), work.staff.office_id)
    assert row is not None  # noqa: S101 (its status was found)
    signers = " ".join(command.signers.split())
    if not signers or len(signers) > _LONGEST:
        raise Refused("no_signer", f"Nama penanda tangan belum benar. Isi paling banyak {_LONGEST} huruf.")
    if not row.issued_on <= command.signed_on <= work.today:
        asked = f"antara {say_date(row.issued_on)} dan hari ini"
        raise Refused("bad_date", f"Tanggal tanda tangan harus {asked}. Perbaiki tanggalnya.")
    _refuse_other_file(work, command.content, str(row.number))
    both = ""
    if month_of_letter(work.connection, command.letter_id) is not None:
        both = " oleh kedua pihak"
        told = (command.partner_number.strip(), command.partner_dated)
        if told != partner_of(work.connection, command.letter_id) or told[1] is None:
            _need_day(command)
            note_partner(work, command.letter_id, command.partner_number, command.partner_dated)
    kept = {"kind": KIND, "signed_at": datetime.combine(command.signed_on, time(12), UTC), "issuer": ""}
    photo = {"foto_sha256": ("", command.photo_sha256[:64])} if command.photo_sha256 else {}
    sha256 = keep_signed(work, command.letter_id, str(row.number), command.content, signers, kept, photo)
    sentence = f"Pindaian surat Nomor {row.number} yang ditandatangani{both} disimpan."
    return Outcome(sentence, done=(command.letter_id,), data={"sha256": sha256})


_LONGEST = 200


def _need_day(command: SignScan) -> None:
    if command.partner_dated is None:
        raise Refused(
            "partner_date", "Tanggal Berita Acara pihak kedua belum diisi. Isi seperti tertulis di kertasnya."
        )


def _refuse_other_file(work: Work, content: bytes, number: str) -> None:
    """:raises Refused: for what cannot be a scan of this letter."""
    refuse_too_large_signed(len(content))
    if not content.startswith(b"%PDF-"):
        raise Refused("not_a_pdf", "Berkas ini bukan PDF. Simpan pindaiannya sebagai PDF, lalu pilih lagi.")
    known = letter_with_hash(work.connection, hashlib.sha256(content).hexdigest())
    if known is not None:
        raise Refused(
            "not_signed",
            f"Berkas ini surat yang belum ditandatangani. Pindai kertas Nomor {number} yang bertanda tangan.",
        )
