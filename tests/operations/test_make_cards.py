"""Cards: counted by copy, reprinted with a reason, never with a hole and never before their step."""

import hashlib

import pytest
from chain import bring, move, seen, waiting
from probe import count, everything, is_sentence, together
from sqlalchemy import text

from db.errors import RecordRoomError
from db.queries.card_desk import sheets_of_cases
from db.queries.cases import cases_by_id
from db.queries.letters import cards_of_person, sheet_by_hash
from desktop.operations.make_cards import MakeCards
from desktop.operations.manage_office import SaveOffice
from desktop.operations.manage_staff import AddStaff
from desktop.operations.open_office import NewOffice
from desktop.sop.refusals import Refused

PDF = b"%PDF-1.4 kartu"


@pytest.fixture
def rows(seat, clock):
    bring(seat, clock, "eid_diterima", 3)
    return lambda: waiting(seat("rina"), "eid_diterima")


def test_first_copies(office, seat, rows):
    outcome, pdf = seat("rina").make_cards(seen(rows()), "eid_a4")
    assert outcome.sentence == "3 kartu dibuat." and pdf.startswith(b"%PDF")
    row = rows()[0]
    (one,) = office.read(cards_of_person, row.person_id)
    assert (one.copy, one.layout, one.participant_number, one.reason) == (1, "eid_a4", row.participant_number, "")
    assert office.read(sheets_of_cases, [row.id]) == ((one.sheet_id, "eid_a4", pdf),)
    assert office.read(sheet_by_hash, hashlib.sha256(pdf).hexdigest()) == one.sheet_id
    assert row.cards_made == 1


def test_a_reprint_needs_a_reason_and_is_counted(office, seat, rows):
    desk = seat("rina")
    desk.run(MakeCards(cases=seen(rows()), layout="eid_a4", pdf=PDF))
    before = everything(office)
    for reason in ("", "   "):
        with pytest.raises(Refused, match="reason_needed") as caught:
            desk.run(MakeCards(cases=seen(rows()[:1]), layout="cr80", pdf=PDF, reason=reason))
        assert is_sentence(caught.value.sentence)
    assert everything(office) == before
    desk.run(MakeCards(cases=seen(rows()[:1]), layout="cr80", pdf=PDF, reason=" Hilang "))
    copies = office.read(cards_of_person, rows()[0].person_id)
    assert [(one.copy, one.layout, one.reason) for one in copies] == [(2, "cr80", "Hilang"), (1, "eid_a4", "")]


def test_a_reprint_after_the_case_is_done(office, seat, rows):
    seat("rina").run(MakeCards(cases=seen(rows()), layout="eid_a4", pdf=PDF))
    done = move(seat("rina"), "cetak_kartu", rows()).done
    after = office.read(cases_by_id, done)
    outcome = seat("rina").run(MakeCards(cases=seen(after), layout="cr80", pdf=PDF, reason="Rusak"))
    assert len(outcome.done) == 3


def test_printed_is_not_recorded_before_the_card_exists(seat, rows):
    with pytest.raises(Refused, match="card_made"):
        move(seat("rina"), "cetak_kartu", rows())


def test_two_reprints_at_once_are_two_copies(office, seat, rows):
    seat("rina").run(MakeCards(cases=seen(rows()), layout="eid_a4", pdf=PDF))
    row, desk = rows()[0], seat("rina")
    again = [MakeCards(cases=seen([row]), layout="cr80", pdf=PDF, reason="Hilang") for _ in range(3)]
    results = together(*(lambda one=one: desk.run(one).sentence for one in again))
    assert results == ["1 kartu dibuat."] * 3
    assert [one.copy for one in office.read(cards_of_person, row.person_id)] == [4, 3, 2, 1]


def test_not_before_dinkes_passed_the_number_on(office, seat, clock):
    """The number exists at BPJS's desk already, but the card is step 9."""
    ids = bring(seat, clock, "eid_terbit", 2)
    for pdf_maker in (
        lambda rows: seat("rina").run(MakeCards(cases=seen(rows), layout="eid_a4", pdf=PDF)),
        lambda rows: seat("rina").make_cards(seen(rows), "eid_a4"),
    ):
        with pytest.raises(Refused, match="not_this_turn") as caught:
            pdf_maker(office.read(cases_by_id, ids))
        assert is_sentence(caught.value.sentence)
    assert count(office, "card") == 0


def test_a_closed_case_gets_no_card(office, seat, rows):
    closed = move(seat("rina"), "tutup", rows()[:1], reason="Pulang ke keluarga").done
    with pytest.raises(Refused, match="not_this_turn"):
        seat("rina").run(MakeCards(cases=seen(office.read(cases_by_id, closed)), layout="eid_a4", pdf=PDF))


def test_a_missing_number_prints_no_hole(office, seat, rows):
    """Ended behind the program's back."""
    with office.database.write() as connection:
        connection.execute(text("UPDATE membership SET valid_to = valid_from"))
    with pytest.raises(Refused, match="has_participant_number"):
        seat("rina").run(MakeCards(cases=seen(rows()), layout="eid_a4", pdf=PDF))
    with pytest.raises(Refused, match="unprintable") as caught:
        seat("rina").make_cards(seen(rows()), "eid_a4")
    assert len(caught.value.rows) == 3 and count(office, "card_sheet") == 0


def test_who_cannot_be_printed_stays_behind_named(office, seat, rows):
    with office.database.write() as connection:
        connection.execute(text(f"UPDATE person SET name = 'Budi 😀' WHERE id = {rows()[1].person_id}"))
    outcome, _ = seat("rina").make_cards(seen(rows()), "eid_a4")
    assert outcome.sentence == "2 kartu dibuat, 1 belum: lihat alasan."
    assert [(row.row_id, row.label) for row in outcome.refused] == [(rows()[1].id, "Budi 😀")]


def test_another_panti_and_other_roles(office, seat, rows):
    other = seat("admin").run(SaveOffice(office=NewOffice(kind="panti", name="Panti Lain"))).data["office"]
    seat("admin").run(
        AddStaff(
            username="lain", name="Orang Lain", office_id=other, roles=frozenset({"panti"}), password="wisma-baru-9"
        )
    )
    command = MakeCards(cases=seen(rows()), layout="eid_a4", pdf=PDF)
    # On a server another panti's cases are not there for this clerk at all.
    hidden = "stale" if office.database.backend.logins else "other_office"
    with pytest.raises(Refused, match=hidden):
        seat("lain").run(command)
    for name in ("ratna", "hendra", "admin"):
        with pytest.raises(Refused, match="not_your_role"):
            seat(name).run(MakeCards(cases=seen(rows()), layout="eid_a4", pdf=PDF))
    assert count(office, "card") == 0


def test_stale_rows_and_a_double_click(office, seat, rows):
    with pytest.raises(Refused, match="stale"):
        seat("rina").run(MakeCards(cases=tuple((row.id, row.version + 1) for row in rows()), layout="eid_a4", pdf=PDF))
    command = MakeCards(cases=seen(rows()), layout="eid_a4", pdf=PDF)
    seat("rina").run(command)
    assert seat("rina").run(command).replayed and count(office, "card") == 3


def test_a_card_made_does_not_change(office, seat, rows):
    seat("rina").run(MakeCards(cases=seen(rows()), layout="eid_a4", pdf=PDF))
    for statement in ("UPDATE card SET copy = 9", "DELETE FROM card", "UPDATE card_sheet SET pdf = NULL"):
        with pytest.raises(RecordRoomError, match="guard"), office.database.write() as connection:
            connection.execute(text(statement))
