"""The book of cards: void, lost and spoilt copies, reprints after them, their seals, and the queue by kelurahan."""

import hashlib

import pytest
from chain import bring, move, seen, waiting
from probe import count, everything, is_sentence, together, unbroken
from sqlalchemy import insert, text

from db.errors import RecordRoomError
from db.queries.cards import (
    card_by_id,
    card_history,
    card_of_seal,
    card_queue_groups,
    cards_of_number,
    office_keys,
    photos_of,
    sealing_key,
    spoiled_cases,
)
from db.queries.cases import cases_by_id
from db.queries.trail import trail_of_person
from db.tables.printing import print_job
from desktop.operations.attach_photo import AttachPhoto
from desktop.operations.edit_case import EditCase
from desktop.operations.make_cards import MakeCards
from desktop.operations.manage_office import SaveOffice
from desktop.operations.manage_staff import AddStaff
from desktop.operations.open_office import NewOffice
from desktop.operations.spoil_card import SpoilCard
from desktop.seal_check import check_seal, public_keys
from desktop.sop.refusals import Refused
from tests.shelf import staged

PDF = b"%PDF-1.4 kartu"


@pytest.fixture
def rows(seat, clock):
    bring(seat, clock, "eid_diterima", 2)
    return lambda: waiting(seat("rina"), "eid_diterima")


@pytest.fixture
def made(office, seat, clock, rows):
    """Both people have their first copy; gives the history of the first one."""
    staged(office.database.url, ("made", clock.now), lambda: seat("rina").make_cards(seen(rows()), "cr80") and None)
    person = rows()[0].person_id
    return lambda: office.read(card_history, person)


def other_panti(seat):
    other = seat("admin").run(SaveOffice(office=NewOffice(kind="panti", name="Panti Lain"))).data["office"]
    roles = frozenset({"panti"})
    seat("admin").run(
        AddStaff(username="lain", name="Orang Lain", office_id=other, roles=roles, password="wisma-baru-9")
    )
    return other


# what became of a copy
@pytest.mark.parametrize("kind", ["batal", "hilang", "rusak"])
def test_a_copy_that_no_longer_counts(office, seat, made, kind):
    (card,) = made()
    outcome = seat("rina").run(SpoilCard(card_id=card.id, kind=kind, reason=" Tercecer di jalan "))
    assert is_sentence(outcome.sentence) and outcome.topics == {"card"}
    (now,) = made()
    assert (now.state, now.event_reason, now.event_by) == (kind, "Tercecer di jalan", "Rina Kusumawati")
    line = office.read(trail_of_person, office.read(cases_by_id, [card.application_id])[0].person_id)[0]
    assert (line.action, line.reason) == (f"kartu:{kind}", "Tercecer di jalan")
    assert unbroken(office)


def test_once_and_never_undone(office, seat, made):
    (card,) = made()
    seat("rina").run(SpoilCard(card_id=card.id, kind="hilang", reason="Tercecer"))
    before = everything(office)
    with pytest.raises(Refused, match="already") as caught:
        seat("rina").run(SpoilCard(card_id=card.id, kind="rusak", reason="Patah"))
    assert is_sentence(caught.value.sentence) and everything(office) == before
    for statement in ("UPDATE card_event SET kind = 'rusak'", "DELETE FROM card_event"):
        with pytest.raises(RecordRoomError, match="guard"), office.database.write() as connection:
            connection.execute(text(statement))


def test_two_desks_tell_about_one_card_at_once(office, seat, made):
    (card,) = made()
    wishes = [SpoilCard(card_id=card.id, kind=kind, reason="Sebab") for kind in ("hilang", "rusak")]
    results = together(*(lambda one=one: seat("rina").run(one).sentence for one in wishes))
    assert sorted(result == "already" for result in results) == [False, True]
    assert count(office, "card_event") == 1


def test_who_may_not_and_what_is_missing(office, seat, made):
    (card,) = made()
    other_panti(seat)
    before = everything(office)
    wish = SpoilCard(card_id=card.id, kind="hilang", reason="Tercecer")
    # On a server another panti does not even see that there is such a card.
    hidden = "gone" if office.database.backend.logins else "other_office"
    for name, code in (("ratna", "not_your_role"), ("admin", "not_your_role"), ("lain", hidden)):
        with pytest.raises(Refused, match=code):
            seat(name).run(SpoilCard(card_id=card.id, kind="hilang", reason="Tercecer"))
    for wrong, code in (
        (SpoilCard(card_id=card.id, kind="hilang", reason="  "), "reason_needed"),
        (SpoilCard(card_id=card.id, kind="dijual", reason="x"), "reason_needed"),
        (SpoilCard(card_id=999_999, kind="hilang", reason="x"), "gone"),
    ):
        with pytest.raises(Refused, match=code) as caught:
            seat("rina").run(wrong)
        assert is_sentence(caught.value.sentence)
    assert everything(office) == before
    assert not seat("rina").run(wish).replayed
    assert seat("rina").run(wish).replayed, "a double click"


def test_a_reprint_after_a_lost_card_needs_no_second_reason(office, seat, rows, made):
    row = rows()[0]
    with pytest.raises(Refused, match="reason_needed"):
        seat("rina").make_cards(seen([row]), "cr80")
    seat("rina").run(SpoilCard(card_id=made()[0].id, kind="hilang", reason="Tercecer di pasar"))
    assert office.read(spoiled_cases, [row.id]) == {row.id: ("hilang", "Tercecer di pasar")}
    seat("rina").make_cards(seen([row]), "eid_a4")
    new, old = made()
    assert (new.copy, new.reason, new.state) == (2, "hilang: Tercecer di pasar", "berlaku")
    assert old.state == "hilang"
    assert office.read(spoiled_cases, [row.id]) == {}, "the newest copy is sound"
    with pytest.raises(Refused, match="reason_needed"):
        seat("rina").make_cards(seen([row]), "eid_a4")


def test_one_with_a_known_reason_does_not_excuse_the_other(seat, rows, made):
    seat("rina").run(SpoilCard(card_id=made()[0].id, kind="hilang", reason="Tercecer"))
    with pytest.raises(Refused, match="reason_needed"):
        seat("rina").make_cards(seen(rows()), "cr80")


def test_a_newer_copy_replaces_unless_it_was_called_off(seat, rows, made):
    seat("rina").make_cards(seen(rows()[:1]), "cr80", "Rusak")
    new, old = made()
    assert (new.state, old.state) == ("berlaku", "diganti")
    seat("rina").run(SpoilCard(card_id=new.id, kind="batal", reason="Salah cetak"))
    new, old = made()
    assert (new.state, old.state) == ("batal", "berlaku"), "the old card is still with the person"


def test_what_printers_took_is_counted(office, seat, rows, made):
    (card,) = made()
    staff = seat("rina").staff
    common = {"office_id": staff.office_id, "kind": "kartu", "title": "Kartu", "printer": "A", "paper": "cr80"}
    common |= {"pages": 4, "staff_id": staff.id, "sheet_id": card.sheet_id}
    with office.database.write() as connection:
        for state, copies in (("diterima", 2), ("diterima", 1), ("gagal", 5)):
            values = common | {"state": state, "copies": copies, "at": office.clock()}
            connection.execute(insert(print_job), values)
    (card,) = made()
    assert (card.printed, card.printed_at) == (3, office.clock())


def test_history_by_number_and_by_id(office, rows, made):
    (card,) = made()
    assert office.read(cards_of_number, rows()[0].participant_number) == (card,)
    assert office.read(card_by_id, card.id) == card
    assert office.read(card_by_id, 999_999) is None


# what the paper says is what is recorded
def test_a_copy_that_was_counted_meanwhile_is_not_printed_twice(office, seat, rows):
    """The other desk prints between drawing and recording."""
    row = rows()[0]
    seat("rina").run(MakeCards(cases=seen([row]), layout="cr80", pdf=PDF))
    late = MakeCards(cases=seen([row]), layout="cr80", pdf=PDF, reason="Rusak", copies=(1,), seals=("X",))
    with pytest.raises(Refused, match="stale") as caught:
        seat("rina").run(late)
    assert is_sentence(caught.value.sentence) and count(office, "card") == 1


def test_the_seal_on_the_paper_is_frozen_with_the_card(office, seat, rows, made):
    (card,) = made()
    row = rows()[0]
    verdict = seat("rina").cards.verify(card.seal)
    assert verdict.valid and verdict.state == "berlaku" and verdict.copy == card
    assert (verdict.card.participant_number, verdict.card.copy) == (row.participant_number, 1)
    assert verdict.card.name == row.name.upper()[:18].strip() and verdict.card.birth_year == row.birth_date.year
    assert office.read(card_of_seal, row.participant_number, card.seal) == card
    with pytest.raises(RecordRoomError, match="guard"), office.database.write() as connection:
        connection.execute(text("UPDATE card SET seal = 'X'"))


def test_the_code_on_the_paper_is_that_seal(seat, rows):
    import pypdfium2
    import zxingcpp

    _, pdf = seat("rina").make_cards(seen(rows()[:1]), "cr80")
    document = pypdfium2.PdfDocument(pdf)
    try:
        picture = document[1].render(scale=300 / 72).to_pil()
    finally:
        document.close()
    (code,) = zxingcpp.read_barcodes(picture)
    assert seat("rina").cards.verify(code.text).state == "berlaku"


@pytest.mark.parametrize("kind", ["batal", "hilang", "rusak"])
def test_the_book_knows_more_than_the_seal(office, seat, rows, made, kind):
    (card,) = made()
    seat("rina").run(SpoilCard(card_id=card.id, kind=kind, reason="Tercecer"))
    verdict = seat("rina").cards.verify(card.seal)
    assert not verdict.valid and verdict.state == kind and "Tercecer" in verdict.sentence
    assert check_seal(card.seal, public_keys(office)).valid, "a key file alone cannot know"
    seat("rina").make_cards(seen(rows()[:1]), "cr80", "Baru")
    assert seat("rina").cards.verify(made()[0].seal).state == "berlaku"


def test_a_replaced_and_a_foreign_card(office, seat, rows, made):
    old = made()[0]
    seat("rina").make_cards(seen(rows()[:1]), "cr80", "Rusak")
    assert seat("rina").cards.verify(old.seal).state == "diganti"
    key_id, private = office.read(sealing_key, seat("rina").staff.office_id)
    from desktop.seals import open_seal, seal

    said = open_seal(old.seal, {row.key_id: row.public for row in office.read(office_keys)})
    from dataclasses import replace

    assert said.key_id == key_id
    verdict = seat("rina").cards.verify(seal(private, replace(said, copy=7)))
    assert not verdict.valid and verdict.state == "asing" and is_sentence(verdict.sentence)


def test_a_preview_is_never_sealed(seat, rows):
    import pypdfium2
    import zxingcpp

    document = pypdfium2.PdfDocument(seat("rina").preview_card(rows()[0].id, "cr80"))
    try:
        (code,) = zxingcpp.read_barcodes(document[1].render(scale=300 / 72).to_pil())
    finally:
        document.close()
    with pytest.raises(Refused, match="not_a_seal"):
        seat("rina").cards.verify(code.text)


# the queue
def test_queue_by_kelurahan(office, seat, clock, rows):
    one, other = rows()
    seat("rina").run(
        EditCase(application_id=one.id, before={"kelurahan": ""}, after={"kelurahan": "  Kembangan  Utara "})
    )
    seat("rina").run(AttachPhoto(application_id=one.id, photo=b"\xff\xd8\xff\xe0foto"))
    mine = seat("rina").staff.office_id
    with office.database.write() as connection:
        connection.execute(text(f"UPDATE office SET kelurahan = 'Angke' WHERE id = {mine}"))
    groups = office.read(card_queue_groups, mine, ["eid_diterima"])
    assert [(group.kelurahan, group.cases, group.without_photo) for group in groups] == [
        ("Angke", (other.id,), 1),
        ("Kembangan Utara", (one.id,), 0),
    ]
    with office.database.write() as connection:
        connection.execute(text(f"UPDATE office SET kelurahan = '' WHERE id = {mine}"))
    groups = office.read(card_queue_groups, mine, ["eid_diterima"])
    assert [group.kelurahan for group in groups] == ["Kembangan Utara", ""], "unknown comes last"
    assert office.read(cases_by_id, [one.id])[0].kelurahan == "Kembangan Utara"
    assert office.read(card_queue_groups, mine, ["dijangkau"]) == ()


def test_newest_photos_at_once(office, seat, rows):
    one, other = rows()
    for ending in (b"lama", b"baru"):
        seat("rina").run(AttachPhoto(application_id=one.id, photo=b"\xff\xd8\xff" + ending))
    assert office.read(photos_of, [one.person_id, other.person_id]) == {one.person_id: b"\xff\xd8\xffbaru"}


def test_a_bad_photo_keeps_one_back_and_the_rest_goes_on(office, seat, rows):
    one, other = rows()
    seat("rina").run(AttachPhoto(application_id=one.id, photo=b"\xff\xd8\xff\xe0rusak"))
    outcome, pdf = seat("rina").make_cards(seen([one, other]), "cr80_a4")
    assert outcome.done == (other.id,) and [row.label for row in outcome.refused] == [one.label]
    assert "Foto rusak" in outcome.refused[0].sentence
    (card,) = office.read(card_history, other.person_id)
    assert office.read(cards_of_number, one.participant_number) == ()
    with office.database.read() as connection:
        assert connection.scalar(text("SELECT sha256 FROM card_sheet")) == hashlib.sha256(pdf).hexdigest()
    assert card.layout == "cr80_a4"


def test_spoiling_works_after_the_case_is_done(seat, rows, made):
    move(seat("rina"), "cetak_kartu", rows())
    seat("rina").run(SpoilCard(card_id=made()[0].id, kind="rusak", reason="Patah"))
    assert made()[0].state == "rusak"
