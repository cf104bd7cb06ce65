"""Dinas Kesehatan in a process of its own, to be killed: stands still in the middle of a transaction and says so.

``python lister.py URL import FILE`` or ``python lister.py URL compare``: after the first statement of
``WHERE_TO_STAND`` it writes ``tengah`` on standard output and waits for ever.
"""

import sys
import threading
from pathlib import Path

from sqlalchemy import Engine, event

from db.queries.staff import staff_by_username
from desktop.office import Office
from desktop.operations.list_trial import Answers
from desktop.operations.reconcile import Reconcile
from desktop.seat import Seat
from tests.stories.clerk import MOMENT

PERIOD, SEGMENT = "2026-11", "pbi_kota"
WHERE_TO_STAND = {"import": "INSERT INTO membership", "compare": "INSERT INTO finding"}


def main() -> None:
    """Works until it is killed."""
    url, work = sys.argv[1:3]
    office = Office(url, Path(), clock=lambda: MOMENT)
    staff = office.read(staff_by_username, "ratna")
    assert staff is not None
    seat, armed = Seat(office, staff), []

    @event.listens_for(Engine, "after_cursor_execute")
    def stand(_connection, _cursor, statement, *_rest):
        if armed and WHERE_TO_STAND[work] in statement:
            print("tengah", flush=True)
            threading.Event().wait()

    if work == "compare":
        armed.append(True)
        seat.run(Reconcile(period=PERIOD, segment=SEGMENT))
    else:
        trial = seat.register.try_out(Path(sys.argv[3]), Answers(period=PERIOD, segment=SEGMENT))
        armed.append(True)
        seat.register.bring_in(trial)


if __name__ == "__main__":
    main()
