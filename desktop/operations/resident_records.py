"""Of whom only the population register knew, a record of their own: an event hangs on a person, and can be taken back."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import RowMapping, select

from db.registry.people import FIELDS
from db.statements import insert_or_skip, next_numbers
from db.tables.people import person
from db.tables.registry import resident
from desktop.operations.event_rows import Found
from desktop.operations.intake import write_keys
from desktop.operations.journal import Entry
from desktop.operations.work import Work

_TOLD = ("name", *FIELDS)


def with_records(work: Work, found: Sequence[Found]) -> list[Found]:
    """The same events, each with the person it is about. Who cannot get a record, because an office outside the own
    region keeps one of that NIK, is left out."""
    niks = [one.who.nik for one in found if not one.who.person_id]
    if not niks:
        return list(found)
    rows = work.connection.execute(select(resident).where(resident.c.nik.in_(niks))).mappings().all()
    first = next_numbers(work.connection, f"resident:{work.today.year}", len(rows))
    insert_or_skip(work.connection, person, [_record(work, row, first + at) for at, row in enumerate(rows)])
    named = select(person.c.nik, person.c.id, person.c.name, person.c.registration).where(person.c.nik.in_(niks))
    new = {row.nik: row for row in work.connection.execute(named)}
    write_keys(work, {row.id: (row.name, "") for row in new.values()})
    work.note(Entry("penduduk", fields={"banyaknya": (0, len(new))}))
    known = [one for one in found if one.who.person_id or one.who.nik in new]
    return [
        _about(one, new[one.who.nik].id, new[one.who.nik].registration) if one.who.nik in new else one for one in known
    ]


def _about(one: Found, person_id: int, registration: str) -> Found:
    return replace(one, who=replace(one.who, person_id=person_id, registration=registration))


def _record(work: Work, row: RowMapping, number: int) -> dict[str, object]:
    told = [name for name in _TOLD if row[name]]
    return {
        "registration": f"P-{work.today.year}-{number:06d}",
        "nik": row["nik"],
        **{name: row[name] for name in _TOLD},
        "office_id": work.staff.office_id,
        "created_at": work.now,
        "resident_run_id": row["run_id"],
        "resident_fields": "".join(f"{name}," for name in told),
    }
