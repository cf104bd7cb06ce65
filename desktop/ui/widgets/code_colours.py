"""Light colours for TOML with merge fields: heads, keys, texts, remarks; ``{field}`` and ``**bold**`` inside texts."""

import re

from PySide6.QtGui import QColor, QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from desktop.ui.theme import theme, tokens

HEAD = re.compile(r"^\s*\[{1,2}[^\]]*\]{0,2}")
KEY = re.compile(r"^\s*[\w.\"'-]+(?=\s*=)|(?<=[{,])\s*[\w-]+(?=\s*=)")
VALUE = re.compile(r"(?<![\w.])(?:true|false|[-+]?\d[\d_]*(?:\.\d+)?)(?![\w.])")
FIELD = re.compile(r"\{[^{}]*\}")
BOLD = re.compile(r"\*\*.+?\*\*")
LONG = '"""'
OUTSIDE, INSIDE = 0, 1


class Colours(QSyntaxHighlighter):
    """Follows light and dark. ``known`` are the merge fields; another one in braces is drawn as a mistake."""

    def __init__(self, document: QTextDocument, known: frozenset[str] = frozenset()) -> None:
        super().__init__(document)
        self.known = known
        theme().changed.connect(self.rehighlight)

    def set_known(self, known: frozenset[str]) -> None:
        """Other merge fields."""
        self.known = known
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        now = tokens()
        self.setCurrentBlockState(OUTSIDE)
        begin = 0
        if self.previousBlockState() == INSIDE:
            begin = self._long(text, 0)
        strings = list(self._strings(text, begin)) if begin < len(text) else []
        head = HEAD.match(text) if begin == 0 else None
        if head and not strings:
            self.setFormat(0, head.end(), _look(now.accent, bold=True))
        elif begin == 0:
            for match in KEY.finditer(text):
                if not _within(match.start(), strings):
                    self.setFormat(match.start(), match.end() - match.start(), _look(now.info))
            for match in VALUE.finditer(text):
                if not _within(match.start(), strings):
                    self.setFormat(match.start(), match.end() - match.start(), _look(now.warn))
        for start, end in strings:
            self._words(text, start, end)
        remark = _remark(text, strings)
        if remark is not None and self.currentBlockState() == OUTSIDE:
            self.setFormat(remark, len(text) - remark, _look(now.muted, italic=True))

    def _strings(self, text: str, begin: int) -> list[tuple[int, int]]:
        """(start, end) of every text on the line; one that is opened by three quotes goes on below."""
        found, at = [], begin
        while at < len(text):
            sign = text[at]
            if sign == "#":
                break
            if text.startswith(LONG, at):
                end = text.find(LONG, at + 3)
                if end < 0:
                    self.setCurrentBlockState(INSIDE)
                stop = len(text) if end < 0 else end + 3
                found.append((at, stop))
                at = stop
            elif sign in "\"'":
                stop = _closing(text, at)
                found.append((at, stop))
                at = stop
            else:
                at += 1
        return found

    def _long(self, text: str, begin: int) -> int:
        end = text.find(LONG, begin)
        stop = len(text) if end < 0 else end + 3
        self._words(text, begin, stop)
        if end < 0:
            self.setCurrentBlockState(INSIDE)
        return stop

    def _words(self, text: str, start: int, end: int) -> None:
        now = tokens()
        self.setFormat(start, end - start, _look(now.text))
        for match in BOLD.finditer(text, start, end):
            self.setFormat(match.start(), match.end() - match.start(), _look(now.text, bold=True))
        for match in FIELD.finditer(text, start, end):
            good = not self.known or match[0][1:-1] in self.known
            self.setFormat(
                match.start(), match.end() - match.start(), _look(now.ok if good else now.bad, wave=not good)
            )


def _closing(text: str, at: int) -> int:
    """Where a text that begins at ``at`` ends; the end of the line when it is not closed."""
    quote, place = text[at], at + 1
    while place < len(text):
        if text[place] == "\\" and quote == '"':
            place += 1
        elif text[place] == quote:
            return place + 1
        place += 1
    return len(text)


def _within(place: int, strings: list[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in strings)


def _remark(text: str, strings: list[tuple[int, int]]) -> int | None:
    at = text.find("#")
    while at >= 0 and _within(at, strings):
        at = text.find("#", at + 1)
    return at if at >= 0 else None


def _look(colour: str, bold: bool = False, italic: bool = False, wave: bool = False) -> QTextCharFormat:
    look = QTextCharFormat()
    look.setForeground(QColor(colour))
    if bold:
        look.setFontWeight(QFont.Weight.Bold)
    look.setFontItalic(italic)
    if wave:
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        look.setUnderlineColor(QColor(colour))
    return look
