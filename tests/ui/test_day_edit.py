"""A day typed with the keys, as clerks write it."""

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from desktop.ui.widgets.day_edit import DayEdit, parse_day
from desktop.ui.widgets.form import Form

OLD = date(2026, 11, 22)


@pytest.fixture
def form(qapp: QApplication) -> Iterator[Form]:
    page = QWidget()
    form = Form()
    form.date("day", "Tanggal")
    form.text("after", "Sesudahnya")
    QVBoxLayout(page).addWidget(form)
    page.show()
    page.activateWindow()
    form.control("day").setFocus(Qt.FocusReason.TabFocusReason)
    yield form
    page.close()


@pytest.mark.parametrize("before", [None, OLD])
@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("31-12-2026", date(2026, 12, 31)),
        ("31/12/2026", date(2026, 12, 31)),
        ("31122026", date(2026, 12, 31)),
        ("5-1-2027", date(2027, 1, 5)),
        ("05.10.26", date(2026, 10, 5)),
        ("29022028", date(2028, 2, 29)),
        ("29-02-2028", date(2028, 2, 29)),
        ("31-02-2026", None),
        ("99", None),
        ("31-13-abcd", None),
        ("5-x10-2y026", date(2026, 10, 5)),
    ],
)
def test_a_typed_day_is_that_day_or_none(form: Form, before: date | None, typed: str, day: date | None) -> None:
    form.set_values({"day": before})
    QTest.keyClicks(form.control("day"), typed)
    assert form.values()["day"] == day
    shown = form.control("day").text()
    assert shown == "belum diisi" or not any(map(str.isalpha, shown))
    form.control("after").setFocus()
    assert form.values()["day"] == day


def test_del_empties_and_backspace_takes_one_digit_back(form: Form) -> None:
    control = form.control("day")
    assert isinstance(control, DayEdit)
    QTest.keyClicks(control, "3012202")
    QTest.keyClick(control, Qt.Key.Key_Backspace)
    assert control.text() == "301220"
    QTest.keyClicks(control, "27")
    assert form.values()["day"] == date(2027, 12, 30)
    QTest.keyClick(control, Qt.Key.Key_Delete)
    assert form.values()["day"] is None
    assert control.text() == "belum diisi"


def test_a_day_without_year_is_of_this_year() -> None:
    assert parse_day("5-1", QDate(2031, 8, 9)) == QDate(2031, 1, 5)


def test_the_calendar_of_an_empty_day_opens_at_today(form: Form) -> None:
    control = form.control("day")
    assert isinstance(control, DayEdit)
    calendar = control.calendarWidget()
    calendar.setCurrentPage(1800, 1)
    QApplication.sendEvent(calendar, QShowEvent())
    QApplication.processEvents()
    QApplication.processEvents()
    assert calendar.yearShown() == QDate.currentDate().year()


@pytest.mark.parametrize("before", [None, OLD])
@pytest.mark.parametrize(
    ("typed", "day"),
    [("", None), ("5-10-2026", date(2026, 10, 5)), ("051026", date(2026, 10, 5)), ("99-99-2026", None)],
)
def test_tab_leaves_a_day_at_once(form: Form, before: date | None, typed: str, day: date | None) -> None:
    form.set_values({"day": before})
    QTest.keyClicks(form.control("day"), typed)
    QTest.keyClick(form.control("day"), Qt.Key.Key_Tab)
    assert form.window().focusWidget() is form.control("after")
    assert form.values()["day"] == (day if typed else before)
    QTest.keyClick(form.control("after"), Qt.Key.Key_Backtab)
    assert form.window().focusWidget() is form.control("day")
