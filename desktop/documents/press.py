"""A press for many pages that look alike: drawing orders become PDF bytes directly, a card in less than a millisecond.

Letters go through ReportLab (`paint.py`), where a page costs what it costs; a batch of cards is hundreds of pages with
the same few forms, so here photos pass through untouched, fixed parts are stored once and nothing is measured twice.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from desktop.documents import font_files
from desktop.documents.archive_facts import CONDITION, colour_profile, xmp
from desktop.documents.codes import Pattern
from desktop.documents.fonts import CARD
from desktop.documents.pictures import jpeg_size
from desktop.documents.sheet import Boxes, Frame, Op, Picture, Ring, Rule, Text

_LEVEL = 4  # half the time of the usual level for a tenth more bytes
_CURVE = 0.5523


class Fixed(NamedTuple):
    """A part that is the same on many pages; `ops` must be hashable."""

    ops: tuple[Op, ...]


Mark = Op | Pattern | Fixed


class Inked(NamedTuple):
    """PDF operators and the names of the photos and forms they draw."""

    code: bytes
    names: tuple[str, ...]


@lru_cache(maxsize=4096)
def _hex(text: str, font: str) -> str:
    known = font_files.glyphs(font)
    return "".join([f"{known.get(ord(letter), 0):04X}" for letter in text])


class Press:
    """One PDF. Fonts are embedded with the used glyphs only; the same orders always give the same bytes."""

    def __init__(self, title: str, author: str, subject: str) -> None:
        self._about = (title, author, subject)
        # Numbers 1 to 4 are the catalogue, the page tree, the description and the fonts, written last.
        self._objects: list[tuple[bytes, ...]] = [()] * 4
        self._pages: list[int] = []
        self._places: dict[str, int] = {}
        self._photos: dict[bytes, tuple[str, int, int]] = {}
        self._forms: dict[Fixed, str] = {}
        self._said: dict[str, set[str]] = {name: set() for name in CARD}

    def ink(self, marks: Sequence[Mark]) -> Inked:
        """The orders as operators. Raises BadPicture for a photo that is no plain JPEG."""
        code: list[str | bytes] = []
        names: dict[str, None] = {}
        for mark in marks:
            if isinstance(mark, Text):
                code.append(self._text(mark))
            elif isinstance(mark, Pattern):
                unit = f"q {mark.across:.5f} 0 0 {mark.up:.5f} {mark.x:.3f} {mark.y:.3f} cm "
                code += (unit, mark.path, "f Q\n")
            elif isinstance(mark, Fixed):
                name = self._form(mark)
                names[name] = None
                code.append(f"/{name} Do\n")
            elif isinstance(mark, Picture):
                name, drawn = self._photo(mark)
                names[name] = None
                code.append(drawn)
            else:
                code.append(_line(mark))
        return Inked(b"".join([one if isinstance(one, bytes) else one.encode("ascii") for one in code]), tuple(names))

    def add_page(self, width: float, height: float, parts: Sequence[tuple[float, float, Inked]]) -> None:
        """A page with these parts, each from its own corner (x, y)."""
        body = b"".join(
            part.code if not (x or y) else f"q 1 0 0 1 {x:.3f} {y:.3f} cm\n".encode("ascii") + part.code + b"Q\n"
            for x, y, part in parts
        )
        names = dict.fromkeys(name for _, _, part in parts for name in part.names)
        content = self._stream(body)
        page = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width:.2f} {height:.2f}]/Contents {content} 0 R"
            f"/Resources{self._resources(names)}>>"
        )
        self._pages.append(self._add(page.encode("ascii")))

    def finish(self) -> bytes:
        """The whole PDF."""
        title, author, subject = (_quoted(text) for text in self._about)
        fonts = "".join(f"/F{at} {self._font(name)} 0 R" for at, name in enumerate(CARD) if self._said[name])
        kids = " ".join(f"{page} 0 R" for page in self._pages)
        firsts = (
            f"<</Type/Catalog/Pages 2 0 R/Lang (id-ID)/ViewerPreferences<</DisplayDocTitle true>>{self._archival()}>>",
            f"<</Type/Pages/Count {len(self._pages)}/Kids[{kids}]>>",
            f"<</Title{title}/Author{author}/Subject{subject}/Creator(Padan)/Producer(Padan)>>",
            f"<<{fonts}>>",
        )
        self._objects[:4] = [(first.encode("ascii"),) for first in firsts]
        return _file(self._objects)

    def _archival(self) -> str:
        """What PDF/A-2b asks of the catalogue: the description as XMP, what the colours mean."""
        title, author, subject = self._about
        about = xmp(title=title, author=author, subject=subject, tool="Padan", producer="Padan", keywords="", day=None)
        told = self._raw("/Type/Metadata/Subtype/XML", about)
        colours = self._raw("/N 3/Filter/FlateDecode", colour_profile())
        named = f"/OutputConditionIdentifier({CONDITION})/Info({CONDITION})/DestOutputProfile {colours} 0 R"
        return f"/Metadata {told} 0 R/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1{named}>>]"

    def _text(self, op: Text) -> str:
        self._said[op.font].add(op.text)
        font = CARD.index(op.font)
        return f"BT /F{font} {op.size:g} Tf {op.x:.2f} {op.y:.2f} Td <{_hex(op.text, op.font)}>Tj ET\n"

    def _photo(self, op: Picture) -> tuple[str, str]:
        known = self._photos.get(op.data)
        if known is None:
            width, height = jpeg_size(op.data)
            name = f"P{len(self._photos)}"
            head = f"/Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace/DeviceRGB/BitsPerComponent 8"
            self._places[name] = self._raw(head + "/Filter/DCTDecode", op.data)
            known = self._photos[op.data] = (name, width, height)
        name, width, height = known
        scale = max(op.width / width, op.height / height)
        across, up = width * scale, height * scale
        left, bottom = op.x + (op.width - across) / 2, op.y + (op.height - up) / 2
        edge = f"q {op.x:.2f} {op.y:.2f} {op.width:.2f} {op.height:.2f} re W n "
        return name, f"{edge}{across:.2f} 0 0 {up:.2f} {left:.2f} {bottom:.2f} cm /{name} Do Q\n"

    def _form(self, mark: Fixed) -> str:
        name = self._forms.get(mark)
        if name is None:
            name = self._forms[mark] = f"X{len(self._forms)}"
            inked = self.ink(mark.ops)
            # A form cuts at its box, so the box is larger than any sheet.
            head = f"/Type/XObject/Subtype/Form/BBox[-2000 -2000 2000 2000]/Resources{self._resources(inked.names)}"
            self._places[name] = self._stream(inked.code, head)
        return name

    def _resources(self, names: Sequence[str] | dict[str, None]) -> str:
        drawn = "".join(f"/{name} {self._places[name]} 0 R" for name in names)
        return f"<</Font 4 0 R/XObject<<{drawn}>>>>" if drawn else "<</Font 4 0 R>>"

    def _add(self, *pieces: bytes) -> int:
        self._objects.append(pieces)
        return len(self._objects)

    def _stream(self, data: bytes, head: str = "") -> int:
        return self._raw(f"{head}/Filter/FlateDecode", zlib.compress(data, _LEVEL))

    def _raw(self, head: str, data: bytes) -> int:
        start = f"<<{head}/Length {len(data)}>>\nstream\n".encode("ascii")
        return self._add(start, data, b"\nendstream")

    def _font(self, name: str) -> int:
        """The font with the characters that were used: file, measures, widths, and the way back to text."""
        known, widths = font_files.glyphs(name), font_files.advances(name)
        used = {known[code]: code for code in sorted({ord(letter) for text in self._said[name] for letter in text})}
        told = font_files.subset(name, frozenset(used))
        tag = "".join(chr(65 + byte % 26) for byte in hashlib.sha256(told).digest()[:6])
        base, seen = f"{tag}+{name}", font_files.measures(name)
        file = self._raw(f"/Length1 {len(told)}/Filter/FlateDecode", zlib.compress(told))
        box = " ".join(map(str, seen.box))
        about = self._add(
            f"<</Type/FontDescriptor/FontName/{base}/Flags {seen.flags}/FontBBox[{box}]/ItalicAngle {seen.angle:g}"
            f"/Ascent {seen.ascent}/Descent {seen.descent}/CapHeight {seen.capitals}/StemV {seen.stem}"
            f"/FontFile2 {file} 0 R>>".encode("ascii")
        )
        wide = "".join(f"{glyph}[{widths[code]:.4g}]" for glyph, code in sorted(used.items()))
        drawn = self._add(
            f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{base}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
            f"/Supplement 0>>/FontDescriptor {about} 0 R/DW 1000/W[{wide}]/CIDToGIDMap/Identity>>".encode("ascii")
        )
        back = self._stream(_to_text(used))
        return self._add(
            f"<</Type/Font/Subtype/Type0/BaseFont/{base}/Encoding/Identity-H/DescendantFonts[{drawn} 0 R]"
            f"/ToUnicode {back} 0 R>>".encode("ascii")
        )


def _line(op: Op) -> str:
    if isinstance(op, Rule):
        return f"{_pen(op.width, op.dash)}{op.x1:.2f} {op.y1:.2f} m {op.x2:.2f} {op.y2:.2f} l S\n"
    if isinstance(op, Frame):
        return f"{_pen(op.line, op.dash)}{op.x:.2f} {op.y:.2f} {op.width:.2f} {op.height:.2f} re S\n"
    if isinstance(op, Boxes):
        path = "".join(f"{x:.3f} {y:.3f} {width:.3f} {height:.3f} re " for x, y, width, height in op.boxes)
        return f"{path}f\n"
    if isinstance(op, Ring):
        return _pen(op.line, None) + _circle(op)
    raise TypeError(type(op).__name__)


def _pen(width: float, dash: tuple[float, float] | None) -> str:
    return f"{width:g} w [{dash[0]:g} {dash[1]:g}] 0 d " if dash else f"{width:g} w [] 0 d "


def _circle(op: Ring) -> str:
    x, y, out = op.x, op.y, op.radius
    pull = out * _CURVE
    quarters = (
        (x + out, y + pull, x + pull, y + out, x, y + out),
        (x - pull, y + out, x - out, y + pull, x - out, y),
        (x - out, y - pull, x - pull, y - out, x, y - out),
        (x + pull, y - out, x + out, y - pull, x + out, y),
    )
    curves = "".join(" ".join(f"{value:.2f}" for value in quarter) + " c " for quarter in quarters)
    return f"{x + out:.2f} {y:.2f} m {curves}S\n"


def _quoted(text: str) -> str:
    """A text of the description: UTF-16 behind its mark."""
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"


def _to_text(used: dict[int, int]) -> bytes:
    pairs = [f"<{glyph:04X}> <{chr(code).encode('utf-16-be').hex().upper()}>" for glyph, code in sorted(used.items())]
    parts = [pairs[at : at + 100] for at in range(0, len(pairs), 100)]
    lines = "\n".join(f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar" for part in parts)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        f"{lines}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode("ascii")


def _file(objects: Sequence[tuple[bytes, ...]]) -> bytes:
    """Objects 1, 2, 3 … as one file; 1 is the catalogue, 3 the description. No photo is copied before the end."""
    parts = [b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n"]
    at, starts = len(parts[0]), []
    for number, pieces in enumerate(objects, 1):
        starts.append(at)
        whole = (b"%d 0 obj\n" % number, *pieces, b"\nendobj\n")
        parts += whole
        at += sum(map(len, whole))
    seal = hashlib.sha256()
    for part in parts:
        seal.update(part)
    name = seal.hexdigest()[:32]
    table = "".join(f"{start:010d} 00000 n \n" for start in starts)
    size = len(objects) + 1
    end = (
        f"xref\n0 {size}\n0000000000 65535 f \n{table}"
        f"trailer\n<</Size {size}/Root 1 0 R/Info 3 0 R/ID[<{name}><{name}>]>>\nstartxref\n{at}\n%%EOF\n"
    )
    return b"".join((*parts, end.encode("ascii")))
