"""A clerk in a process of its own, to be killed: records people one by one and says aloud what was acknowledged.

``python clerk.py URL FIRST``: request ids are ``meja-<number>`` from FIRST on; ``mulai N`` before a command is sent and
``selesai N ID`` after it was acknowledged, each a line on standard output, flushed.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

from db.queries.cases import cases_by_id
from db.queries.staff import staff_by_username
from desktop.office import Office
from desktop.operations.intake import Newcomer, RecordIntake
from desktop.operations.move import Move

MOMENT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def intake(number):
    """The command with this number; the same whoever makes it."""
    people = tuple(
        Newcomer(name=f"Orang {word}", sex="L", found_place="Stasiun Senen", found_at=MOMENT)
        for word in ("Satu", "Dua")
    )
    return RecordIntake(people=people, panti_office_id=2, request=f"meja-{number}")


def hand_over(number, cases):
    """The list goes on with its letter."""
    return Move(procedure="wbs", action="serahkan", cases=cases, request=f"serah-{number}")


def main() -> None:
    """Works until it is killed."""
    office = Office(sys.argv[1], Path(), clock=lambda: MOMENT)
    bagus = office.read(staff_by_username, "bagus")
    number = int(sys.argv[2])
    while True:
        print("mulai", number, flush=True)
        done = office.run(intake(number), bagus.id).done
        print("selesai", number, *done, flush=True)
        rows = office.read(cases_by_id, done)
        office.run(hand_over(number, tuple((row.id, row.version) for row in rows)), bagus.id)
        print("diserahkan", number, flush=True)
        number += 1


if __name__ == "__main__":
    main()
