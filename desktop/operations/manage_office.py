"""What the administrator keeps about the offices: letterhead, signer, holidays."""

from dataclasses import asdict, dataclass
from datetime import date
from functools import partial

from sqlalchemy import delete, insert, select, update

from db.queries.changers import office_lines
from db.queries.offices import holidays, office_by_id
from db.tables.access import holiday, office
from desktop.operations.command import Command, operation
from desktop.operations.journal import Entry
from desktop.operations.merging import merge
from desktop.operations.open_office import NewOffice
from desktop.operations.outcome import Outcome
from desktop.operations.texts import must_fit
from desktop.operations.work import Work
from desktop.sop.procedure import ROLES
from desktop.sop.refusals import Refused

LABELS = {
    "kind": "Jenis instansi",
    "name": "Nama kantor",
    "unit": "Kode unit",
    "government": "Pemerintah atau lembaga induk",
    "address": "Alamat",
    "contact": "Telepon, surel pada kop",
    "city": "Kota pada tanggal surat",
    "region": "Kode wilayah",
    "kelurahan": "Kelurahan kantor",
    "email": "Alamat surel",
    "fax": "Nomor faks",
    "head_position": "Jabatan penanda tangan",
    "head_name": "Nama penanda tangan",
    "head_rank": "Pangkat penanda tangan",
    "head_nip": "NIP penanda tangan",
}
_STALE = "Data kantor ini baru saja diubah. Muat ulang, lalu ulangi."


@dataclass(frozen=True, kw_only=True)
class SaveOffice(Command):
    """An office as typed; without ``office_id`` a new one.

    ``before`` is what the administrator started from: then a newer version is no refusal, only fields that both changed
    are. Without it any other ``version`` than the stored one is.
    """

    office: NewOffice
    office_id: int | None = None
    version: int = 0
    before: NewOffice | None = None


@dataclass(frozen=True, kw_only=True)
class SaveHolidays(Command):
    """The whole table of holidays as it stands on the screen."""

    days: tuple[tuple[date, str], ...]


@operation(SaveOffice)
def save_office(work: Work, command: SaveOffice) -> Outcome:
    """Letters already issued keep their own letterhead and signer (L8). Two administrators' fields live together.

    :raises Conflict: for fields that both changed.
    """
    work.need_role("admin")
    new = command.office
    if new.kind not in ROLES or not new.name.strip():
        raise Refused("name_needed", "Nama dan jenis kantor belum diisi. Isi keduanya.")
    values = asdict(new)
    must_fit(office, values, LABELS)
    if command.office_id is None:
        office_id = work.connection.execute(insert(office).returning(office.c.id), values).scalar_one()
        work.note(Entry("kantor_baru", fields={"kantor": ("", new.name)}))
    else:
        office_id = command.office_id
        work.locked(select(office.c.id).where(office.c.id == office_id))
        row = office_by_id(work.connection, office_id)
        if row is None or (command.before is None and row.version != command.version):
            raise Refused("stale", _STALE)
        stored = {name: getattr(row, name) for name in values}
        before = asdict(command.before) if command.before else stored
        lines = partial(office_lines, work.connection, "kantor", office_id)
        typed = merge(before, values, stored, LABELS, lines)
        if typed:
            statement = update(office).where(office.c.id == office_id)
            work.connection.execute(statement.values(**typed, version=office.c.version + 1))
            changes = {name: (stored[name], value) for name, value in typed.items()}
            work.note(Entry("kantor_ubah", fields=changes | {"kantor": (office_id, office_id)}))
    work.changed("office")
    return Outcome(f"Data {new.name.strip()} disimpan.", data={"office": office_id})


@operation(SaveHolidays)
def save_holidays(work: Work, command: SaveHolidays) -> Outcome:
    """The SOP clock stands still on these days from now on; finished steps keep their measured time."""
    work.need_role("admin")
    before, after = dict(holidays(work.connection)), dict(command.days)
    if any(not name.strip() for name in after.values()):
        raise Refused("name_needed", "Ada hari libur tanpa nama. Isi namanya.")
    work.connection.execute(delete(holiday))
    if after:
        work.connection.execute(insert(holiday), [{"day": day, "name": name.strip()} for day, name in after.items()])
    fields = {"hari_libur": (", ".join(map(str, sorted(before))), ", ".join(map(str, sorted(after))))}
    work.note(Entry("hari_libur", fields=fields))
    work.changed("office")
    return Outcome(f"{len(after)} hari libur disimpan.")
