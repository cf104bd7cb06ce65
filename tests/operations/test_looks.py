"""Looking is journalled without costing anything: gathered, merged, written once, with whom it concerned (J3)."""

import json

import pytest
from chain import bring, intake
from sqlalchemy import text
from superuser import broken, proof, tamper

from db.errors import RecordRoomError
from db.queries.letters import letters_of_office
from desktop.operations.keep_looks import Look, keep_looks
from desktop.operations.note_access import NoteAccess
from desktop.sop.searching import masked_search


def lines(office, *actions):
    """(action, chain, person, reason, fields) of the looks written so far."""
    statement = (
        "SELECT action, chain, person_id, reason, fields, at FROM journal WHERE chain LIKE 'lihat:%' ORDER BY id"
    )
    with office.database.read() as connection:
        rows = connection.execute(text(statement)).all()
    return [row for row in rows if not actions or row.action in actions]


def subjects(office, action):
    with office.database.read() as connection:
        found = text(
            "SELECT s.person_id FROM journal_subject s JOIN journal j ON j.chain = s.chain AND j.seq = s.seq"
            " WHERE j.action = :action ORDER BY s.person_id"
        )
        return list(connection.scalars(found, {"action": action}))


def people(office):
    with office.database.read() as connection:
        return list(connection.scalars(text("SELECT person_id FROM application ORDER BY id")))


def changes(office):
    with office.database.read() as connection:
        return connection.scalar(text("SELECT max(id) FROM change"))


def test_looks_gather_and_are_written_together(office, seat, clock):
    intake(seat, clock)
    one, two, _three = people(office)
    ratna, news = seat("ratna"), changes(office)
    ratna.looks.note("buka_orang", person_id=one)
    ratna.looks.note("buka_orang", person_id=two)
    assert lines(office) == [] and ratna.looks.ready()
    assert ratna.looks.keep() == 2 and not ratna.looks.ready()
    found = lines(office)
    assert [(row.action, row.person_id) for row in found] == [("buka_orang", one), ("buka_orang", two)]
    assert {row.chain for row in found} == {f"lihat:{ratna.staff.id}:20261123"}
    assert changes(office) == news, "a look is no news to other desks"
    assert proof(office).breaks == ()


def test_the_same_look_within_a_quarter_of_an_hour_is_one_line(office, seat, clock):
    intake(seat, clock, 1)
    person, ratna = people(office)[0], seat("ratna")
    for _time in range(3):
        ratna.looks.note("buka_orang", person_id=person)
        ratna.looks.keep()
        clock.forward(minutes=4)
    assert len(lines(office)) == 1
    # The same clerk at another desk, where nothing is remembered: the database knows.
    look = Look("buka_orang", clock.now, person)
    assert keep_looks(office.database, [look], ratna.staff, "meja-lain") == 0
    clock.forward(minutes=15)
    assert keep_looks(office.database, [Look("buka_orang", clock.now, person)], ratna.staff, "meja-lain-2") == 1
    assert keep_looks(office.database, [Look("buka_orang", clock.now, person)], seat("sari").staff, "sari") == 1
    assert len(lines(office)) == 3


def test_a_batch_is_written_once_and_waits_while_the_world_is_in_the_way(office, seat, clock, monkeypatch):
    intake(seat, clock, 1)
    person, ratna = people(office)[0], seat("ratna")
    ratna.looks.note_search("3175", (person,))
    ratna.looks.note("buka_orang", person_id=person)
    with office.database.write() as connection:
        connection.execute(text("ALTER TABLE journal_subject RENAME TO hilang"))
    from desktop.world import WorldTrouble

    with pytest.raises(WorldTrouble):
        ratna.looks.keep(all_of_it=True)
    assert lines(office) == [] and ratna.looks.ready()
    with office.database.write() as connection:
        connection.execute(text("ALTER TABLE hilang RENAME TO journal_subject"))
    assert ratna.looks.keep() == 2 and ratna.looks.keep() == 0
    looks = [Look("simpan_surat", clock.now, why="Surat")]
    assert keep_looks(office.database, looks, ratna.staff, "x") == 1
    assert keep_looks(office.database, looks, ratna.staff, "x") == 0


def test_a_day_has_its_own_chain(office, seat, clock):
    ratna = seat("ratna")
    clock.forward(hours=15)
    ratna.looks.note("riwayat")
    clock.forward(hours=2)
    ratna.looks.note("riwayat")
    ratna.looks.keep()
    assert [row.chain[-8:] for row in lines(office)] == ["20261123", "20261124"]
    assert lines(office)[0].at != lines(office)[1].at and proof(office).breaks == ()


def test_typing_a_search_is_one_line_with_no_full_number(office, seat, clock):
    intake(seat, clock, 2)
    ratna, nik = seat("ratna"), "3175011203809912"
    for end in (3, 6, 10, 16):
        ratna.looks.note_search(nik[:end], tuple(people(office)))
        clock.forward(seconds=1)
    assert not ratna.looks.ready()
    clock.forward(seconds=10)
    assert ratna.looks.ready() and ratna.looks.keep() == 1
    ratna.looks.note_search("siti aminah", ())
    ratna.looks.note_search("dewi", (), 1)
    assert ratna.looks.keep(all_of_it=True) == 2
    told = [json.loads(row.fields) for row in lines(office, "cari_orang")]
    assert told[0]["dicari"] == ["", "NIK 3175 •••• •••• 9912"] and told[0]["hasil"] == ["", 2]
    assert told[1]["dicari"] == ["", "nama, 2 kata, 10 huruf"] and told[1]["hasil"] == ["", 0]
    assert subjects(office, "cari_orang") == people(office)
    with office.database.read() as connection:
        everything = " ".join(map(str, connection.execute(text("SELECT * FROM journal")).all()))
    assert nik not in everything and "aminah" not in everything.casefold()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0001 2345 67899", "nomor peserta, 13 digit, berakhir 7899"),
        ("31750", "angka, 5 digit"),
        ("w-0017", "nomor catatan, 6 tanda"),
        ("400.9/017/PSBI", "nomor surat, 14 tanda"),
        ("", "nama, 0 kata, 0 huruf"),
        ("\u0000;DROP", "nama, 1 kata, 4 huruf"),
    ],
)
def test_what_is_kept_of_a_search(typed, kept):
    assert masked_search(typed) == kept


def test_reading_a_letter_names_everybody_in_it(office, seat, clock):
    bring(seat, clock, "diterima")
    yusuf = seat("yusuf")
    letter = yusuf.read(letters_of_office, yusuf.staff.office_id)[0]
    yusuf.paper.letter(letter.id)
    yusuf.paper.letter(letter.id)
    assert yusuf.looks.keep() == 1
    (line,) = lines(office, "lihat_surat")
    assert letter.number in line.reason and subjects(office, "lihat_surat") == people(office)


def test_a_verb_writes_before_it_gives_out(office, seat, clock):
    bring(seat, clock, "diterima")
    yusuf = seat("yusuf")
    yusuf.looks.at_once = True
    letter = yusuf.read(letters_of_office, yusuf.staff.office_id)[0]
    yusuf.paper.letter(letter.id)
    assert len(lines(office, "lihat_surat")) == 1


def test_an_export_says_what_for_for_whom_and_whose(office, seat, clock, tmp_path):
    bring(seat, clock, "diterima")
    yusuf = seat("yusuf")
    yusuf.export("rekapitulasi", tmp_path / "daftar.xlsx", purpose="Rapat", recipient="Dinas Sosial")
    yusuf.export("rekapitulasi", tmp_path / "daftar.xlsx")
    first, second = lines(office, "ekspor")
    assert first.reason == "Rapat" and json.loads(first.fields)["penerima"] == ["", "Dinas Sosial"]
    assert json.loads(second.fields)["penerima"] == ["", "tidak disebutkan"]
    assert subjects(office, "ekspor") == [one for one in people(office) for _line in range(2)]


def test_who_was_in_an_export_cannot_be_changed_unseen(office, seat, clock):
    intake(seat, clock)
    ratna, everybody = seat("ratna"), tuple(people(office))
    ratna.run(NoteAccess(kind="ekspor", purpose="Rapat", subjects=everybody[:2]))
    with pytest.raises(RecordRoomError), office.database.write() as connection:
        connection.execute(text("DELETE FROM journal_subject"))
    chain = lines(office)[0].chain
    tamper(
        office,
        "UPDATE journal_subject SET person_id = :other WHERE person_id = :one",
        one=everybody[0],
        other=everybody[2],
    )
    assert broken(office) == {(chain, 1): "daftar orang pada baris 1 diubah"}


def test_a_person_put_beside_a_line_that_names_nobody_is_seen(office, seat, clock):
    intake(seat, clock, 1)
    seat("ratna").run(NoteAccess(kind="ekspor", purpose="Laporan"))
    chain = lines(office)[0].chain
    tamper(office, "INSERT INTO journal_subject VALUES (:chain, 1, 1)", chain=chain)
    assert broken(office) == {(chain, 1): "daftar orang pada baris 1 disisipi"}
