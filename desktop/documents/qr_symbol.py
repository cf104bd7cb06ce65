"""QR codes of one size: everything that does not depend on the text is made once, so a symbol costs a tenth of a
millisecond where a general encoder needs two. segno draws the fixed part; the tests compare every module with it.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from functools import cache
from itertools import product
from typing import NamedTuple

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_MASK = 4  # (row // 2 + column // 3) even: any mask may be read, and a fixed one saves weighing eight


class _Size(NamedTuple):
    version: int
    error: str
    blocks: int
    data: int  # codewords in each block
    check: int  # check codewords in each block
    numeric: bool


# 13 digits with the strongest correction; 154 letters with medium correction (ISO/IEC 18004, table 9).
NUMBER = _Size(1, "h", 1, 9, 17, True)
SEAL = _Size(6, "m", 4, 27, 16, False)
SEAL_LETTERS = 154


@cache
def _products() -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Powers and logarithms of the field with 256 elements (polynomial 0x11d)."""
    powers, logs, value = [0] * 512, [0] * 256, 1
    for at in range(255):
        powers[at] = powers[at + 255] = value
        logs[value] = at
        value = value << 1 ^ (0x11D if value & 128 else 0)
    return tuple(powers), tuple(logs)


def _times(one: int, other: int) -> int:
    powers, logs = _products()
    return powers[logs[one] + logs[other]] if one and other else 0


@cache
def _feedback(check: int) -> tuple[int, ...]:
    """For each byte what it adds to the remainder of the division by the generator, as one number."""
    powers, _ = _products()
    generator = [1]
    for at in range(check):
        shifted = [*generator, 0]
        for place, factor in enumerate(generator):
            shifted[place + 1] ^= _times(factor, powers[at])
        generator = shifted
    return tuple(int.from_bytes(bytes(_times(byte, factor) for factor in generator[1:]), "big") for byte in range(256))


@cache
def _pairs() -> dict[str, str]:
    """Two letters (or one) → their bits."""
    both = {a + b: f"{45 * _ALPHABET.index(a) + _ALPHABET.index(b):011b}" for a, b in product(_ALPHABET, repeat=2)}
    return both | {a: f"{at:06b}" for at, a in enumerate(_ALPHABET)}


def writable(text: str) -> bool:
    """Whether the text fits a seal's symbol: short enough and only letters that QR writes two in eleven bits."""
    return 0 < len(text) <= SEAL_LETTERS and not set(text) - set(_ALPHABET)


class QrSymbol:
    """The symbols of one size; ``modules`` on a side, a row takes ``stride`` bytes."""

    def __init__(self, size: _Size) -> None:
        import segno

        self._size = size
        self._table = _feedback(size.check)
        drawn = segno.make_qr("1", version=size.version, error=size.error, mask=_MASK, boost_error=False)
        self.modules = len(drawn.matrix)
        self.stride = -(-self.modules // 8)
        self._pick, self._turned = self._map(drawn.matrix)

    def _map(self, drawn: Sequence[bytearray]) -> tuple[Callable[[str], tuple[str, ...]], int]:
        """Which bit stands in each module (the last two bits are a light and a dark one), and which modules the mask
        turns around."""
        bits = self._size.blocks * (self._size.data + self._size.check) * 8
        places = {place: at for at, place in enumerate(_walk(self.modules))}
        picked, turned = [], []
        for place in product(range(self.modules), range(self.stride * 8)):
            row, column = place
            fixed = drawn[row][column] if column < self.modules else 0
            # A few modules are left over behind the last codeword; they are light before the mask.
            picked.append(min(places[place], bits) if place in places else bits + fixed)
            turned.append("01"[place in places and (row // 2 + column // 3) % 2 == 0])
        pick: Callable[[str], tuple[str, ...]] = operator.itemgetter(*picked)
        return pick, int("".join(turned), 2)

    def rows(self, text: str) -> bytes:
        """The symbol, `stride` bytes a row from the top, dark modules as set bits from the left.

        Raises KeyError for a letter the size cannot write and OverflowError for too long a text.
        """
        words = self._words(text)
        bits = f"{int.from_bytes(words, 'big'):0{len(words) * 8}b}01"
        whole = int("".join(self._pick(bits)), 2) ^ self._turned
        return whole.to_bytes(self.modules * self.stride, "big")

    def _words(self, text: str) -> bytes:
        size = self._size
        data = self._data(text)
        blocks = [data[at : at + size.data] for at in range(0, len(data), size.data)]
        checks = [self._check(block) for block in blocks]
        return bytes(byte for part in (blocks, checks) for column in zip(*part, strict=True) for byte in column)

    def _data(self, text: str) -> bytes:
        size = self._size
        room = size.blocks * size.data
        if size.numeric:
            groups = (text[at : at + 3] for at in range(0, len(text), 3))
            body = "".join(f"{int(group):0{1 + 3 * len(group)}b}" for group in groups)
            bits = f"0001{len(text):010b}{body}"
        else:
            pairs = _pairs()
            body = "".join([pairs[text[at : at + 2]] for at in range(0, len(text), 2)])
            bits = f"0010{len(text):09b}{body}"
        if len(bits) > room * 8:
            raise OverflowError(size.version)
        bits += "0" * min(4, room * 8 - len(bits))
        bits += "0" * (-len(bits) % 8)
        padding = b"\xec\x11" * room
        whole = int(bits, 2).to_bytes(len(bits) // 8, "big") + padding
        return whole[:room]

    def _check(self, block: bytes) -> bytes:
        table, top = self._table, 8 * (self._size.check - 1)
        below, left = (1 << top) - 1, 0
        for byte in block:
            left = (left & below) << 8 ^ table[left >> top ^ byte]
        return left.to_bytes(self._size.check, "big")


def _walk(side: int) -> list[tuple[int, int]]:
    """The free modules in the order in which codewords fill them: up and down in pairs of columns from the right."""
    right = [*range(side - 1, 6, -2), *range(5, 0, -2)]  # column 6 is the timing pattern
    found: list[tuple[int, int]] = []
    for turn, column in enumerate(right):
        order = range(side - 1, -1, -1) if turn % 2 == 0 else range(side)
        found += [(row, at) for row in order for at in (column, column - 1) if not _fixed(row, at, side)]
    return found


def _fixed(row: int, column: int, side: int) -> bool:
    """Finders with the format beside them, timing, and the one alignment pattern of versions 2 to 6."""
    corner = (row < 9 and (column < 9 or column >= side - 8)) or (row >= side - 8 and column < 9)
    middle = side - 7
    aligned = side > 21 and abs(row - middle) <= 2 and abs(column - middle) <= 2
    return corner or aligned or 6 in (row, column)


@cache
def symbol(size: _Size) -> QrSymbol:
    """The maker of this size's symbols."""
    return QrSymbol(size)
