"""Dukcapil's desk: search first, then the NIK of an earlier registration or a new one; and the way back from a mistake."""

import json
from dataclasses import replace
from datetime import date

import pytest
from chain import bring, intake, invented_nik, move, waiting
from probe import everything, is_sentence, together, unbroken
from sqlalchemy import select, update

from db.queries.cases import cases_by_id, cases_of_person
from db.queries.person import person_by_id, person_by_nik, photo
from db.queries.search import people_by_name
from db.queries.trail import trail_of_person
from db.tables.cases import register_search
from db.tables.people import person
from desktop.operations.attach_photo import AttachPhoto
from desktop.operations.record_nik import RecordNik
from desktop.operations.record_search import RecordSearch
from desktop.operations.register_residents import RegisterResidents, Resident
from desktop.sop.refusals import Refused
from tests.shelf import staged

JPEG = b"\xff\xd8\xff\xe0" + b"gambar" * 20
ANI = Resident(nik="3175014101709951", name="Ani Lestari", sex="P", birth_date=date(1970, 1, 1))
BUDI = Resident(nik="3175010202719952", name="Budi Hartono", sex="L", birth_date=date(1971, 2, 2))


@pytest.fixture
def registered(office, seat, clock):
    """Two residents who have a NIK; gives their person ids."""
    play = lambda: seat("andi").run(RegisterResidents(residents=(ANI, BUDI))).data["people"]  # noqa: E731
    return staged(office.database.url, ("registered", clock.now), play)


@pytest.fixture
def case(office, seat, clock):
    """One case that waits for a NIK, with the photo made at intake."""
    return staged(office.database.url, ("case", clock.now), lambda: _waiting_for_a_nik(seat, clock))


def _waiting_for_a_nik(seat, clock):
    found = intake(seat, clock, 1)[0]
    seat("bagus").run(AttachPhoto(application_id=found, photo=JPEG))
    move(seat("bagus"), "serahkan", waiting(seat("bagus"), "dijangkau"))
    move(seat("yusuf"), "terima", waiting(seat("yusuf"), "diserahkan"))
    move(seat("yusuf"), "mohon_rekomendasi", waiting(seat("yusuf"), "diterima"))
    move(seat("sari"), "rekomendasikan", waiting(seat("sari"), "menunggu_rekomendasi"))
    return found


@pytest.fixture
def row(office, case):
    return lambda: office.read(cases_by_id, [case])[0]


def key(row):
    return (row.id, row.version)


def back_to_dukcapil(seat):
    move(seat("yusuf"), "mohon_persetujuan", waiting(seat("yusuf"), "nik_tersedia"))
    move(seat("ratna"), "kembalikan_dukcapil", waiting(seat("ratna"), "menunggu_validasi"), reason="Orangnya beda")


def test_issued_after_a_search(office, seat, row, registered):
    opened = row()
    assert not opened.searched
    nik = invented_nik(opened.birth_date, 7)
    shown = ((registered[0], 41.5), (registered[1], 12.0))
    seat("andi").run(RecordNik(case=key(opened), nik=nik, candidates=shown, note="Tidak ada yang cocok"))
    now = row()
    assert (now.nik, now.status, now.searched, now.office_id) == (nik, "nik_tersedia", True, now.panti_office_id)
    with office.database.read() as connection:
        search = connection.execute(select(register_search)).one()
    assert (search.decision, search.found_person_id, search.note) == ("tidak_ada", None, "Tidak ada yang cocok")
    assert json.loads(search.candidates) == [list(pair) for pair in shown]
    lines = [line.action for line in office.read(trail_of_person, now.person_id)]
    assert {"cari", "nik", "nik_diterbitkan"} <= set(lines)


def test_a_search_alone_is_kept_and_leaves_the_case_where_it_is(seat, row, registered):
    opened = row()
    outcome = seat("andi").run(RecordSearch(case=key(opened), candidates=((registered[0], 50.0),)))
    assert outcome.sentence.endswith("dicatat: tidak ada yang sama.")
    assert row().searched and row().status == "menunggu_nik"
    with pytest.raises(Refused, match="not_shown"):
        seat("andi").run(RecordSearch(case=key(row()), found_person_id=registered[0]))


def test_found_the_case_goes_on_with_that_person(office, seat, case, row, registered):
    opened, ani = row(), registered[0]
    command = RecordNik(case=key(opened), found_person_id=ani, candidates=((ani, 97.0),))
    assert seat("andi").run(command).sentence.endswith("ternyata sudah punya NIK.")
    now = row()
    assert (now.person_id, now.nik, now.name, now.status) == (ani, ANI.nik, "Ani Lestari", "nik_tersedia")
    left = office.read(person_by_id, opened.person_id)
    assert left.merged_into == ani and left.nik is None
    assert office.read(photo, ani) == JPEG and office.read(photo, opened.person_id) is None
    assert office.read(people_by_name, ("orang", "satu")) == (), "the record that was left leaves every list"
    assert [one.id for one in office.read(cases_of_person, ani)] == [case]
    assert unbroken(office)


def test_chosen_from_what_was_shown_only(office, seat, row, registered):
    before = everything(office)
    for chosen, shown, code in (
        (registered[0], (), "not_shown"),
        (registered[0], ((registered[1], 80.0),), "not_shown"),
        (99_999, ((99_999, 80.0),), "gone"),
        (row().person_id, ((row().person_id, 99.0),), "no_nik"),
    ):
        with pytest.raises(Refused, match=code):
            seat("andi").run(RecordNik(case=key(row()), found_person_id=chosen, candidates=shown))
    assert everything(office) == before


def test_a_wrong_person_can_be_taken_back(office, seat, case, row, registered):
    """6 → 4: the first find was a mistake. That resident keeps the NIK, the case gets its own record and papers back."""
    opened, ani = row(), registered[0]
    seat("andi").run(RecordNik(case=key(opened), found_person_id=ani, candidates=((ani, 88.0),)))
    back_to_dukcapil(seat)
    nik = invented_nik(opened.birth_date, 8)
    seat("andi").run(RecordNik(case=key(row()), nik=nik))
    now, resident = row(), office.read(person_by_id, ani)
    assert (now.person_id, now.nik, now.name) == (opened.person_id, nik, opened.name)
    assert (resident.nik, resident.name, resident.merged_into) == (ANI.nik, "Ani Lestari", None)
    assert office.read(person_by_id, opened.person_id).merged_into is None
    assert office.read(photo, opened.person_id) == JPEG and office.read(photo, ani) is None
    assert office.read(cases_of_person, ani) == () and unbroken(office)


def test_the_wrong_person_and_then_the_right_one(office, seat, case, row, registered):
    opened, (ani, budi) = row(), registered
    seat("andi").run(RecordNik(case=key(opened), found_person_id=ani, candidates=((ani, 88.0),)))
    back_to_dukcapil(seat)
    seat("andi").run(RecordNik(case=key(row()), found_person_id=budi, candidates=((budi, 90.0), (ani, 88.0))))
    assert (row().person_id, row().nik) == (budi, BUDI.nik)
    assert office.read(person_by_id, ani).merged_into is None, "a resident is never swallowed by another"
    assert office.read(person_by_id, ani).nik == ANI.nik
    assert office.read(person_by_id, opened.person_id).merged_into == budi
    assert office.read(photo, budi) == JPEG and office.read(photo, ani) is None and unbroken(office)


def test_a_nik_issued_by_mistake_becomes_free(office, seat, row, registered):
    """Issued, returned, then found to be somebody else: the mistaken NIK does not stay with the record that was left."""
    opened = row()
    nik = invented_nik(opened.birth_date, 9)
    seat("andi").run(RecordNik(case=key(opened), nik=nik))
    back_to_dukcapil(seat)
    ani = registered[0]
    seat("andi").run(RecordNik(case=key(row()), found_person_id=ani, candidates=((ani, 88.0),)))
    assert office.read(person_by_nik, nik) is None and row().nik == ANI.nik


def test_confirmed_after_a_return(office, seat, row):
    opened = row()
    nik = invented_nik(opened.birth_date, 9)
    seat("andi").run(RecordNik(case=key(opened), nik=nik))
    back_to_dukcapil(seat)
    assert row().status == "perbaikan_nik"
    seat("andi").run(RecordNik(case=key(row()), nik=nik))
    assert (row().nik, row().status) == (nik, "nik_tersedia")


def test_a_corrected_nik_after_a_return(office, seat, row):
    opened = row()
    seat("andi").run(RecordNik(case=key(opened), nik=invented_nik(opened.birth_date, 9)))
    back_to_dukcapil(seat)
    right = invented_nik(opened.birth_date, 10)
    seat("andi").run(RecordNik(case=key(row()), nik=right))
    assert row().nik == right and row().person_id == opened.person_id


WRONG_NIKS = [
    "",
    "   ",
    "317501010180990",  # one too few
    "31750101018099011",  # one too many
    "0000000000000000",
    "1234567890123456",
    "317501O101809901",  # the letter O
    "3,17501E+15",
    "3175013201809901",  # day 32
    "3175010113809901",  # month 13
    "0001234567890",  # a participant number
    "tidak ada",
    "'; DROP TABLE person; --",
    "😀" * 16,
]


def test_a_nik_in_wrong_forms(office, seat, row):
    before = everything(office)
    for nik in WRONG_NIKS:
        with pytest.raises(Refused, match="bad_nik") as caught:
            seat("andi").run(RecordNik(case=key(row()), nik=nik))
        assert is_sentence(caught.value.sentence), nik
    assert everything(office) == before and row().nik is None


def test_blanks_and_dots_are_tidied(seat, row):
    seat("andi").run(RecordNik(case=key(row()), nik=" 3175.0101 0180-9901 "))
    assert row().nik == "3175010101809901"


def test_somebody_elses_nik(office, seat, row, registered):
    before = everything(office)
    with pytest.raises(Refused, match="nik_double") as caught:
        seat("andi").run(RecordNik(case=key(row()), nik=ANI.nik))
    assert is_sentence(caught.value.sentence) and everything(office) == before


def test_who_and_when(office, seat, row, clock):
    nik = invented_nik(row().birth_date, 3)
    for name in ("bagus", "yusuf", "sari", "ratna", "hendra", "admin"):
        with pytest.raises(Refused, match="not_your_role"):
            seat(name).run(RecordNik(case=key(row()), nik=nik))
    early = intake(seat, clock, 1)
    with pytest.raises(Refused, match="other_office"):
        seat("andi").run(RecordNik(case=key(office.read(cases_by_id, early)[0]), nik=nik))
    done = seat("andi").run(RecordNik(case=key(row()), nik=nik)).done
    with pytest.raises(Refused, match="other_office"):
        seat("andi").run(RecordNik(case=key(office.read(cases_by_id, done)[0]), nik=nik))


def test_without_a_birth_no_nik(office, seat, row):
    """Cleared behind the program's back: the rule of the step still holds inside the command."""
    with office.database.write() as connection:
        connection.execute(update(person).where(person.c.id == row().person_id).values(birth_date=None))
    with pytest.raises(Refused, match="has_birth"):
        seat("andi").run(RecordNik(case=key(row()), nik="3175010101809901"))


def test_two_desks_issue_the_same_nik_at_once(office, seat, clock):
    """One wins, the other is told in a sentence; nobody is without a record and no NIK is double."""
    from desktop.world import WorldTrouble

    ids = bring(seat, clock, "menunggu_nik", 2)
    rows = office.read(cases_by_id, ids)
    desk = seat("andi")
    results = together(*(lambda r=r: desk.run(RecordNik(case=key(r), nik="3175010101809901")).done for r in rows))
    losers = [result for result in results if not isinstance(result, tuple)]
    assert len(losers) == 1
    assert losers[0] == "nik_double" or (isinstance(losers[0], WorldTrouble) and losers[0].code == "db-double")
    after = office.read(cases_by_id, ids)
    assert sorted(row.status for row in after) == ["menunggu_nik", "nik_tersedia"]
    assert sorted(row.nik or "" for row in after) == ["", "3175010101809901"] and unbroken(office)


def test_the_same_case_twice_at_once(office, seat, row):
    opened, desk = row(), seat("andi")
    niks = ("3175010101809901", "3175010101809902")
    results = together(*(lambda nik=nik: desk.run(RecordNik(case=key(opened), nik=nik)).done for nik in niks))
    assert sorted(map(str, results)) == [f"({opened.id},)", "stale"]


def test_residents_are_registered_once(office, seat):
    people = (ANI, replace(ANI, nik="3175.0141 0170-9951"), BUDI)
    assert seat("andi").run(RegisterResidents(residents=people)).sentence == "2 penduduk dicatat, 0 sudah ada."
    assert seat("andi").run(RegisterResidents(residents=people)).sentence == "0 penduduk dicatat, 2 sudah ada."
    before = everything(office)
    with pytest.raises(Refused, match="bad_nik") as caught:
        seat("andi").run(RegisterResidents(residents=(BUDI, replace(ANI, nik="123"))))
    assert [refusal.row_id for refusal in caught.value.rows] == [1] and everything(office) == before
    with pytest.raises(Refused, match="not_your_role"):
        seat("bagus").run(RegisterResidents(residents=(ANI,)))


def test_two_cases_of_one_person_stop_at_dinkes(office, seat, clock, registered):
    """The same resident found twice: the rule against two lists names it, and both go on to be seen (L14)."""
    ids = bring(seat, clock, "menunggu_nik", 2)
    ani = registered[0]
    for case in ids:
        opened = office.read(cases_by_id, [case])[0]
        seat("andi").run(RecordNik(case=key(opened), found_person_id=ani, candidates=((ani, 99.0),)))
    move(seat("yusuf"), "mohon_persetujuan", waiting(seat("yusuf"), "nik_tersedia"))
    with pytest.raises(Refused, match="not_in_two_lists"):
        move(seat("ratna"), "validasi", waiting(seat("ratna"), "menunggu_validasi"))


def test_a_record_that_another_case_stands_on_is_not_taken_away(office, seat, clock):
    """Case A was joined to case B's own record. B may not leave that record, nor change its NIK, behind A's back."""
    first, second = bring(seat, clock, "menunggu_nik", 2)
    desk = seat("andi")
    b = office.read(cases_by_id, [second])[0]
    desk.run(RecordNik(case=(b.id, b.version), nik=invented_nik(b.birth_date, 31)))
    a = office.read(cases_by_id, [first])[0]
    shown = ((b.person_id, 80.0),)
    desk.run(RecordNik(case=(a.id, a.version), found_person_id=b.person_id, candidates=shown))
    move(seat("yusuf"), "mohon_persetujuan", waiting(seat("yusuf"), "nik_tersedia"))
    b = office.read(cases_by_id, [second])[0]
    move(seat("ratna"), "kembalikan_dukcapil", [b], reason="Dua kasus satu orang")
    b = office.read(cases_by_id, [second])[0]
    with pytest.raises(Refused, match="shared_record"):
        desk.run(RecordNik(case=(b.id, b.version), nik=invented_nik(b.birth_date, 32)))
    a = office.read(cases_by_id, [first])[0]
    assert a.nik == invented_nik(b.birth_date, 31) and a.person_id == b.person_id
