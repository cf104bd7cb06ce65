"""One quick pass over a text file before it is read: its encoding, its delimiter, how many lines, whether it was cut."""

import codecs
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

_BLOCK = 1 << 20
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_DELIMITERS = ";,\t|"


@dataclass(frozen=True, slots=True)
class Survey:
    """What one pass says of a text. `cut_short`: the last line has no end and lacks columns that every other line has."""

    encoding: str
    delimiter: str
    lines: int
    cut_short: bool
    binary: bool


def survey(file: BinaryIO, most: int, too_big: Callable[[int], Exception]) -> Survey:
    """Look at a whole text in little memory. Raises what `too_big(bytes)` makes when it is longer than `most`.

    Without a mark of its encoding a text is UTF-8 when all of it can be, else Windows-1252 as Excel writes it.
    """
    head = file.read(_BLOCK)
    mark = next((encoding for sign, encoding in _MARKS.items() if head.startswith(sign)), "")
    decoder = codecs.getincrementaldecoder("utf-8")()
    utf8, size, lines, tail, block, binary = True, 0, 0, b"", head, False
    while block:
        size += len(block)
        if size > most:
            raise too_big(most)
        lines += block.count(b"\n")
        binary = binary or (not mark.startswith("utf-16") and b"\0" in block)
        tail = (tail + block)[-65_536:]
        if utf8:
            try:
                decoder.decode(block)
            except UnicodeDecodeError:
                utf8 = False
        block = file.read(_BLOCK)
    encoding = mark or ("utf-8" if utf8 else "cp1252")
    text = head[:200_000].decode(encoding, errors="replace")
    delimiter = _delimiter(text)
    unended = bool(tail) and not tail.endswith((b"\n", b"\r", b"\n\0"))
    wide = mark.startswith("utf-16")
    cut = unended and not wide and _is_cut(text, tail.decode(encoding, errors="replace"), delimiter)
    return Survey(encoding, delimiter, lines + unended, cut, binary)


def _delimiter(text: str) -> str:
    first = text[:6].lower()
    if first.startswith("sep=") and len(first) > 4 and text[4] in _DELIMITERS:
        return text[4]
    sample = [line for line in text[:20_000].splitlines() if line.strip()][:40]
    return max(_DELIMITERS, key=lambda sign: max((line.count(sign) for line in sample), default=0))


def _is_cut(head: str, tail: str, delimiter: str) -> bool:
    """A regular text, every line with as many columns, whose last line alone is short."""
    # The last line of a short text is the one in question.
    widths = {line.count(delimiter) for line in head.splitlines()[1:-1][:39] if line.strip() and '"' not in line}
    last = tail.splitlines()[-1]
    before = tail.splitlines()[-2:-1]
    widths |= {line.count(delimiter) for line in before if '"' not in line}
    return len(widths) == 1 and last.count(delimiter) < min(widths) and len(head.splitlines()) > 3
