"""Beranda: counts equal the desks' queues, every card and task leads somewhere, the reminder names nobody."""

from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from db.queries.batches import queue_counts
from db.queries.report import compliance, waiting
from desktop.sop.clock import OfficeCalendar
from desktop.sop.procedure import procedures
from desktop.ui.screens import home_facts
from desktop.ui.widgets import BarList, FigureCard
from desktop.ui.widgets.card import Pressable
from tests.conftest import seats_of
from tests.ui.desks import open_screen, settle
from tests.ui.paraf_stages import ask_paraf, official, submit
from tests.ui.stages import bring_to

ROLES = ("bagus", "yusuf", "sari", "andi", "ratna", "hendra")


def cards(screen):
    every = [screen.cards.itemAt(place).widget() for place in range(screen.cards.count())]
    return [card for card in every if isinstance(card, FigureCard)]


def tasks(screen):
    box = screen.tasks.layout()
    every = [box.itemAt(place).widget() for place in range(box.count())]
    return [row for row in every if isinstance(row, Pressable)]


def test_cards_count_the_queues_and_lead_to_their_screens(qtbot, local_office):
    seats = seats_of(local_office)
    bring_to(local_office, seats, "menunggu_validasi", people=5)
    bring_to(local_office, seats, "eid_terbit", people=3)
    screen = open_screen(qtbot, seats("ratna"), "beranda")
    counts = local_office.read(queue_counts, seats("ratna").staff.office_id)
    assert [card.accessibleName() for card in cards(screen)[:2]] == [
        f"{counts['menunggu_validasi']} Validasi WBS",
        f"{counts['eid_terbit']} Terusan E-ID",
    ]
    QTest.keyClick(cards(screen)[1], Qt.Key.Key_Return)
    assert screen.desk.session.shell.went == [("teruskan", None)]


def test_tasks_say_the_work_its_sender_and_the_time_left(qtbot, local_office, clock):
    seats = seats_of(local_office)
    bring_to(local_office, seats, "menunggu_validasi", people=4)
    clock.forward(minutes=12)
    screen = open_screen(qtbot, seats("ratna"), "beranda")
    row = tasks(screen)[0]
    assert row.accessibleName() == "Validasi 4 WBS, sisa 8 m"
    assert row.accessibleDescription().startswith("Panti Bina Insan 1")
    QTest.keyClick(row, Qt.Key.Key_Space)
    assert screen.desk.session.shell.went == [("validasi", None)]


def test_drafts_that_wait_for_my_paraf_are_work_too(qtbot, local_office):
    seats = seats_of(local_office)
    bring_to(local_office, seats, "menunggu_rekomendasi", people=2)
    chief = official(local_office, seats, "sari", "seksi", "Endang Sulastri", "Kepala Seksi")
    ask_paraf(seats, "rekomendasi", "sari", [chief])
    submit(seats("sari"), "rekomendasikan", "menunggu_rekomendasi")
    screen = open_screen(qtbot, chief, "beranda")
    assert screen.header._line.whole().endswith("1 konsep surat menunggu Anda.")
    QTest.keyClick(tasks(screen)[-1], Qt.Key.Key_Return)
    assert screen.desk.session.shell.went == [("konsep", None)]
    assert tasks(open_screen(qtbot, seats("sari"), "beranda"))[-1].accessibleName().startswith("Rekomendasikan")


def test_an_overdue_list_is_said_and_comes_first(qtbot, local_office, clock):
    seats = seats_of(local_office)
    bring_to(local_office, seats, "menunggu_validasi", people=2)
    clock.forward(minutes=50)
    bring_to(local_office, seats, "menunggu_validasi", people=6)
    screen = open_screen(qtbot, seats("ratna"), "beranda")
    assert [row.accessibleName() for row in tasks(screen)] == [
        "Validasi 2 WBS, lewat 40 m",
        "Validasi 6 WBS, sisa 30 m",
    ]
    assert "1 daftar sudah lewat waktu baku" in screen.header._line.whole()


def test_people_written_down_but_on_no_list_are_work_too(qtbot, local_office):
    seats = seats_of(local_office)
    bring_to(local_office, seats, "dijangkau", people=3)
    screen = open_screen(qtbot, seats("bagus"), "beranda")
    assert tasks(screen)[0].accessibleName().startswith("Serahkan 3 WBS ke panti")


@pytest.mark.parametrize("user", [*ROLES, "admin"])
def test_an_empty_office_tells_what_to_do(qtbot, local_office, user):
    screen = open_screen(qtbot, seats_of(local_office)(user), "beranda")
    assert screen.header._title.text().startswith("Selamat pagi, ")
    assert screen.waits_line.text().startswith("Tidak ada yang menunggu siapa pun")
    if user != "admin":
        assert screen.nothing.text()
        assert not screen.nothing.isHidden()
        assert screen.standard.isVisible()


def test_satpol_starts_from_the_empty_page(qtbot, local_office):
    screen = open_screen(qtbot, seats_of(local_office)("bagus"), "beranda")
    screen.nothing._button.click()
    assert screen.desk.session.shell.went == [("penjangkauan", None)]


def test_who_waits_for_whom_equals_the_cases(qtbot, local_office):
    seats = seats_of(local_office)
    bring_to(local_office, seats, "menunggu_nik", people=3)
    bring_to(local_office, seats, "menunggu_validasi", people=2)
    screen = open_screen(qtbot, seats("ratna"), "beranda")
    shown = {(one.sender, one.holder): one.people for one in screen.found}
    rows = local_office.read(waiting, local_office.clock())
    assert shown == {(row.from_office, row.for_office): row.people for row in rows}
    assert [bar.text for bar in screen.waits.bars] == ["3 orang", "2 orang"]
    assert screen.remind.isHidden()


def test_the_reminder_has_numbers_and_no_names(qtbot, local_office, clock):
    seats = seats_of(local_office)
    people = bring_to(local_office, seats, "menunggu_nik", people=3)
    clock.forward(hours=3)
    screen = open_screen(qtbot, seats("ratna"), "beranda")
    assert "Dukcapil menahan 3 orang lebih lama dari waktu baku (2 j)." in screen.waits_line.text()
    opened = []
    screen.sheet_opened.connect(opened.append)
    screen.remind.click()
    opened[0].confirm()
    text = QGuiApplication.clipboard().text()
    assert "Dinas Kependudukan dan Pencatatan Sipil" in text
    assert "masih ada 3 WBS" in text and "waktu baku 2 j" in text and "Keputusan Sekretaris Daerah" in text
    assert not any(row.name and row.name in text for row in people)


def test_the_bars_show_real_against_standard_time(qtbot, local_office, clock):
    seats = seats_of(local_office)
    bring_to(local_office, seats, "menunggu_nik", people=3)
    screen = open_screen(qtbot, seats("andi"), "beranda")
    rows = local_office.read(compliance, clock.now - timedelta(days=30), clock.now + timedelta(days=1))
    shown = {int(bar.label.split()[0]): bar.value for bar in screen.kept.bars}
    assert shown == {row.step: pytest.approx(100 * row.real_seconds / row.standard_seconds) for row in rows}


def test_the_administrator_sees_offices_staff_and_imports(qtbot, local_office):
    screen = open_screen(qtbot, seats_of(local_office)("admin"), "beranda")
    names = [card.accessibleName() for card in cards(screen)]
    backup = "belum ada cadangan baik terakhir"
    assert names == ["8 petugas aktif", "0 petugas terkunci", "6 kantor", "0 hari libur", backup]
    rows = screen.admin.offices.findChildren(Pressable)
    assert len(rows) == 6
    QTest.keyClick(rows[1], Qt.Key.Key_Return)
    assert screen.desk.session.shell.went == [("kantor", 2)]


def test_a_move_at_another_desk_refreshes_the_page(qtbot, local_office):
    seats = seats_of(local_office)
    screen = open_screen(qtbot, seats("ratna"), "beranda")
    bring_to(local_office, seats, "menunggu_validasi", people=2)
    screen.desk.session.bus.publish(frozenset({"application"}), ())
    qtbot.waitUntil(lambda: bool(tasks(screen)))
    settle(qtbot, screen)
    assert cards(screen)[0].accessibleName() == "2 Validasi WBS"


def test_every_list_and_chart_has_a_name(qtbot, local_office):
    seats = seats_of(local_office)
    bring_to(local_office, seats, "menunggu_validasi", people=2)
    screen = open_screen(qtbot, seats("ratna"), "beranda")
    assert all(bars.accessibleName() for bars in screen.findChildren(BarList))
    assert all(part.accessibleName() for part in screen.findChildren(Pressable))


# the plain functions
def test_every_open_status_has_words_for_its_work():
    statuses = [status for procedure in procedures() for status in procedure.statuses]
    assert home_facts.WORK.keys() == {status.code for status in statuses if status.waits_for}


@pytest.mark.parametrize(
    ("since", "today", "days"),
    [
        (date(2026, 11, 23), date(2026, 11, 23), 0),
        (date(2026, 11, 20), date(2026, 11, 23), 1),
        (date(2026, 11, 21), date(2026, 11, 23), 1),
        (date(2026, 11, 16), date(2026, 11, 23), 5),
        (date(2026, 12, 24), date(2026, 12, 28), 1),
    ],
)
def test_waiting_is_counted_in_office_days(since, today, days):
    calendar = OfficeCalendar(holidays=frozenset({date(2026, 12, 25)}))
    assert home_facts.office_days(calendar, since, today) == days


def test_time_left_does_not_count_the_night():
    calendar = OfficeCalendar()
    now = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)  # 15.00 in Jakarta, one hour before the doors close
    due = calendar.due(now, 2 * 3600)
    assert home_facts.left_chip(calendar, due, now) == ("sisa 2 j", "ok")
    assert home_facts.left_chip(calendar, due, due + timedelta(minutes=5)) == ("lewat 5 m", "bad")
    assert home_facts.left_chip(calendar, None, now) == ("", "plain")


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(45, "45 m"), (130, "2 j 10 m"), (450, "1 hari kerja"), (520, "1 hari kerja 1 j"), (-4000, "8 hari kerja")],
)
def test_long_times_are_said_in_working_days(minutes, words):
    assert home_facts.office_time(minutes) == words
