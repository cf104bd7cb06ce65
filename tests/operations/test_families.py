"""A person's family cards and who is on the one that runs, as far as one may see them."""

from datetime import date

from chain import bring
from member_lists import listed, member, nik
from sqlalchemy import text

from db.queries.families import MOST, NO_FAMILY, family_of
from db.queries.person import person_by_nik

OLD, NEW = "3273010101909970", "3273010101909971"


def people(*said):
    """One on the old card, and these on the new one."""
    return [member(0, kk=OLD), *(member(at, kk=NEW, **more) for at, more in said)]


def test_the_running_card_the_earlier_ones_and_who_is_on_it(seat):
    ratna = seat("ratna")
    ratna.run(listed([member(0, kk=OLD), member(1, kk=OLD), member(2, kk=NEW, birth_date="1960-01-01")]))
    moved = [member(0, kk=NEW), member(1, kk=OLD), member(2, kk=NEW)]
    ratna.run(listed(moved, period="2026-12", name="desember.csv"))
    who = ratna.read(person_by_nik, nik(0)).id
    family = ratna.read(family_of, who)
    assert [(one.kk, one.valid_from, one.valid_to, one.file_name) for one in family.cards] == [
        (NEW, date(2026, 12, 1), None, "desember.csv"),
        (OLD, date(2026, 11, 1), date(2026, 12, 1), "daftar.xlsx"),
    ]
    assert [one.person_id for one in family.relatives] == [ratna.read(person_by_nik, nik(2)).id]
    left = ratna.read(family_of, ratna.read(person_by_nik, nik(1)).id)
    assert [one.kk for one in left.cards] == [OLD] and left.relatives == ()


def test_the_eldest_first_and_never_more_than_a_page(seat):
    ratna = seat("ratna")
    born = [(at, {"birth_date": f"{2000 - at}-01-01"}) for at in range(1, MOST + 5)]
    ratna.run(listed([member(0, kk=NEW), *people(*born)[1:]]))
    family = ratna.read(family_of, ratna.read(person_by_nik, nik(0)).id)
    assert len(family.relatives) == MOST
    assert family.relatives[0].person_id == ratna.read(person_by_nik, nik(MOST + 4)).id


def test_nobody_is_told_of_a_relative_they_may_not_see(office, seat, clock, backend):
    """Satpol PP keeps its own case in sight, and nobody whom only a payer's list named."""
    (case,) = bring(seat, clock, "menunggu_validasi", 1)
    with office.database.read() as connection:
        asked = "SELECT p.nik, p.id FROM person p JOIN application a ON a.person_id = p.id WHERE a.id = :case"
        number, who = connection.execute(text(asked), {"case": case}).one()
    seat("ratna").run(listed([member(0, nik=number, kk=NEW), member(1, kk=NEW)]))
    assert len(seat("ratna").read(family_of, who).relatives) == 1
    seen = seat("bagus").read(family_of, who)
    assert [one.kk for one in seen.cards] == [NEW]
    if backend == "postgresql":
        assert seen.relatives == () and seen.cards[0].file_name == ""
        assert seat("bagus").read(family_of, seat("ratna").read(person_by_nik, nik(1)).id) == NO_FAMILY
