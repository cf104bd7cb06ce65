"""A card whose file went astray is written again; one that was called off is made anew."""

from db.queries.cards import card_history
from db.queries.print_jobs import cases_on_sheet
from desktop.operations.spoil_card import SpoilCard
from desktop.ui.screens.card_making import make
from desktop.ui.tasks import Job
from tests.ui.stages import bring_to


def test_a_card_called_off_is_made_anew(local_office, seats):
    (row,) = bring_to(local_office, seats, "eid_diterima", people=1)
    seat, job = seats("yusuf"), Job(lambda _job: None)
    make(job, seat, [row], "cr80")
    (first,) = seat.read(card_history, row.person_id)
    make(job, seat, [row], "cr80")
    assert seat.read(card_history, row.person_id) == (first,), "the same card, written again"
    seat.run(SpoilCard(card_id=first.id, kind="batal", reason="Salah cetak"))
    made = make(job, seat, [row], "cr80")
    new, old = seat.read(card_history, row.person_id)
    assert (new.copy, new.state, new.reason, old.state) == (2, "berlaku", "batal: Salah cetak", "batal")
    assert [path.read_bytes()[:4] for path in made.paths] == [b"%PDF"]


def test_a_sheet_that_shows_others_too_is_not_written_again(local_office, seats):
    """A batch that no printer took, then one person at the desk: no card of the others comes out."""
    rows = bring_to(local_office, seats, "eid_diterima", people=3)
    seat, job = seats("yusuf"), Job(lambda _job: None)
    (whole,) = make(job, seat, rows, "eid_a4").sheets
    assert make(job, seat, rows, "eid_a4").sheets == (whole,), "the same three: the same sheet"
    for served in ([rows[0]], rows[1:]):
        made = make(job, seat, served, "cr80")
        shown = [case for sheet, *_ in made.sheets for case, *_ in seat.read(cases_on_sheet, sheet)]
        assert shown == [row.id for row in served]
    new, old = seat.read(card_history, rows[0].person_id)
    assert (new.copy, new.state, old.state) == (2, "berlaku", "batal") and "tidak jadi dicetak" in new.reason
