"""Staff as the sign-in page, the rail and the administrator's screen need them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, func, select

from db.tables.access import office, staff, staff_role


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A staff member with office and roles; never the password."""

    id: int
    username: str
    name: str
    nip: str
    position: str
    office_id: int
    office_name: str
    office_kind: str
    roles: frozenset[str]
    disabled: bool
    must_change: bool
    locked_until: datetime | None
    version: int


_ROLES = (
    select(func.aggregate_strings(staff_role.c.role, ","))
    .where(staff_role.c.staff_id == staff.c.id)
    .scalar_subquery()
    .label("roles")
)
# Without the password: a clerk's login may not even ask for it.
_PLAIN = (column for column in staff.c if column.name != "password_hash")
_STAFF = select(*_PLAIN, office.c.name.label("office_name"), office.c.kind.label("office_kind"), _ROLES).join(
    office, office.c.id == staff.c.office_id
)


def _row(row: Row[tuple[object, ...]]) -> StaffRow:
    return StaffRow(
        row.id,
        row.username,
        row.name,
        row.nip,
        row.position,
        row.office_id,
        row.office_name,
        row.office_kind,
        frozenset((row.roles or "").split(",")) - {""},
        bool(row.disabled),
        bool(row.must_change),
        row.locked_until,
        row.version,
    )


def staff_list(connection: Connection) -> tuple[StaffRow, ...]:
    """Everybody, by office and name."""
    return tuple(map(_row, connection.execute(_STAFF.order_by(office.c.id, staff.c.name))))


def staff_by_id(connection: Connection, staff_id: int) -> StaffRow | None:
    """One staff member, or ``None``."""
    row = connection.execute(_STAFF.where(staff.c.id == staff_id)).first()
    return _row(row) if row else None


def staff_by_username(connection: Connection, username: str) -> StaffRow | None:
    """One staff member by the name typed at sign-in; capital letters do not matter."""
    row = connection.execute(_STAFF.where(staff.c.username == username.strip().casefold())).first()
    return _row(row) if row else None


def anybody(connection: Connection) -> bool:
    """Whether the office has staff at all; ``False`` means: first start."""
    return connection.execute(select(staff.c.id).limit(1)).first() is not None
