"""People of the population register who have a NIK: what Dukcapil's search looks through before a NIK is issued."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import insert, select

from db.statements import next_numbers
from db.tables.people import person
from desktop.operations.command import Command, operation
from desktop.operations.intake import write_keys
from desktop.operations.journal import Entry
from desktop.operations.outcome import Outcome
from desktop.operations.work import Work
from desktop.sop.identity import check_nik
from desktop.sop.names import normalise_name
from desktop.sop.refusals import Refused, RowRefusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Resident:
    """A registered resident."""

    nik: str
    name: str
    sex: str
    birth_place: str = ""
    birth_date: date
    address: str = ""
    kelurahan: str = ""
    kecamatan: str = ""


@dataclass(frozen=True, kw_only=True)
class RegisterResidents(Command):
    """Residents to be known from now on."""

    residents: tuple[Resident, ...]


@operation(RegisterResidents)
def register_residents(work: Work, command: RegisterResidents) -> Outcome:
    """NIKs that are known already are left as they are; a NIK that cannot be one refuses the whole list."""
    work.need_role("dukcapil")
    niks = [check_nik(resident.nik, today=work.today).nik for resident in command.residents]
    wrong = [
        RowRefusal(at, resident.name, "bad_nik", "NIK ini bukan NIK yang sah. Perbaiki barisnya.")
        for at, (resident, nik) in enumerate(zip(command.residents, niks, strict=True))
        if nik is None
    ]
    if wrong:
        raise Refused("bad_nik", wrong[0].sentence, wrong)
    known = set(work.connection.scalars(select(person.c.nik).where(person.c.nik.in_(set(niks)))))
    clean = {nik: replace(one, nik=nik) for nik, one in zip(niks, command.residents, strict=True) if nik}
    fresh = [resident for nik, resident in clean.items() if nik not in known]
    ids = _insert(work, fresh) if fresh else []
    work.changed("person")
    work.note(Entry("penduduk", fields={"banyaknya": (0, len(ids))}))
    return Outcome(f"{len(ids)} penduduk dicatat, {len(known)} sudah ada.", data={"people": ids})


def _insert(work: Work, residents: Sequence[Resident]) -> list[int]:
    first = next_numbers(work.connection, f"resident:{work.today.year}", len(residents))
    rows = [
        {
            "registration": f"P-{work.today.year}-{first + at:06d}",
            "nik": resident.nik,
            "name": normalise_name(resident.name),
            "sex": resident.sex,
            "birth_place": normalise_name(resident.birth_place),
            "birth_date": resident.birth_date,
            "address": resident.address,
            "kelurahan": resident.kelurahan,
            "kecamatan": resident.kecamatan,
            "office_id": work.staff.office_id,
            "created_at": work.now,
        }
        for at, resident in enumerate(residents)
    ]
    returning = insert(person).returning(person.c.id, sort_by_parameter_order=True)
    ids = list(work.connection.scalars(returning, rows))
    write_keys(work, {pid: (resident.name, "") for pid, resident in zip(ids, residents, strict=True)})
    return ids
