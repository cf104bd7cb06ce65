"""People are found by a part of a word of their name, after those whose word begins so."""

from db.queries import search
from db.queries.search import people_by_name, people_by_number
from desktop.operations.intake import Newcomer, RecordIntake
from tests.operations.chain import bring, waiting


def recorded(seat, *names):
    """These people are brought in, as Satpol PP does; the clerk."""
    clerk = seat("bagus")
    clerk.run(RecordIntake(people=tuple(Newcomer(name=name, sex="P") for name in names)))
    return clerk


def found(clerk, *tokens, limit=12):
    """Names, in the order in which they are shown."""
    return [hit.name for hit in clerk.read(people_by_name, tokens, limit)]


def test_the_middle_and_the_end_of_a_word_find_its_bearer(seat):
    clerk = recorded(seat, "Siti Nurhaliza", "Sri Rahayu")
    assert found(clerk, "urhal") == found(clerk, "iza") == ["Siti Nurhaliza"]
    assert found(clerk, "hayu") == ["Sri Rahayu"]
    assert found(clerk, "xurhal") == found(clerk, "urhalx") == []


def test_every_word_must_be_met_in_any_order(seat):
    clerk = recorded(seat, "Siti Nurhaliza", "Sri Nurhaliza", "Siti Aminah")
    assert found(clerk, "haliza", "iti") == found(clerk, "iti", "haliza") == ["Siti Nurhaliza"]
    assert found(clerk, "haliza", "si") == ["Siti Nurhaliza"]
    assert found(clerk, "haliza", "mina") == []


def test_who_is_called_so_comes_before_whose_name_holds_it(seat):
    clerk = recorded(seat, "Aina Rizal", "Nurizal", "Rizal Zein")
    assert found(clerk, "rizal") == ["Aina Rizal", "Rizal Zein", "Nurizal"]
    assert found(clerk, "rizal", limit=2) == ["Aina Rizal", "Rizal Zein"]


def test_two_letters_are_no_middle(seat):
    clerk = recorded(seat, "Siti Nurhaliza")
    assert found(clerk, "ur") == [] and found(clerk, "nurh") == ["Siti Nurhaliza"]


def test_signs_of_patterns_are_letters_like_others(seat):
    clerk = recorded(seat, "Siti Nurhaliza", "Sri Rahayu")
    assert found(clerk, "rah%yu") == found(clerk, "sri", "ra_ayu") == found(clerk, "%%%") == []


def test_a_desk_of_few_finds_the_same_as_one_that_walks(seat, clock, monkeypatch):
    """Behind the walls a panti's own people are looked at one by one, until they are too many for that."""
    bring(seat, clock, "nik_tersedia", 3)
    clerk = seat("yusuf")
    rows = waiting(clerk, "nik_tersedia")
    niks, words = [row.nik for row in rows], [row.name.lower().split()[0] for row in rows]

    def answers():
        numbers = [clerk.read(people_by_number, typed) for nik in niks for typed in (nik, nik[:7], "9", "0")]
        return numbers, [clerk.read(people_by_name, (typed,)) for word in words for typed in (word, word[1:], "xq")]

    looked = answers()
    assert all(looked[0][at] for at in range(0, 12, 4))
    monkeypatch.setattr(search, "FEW", 0)
    assert answers() == looked
