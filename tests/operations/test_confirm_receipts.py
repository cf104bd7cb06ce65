"""One person takes several carried letters at once (C11)."""

from datetime import timedelta

import pytest
from probe import everything, is_sentence, together, unbroken
from registers import TODAY, went

from db.queries.posting import carried
from desktop.operations.confirm_receipts import ConfirmReceipts
from desktop.operations.dispatch import ConfirmReceipt, RecordDispatch
from desktop.sop.refusals import Refused


@pytest.fixture
def bagus(seat, clock):
    """Satpol PP with three letters on the way, one of them by fax."""
    desk = seat("bagus")
    for way in ("antar", "pos", "antar", "faks"):
        line = went(desk).data["mail"]
        desk.run(RecordDispatch(mail_id=line, way=way, recipient="Dinas Sosial", address="021", receipt=f"bukti {way}"))
    clock.forward(hours=3)
    return desk


def rows(desk):
    return carried_of(desk)[::-1]


def carried_of(desk):
    return desk.read(carried, desk.staff.office_id, 2026)


def take(desk, clock, chosen, **values):
    given = {
        "received_by": "Rina",
        "received_at": clock.now,
        "dispatches": tuple((row.id, row.version) for row in chosen),
    }
    return desk.run(ConfirmReceipts(**given | values))


def test_all_are_received_by_the_same_person_at_the_same_time(office, bagus, clock):
    first, second, third = rows(bagus)
    outcome = take(bagus, clock, (first, third))
    assert is_sentence(outcome.sentence) and "2 surat" in outcome.sentence and outcome.done == (first.id, third.id)
    found = [(row.state, row.received_by, row.received_at) for row in rows(bagus)]
    done = ("diterima", "Rina", clock.now)
    assert found == [done, ("terkirim", "", None), done] and unbroken(office)
    with pytest.raises(Refused, match="stale"):
        take(bagus, clock, (first,))
    take(bagus, clock, (second,), receipt="TT-7")


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"received_by": "  "}, "missing"),
        ({"dispatches": ()}, "nothing"),
        ({"dispatches": ((99_999, 1),)}, "stale"),
        ({"received_at": "tomorrow"}, "bad_date"),
        ({"received_at": "before"}, "bad_date"),
        ({"received_at": "naive"}, "bad_date"),
    ],
)
def test_what_is_refused_changes_nothing(office, bagus, clock, values, code):
    moments = {
        "tomorrow": clock.now + timedelta(days=1),
        "before": clock.now - timedelta(days=2),
        "naive": clock.now.replace(tzinfo=None),
    }
    values = {name: moments.get(value, value) if isinstance(value, str) else value for name, value in values.items()}
    before = everything(office)
    with pytest.raises(Refused, match=code) as caught:
        take(bagus, clock, rows(bagus), **values)
    assert is_sentence(caught.value.sentence) and everything(office) == before


def test_one_that_was_received_meanwhile_holds_all_of_them(office, bagus, clock):
    chosen = rows(bagus)
    bagus.run(ConfirmReceipt(dispatch_id=chosen[0].id, version=1, received_by="Lain", received_at=clock.now))
    with pytest.raises(Refused, match="stale") as caught:
        take(bagus, clock, chosen)
    assert caught.value.sentence.startswith("1 pengiriman")
    assert [row.state for row in rows(bagus)] == ["diterima", "terkirim", "terkirim"]


def test_nobody_takes_another_offices_letters(bagus, seat, clock):
    with pytest.raises(Refused, match="stale"):
        take(seat("yusuf"), clock, rows(bagus))


def test_two_desks_at_once_record_one_receipt(office, bagus, clock):
    chosen = rows(bagus)
    found = together(lambda: take(bagus, clock, chosen), lambda: take(bagus, clock, chosen[::-1], received_by="Dewi"))
    assert found.count("stale") == 1
    assert len({row.received_by for row in rows(bagus)}) == 1 and rows(bagus)[0].received_at.date() == TODAY
