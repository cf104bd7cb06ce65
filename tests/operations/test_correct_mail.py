"""A line of a letter that came in, typed wrongly: corrected with a reason, old and new in the journal (C6)."""

import json
from datetime import date, timedelta

import pytest
from probe import everything, is_sentence, together, unbroken
from registers import FIRST, TODAY, came, went
from sqlalchemy import select, update

from db.errors import RecordRoomError
from db.queries.mail import mail_line
from db.tables.letters import mail
from db.tables.traces import journal
from desktop.operations.archive_place import SetArchivePlace
from desktop.operations.correct_mail import CorrectIncoming
from desktop.operations.mail_in import EnterIncoming
from desktop.operations.void_mail_line import VoidMailLine
from desktop.sop.refusals import Refused


def correct(seat, mail_id, version=1, reason="Salah baca nomor", **values):
    return seat.run(CorrectIncoming(mail_id=mail_id, version=version, reason=reason, **FIRST | values))


def test_the_line_keeps_its_agenda_number_and_the_journal_both_readings(office, seat):
    sari = seat("sari")
    line = came(sari).data["mail"]
    outcome = correct(sari, line, number="  21/KEL-SN/2026 ", dated=TODAY - timedelta(days=2), note="dari kurir")
    assert is_sentence(outcome.sentence) and outcome.topics == {"mail"}
    row = sari.read(mail_line, line)
    assert (row.number, row.dated, row.agenda, row.version) == ("21/KEL-SN/2026", TODAY - timedelta(days=2), 1, 2)
    with office.database.read() as connection:
        told = connection.execute(select(journal).where(journal.c.action == "agenda_ralat")).one()
    fields = json.loads(told.fields) if isinstance(told.fields, str) else told.fields
    assert told.reason == "Salah baca nomor"
    assert fields["nomor"] == ["12/KEL-SN/2026", "21/KEL-SN/2026"]
    assert fields["tanggal"] == ["2026-11-23", "2026-11-21"] and fields["catatan"] == ["", "dari kurir"]
    assert set(fields) == {"agenda", "nomor", "tanggal", "catatan"} and unbroken(office)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"reason": "  "}, "reason_needed"),
        ({}, "nothing"),
        ({"number": " "}, "missing"),
        ({"subject": ""}, "missing"),
        ({"dated": TODAY + timedelta(days=1)}, "bad_date"),
        ({"number": "x", "version": 7}, "stale"),
        ({"number": "13/LAIN/2026"}, "already_entered"),
        ({"subject": "a" * 2000}, "too_long"),
    ],
)
def test_what_is_refused_changes_nothing(office, seat, values, code):
    sari = seat("sari")
    line = came(sari).data["mail"]
    came(sari, number="13/LAIN/2026")
    before = everything(office)
    with pytest.raises(Refused, match=code) as caught:
        correct(sari, line, **values)
    assert is_sentence(caught.value.sentence) and everything(office) == before


def test_lines_that_are_not_typed_incoming_ones_that_count(office, seat, letter_line):
    sari, yusuf = seat("sari"), seat("yusuf")
    out = went(sari).data["mail"]
    padan = yusuf.run(EnterIncoming(letter_id=letter_line.letter_id)).data["mail"]
    void = came(sari).data["mail"]
    sari.run(VoidMailLine(mail_id=void, version=1, reason="Dicatat dua kali"))
    for who, line, code in ((sari, out, "not_incoming"), (yusuf, padan, "has_letter"), (sari, void, "void")):
        with pytest.raises(Refused, match=code) as caught:
            correct(who, line, number="99")
        assert is_sentence(caught.value.sentence)
    with pytest.raises(Refused, match="gone"):
        correct(seat("ratna"), void, number="99")
    for line in (out, padan, void):  # and the database itself says no
        statement = update(mail).where(mail.c.id == line).values(number="99", version=mail.c.version + 1)
        with pytest.raises(RecordRoomError, match="guard"), office.database.write() as connection:
            connection.execute(statement)


def test_the_guard_keeps_what_no_correction_may_touch(office, seat):
    line = came(seat("sari")).data["mail"]
    for values in ({"agenda": 7}, {"year": 2025}, {"direction": "keluar"}, {"entered_on": date(2026, 1, 1)}):
        statement = update(mail).where(mail.c.id == line).values(**values, version=mail.c.version + 1)
        with pytest.raises(RecordRoomError, match="guard"), office.database.write() as connection:
            connection.execute(statement)
    with pytest.raises(RecordRoomError, match="guard"), office.database.write() as connection:
        connection.execute(update(mail).where(mail.c.id == line).values(number="99"))  # the version must go on


def test_two_desks_correct_at_once_and_one_is_told(office, seat):
    sari = seat("sari")
    line = came(sari).data["mail"]
    found = together(lambda: correct(sari, line, number="1/X"), lambda: correct(sari, line, number="2/X"))
    assert "stale" in found and found.count("stale") == 1
    assert sari.read(mail_line, line).version == 2


def test_a_correction_leaves_the_archive_place(seat):
    sari = seat("sari")
    line = came(sari, archive_place="Rak 1").data["mail"]
    correct(sari, line, subject="Data warga terlantar")
    sari.run(SetArchivePlace(lines=((line, 2),), place="Rak 2"))
    row = sari.read(mail_line, line)
    assert (row.subject, row.archive_place, row.version) == ("Data warga terlantar", "Rak 2", 3)
