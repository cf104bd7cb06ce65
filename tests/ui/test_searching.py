"""Ctrl+K: numbers, names and letters are found, bounded and escaped, and lead to their page."""

import pytest

from db.queries.letters import letters_of_office
from desktop.ui.searching import MOST_HITS, find, search
from tests.conftest import seats_of
from tests.ui.stages import bring_to


@pytest.fixture
def people(local_office):
    return bring_to(local_office, seats_of(local_office), "selesai", people=4)


def names(office, text):
    return [hit.name for hit in office.read(find, text)[0]]


def test_by_nik_participant_and_registration_number(local_office, people):
    who = people[0]
    spaced = " ".join(who.nik[at : at + 4] for at in range(0, 16, 4))
    for text in (who.nik, spaced, who.nik[:14], who.participant_number, who.registration, who.registration.lower()):
        assert [hit.id for hit in local_office.read(find, text)[0]] == [who.person_id], text


def test_by_words_of_the_name_in_any_order_and_by_alias(local_office, people):
    assert "Dewi Lestari" in names(local_office, "lestari dewi")
    assert "Dewi Lestari" in names(local_office, "  DEWI   les ")
    assert "Suparman" in names(local_office, "pak de")


def test_letters_by_a_part_of_the_number(local_office, people):
    row = local_office.read(letters_of_office, 2)[0]
    assert [hit.id for hit in local_office.read(find, row.number)[1]] == [row.id]


@pytest.mark.parametrize(
    "text",
    ["", " ", "%", "_", "'; drop table person; --", "😀", "\x00", "a" * 5000, "1" * 5000, "\u202eitis", "/", "%/2026"],
)
def test_strange_words_find_nothing_and_break_nothing(local_office, people, text):
    found, letters = local_office.read(find, text)
    assert found == () and letters == ()


def test_never_more_than_fits(local_office):
    bring_to(local_office, seats_of(local_office), "menunggu_nik", people=26)
    for text in ("s", "2026", "a", "3175"):
        found, letters = local_office.read(find, text)
        assert len(found) + len(letters) <= MOST_HITS


def test_an_answer_tells_status_and_place(local_office, people):
    answers = search(seats_of(local_office)("ratna"), "siti aminah")
    hit = next(hit for hit in answers if hit.key == people[0].person_id)
    assert (hit.screen, hit.chip, hit.tone) == ("orang", "Kartu dicetak", "ok")
    assert people[0].nik not in hit.line and "••••" in hit.line


def test_the_program_asks_with_a_seat(local_office, people):
    found = search(seats_of(local_office)("ratna"), people[0].nik)
    assert [(hit.screen, hit.key) for hit in found] == [("orang", people[0].person_id)]
