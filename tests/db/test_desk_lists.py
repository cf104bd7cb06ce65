"""What waits at a desk and what its panel shows, read on both databases."""

from datetime import date

from db.queries.desk_lists import desk_work
from db.queries.person_file import person_file
from db.queries.search import candidates, people_by_name
from desktop.operations.record_nik import RecordNik
from desktop.ui.screens.nik_search import search_register
from tests.conftest import seats_of
from tests.ui.stages import bring_to, move, nik_of


def test_lists_people_letters_and_searches_come_together(office):
    seats = seats_of(office)
    rows = bring_to(office, seats, "menunggu_nik", people=2)
    shown = office.read(people_by_name, ["siti", "aminah"])
    scores = tuple((hit.id, 60.0 + at) for at, hit in enumerate(shown) if hit.id != rows[0].person_id)
    seats("andi").run(RecordNik(case=(rows[0].id, rows[0].version), nik=nik_of(rows[0]), candidates=scores))
    seats("andi").run(RecordNik(case=(rows[1].id, rows[1].version), nik=nik_of(rows[1])))
    move(office, seats("yusuf"), "mohon_persetujuan", [row.id for row in rows])
    dinkes = seats("ratna").staff.office_id
    work = office.read(desk_work, dinkes, ["menunggu_validasi"], searched=True)
    assert [one.open for one in work.register] == [2] and work.total == 2
    assert [paper.code for paper in work.letters] == ["permohonan_persetujuan"]
    first, second = work.searches[rows[0].id], work.searches[rows[1].id]
    assert (first.shown, first.best, first.clerk) == (len(scores), scores[-1][1], "Andi Firmansyah")
    assert (second.shown, second.best, second.decision) == (0, None, "tidak_ada")


def test_an_empty_desk_reads_nothing(office):
    work = office.read(desk_work, seats_of(office)("hendra").staff.office_id, ["disetujui"], searched=True)
    assert (work.register, work.people, work.letters, work.searches) == ((), (), (), {})


def test_a_persons_file_has_photo_journey_and_letters(office):
    seats = seats_of(office)
    row = bring_to(office, seats, "menunggu_nik", people=1, photos=(0,))[0]
    file = office.read(person_file, row.person_id)
    assert file.photo is not None and file.photo.startswith(b"\xff\xd8")
    assert [step.step for step in file.journey] == [1, 2, 3, 4]
    assert "rekomendasi" in {letter.code for letter in file.letters}


def test_the_register_is_searched_by_sound(office):
    seats = seats_of(office)
    row = bring_to(office, seats, "menunggu_nik", people=1)[0]
    hits = office.read(candidates, ("siti", "amina"), without=row.person_id, birth_year=1968)
    assert {hit.name for hit in hits} >= {"Siti Aminah", "Siti Amina"}
    found = office.read(search_register, row, "", date(2026, 11, 23)).found
    assert [one.label for one in found][:2] == ["Siti Aminah", "Siti Amina"]
