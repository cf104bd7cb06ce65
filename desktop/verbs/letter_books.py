"""Deeds of ``letter`` on the registers: declare void, enter a letter in or out, show a book."""

from argparse import ArgumentParser, ArgumentTypeError, _SubParsersAction
from dataclasses import asdict
from datetime import date

from db.queries.letter_status import letter_status
from db.queries.mail import mail_book
from desktop.operations.mail_in import EnterIncoming
from desktop.operations.mail_out import EnterOutgoing
from desktop.operations.void_letter import VoidLetter
from desktop.seat import Seat
from desktop.sop.letters import void_words
from desktop.sop.refusals import Refused
from desktop.verbs.desk import VerbDesk


def arguments(deeds: "_SubParsersAction[ArgumentParser]") -> None:
    """Beside the other deeds of ``letter``."""
    void = deeds.add_parser("void", help="batalkan sebuah surat; nomornya tetap di buku agenda")
    void.add_argument("number", type=int, metavar="NOMOR", help="nomor urut dari letter list")
    void.add_argument("--reason", required=True, metavar="ALASAN")
    void.add_argument("--replace", action="store_true", help="terbitkan surat penggantinya sekarang")
    void.add_argument("--signer", type=int, metavar="ID", help="penanda tangan pengganti, dari letter signers")
    enter = deeds.add_parser("register", help="catat surat masuk, atau surat keluar yang tidak dibuat Padan")
    enter.add_argument("direction", choices=("in", "out"), metavar="in|out")
    enter.add_argument("--letter", type=int, metavar="NOMOR", help="surat kantor Padan lain yang diterima (in)")
    enter.add_argument("--number", default="", metavar="NOMOR_SURAT", help="nomor dari pengirim (in)")
    enter.add_argument("--dated", type=_day, metavar="TTTT-BB-HH", help="tanggal surat; tanpa ini: hari ini")
    enter.add_argument("--party", default="", metavar="NAMA", help="pengirim (in) atau penerima (out)")
    enter.add_argument("--subject", default="", metavar="PERIHAL")
    enter.add_argument("--classification", default="", metavar="KODE", help="misalnya 400.9.4.1")
    enter.add_argument("--place", default="", metavar="TEMPAT", help="tempat arsip kertasnya")
    book = deeds.add_parser("book", help="buku agenda kantor ini")
    book.add_argument("--in", dest="incoming", action="store_true", help="buku surat masuk; tanpa ini: surat keluar")
    book.add_argument("--year", type=int, metavar="TAHUN", help="tanpa ini: tahun ini")
    book.add_argument("--text", default="", metavar="TEKS", help="cari di nomor, pengirim atau penerima, dan perihal")
    book.add_argument("--page", type=int, default=1, metavar="HALAMAN", help="halaman 1 memuat 200 baris terbaru")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"tanggal '{text}' belum benar, tulis seperti 2026-11-23") from None


def void(desk: VerbDesk) -> None:
    """The number stays in the book; with ``--replace`` the new letter's number is told."""
    wish = desk.arguments
    if wish.signer is not None and not wish.replace:
        raise Refused("no_replacement", "--signer hanya untuk surat pengganti. Tambahkan --replace.")
    command = VoidLetter(letter_id=wish.number, reason=wish.reason, replace=wish.replace, signer_id=wish.signer)
    outcome = desk.seat().run(command)
    desk.answer({"voided": list(outcome.done), "letters": list(outcome.data["letters"])}, outcome.sentence)


def tell_void(desk: VerbDesk, seat: Seat, letter_id: int) -> bool:
    """Say on the side that a letter was declared void; gives whether it was."""
    status = seat.read(letter_status, letter_id)
    if status is None or status.void_reason is None:
        return False
    desk.progress(void_words(status.void_reason, status.replaced_number))
    return True


def register(desk: VerbDesk) -> None:
    """One line, in or out."""
    seat, wish = desk.seat(), desk.arguments
    common = {"correspondent": wish.party, "subject": wish.subject, "archive_place": wish.place}
    dated = wish.dated or seat.now().date()
    command: EnterIncoming | EnterOutgoing
    if wish.direction == "in":
        command = EnterIncoming(
            letter_id=wish.letter, number=wish.number, dated=dated, classification=wish.classification, **common
        )
    else:
        command = EnterOutgoing(classification=wish.classification, dated=dated, **common)
    outcome = seat.run(command)
    desk.answer(dict(outcome.data), outcome.sentence)


def book(desk: VerbDesk) -> None:
    """The newest lines first, 200 a page."""
    seat, wish = desk.seat(), desk.arguments
    direction = "masuk" if wish.incoming else "keluar"
    year, page = wish.year or seat.now().year, max(wish.page, 1)
    office = seat.staff.office_id
    rows = seat.read(mail_book, office, direction, year, wish.text, limit=200, offset=200 * (page - 1))
    lines = (
        f"{row.agenda:5} {row.dated} {row.number:34} {row.correspondent}{'  BATAL: ' + row.void_reason if row.voided else ''}"
        for row in rows
    )
    data = {"direction": direction, "year": year, "lines": [asdict(row) for row in rows]}
    desk.answer(data, "\n".join(lines) or "Buku ini belum berisi.")
