"""Record what a print queue did with a job: taken, refused, or called off (L16)."""

from dataclasses import dataclass, replace
from typing import Literal

from sqlalchemy import Connection, insert, select

from db.queries.letter_people import people_of_letters
from db.queries.print_jobs import cases_on_sheet, letter_for_office
from db.tables.letters import letter_void
from db.tables.papers import card, card_sheet
from db.tables.printing import card_event, print_job
from desktop.operations.command import Command, operation
from desktop.operations.journal import Entry, look_chain
from desktop.operations.outcome import Outcome
from desktop.operations.work import Work
from desktop.sop.refusals import Refused

PrintState = Literal["diterima", "gagal", "dibatalkan"]
JOURNAL = {"diterima": "cetak", "gagal": "cetak_gagal", "dibatalkan": "cetak_batal"}
SAID = {"diterima": "dikirim ke pencetak", "gagal": "tidak tercetak", "dibatalkan": "batal dicetak"}


@dataclass(frozen=True, kw_only=True)
class RecordPrint(Command):
    """``diterima``: the queue gave the job a number. A job that did not get there carries its ``reason``."""

    kind: Literal["surat", "kartu", "uji"]
    title: str
    printer: str
    paper: str
    copies: int
    pages: int
    state: PrintState
    duplex: bool = False
    system_job: str = ""
    reason: str = ""
    letter_id: int | None = None
    sheet_id: int | None = None


@operation(RecordPrint)
def record_print(work: Work, command: RecordPrint) -> Outcome:
    """One line of ``print_job``; the journal of every person whose card was on the sheet says it too."""
    if command.state != "diterima" and not command.reason.strip():
        raise Refused("reason_needed", "Cetakan yang tidak jadi memerlukan alasan. Isi alasannya.")
    if command.copies < 1 or command.pages < 0:
        raise Refused("no_copies", "Jumlah salinan paling sedikit satu. Perbaiki jumlahnya.")
    subjects = may_print(work.connection, work.staff.office_id, command.letter_id, command.sheet_id)
    names = ("kind", "printer", "paper", "copies", "pages", "duplex", "state", "system_job", "letter_id", "sheet_id")
    values = {name: getattr(command, name) for name in names}
    values |= {"title": command.title.strip()[:200], "reason": command.reason.strip()[:500]}
    values |= {"office_id": work.staff.office_id, "staff_id": work.staff.id, "at": work.now}
    print_id = work.connection.execute(insert(print_job).returning(print_job.c.id), values).scalar_one()
    fields = {"pencetak": ("", command.printer), "salinan": ("", command.copies), "judul": ("", values["title"])}
    action, reason = JOURNAL[command.state], str(values["reason"])
    people = [Entry(action, case, person, reason=reason, fields=fields) for case, person in subjects]
    work.note(*people or [_line(work, command.letter_id, Entry(action, reason=reason, fields=fields))])
    work.changed("print", [case for case, _person in subjects])
    return Outcome(f"{values['title']} {SAID[command.state]}.", data={"print": print_id})


def _line(work: Work, letter_id: int | None, line: Entry) -> Entry:
    """A paper that is no sheet of cards: in the chain of the clerk's day, with everybody whom the letter names."""
    named = people_of_letters(work.connection, [letter_id] if letter_id is not None else [])
    people = named.get(letter_id or 0, ())
    return replace(line, subjects=people, own_chain=look_chain(work.staff.id, work.today))


def may_print(
    connection: Connection, office_id: int, letter_id: int | None, sheet_id: int | None
) -> tuple[tuple[int, int], ...]:
    """(case, person) on the sheet of cards; asked before anything is printed and again when it is recorded.

    :raises Refused: when the letter or the sheet is not this office's.
    """
    if letter_id is not None and not letter_for_office(connection, letter_id, office_id):
        raise Refused("other_office", "Surat ini bukan dari atau untuk kantor Anda. Buka dari daftar surat Anda.")
    if sheet_id is None:
        return ()
    known = connection.scalar(select(card_sheet.c.id).where(card_sheet.c.id == sheet_id))
    subjects = cases_on_sheet(connection, sheet_id)
    if known is None or any(office != office_id for _case, _person, office in subjects):
        raise Refused("other_office", "Lembar kartu ini bukan milik panti Anda. Periksa nomor lembarnya.")
    return tuple((case, person) for case, person, _office in subjects)


def refuse_what_counts_no_more(connection: Connection, letter_id: int | None, sheet_id: int | None) -> None:
    """Asked before anything is printed, not when it is recorded: by then the paper is out.

    :raises Refused: for a letter declared void, or a sheet with a card that was called off, lost or spoilt.
    """
    void = select(letter_void.c.letter_id).where(letter_void.c.letter_id == letter_id)
    if letter_id is not None and connection.scalar(void) is not None:
        raise Refused("void", "Surat ini sudah dibatalkan, jadi tidak dicetak lagi. Cetak surat penggantinya.")
    spoilt = select(card_event.c.id).join(card, card.c.id == card_event.c.card_id).where(card.c.sheet_id == sheet_id)
    if sheet_id is not None and connection.scalar(spoilt.limit(1)) is not None:
        sentence = "Di lembar ini ada kartu yang batal, hilang, atau rusak. Buat kartu baru dengan cetak ulang."
        raise Refused("void", sentence)
