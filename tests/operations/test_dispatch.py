"""Proof of sending: by hand and by post with the expedition book, fax, e-mail, receipts (C11)."""

from datetime import date, timedelta

import pytest
from chain import intake, move, waiting
from probe import is_sentence, together, unbroken

from db.queries.mail import dispatches_of, expedition_book, mail_line, mail_of_letter
from desktop.operations.dispatch import ConfirmReceipt, FinishDispatch, RecordDispatch
from desktop.operations.mail_in import EnterIncoming
from desktop.operations.void_letter import VoidLetter
from desktop.sop.refusals import Refused


@pytest.fixture
def letter_line(seat, clock):
    """The agenda line of a real hand-over letter of Satpol PP."""
    intake(seat, clock, 1)
    letter_id = move(seat("bagus"), "serahkan", waiting(seat("bagus"), "dijangkau")).data["letters"][0]
    return seat("bagus").read(mail_of_letter, seat("bagus").staff.office_id, letter_id)


def test_by_hand_and_by_post_the_expedition_book(office, seat, clock, letter_line):
    bagus = seat("bagus")
    send = RecordDispatch(mail_id=letter_line.id, way="antar", recipient="Panti, meja tata usaha")
    first = bagus.run(send)
    assert first.data == {"dispatch": first.data["dispatch"], "expedition": 1, "state": "terkirim"}
    post = bagus.run(RecordDispatch(mail_id=letter_line.id, way="pos", recipient="Panti", receipt="EE123"))
    fax = bagus.run(RecordDispatch(mail_id=letter_line.id, way="faks", recipient="Panti", address="021-0000002"))
    assert (post.data["expedition"], fax.data["expedition"]) == (2, None)
    assert bagus.read(mail_line, letter_line.id).sent == "terkirim"
    clock.forward(hours=3)
    signed = ConfirmReceipt(
        dispatch_id=first.data["dispatch"], version=1, received_by="Rina", received_at=clock.now, receipt="TT-9"
    )
    bagus.run(signed)
    row = next(row for row in bagus.read(dispatches_of, letter_line.id) if row.id == first.data["dispatch"])
    assert (row.state, row.received_by, row.received_at, row.receipt) == ("diterima", "Rina", clock.now, "TT-9")
    assert (row.version, row.sent_by_name, row.number) == (2, bagus.staff.name, letter_line.number)
    with pytest.raises(Refused, match="stale"):
        bagus.run(ConfirmReceipt(dispatch_id=row.id, version=2, received_by="Lagi", received_at=clock.now))
    assert [line.expedition for line in bagus.read(expedition_book, bagus.staff.office_id, 2026)] == [2, 1]
    clock.forward(days=60)
    again = bagus.run(RecordDispatch(mail_id=letter_line.id, way="antar", recipient="Panti"))
    assert again.data["expedition"] == 1 and unbroken(office)
    assert [line.expedition for line in bagus.read(expedition_book, bagus.staff.office_id, 2027)] == [1]
    assert bagus.read(expedition_book, seat("yusuf").staff.office_id, 2026) == ()


def test_an_email_is_on_its_way_until_it_is_told(seat, letter_line):
    bagus = seat("bagus")

    def send():
        command = RecordDispatch(mail_id=letter_line.id, way="surel", recipient="Panti", address="tu@panti.example")
        return bagus.run(command).data

    failed, good = send(), send()
    assert failed["state"] == "mengirim" and failed["expedition"] is None
    with pytest.raises(Refused, match="missing"):
        bagus.run(FinishDispatch(dispatch_id=failed["dispatch"], sent=False))
    bagus.run(FinishDispatch(dispatch_id=good["dispatch"], sent=True, receipt="250 2.0.0 queued"))
    assert bagus.read(mail_line, letter_line.id).sent == "terkirim"
    bagus.run(FinishDispatch(dispatch_id=failed["dispatch"], sent=False, reason="Server menolak."))
    told = {row.id: (row.state, row.receipt, row.reason) for row in bagus.read(dispatches_of, letter_line.id)}
    assert told == {
        failed["dispatch"]: ("gagal", "", "Server menolak."),
        good["dispatch"]: ("terkirim", "250 2.0.0 queued", ""),
    }
    for one in (failed, good):
        with pytest.raises(Refused, match="already_told"):
            bagus.run(FinishDispatch(dispatch_id=one["dispatch"], sent=True))
    with pytest.raises(Refused, match="stale"):
        now = bagus.now()
        bagus.run(ConfirmReceipt(dispatch_id=failed["dispatch"], version=2, received_by="Rina", received_at=now))
    with pytest.raises(Refused, match="gone"):
        seat("yusuf").run(FinishDispatch(dispatch_id=good["dispatch"], sent=True))


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"way": "merpati"}, "bad_way"),
        ({"recipient": " "}, "missing"),
        ({"way": "surel"}, "missing"),
        ({"way": "faks"}, "missing"),
        ({"mail_id": 4711}, "gone"),
        ({"address": "x" * 301}, "too_long"),
    ],
)
def test_a_bad_sending_takes_no_expedition_number(seat, letter_line, values, code):
    good = {"mail_id": letter_line.id, "way": "antar", "recipient": "Panti"}
    with pytest.raises(Refused, match=code) as caught:
        seat("bagus").run(RecordDispatch(**good | values))
    assert is_sentence(caught.value.sentence)
    assert seat("bagus").run(RecordDispatch(**good)).data["expedition"] == 1


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"received_by": ""}, "missing"),
        ({"version": 9}, "stale"),
        ({"late": timedelta(hours=1)}, "bad_date"),
        ({"late": -timedelta(days=2)}, "bad_date"),
    ],
)
def test_a_receipt_has_a_name_and_a_possible_time(seat, clock, letter_line, values, code):
    sent = seat("bagus").run(RecordDispatch(mail_id=letter_line.id, way="antar", recipient="Panti")).data["dispatch"]
    late = values.get("late", timedelta())
    given = {"version": 1, "received_by": "Rina"} | {name: value for name, value in values.items() if name != "late"}
    with pytest.raises(Refused, match=code):
        seat("bagus").run(ConfirmReceipt(dispatch_id=sent, received_at=clock.now + late, **given))
    with pytest.raises(Refused, match="bad_date"):
        naive = clock.now.replace(tzinfo=None)
        seat("bagus").run(ConfirmReceipt(dispatch_id=sent, version=1, received_by="Rina", received_at=naive))


def test_incoming_and_void_letters_are_not_sent(seat, letter_line):
    bagus = seat("bagus")
    came = EnterIncoming(number="1/A", dated=date(2026, 11, 23), correspondent="Kelurahan", subject="Data")
    line = bagus.run(came).data["mail"]
    with pytest.raises(Refused, match="not_outgoing"):
        bagus.run(RecordDispatch(mail_id=line, way="antar", recipient="Panti"))
    bagus.run(VoidLetter(letter_id=letter_line.letter_id, reason="Salah"))
    with pytest.raises(Refused, match="void") as caught:
        bagus.run(RecordDispatch(mail_id=letter_line.id, way="antar", recipient="Panti"))
    assert letter_line.number in caught.value.sentence


def test_many_couriers_at_once(seat, letter_line):
    bagus = seat("bagus")
    send = [lambda: bagus.run(RecordDispatch(mail_id=letter_line.id, way="antar", recipient="Panti"))] * 12
    assert sorted(done.data["expedition"] for done in together(*send)) == list(range(1, 13))
