"""The keys with which offices seal their cards: one in use for each office, old ones kept so that old cards still open.

The private half lies in a table of its own: on a shared server only the office's own card desk reads it.
"""

from dataclasses import dataclass

from sqlalchemy import insert, select, update

from db.queries.cards import key_in_use
from db.tables.access import office
from db.tables.printing import office_key, office_secret
from desktop.operations.command import Command, operation
from desktop.operations.journal import Entry
from desktop.operations.outcome import Outcome
from desktop.operations.work import Work
from desktop.sop.refusals import Refused


@dataclass(frozen=True, kw_only=True)
class EnsureOfficeKey(Command):
    """The actor's office gets this key unless it has one in use already."""

    key_id: str
    public: bytes
    private: bytes


@dataclass(frozen=True, kw_only=True)
class RotateOfficeKey(Command):
    """This key takes the place of ``replaces`` (empty: of none yet)."""

    office_id: int
    key_id: str
    public: bytes
    private: bytes
    replaces: str = ""


@operation(EnsureOfficeKey)
def ensure_office_key(work: Work, command: EnsureOfficeKey) -> Outcome:
    """``data["key"]``: the key in use afterwards, which may be another desk's."""
    work.need_role("panti", "admin")
    mine = work.staff.office_id
    known = _in_use(work, mine)
    if not known:
        _store(work, mine, command)
    work.changed("office_key")
    return Outcome("Kunci segel siap dipakai.", data={"key": known or command.key_id})


@operation(RotateOfficeKey)
def rotate_office_key(work: Work, command: RotateOfficeKey) -> Outcome:
    """Cards sealed before stay genuine; new ones carry the new key."""
    work.need_role("admin")
    known = _in_use(work, command.office_id)
    if known != command.replaces:
        raise Refused("stale", "Kunci kantor ini baru saja diganti. Muat ulang, lalu ulangi bila masih perlu.")
    if known:
        work.connection.execute(update(office_key).where(office_key.c.key_id == known).values(retired_at=work.now))
    _store(work, command.office_id, command, known)
    work.changed("office_key")
    words = f"Kunci segel diganti dengan {command.key_id}. Bagikan berkas kunci yang baru kepada pemeriksa kartu."
    return Outcome(words, data={"key": command.key_id})


def _in_use(work: Work, office_id: int) -> str:
    """The key in use, nobody else able to add one meanwhile; empty when there is none."""
    work.backend.hold(work.connection, "office", [office_id], shared=False)
    if work.connection.scalar(select(office.c.id).where(office.c.id == office_id)) is None:
        raise Refused("gone", "Kantor ini tidak ditemukan. Muat ulang daftar kantor.")
    return key_in_use(work.connection, office_id)


def _store(work: Work, office_id: int, key: EnsureOfficeKey | RotateOfficeKey, before: str = "") -> None:
    values = {"key_id": key.key_id, "office_id": office_id, "public": key.public}
    values |= {"created_by": work.staff.id, "created_at": work.now}
    work.connection.execute(insert(office_key), values)
    work.connection.execute(insert(office_secret), {"key_id": key.key_id, "private": key.private})
    work.note(Entry("kunci_segel", fields={"kunci": (before, key.key_id)}))
