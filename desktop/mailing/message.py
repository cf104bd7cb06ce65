"""One letter as an e-mail: who, what, a few Indonesian lines, and the PDF unchanged. A notice comes without any file."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from desktop.mailing.troubles import MailTrouble
from desktop.sop.mail import address_problem

LONGEST_SUBJECT = 200
LONGEST_BODY = 5000


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is sent: ``sender`` and ``address`` are bare addresses, the names stand beside them for people. Without
    ``content`` nothing is attached."""

    sender_name: str
    sender: str
    recipient: str
    address: str
    subject: str
    body: str
    file_name: str
    content: bytes
    message_id: str
    at: datetime


def message_id(request: str, sender: str) -> str:
    """Our own name of the message: made before it is sent, so that a half-done sending can be looked up."""
    return f"<padan.{request[:16]}@{sender.rpartition('@')[2]}>"


def one_line(text: str) -> str:
    """A text that fits a header: control characters and line breaks become single blanks."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def compose(parcel: Parcel) -> bytes:
    """The message, 7-bit clean. :raises MailTrouble: for an address or subject that cannot stand in a header."""
    for address in (parcel.sender, parcel.address):
        if problem := address_problem(address):
            raise MailTrouble("bad_address", problem)
    subject = one_line(parcel.subject)[:LONGEST_SUBJECT]
    if not subject:
        raise MailTrouble("no_subject", "Perihal surel belum diisi. Tulis perihalnya.")
    message = EmailMessage(policy=SMTP)
    message["From"] = _named(parcel.sender_name, parcel.sender)
    message["To"] = _named(parcel.recipient, parcel.address)
    message["Subject"] = subject
    message["Date"] = format_datetime(parcel.at)
    message["Message-ID"] = parcel.message_id
    message["Content-Language"] = "id"
    message.set_content(parcel.body[:LONGEST_BODY], cte="quoted-printable")
    if parcel.content:
        message.add_attachment(parcel.content, maintype="application", subtype="pdf", filename=parcel.file_name)
    return message.as_bytes()


def _named(name: str, address: str) -> Address:
    return Address(display_name=one_line(name)[:LONGEST_SUBJECT], addr_spec=address)


def draft_body(recipient: str, lines: Iterable[tuple[str, str]], office: str, fingerprint: str, *, signed: bool) -> str:
    """The text a clerk starts from; ``lines`` are label and value of the letter."""
    facts = "\n".join(f"{label}: {value}" for label, value in lines if value)
    seal = "Berkas ini sudah ditandatangani secara elektronik.\n" if signed else ""
    return (
        f"Yth. {recipient}\n\nBersama ini kami sampaikan surat berikut sebagai berkas PDF terlampir.\n\n{facts}\n\n"
        f"{seal}Mohon konfirmasi penerimaan dengan membalas surel ini.\n\n{office}\n\n"
        f"Sidik jari berkas (SHA-256): {fingerprint}\n"
    )
