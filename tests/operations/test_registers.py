"""Agenda books in and out, and the paper archive (C6)."""

from datetime import date, timedelta

import pytest
from chain import bring
from probe import everything, is_sentence, together, unbroken
from registers import TODAY, book, came, went
from sqlalchemy import event

from db.queries.letters import all_letters, letters_of_office
from db.queries.mail import (
    expedition_book,
    mail_book,
    mail_line,
    unregistered,
)
from desktop.operations.archive_place import SetArchivePlace
from desktop.operations.dispatch import RecordDispatch
from desktop.sop.refusals import Refused


def test_every_numbered_letter_has_its_line(office, seat, clock):
    bring(seat, clock, "menunggu_rekomendasi", 2)
    lines = book(seat("yusuf"))
    assert [(row.letter_code, row.subject, row.correspondent) for row in lines] == [
        ("permohonan_rekomendasi", "Surat Permohonan Rekomendasi Penerbitan NIK", "Dinas Sosial")
    ]
    letters = {row.id: row for row in office.read(all_letters)}
    assert lines[0].number == letters[lines[0].letter_id].number and lines[0].agenda == 1
    assert (lines[0].voided, lines[0].sent, lines[0].version) == (False, "", 1)


def test_incoming_letters_have_one_row_of_numbers_a_year(office, seat, clock):
    sari = seat("sari")
    first = came(sari, classification="400.9", archive_place="Lemari 1", note="Disposisi Kabid")
    second = came(sari, number="13/KEL-SN/2026", our_number="400/1/DINSOS/2026")
    assert (first.data["agenda"], second.data["agenda"]) == (1, 2)
    assert came(seat("andi")).data["agenda"] == 1  # another office, another book
    clock.forward(days=60)
    assert came(sari, number="1/KEL-SN/2027", dated=date(2027, 1, 4)).data["agenda"] == 1
    row = sari.read(mail_line, first.data["mail"])
    assert (row.direction, row.classification, row.archive_place, row.note) == (
        *("masuk", "400.9", "Lemari 1", "Disposisi Kabid"),
    )
    assert (row.letter_id, row.letter_code, row.entered_on) == (None, "", TODAY)
    assert [row.agenda for row in book(sari, "masuk")] == [2, 1]
    assert [row.agenda for row in book(sari, "masuk", 2027)] == [1]
    assert book(sari, "masuk")[0].our_number == "400/1/DINSOS/2026" and unbroken(office)


@pytest.mark.parametrize(
    "again",
    [
        {},
        {"number": "12/kel-sn/2026"},
        {"number": "  12/KEL-SN/2026 "},
        {"correspondent": "kelurahan  SENEN"},
        {"subject": "Perihal lain", "dated": date(2026, 11, 20)},
    ],
)
def test_the_same_letter_is_not_entered_twice(office, seat, again):
    came(seat("sari"))
    before = everything(office)
    with pytest.raises(Refused, match="already_entered") as caught:
        came(seat("sari"), **again)
    assert "nomor agenda 1" in caught.value.sentence and is_sentence(caught.value.sentence)
    assert everything(office) == before
    assert came(seat("sari"), number="14/KEL-SN/2026").data["agenda"] == 2


def test_who_wrote_without_a_number_is_told_apart_by_day_and_subject(seat):
    sari = seat("sari")
    came(sari, number="-")
    came(sari, number="-", subject="Undangan rapat")
    came(sari, number="-", dated=date(2026, 11, 20))
    came(sari, number="-", correspondent="Kelurahan Kwitang")
    with pytest.raises(Refused, match="already_entered"):
        came(sari, number="-")
    assert came(sari, correspondent="Kelurahan Kwitang").data["agenda"] == 5


def test_two_clerks_enter_the_same_letter_at_once(office, seat):
    sari = seat("sari")
    results = together(*[lambda: came(sari)] * 6)
    assert sorted(str(result) for result in results if isinstance(result, str)) == ["already_entered"] * 5
    assert [row.agenda for row in book(sari, "masuk")] == [1]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"number": " "}, "missing"),
        ({"correspondent": ""}, "missing"),
        ({"subject": "\n"}, "missing"),
        ({"dated": TODAY + timedelta(days=1)}, "bad_date"),
        ({"dated": None}, "bad_date"),
        ({"classification": "empat ratus"}, "bad_code"),
        ({"subject": "x" * 501}, "too_long"),
        ({"number": "1" * 101}, "too_long"),
        ({"letter_id": 4711}, "gone"),
    ],
)
def test_a_bad_incoming_line_takes_no_number(office, seat, values, code):
    before = everything(office)
    with pytest.raises(Refused, match=code) as caught:
        came(seat("sari"), **values)
    assert everything(office) == before and is_sentence(caught.value.sentence)
    assert came(seat("sari")).data["agenda"] == 1


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"classification": ""}, "bad_code"),
        ({"classification": "#ekspedisi"}, "bad_code"),
        ({"correspondent": ""}, "missing"),
        ({"subject": ""}, "missing"),
        ({"dated": TODAY + timedelta(days=1)}, "bad_date"),
        ({"dated": date(2025, 12, 31)}, "bad_date"),
    ],
)
def test_a_bad_outgoing_line_takes_no_number(office, seat, values, code):
    before = everything(office)
    with pytest.raises(Refused, match=code):
        went(seat("bagus"), **values)
    assert everything(office) == before
    assert went(seat("bagus")).data["agenda"] == 1


def test_a_typed_letter_takes_the_next_number_of_the_series(seat, letter_line):
    """Padan's letters and those made elsewhere share one book without a gap."""
    done = went(seat("bagus"), dated=date(2026, 10, 30), archive_place="Map 3")
    assert (done.data["agenda"], done.data["number"]) == (2, "300.1/002/SATPOLPP/X/2026")
    assert went(seat("bagus"), classification="400.9").data["agenda"] == 1
    assert [row.number for row in book(seat("bagus"))][::-1][:2] == [letter_line.number, done.data["number"]]


def test_books_are_kept_by_the_offices_own_desk(seat, letter_line):
    from desktop.operations.manage_staff import ChangeStaff

    row = seat("sari").staff
    change = ChangeStaff(
        staff_id=row.id,
        version=row.version,
        name=row.name,
        nip=row.nip,
        position=row.position,
        roles=frozenset({"admin"}),
    )
    seat("admin").run(change)
    for wish in (lambda: came(seat("sari")), lambda: went(seat("sari"))):
        with pytest.raises(Refused, match="not_your_role"):
            wish()
    with pytest.raises(Refused, match="gone"):
        seat("yusuf").run(RecordDispatch(mail_id=letter_line.id, way="antar", recipient="X"))
    with pytest.raises(Refused, match="stale"):
        seat("yusuf").run(SetArchivePlace(lines=((letter_line.id, 1),), place="Map"))


def test_searching_a_book(seat):
    sari = seat("sari")
    for at, (who, what) in enumerate([("Kelurahan Senen", "100% data"), ("Rumah_Sakit", "Rujukan"), ("RT 5", "Surat")]):
        came(sari, number=f"{at + 1}00/A/2026", correspondent=who, subject=what)
    found = {
        text: [row.agenda for row in book(sari, "masuk", text=text)]
        for text in ("senen", "RUJUKAN", "%", "_", "300/a", "2", "", "  ", "tiada", "\\")
    }
    assert found == {
        "senen": [1],
        "RUJUKAN": [2],
        "%": [1],
        "_": [2],
        "300/a": [3],
        "2": [3, 2, 1],
        "": [3, 2, 1],
        "  ": [3, 2, 1],
        "tiada": [],
        "\\": [],
    }


@pytest.mark.parametrize("text", ["'", '"', "' OR 1=1 --", "a" * 5000, "é" * 200, "\x00", "\ud800", "😀", "\x00senen"])
def test_nothing_typed_breaks_the_search(seat, text):
    came(seat("sari"))
    assert len(book(seat("sari"), "masuk", text=text)) == (1 if "senen" in text else 0)


def test_a_book_is_read_in_pages(seat):
    sari = seat("sari")
    for at in range(7):
        came(sari, number=f"{at}/A/2026")
    pages = [[row.agenda for row in book(sari, "masuk", limit=3, offset=at)] for at in (0, 3, 6, 9)]
    assert pages == [[7, 6, 5], [4, 3, 2], [1], []]


def test_the_place_of_the_paper(office, seat, letter_line):
    bagus = seat("bagus")
    other = bagus.read(mail_line, went(bagus).data["mail"])
    lines = ((letter_line.id, 1), (other.id, 1))
    bagus.run(SetArchivePlace(lines=lines, place="  Lemari 2,  rak B "))
    assert {row.archive_place for row in book(bagus)} == {"Lemari 2, rak B"}
    with pytest.raises(Refused, match="stale"):
        bagus.run(SetArchivePlace(lines=((letter_line.id, 2), (other.id, 1)), place="X"))
    with pytest.raises(Refused, match="nothing"):
        bagus.run(SetArchivePlace(lines=(), place="X"))
    assert {row.archive_place for row in book(bagus)} == {"Lemari 2, rak B"}
    bagus.run(SetArchivePlace(lines=((letter_line.id, 2),), place=""))
    assert bagus.read(mail_line, letter_line.id).archive_place == "" and unbroken(office)


def test_two_desks_move_the_same_paper(seat, letter_line):
    bagus = seat("bagus")
    wish = [lambda place=place: bagus.run(SetArchivePlace(lines=((letter_line.id, 1),), place=place)) for place in "AB"]
    results = together(*wish)
    assert [result for result in results if isinstance(result, str)] == ["stale"]


def test_the_register_says_what_is_void_and_signed(office, seat, letter_line):
    rows = office.read(letters_of_office, seat("yusuf").staff.office_id)
    assert [(row.voided, row.signed) for row in rows] == [(False, "")]
    assert [row.id for row in office.read(letters_of_office, seat("yusuf").staff.office_id, limit=1)] == [rows[0].id]


@pytest.mark.parametrize(
    ("query", "values"),
    [
        (letters_of_office, ()),
        (unregistered, ()),
        (mail_book, ("keluar", 2026)),
        (mail_book, ("masuk", 2026, "senen", 200, 400)),
        (expedition_book, (2026,)),
    ],
)
def test_a_register_is_one_statement_along_indexes(office, seat, letter_line, query, values):
    """No walk through all letters, lines or lists, however many there are."""
    with office.database.read() as connection:
        asked = []
        event.listen(connection, "before_cursor_execute", lambda _c, _k, sql, given, *_: asked.append((sql, given)))
        query(connection, seat("yusuf").staff.office_id, *values)
        ((sql, given),) = asked
        if office.database.backend.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
            lines = [row[0] for row in connection.exec_driver_sql(f"EXPLAIN {sql}", given)]
            walks = [line for line in lines if "Seq Scan" in line or "Backward using pk_" in line]
        else:
            lines = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", given)]
            walks = [line for line in lines if line.startswith("SCAN ") and "USING" not in line]
    large = ("letter", "mail", "batch", "dispatch")
    assert lines and [line for line in walks if any(f" {table} " in f"{line} " for table in large)] == []
