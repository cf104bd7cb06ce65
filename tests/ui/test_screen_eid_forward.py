"""Dinas Kesehatan passes the E-ID on to the panti (step 8)."""

from typing import Any

from PySide6.QtCore import Qt

from db.queries.cases import cases_by_id
from tests.conftest import seats_of
from tests.ui.desks import open_screen, settle
from tests.ui.stages import bring_to, move


def test_the_numbers_go_on_by_keyboard(qtbot: Any, local_office: Any) -> None:
    seats = seats_of(local_office)
    rows = bring_to(local_office, seats, "eid_terbit", people=3, facilities=("Puskesmas Senen", "", "Puskesmas Cakung"))
    screen = open_screen(qtbot, seats("ratna"), "teruskan")
    assert [row.facility for row in screen.people.rows()] == ["Puskesmas Senen", "", "Puskesmas Cakung"]
    screen.people.list.setFocus()
    qtbot.keyClick(screen.people.list, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    screen.question.confirm()
    settle(qtbot, screen)
    after = local_office.read(cases_by_id, [row.id for row in rows])
    assert {row.status for row in after} == {"eid_diterima"}
    assert screen.people.empty.text() == screen.nobody


def test_who_was_passed_on_by_a_colleague_meanwhile_is_not_passed_on_twice(qtbot: Any, local_office: Any) -> None:
    seats = seats_of(local_office)
    rows = bring_to(local_office, seats, "eid_terbit", people=2)
    screen = open_screen(qtbot, seats("ratna"), "teruskan")
    move(local_office, seats("ratna"), "teruskan_eid", [rows[0].id])
    screen.action_bar.trigger("maju")
    screen.question.confirm()
    settle(qtbot, screen)
    assert "diubah meja lain" in screen.message_bar.sentence()
    assert [row.id for row in screen.people.rows()] == [rows[1].id]


def test_nothing_is_waiting(qtbot: Any, local_office: Any) -> None:
    screen = open_screen(qtbot, seats_of(local_office)("ratna"), "teruskan")
    assert screen.people.empty.text() == screen.nobody
    assert screen.action_bar.button("surat").isHidden()
