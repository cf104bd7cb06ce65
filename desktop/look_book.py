"""What one clerk looked at, gathered in memory until the writer lane keeps it: looking costs the clerk nothing (J3)."""

import threading
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from db.errors import RecordRoomError
from desktop.operations.command import new_request
from desktop.operations.keep_looks import MERGED, SAME, Look, keep_looks
from desktop.sop.searching import masked_search
from desktop.world import world_trouble

if TYPE_CHECKING:
    from desktop.seat import Seat

TYPING = timedelta(seconds=10)


class LookBook:
    """Reached as ``seat.looks``. ``note…`` only remembers, on any thread; ``keep`` writes and may not run on the GUI's.

    With ``at_once`` (the verbs) a look is written before what was looked at is given out.
    """

    def __init__(self, seat: "Seat") -> None:
        self._seat = seat
        self._lock = threading.Lock()
        self._waiting: list[Look] = []
        self._batch: tuple[str, tuple[Look, ...]] | None = None
        self._last: dict[tuple[object, ...], datetime] = {}
        self._search: tuple[str, Look] | None = None
        self.at_once = False

    def note(
        self,
        kind: str,
        *,
        person_id: int | None = None,
        application_id: int | None = None,
        why: str = "",
        about: tuple[tuple[str, object], ...] = (),
        subjects: tuple[int, ...] = (),
        letter_id: int | None = None,
    ) -> None:
        """Remember a look. :raises WorldTrouble: only with ``at_once``."""
        look = Look(kind, self._seat.office.clock(), person_id, application_id, why, about, subjects, letter_id)
        with self._lock:
            before = self._last.get(look.thing) if kind in MERGED else None
            if before is not None and look.at - before < SAME:
                return
            self._last[look.thing] = look.at
            self._waiting.append(look)
        if self.at_once:
            self.keep()

    def note_search(self, text: str, people: tuple[int, ...], others: int = 0) -> None:
        """Remember a search and whom it showed; while somebody types on, only the last of the texts counts."""
        about = (("dicari", masked_search(text)), ("hasil", len(people) + others))
        look = Look("cari_orang", self._seat.office.clock(), about=about, subjects=people)
        with self._lock:
            if self._search is not None and not _goes_on(self._search, text, look.at):
                self._waiting.append(self._search[1])
            self._search = (text, look)

    def ready(self) -> bool:
        """Whether something should be written now."""
        with self._lock:
            return bool(self._waiting or self._batch or (self._search and self._rested(self._search[1])))

    def keep(self, *, all_of_it: bool = False) -> int:
        """Write what waits in one transaction; gives the number of lines. What could not be written waits on.

        :raises WorldTrouble: the next ``keep`` sends the same batch again, and it is written once.
        """
        with self._lock:
            if self._search is not None and (all_of_it or self._rested(self._search[1])):
                self._waiting.append(self._search[1])
                self._search = None
            if self._batch is None and self._waiting:
                self._batch, self._waiting = (new_request(), tuple(self._waiting)), []
            batch = self._batch
        if batch is None:
            return 0
        try:
            count = keep_looks(self._seat.office.database, batch[1], self._seat.staff, batch[0])
        except RecordRoomError as error:
            raise world_trouble(error) from None
        with self._lock:
            if self._batch is batch:
                self._batch = None
        return count

    def _rested(self, look: Look) -> bool:
        return self._seat.office.clock() - look.at >= TYPING


def _goes_on(before: tuple[str, Look], text: str, at: datetime) -> bool:
    """Whether this text is the one before, typed on or taken back a little."""
    old, new = before[0].casefold(), text.casefold()
    return at - before[1].at < TYPING and (new.startswith(old) or old.startswith(new))
