"""The first start: an empty database becomes an office with its first administrator."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, update

from db.database import Database
from db.migrations import upgrade
from db.queries.staff import anybody
from db.statements import insert_or_skip
from db.tables.access import office, setting, staff, staff_role
from desktop.operations import journal
from desktop.operations.declare import declare, declare_name
from desktop.operations.journal import Entry
from desktop.operations.passwords import check_password, hash_password
from desktop.operations.seed_rates import seed_rates
from desktop.sop.procedure import MONTHLY, load_procedure, procedures
from desktop.sop.refusals import Refused
from desktop.version import VERSION


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOffice:
    """An office as typed in the wizard or given by the practice data."""

    kind: str
    name: str
    unit: str = ""
    government: str = ""
    address: str = ""
    contact: str = ""
    city: str = ""
    region: str = ""
    head_position: str = ""
    head_name: str = ""
    head_rank: str = ""
    head_nip: str = ""
    kelurahan: str = ""
    email: str = ""
    fax: str = ""


def prepare(database: Database) -> None:
    """Bring the tables, guards and declared procedures to this program's version; safe to repeat."""
    raised = upgrade(database)
    with database.write() as connection:
        if not database.backend.may_upgrade(connection):
            return
        if raised:
            _say_version(connection)
        for procedure in procedures():
            declare(connection, procedure)
        declare_name(connection, load_procedure(MONTHLY))
        seed_rates(connection)


def _say_version(connection: Connection) -> None:
    """Desks with an older program are told which one these tables need."""
    insert_or_skip(connection, setting, [{"key": "program_version", "value": ""}])
    connection.execute(update(setting).where(setting.c.key == "program_version").values(value=VERSION))


def open_office(
    database: Database,
    offices: Sequence[NewOffice],
    *,
    admin_username: str,
    admin_name: str,
    admin_password: str,
    admin_position: str = "Administrator",
    admin_nip: str = "",
    now: datetime,
) -> None:
    """Create the offices; the first one gets the administrator.

    :raises Refused: when the database has staff already, or the password is too weak.
    """
    check_password(admin_password, admin_username)
    if not admin_username.strip() or not admin_name.strip():
        raise Refused("name_needed", "Nama dan nama pengguna administrator belum diisi. Isi keduanya.")
    prepare(database)
    encoded = "" if database.backend.logins else hash_password(admin_password)
    with database.write() as connection:
        if anybody(connection):
            raise Refused("office_exists", "Basis data ini sudah dipakai sebuah kantor. Masuk dengan akun yang ada.")
        fields = NewOffice.__dataclass_fields__
        rows = [{name: getattr(new, name) for name in fields} for new in offices]
        ids = list(connection.scalars(insert(office).returning(office.c.id, sort_by_parameter_order=True), rows))
        admin = {
            "username": admin_username.strip().casefold(),
            "name": admin_name.strip(),
            "position": admin_position.strip() or "Administrator",
            "nip": admin_nip.strip(),
            "office_id": ids[0],
            "password_hash": "",
        }
        staff_id = connection.execute(insert(staff).returning(staff.c.id), admin).scalar_one()
        connection.execute(insert(staff_role), {"staff_id": staff_id, "role": "admin"})
        database.backend.set_password(connection, staff_id, admin_password, encoded, must_change=False)
        journal.write(
            connection,
            [Entry("kantor_dibuka", fields={"kantor": (0, len(ids))})],
            at=now,
            staff_id=staff_id,
            staff_name=admin_name,
            office_id=ids[0],
            lock=database.backend.lock_rows(),
        )
