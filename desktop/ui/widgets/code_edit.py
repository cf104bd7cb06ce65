"""A plain text editor for declarations: line numbers, a mark on the line with a mistake, light colours, search."""

from functools import cache

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QPlainTextDocumentLayout, QPlainTextEdit, QWidget

from desktop.paths import RESOURCES
from desktop.ui.theme import theme, tokens
from desktop.ui.widgets.code_colours import Colours

SIZE = 12
PAD = 8
FIND = QTextDocument.FindFlag
# On X11 a text field takes these for itself (Ctrl+K deletes the rest of the line); in Padan they belong to the window.
WINDOWS_OWN = (Qt.Key.Key_K, Qt.Key.Key_H, Qt.Key.Key_E, Qt.Key.Key_D, Qt.Key.Key_U)


@cache
def mono_family() -> str:
    """The shipped monospaced family, loaded when first asked for. Raises RuntimeError when its file is broken."""
    number = QFontDatabase.addApplicationFont(str(RESOURCES / "fonts" / "LiberationMono-Regular.ttf"))
    if number < 0:
        raise RuntimeError("resources/fonts/LiberationMono-Regular.ttf: the font cannot be loaded")
    return QFontDatabase.applicationFontFamilies(number)[0]


def mono(size: int = SIZE) -> QFont:
    """The monospaced font in ``size`` px."""
    result = QFont(mono_family())
    result.setPixelSize(size)
    return result


class CodeDocument(QTextDocument):
    """One text with its own undo history and colours; an editor may show several, one after the other."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.setDocumentLayout(QPlainTextDocumentLayout(self))
        self.setDefaultFont(mono())
        self.setPlainText(text)
        self.colours = Colours(self)


class CodeEdit(QPlainTextEdit):
    """``document`` is changed with ``show_document``. Tab leaves the editor, so that the keyboard is never caught."""

    line_pressed = Signal(int)  # a line number in the margin

    def __init__(self, name: str, read_only: bool = False) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setStyleSheet(f'font-family: "{mono_family()}"; font-size: {SIZE}px;')
        self.setTabChangesFocus(True)
        self.setReadOnly(read_only)
        if read_only:
            flags = Qt.TextInteractionFlag
            self.setTextInteractionFlags(flags.TextSelectableByMouse | flags.TextSelectableByKeyboard)
        self._bad: int | None = None
        self._tinted: dict[int, str] = {}
        self._text = CodeDocument("")
        self.setDocument(self._text)
        self._margin = _Margin(self)
        self.blockCountChanged.connect(lambda _count: self._fit())
        self.updateRequest.connect(self._scrolled)
        self.cursorPositionChanged.connect(self._tint)
        theme().changed.connect(self._tint)
        self._fit()
        self._tint()

    # the text
    def text(self) -> str:
        """All of it."""
        return self.toPlainText()

    def show_document(self, document: CodeDocument) -> None:
        """Another text with its own undo history."""
        self._text = document
        self._bad = None
        self.setDocument(document)
        self._fit()
        self._tint()

    def replace_all(self, text: str) -> None:
        """Another text as one step that can be undone; the cursor stays on its line."""
        line = self.line()
        cursor = self.textCursor()
        cursor.beginEditBlock()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        cursor.endEditBlock()
        self.go_to(line)

    def insert(self, text: str) -> None:
        """Type at the cursor."""
        self.textCursor().insertText(text)
        self.ensureCursorVisible()

    def line(self) -> int:
        """The cursor's line, from 1."""
        return self.textCursor().blockNumber() + 1

    def go_to(self, line: int) -> None:
        """Put the cursor at the head of a line and show it."""
        block = self.document().findBlockByNumber(min(max(line, 1), self.blockCount()) - 1)
        self.setTextCursor(QTextCursor(block))
        self.centerCursor()

    # marks
    def mark(self, line: int | None) -> None:
        """The line with a mistake, or none."""
        if line != self._bad:
            self._bad = line
            self._tint()
            self._margin.update()

    def marked(self) -> int | None:
        """The line marked now."""
        return self._bad

    def tint(self, lines: dict[int, str]) -> None:
        """Lay a soft ground (a tone) under lines, by number."""
        self._tinted = lines
        self._tint()

    def find_text(self, text: str, back: bool = False) -> bool:
        """Select the next (or the former) place of a text, beginning anew at the other end."""
        if not text:
            return False
        flags = FIND.FindBackward if back else FIND(0)
        if self.find(text, flags):
            return True
        before = self.textCursor()
        end = QTextCursor.MoveOperation.End if back else QTextCursor.MoveOperation.Start
        self.moveCursor(end)
        if self.find(text, flags):
            return True
        self.setTextCursor(before)
        return False

    def _tint(self) -> None:
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Grounds first, over all rows of a wrapped line; then the text."""
        now, painter = tokens(), QPainter(self.viewport())
        grounds = {line: f"{tone}_soft" for line, tone in self._tinted.items()}
        if not self.isReadOnly():
            grounds = {self.line(): "hover"} | grounds
        if self._bad is not None:
            grounds[self._bad] = "bad_soft"
        for line, name in grounds.items():
            block = self.document().findBlockByNumber(line - 1)
            if block.isValid():
                place = self.blockBoundingGeometry(block).translated(self.contentOffset())
                painter.fillRect(
                    QRectF(0, place.top(), self.viewport().width(), place.height()), QColor(getattr(now, name))
                )
        painter.end()
        super().paintEvent(event)

    # the margin
    def margin_width(self) -> int:
        """Room of the line numbers, at least three figures wide."""
        figures = max(len(str(self.blockCount())), 3)
        return self.fontMetrics().horizontalAdvance("9") * figures + 2 * PAD + 8

    def _fit(self) -> None:
        self.setViewportMargins(self.margin_width(), 0, 0, 0)
        self._place()

    def _place(self) -> None:
        inside = self.contentsRect()
        self._margin.setGeometry(QRect(inside.left(), inside.top(), self.margin_width(), inside.height()))

    def _scrolled(self, area: QRect, pixels: int) -> None:
        if pixels:
            self._margin.scroll(0, pixels)
        else:
            self._margin.update(0, area.y(), self._margin.width(), area.height())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
            if control and event.key() in WINDOWS_OWN:
                event.ignore()
                return False
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def paint_margin(self, event: QPaintEvent) -> None:
        """Numbers of the lines on show; a mistake is a red dot beside its number."""
        now, painter = tokens(), QPainter(self._margin)
        painter.fillRect(event.rect(), QColor(now.ground))
        painter.setFont(mono(11))
        block, wide = self.firstVisibleBlock(), self._margin.width()
        top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
        high, current = self.fontMetrics().height(), self.line()
        while block.isValid() and top <= event.rect().bottom():
            number = block.blockNumber() + 1
            bad = number == self._bad
            painter.setPen(QColor(now.bad if bad else now.text if number == current else now.muted))
            place = QRect(0, round(top), wide - PAD, high)
            painter.drawText(place, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), str(number))
            if bad:
                painter.setBrush(QColor(now.bad))
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.drawEllipse(4, round(top) + high // 2 - 4, 7, 7)
            top += self.blockBoundingRect(block).height()
            block = block.next()
        painter.end()


class _Margin(QWidget):
    """The strip left of the text."""

    def __init__(self, edit: CodeEdit) -> None:
        super().__init__(edit)
        self._edit = edit

    def sizeHint(self) -> QSize:
        return QSize(self._edit.margin_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._edit.paint_margin(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cursor = self._edit.cursorForPosition(event.position().toPoint())
        self._edit.go_to(cursor.blockNumber() + 1)
        self._edit.line_pressed.emit(cursor.blockNumber() + 1)
