"""What an independent reader (PDFium, fontTools, zxing-cpp) finds in a PDF."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
import zxingcpp
from PIL import Image, ImageChops
from pypdfium2 import raw

from desktop.documents.preview import page_images

MM = 72 / 25.4


@dataclass(frozen=True)
class Piece:
    """A stretch of text: its box in mm from the upper left corner, and what it says."""

    left: float
    top: float
    right: float
    bottom: float
    text: str


@dataclass(frozen=True)
class ReadPage:
    """One page: size in mm, its whole text, its stretches of text."""

    width: float
    height: float
    text: str
    pieces: tuple[Piece, ...]


def read_pdf(pdf: bytes) -> list[ReadPage]:
    """Every page of the PDF."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_read_page(document[at]) for at in range(len(document))]
    finally:
        document.close()


def all_text(pdf: bytes) -> str:
    """The text of all pages with every run of blanks and line ends as one blank."""
    return " ".join(" ".join(page.text for page in read_pdf(pdf)).split())


def _read_page(page: pypdfium2.PdfPage) -> ReadPage:
    width, height = page.get_size()
    text = page.get_textpage()
    pieces = []
    for at in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(at)
        said = text.get_text_bounded(left, bottom, right, top)
        pieces.append(Piece(left / MM, (height - top) / MM, right / MM, (height - bottom) / MM, said.strip()))
    return ReadPage(width / MM, height / MM, text.get_text_range(), tuple(pieces))


def inked(pdf: bytes, dpi: int = 100) -> Iterator[tuple[float, float, tuple[float, float, float, float]]]:
    """For each page its width and height and the box around everything that is not white, in mm."""
    for width, height, pixels in page_images(pdf, dpi):
        picture = ImageChops.invert(Image.frombytes("RGB", (width, height), pixels).convert("L"))
        box = picture.getbbox() or (0, 0, 0, 0)
        left, top, right, bottom = (edge * 25.4 / dpi for edge in box)
        yield width * 25.4 / dpi, height * 25.4 / dpi, (left, top, right, bottom)


def fonts_of(pdf: bytes) -> dict[str, bool]:
    """Name of every font that draws text → whether it is embedded."""
    document = pypdfium2.PdfDocument(pdf)
    found: dict[str, bool] = {}
    try:
        for at in range(len(document)):
            page = document[at]
            for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
                font = raw.FPDFTextObj_GetFont(thing.raw)
                name = ctypes.create_string_buffer(200)
                raw.FPDFFont_GetBaseFontName(font, name, 200)
                found[name.value.decode()] = bool(raw.FPDFFont_GetIsEmbedded(font))
    finally:
        document.close()
    return found


def text_sizes(pdf: bytes) -> set[float]:
    """The sizes in points in which text is drawn."""
    document = pypdfium2.PdfDocument(pdf)
    found = set()
    try:
        for at in range(len(document)):
            for thing in document[at].get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
                size = ctypes.c_float()
                raw.FPDFTextObj_GetFontSize(thing.raw, size)
                found.add(round(size.value, 2))
    finally:
        document.close()
    return found


def codes_of(pdf: bytes, dpi: int = 300) -> Iterator[list[tuple[str, str]]]:
    """For each page the (symbology, text) of every code a reader finds in a rendering."""
    for width, height, pixels in page_images(pdf, dpi):
        picture = Image.frombytes("RGB", (width, height), pixels).convert("L")
        found = zxingcpp.read_barcodes(picture)
        yield sorted((str(code.format).rsplit(".", 1)[-1].replace(" ", ""), code.text) for code in found)


def described(pdf: bytes) -> str:
    """The PDF as lines for a golden file: size of each page, then box (mm) and text of every stretch."""
    lines = []
    for at, page in enumerate(read_pdf(pdf), start=1):
        lines.append(f"== halaman {at}: {page.width:.1f} x {page.height:.1f} mm")
        for piece in page.pieces:
            box = f"{piece.left:6.1f} {piece.top:6.1f} {piece.right:6.1f} {piece.bottom:6.1f}"
            lines.append(f"{box} | {' '.join(piece.text.split())}")
    return "\n".join(lines) + "\n"
