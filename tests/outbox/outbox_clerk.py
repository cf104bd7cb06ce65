"""A clerk in a process of its own, to be killed: records people one by one through the outbox and says how far it is.

``python outbox_clerk.py URL FOLDER PASSWORD_FILE FIRST PHASE``: ``simpan N NUMBER`` when the clerk may believe that it is kept,
before and after sending ``kirim N`` and ``tiba N``. At PHASE (``kirim``, ``tiba``, ``simpan`` or nothing) it waits for ever.
"""

import sys
import threading
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from desktop.house import House
from desktop.operations.intake import Newcomer, RecordIntake
from desktop.outgoing import Outgoing

MOMENT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def main() -> None:
    """Works until it is killed."""
    url, folder, secret, first, phase = sys.argv[1:]
    # Ten seconds a look: a desk that found the server away calls it again after thirty.
    seconds = count(0, 10)
    house = House(url, folder=Path(folder), clock=lambda: MOMENT + timedelta(seconds=next(seconds)))
    seat = house.sign_in("bagus", Path(secret).read_text())
    number = int(first)

    def say(word: str, *more: object) -> None:
        print(word, number, *more, flush=True)
        if word == phase:
            threading.Event().wait()

    def send(command: object) -> object:
        say("kirim")
        outcome = seat.office.run(command, seat.staff.id)
        say("tiba")
        return outcome

    way = Outgoing(seat.box, seat.staff, send, seat.now)
    while True:
        person = Newcomer(name=f"Orang {_word(number)}", sex="L", found_place="Senen", found_at=MOMENT)
        outcome = way.run(RecordIntake(people=(person,), request=f"orang-{number}"))
        say("simpan", *(outcome.sentence.split("W-2026-")[1:2] or ["-"])[0].split()[:1])
        if number % 8 == 0:
            way.stock_up()
        number += 1


def _word(number: int) -> str:
    return "".join("ABCDEFGHIJ"[int(digit)] for digit in str(number))


if __name__ == "__main__":
    main()
