"""A typed line of an agenda book that was a mistake: it stays, with its number and the reason (C6)."""

from datetime import date

import pytest
from chain import intake, move, waiting
from probe import everything, is_sentence, together, unbroken
from sqlalchemy import select

from db.queries.mail import mail_book, mail_line, mail_of_letter
from db.queries.posting import carried, posting
from db.tables.letters import mail_void
from db.tables.traces import journal
from desktop.operations.archive_place import SetArchivePlace
from desktop.operations.dispatch import RecordDispatch
from desktop.operations.mail_in import EnterIncoming
from desktop.operations.mail_out import EnterOutgoing
from desktop.operations.void_mail_line import VoidMailLine
from desktop.sop.refusals import Refused

TODAY = date(2026, 11, 23)
CAME = {"number": "12/KEL-SN/2026", "dated": TODAY, "correspondent": "Kelurahan Senen", "subject": "Data warga"}
WENT = {"classification": "300.1", "dated": TODAY, "correspondent": "Kelurahan Senen", "subject": "Undangan"}


def void(seat, mail_id, version=1, reason="Salah ketik"):
    return seat.run(VoidMailLine(mail_id=mail_id, version=version, reason=reason))


def test_an_outgoing_line_stays_void_and_is_not_sent(office, seat):
    bagus = seat("bagus")
    line = bagus.run(EnterOutgoing(**WENT)).data["mail"]
    bagus.run(RecordDispatch(mail_id=line, way="antar", recipient="Kelurahan"))
    outcome = void(bagus, line, reason="  Salah   tujuan ")
    assert is_sentence(outcome.sentence) and outcome.topics == {"mail"}
    row = bagus.read(mail_line, line)
    assert (row.voided, row.void_reason, row.agenda, row.letter_id) == (True, "Salah tujuan", 1, None)
    assert bagus.read(mail_book, bagus.staff.office_id, "keluar", 2026) == (row,)
    assert bagus.read(posting, bagus.staff.office_id, line).voided
    assert [one.voided for one in bagus.read(carried, bagus.staff.office_id, 2026)] == [True]
    with pytest.raises(Refused, match="void") as caught:
        bagus.run(RecordDispatch(mail_id=line, way="antar", recipient="Kelurahan"))
    assert row.number in caught.value.sentence and is_sentence(caught.value.sentence)
    assert bagus.run(EnterOutgoing(**WENT)).data["agenda"] == 2 and unbroken(office)
    with office.database.read() as connection:
        kept = connection.execute(select(mail_void)).one()
        told = connection.execute(select(journal).where(journal.c.action == "agenda_batal")).one()
    assert (kept.mail_id, kept.voided_by) == (line, bagus.staff.id)
    assert told.reason == "Salah tujuan" and row.number in told.fields


def test_an_incoming_letter_is_entered_again_after_a_mistake(seat):
    sari = seat("sari")
    line = sari.run(EnterIncoming(**CAME)).data["mail"]
    void(sari, line)
    assert sari.run(EnterIncoming(**CAME)).data["agenda"] == 2
    with pytest.raises(Refused, match="already_entered") as caught:
        sari.run(EnterIncoming(**CAME))
    assert "nomor agenda 2" in caught.value.sentence
    rows = sari.read(mail_book, sari.staff.office_id, "masuk", 2026)
    assert [(row.agenda, row.voided) for row in rows] == [(2, False), (1, True)]


def test_what_may_not_be_declared_void_stays(office, seat, clock):
    intake(seat, clock, 1)
    bagus = seat("bagus")
    letter_id = move(bagus, "serahkan", waiting(bagus, "dijangkau")).data["letters"][0]
    made = bagus.read(mail_of_letter, bagus.staff.office_id, letter_id)
    seat("yusuf").run(EnterIncoming(letter_id=letter_id))
    arrived = seat("yusuf").read(mail_of_letter, seat("yusuf").staff.office_id, letter_id)
    line = bagus.run(EnterOutgoing(**WENT)).data["mail"]
    bagus.run(SetArchivePlace(lines=((line, 1),), place="Map"))
    before = everything(office)
    for who, wish, code in (
        ("bagus", {"mail_id": made.id}, "has_letter"),
        ("yusuf", {"mail_id": arrived.id}, "has_letter"),
        ("yusuf", {"mail_id": line}, "gone"),
        ("bagus", {"mail_id": 4711}, "gone"),
        ("bagus", {"mail_id": line}, "stale"),
        ("bagus", {"mail_id": line, "version": 2, "reason": " "}, "reason_needed"),
        ("bagus", {"mail_id": line, "version": 2, "reason": "x" * 501}, "too_long"),
    ):
        with pytest.raises(Refused, match=code) as caught:
            void(seat(who), **wish)
        assert is_sentence(caught.value.sentence)
    assert everything(office) == before
    void(bagus, line, 2)
    with pytest.raises(Refused, match="already_void"):
        void(bagus, line, 2)


def test_two_desks_at_once(office, seat):
    bagus = seat("bagus")
    line = bagus.run(EnterOutgoing(**WENT)).data["mail"]
    results = together(*[lambda: void(bagus, line)] * 4)
    assert sorted(one for one in results if isinstance(one, str)) == ["already_void"] * 3 and unbroken(office)
