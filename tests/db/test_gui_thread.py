"""No query ever runs on the thread that paints: asking there is told at once."""

import threading

import pytest

from db.database import WrongThread
from db.queries.offices import offices
from desktop.operations.manage_office import SaveHolidays


def test_the_forbidden_thread_is_refused_and_others_are_not(seat):
    admin = seat("admin")
    office = admin.office
    office.database.forbid_this_thread()
    for wish in (lambda: office.read(offices), lambda: admin.run(SaveHolidays(days=())), admin.counts):
        with pytest.raises(WrongThread):
            wish()
    with pytest.raises(WrongThread), office.database.write():
        pass
    found = []
    other = threading.Thread(target=lambda: found.append(len(office.read(offices))))
    other.start()
    other.join()
    assert found == [6]
