"""Registration numbers lent to a desk in blocks (N14): a person recorded without network has the number that stays."""

from dataclasses import dataclass

from sqlalchemy import func, insert, select, update

from db.statements import next_numbers
from db.tables.leases import number_lease
from db.tables.people import person
from desktop.operations.command import Command, operation
from desktop.operations.outcome import Outcome
from desktop.operations.work import Work
from desktop.sop.refusals import Refused

MOST = 200
SERIES = "registration"


@dataclass(frozen=True, kw_only=True)
class LeaseNumbers(Command):
    """A block of ``count`` numbers of this year for ``desk``, the mark of one outbox."""

    desk: str
    count: int


@dataclass(frozen=True, kw_only=True)
class EndLease(Command):
    """The desk gives a block back: from ``unused_from`` on no number was ever given to a person."""

    lease_id: int
    desk: str
    unused_from: int


def registration(year: str, number: int) -> str:
    """How a person's own number is written: ``W-2026-000123``."""
    return f"W-{year}-{number:06d}"


def next_registrations(work: Work, count: int) -> list[str]:
    """The next numbers of this year, from the counter: never from a random range (L21)."""
    first = next_numbers(work.connection, f"{SERIES}:{work.today.year}", count)
    return [registration(str(work.today.year), first + at) for at in range(count)]


@operation(LeaseNumbers)
def lease_numbers(work: Work, command: LeaseNumbers) -> Outcome:
    """What an ended lease left over is lent again first; else the block comes from the counter."""
    work.need_role("satpol_pp")
    if not 1 <= command.count <= MOST or not command.desk:
        raise Refused("lease_size", f"Blok nomor harus 1 sampai {MOST} nomor. Perbaiki pengaturannya.")
    name = f"{SERIES}:{work.today.year}"
    rest = _left_over(work, name)
    first, last = rest[1:] if rest else (0, 0)
    if rest is None:
        first = next_numbers(work.connection, name, command.count)
        last = first + command.count - 1
    values = {"name": name, "first": first, "last": last, "desk": command.desk, "leased_at": work.now}
    values |= {"office_id": work.staff.office_id, "staff_id": work.staff.id}
    lease_id: int = work.connection.scalars(insert(number_lease).returning(number_lease.c.id), [values]).one()
    if rest is not None:
        work.connection.execute(update(number_lease).where(number_lease.c.id == rest[0]).values(passed_to=lease_id))
    work.changed("lease")
    data = {"lease": lease_id, "year": str(work.today.year), "first": first, "last": last}
    return Outcome(f"{last - first + 1} nomor registrasi dipinjamkan ke meja ini.", data=data)


def _left_over(work: Work, name: str) -> tuple[int, int, int] | None:
    table = number_lease.c
    free = (table.name == name, table.ended_at.is_not(None), table.passed_to.is_(None), table.unused_from <= table.last)
    statement = select(table.id, table.unused_from, table.last).where(*free).order_by(table.first, table.id).limit(1)
    row = work.locked(statement).first()
    # Another desk may have taken it while this one waited for the row.
    if row is None or work.connection.scalar(select(table.passed_to).where(table.id == row[0])) is not None:
        return None
    return int(str(row[0])), int(str(row[1])), int(str(row[2]))


@operation(EndLease)
def end_lease(work: Work, command: EndLease) -> Outcome:
    """Only the desk and office that have it; a number that a person already bears is never called unused."""
    table = number_lease.c
    work.changed("lease")
    statement = select(table.first, table.last, table.name).where(
        table.id == command.lease_id,
        table.desk == command.desk,
        table.office_id == work.staff.office_id,
        table.ended_at.is_(None),
    )
    row = work.locked(statement).first()
    if row is None:
        raise Refused("no_lease", "Blok nomor ini bukan milik meja ini atau sudah dikembalikan. Muat ulang program.")
    first, last, year = int(str(row[0])), int(str(row[1])), str(row[2]).partition(":")[2]
    between = person.c.registration.between(registration(year, first), registration(year, last))
    highest = work.connection.scalar(select(func.max(person.c.registration)).where(between))
    used = int(highest.rpartition("-")[2]) if highest else first - 1
    unused = min(max(command.unused_from, used + 1, first), last + 1)
    ended = update(number_lease).where(table.id == command.lease_id)
    work.connection.execute(ended.values(ended_at=work.now, unused_from=unused))
    return Outcome(f"{last - unused + 1} nomor registrasi dikembalikan.")


def leased_registrations(work: Work, lease_id: int, desk: str, numbers: tuple[int, ...], people: int) -> list[str]:
    """The numbers a desk gave to people without asking, written out.

    :raises Refused: unless they are as many as the people, each once, of a lease of this desk and office, still free.
    """
    table = number_lease.c
    mine = (table.id == lease_id, table.desk == desk, table.office_id == work.staff.office_id)
    row = work.connection.execute(select(number_lease).where(*mine)).first()
    end: int = 0 if row is None else (row.last + 1 if row.unused_from is None else row.unused_from)
    strange = row is None or not all(row.first <= number < end for number in numbers)
    if row is None or strange or len(set(numbers)) != people or len(numbers) != people:
        raise Refused("no_lease", "Nomor registrasi ini tidak dipinjamkan ke meja ini. Catat orangnya sekali lagi.")
    written = [registration(row.name.partition(":")[2], number) for number in numbers]
    taken = work.connection.scalars(select(person.c.registration).where(person.c.registration.in_(written))).first()
    if taken is not None:
        raise Refused("number_used", f"Nomor {taken} sudah dipakai seseorang. Cari orangnya, lalu bandingkan.")
    return written
