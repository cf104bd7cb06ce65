"""Dinas Sosial's desk: incoming requests, recommendation, single people given back with a reason."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from db.queries.cases import cases_by_id
from desktop.ui.screens.list_desk import ListDesk
from tests.conftest import seats_of
from tests.ui.desks import open_screen, picture, settle
from tests.ui.stages import bring_to, touch

WAITING = "menunggu_rekomendasi"


def statuses(office: Any, rows: Any) -> list[str]:
    return [row.status for row in office.read(cases_by_id, [row.id for row in rows])]


def test_the_whole_way_by_keyboard(qtbot: Any, local_office: Any) -> None:
    seats = seats_of(local_office)
    rows = bring_to(local_office, seats, WAITING, people=3)
    screen = open_screen(qtbot, seats("sari"), "rekomendasi")
    assert [row.label for row in screen.people.checked()] == [row.label for row in rows]
    screen.people.list.setFocus()
    qtbot.keyClick(screen.people.list, Qt.Key.Key_Down)
    qtbot.keyClick(screen.people.list, Qt.Key.Key_Space)
    assert screen.action_bar.label("maju").endswith("(2)")
    qtbot.keyClick(screen.people.list, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert screen.question is not None
    screen.question.confirm()
    settle(qtbot, screen)
    assert statuses(local_office, rows) == ["menunggu_nik", WAITING, "menunggu_nik"]
    assert screen.message_bar.sentence().startswith("2 WBS direkomendasikan")
    assert [row.id for row in screen.people.rows()] == [rows[1].id]


def test_one_person_goes_back_and_the_reason_is_needed(qtbot: Any, local_office: Any) -> None:
    seats = seats_of(local_office)
    rows = bring_to(local_office, seats, WAITING, people=3)
    screen = open_screen(qtbot, seats("sari"), "rekomendasi")
    screen.people.list.setFocus()
    qtbot.keyClick(screen.people.list, Qt.Key.Key_K)
    sheet = screen.question
    sheet.text.setPlainText("ya")
    sheet.confirm()
    assert screen.question is sheet
    assert screen.desk.office.ran == []
    sheet.text.setPlainText("Sudah keluar dari panti")
    sheet.confirm()
    settle(qtbot, screen)
    assert statuses(local_office, rows) == ["diterima", WAITING, WAITING]
    assert local_office.read(cases_by_id, [rows[0].id])[0].reason == "Sudah keluar dari panti"


def test_pressing_twice_is_one_request(qtbot: Any, local_office: Any) -> None:
    seats = seats_of(local_office)
    bring_to(local_office, seats, WAITING, people=2)
    screen = open_screen(qtbot, seats("sari"), "rekomendasi")
    screen.action_bar.trigger("maju")
    sheet = screen.question
    screen.action_bar.trigger("maju")
    assert screen.question is sheet
    sheet.confirm()
    sheet.confirm()
    settle(qtbot, screen)
    assert len(screen.desk.office.ran) == 1


def test_a_person_changed_elsewhere_refuses_the_request_and_shows_why(qtbot: Any, local_office: Any) -> None:
    seats = seats_of(local_office)
    rows = bring_to(local_office, seats, WAITING, people=2)
    screen = open_screen(qtbot, seats("sari"), "rekomendasi")
    touch(local_office, seats("yusuf"), rows[0].id, note="Kini di kamar 4")
    screen.action_bar.trigger("maju")
    screen.question.confirm()
    settle(qtbot, screen)
    assert "diubah meja lain" in screen.message_bar.sentence()
    assert statuses(local_office, rows) == [WAITING, WAITING]
    assert screen.people.rows()[0].note == "Kini di kamar 4"


def test_each_request_is_a_list_of_its_own(qtbot: Any, local_office: Any) -> None:
    seats = seats_of(local_office)
    first = bring_to(local_office, seats, WAITING, people=2)
    second = bring_to(local_office, seats, WAITING, people=1)
    screen = open_screen(qtbot, seats("sari"), "rekomendasi")
    assert [one.open for one in screen.inbox.list.rows()] == [2, 1]
    assert {row.id for row in screen.people.rows()} == {row.id for row in first}
    screen.inbox.choose(screen.inbox.list.rows()[1].id)
    assert [row.id for row in screen.people.rows()] == [second[0].id]
    assert [row.id for row in screen.people.checked()] == [second[0].id]


def test_the_letters_of_the_request_can_be_opened(qtbot: Any, local_office: Any) -> None:
    seats = seats_of(local_office)
    bring_to(local_office, seats, WAITING, people=1)
    screen = open_screen(qtbot, seats("sari"), "rekomendasi")
    assert [paper.code for paper in screen.letters()] == ["permohonan_rekomendasi", "rekapitulasi"]
    screen.action_bar.trigger("surat")
    button = screen.question.findChildren(QPushButton)[0]
    assert screen.letters()[0].number in button.text()
    with qtbot.waitSignal(screen.sheet_opened) as opened:
        button.click()
    assert opened.args[0].title == screen.letters()[0].number
    opened.args[0].cancel()
    settle(qtbot, screen)


def test_without_requests_one_line_says_so(qtbot: Any, local_office: Any) -> None:
    screen = open_screen(qtbot, seats_of(local_office)("sari"), "rekomendasi")
    assert screen.people.empty.text() == screen.nobody
    assert not screen.panel.isVisible()
    screen.action_bar.trigger("maju")
    assert screen.message_bar.sentence() == screen.nobody


@pytest.mark.parametrize("code, user", [("rekomendasi", "sari"), ("validasi", "ratna"), ("teruskan", "ratna")])
def test_a_disabled_primary_says_why(qtbot: Any, local_office: Any, code: str, user: str, tmp_path: Path) -> None:
    seats = seats_of(local_office)
    stage = {"rekomendasi": WAITING, "validasi": "menunggu_validasi", "teruskan": "eid_terbit"}[code]
    bring_to(local_office, seats, stage, people=2)
    screen: ListDesk = open_screen(qtbot, seats(user), code)
    screen.people.set_checked(())
    assert not screen.action_bar.button("maju").isEnabled()
    screen.action_bar.trigger("maju")
    assert "Centang sedikitnya satu orang" in screen.message_bar.sentence()
    picture(screen, tmp_path / f"{code}.png")
