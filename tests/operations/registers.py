"""Letters that come and go, as the tests of the registers enter them."""

from datetime import date

import pytest
from chain import intake, move, waiting

from db.queries.mail import mail_book, mail_of_letter
from desktop.operations.mail_in import EnterIncoming
from desktop.operations.mail_out import EnterOutgoing
from tests.shelf import staged

TODAY = date(2026, 11, 23)
FIRST = {"number": "12/KEL-SN/2026", "dated": TODAY, "correspondent": "Kelurahan Senen", "subject": "Data warga"}


def came(seat, **values):
    return seat.run(EnterIncoming(**FIRST | values))


def went(seat, **values):
    given = {"classification": "300.1", "dated": TODAY, "correspondent": "Kelurahan Senen", "subject": "Undangan"}
    return seat.run(EnterOutgoing(**given | values))


def book(seat, direction="keluar", year=2026, **more):
    return seat.read(mail_book, seat.staff.office_id, direction, year, **more)


@pytest.fixture
def letter_line(office, seat, clock):
    """The agenda line of a real hand-over letter of Satpol PP."""
    letter_id = staged(office.database.url, ("hand-over", clock.now), lambda: _handed_over(seat, clock))
    return seat("bagus").read(mail_of_letter, seat("bagus").staff.office_id, letter_id)


def _handed_over(seat, clock):
    intake(seat, clock, 1)
    return move(seat("bagus"), "serahkan", waiting(seat("bagus"), "dijangkau")).data["letters"][0]
