"""Letters: numbers without gap or double, facts frozen with them, bytes frozen once."""

import hashlib
import json
import threading

import pytest
from chain import bring, intake, move, newcomers, seen, waiting
from sqlalchemy import select, text, update

from db.errors import RecordRoomError
from db.queries.letter_templates import emblems
from db.queries.letters import all_letters, letter_file
from db.tables.access import office as office_table
from db.tables.papers import letter
from desktop.documents.facts import emblem_hash, letter_facts_from_json
from desktop.documents.letters import render_letter
from desktop.operations.intake import RecordIntake
from desktop.operations.send_to_panti import SendToPanti
from desktop.sop.refusals import Refused


def test_number_has_the_offices_pattern(office, seat, clock):
    intake(seat, clock)
    move(seat("bagus"), "serahkan", waiting(seat("bagus"), "dijangkau"))
    row = office.read(all_letters)[0]
    assert row.code == "bast" and row.number.endswith("/001/SATPOLPP/XI/2026") and row.people == 3


def test_every_letter_is_frozen_with_its_hash(office, seat, clock):
    bring(seat, clock, "disetujui")
    rows = office.read(all_letters)
    assert {row.code for row in rows} == {
        "bast",
        "permohonan_rekomendasi",
        "rekapitulasi",
        "rekomendasi",
        "permohonan_persetujuan",
        "persetujuan",
    }
    for row in rows:
        _, pdf = office.read(letter_file, row.id)
        assert hashlib.sha256(pdf).hexdigest() == row.sha256


def test_frozen_facts_give_the_same_bytes_again(office, seat, clock):
    bring(seat, clock, "disetujui")
    with office.database.read() as connection:
        for row in connection.execute(select(letter.c.facts, letter.c.pdf)):
            kept = emblems(connection, [emblem_hash(row.facts)])
            assert len(kept) == 1, "the practice offices have an emblem"
            assert render_letter(letter_facts_from_json(row.facts, kept)) == row.pdf


@pytest.mark.parametrize(
    "change",
    ["number = 'lain'", "facts = '{}'", "pdf = NULL", "issued_on = '2020-01-01'", "agenda = 99", "sha256 = 'x'"],
)
def test_an_issued_letter_does_not_change(office, seat, clock, change):
    bring(seat, clock, "diserahkan")
    with pytest.raises(RecordRoomError, match="guard"), office.database.write() as connection:
        connection.execute(text(f"UPDATE letter SET {change}"))


def test_a_crash_between_commit_and_paper_is_mended(office, seat, clock):
    """The commit went through, the program died before the PDF: opening the letter makes the same paper."""
    intake(seat, clock)
    from desktop.operations.move import Move

    command = Move(procedure="wbs", action="serahkan", cases=seen(waiting(seat("bagus"), "dijangkau")))
    outcome = office.run(command, seat("bagus").staff.id)  # without the seat's freezing
    letter_id = outcome.data["letters"][0]
    assert office.read(letter_file, letter_id)[1] is None
    number, pdf = seat("bagus").letter_pdf(letter_id)
    assert pdf.startswith(b"%PDF") and office.read(letter_file, letter_id) == (number, pdf)


def test_only_the_office_that_issued_a_letter_stores_its_paper(office, seat, clock):
    """Who receives it before the bytes are there waits for the sender, and cannot slip in others."""
    intake(seat, clock)
    from desktop.operations.freeze_letters import FreezeLetters
    from desktop.operations.move import Move

    command = Move(procedure="wbs", action="serahkan", cases=seen(waiting(seat("bagus"), "dijangkau")))
    letter_id = office.run(command, seat("bagus").staff.id).data["letters"][0]
    with pytest.raises(Refused, match="not_ready"):
        seat("yusuf").letter_pdf(letter_id)
    with pytest.raises(Refused, match="other_office"):
        seat("yusuf").run(FreezeLetters(files=((letter_id, b"%PDF-lain", None),)))
    assert office.read(letter_file, letter_id)[1] is None
    made = seat("bagus").letter_pdf(letter_id)
    assert seat("yusuf").letter_pdf(letter_id) == made


def test_many_desks_take_numbers_without_gap_or_double(office, seat, clock):
    satpol = seat("bagus")
    panti = seat("yusuf").staff.office_id
    lists = []
    for _ in range(12):
        done = satpol.run(RecordIntake(people=newcomers(1, clock), panti_office_id=panti)).done
        lists.append(done)
    rows = {row.id: row for row in waiting(satpol, "dijangkau")}
    failures = []

    def send(ids):
        try:
            move(satpol, "serahkan", [rows[case] for case in ids])
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=send, args=(ids,)) for ids in lists]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with office.database.read() as connection:
        assert sorted(connection.scalars(select(letter.c.agenda))) == list(range(1, 13))


def test_a_refused_issue_gives_the_number_back(office, seat, clock):
    """Nobody may move: no letter, and the next one has no gap."""
    intake(seat, clock)
    rows = waiting(seat("bagus"), "dijangkau")
    with office.database.write() as connection:
        connection.execute(update(office_table).where(office_table.c.kind == "satpol_pp").values(head_name=""))
    with pytest.raises(Refused, match="no_signer"):
        move(seat("bagus"), "serahkan", rows)
    with office.database.write() as connection:
        connection.execute(update(office_table).where(office_table.c.kind == "satpol_pp").values(head_name="Darmawan"))
    move(seat("bagus"), "serahkan", rows)
    with office.database.read() as connection:
        assert list(connection.scalars(select(letter.c.agenda))) == [1]


def test_the_year_begins_anew(office, seat, clock):
    intake(seat, clock, 1)
    move(seat("bagus"), "serahkan", waiting(seat("bagus"), "dijangkau"))
    clock.forward(days=60)
    intake(seat, clock, 1)
    move(seat("bagus"), "serahkan", waiting(seat("bagus"), "dijangkau"))
    numbers = [row.number.split("/")[1:] for row in office.read(all_letters)]
    assert numbers == [["001", "SATPOLPP", "I", "2027"], ["001", "SATPOLPP", "XI", "2026"]]


def test_send_to_a_panti_that_is_none(seat, clock):
    ids = seat("bagus").run(RecordIntake(people=newcomers(1, clock))).done
    rows = waiting(seat("bagus"), "dijangkau")
    with pytest.raises(Refused, match="no_panti"):
        seat("bagus").run(SendToPanti(cases=seen(rows), panti_office_id=seat("sari").staff.office_id))
    assert ids == (rows[0].id,)


def test_a_letter_answers_the_one_it_is_about_however_often_people_went_back(office, seat, clock):
    """BPJS gives a person back to Dinkes without a letter; the second approval still answers the panti's request."""
    bring(seat, clock, "disetujui", 2)
    move(seat("hendra"), "kembalikan_dinkes", waiting(seat("hendra"), "disetujui"), reason="Nama belum sesuai")
    again = move(seat("ratna"), "validasi", waiting(seat("ratna"), "menunggu_validasi"))
    asked = next(row for row in office.read(all_letters) if row.code == "permohonan_persetujuan")
    with office.database.read() as connection:
        text_of = connection.scalar(select(letter.c.facts).where(letter.c.id == again.data["letters"][0]))
    assert json.loads(text_of)["fields"]["nomor_rujukan"] == asked.number


def test_the_recap_is_filed_under_the_letter_it_goes_with(office, seat, clock):
    bring(seat, clock, "menunggu_rekomendasi")
    rows = {row.code: row.number for row in office.read(all_letters)}
    assert rows["rekapitulasi"] == rows["permohonan_rekomendasi"] != ""


def test_what_cannot_be_printed_takes_no_number(office, seat, clock):
    """An emoji in the condition would make a hole in the annex: refused with the person's name, no number used."""
    from desktop.operations.edit_case import EditCase

    ids = bring(seat, clock, "dijangkau")
    seat("bagus").run(EditCase(application_id=ids[0], before={"condition": ""}, after={"condition": "Luka 🩹"}))
    with pytest.raises(Refused, match="unprintable") as caught:
        move(seat("bagus"), "serahkan", waiting(seat("bagus"), "dijangkau"))
    assert [row.row_id for row in caught.value.rows] == [ids[0]]
    assert office.read(all_letters) == ()
