"""The font files themselves: which glyph draws a character, and a file with nothing but the glyphs that are used.

Glyphs keep their numbers, so the bytes of a text are the same in every PDF and can be kept.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from desktop.documents import fonts
from desktop.paths import RESOURCES

_KEPT = ("cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "prep")
_COMPOSITE, _WORDS, _MORE, _SCALE, _XY_SCALE, _TWO_BY_TWO = -1, 1, 32, 8, 64, 128


class Measures(NamedTuple):
    """What a PDF says about a font, in thousandths of its size."""

    box: tuple[int, int, int, int]
    ascent: int
    descent: int
    capitals: int
    stem: int
    flags: int
    angle: float


@cache
def _tables(name: str) -> dict[str, bytes]:
    data = (RESOURCES / "fonts" / f"{name}.ttf").read_bytes()
    found = {}
    for at in range(struct.unpack_from(">H", data, 4)[0]):
        tag, _, start, length = struct.unpack_from(">4sIII", data, 12 + 16 * at)
        found[tag.decode("ascii")] = data[start : start + length]
    return found


@cache
def glyphs(name: str) -> dict[int, int]:
    """Character code → glyph of this font."""
    known: dict[int, int] = fonts.face(name).face.charToGlyph
    return known


@cache
def measures(name: str) -> Measures:
    """The font's measures."""
    face = fonts.face(name).face
    box = tuple(round(edge) for edge in face.bbox)
    rounded = (round(face.ascent), round(face.descent), round(face.capHeight), round(face.stemV))
    return Measures((box[0], box[1], box[2], box[3]), *rounded, face.flags, face.italicAngle)


def advances(name: str) -> dict[int, float]:
    """Character code → width in thousandths of the size."""
    known: dict[int, float] = fonts.face(name).face.charWidths
    return known


@lru_cache(maxsize=16)
def subset(name: str, used: frozenset[int]) -> bytes:
    """A TrueType file that draws only the glyphs `used` (and those they are made of)."""
    tables = _tables(name)
    places = _places(tables)
    kept = _whole(tables["glyf"], places, used)
    outlines, starts = bytearray(), []
    for glyph in range(len(places) - 1):
        starts.append(len(outlines))
        if glyph in kept:
            outlines += tables["glyf"][places[glyph] : places[glyph + 1]]
            outlines += bytes(-len(outlines) % 4)
    starts.append(len(outlines))
    head = bytearray(tables["head"])
    head[8:12] = bytes(4)
    head[50:52] = b"\0\1"  # long places
    changed = {"glyf": bytes(outlines), "loca": struct.pack(f">{len(starts)}I", *starts), "head": bytes(head)}
    return _file({tag: changed.get(tag, tables[tag]) for tag in _KEPT if tag in tables})


def _places(tables: dict[str, bytes]) -> tuple[int, ...]:
    loca = tables["loca"]
    if struct.unpack_from(">h", tables["head"], 50)[0]:
        return struct.unpack(f">{len(loca) // 4}I", loca)
    return tuple(2 * place for place in struct.unpack(f">{len(loca) // 2}H", loca))


def _whole(outlines: bytes, places: tuple[int, ...], used: Iterable[int]) -> set[int]:
    """The glyphs with all glyphs they are composed of; number 0 always belongs to a font."""
    waiting, kept = [0, *used], set[int]()
    while waiting:
        glyph = waiting.pop()
        if glyph not in kept:
            kept.add(glyph)
            waiting += _parts(outlines[places[glyph] : places[glyph + 1]])
    return kept


def _parts(outline: bytes) -> list[int]:
    if not outline or struct.unpack_from(">h", outline)[0] != _COMPOSITE:
        return []
    found, at, flags = [], 10, _MORE
    while flags & _MORE:
        flags, glyph = struct.unpack_from(">HH", outline, at)
        found.append(glyph)
        at += 8 if flags & _WORDS else 6
        at += 2 if flags & _SCALE else 4 if flags & _XY_SCALE else 8 if flags & _TWO_BY_TWO else 0
    return found


def _sum(data: bytes) -> int:
    padded = data + bytes(-len(data) % 4)
    total: int = sum(struct.unpack(f">{len(padded) // 4}I", padded))
    return total & 0xFFFFFFFF


def _file(tables: dict[str, bytes]) -> bytes:
    """The tables as one file with its directory and check sums."""
    count = len(tables)
    power = 1 << count.bit_length() - 1
    directory = bytearray(
        struct.pack(">IHHHH", 0x00010000, count, 16 * power, power.bit_length() - 1, 16 * (count - power))
    )
    body, start, head_at = bytearray(), 12 + 16 * count, 0
    for tag in sorted(tables):
        data = tables[tag]
        if tag == "head":
            head_at = start + len(body)
        directory += struct.pack(">4sIII", tag.encode("ascii"), _sum(data), start + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    whole = directory + body
    struct.pack_into(">I", whole, head_at + 8, (0xB1B0AFBA - _sum(bytes(whole))) & 0xFFFFFFFF)
    return bytes(whole)
