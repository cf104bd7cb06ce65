"""An office is told once by e-mail of a list that nobody fetched, however many desks are open, and nothing about anybody."""

import multiprocessing
import threading

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from db.errors import RecordRoomError
from db.queries.cases import cases_by_id
from db.tables.notices import mail_notice
from db.tables.traces import journal
from desktop.office import Office
from desktop.operations.mail_notice import LEASE, MOST_TRIES, ClaimNotice, SettleNotice
from desktop.operations.save_mail_server import SaveMailServer
from desktop.operations.take import Take
from desktop.seat import Seat
from desktop.sop.mail import MailServer
from desktop.sop.refusals import Refused
from tests.conftest import Clock
from tests.mailing.post_office import closed_port
from tests.ui.stages import NAMES, bring_to

MINUTES = 30


def want(seat, port, who="sari", minutes=MINUTES, senders=("sari", "yusuf"), **change):
    """Dinas Sosial wants to be told; these offices have a mail server."""
    for name in senders:
        facts = {"host": "127.0.0.1", "port": port, "security": "none", "sender": f"{name}@kantor.example"} | change
        asked = minutes if name == who else None
        office_id = seat(name).staff.office_id
        seat("admin").run(SaveMailServer(office_id=office_id, server=MailServer(**facts), arrival_minutes=asked))


@pytest.fixture
def waiting(office, seat):
    """A list of three with Dinas Sosial; the panti sent it."""
    return bring_to(office, seat, "menunggu_rekomendasi", people=3)


def notices(office):
    with office.database.read() as connection:
        return [(row.state, row.tries) for row in connection.execute(select(mail_notice).order_by("batch_id"))]


def test_a_list_that_lay_too_long_is_told_once(office, seat, clock, waiting, post_office):
    server = post_office()
    want(seat, server.port)
    clock.forward(minutes=MINUTES - 1)
    assert seat("sari").mail_arrivals() == seat("yusuf").mail_arrivals() == 0
    clock.forward(minutes=1)
    assert seat("sari").mail_arrivals() == 1
    assert seat("sari").mail_arrivals() == seat("yusuf").mail_arrivals() == 0
    clock.forward(hours=2)
    assert seat("yusuf").mail_arrivals() == 0 and notices(office) == [("terkirim", 1)]
    message = server.message()
    (envelope,) = server.received
    assert envelope.rcpt_tos == ["dinsos@contoh.invalid"] and message["From"].addresses[0].addr_spec.startswith("sari@")
    body = message.get_content()
    assert (
        "3 WBS dari Panti Sosial" in body and "Langkah: 3. " in body and f"Nomor daftar: {waiting[0].batch_id}" in body
    )
    assert "menunggu di Padan sejak 23 November 2026 pukul 08.00" in body


def test_no_personal_data_leaves(office, seat, clock, waiting, post_office):
    server = post_office()
    want(seat, server.port)
    clock.forward(minutes=MINUTES)
    assert seat("sari").mail_arrivals() == 1
    raw = server.message().as_string() + server.message().get_content()
    words = {word for row in waiting for word in (*row.name.split(), row.alias, row.found_place, row.nik or "") if word}
    assert words and not [word for word in words | set(NAMES) if word and word in raw]


def test_whoever_fetched_it_needs_no_mail(office, seat, clock, waiting, post_office):
    server = post_office()
    want(seat, server.port)
    row = office.read(cases_by_id, [waiting[1].id])[0]
    seat("sari").run(Take(case=(row.id, row.version)))
    clock.forward(minutes=MINUTES)
    assert seat("sari").mail_arrivals() == 0 and server.received == [] and notices(office) == []


def test_an_office_that_did_not_ask_gets_none(office, seat, clock, waiting, post_office):
    server = post_office()
    want(seat, server.port, minutes=0)
    clock.forward(hours=3)
    assert seat("sari").mail_arrivals() == seat("yusuf").mail_arrivals() == 0


def test_the_sender_tells_when_nobody_of_the_office_is_there(office, seat, clock, waiting, post_office):
    """A desk without a mail server claims nothing; one of a third office has no business with the list."""
    server = post_office()
    want(seat, server.port, senders=("sari",), host="", sender="")
    want(seat, server.port, who="", senders=("yusuf", "ratna"))
    clock.forward(minutes=MINUTES)
    assert seat("sari").mail_arrivals() == 0 and seat("ratna").mail_arrivals() == 0 and notices(office) == []
    assert seat("yusuf").mail_arrivals() == 1


def test_a_password_nobody_typed_leaves_the_list_to_another_desk(office, seat, clock, waiting, post_office):
    server = post_office()
    want(seat, server.port, senders=("sari",), user="dinsos")
    clock.forward(minutes=MINUTES)
    assert seat("sari").mail_arrivals() == 0 and notices(office) == []


def other_desks(office, number):
    """As many programs at one database."""
    return [Office(office.database.url, office.folder, practice=True, clock=office.clock) for _ in range(number)]


def test_twelve_desks_at_the_same_moment_send_one(office, seat, clock, waiting, post_office):
    server = post_office()
    want(seat, server.port)
    clock.forward(minutes=MINUTES)
    opened = other_desks(office, 12)
    start, sent = threading.Barrier(12), []

    def go(desk, name):
        start.wait()
        sent.append(Seat(desk, seat(name).staff).mail_arrivals())

    threads = [threading.Thread(target=go, args=(one, ("sari", "yusuf")[at % 2])) for at, one in enumerate(opened)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for one in opened:
        one.close()
    assert sorted(sent) == [0] * 11 + [1] and len(server.received) == 1


def test_a_server_that_refuses_is_tried_again_later_and_not_for_ever(office, seat, clock, waiting, post_office):
    want(seat, closed_port())
    clock.forward(minutes=MINUTES)
    for attempt in range(1, MOST_TRIES + 1):
        assert seat("sari").mail_arrivals() == 0
        assert seat("sari").mail_arrivals() == 0 and notices(office) == [("gagal", attempt)]
        clock.forward(minutes=LEASE.seconds / 60 + 1)
    assert seat("sari").mail_arrivals() == 0 and notices(office) == [("gagal", MOST_TRIES)]


def test_a_failure_is_made_good_by_the_next_desk(office, seat, clock, waiting, post_office):
    server = post_office()
    want(seat, closed_port())
    clock.forward(minutes=MINUTES)
    assert seat("sari").mail_arrivals() == 0
    want(seat, server.port)
    clock.forward(minutes=LEASE.seconds / 60 + 1)
    assert seat("yusuf").mail_arrivals() == 1 and notices(office) == [("terkirim", 2)]


def test_without_an_answer_behind_the_dot_nobody_writes_again(office, seat, clock, waiting, post_office):
    server = post_office(mood="mute")
    want(seat, server.port)
    clock.forward(minutes=MINUTES)
    assert seat("sari").mail_arrivals() == 0 and len(server.received) == 1
    server.mood = ""
    clock.forward(hours=2)
    assert seat("sari").mail_arrivals() == seat("yusuf").mail_arrivals() == 0
    assert notices(office) == [("mengirim", 1)] and len(server.received) == 1


def claim_and_stay(url, folder, at, staff, port):
    """In a process of its own: the mail server holds the message before the dot until the process is killed."""
    desk = Office(url, folder, practice=True, clock=Clock(at))
    Seat(desk, staff).mail_arrivals()


def test_a_desk_killed_on_the_way_is_replaced_and_one_mail_arrives(office, seat, clock, waiting, post_office):
    holding = post_office(mood="holds")
    want(seat, holding.port)
    clock.forward(minutes=MINUTES)
    context = multiprocessing.get_context("spawn")
    facts = (office.database.url, office.folder, clock.now, seat("sari").staff, holding.port)
    desk = context.Process(target=claim_and_stay, args=facts)
    desk.start()
    assert holding.holding.wait(60)
    desk.kill()
    desk.join()
    state = notices(office)
    assert state in ([("diambil", 1)], [("mengirim", 1)])
    server = post_office()
    want(seat, server.port)
    assert seat("yusuf").mail_arrivals() == 0, "the claim still holds"
    clock.forward(minutes=LEASE.seconds / 60 + 1)
    assert seat("yusuf").mail_arrivals() == (1 if state == [("diambil", 1)] else 0)


def test_a_claim_that_lapsed_settles_nothing(office, seat, clock, waiting, post_office):
    want(seat, closed_port())
    clock.forward(minutes=MINUTES)
    first = seat("sari").run(ClaimNotice(list_id=waiting[0].batch_id)).data["attempt"]
    clock.forward(minutes=LEASE.seconds / 60 + 1)
    second = seat("yusuf").run(ClaimNotice(list_id=waiting[0].batch_id)).data["attempt"]
    assert (first, second) == (1, 2)
    with pytest.raises(Refused):
        seat("sari").run(SettleNotice(list_id=waiting[0].batch_id, attempt=first, state="mengirim"))
    seat("yusuf").run(SettleNotice(list_id=waiting[0].batch_id, attempt=second, state="terkirim"))
    with pytest.raises(Refused):
        seat("yusuf").run(SettleNotice(list_id=waiting[0].batch_id, attempt=second, state="gagal"))
    with office.database.read() as connection:
        assert connection.scalar(select(journal.c.action).order_by(journal.c.id.desc()).limit(1)) == "kabar_surel"


@pytest.mark.parametrize("change", [{"state": "diambil"}, {"state": "gagal"}, {"office_id": 1}, {"tries": 9}])
def test_the_database_keeps_what_was_sent(office, seat, clock, waiting, post_office, change):
    want(seat, post_office().port)
    clock.forward(minutes=MINUTES)
    seat("sari").mail_arrivals()
    for wrong in (update(mail_notice).values(**change), mail_notice.delete()):
        with pytest.raises((RecordRoomError, DBAPIError), match="guard"), office.database.write() as connection:
            connection.execute(wrong)
    assert notices(office) == [("terkirim", 1)]
