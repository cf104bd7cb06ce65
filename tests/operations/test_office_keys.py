"""The keys that seal cards: one for an office, made at its first card, replaced by the administrator."""

import pytest
from chain import bring, seen, waiting
from probe import count, is_sentence, together, unbroken
from sqlalchemy import text

from db.errors import RecordRoomError
from db.queries.cards import card_history, office_keys, sealing_key
from desktop.operations.office_keys import EnsureOfficeKey, RotateOfficeKey
from desktop.seal_check import key_file
from desktop.seals import keys_from_json, new_key
from desktop.sop.refusals import Refused


@pytest.fixture
def rows(seat, clock):
    bring(seat, clock, "eid_diterima", 2)
    return lambda: waiting(seat("rina"), "eid_diterima")


@pytest.fixture
def made(office, seat, rows):
    """Both people have their first copy; gives the history of the first one."""
    seat("rina").make_cards(seen(rows()), "cr80")
    person = rows()[0].person_id
    return lambda: office.read(card_history, person)


def test_one_key_for_an_office_made_at_the_first_card(office, seat, rows):
    assert office.read(sealing_key, seat("rina").staff.office_id) is None
    with pytest.raises(Refused, match="no_key"):
        key_file(office)
    seat("rina").make_cards(seen(rows()), "cr80")
    (key,) = office.read(office_keys)
    seat("rina").make_cards(seen(rows()), "cr80", "Rusak")
    assert office.read(office_keys) == (key,) and key.office_id == seat("rina").staff.office_id
    private = office.read(sealing_key, key.office_id)[1]
    with office.database.read() as connection:
        told = connection.execute(text("SELECT fields || reason FROM journal")).scalars().all()
        told += connection.execute(text("SELECT coalesce(outcome, '') FROM request")).scalars().all()
    assert not any(private.hex() in line for line in told) and private.hex() not in key_file(office)


def test_two_desks_make_the_first_card_at_once(office, seat, rows):
    one, other = rows()
    results = together(
        *(lambda row=row: seat("rina").make_cards(seen([row]), "cr80")[0].sentence for row in (one, other))
    )
    assert results == ["1 kartu dibuat."] * 2
    assert count(office, "office_key") == 1
    for row in (one, other):
        assert seat("rina").cards.verify(office.read(card_history, row.person_id)[0].seal).valid


def test_a_new_key_leaves_old_cards_genuine(office, seat, clock, rows, made):
    mine = seat("rina").staff.office_id
    clock.forward(hours=1)
    outcome = seat("admin").cards.rotate_key(mine)
    assert is_sentence(outcome.sentence)
    old, new = office.read(office_keys)
    assert old.retired_at == office.clock() and new.retired_at is None
    assert seat("rina").cards.verify(made()[0].seal).valid
    seat("rina").make_cards(seen(rows()[:1]), "cr80", "Rusak")
    assert seat("rina").cards.verify(made()[0].seal).card.key_id == new.key_id
    assert [key.key_id for key in keys_from_json(key_file(office))] == [old.key_id, new.key_id]
    assert unbroken(office)


def test_who_may_touch_keys(office, seat, made):
    mine, fresh = seat("rina").staff.office_id, new_key()
    key = {"key_id": fresh.key_id, "public": fresh.public, "private": fresh.private}
    for name in ("rina", "ratna"):
        with pytest.raises(Refused, match="not_your_role"):
            seat(name).run(RotateOfficeKey(office_id=mine, replaces="", **key))
    with pytest.raises(Refused, match="not_your_role"):
        seat("ratna").run(EnsureOfficeKey(**key))
    with pytest.raises(Refused, match="stale"):
        seat("admin").run(RotateOfficeKey(office_id=mine, replaces="", **key))
    with pytest.raises(Refused, match="gone"):
        seat("admin").run(RotateOfficeKey(office_id=999_999, **key))
    assert count(office, "office_key") == 1
    for statement in (
        "UPDATE office_key SET key_id = 'x'",
        "DELETE FROM office_key",
        "UPDATE office_secret SET key_id = key_id",
        "DELETE FROM office_secret",
    ):
        with pytest.raises(RecordRoomError, match="guard"), office.database.write() as connection:
            connection.execute(text(statement))
