"""News reaches every desk: numbers appear in the order of the commits, so that nobody looks past one (DESIGN §5.7)."""

import threading

from sqlalchemy import text

from db import changes
from db.database import Database
from desktop.operations.command import new_request
from desktop.operations.note_access import NoteAccess


def waits_for_a_lock(office):
    with office.database.read() as connection:
        mine = "datname = current_database() AND wait_event_type = 'Lock'"
        return connection.scalar(text(f"SELECT count(*) FROM pg_stat_activity WHERE {mine}"))


def test_a_later_number_never_appears_before_an_earlier_one(office, clock):
    """One transaction has announced but not committed; another announces after it. Nobody may see the second alone."""
    if not office.database.backend.lock_rows():
        return  # one writer at a time: the second cannot even begin
    second = Database(office.database.url)
    done = threading.Event()

    def announce():
        with second.write() as connection:
            changes.announce(connection, ["b"], [2], clock.now)
        done.set()

    with office.database.read() as connection:
        newest = changes.latest(connection)
    thread = threading.Thread(target=announce)
    with office.database.write() as connection:
        changes.announce(connection, ["a"], [1], clock.now)
        thread.start()
        while not waits_for_a_lock(office):
            assert not done.is_set(), "the second had to wait for the first"
        with office.database.read() as reader:
            assert changes.since(reader, newest) == ()
    thread.join()
    second.close()
    with office.database.read() as reader:
        assert [sorted(news.topics) for news in changes.since(reader, newest)] == [["a"], ["b"]]


def test_a_desk_that_reads_while_others_write_misses_nothing(office, seat):
    start = seat("ratna").newest()
    names = ("bagus", "yusuf", "sari", "andi")
    for name in names:
        seat(name)
    threads = [
        threading.Thread(target=lambda name=name: [seat(name).run(NoteAccess(kind="ekspor")) for _ in range(5)])
        for name in names
    ]
    heard, at = 0, start
    for thread in threads:
        thread.start()
    while heard < 20:
        with office.database.read() as connection:
            news = changes.since(connection, at)
        heard, at = heard + len(news), news[-1].id if news else at
        if not news and not any(thread.is_alive() for thread in threads):
            break
    for thread in threads:
        thread.join()
    with office.database.read() as connection:
        heard += len(changes.since(connection, at))
    assert heard == 20


def test_one_commit_is_one_news_with_its_ids(seat, clock):
    from desktop.operations.intake import Newcomer, RecordIntake

    desk = seat("ratna")
    start = desk.newest()
    command = RecordIntake(
        people=(Newcomer(name="Budi", sex="L"), Newcomer(name="Tono", sex="L")), request=new_request()
    )
    outcome = seat("bagus").run(command)
    again = seat("bagus").run(command)
    (news,) = desk.read(changes.since, start)
    assert (news.ids, news.id) == (outcome.done, start + 1) and "application" in news.topics
    assert news.desk == seat("bagus").desk and outcome.changes == again.changes == (news.id,) and again.replayed
