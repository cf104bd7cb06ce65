"""Staff: the administrator adds, changes, disables and resets; everybody changes the own password (J1, J6)."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from db.queries.changers import office_lines
from db.queries.staff import StaffRow, staff_by_id, staff_by_username
from db.statements import insert_or_skip
from db.tables.access import office, staff, staff_role
from desktop.operations.command import Command, operation
from desktop.operations.journal import Entry
from desktop.operations.manage_totp import forget, seal_anew
from desktop.operations.merging import merge
from desktop.operations.outcome import Outcome
from desktop.operations.passwords import check_password, hash_password, matches
from desktop.operations.texts import must_fit
from desktop.operations.work import Work
from desktop.sop.procedure import ROLES
from desktop.sop.refusals import Refused

LABELS = {"username": "Nama pengguna", "nip": "NIP"}
CHANGED = {"name": "Nama", "nip": "NIP", "position": "Jabatan", "roles": "Peran", "disabled": "Nonaktif"}
"""What an administrator may change about somebody, as a clash names it."""


@dataclass(frozen=True, kw_only=True)
class AddStaff(Command):
    """A new staff member; ``password`` is the first one, changed at the first sign-in when ``must_change``."""

    username: str
    name: str
    nip: str = ""
    position: str = ""
    office_id: int
    roles: frozenset[str] = field(default_factory=frozenset)
    password: str
    must_change: bool = True


@dataclass(frozen=True, kw_only=True)
class ChangeStaff(Command):
    """What the administrator may change about somebody; ``version`` is what was on the screen.

    ``before`` holds the values on the screen by field name: then a newer version is no refusal, only fields that both
    changed are.
    """

    staff_id: int
    version: int
    name: str
    nip: str
    position: str
    roles: frozenset[str]
    disabled: bool = False
    before: Mapping[str, Any] | None = None


@dataclass(frozen=True, kw_only=True)
class ResetPassword(Command):
    """A new first password; also lifts a lock."""

    staff_id: int
    password: str


@dataclass(frozen=True, kw_only=True)
class ChangePassword(Command):
    """One's own password."""

    before_totp = True
    old: str
    new: str


@operation(AddStaff)
def add_staff(work: Work, command: AddStaff) -> Outcome:
    """Refused for a taken or empty user name, an unknown role or office, a weak password."""
    work.need_role("admin")
    username = command.username.strip().casefold()
    if not username or not command.name.strip():
        raise Refused("name_needed", "Nama dan nama pengguna belum diisi. Isi keduanya.")
    if staff_by_username(work.connection, username):
        raise Refused("username_taken", "Nama pengguna itu sudah dipakai. Pilih nama lain.")
    _known_roles(command.roles)
    if work.connection.scalar(select(office.c.id).where(office.c.id == command.office_id)) is None:
        raise Refused("no_office", "Kantor itu tidak ditemukan. Pilih kantor dari daftar.")
    check_password(command.password, username)
    values = {
        "username": username,
        "name": command.name.strip(),
        "nip": command.nip.strip(),
        "position": command.position.strip(),
        "office_id": command.office_id,
        "password_hash": "",
        "must_change": command.must_change,
    }
    must_fit(staff, values, LABELS)
    staff_id = work.connection.execute(insert(staff).returning(staff.c.id), values).scalar_one()
    _set_roles(work, staff_id, command.roles)
    fields = {"peran": ("", ",".join(sorted(command.roles)))}
    work.note(Entry("petugas_baru", fields=fields | {"petugas": ("", staff_id)}))
    work.changed("staff")
    _set_password(work, staff_id, username, command.password, must_change=command.must_change)
    return Outcome(f"{command.name.strip()} kini terdaftar sebagai petugas.", data={"staff": staff_id})


@operation(ChangeStaff)
def change_staff(work: Work, command: ChangeStaff) -> Outcome:
    """The last administrator can neither be disabled nor lose the role: nobody could undo it."""
    work.need_role("admin")
    row = _target(work, command.staff_id)
    if command.before is None and row.version != command.version:
        raise Refused("stale", "Data petugas ini baru saja diubah. Muat ulang, lalu ulangi.")
    if not command.name.strip():
        raise Refused("name_needed", "Nama petugas belum diisi. Isi namanya.")
    _known_roles(command.roles)
    stored = {name: getattr(row, name) for name in CHANGED}
    typed = {name: getattr(command, name) for name in ("roles", "disabled")}
    typed |= {name: getattr(command, name).strip() for name in ("name", "nip", "position")}
    lines = partial(office_lines, work.connection, "petugas", row.id)
    changes = merge(stored if command.before is None else command.before, typed, stored, CHANGED, lines, _plain)
    _keep_an_admin(work, row, stored | changes)
    must_fit(staff, changes, LABELS)
    if changes:
        own = {name: value for name, value in changes.items() if name != "roles"}
        statement = update(staff).where(staff.c.id == row.id)
        work.connection.execute(statement.values(**own, version=staff.c.version + 1))
    if "roles" in changes:
        _set_roles(work, row.id, command.roles - row.roles)
        # Last: who takes the own administrator's role away may do nothing more on a shared server.
        gone = staff_role.c.role.in_(row.roles - command.roles)
        work.connection.execute(delete(staff_role).where(staff_role.c.staff_id == row.id, gone))
    fields = {name: (_plain(stored[name]), _plain(value)) for name, value in changes.items()}
    work.note(Entry("petugas_ubah", fields=fields | {"petugas": (row.id, row.id)}))
    work.changed("staff")
    work.keys_changed |= "disabled" in changes
    back = row.disabled and not changes.get("disabled", True)
    return Outcome(f"Data {typed['name']} disimpan.{_without_key(work, back=back)}")


def _keep_an_admin(work: Work, row: StaffRow, after: Mapping[str, Any]) -> None:
    loses = after["disabled"] or "admin" not in after["roles"]
    if "admin" in row.roles and loses and _admins(work) == 1:
        raise Refused("last_admin", "Ini administrator terakhir. Tunjuk administrator lain dulu.")


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    return ", ".join(sorted(ROLES[one] for one in value)) if isinstance(value, frozenset) else str(value)


@operation(ResetPassword)
def reset_password(work: Work, command: ResetPassword) -> Outcome:
    """The person chooses an own password at the next sign-in."""
    work.need_role("admin")
    row = _target(work, command.staff_id)
    check_password(command.password, row.username)
    _set_password(work, row.id, row.username, command.password, must_change=True)
    # Its secret was encrypted with the password that nobody knows any more.
    if forget(work.connection, row.id):
        work.note(Entry("autentikator_dilepas", fields={"petugas": (row.id, row.id)}))
    work.note(Entry("sandi_diatur_ulang", fields={"petugas": (row.id, row.id)}))
    return Outcome(f"Kata sandi {row.name} diatur ulang. Sampaikan langsung kepada yang bersangkutan.")


@operation(ChangePassword)
def change_password(work: Work, command: ChangePassword) -> Outcome:
    """Needs the old password, so that an unlocked desk is not enough."""
    proved = work.backend.proves(work.connection, work.staff.id, command.old)
    if proved is None:
        mine = select(staff.c.password_hash).where(staff.c.id == work.staff.id)
        proved = matches(work.connection.execute(mine).scalar_one(), command.old)
    if not proved:
        raise Refused("wrong_password", "Kata sandi lama salah. Periksa, lalu coba lagi.")
    check_password(command.new, work.staff.username)
    _set_password(work, work.staff.id, work.staff.username, command.new, must_change=False)
    seal_anew(work.connection, work.staff.id, command.old, command.new)
    work.note(Entry("sandi_diganti"))
    return Outcome("Kata sandi Anda sudah diganti.")


def _without_key(work: Work, *, back: bool) -> str:
    """Whoever comes back to an encrypted office has no key any more: it went with the disabling."""
    gone = " Setel ulang kata sandinya supaya ia dapat masuk lagi: kuncinya dihapus saat dinonaktifkan."
    return gone if back and work.keys is not None else ""


def _target(work: Work, staff_id: int) -> StaffRow:
    work.locked(select(staff.c.id).where(staff.c.id == staff_id))
    row = staff_by_id(work.connection, staff_id)
    if row is None:
        raise Refused("gone", "Petugas itu tidak ditemukan. Muat ulang daftar.")
    return row


def _known_roles(roles: frozenset[str]) -> None:
    if roles - ROLES.keys():
        raise Refused("unknown_role", "Ada peran yang tidak dikenal. Pilih peran dari daftar.")


def _set_roles(work: Work, staff_id: int, roles: Set[str]) -> None:
    insert_or_skip(work.connection, staff_role, [{"staff_id": staff_id, "role": role} for role in sorted(roles)])


def _admins(work: Work) -> int:
    statement = select(func.count()).select_from(staff_role).join(staff, staff.c.id == staff_role.c.staff_id)
    return work.connection.scalar(statement.where(staff_role.c.role == "admin", ~staff.c.disabled)) or 0


def _set_password(work: Work, staff_id: int, username: str, password: str, *, must_change: bool) -> None:
    """Call it when nothing can be refused any more: an encrypted office gets the new key slot before the commit."""
    encoded = "" if work.backend.logins else hash_password(password)
    work.backend.set_password(work.connection, staff_id, password, encoded, must_change=must_change)
    work.changed("staff")
    work.give_key(username, password, encoded)
