"""A letter as an independent reader (PDFium) sees it, in few words: for its golden file and for its edges."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pypdfium2
from pdf_reading import MM, Piece, ReadPage, read_pdf

_SAME_LINE = 0.9  # mm between the middles of two stretches of one line
_SHOWN = 30


def outlined(pdf: bytes) -> str:
    """Size of each page and a hash of its text, then every line: top, left and right edge in mm, how it begins."""
    found = []
    for at, page in enumerate(read_pdf(pdf), start=1):
        text = " ".join(page.text.split())
        told = hashlib.sha256(text.encode()).hexdigest()[:12]
        found.append(f"== {at}: {page.width:.1f} x {page.height:.1f} mm, {len(text)} {told}")
        for line in _lines(page):
            said = " ".join(" ".join(piece.text for piece in line).split())
            right = max(piece.right for piece in line)
            found.append(f"{line[0].top:.1f} {line[0].left:.1f} {right:.1f} {said[:_SHOWN]}".rstrip())
    return "\n".join(found) + "\n"


def _lines(page: ReadPage) -> Iterator[list[Piece]]:
    """Stretches of text side by side, from the top."""
    line: list[Piece] = []
    for piece in sorted(page.pieces, key=lambda piece: ((piece.top + piece.bottom) / 2, piece.left)):
        middle = (piece.top + piece.bottom) / 2
        if line and middle - (line[0].top + line[0].bottom) / 2 > _SAME_LINE:
            yield sorted(line, key=lambda one: one.left)
            line = []
        line.append(piece)
    if line:
        yield sorted(line, key=lambda one: one.left)


def letter_edges(pdf: bytes) -> Iterator[tuple[float, float, tuple[float, float, float, float]]]:
    """For each page its size and the box around all its letters, in mm: left, top, right, bottom."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        for at in range(len(document)):
            page = document[at]
            width, height = page.get_size()
            text = page.get_textpage()
            boxes = [text.get_charbox(index) for index in range(text.count_chars())]
            drawn = [box for box in boxes if box[2] > box[0]]
            left, bottom = min(box[0] for box in drawn), min(box[1] for box in drawn)
            right, top = max(box[2] for box in drawn), max(box[3] for box in drawn)
            edges = (left / MM, (height - top) / MM, right / MM, (height - bottom) / MM)
            yield width / MM, height / MM, edges
    finally:
        document.close()
