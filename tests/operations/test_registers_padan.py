"""Incoming letters that Padan itself wrote: waiting for their line, found by a number typed from the paper."""

from datetime import date

import pytest
from chain import bring
from probe import is_sentence
from registers import TODAY, came
from sqlalchemy import insert, select

from db.queries.mail import (
    mail_line,
    mail_of_letter,
    unregistered,
)
from db.tables.cases import batch
from db.tables.papers import letter
from desktop.operations.mail_in import EnterIncoming
from desktop.operations.void_letter import VoidLetter
from desktop.sop.refusals import Refused


def test_letters_of_other_padan_offices_wait_for_their_line(office, seat, clock):
    bring(seat, clock, "menunggu_nik", 2)
    yusuf, sari = seat("yusuf"), seat("sari")
    for_panti = yusuf.read(unregistered, yusuf.staff.office_id)
    assert [row.code for row in for_panti] == ["bast"]
    # The list that goes with the letter has no number of its own and needs no line.
    waiting_here = sari.read(unregistered, sari.staff.office_id)
    assert [row.code for row in waiting_here] == ["permohonan_rekomendasi"]
    letter = waiting_here[0]
    done = sari.run(EnterIncoming(letter_id=letter.id, archive_place="Lemari 2"))
    row = sari.read(mail_line, done.data["mail"])
    assert (row.number, row.dated, row.correspondent) == (letter.number, letter.issued_on, letter.office_name)
    assert row.subject == "Surat Permohonan Rekomendasi Penerbitan NIK" and row.classification == "400.9.4.1"
    assert sari.read(unregistered, sari.staff.office_id) == ()
    assert sari.read(mail_of_letter, sari.staff.office_id, letter.id) == row
    with pytest.raises(Refused, match="already_entered"):
        sari.run(EnterIncoming(letter_id=letter.id))
    with pytest.raises(Refused, match="gone"):
        seat("andi").run(EnterIncoming(letter_id=letter.id))


def test_a_number_typed_from_the_paper_finds_the_padan_letter(seat, letter_line):
    yusuf = seat("yusuf")
    done = came(yusuf, number=letter_line.number, correspondent="satpol", subject="")
    row = yusuf.read(mail_line, done.data["mail"])
    assert row.letter_id == letter_line.letter_id and row.correspondent == "Satuan Polisi Pamong Praja"
    assert yusuf.read(unregistered, yusuf.staff.office_id) == ()


@pytest.mark.parametrize("said", ["", "Satpol PP", "SATUAN POLISI PAMONG PRAJA", "Kepala Satuan Polisi Pamong Praja"])
def test_the_sender_may_be_written_short_or_long(seat, letter_line, said):
    done = came(seat("yusuf"), number=letter_line.number, correspondent=said)
    assert seat("yusuf").read(mail_line, done.data["mail"]).letter_id == letter_line.letter_id


@pytest.mark.parametrize("other", [{"correspondent": "Kelurahan Senen"}, {"dated": date(2026, 11, 2)}])
def test_another_date_or_sender_stays_as_typed_and_the_clerk_is_told(seat, letter_line, other):
    yusuf = seat("yusuf")
    done = came(yusuf, **{"number": letter_line.number, "correspondent": "Satpol PP"} | other)
    row = yusuf.read(mail_line, done.data["mail"])
    assert (row.letter_id, row.subject) == (None, "Data warga")
    assert (row.correspondent, row.dated) == (other.get("correspondent", "Satpol PP"), other.get("dated", TODAY))
    assert "Belum diagendakan" in done.sentence and is_sentence(done.sentence)
    assert yusuf.run(EnterIncoming(letter_id=letter_line.letter_id)).data["agenda"] == 2


def test_a_number_of_two_offices_is_chosen_not_guessed(office, seat, clock):
    """Both offices number their letters without their own name."""
    bring(seat, clock, "menunggu_nik", 2)
    yusuf = seat("yusuf")
    first = yusuf.read(unregistered, yusuf.staff.office_id)[0]
    second = twin(office, first, seat("sari").staff)
    with pytest.raises(Refused, match="which_letter") as caught:
        came(yusuf, number=first.number, dated=first.issued_on, correspondent="")
    assert "Belum diagendakan" in caught.value.sentence and is_sentence(caught.value.sentence)
    named = came(yusuf, number=first.number, dated=first.issued_on, correspondent="Dinas Sosial")
    assert yusuf.read(mail_line, named.data["mail"]).letter_id == second
    chosen = yusuf.run(EnterIncoming(letter_id=first.id))
    assert yusuf.read(mail_line, chosen.data["mail"]).correspondent == first.office_name


def test_a_void_letter_gives_way_to_one_that_counts(office, seat, clock):
    bring(seat, clock, "menunggu_nik", 2)
    yusuf = seat("yusuf")
    first = yusuf.read(unregistered, yusuf.staff.office_id)[0]
    seat("bagus").run(VoidLetter(letter_id=first.id, reason="Salah"))
    with pytest.raises(Refused, match="void"):
        came(yusuf, number=first.number, dated=first.issued_on, correspondent="")
    second = twin(office, first, seat("sari").staff)
    done = came(yusuf, number=first.number, dated=first.issued_on, correspondent="")
    assert yusuf.read(mail_line, done.data["mail"]).letter_id == second


def twin(office, row, staff):
    """A letter of another office to the same one, under the same number and date; gives its id."""
    with office.database.write() as connection:
        old = connection.execute(
            select(batch).join(letter, letter.c.batch_id == batch.c.id).where(letter.c.id == row.id)
        )
        values = dict(old.one()._mapping) | {"from_office_id": staff.office_id}
        del values["id"]
        batch_id = connection.execute(insert(batch).returning(batch.c.id), values).scalar_one()
        values = dict(connection.execute(select(letter).where(letter.c.id == row.id)).one()._mapping)
        del values["id"]
        values |= {"office_id": staff.office_id, "batch_id": batch_id, "classification": "000"}
        return connection.execute(insert(letter).returning(letter.c.id), values).scalar_one()


def test_a_letter_declared_void_is_not_registered(seat, letter_line):
    yusuf = seat("yusuf")
    seat("bagus").run(VoidLetter(letter_id=letter_line.letter_id, reason="Salah tujuan", replace=True))
    assert [row.id for row in yusuf.read(unregistered, yusuf.staff.office_id)] != [letter_line.letter_id]
    assert len(yusuf.read(unregistered, yusuf.staff.office_id)) == 1
    with pytest.raises(Refused, match="void") as caught:
        yusuf.run(EnterIncoming(letter_id=letter_line.letter_id))
    assert letter_line.number in caught.value.sentence
