"""A desk in a process of its own that copies or restores an office and says every stage aloud, to be killed.

``python copier.py copy URL PLACE PUBLIC`` · ``python copier.py restore FILE URL PRIVATE``; each report is a line on
standard output, ``selesai`` the last one. A stage goes on only when a line comes in, so that a kill meets its middle.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

from desktop.backup.keys import Opener
from desktop.backup_making import Wish, make
from desktop.backup_opening import restore
from desktop.office import Office

MOMENT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def aloud(_done: int, _total: int, sentence: str) -> None:
    """Say the stage and wait to be told to go on."""
    print(sentence.split(maxsplit=1)[0], flush=True)
    sys.stdin.readline()


def main() -> None:
    """Works until it is done or killed."""
    what, first, second, key = sys.argv[1:]
    if what == "copy":
        wish = Wish(Path(second), bytes.fromhex(key), claim="harian:2026-11-23")
        make(Office(first, Path(), clock=lambda: MOMENT), wish, None, aloud)
    else:
        restore(Path(first), Opener(private=bytes.fromhex(key)), second, aloud)
    print("selesai", flush=True)


if __name__ == "__main__":
    main()
