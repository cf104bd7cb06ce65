"""Cycles are collected on the GUI thread alone while the window lives, and by Python itself before and after."""

import gc
import threading
import weakref

import pytest
from PySide6.QtCore import QObject

from desktop.ui.rubbish import Rubbish
from desktop.ui.tasks import Job, Tasks


class Knot:
    """Holds itself."""

    def __init__(self) -> None:
        self.me = self


@pytest.fixture
def tasks(qtbot):
    made = Tasks()
    yield made
    made.close()


def test_a_worker_collects_nothing_and_the_gui_thread_does(qtbot, tasks):
    where, known, kept = [], [], []

    def work(_job):
        knot = Knot()
        known.append(weakref.ref(knot, lambda _ref: where.append(threading.current_thread())))
        del knot
        kept.extend([] for _ in range(100_000))  # Python's own collector would have come by a hundred times

    assert not gc.isenabled()
    tasks.start(Job(work))
    qtbot.waitUntil(lambda: bool(where))
    assert tasks.close()
    assert where == [threading.main_thread()] and gc.isenabled()


def test_the_last_of_several_gives_the_work_back(qapp):
    parent = QObject()
    first, second = Rubbish(parent), Rubbish(parent)
    first.leave()
    first.leave()
    assert not gc.isenabled()
    second.leave()
    assert gc.isenabled()
