"""The bus on which desks hear that something changed: topics (``application``, ``batch``, …) and record ids."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

EVERYTHING = frozenset({"*"})


class Bus(QObject):
    """``publish`` may be called from any thread; ``changed(topics, ids)`` arrives on the GUI thread of each listener."""

    changed = Signal(object, object)  # frozenset[str], tuple[int, ...]

    def publish(self, topics: Iterable[str], ids: Iterable[int] = ()) -> None:
        """Tell every listener. Without topics nothing is said."""
        said = frozenset(topics)
        if said:
            self.changed.emit(said, tuple(ids))


def concerns(topics: frozenset[str], mine: frozenset[str]) -> bool:
    """Does a screen that listens to ``mine`` need to look again?"""
    return topics == EVERYTHING or bool(topics & mine)
