"""Code 128 and QR as rectangles, so that a printer of any resolution draws them sharp."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from desktop.documents.qr_symbol import NUMBER, SEAL, QrSymbol, symbol
from desktop.documents.sheet import Boxes

QUIET_QR = 4  # modules, ISO/IEC 18004
CODE128_MODULES = 123  # thirteen digits, without quiet zones
# Widths of three bars and three spaces for each value (ISO/IEC 15417, table 1); the stop has a fourth bar.
_WIDTHS = (
    "212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231113222123122"
    "123221223211221132221231213212223112312131311222321122321221312212322112322211212123212321232121111323"
    "131123131321112313132113132311211313231113231311112133112331132131113123113321133121313121211331231131"
    "213113213311213131311123311321331121312113312311332111314111221411431111111224111422121124121421141122"
    "141221112214112412122114122411142112142211241211221114413111241112134111111242121142121241114212124112"
    "124211411212421112421211212141214121412121111143111341131141114113114311411113411311113141114131311141"
    "411131211412211214211232"
)
_STOP = "2331112"
_START_C, _CODE_B, _FIRST_DIGIT = 105, 100, 16


class Pattern(NamedTuple):
    """Bars or modules: rectangles in a grid of their own, whose unit is `across` × `up` points, from (x, y)."""

    x: float
    y: float
    across: float
    up: float
    path: bytes


def code128_values(digits: str) -> tuple[int, ...]:
    """The values of thirteen digits from start to check: six pairs, then the last digit alone."""
    pairs = [int(digits[at : at + 2]) for at in range(0, 12, 2)]
    values = [_START_C, *pairs, _CODE_B, _FIRST_DIGIT + int(digits[12])]
    return (*values, (values[0] + sum(at * value for at, value in enumerate(values))) % 103)


@lru_cache(maxsize=2048)
def _bars(place: int, value: int) -> bytes:
    """The bars of one value at its place in the code."""
    widths = _WIDTHS[6 * value : 6 * value + 6] if value < 106 else _STOP
    at, path = 11 * place, b""
    for turn, width in enumerate(map(int, widths)):
        if turn % 2 == 0:
            path += b"%d 0 %d 1 re " % (at, width)
        at += width
    return path


def code128(digits: str, x: float, y: float, height: float, module: float) -> Pattern:
    """The bars of thirteen digits from (x, y) upwards; the caller leaves the quiet zones."""
    path = b"".join([_bars(place, value) for place, value in enumerate((*code128_values(digits), 106))])
    return Pattern(x, y, module, height, path)


@cache
def _stretches(first: int, byte: int) -> bytes:
    """The dark stretches of eight modules from column `first` on, in a row still to be named."""
    path, start = b"", None
    for at in range(9):
        dark = at < 8 and byte >> (7 - at) & 1
        if dark and start is None:
            start = at
        elif not dark and start is not None:
            path += b"%d Y %d 1 re " % (first + start, at - start)
            start = None
    return path


def _path(maker: QrSymbol, text: str) -> bytes:
    rows, stride, path = maker.rows(text), maker.stride, []
    for row in range(maker.modules):
        line = b"".join([_stretches(8 * at, rows[row * stride + at]) for at in range(stride)])
        path.append(line.replace(b"Y", b"%d" % (maker.modules - 1 - row)))
    return b"".join(path)


def _square(maker: QrSymbol, text: str, x: float, y: float, size: float) -> Pattern:
    module = size / (maker.modules + 2 * QUIET_QR)
    inner = QUIET_QR * module
    return Pattern(x + inner, y + inner, module, module, _path(maker, text))


def number_qr(digits: str, x: float, y: float, size: float) -> Pattern:
    """Up to 13 digits as the smallest QR code in a square of `size` at (x, y), quiet zone inside the square."""
    return _square(symbol(NUMBER), digits, x, y, size)


def seal_qr(text: str, x: float, y: float, size: float) -> Pattern:
    """A seal in its square. Raises KeyError or OverflowError for a text that is no seal (`qr_symbol.writable`)."""
    return _square(symbol(SEAL), text, x, y, size)


def text_qr(text: str, x: float, y: float, size: float) -> Boxes:
    """Any text as a QR code of the size it needs, for papers made one at a time."""
    import segno

    matrix = segno.make_qr(text, error="m", mask=4, boost_error=False).matrix
    module = size / (len(matrix) + 2 * QUIET_QR)
    top, left = y + size - QUIET_QR * module, x + QUIET_QR * module
    boxes = []
    for row, line in enumerate(matrix):
        for start, width in _runs(bytes(line)):
            boxes.append((left + start * module, top - (row + 1) * module, width * module, module))
    return Boxes(tuple(boxes))


def _runs(row: bytes) -> list[tuple[int, int]]:
    """(start, width) of the dark stretches of a row."""
    found: list[tuple[int, int]] = []
    for at, dark in enumerate(row):
        if dark and found and sum(found[-1]) == at:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        elif dark:
            found.append((at, 1))
    return found
