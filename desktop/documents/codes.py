"""Code 128 and QR as rectangles, so that a printer of any resolution draws them sharp."""

from __future__ import annotations

from functools import lru_cache

from desktop.documents.sheet import Boxes

QUIET_QR = 4  # modules, ISO/IEC 18004
_QR_VERSION, _QR_MASK = 1, 4  # 13 digits fit version 1 even with the strongest correction; a fixed mask saves time


@lru_cache(maxsize=512)
def code128_bars(digits: str) -> tuple[tuple[tuple[int, int], ...], int]:
    """((start, width) of each bar in modules, width of the whole without quiet zones)."""
    from reportlab.graphics.barcode.code128 import Code128

    code = Code128(digits, quiet=0)
    code.validate()
    code.encode()
    bars, at = [], 0
    # ReportLab spells widths as letters: capitals are bars, small letters are spaces, A = a = 1 module.
    for letter in code.decompose():
        width = ord(letter.upper()) - ord("A") + 1
        if letter.isupper():
            bars.append((at, width))
        at += width
    return tuple(bars), at


def code128(digits: str, x: float, y: float, height: float, module: float) -> Boxes:
    """The bars of `digits` from (x, y) upwards; the caller leaves the quiet zones."""
    bars, _ = code128_bars(digits)
    return Boxes(tuple((x + start * module, y, width * module, height) for start, width in bars))


@lru_cache(maxsize=512)
def qr_rows(digits: str) -> tuple[tuple[tuple[int, int], ...], ...]:
    """For each row of modules from the top: (start, width) of its dark stretches."""
    import segno

    matrix = segno.make_qr(digits, error="h", version=_QR_VERSION, mask=_QR_MASK, boost_error=False).matrix
    return tuple(_stretches(bytes(row)) for row in matrix)


def _stretches(row: bytes) -> tuple[tuple[int, int], ...]:
    found: list[tuple[int, int]] = []
    for at, dark in enumerate(row):
        if dark and found and sum(found[-1]) == at:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        elif dark:
            found.append((at, 1))
    return tuple(found)


def qr(digits: str, x: float, y: float, size: float) -> Boxes:
    """The QR code in a square of `size` at (x, y), quiet zone inside the square."""
    rows = qr_rows(digits)
    module = size / (len(rows) + 2 * QUIET_QR)
    top = y + size - QUIET_QR * module
    left = x + QUIET_QR * module
    return Boxes(
        tuple(
            (left + start * module, top - (at + 1) * module, width * module, module)
            for at, row in enumerate(rows)
            for start, width in row
        )
    )
