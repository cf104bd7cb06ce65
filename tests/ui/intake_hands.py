"""Hands for the desk of step 1: typing, pressing, looking."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from db.queries.cases import queue
from desktop.seat import Seat
from desktop.ui.widgets import Sheet

Key = Qt.Key
Control = Qt.KeyboardModifier.ControlModifier


def typed(screen: Any, *words: str) -> None:
    """Type each word where the keys go, with Tab between them."""
    for at, word in enumerate(words):
        if at:
            QTest.keyClick(screen.window().focusWidget(), Key.Key_Tab)
        QTest.keyClicks(screen.window().focusWidget(), word)


def press(screen: Any, key: Qt.Key, control: bool = True) -> None:
    """Press a key where the keys go."""
    modifiers = Control if control else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(screen.window().focusWidget() or screen, key, modifiers)


def waiting(seat: Seat) -> Any:
    """The people that the seat's office has yet to hand over."""
    return seat.read(queue, seat.staff.office_id, ["dijangkau"])


def sheets(screen: Any) -> list[Any]:
    """Sheets that lie over the screen."""
    return [sheet for sheet in screen.findChildren(Sheet) if not sheet.isHidden()]


def commands(screen: Any, kind: type) -> list[Any]:
    """The commands of one kind that went to the office."""
    return [one for one in screen.desk.office.ran if isinstance(one, kind)]
