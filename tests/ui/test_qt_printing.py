"""Qt's way to the printers, the one Windows takes, proved here against a real CUPS server, off the GUI thread."""

import threading

import pytest
from PySide6.QtCore import QTimer

from desktop.printing.kinds import PAPERS, CalledOff, NotTaken, Ticket
from desktop.ui.printing import QtPrinting
from tests.printing.pages import sample, size_mm, square


@pytest.fixture
def aside(qtbot):
    """Run something in another thread while the GUI's own loop turns; gives its answer, or raises what it raised."""

    def run(work):
        answer, ticks = {}, []
        pulse = QTimer()
        pulse.timeout.connect(lambda: ticks.append(1))
        pulse.start(5)

        def carry_out():
            try:
                answer["value"] = work()
            except Exception as error:
                answer["error"] = error

        thread = threading.Thread(target=carry_out)
        thread.start()
        qtbot.waitUntil(lambda: not thread.is_alive())
        pulse.stop()
        thread.join()
        if "error" in answer:
            raise answer["error"]
        return answer["value"], len(ticks)

    return run


def ticket(name, pages=2, paper="a4", copies=1, duplex=False):
    return Ticket(sample(pages, paper), name, "Padan: Surat 1", PAPERS[paper], pages, copies, duplex)


def quiet(*_):
    """Nobody listens."""


def arrived(cups, name):
    (job,) = cups.jobs(name, "all")
    return job


def test_the_pages_arrive_at_their_true_size_and_the_window_lives_on(cups, aside):
    name, heard = cups.queue("uji"), []
    job, ticks = aside(lambda: QtPrinting().hand_over(ticket(name), lambda *step: heard.append(step), lambda: False))
    assert job == "" and ticks > 3
    assert heard == [(0, 2, "Mengirim halaman"), (1, 2, "Mengirim halaman")]
    spooled = cups.spooled(arrived(cups, name))
    count, width, height = size_mm(spooled)
    assert count == 2 and abs(width - 210) < 0.5 and abs(height - 297) < 0.5
    for page in (0, 1):
        left, top = square(spooled, page)
        assert abs(left - 30) <= 0.3 and abs(top - 40) <= 0.3
    assert cups.attributes(arrived(cups, name))["job-name"] == "Padan: Surat 1"


@pytest.mark.parametrize("paper", ["f4", "folio", "cr80"])
def test_other_papers(cups, aside, paper):
    name = cups.queue("uji")
    aside(lambda: QtPrinting().hand_over(ticket(name, 1, paper), quiet, lambda: False))
    count, width, height = size_mm(cups.spooled(arrived(cups, name)))
    assert count == 1 and abs(width - PAPERS[paper].width) < 0.5 and abs(height - PAPERS[paper].height) < 0.5
    left, top = square(cups.spooled(arrived(cups, name)))
    assert abs(left - 30) <= 0.4 and abs(top - 40) <= 0.4


def test_copies(cups, aside):
    name = cups.queue("uji")
    aside(lambda: QtPrinting().hand_over(ticket(name, copies=3), quiet, lambda: False))
    given = cups.attributes(arrived(cups, name))
    pages = size_mm(cups.spooled(arrived(cups, name)))[0]
    assert int(given.get("copies", 1)) * pages == 6


def test_called_off_before_the_first_page(cups, aside):
    name = cups.queue("uji")
    with pytest.raises(CalledOff) as caught:
        aside(lambda: QtPrinting().hand_over(ticket(name), quiet, lambda: True))
    assert not caught.value.partly and cups.jobs(name, "all") == []


def test_called_off_in_the_middle_no_further_page_is_drawn(cups, aside):
    """Windows forgets such a job; Qt on CUPS cannot, and that is told."""
    name, seen = cups.queue("uji"), []
    with pytest.raises(CalledOff) as caught:
        aside(lambda: QtPrinting().hand_over(ticket(name, 3), lambda *step: seen.append(step), lambda: len(seen) > 1))
    pages = [size_mm(cups.spooled(job))[0] for job in cups.jobs(name, "all")]
    assert pages == ([1] if caught.value.partly else [])


def test_states(cups, aside):
    cups.queue("satu")
    cups.disable(cups.queue("dua"))
    found, _ticks = aside(lambda: QtPrinting().printers())
    assert {one.name: (one.ready, one.stopped) for one in found} == {"satu": (True, False), "dua": (False, True)}
    assert {one.name: one.title for one in found}["satu"] == "Pencetak satu"


def test_a_printer_that_is_not_there(cups, aside):
    cups.queue("uji")
    with pytest.raises(NotTaken):
        aside(lambda: QtPrinting().hand_over(ticket("hantu"), quiet, lambda: False))


def test_nothing_is_known_of_a_job_afterwards(cups, aside):
    printing, _ticks = aside(QtPrinting)
    assert printing.look("uji", "").state == "selesai" and printing.cancel("") is False
