"""The desk of one command: the open transaction, who acts, what time it is, and what must be told afterwards."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Select
from sqlalchemy.engine import Result

from db import changes
from db.backends import Backend
from db.queries.offices import office_of_kind
from db.queries.staff import StaffRow
from desktop.operations import journal
from desktop.operations.journal import Entry
from desktop.operations.key_slots import Keys
from desktop.sop.clock import OfficeCalendar
from desktop.sop.decide import Actor
from desktop.sop.procedure import Procedure
from desktop.sop.refusals import Refused

PaperProblems = Callable[[str, str], Sequence[tuple[int, str]]]
"""Facts of a letter (JSON) and its template (TOML) → (row or -1, sentence) for everything that keeps it from being printed."""


@dataclass
class Work:
    """Given to every operation. ``changed`` must be called: who changes data says what changed (DESIGN law 4)."""

    connection: Connection
    backend: Backend
    staff: StaffRow
    now: datetime
    procedure: Callable[[str], Procedure]
    calendar: OfficeCalendar
    paper_problems: PaperProblems
    desk: str = ""
    topics: set[str] = field(default_factory=set)
    ids: set[int] = field(default_factory=set)
    keys: Keys | None = None
    keys_changed: bool = False
    _entries: list[Entry] = field(default_factory=list)

    @property
    def actor(self) -> Actor:
        """Who acts, with the roles held at this moment."""
        return Actor(self.staff.id, self.staff.roles, self.staff.office_id)

    @property
    def today(self) -> date:
        """The day on the office's wall. Not the UTC day, which is yesterday until 7 in the morning in Jakarta."""
        return self.now.astimezone(ZoneInfo(self.calendar.zone)).date()

    def changed(self, topic: str, ids: Iterable[int] = ()) -> None:
        """Say what changed; other screens hear it with the commit."""
        self.topics.add(topic)
        self.ids.update(ids)

    def note(self, *entries: Entry) -> None:
        """Lines for the journal; they are written together at the end of the transaction."""
        self._entries.extend(entries)

    def locked(self, statement: Select[tuple[object, ...]]) -> Result[tuple[object, ...]]:
        """Run a SELECT whose rows nobody else may change until this transaction ends."""
        return self.connection.execute(statement.with_for_update() if self.backend.lock_rows() else statement)

    def need_role(self, *roles: str) -> None:
        """:raises Refused: unless the actor holds one of these roles now."""
        if not self.staff.roles.intersection(roles):
            raise Refused("not_your_role", "Anda tidak memegang peran untuk pekerjaan ini. Hubungi administrator.")

    def office_of_kind(self, kind: str) -> int:
        """The office that plays a role of the procedure. :raises Refused: when none is set up yet."""
        return next_office(self.connection, kind)

    def give_key(self, username: str, password: str, password_hash: str) -> None:
        """In an encrypted office: a slot that this password opens. Call it when nothing can be refused any more."""
        if self.keys is not None:
            self.keys.give(username, password, password_hash)
            self.keys_changed = True

    def finish(self) -> int:
        """Write journal and news; called once by the runner before the commit. Gives the number of the news."""
        assert self.topics, "an operation ended without saying what changed"  # noqa: S101
        journal.write(
            self.connection,
            self._entries,
            at=self.now,
            staff_id=self.staff.id,
            staff_name=self.staff.name,
            office_id=self.staff.office_id,
            lock=self.backend.lock_rows(),
        )
        return changes.announce(self.connection, self.topics, self.ids, self.now, self.desk)


def next_office(connection: Connection, kind: str) -> int:
    """The office that plays a role of the procedure. :raises Refused: when none is set up yet."""
    found = office_of_kind(connection, kind)
    if found is None:
        raise Refused("no_office", "Kantor tujuan belum terdaftar. Minta administrator menambahkannya.")
    return found


def differing(before: Mapping[str, object], after: Mapping[str, object]) -> dict[str, tuple[object, object]]:
    """Field → (before, after) for the fields that really change."""
    return {name: (before[name], value) for name, value in after.items() if before[name] != value}
