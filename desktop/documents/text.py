"""Breaking styled text into lines and setting a line: left, centred, right or justified."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from desktop.documents.fonts import text_width
from desktop.documents.sheet import Text

Align = Literal["left", "center", "right", "justify"]
# A justified line is never stretched past this share of its width; it stays ragged instead.
_FULLEST = 0.72
NO_BREAK = "\u00a0"  # keeps a date on one line; it is drawn, and stretched, as an ordinary blank
_BLANKS = re.compile(r"[ \t\r\n]+")
# "KM 18", "RT 003", "Barat 11610"; "21-11-2026 22.40"
_TIED = re.compile(r"(?<=[A-Za-z.]) (?=\d{1,5}[A-Za-z]?[,.;:)]?(?: |$))|(?<=\d\d-\d\d-\d{4}) (?=\d\d\.\d\d)")


class Run(NamedTuple):
    """Text in one font."""

    text: str
    font: str


Word = tuple[Run, ...]


class Line(NamedTuple):
    """Words that fit one line, its natural width in points, and whether it ends the text."""

    words: tuple[Word, ...]
    width: float
    last: bool


def tied(text: str) -> str:
    """The text with each short number held to the word before it, and an hour to its day."""
    return _TIED.sub(NO_BREAK, text)


def word_width(word: Word, size: float) -> float:
    """Width of one word in points."""
    return sum(text_width(run.text, run.font, size) for run in word)


def _words(runs: Iterable[Run]) -> list[Word]:
    words: list[list[Run]] = []
    glued = False
    for run in runs:
        for at, chunk in enumerate(_BLANKS.split(run.text)):
            glued = glued and at == 0
            if not chunk:
                continue
            if glued:
                words[-1].append(Run(chunk, run.font))
            else:
                words.append([Run(chunk, run.font)])
            glued = True
    return [tuple(word) for word in words]


def _broken(word: Word, size: float, width: float) -> list[Word]:
    """A word too wide for any line, cut after a held blank, slash or hyphen where there is one, else between letters."""
    pieces: list[list[Run]] = [[]]
    used = 0.0
    for run in word:
        start = 0
        for at, letter in enumerate(run.text):
            step = text_width(letter, run.font, size)
            while used + step > width and used > 0:
                cut = max(run.text.rfind(mark, start, at) for mark in (NO_BREAK, "/", "-")) + 1 or at
                pieces[-1].append(Run(run.text[start:cut], run.font))
                pieces.append([])
                start, used = cut, text_width(run.text[cut:at], run.font, size)
            used += step
        pieces[-1].append(Run(run.text[start:], run.font))
    # Where a held blank had to part it is no longer drawn.
    bare = (tuple(Run(run.text.strip(NO_BREAK), run.font) for run in piece) for piece in pieces)
    return [word for word in (tuple(run for run in piece if run.text) for piece in bare) if word]


def _one_line(runs: Sequence[Run], size: float, width: float) -> Line | None:
    """A short plain text as a line that need not be taken apart: most cells of a list are."""
    if len(runs) != 1:
        return None
    text = runs[0].text
    if not text or text[0] == " " or text[-1] == " " or "  " in text or not text.isprintable():
        return None
    extent = text_width(text, runs[0].font, size)
    return Line((tuple(runs),), extent, True) if extent <= width else None


def wrap(runs: Sequence[Run], size: float, width: float, first_indent: float = 0) -> list[Line]:
    """Lines of at most `width` points; the first one shorter by `first_indent`. No text gives no line."""
    whole = _one_line(runs, size, width - first_indent)
    if whole:
        return [whole]
    lines: list[Line] = []
    current: list[Word] = []
    used, room = 0.0, width - first_indent
    for found in _words(runs):
        fits = word_width(found, size) <= width - (first_indent if not lines and not current else 0)
        for word in [found] if fits else _broken(found, size, width - first_indent):
            blank = text_width(" ", word[0].font, size)
            extent = word_width(word, size)
            if current and used + blank + extent > room:
                lines.append(Line(tuple(current), used, False))
                current, used, room = [], 0.0, width
            used += extent + (blank if current else 0)
            current.append(word)
    if current:
        lines.append(Line(tuple(current), used, True))
    return lines


def balanced(runs: Sequence[Run], size: float, width: float) -> list[Line]:
    """Like `wrap`, but with lines of about the same length, so that a centred line is not left with a single word."""
    lines = wrap(runs, size, width)
    if len(lines) < 2:
        return lines
    narrow, wide = width / len(lines), width
    for _ in range(8):
        middle = (narrow + wide) / 2
        if len(wrap(runs, size, middle)) != len(lines):
            narrow = middle
        else:
            wide = middle
    return wrap(runs, size, wide)


def set_line(line: Line, x: float, y: float, width: float, size: float, align: Align = "left") -> list[Text]:
    """Drawing orders for one line whose box starts at x and is `width` wide; y is the baseline."""
    slack = width - line.width
    runs = _joined(line.words)
    stretch = 0.0
    if align == "justify":
        blanks = 0 if line.last else sum(run.text.count(" ") for run in runs)
        stretch = slack / blanks if blanks and line.width >= width * _FULLEST else 0.0
    elif align == "center":
        x += slack / 2
    elif align == "right":
        x += slack
    if len(runs) == 1:
        return [Text(x, y, runs[0].text, runs[0].font, size, stretch)]
    ops: list[Text] = []
    for run in runs:
        ops.append(Text(x, y, run.text, run.font, size, stretch))
        x += text_width(run.text, run.font, size) + stretch * run.text.count(" ")
    return ops


def _joined(words: Sequence[Word]) -> list[Run]:
    """The words with their blanks, neighbours of one font joined; a blank that held a line together is a blank again."""
    runs: list[Run] = []
    for at, word in enumerate(words):
        for inner, part in enumerate(word):
            said = part.text.replace(NO_BREAK, " ")
            text = f" {said}" if at and not inner else said
            if runs and runs[-1].font == part.font:
                runs[-1] = Run(runs[-1].text + text, part.font)
            else:
                runs.append(Run(text, part.font))
    return runs
