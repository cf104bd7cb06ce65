"""Intake at Satpol PP: what a form may hold, what it may not, and that nobody is half recorded."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from chain import newcomers, waiting
from probe import count, everything, is_sentence, together
from sqlalchemy import select

from db.queries.cases import cases_by_id
from db.queries.person import photo
from db.tables.people import person
from desktop.operations.attach_photo import MOST_BYTES, AttachPhoto
from desktop.operations.intake import Newcomer, RecordIntake
from desktop.operations.send_to_panti import SendToPanti
from desktop.sop.refusals import Refused

GOOD = Newcomer(name="Budi Santoso", sex="L", birth_date=date(1980, 3, 4))
JPEG = b"\xff\xd8\xff\xe0" + b"gambar" * 20


def test_all_that_was_typed_is_kept(office, seat, clock):
    typed = Newcomer(
        name="  Siti   Aminah ",
        alias="Mak Iti",
        sex="P",
        birth_place="Bogor",
        birth_date=date(1961, 7, 1),
        birth_estimated=True,
        address="Kolong jembatan",
        category="Gelandangan",
        found_place="Stasiun Senen",
        found_at=clock.now,
        condition="Sakit",
        belongings="Tas",
        note="Baris satu\nbaris dua",
        nik_claimed="tidak hafal",
        photo=JPEG,
    )
    done = seat("bagus").run(RecordIntake(people=(typed,), panti_office_id=2)).done
    row = office.read(cases_by_id, done)[0]
    assert (row.name, row.alias, row.sex, row.birth_place) == ("Siti Aminah", "Mak Iti", "P", "Bogor")
    assert (row.birth_date, row.birth_estimated, row.address) == (date(1961, 7, 1), True, "Kolong jembatan")
    assert (row.category, row.found_place, row.found_at) == ("Gelandangan", "Stasiun Senen", clock.now)
    assert (row.condition, row.belongings, row.note) == ("Sakit", "Tas", "Baris satu\nbaris dua")
    assert (row.nik, row.nik_claimed, row.status, row.panti_office_id) == (None, "tidak hafal", "dijangkau", 2)
    assert office.read(photo, row.person_id) == JPEG


def test_an_alias_alone_is_enough(office, seat):
    done = seat("bagus").run(RecordIntake(people=(Newcomer(alias="Mr. X"),))).done
    assert office.read(cases_by_id, done)[0].label == "Tanpa nama (Mr. X)"


NONSENSE = [
    ("has_identity", {"name": "", "alias": ""}),
    ("has_identity", {"name": "   ", "alias": "\t"}),
    ("nama_panjang", {"name": "Budi " * 40}),
    ("nama_simbol", {"name": "Budi 😀"}),
    ("nama_simbol", {"alias": "<script>"}),
    ("nama_bukan_latin", {"name": "محمد علي"}),
    ("nama_bukan_latin", {"name": "Алексей"}),
    ("nama_tanpa_huruf", {"name": "12345"}),
    ("sex", {"sex": "X"}),
    ("birth", {"birth_date": date(2099, 1, 1)}),
    ("birth", {"birth_date": date(1899, 12, 31)}),
    ("birth", {"birth_date": date(2026, 11, 24)}),
    ("found_at", {"found_at": datetime(2099, 1, 1, tzinfo=UTC)}),
    ("too_long", {"nik_claimed": "9" * 41}),
    ("not_a_photo", {"photo": b"%PDF-1.7 bukan foto"}),
    ("not_a_photo", {"photo": b"GIF89a"}),
    ("photo_too_big", {"photo": JPEG + b"x" * MOST_BYTES}),
]


def test_nonsense_gets_a_sentence_and_records_nobody(office, seat, clock):
    before = everything(office)
    for code, fields in NONSENSE:
        people = (*newcomers(2, clock), replace(GOOD, **fields))
        with pytest.raises(Refused) as caught:
            seat("bagus").run(RecordIntake(people=people))
        assert caught.value.code == code and is_sentence(caught.value.sentence)
        assert str(caught.value) == code, "no personal data in the exception's text"
    assert everything(office) == before


def test_the_wrong_line_is_named(seat, clock):
    with pytest.raises(Refused) as caught:
        seat("bagus").run(RecordIntake(people=(*newcomers(2, clock), Newcomer(sex="Q"))))
    rows = [(row.row_id, row.label, row.code) for row in caught.value.rows]
    assert rows == [(2, "orang ke-3", "has_identity"), (2, "orang ke-3", "sex")]


def test_an_empty_list_is_refused(seat):
    with pytest.raises(Refused, match="nothing"):
        seat("bagus").run(RecordIntake())


def test_only_satpol_pp_records(office, seat, clock):
    before = everything(office)
    for name in ("yusuf", "sari", "andi", "ratna", "hendra", "admin"):
        with pytest.raises(Refused, match="not_your_role"):
            seat(name).run(RecordIntake(people=newcomers(1, clock)))
    assert everything(office) == before


def test_awkward_but_real_names_are_kept_as_typed(office, seat):
    names = ["D'Angelo O'Neil", "José María Ñ", "Sri-Rahayu (Mak)", "A" * 100, 'Budi "Jek" Santoso']
    done = seat("bagus").run(RecordIntake(people=tuple(replace(GOOD, name=name) for name in names))).done
    assert [row.name for row in office.read(cases_by_id, done)] == names


TEXTS = ["tanda \x00 nol", "emoji pecah \ud83d", "kanan \u202eke kiri", "😀 'kutip' \"dua\" %_\\ ; --", "x" * 20_000]


def test_free_text_never_breaks_the_database(office, seat):
    """What no database stores is left out (NUL, half an emoji); everything else comes back as it was typed."""
    people = tuple(replace(GOOD, found_place=t, condition=t, belongings=t, note=t, address=t) for t in TEXTS)
    done = seat("bagus").run(RecordIntake(people=people)).done
    for text, row in zip(TEXTS, office.read(cases_by_id, done), strict=True):
        kept = text.replace("\x00", "").replace("\ud83d", "")
        assert {row.found_place, row.condition, row.belongings, row.note} == {kept}
        assert row.address == kept.strip()


def test_hidden_signs_leave_a_name(office, seat):
    done = seat("bagus").run(RecordIntake(people=(replace(GOOD, name="Budi\u202e San\u200btoso"),))).done
    assert office.read(cases_by_id, done)[0].name == "Budi Santoso"


def test_before_seven_in_the_morning_today_is_not_the_future(seat, clock):
    """At 5.30 in Jakarta the UTC day is still yesterday; a night patrol records whom it found at 4."""
    clock.now = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)
    found = replace(GOOD, found_at=clock.now - timedelta(hours=1), birth_date=date(2026, 11, 24))
    assert seat("bagus").run(RecordIntake(people=(found,))).done


def test_registration_numbers_come_from_a_counter(office, seat, clock):
    """Many desks at once: no number double, none left out, none taken by a refusal."""
    with pytest.raises(Refused):
        seat("bagus").run(RecordIntake(people=(replace(GOOD, photo=b"x"),)))
    desk = seat("bagus")
    results = together(*(lambda n=n: desk.run(RecordIntake(people=newcomers(n, clock))) for n in (1, 3, 2, 5, 4, 1)))
    assert [type(result).__name__ for result in results] == ["Outcome"] * 6
    with office.database.read() as connection:
        numbers = sorted(connection.scalars(select(person.c.registration).where(person.c.registration.like("W-%"))))
    assert numbers == [f"W-2026-{at:06d}" for at in range(1, 17)]


def test_the_new_year_begins_in_jakarta(office, seat, clock):
    clock.now = datetime(2026, 12, 31, 17, 0, 1, tzinfo=UTC)
    done = seat("bagus").run(RecordIntake(people=(GOOD,))).done
    assert office.read(cases_by_id, done)[0].registration == "W-2027-000001"


def test_same_request_twice_is_one_person(office, seat):
    command = RecordIntake(people=(GOOD,))
    first, again = seat("bagus").run(command), seat("bagus").run(command)
    assert again.replayed and again.done == first.done
    assert count(office, "application") == 1


def test_photo_of_a_case(office, seat, clock):
    done = seat("bagus").run(RecordIntake(people=newcomers(1, clock))).done
    seat("bagus").run(AttachPhoto(application_id=done[0], photo=JPEG))
    seat("bagus").run(AttachPhoto(application_id=done[0], photo=b"\x89PNG\r\n\x1a\n" + b"x"))
    row = office.read(cases_by_id, done)[0]
    assert office.read(photo, row.person_id).startswith(b"\x89PNG") and count(office, "paper") == 2
    for wrong, code in (({"photo": b"MZ"}, "not_a_photo"), ({"application_id": 99_999, "photo": JPEG}, "gone")):
        with pytest.raises(Refused, match=code):
            seat("bagus").run(AttachPhoto(**{"application_id": done[0], "photo": JPEG} | wrong))
    with pytest.raises(Refused, match="not_your_role"):
        seat("hendra").run(AttachPhoto(application_id=done[0], photo=JPEG))


def test_destination_is_chosen_before_the_hand_over(office, seat, clock):
    desk = seat("bagus")
    desk.run(RecordIntake(people=newcomers(2, clock)))
    rows = waiting(desk, "dijangkau")
    seen = tuple((row.id, row.version) for row in rows)
    assert desk.run(SendToPanti(cases=seen, panti_office_id=2)).done == tuple(row.id for row in rows)
    with pytest.raises(Refused, match="stale"):
        desk.run(SendToPanti(cases=seen, panti_office_id=2))
    with pytest.raises(Refused, match="nothing"):
        desk.run(SendToPanti(cases=(), panti_office_id=2))
    with pytest.raises(Refused, match="no_panti"):
        desk.run(SendToPanti(cases=seen, panti_office_id=99))
    assert {row.panti_name for row in office.read(cases_by_id, [row.id for row in rows])} == {
        "Panti Sosial Bina Insan Bangun Daya 1"
    }
