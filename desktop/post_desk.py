"""Letters sent by e-mail, and the registers of letters as paper and workbook."""

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from db.queries.letter_status import letter_files
from db.queries.mail import DispatchRow, dispatches_of
from db.queries.offices import office_by_id, settings
from db.queries.posting import Posting, posting
from desktop.operations.command import new_request
from desktop.operations.dispatch import FinishDispatch, RecordDispatch
from desktop.operations.mail_lines import LONGEST
from desktop.operations.outcome import Outcome
from desktop.operations.save_mail_server import SaveMailServer
from desktop.settings import PASSWORD_VARIABLE, arrival_minutes, mail_server
from desktop.sop.letter_files import file_name
from desktop.sop.mail import MailServer, address_problem, server_problems
from desktop.sop.refusals import Refused
from desktop.world import WorldTrouble

if TYPE_CHECKING:
    from desktop.mailing.message import Parcel
    from desktop.seat import Seat

Report = Callable[[int, int, str], None]
LONGEST_RECEIPT = LONGEST["receipt"][1]
_STOPPED = "Dihentikan petugas sebelum seluruh surat dikirim."
_NO_FILE = (
    "Surat ini dicatat tanpa berkas di Padan, jadi tidak dapat dikirim sebagai surel. Pilih faks, antar, atau pos."
)
_TAB = "Minta administrator mengisinya di Kantor dan libur, tombol Server surel."


@dataclass(frozen=True, slots=True)
class MailDraft:
    """One outgoing letter as a clerk finds it before sending it. ``problem`` says why it cannot go as an e-mail;
    ``email``, ``fax`` and ``place`` are where its recipient is reached, as far as known; ``last`` is its last sending."""

    mail_id: int
    number: str
    recipient: str
    email: str
    fax: str
    place: str
    subject: str
    body: str = ""
    file_name: str = ""
    size: int = 0
    signed: bool = False
    sender: str = ""
    needs_password: bool = False
    problem: str = ""
    last: DispatchRow | None = None


class PostDesk:
    """Reached as a property of the seat, one for the whole session. Nothing here may run on the GUI thread but
    ``forget``."""

    def __init__(self, seat: "Seat") -> None:
        self._seat = seat
        self._password = ""

    def settings(self, office_id: int | None = None) -> MailServer:
        """The mail server of an office (default: one's own); without a sender the office's own address is it."""
        wanted = office_id or self._seat.staff.office_id
        server = mail_server(self._seat.read(settings), wanted)
        if server.sender:
            return server
        office = self._seat.read(office_by_id, wanted)
        return replace(server, sender=office.email if office else "")

    def arrival_minutes(self, office_id: int) -> int:
        """After how many minutes an office wants an e-mail about a list that nobody fetched; 0 never."""
        return arrival_minutes(self._seat.read(settings), office_id)

    def save_settings(self, office_id: int, server: MailServer) -> Outcome:
        """Set the mail server of an office. :raises Refused:"""
        return self._seat.run(SaveMailServer(office_id=office_id, server=server))

    def try_server(self, server: MailServer, password: str) -> str:
        """Reach a mail server, encrypted and signed in, and leave again; gives the sentence. :raises Refused:"""
        from desktop.mailing.deliver import knock
        from desktop.mailing.troubles import MailTrouble

        problems = server_problems(server)
        if problems:
            raise Refused("bad_mail_server", next(iter(problems.values())))
        try:
            knock(server, password)
        except MailTrouble as trouble:
            raise Refused(trouble.code, trouble.sentence) from None
        return (
            f"Server surel {server.host} menjawab{' dan menerima login' if server.user else ''}. Pengaturannya benar."
        )

    def forget(self) -> None:
        """The password was not right, or the clerk leaves."""
        self._password = ""

    def draft(self, mail_id: int) -> MailDraft:
        """One outgoing letter, its e-mail ready to be read through. :raises Refused: for one that is void or gone."""
        line = self._line(mail_id)
        draft = MailDraft(
            mail_id=mail_id,
            number=line.number,
            recipient=line.correspondent,
            email=line.email,
            fax=line.fax,
            place=line.address,
            subject=f"{line.subject} – {line.number}",
            last=next(iter(self._seat.read(dispatches_of, mail_id)), None),
        )
        server = self.settings()
        problem = _NO_FILE if line.letter_id is None else _not_ready(server)
        return replace(draft, problem=problem) if problem else self._with_text(draft, line, server)

    def _with_text(self, draft: MailDraft, line: Posting, server: MailServer) -> MailDraft:
        from desktop.mailing.message import draft_body
        from desktop.sop.dates import say_date

        content = self._content(line)
        office = self._seat.read(office_by_id, self._seat.staff.office_id)
        facts = (("Nomor", line.number), ("Tanggal", say_date(line.dated)), ("Hal", line.subject))
        closing = "\n".join(part for part in (office.name, office.address, office.contact) if part) if office else ""
        fingerprint = hashlib.sha256(content).hexdigest()
        return replace(
            draft,
            body=draft_body(line.correspondent, facts, closing, fingerprint, signed=line.electronic),
            file_name=file_name(line.number),
            size=len(content),
            signed=line.signed,
            sender=server.sender,
            needs_password=bool(server.user) and not self._known_password(),
        )

    def send(
        self,
        mail_id: int,
        recipient: str,
        address: str,
        subject: str,
        body: str,
        password: str,
        report: Report,
        request: str = "",
    ) -> Outcome:
        """Record the sending, send the frozen PDF, record how it ended: ``data["state"]`` is terkirim, gagal or
        mengirim (nobody knows: the answer never came). The same ``request`` is sent once.

        ``report`` may raise to stop; until the letter is complete nothing has been sent, and that is recorded.

        :raises Refused: before anything was recorded or sent.
        """
        request = request or new_request()
        server = self.settings()
        parcel = self._parcel(mail_id, server, recipient.strip(), address.strip(), subject, body, request)
        secret = password or self._known_password()
        if server.user and not secret:
            raise Refused("password_needed", "Kata sandi surel kantor belum diketik. Ketik dulu, lalu kirim.")
        message = _composed(parcel)
        recorded = self._seat.run(
            RecordDispatch(
                request=request,
                mail_id=mail_id,
                way="surel",
                recipient=parcel.recipient,
                address=parcel.address,
                receipt=parcel.message_id[:LONGEST_RECEIPT],
            )
        )
        if recorded.replayed:
            return replace(recorded, sentence="Surat ini sudah diproses. Lihat keadaannya pada daftar pengiriman.")
        return self._deliver(recorded, server, parcel, message, secret, report)

    def _deliver(
        self, recorded: Outcome, server: MailServer, parcel: "Parcel", message: bytes, secret: str, report: Report
    ) -> Outcome:
        from desktop.mailing.deliver import deliver
        from desktop.mailing.troubles import MailTrouble, Unsure

        dispatch_id = recorded.data["dispatch"]
        try:
            reply = deliver(
                server, message, sender=parcel.sender, recipient=parcel.address, password=secret, report=report
            )
        except Unsure as trouble:
            return _ended(recorded, "mengirim", trouble.sentence)
        except MailTrouble as trouble:
            if trouble.code == "password":
                self.forget()
            return self._failed(recorded, dispatch_id, trouble.sentence)
        except Exception:
            self._failed(recorded, dispatch_id, _STOPPED)
            raise
        self._password = secret
        receipt = f"{reply} {parcel.message_id}"[:LONGEST_RECEIPT]
        try:
            done = self._seat.run(FinishDispatch(dispatch_id=dispatch_id, sent=True, receipt=receipt))
        except (WorldTrouble, Refused) as trouble:
            sentence = (
                f"Surat sudah diterima server surel, tetapi belum tercatat. {trouble.sentence} Lalu tandai terkirim."
            )
            return _ended(recorded, "mengirim", sentence)
        sentence = f"Surat {parcel.file_name.removesuffix('.pdf')} terkirim dan diterima server surel."
        return _ended(recorded.along_with(done), "terkirim", sentence)

    def _failed(self, recorded: Outcome, dispatch_id: int, reason: str) -> Outcome:
        try:
            done = self._seat.run(FinishDispatch(dispatch_id=dispatch_id, sent=False, reason=reason))
        except (WorldTrouble, Refused) as trouble:
            return _ended(recorded, "mengirim", f"{reason} {trouble.sentence} Lalu tandai tidak terkirim.")
        return _ended(recorded.along_with(done), "gagal", reason)

    def _parcel(
        self, mail_id: int, server: MailServer, recipient: str, address: str, subject: str, body: str, request: str
    ) -> "Parcel":
        from desktop.mailing.message import Parcel, message_id

        problem = _not_ready(server) or address_problem(address)
        if problem:
            raise Refused("not_ready", problem)
        line = self._line(mail_id)
        return Parcel(
            sender_name=self._seat.staff.office_name,
            sender=server.sender,
            recipient=recipient or line.correspondent,
            address=address,
            subject=subject,
            body=body,
            file_name=file_name(line.number),
            content=self._content(line),
            message_id=message_id(request, server.sender),
            at=self._seat.now(),
        )

    def _line(self, mail_id: int) -> Posting:
        line = self._seat.read(posting, self._seat.staff.office_id, mail_id)
        if line is None:
            raise Refused("gone", "Surat keluar ini tidak ditemukan. Muat ulang daftarnya.")
        if line.voided:
            raise Refused("void", "Surat ini sudah dibatalkan, jadi tidak dikirim. Kirim surat penggantinya.")
        return line

    def _content(self, line: Posting) -> bytes:
        """The signed file that came back, else the frozen one."""
        if line.letter_id is None:
            raise Refused("no_file", _NO_FILE)
        signed = self._seat.read(letter_files, line.letter_id).signed if line.signed else None
        return signed or self._seat.letter_pdf(line.letter_id)[1]

    def secret(self) -> str:
        """The mail password this desk knows without asking anybody; empty when it knows none."""
        return self._known_password()

    def _known_password(self) -> str:
        return self._password or os.environ.get(PASSWORD_VARIABLE, "")

    def book(self, kind: str, year: int) -> tuple[bytes, str]:
        """(PDF, paper) of the agenda book (masuk, keluar) or the expedition book. :raises PaperError: an empty one."""
        from desktop.mail_books import book_pdf

        return book_pdf(self._seat, kind, year)

    def export(self, kind: str, year: int, out: Path, recipient: str = "") -> int:
        """Write the book as a workbook and journal for whom; gives the number of lines. :raises CannotWrite:"""
        from desktop.mail_books import export_book

        return export_book(self._seat, kind, year, out, recipient)


def _not_ready(server: MailServer) -> str:
    """Why this office cannot send e-mail yet, with the remedy; empty when it can."""
    if not server.host:
        return f"Server surel kantor belum diatur. {_TAB}"
    if address_problem(server.sender):
        return f"Alamat pengirim surel kantor belum benar. {_TAB}"
    return ""


def _composed(parcel: "Parcel") -> bytes:
    from desktop.mailing.message import compose
    from desktop.mailing.troubles import MailTrouble

    try:
        return compose(parcel)
    except MailTrouble as trouble:
        raise Refused(trouble.code, trouble.sentence) from None


def _ended(recorded: Outcome, state: str, sentence: str) -> Outcome:
    return replace(recorded, sentence=sentence, refused=(), data={**recorded.data, "state": state}, replayed=False)
