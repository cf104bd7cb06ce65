"""A paper as a scanner gives it back: every page one grey picture, with the ink that came onto the last one."""

from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from desktop.documents.preview import page_images

DPI = 110
INK = (38, 52, 140)
_STROKE = ((0.0, 0.5), (0.18, 0.1), (0.3, 0.9), (0.45, 0.2), (0.55, 0.75), (0.7, 0.35), (0.8, 0.6), (1.0, 0.45))


def scanned(pdf: bytes, hands: int = 2) -> bytes:
    """The same pages as pictures in a new PDF, signed by ``hands``. The same paper always gives the same bytes."""
    pages = page_images(pdf, DPI)
    out = BytesIO()
    canvas = Canvas(out, invariant=True, pageCompression=1)
    for at, (width, height, pixels) in enumerate(pages):
        picture = Image.frombytes("RGB", (width, height), pixels).convert("L").convert("RGB")
        if at == len(pages) - 1:
            _sign(picture, hands)
        size = (width * 72 / DPI, height * 72 / DPI)
        canvas.setPageSize(size)
        canvas.drawImage(ImageReader(picture), 0, 0, *size)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _sign(picture: Image.Image, hands: int) -> None:
    draw, wide, high = ImageDraw.Draw(picture), picture.width, picture.height
    for hand in range(hands):
        left = wide * (0.21 + hand * 0.42)
        _write(draw, [(left + x * wide * 0.16, high * (0.742 + y * 0.04)) for x, y in _STROKE])


def _write(draw: ImageDraw.ImageDraw, points: Sequence[tuple[float, float]]) -> None:
    draw.line(list(points), fill=INK, width=3, joint="curve")
