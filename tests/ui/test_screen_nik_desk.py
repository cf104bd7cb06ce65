"""Dukcapil's desk: search before issuing, compare, decide; one clerk at a time (B1, B4, B5, A8)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt

from db.queries.cases import CaseRow, cases_by_id
from db.queries.desk_lists import searches_of
from db.queries.offices import office_by_id
from desktop.operations.intake import Newcomer
from desktop.operations.manage_office import SaveOffice
from desktop.operations.manage_staff import AddStaff
from desktop.operations.open_office import NewOffice
from desktop.operations.record_nik import RecordNik
from desktop.operations.take import Take
from desktop.ui.screens.nik_draft import SEARCH_FIRST
from tests.conftest import SeatOf
from tests.ui.desks import open_screen, settle
from tests.ui.stages import bring_to, move, nik_of, open_sheet

WAITING = "menunggu_nik"
WRONG = (
    "317501",
    "31750160015099019",
    "3175016001509A01",
    "3175OI6001509901",
    "3,17502E+15",
    "1234567890123456",
    "0000000000000000",
    "3175013202509901",
    "3175014113509901",
    "0001999000001",
)


def case_of(office: Any, case_id: int) -> CaseRow:
    return office.read(cases_by_id, [case_id])[0]


def siti(office: Any) -> Newcomer:
    """The woman of the practice office who has a NIK already."""
    return Newcomer(
        name="Siti Aminah",
        sex="P",
        birth_date=date(1968, 5, 12),
        birth_place="Flores Timur",
        found_place="Taman Menteng",
        found_at=office.clock(),
    )


def issue(qtbot: Any, screen: Any, nik: str) -> None:
    """Press T and type a NIK."""
    screen.people.list.setFocus()
    qtbot.keyClick(screen.people.list, Qt.Key.Key_T)
    qtbot.keyClicks(screen.decision.nik, nik)
    settle(qtbot, screen)


def test_who_has_a_nik_already_is_found_and_taken_over_by_keyboard(
    qtbot: Any, local_office: Any, seats: SeatOf
) -> None:
    row = bring_to(local_office, seats, WAITING, who=[siti(local_office)])[0]
    screen = open_screen(qtbot, seats("andi"), "nik")
    best = screen.search.list.rows()[0]
    assert (best.label, best.hit.nik) == ("Siti Aminah", "5306015205689932")
    assert best.score.total >= 95 and best.score.verdict == "sangat mirip"
    screen.people.list.setFocus()
    qtbot.keyClick(screen.people.list, Qt.Key.Key_Return)
    assert screen.search.list.hasFocus()
    qtbot.keyClick(screen.search.list, Qt.Key.Key_Return)
    settle(qtbot, screen)
    assert screen.action_bar.label("putus") == "Sudah punya NIK"
    qtbot.keyClick(screen.search.list, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    screen.question.confirm()
    settle(qtbot, screen)
    after = case_of(local_office, row.id)
    assert (after.status, after.nik, after.person_id) == ("nik_tersedia", "5306015205689932", best.id)
    found = local_office.read(searches_of, [row.id])[row.id]
    assert found.found_person_id == best.id and found.shown >= 2


def test_a_nik_is_issued_and_the_next_person_is_selected(qtbot: Any, local_office: Any, seats: SeatOf) -> None:
    rows = bring_to(local_office, seats, WAITING, people=3)
    screen = open_screen(qtbot, seats("andi"), "nik")
    issue(qtbot, screen, nik_of(rows[0]))
    assert "Jakarta Timur" in screen.decision.said.text()
    qtbot.keyClick(screen.decision.nik, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    screen.question.confirm()
    settle(qtbot, screen)
    assert case_of(local_office, rows[0].id).nik == nik_of(rows[0])
    assert screen.people.current().id == rows[1].id
    assert screen.people.list.hasFocus()
    assert screen.decision.nik.text() == "" and screen.decision.decision() == ""


def test_nothing_is_issued_before_the_search_was_shown(qtbot: Any, local_office: Any, seats: SeatOf) -> None:
    bring_to(local_office, seats, WAITING, people=1)
    screen = open_screen(qtbot, seats("andi"), "nik")
    screen.drafts.clear()
    screen._show_decision()
    assert not screen.decision.none.isEnabled() and not screen.decision.nik.isEnabled()
    screen._nobody_same()
    screen.decide()
    assert screen.question is None
    screen.action_bar.trigger("putus")
    assert SEARCH_FIRST in shown(screen)
    assert screen.desk.office.ran == []


def shown(screen: Any) -> str:
    """The sentence in the message bar."""
    return screen.message_bar.sentence()


@pytest.mark.parametrize("typed", WRONG)
def test_a_wrong_nik_gives_a_sentence_and_is_kept(qtbot: Any, local_office: Any, seats: SeatOf, typed: str) -> None:
    bring_to(local_office, seats, WAITING, people=1)
    screen = open_screen(qtbot, seats("andi"), "nik")
    issue(qtbot, screen, typed)
    assert not screen.action_bar.button("putus").isEnabled()
    screen.action_bar.trigger("putus")
    assert shown(screen).endswith(".") and len(shown(screen)) > 30
    assert screen.decision.nik.text() == typed
    assert not any(isinstance(command, RecordNik) for command in screen.desk.office.ran)


def test_a_nik_of_somebody_else_is_named_before_it_is_sent(qtbot: Any, local_office: Any, seats: SeatOf) -> None:
    bring_to(local_office, seats, WAITING, people=1)
    screen = open_screen(qtbot, seats("andi"), "nik")
    issue(qtbot, screen, "3171041107819956")
    assert "sudah tercatat atas nama Dedi Kusuma" in screen.decision.said.text()
    assert not screen.action_bar.button("putus").isEnabled()


def test_birth_and_sex_only_warn(qtbot: Any, local_office: Any, seats: SeatOf) -> None:
    row = bring_to(local_office, seats, WAITING, people=1)[0]
    screen = open_screen(qtbot, seats("andi"), "nik")
    issue(qtbot, screen, "3175010101859977")
    assert row.sex == "P"
    assert "laki-laki" in screen.decision.said.text()
    assert screen.action_bar.button("putus").isEnabled()


def test_the_register_is_searched_by_other_words(qtbot: Any, local_office: Any, seats: SeatOf) -> None:
    bring_to(local_office, seats, WAITING, people=2)
    screen = open_screen(qtbot, seats("andi"), "nik")
    for words, name in (
        ("sri lestari", "Sri Lestari"),
        ("3171041107819956", "Dedi Kusuma"),
        ("achmad", "Ahmad Gareti"),
    ):
        screen.search.words.setText(words)
        qtbot.keyClick(screen.search.words, Qt.Key.Key_Return)
        settle(qtbot, screen)
        assert name in [found.label for found in screen.search.list.rows()], words
    assert len(screen.draft().shown) >= 3


def test_the_reason_of_dinas_kesehatan_stands_first(qtbot: Any, local_office: Any, seats: SeatOf) -> None:
    row = bring_to(local_office, seats, "menunggu_validasi", people=1)[0]
    move(local_office, seats("ratna"), "kembalikan_dukcapil", [row.id], "NIK ganda dengan orang lain")
    bring_to(local_office, seats, WAITING, people=2)
    screen = open_screen(qtbot, seats("andi"), "nik")
    assert screen.people.rows()[0].id == row.id
    assert screen.panel.obstacle() == "Dikembalikan Dinas Kesehatan"


def colleague(office: Any, seats: SeatOf) -> Any:
    """A second clerk of Dukcapil."""
    add = AddStaff(
        username="wati",
        name="Wati Rahayu",
        nip="199101012015012001",
        position="Operator SIAK",
        office_id=seats("andi").staff.office_id,
        roles=frozenset({"dukcapil"}),
        password="latihan-padan",
        must_change=False,
    )
    seats("admin").run(add)
    return seats("wati")


def test_the_first_stroke_takes_the_person_and_going_away_lets_go(qtbot: Any, local_office: Any, seats: SeatOf) -> None:
    rows = bring_to(local_office, seats, WAITING, people=2)
    screen = open_screen(qtbot, seats("andi"), "nik")
    assert case_of(local_office, rows[0].id).taken_by is None
    issue(qtbot, screen, "3175")
    assert case_of(local_office, rows[0].id).taken_name == "Andi Firmansyah"
    assert screen.is_dirty()
    screen.action_bar.trigger("lepas")
    settle(qtbot, screen)
    assert case_of(local_office, rows[0].id).taken_by is None
    assert not screen.is_dirty()


def test_a_colleagues_person_is_shown_and_may_be_taken_over(qtbot: Any, local_office: Any, seats: SeatOf) -> None:
    row = bring_to(local_office, seats, WAITING, people=1)[0]
    colleague(local_office, seats).run(Take(case=(row.id, row.version)))
    screen = open_screen(qtbot, seats("andi"), "nik")
    assert screen.panel.obstacle() == "Dikerjakan oleh Wati Rahayu sejak 08.00"
    assert not screen.decision.none.isEnabled()
    screen.action_bar.trigger("putus")
    assert "Wati Rahayu" in shown(screen)
    assert not screen.taking.leads
    office = local_office.read(office_by_id, row.office_id)
    head = NewOffice(**{name: getattr(office, name) for name in NewOffice.__dataclass_fields__})
    head = replace(head, head_nip=seats("andi").staff.nip)
    seats("admin").run(SaveOffice(office=head, office_id=office.id, version=office.version))
    screen.load()
    settle(qtbot, screen)
    screen.action_bar.trigger("ambil")
    sheet = open_sheet(screen)
    sheet.text.setPlainText("Wati cuti hari ini")
    sheet.confirm()
    settle(qtbot, screen)
    assert case_of(local_office, row.id).taken_name == "Andi Firmansyah"
    assert screen.decision.none.isEnabled()


def test_a_person_changed_elsewhere_is_refused_and_the_typed_nik_stays(
    qtbot: Any, local_office: Any, seats: SeatOf
) -> None:
    row = bring_to(local_office, seats, WAITING, people=1)[0]
    screen = open_screen(qtbot, seats("andi"), "nik")
    issue(qtbot, screen, nik_of(row))
    now = case_of(local_office, row.id)
    seats("andi").run(Take(case=(now.id, now.version)))
    screen.action_bar.trigger("putus")
    screen.question.confirm()
    settle(qtbot, screen)
    assert "diubah meja lain" in shown(screen)
    assert screen.decision.nik.text() == nik_of(row)
    screen.action_bar.trigger("putus")
    screen.question.confirm()
    settle(qtbot, screen)
    assert case_of(local_office, row.id).status == "nik_tersedia"


def test_pressing_twice_is_one_request(qtbot: Any, local_office: Any, seats: SeatOf) -> None:
    row = bring_to(local_office, seats, WAITING, people=1)[0]
    screen = open_screen(qtbot, seats("andi"), "nik")
    issue(qtbot, screen, nik_of(row))
    screen.action_bar.trigger("putus")
    sheet = screen.question
    screen.action_bar.trigger("putus")
    assert screen.question is sheet
    sheet.confirm()
    sheet.confirm()
    settle(qtbot, screen)
    assert sum(isinstance(command, RecordNik) for command in screen.desk.office.ran) == 1


def test_what_the_panti_heard_is_checked_and_searched(qtbot: Any, local_office: Any, seats: SeatOf) -> None:
    who = Newcomer(
        name="Dedy",
        sex="L",
        birth_date=date(1981, 7, 11),
        found_place="Pasar Senen",
        found_at=local_office.clock(),
        nik_claimed="3171041107819956",
    )
    bring_to(local_office, seats, WAITING, who=[who])
    screen = open_screen(qtbot, seats("andi"), "nik")
    assert screen.search.list.rows()[0].hit.nik == "3171041107819956"
    assert screen._mark(screen.people.current()) == "NIK lama?"


def test_nobody_waits(qtbot: Any, local_office: Any, seats: SeatOf) -> None:
    screen = open_screen(qtbot, seats("andi"), "nik")
    assert screen.people.empty.text() == screen.nobody
    assert not screen.search.isVisible() and not screen.aside.isVisible()
    screen.action_bar.trigger("putus")
    assert shown(screen) == screen.nobody


def test_an_answer_between_two_keys_takes_no_digit_away(qtbot: Any, local_office: Any, seats: SeatOf) -> None:
    bring_to(local_office, seats, WAITING, people=1)
    screen = open_screen(qtbot, seats("andi"), "nik")
    issue(qtbot, screen, "31750160")
    result = screen.draft().result
    screen.decision.nik.selectAll()
    qtbot.keyClick(screen.decision.nik, Qt.Key.Key_5)
    screen._searched(result)
    assert screen.decision.nik.text() == "5"
    screen.refresh()
    settle(qtbot, screen)
    assert screen.decision.nik.text() == "5" and screen.decision.nik.hasFocus()
