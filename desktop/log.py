"""The log of this PC: starts, ends, bugs, the world's troubles. No values, no names, no files of people.

Every line is written by opening, appending and closing the file: several programs write the same one, and none of them
keeps it from being renamed. Before ``begin`` nothing is written, so verbs and tests leave no trace.
"""

import os
import re
import threading
from datetime import UTC, datetime
from pathlib import Path

from desktop.bugs import bug_code, bug_places

BIGGEST, FILES = 1_000_000, 3
SAME_BUG = 20  # a bug in painting comes back with every frame
_TOLD = "padan_told"
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|“[^”]*”")
_PATHS = re.compile(r"(?:file:)?(?:[A-Za-z]:|\\|~)?[\\/][^\s:;,()]+(?: [^\s:;,()]*[\\/][^\s:;,()]+)*")
_NUMBERS = re.compile(r"\d{4,}")


class Log:
    """Lines in ``folder/padan.log``; three files of a megabyte at most. Writing never fails: a full disk loses lines."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "padan.log"
        self._lock = threading.Lock()
        self._seen: dict[str, int] = {}

    def write(self, kind: str, text: str) -> None:
        """One line: moment, process, kind, text."""
        line = f"{datetime.now(UTC).astimezone().isoformat(' ', 'seconds')} [{os.getpid()}] {kind} {' '.join(text.split())}\n"
        with self._lock:
            try:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                self._make_room(len(line))
                with self.path.open("a", encoding="utf-8") as file:
                    file.write(line)
            except OSError:
                return

    def _make_room(self, more: int) -> None:
        if not self.path.exists() or self.path.stat().st_size + more <= BIGGEST:
            return
        for age in range(FILES - 1, 0, -1):
            older, newer = self._aged(age), self._aged(age - 1)
            if newer.exists():
                newer.replace(older)

    def _aged(self, age: int) -> Path:
        return self.path.with_name(f"padan.{age}.log") if age else self.path

    def bug(self, error: BaseException) -> None:
        """A bug by code, kind and places; told twice by those who pass it on it is one line."""
        code = bug_code(error)
        times = self._seen.get(code, 0) + 1
        if getattr(error, _TOLD, False) or times > SAME_BUG:
            return
        setattr(error, _TOLD, True)
        self._seen[code] = times
        self.write("bug", f"{code} {type(error).__name__} di {' < '.join(reversed(bug_places(error))) or '?'}")


_current: list[Log] = []


def begin(folder: Path) -> Log:
    """From now on this program writes into ``folder``."""
    _current[:] = [Log(folder)]
    return _current[0]


def end() -> None:
    """Nothing more is written."""
    _current.clear()


def note(kind: str, text: str) -> None:
    """One line; the caller sees to it that it names nobody."""
    for log in _current:
        log.write(kind, text)


def bug(error: BaseException) -> None:
    """A bug of our own."""
    for log in _current:
        log.bug(error)


def trouble(error: BaseException, code: str) -> None:
    """The world got in the way of a screen: kind, code and the innermost place."""
    for log in _current:
        log.write("dunia", f"{code} {type(error).__name__} di {(bug_places(error) or ['?'])[-1]}")


def scrubbed(text: str) -> str:
    """A message of a library without what might name a person: quoted words, paths and long numbers."""
    return _NUMBERS.sub("#", _PATHS.sub("…", _QUOTED.sub("…", text)))
