"""Looks that gathered at a desk are written together: one transaction, one chain, nobody waits for it (J3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from db.database import Database
from db.queries.letter_people import people_of_letters
from db.queries.staff import StaffRow
from db.statements import insert_or_skip
from db.tables.traces import journal, request
from desktop.operations import journal as book
from desktop.operations.journal import Entry, look_chain
from desktop.operations.run import calendar

SAME = timedelta(minutes=15)
MERGED = frozenset({"buka_orang", "lihat_orang", "lihat_surat", "lihat_pindaian"})
"""A second look of the same clerk at the same thing within :data:`SAME` says nothing new and is not written."""


@dataclass(frozen=True, slots=True)
class Look:
    """One look: ``kind`` is a key of ``note_access.KINDS``. ``about`` are plain facts for the journal (field → value)
    without any full number; ``subjects`` are people it showed beyond ``person_id``, those of ``letter_id`` are looked up
    when it is written."""

    kind: str
    at: datetime
    person_id: int | None = None
    application_id: int | None = None
    why: str = ""
    about: tuple[tuple[str, object], ...] = ()
    subjects: tuple[int, ...] = field(default=())
    letter_id: int | None = None

    @property
    def thing(self) -> tuple[object, ...]:
        """What was looked at: two looks with the same are the same."""
        return self.kind, self.person_id, self.application_id, self.why


def keep_looks(database: Database, looks: Sequence[Look], staff: StaffRow, batch: str) -> int:
    """Write the looks that say something new; gives their number. The same ``batch`` is written once.

    No news is told to other screens: a look changes nothing they show.
    :raises RecordRoomError: when the world gets in the way; sending the same batch again is safe.
    """
    if not looks:
        return 0
    newest = max(look.at for look in looks)
    with database.write() as connection:
        claim = {"id": batch, "command": "KeepLooks", "staff_id": staff.id, "at": newest}
        if not insert_or_skip(connection, request, [claim]):
            return 0
        zone = ZoneInfo(calendar(connection).zone)
        chains = [look_chain(staff.id, look.at.astimezone(zone).date()) for look in looks]
        known = _known(connection, set(chains), min(look.at for look in looks) - SAME)
        named = people_of_letters(connection, {look.letter_id for look in looks if look.letter_id is not None})
        entries: list[Entry] = []
        for look, chain in zip(looks, chains, strict=True):
            if look.kind in MERGED:
                before = known.get(look.thing)
                if before is not None and look.at - before < SAME:
                    continue
                known[look.thing] = look.at
            entries.append(_entry(look, chain, named))
        book.write(
            connection,
            entries,
            at=newest,
            staff_id=staff.id,
            staff_name=staff.name,
            office_id=staff.office_id,
            lock=database.backend.lock_rows(),
        )
    return len(entries)


def _entry(look: Look, chain: str, named: Mapping[int, tuple[int, ...]]) -> Entry:
    fields = {name: ("", value) for name, value in look.about}
    line = (look.kind, look.application_id, look.person_id, "", "", look.why, fields)
    people = (*look.subjects, *named.get(look.letter_id or 0, ()))
    return Entry(*line, subjects=people, own_chain=chain, at=look.at)


def _known(connection: Connection, chains: set[str], since: datetime) -> dict[tuple[object, ...], datetime]:
    """What this clerk looked at lately, at any desk: thing → when it was last written."""
    names = ("action", "person_id", "application_id", "reason", "at")
    mine = (journal.c.chain.in_(chains), journal.c.at > since, journal.c.action.in_(MERGED))
    rows = connection.execute(select(*(journal.c[name] for name in names)).where(*mine).order_by(journal.c.at))
    return {(row.action, row.person_id, row.application_id, row.reason): row.at for row in rows}
