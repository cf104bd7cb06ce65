"""Letters at a clerk's desk: drafts before the move, the frozen paper after it, and what proves it."""

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from db.queries.letter_status import LetterStatus, letter_by_id, letter_files, letter_status
from db.queries.letters import LetterRow, letter_file
from db.queries.month_letters import month_of_draft
from db.queries.trail import TrailRow, trail_of_letter
from desktop.letter_checks import Verdict, check_bytes, check_token
from desktop.letter_traces import letter_named_in
from desktop.operations.attach_signed import AttachSigned, refuse_attaching
from desktop.operations.issue import Wish
from desktop.operations.month_letter import month_letter
from desktop.operations.note_access import NoteAccess
from desktop.operations.outcome import Outcome
from desktop.operations.preview_letters import DraftLetter, preview_letters
from desktop.operations.sign_scan import SignScan
from desktop.papers import letter_pdf, render_draft
from desktop.sop.letter_files import refuse_too_large, refuse_too_large_signed
from desktop.sop.letters import elsewhere, letter_kind
from desktop.sop.procedure import with_action
from desktop.sop.refusals import Refused

if TYPE_CHECKING:
    from desktop.seat import Seat

MOST_SECRET = 1024 * 1024


class PaperDesk:
    """Reached as ``seat.paper``. Nothing here may run on the GUI thread."""

    def __init__(self, seat: "Seat") -> None:
        self._seat = seat

    def drafts(
        self,
        action: str,
        cases: Sequence[int],
        wish: Wish | None = None,
        panti_office_id: int | None = None,
        month_id: int | None = None,
    ) -> tuple[DraftLetter, ...]:
        """The letters this action would issue, not drawn yet; ``panti_office_id`` is the panti chosen on the screen for
        people who are bound nowhere yet. The Berita Acara of a month names nobody: its month is given, or known by its
        draft. :raises Refused:"""
        seat = self._seat
        if month_id is None and not cases and wish is not None and wish.draft_id is not None:
            month_id = seat.read(month_of_draft, wish.draft_id)
        if month_id is not None:
            return seat.read(month_letter, month_id=month_id, today=seat.now().date(), wish=wish or Wish())
        return seat.read(
            preview_letters,
            office_id=seat.staff.office_id,
            procedure=with_action(action),
            action=action,
            cases=cases,
            today=seat.now().date(),
            wish=wish or Wish(),
            panti_office_id=panti_office_id,
        )

    def draw(self, draft: DraftLetter, first: int | None = None) -> bytes:
        """The PDF of a draft, marked DRAF, or only its ``first`` pages. :raises PaperError:"""
        return render_draft(self._seat, draft.facts, draft.toml, first)

    def preview(
        self, action: str, cases: Sequence[int], wish: Wish | None = None, panti_office_id: int | None = None
    ) -> tuple[tuple[str, bytes], ...]:
        """(title, whole PDF marked DRAF) of each of ``drafts``. :raises Refused: :raises PaperError:"""
        found = self.drafts(action, cases, wish, panti_office_id)
        return tuple((draft.title, self.draw(draft)) for draft in found)

    def letter(self, letter_id: int) -> tuple[str, bytes]:
        """(number, bytes) of an issued letter, exactly the frozen ones, for who wrote or received it: the annex names
        people. :raises Refused: for a letter between other offices."""
        row = self._seat.read(letter_by_id, letter_id)
        if row is not None and not row.concerns(self._seat.staff.office_id):
            raise Refused("other_office", elsewhere(row.office_name))
        found = letter_pdf(self._seat, letter_id)
        self._looked("lihat_surat", row)
        return found

    def kept_copy(self, letter_id: int, place: str = "") -> None:
        """A copy of the letter left the program, as a file or into another reader: ``place`` says which."""
        row = self._seat.read(letter_by_id, letter_id)
        self._looked("simpan_surat", row, (("salinan", place),) if place else ())

    def trail(self, letter_id: int, why: str = "") -> tuple[TrailRow, ...]:
        """Who issued, read, copied, printed, sent or voided the letter, newest first, for who wrote or received it; the
        asking (and ``why``) is journalled before it is answered. :raises Refused: for a letter between other offices."""
        seat, row = self._seat, self._seat.read(letter_by_id, letter_id)
        if row is None or not row.concerns(seat.staff.office_id):
            raise Refused(
                "other_office", elsewhere(row.office_name) if row else "Surat ini tidak ditemukan. Muat ulang."
            )
        self._looked("riwayat", row, (("dasar", why),) if why else ())
        seat.looks.keep()
        return seat.read(trail_of_letter, row.id, row.number)

    def _looked(self, kind: str, row: LetterRow | None, about: tuple[tuple[str, object], ...] = ()) -> None:
        if row is not None:
            why = f"{letter_kind(row.code).title} Nomor {row.number}"
            self._seat.looks.note(kind, why=why, about=about, letter_id=row.id)

    def unsigned(self, letter_id: int) -> tuple[str, bytes]:
        """(number, bytes) to be signed elsewhere, by the office that issued the letter. :raises Refused:"""
        self._may_sign(letter_id)
        self.kept_copy(letter_id, "untuk ditandatangani")
        return letter_pdf(self._seat, letter_id)

    def archive_copy(self, letter_id: int) -> bytes | None:
        """The copy with the paraf; ``None`` when there was no paraf, or the letter is another office's."""
        status = self._seat.read(letter_status, letter_id)
        if status is None or status.office_id != self._seat.staff.office_id:
            return None
        return self._seat.read(letter_files, letter_id).archive

    def signed_copy(self, letter_id: int) -> bytes | None:
        """The file with TTE, byte for byte, for who wrote or received the letter; ``None`` when there is none."""
        status = self._seat.read(letter_status, letter_id)
        if status is None or not status.concerns(self._seat.staff.office_id):
            return None
        return self._seat.read(letter_files, letter_id).signed

    def attach_signed(self, letter_id: int, data: bytes) -> Outcome:
        """Keep a file that came back from signing, after finding its signature whole and nothing else added.
        Whether somebody vouches for the certificate (its chain) is not checked. :raises Refused:"""
        from desktop.signatures import read_signature

        self._may_sign(letter_id)
        number, ours = letter_pdf(self._seat, letter_id)
        self._refuse_other_file(letter_id, number, data, ours)
        found = read_signature(data, ours)
        command = AttachSigned(
            letter_id=letter_id,
            content=data,
            signed_at=found.signed_at,
            signer_name=found.signer,
            issuer=found.issuer,
        )
        return self._seat.run(command)

    def attach_scan(
        self, letter_id: int, data: bytes, *, signed_on: date, signers: str, number: str = "", dated: date | None = None
    ) -> Outcome:
        """Keep the scan (a PDF) or photograph of a letter signed by hand; of a Berita Acara with the other side's
        ``number`` and its day. :raises Refused:"""
        from desktop.documents.scan_pages import scan_pdf

        pdf = scan_pdf(data)
        letter_pdf(self._seat, letter_id)  # frozen first: the scan is of these bytes
        command = SignScan(
            letter_id=letter_id,
            content=pdf,
            photo_sha256="" if pdf is data else hashlib.sha256(data).hexdigest(),
            signed_on=signed_on,
            signers=signers,
            partner_number=number,
            partner_dated=dated,
        )
        return self._seat.run(command)

    def sign_local(self, letter_id: int, p12: bytes, password: str) -> Outcome:
        """Sign here with a PKCS#12 file (PAdES B-B, no network) and keep the result. Neither the file nor its password
        is stored or logged. :raises Refused:"""
        from desktop.signatures import sign

        self._may_sign(letter_id)
        if len(p12) > MOST_SECRET:
            raise Refused(
                "not_pkcs12", "Berkas itu terlalu besar untuk sebuah sertifikat. Pilih berkas .p12 atau .pfx."
            )
        _number, ours = letter_pdf(self._seat, letter_id)
        return self.attach_signed(letter_id, sign(ours, p12, password, self._seat.now()))

    def verify_bytes(self, data: bytes) -> Verdict:
        """Is this file a letter of ours, and unchanged? :raises Refused: when it is too large to be one."""
        refuse_too_large(len(data))
        return self._seen(check_bytes(self._seat.office, data, self._seat.staff.office_id))

    def verify_token(self, text: str) -> Verdict:
        """What the code printed on a letter stands for (``PADAN:…`` as scanned or typed; blanks do not matter)."""
        seat = self._seat
        verdict = check_token(seat.office, text, seat.staff.office_id)
        found = verdict.letter
        if found is not None and not found.frozen and found.office_id == seat.staff.office_id:
            letter_pdf(seat, found.id)
            verdict = check_token(seat.office, text, seat.staff.office_id)
        return self._seen(verdict)

    def _seen(self, verdict: Verdict) -> Verdict:
        """Looking is journalled."""
        if verdict.letter is not None:
            purpose = f"Verifikasi surat Nomor {verdict.letter.number}: {verdict.kind}"
            self._seat.run(NoteAccess(kind="lihat_surat", purpose=purpose, count=verdict.letter.people))
        return verdict

    def _may_sign(self, letter_id: int) -> LetterStatus:
        status = self._seat.read(letter_status, letter_id)
        refuse_attaching(status, self._seat.staff.office_id)
        assert status is not None  # noqa: S101 (refused otherwise)
        return status

    def _refuse_other_file(self, letter_id: int, number: str, data: bytes, ours: bytes) -> None:
        """:raises Refused: unless the file is ours with something behind it."""
        refuse_too_large_signed(len(data))
        if not data.startswith(b"%PDF-"):
            raise Refused("not_a_pdf", "Berkas ini bukan PDF. Pilih PDF yang sudah ditandatangani.")
        if data == ours:
            raise Refused("not_signed", "Berkas ini belum ditandatangani secara elektronik. Tanda tangani dulu.")
        if data.startswith(ours):
            return
        found = letter_named_in(self._seat.office, data)
        if found is not None and found[0] != letter_id:
            other, _file = self._seat.read(letter_file, found[0]) or ("", None)
            raise Refused("other_letter", f"Berkas ini surat Nomor {other}, bukan {number}. Pilih berkasnya.")
        if found is not None:
            raise Refused("changed", f"Isi surat ini berubah: {found[2]}. Tanda tangani lagi dari letter unsigned.")
        raise Refused("other_letter", f"Berkas ini bukan surat Nomor {number}. Pilih berkas yang ditandatangani.")
