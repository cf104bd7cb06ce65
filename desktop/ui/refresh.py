"""The bus on which desks hear that something changed: topics (``application``, ``batch``, …) and record ids."""

from collections import deque
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject, Signal

EVERYTHING = frozenset({"*"})
REMEMBERED = 1000


class Bus(QObject):
    """``publish`` may be called from any thread; ``changed(topics, ids)`` arrives on the GUI thread of each listener."""

    changed = Signal(object, object)  # frozenset[str], tuple[int, ...]

    def __init__(self) -> None:
        super().__init__()
        self._said: deque[int] = deque(maxlen=REMEMBERED)

    def publish(self, topics: Iterable[str], ids: Iterable[int] = (), numbers: Sequence[int] = ()) -> None:
        """Tell every listener. Without topics nothing is said, nor when all ``numbers`` (of changes) were said before:
        what this desk did comes back to it from the database."""
        said = frozenset(topics)
        if said and not (numbers and all(number in self._said for number in numbers)):
            self._said.extend(numbers)
            self.changed.emit(said, tuple(ids))


def concerns(topics: frozenset[str], mine: frozenset[str]) -> bool:
    """Does a screen that listens to ``mine`` need to look again?"""
    return topics == EVERYTHING or bool(topics & mine)
