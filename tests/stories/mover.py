"""A move in a process of its own, to be killed at a statement: ``python mover.py FILE TO WORD``.

WORD: what the statement, with its values, must hold. The program ends itself there as a power cut would, before the
statement reaches its database.
"""

import os
import signal
import sys
from pathlib import Path

from sqlalchemy import Engine, event

from desktop.house import House
from desktop.practice import load_practice
from desktop.quiet_door import open_quietly
from desktop.relocation import move
from desktop.settings import sqlite_url


def main() -> None:
    """Moves the office of the practice administrator."""
    file, to, word = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    password = load_practice().password

    @event.listens_for(Engine, "before_cursor_execute")
    def cut(_connection, _cursor, statement, values, _context, _many):
        if word in f"{statement} {values}":
            os.kill(os.getpid(), signal.SIGKILL)

    seat = open_quietly(House(sqlite_url(file), folder=file.parent), "admin", password)
    move(seat, password, to, lambda _done, _total, _sentence: None)


if __name__ == "__main__":
    main()
