"""Give a person the trail of his or her own data (UU 27/2022 Art. 31 and 32): who may, why, and that too is journalled."""

from dataclasses import dataclass

from sqlalchemy import Connection

from db.queries.person import person_by_id
from db.queries.staff import StaffRow
from db.queries.trail import offices_of_person
from desktop.operations.command import Command, operation
from desktop.operations.journal import Entry, look_chain
from desktop.operations.outcome import Outcome
from desktop.operations.work import Work
from desktop.sop.refusals import Refused

SHORTEST_WHY = 5


@dataclass(frozen=True, kw_only=True)
class OpenTrail(Command):
    """``why`` names the request (its letter and day); ``form`` says how it was given: layar, PDF, or a file."""

    person_id: int
    why: str
    form: str = "layar"


@operation(OpenTrail)
def open_trail(work: Work, command: OpenTrail) -> Outcome:
    """Run before anything is shown or written. :raises Refused: for who has nothing to do with the person."""
    if person_by_id(work.connection, command.person_id) is None:
        raise Refused("gone", "Orang ini tidak ditemukan. Periksa NIK-nya, lalu cari lagi.")
    if not may_open_trail(work.connection, work.staff, command.person_id):
        sentence = "Riwayat data diberikan oleh kantor yang menangani orang ini, atau administrator. Teruskan ke sana."
        raise Refused("not_your_person", sentence)
    why = " ".join(command.why.split())[:300]
    if len(why) < SHORTEST_WHY:
        raise Refused(
            "reason_needed", "Tulis siapa yang meminta dan dasarnya, misalnya surat permintaan dan tanggalnya."
        )
    chain, fields = look_chain(work.staff.id, work.today), {"bentuk": ("", command.form)}
    work.note(Entry("riwayat", person_id=command.person_id, reason=why, fields=fields, own_chain=chain))
    work.changed("journal")
    return Outcome("Riwayat data dibuka dan dicatat.", done=(command.person_id,))


def may_open_trail(connection: Connection, staff: StaffRow, person_id: int) -> bool:
    """An administrator, or anybody of an office that began, received or holds a case of the person."""
    return "admin" in staff.roles or staff.office_id in offices_of_person(connection, person_id)
