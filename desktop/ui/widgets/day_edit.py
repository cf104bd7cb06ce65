"""A day that is typed as it is read: 31-12-2026, 31/12/26, 31122026, or 5-1 of this year; or taken from a calendar.

Qt's own field loses what is typed over an empty date, steps twice at a dash, and makes a 30 of the 31 of another month.
"""

import re

from PySide6.QtCore import QDate, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QDateEdit, QWidget

EMPTY = QDate(1800, 1, 1)
MARKS = "0123456789-/. "
LATEST = 69  # two digits up to here are of this century


def parse_day(text: str, today: QDate) -> QDate | None:
    """The day that was typed; None when it is none."""
    parts = [part for part in re.split(r"\D+", text) if part]
    if len(parts) == 1 and len(parts[0]) in {4, 6, 8}:
        whole = parts[0]
        parts = [part for part in (whole[:2], whole[2:4], whole[4:]) if part]
    if not 2 <= len(parts) <= 3:
        return None
    year = int(parts[2]) if len(parts) == 3 else today.year()
    if len(parts) == 3 and len(parts[2]) == 2:
        year += 2000 if year <= LATEST else 1900
    found = QDate(year, int(parts[1]), int(parts[0]))
    return found if found.isValid() and year > EMPTY.year() else None


class DayEdit(QDateEdit):
    """What is typed replaces the day; Del empties it. A day that does not exist leaves the field empty, never another day."""

    def __init__(self, value: QDate = EMPTY) -> None:
        super().__init__(value)
        self._typed = ""
        self.setCalendarPopup(True)
        self.setDisplayFormat("dd-MM-yyyy")
        self.calendarWidget().installEventFilter(self)

    def allow_empty(self) -> None:
        """It may hold no day, and holds none now."""
        self.setMinimumDate(EMPTY)
        self.setSpecialValueText("belum diisi")
        self.setDate(EMPTY)

    def date(self) -> QDate:
        """The day, with what was typed last."""
        self._commit()
        return super().date()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text, command = event.text(), event.modifiers() & Qt.KeyboardModifier.ControlModifier
        whole = super().date() == EMPTY or self.currentSection() == self.Section.DaySection
        if self.isReadOnly() or command:
            super().keyPressEvent(event)
        elif text and text in MARKS and (self._typed or (whole and text.isdigit())):
            self._show(self._typed + text)
        elif event.key() == Qt.Key.Key_Backspace and self._typed:
            self._show(self._typed[:-1])
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.specialValueText():
            self._typed = ""
            self.setDate(EMPTY)
        elif text and text.isprintable() and text not in MARKS:
            event.accept()  # Qt would write a letter behind the day
        else:
            self._commit()
            super().keyPressEvent(event)

    def _show(self, typed: str) -> None:
        self._typed = typed[:10]
        line = self.lineEdit()
        line.blockSignals(True)  # Qt would read the half of a date
        line.setText(self._typed)
        line.blockSignals(False)
        if re.fullmatch(r"\d{8}|\d{1,2}\D+\d{1,2}\D+\d{4}", self._typed):
            self._commit()

    def _commit(self) -> None:
        typed, self._typed = self._typed, ""
        if not typed:
            return
        before = super().date()
        found = parse_day(typed, QDate.currentDate()) or (EMPTY if self.specialValueText() else before)
        line = self.lineEdit()
        line.blockSignals(True)
        line.setText(self.textFromDateTime(self.dateTime()))
        line.blockSignals(False)
        self.setDate(found)
        self.setSelectedSection(self.Section.DaySection)

    def focusNextPrevChild(self, forward: bool) -> bool:
        return QWidget.focusNextPrevChild(self, forward)  # Tab leaves the day at once, not part by part

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._commit()
        super().focusOutEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and super().date() == EMPTY:
            QTimer.singleShot(0, self, self.calendarWidget().showToday)
        return super().eventFilter(watched, event)
