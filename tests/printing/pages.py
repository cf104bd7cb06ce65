"""PDFs for the printing tests, and what can be read off them."""

from io import BytesIO

import pypdfium2

from desktop.printing.kinds import PAPERS

MM = 72 / 25.4


def sample(pages: int = 1, paper: str = "a4") -> bytes:
    """Pages with one black square of 10 mm, its upper left corner 30 mm from the left and 40 mm from the top."""
    from reportlab.pdfgen.canvas import Canvas

    size, out = PAPERS[paper], BytesIO()
    canvas = Canvas(out, pagesize=(size.width * MM, size.height * MM), invariant=1)
    for page in range(pages):
        canvas.rect(30 * MM, (size.height - 50) * MM, 10 * MM, 10 * MM, stroke=0, fill=1)
        canvas.drawString(60 * MM, (size.height - 50) * MM, f"Halaman {page + 1}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def square(pdf: bytes, page: int = 0, within: float = 55) -> tuple[float, float]:
    """(mm from the left, mm from the top) of the black square on a page of :func:`sample`, looked for left of ``within``."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        dpi = 254
        bitmap = document[page].render(scale=dpi / 72, grayscale=True).to_pil()
    finally:
        document.close()
    dark = bitmap.crop((0, 0, min(int(within * 10), bitmap.width), bitmap.height)).point(
        lambda value: 255 if value < 128 else 0
    )
    left, top, _right, _bottom = dark.getbbox()
    return left / 10, top / 10


def size_mm(pdf: bytes) -> tuple[int, float, float]:
    """(number of pages, width, height of the first one)."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        width, height = document.get_page_size(0)
        return len(document), round(width / MM, 1), round(height / MM, 1)
    finally:
        document.close()
