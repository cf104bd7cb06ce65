"""E-mails to offices about lists that nobody fetched: how many, which step, which number, and nothing about anybody."""

from typing import TYPE_CHECKING

from db.queries.arrivals import Unfetched
from desktop.operations.mail_notice import ClaimNotice, SettleNotice, State, due
from desktop.sop.dates import say_date
from desktop.sop.mail import MailServer, address_problem
from desktop.sop.procedure import with_status
from desktop.sop.refusals import Refused
from desktop.world import WorldTrouble

if TYPE_CHECKING:
    from desktop.seat import Seat

_HANDED_OVER = 95  # from here on the server may have the whole message


def mail_arrivals(seat: "Seat") -> int:
    """Write about every list that is due, by this office's own mail server; gives the number of e-mails that left.

    A desk that cannot send (no server, a password nobody typed) claims nothing, so that another may.
    """
    rows = seat.read(due, seat.staff.office_id, seat.office.clock())
    if not rows:
        return 0
    server, secret = seat.post.settings(), seat.post.secret()
    if not server.host or address_problem(server.sender) or (server.user and not secret):
        return 0
    return sum(_tell(seat, server, secret, row) for row in rows if not address_problem(row.email))


def _tell(seat: "Seat", server: MailServer, secret: str, row: Unfetched) -> bool:
    """Claimed first, marked before the final dot, settled afterwards: killed before the dot, another desk takes over;
    killed behind it, nobody writes again."""
    from desktop.mailing.deliver import deliver
    from desktop.mailing.troubles import MailTrouble, Unsure

    try:
        attempt = seat.run(ClaimNotice(list_id=row.list_id)).data["attempt"]
    except Refused:
        return False

    def settle(state: State, reason: str = "") -> None:
        seat.run(SettleNotice(list_id=row.list_id, attempt=attempt, state=state, reason=reason))

    def report(done: int, _total: int, _sentence: str) -> None:
        if done == _HANDED_OVER:
            settle("mengirim")

    try:
        message = _message(seat, server, row, attempt)
        deliver(server, message, sender=server.sender, recipient=row.email, password=secret, report=report)
        settle("terkirim")
    except Unsure:
        return False
    except MailTrouble as trouble:
        settle("gagal", trouble.sentence)
        return False
    except (Refused, WorldTrouble):
        return False  # the database went away: before the dot the claim lapses, behind it the mark stays
    return True


def _message(seat: "Seat", server: MailServer, row: Unfetched, attempt: int) -> bytes:
    from desktop.mailing.message import Parcel, compose, message_id

    return compose(
        Parcel(
            sender_name=seat.staff.office_name,
            sender=server.sender,
            recipient=row.office,
            address=row.email,
            subject=f"Padan: {row.people} {with_status(row.status).unit} menunggu di kantor Anda (daftar {row.list_id})",
            body=_body(seat, row),
            file_name="",
            content=b"",
            message_id=message_id(f"daftar{row.list_id}n{attempt}", server.sender),
            at=seat.now(),
        )
    )


def _body(seat: "Seat", row: Unfetched) -> str:
    since = row.created_at.astimezone(seat.now().tzinfo)
    procedure = with_status(row.status)
    step = procedure.step(procedure.status(row.status).step)
    number = f"Nomor surat: {row.letter_number}\n" if row.letter_number else ""
    return (
        f"Yth. {row.office}\n\n{row.people} {procedure.unit} dari {row.from_office} menunggu di Padan "
        f"sejak {say_date(since.date())} pukul {since:%H.%M} dan belum diambil siapa pun.\n\n"
        f"Langkah: {step.number}. {step.activity}\n"
        f"Nomor daftar: {row.list_id}\n{number}\nBuka Padan untuk mengerjakannya. Surel ini dikirim oleh program dan "
        "tidak memuat data orang; untuk tidak menerimanya lagi, minta administrator mengubah pengaturan surel kantor.\n"
    )
