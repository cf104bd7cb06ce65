"""Dinas Kesehatan puts known people on a list of members: the practice office's first ones, and single late ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, insert, select

from db.tables.people import membership, person
from desktop.operations.command import Command, operation
from desktop.operations.journal import Entry
from desktop.operations.outcome import Outcome
from desktop.operations.work import Work
from desktop.sop.identity import check_participant_number
from desktop.sop.refusals import Refused, RowRefusal
from desktop.sop.segments import kis_kind, segment


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A membership as it begins: whose NIK, which number, in which segment, from when on."""

    nik: str
    number: str
    segment: str
    since: date


@dataclass(frozen=True, kw_only=True)
class RegisterMembers(Command):
    """Members to be known from now on; all of them or none."""

    members: tuple[Member, ...]


@operation(RegisterMembers)
def register_members(work: Work, command: RegisterMembers) -> Outcome:
    """:raises Refused: when a NIK is unknown, a number is none or runs already, or a segment nobody's budget pays."""
    work.need_role("dinkes")
    niks = [member.nik for member in command.members]
    found = select(person.c.nik, func.coalesce(person.c.merged_into, person.c.id).label("id")).where(
        person.c.nik.in_(niks)
    )
    known = {row.nik: row.id for row in work.connection.execute(found)}
    until = _held_until(work, [member.number for member in command.members])
    wrong = []
    for at, member in enumerate(command.members, 1):
        if member.nik not in known:
            wrong.append(RowRefusal(at, f"baris {at}", "unknown", "NIK ini belum tercatat. Daftarkan orangnya dulu."))
        elif not check_participant_number(member.number).number or member.since < until.get(member.number, date.min):
            sentence = "Nomor peserta ini keliru atau sudah dipakai. Periksa lagi nomornya."
            wrong.append(RowRefusal(at, f"baris {at}", "bad_number", sentence))
        elif not kis_kind(member.segment):
            wrong.append(
                RowRefusal(at, f"baris {at}", "bad_segment", "Segmen ini bukan PBI. Pilih Kota, Provinsi, atau JK.")
            )
    if wrong:
        raise Refused(wrong[0].code, wrong[0].sentence, wrong)
    rows = [
        {
            "person_id": known[member.nik],
            "participant_number": member.number,
            "segment": member.segment,
            "payer": segment(member.segment).payer,
            "valid_from": member.since,
            "created_at": work.now,
        }
        for member in command.members
    ]
    if rows:
        work.connection.execute(insert(membership), rows)
    work.note(
        *(
            Entry("peserta", None, known[one.nik], fields={"nomor_peserta": (None, one.number)})
            for one in command.members
        )
    )
    work.changed("membership")
    return Outcome(f"{len(rows)} peserta dicatat.")


def _held_until(work: Work, numbers: Sequence[str]) -> dict[str, date]:
    """Number → the first day on which nobody is a member under it: one that runs has none."""
    m = membership.c
    last = func.max(func.coalesce(m.valid_to, date.max)).label("last")
    held = select(m.participant_number, last).where(m.participant_number.in_(numbers)).group_by(m.participant_number)
    return {row.participant_number: row.last for row in work.connection.execute(held)}
