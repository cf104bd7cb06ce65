"""Quiet notes about work that arrived at this desk: who sent it, how many, and a button that opens the list."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QObject, QTimer

from desktop.settings import desk_setting
from desktop.sop.procedure import with_status
from desktop.ui.refresh import concerns
from desktop.ui.screens.registry import ScreenEntry, screens_for
from desktop.ui.widgets.toasts import MOST

TOPICS = frozenset({"application"})
HELD_MS = 300


@dataclass(frozen=True, slots=True)
class Group:
    """What came from one office to one of this desk's lists."""

    sender: str
    screen: ScreenEntry
    returned: bool
    people: int
    first_case: int

    @property
    def key(self) -> str:
        """What is merged while its note is still shown."""
        return f"{self.sender}|{self.screen.code}|{self.returned}"

    @property
    def unit(self) -> str:
        """What is counted here: WBS, or members."""
        return with_status(self.screen.queue[0]).unit

    @property
    def sentence(self) -> str:
        """Who sent how many."""
        verb = "dikembalikan" if self.returned else "baru dari"
        return f"{self.people} {self.unit} {verb} {self.sender}"


class Arrivals(QObject):
    """``start(lane, work, then)`` runs work off the GUI thread. While a question lies over the screen, or the lock, notes
    wait; what was told once is never told again, and what I moved myself never."""

    def __init__(self, window: Any, start: Callable[..., None]) -> None:
        super().__init__()
        self._window, self._start = window, start
        self._seat: Any = None
        self._newest = 0
        self._told: set[int] = set()
        self._asking = self._ask_again = False
        self._waiting: list[Group] = []
        self._last: dict[str, Group] = {}
        self._later = QTimer(self)
        self._later.setInterval(HELD_MS)
        self._later.timeout.connect(self._show)

    def begin(self, seat: Any, newest: int) -> None:
        """From now on lists above number ``newest`` are told."""
        self.end()
        self._seat, self._newest = seat, newest
        self._asking = True
        self._start("read", lambda: seat.arrivals(newest), lambda rows: self._known(seat, newest, rows), self._not_read)

    def end(self) -> None:
        """The clerk leaves."""
        self._seat = None
        self._told, self._last = set(), {}
        self._asking = self._ask_again = False
        self._waiting.clear()
        self._later.stop()

    def look(self, topics: frozenset[str]) -> None:
        """Something changed elsewhere: see what of it came here. One question at a time."""
        if self._seat is None or not concerns(topics, TOPICS):
            return
        if self._asking:
            self._ask_again = True
            return
        self._asking = True
        seat, after = self._seat, self._newest
        self._start(
            "read",
            lambda: (seat.arrivals(after), desk_setting("arrival_notes") == "ya"),
            lambda found: self._found(seat, *found),
            self._not_read,
        )

    def _known(self, seat: Any, newest: int, rows: Iterable[Any]) -> None:
        """What lay here before is no news, also when its number is close."""
        if seat is self._seat:
            self._told.update(row.list_id for row in rows if row.list_id <= newest)
            self._answered()

    def _found(self, seat: Any, rows: Iterable[Any], wanted: bool) -> None:
        if seat is not self._seat:
            return
        fresh = [row for row in rows if row.list_id not in self._told]
        self._told.update(row.list_id for row in fresh)
        self._newest = max([self._newest, *(row.list_id for row in fresh)])
        if wanted and fresh:
            self._waiting += _groups(seat.staff, fresh)
            self._show()
        self._answered()

    def _not_read(self, _error: BaseException) -> None:
        self._answered()

    def _answered(self) -> None:
        self._asking = False
        if self._ask_again:
            self._ask_again = False
            self.look(TOPICS)

    def _show(self) -> None:
        stage = self._window.stage
        if stage is None or not self._waiting:
            self._later.stop()
            return
        if self._window.is_locked() or stage.is_asking():
            self._later.start()
            return
        self._later.stop()
        groups, self._waiting = _merged(self._waiting), []
        if len(groups) > MOST:
            senders = len({group.sender for group in groups})
            people = sum(group.people for group in groups)
            units = {group.unit for group in groups}
            unit = units.pop() if len(units) == 1 else "orang"
            stage.note(
                f"{people} {unit} masuk dari {senders} kantor", ("Buka Beranda", lambda: stage.go("beranda")), ""
            )
            return
        for group in groups:
            self._note(stage, group)

    def _note(self, stage: Any, group: Group) -> None:
        if stage.toasts.is_shown(group.key):
            (group,) = _merged([self._last[group.key], group])
        self._last[group.key] = group
        code, case = group.screen.code, group.first_case
        stage.note(group.sentence, (f"Buka {group.screen.title}", lambda: stage.go(code, case)), group.key)


def _groups(staff: Any, rows: Iterable[Any]) -> list[Group]:
    """Only what waits on one of this clerk's own lists."""
    mine = {status: entry for entry in screens_for(staff.roles) for status in entry.queue}
    return [
        Group(
            "rekan sekantor" if row.from_office_id == staff.office_id else row.from_office,
            mine[row.status],
            row.returned,
            row.people,
            row.first_case,
        )
        for row in rows
        if row.status in mine
    ]


def _merged(groups: Iterable[Group]) -> list[Group]:
    whole: dict[str, Group] = {}
    for group in groups:
        before = whole[group.key].people if group.key in whole else 0
        whole[group.key] = replace(group, people=before + group.people)
    return list(whole.values())
