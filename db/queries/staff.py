"""Staff as the sign-in page, the rail and the administrator's screen need them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, exists, func, select

from db.tables.access import office, setting, staff, staff_role, staff_totp


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A staff member with office and roles; never the password. ``totp``: signs in with an authenticator too;
    ``totp_required``: a role of this person needs one."""

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
    totp: bool = False
    totp_required: bool = False


_ROLES = (
    select(func.aggregate_strings(staff_role.c.role, ","))
    .where(staff_role.c.staff_id == staff.c.id)
    .scalar_subquery()
    .label("roles")
)
# Read with everybody's row, so that the runner knows without another question.
_TOTP = exists().where(staff_totp.c.staff_id == staff.c.id).label("totp")
_NEEDED = select(setting.c.value).where(setting.c.key == "totp_roles").scalar_subquery().label("totp_roles")
_OFFICE = (office.c.name.label("office_name"), office.c.kind.label("office_kind"))
# Without the password: a clerk's login may not even ask for it.
_PLAIN = tuple(column for column in staff.c if column.name != "password_hash")
_STAFF = select(*_PLAIN, *_OFFICE, _ROLES, _TOTP, _NEEDED).join(office, office.c.id == staff.c.office_id)


def _row(row: Row[tuple[object, ...]]) -> StaffRow:
    roles = frozenset((row.roles or "").split(",")) - {""}
    return StaffRow(
        row.id,
        row.username,
        row.name,
        row.nip,
        row.position,
        row.office_id,
        row.office_name,
        row.office_kind,
        roles,
        bool(row.disabled),
        bool(row.must_change),
        row.locked_until,
        row.version,
        bool(row.totp),
        bool(roles.intersection((row.totp_roles or "").split(","))),
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
