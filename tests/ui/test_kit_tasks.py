import errno
import threading

import pytest

from desktop.bugs import bug_details
from desktop.sop.refusals import Refused
from desktop.ui.faces import FULL, face_of
from desktop.ui.tasks import Cancelled, Job, Owner, Tasks


@pytest.fixture
def tasks(qapp):
    made = Tasks()
    yield made
    assert made.close()


def test_one_writer_keeps_the_order(tasks, qtbot) -> None:
    ran: list[tuple[int, str]] = []
    told: list[int] = []
    for n in range(30):
        work = lambda _job, n=n: ran.append((n, threading.current_thread().name)) or n  # noqa: E731
        tasks.start(Job(work, told.append, lane="write"))
    qtbot.waitUntil(tasks.idle)
    assert told == list(range(30))
    assert [n for n, _ in ran] == told
    assert {name for _, name in ran} == {"padan-write-1"}


def test_answers_come_on_the_gui_thread(tasks, qtbot) -> None:
    where: list[threading.Thread] = []
    tasks.start(
        Job(lambda _job: threading.current_thread(), lambda worker: where.extend((worker, threading.current_thread())))
    )
    qtbot.waitUntil(tasks.idle)
    assert where[0] is not threading.main_thread()
    assert where[1] is threading.main_thread()


def test_an_older_answer_to_the_same_place_is_dropped(tasks, qtbot) -> None:
    owner, gate, told = Owner(), threading.Event(), []
    tasks.start(Job(lambda _job: gate.wait(5) and "old", told.append, owner=owner, slot="list"))
    tasks.start(Job(lambda _job: "new", told.append, owner=owner, slot="list"))
    qtbot.waitUntil(lambda: told == ["new"])
    gate.set()
    qtbot.waitUntil(tasks.idle)
    assert told == ["new"]


def test_a_waiting_read_that_nobody_wants_is_not_started(tasks, qtbot) -> None:
    owner, gate, ran = Owner(), threading.Event(), []
    for _ in range(2):
        tasks.start(Job(lambda _job: gate.wait(5)))
    for n in range(5):
        tasks.start(Job(lambda _job, n=n: ran.append(n), owner=owner, slot="list"))
    gate.set()
    qtbot.waitUntil(tasks.idle)
    assert ran == [4]


def test_a_screen_that_is_gone_hears_nothing(tasks, qtbot) -> None:
    owner, gate, told = Owner(), threading.Event(), []
    tasks.start(Job(lambda _job: gate.wait(5), told.append, told.append, owner=owner, slot="list"))
    owner.leave()
    gate.set()
    qtbot.waitUntil(tasks.idle)
    assert told == []


def test_a_long_job_reports_and_stops(tasks, qtbot) -> None:
    seen, ended = [], []
    gate = threading.Event()

    def work(job: Job) -> None:
        job.report(1, 10, "membaca")
        gate.wait(5)
        job.report(2, 10)

    job = Job(work, failed=ended.append, progress=lambda *step: seen.append(step), lane="long")
    tasks.start(job)
    qtbot.waitUntil(lambda: seen == [(1, 10, "membaca")])
    job.cancel()
    gate.set()
    qtbot.waitUntil(tasks.idle)
    assert len(seen) == 1
    assert isinstance(ended[0], Cancelled)


def test_an_exception_that_nobody_takes_is_a_bug(tasks, qtbot) -> None:
    with qtbot.waitSignal(tasks.bug) as caught:
        tasks.start(Job(lambda _job: 1 / 0))
    assert isinstance(caught.args[0], ZeroDivisionError)


def test_a_callback_that_breaks_is_a_bug_too(tasks, qtbot) -> None:
    with qtbot.waitSignal(tasks.bug):
        tasks.start(Job(lambda _job: 1, lambda _answer: 1 / 0))
    qtbot.waitUntil(tasks.idle)


def test_closing_finishes_the_writes_and_joins(qapp) -> None:
    tasks, written = Tasks(), []
    for n in range(20):
        tasks.start(Job(lambda _job, n=n: written.append(n), lane="write"))
    assert tasks.close()
    assert written == list(range(20))
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("padan-")]


def test_three_kinds_of_trouble_have_three_faces() -> None:
    refused = face_of(Refused("role", "Giliran Dinas Sosial. Tunggu rekomendasinya."))
    assert (refused.kind, refused.retry) == ("refused", False)
    full = face_of(OSError(errno.ENOSPC, "x"))
    assert (full.kind, full.sentence, full.retry) == ("world", FULL, True)
    assert face_of(PermissionError(13, "x")).sentence.startswith("Berkas sedang dipakai")
    bug = face_of(KeyError("3275015402989907"))
    assert bug.kind == "bug"
    assert bug.code in bug.sentence


def test_details_of_a_bug_name_nobody() -> None:
    try:
        raise ValueError("Dewi Lestari 3275015402989907")
    except ValueError as error:
        details = bug_details(error)
    assert "ValueError" in details
    assert "test_kit_tasks.py" in details
    assert "Dewi" not in details
    assert "3275" not in details
