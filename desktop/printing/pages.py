"""The pages of a PDF as a printer meets them: their size in mm, and a copy moved by a printer's offset."""

import math
from io import BytesIO

from desktop.printing.kinds import PAPERS, NotTaken, Paper

MM = 72 / 25.4
SLACK = 2.0
"""How many mm a page may be larger than the paper: roundings, no second size."""


def check_pages(pdf: bytes, paper: Paper) -> int:
    """The number of pages. :raises NotTaken: when it is no whole PDF or a page does not fit on the paper."""
    sizes = _sizes(pdf)
    for short, long in sizes:
        least, most = sorted((paper.width, paper.height))
        if short > least + SLACK or long > most + SLACK:
            raise NotTaken(
                f"Halaman {short:.0f} × {long:.0f} mm tidak muat di kertas {paper.title} "
                f"({least:.0f} × {most:.0f} mm). Pilih kertas yang sesuai."
            )
    return len(sizes)


def paper_of(pdf: bytes) -> str:
    """The paper whose size the first page is nearest to. :raises NotTaken: when it is no whole PDF."""
    page = _sizes(pdf)[0]

    def distance(paper: Paper) -> float:
        return sum(abs(ours - theirs) for ours, theirs in zip(page, sorted((paper.width, paper.height)), strict=True))

    return min(PAPERS.values(), key=distance).code


def _sizes(pdf: bytes) -> list[tuple[float, float]]:
    """Of every page in mm, the short side first."""
    import pypdfium2

    from desktop.documents.preview import pdfium

    with pdfium():
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError:
            words = "Berkas ini bukan PDF yang utuh, jadi tidak dicetak. Buat atau ambil lagi berkasnya."
            raise NotTaken(words) from None
        try:
            sizes = [document.get_page_size(at) for at in range(len(document))]
        finally:
            document.close()
    if not sizes:
        raise NotTaken("Berkas ini tidak berisi halaman, jadi tidak ada yang dicetak.")
    return [(min(sides) / MM, max(sides) / MM) for sides in sizes]


def moved(pdf: bytes, dx: float, dy: float) -> bytes:
    """A copy of the PDF with everything ``dx`` mm further right and ``dy`` mm further down as one looks at it.

    The bytes given are not touched; without an offset they are given back as they are.
    """
    if not dx and not dy:
        return pdf
    import pypdfium2
    import pypdfium2.raw

    from desktop.documents.preview import pdfium

    with pdfium():
        document = pypdfium2.PdfDocument(pdf)
        try:
            for at in range(len(document)):
                page = document[at]
                across, up = _turned(dx * MM, -dy * MM, page.get_rotation())
                matrix = pypdfium2.raw.FS_MATRIX(1, 0, 0, 1, across, up)
                pypdfium2.raw.FPDFPage_TransFormWithClip(page, matrix, None)
                _move_notes(page, across, up)
                page.close()
            out = BytesIO()
            document.save(out)
            return out.getvalue()
        finally:
            document.close()


def _turned(across: float, up: float, rotation: int) -> tuple[float, float]:
    """A way as it is seen on a page shown ``rotation`` degrees clockwise, in the page's own directions."""
    turn = math.radians(rotation)
    return across * math.cos(turn) - up * math.sin(turn), across * math.sin(turn) + up * math.cos(turn)


def _move_notes(page: object, across: float, up: float) -> None:
    """Annotations (the face of a signature) stand outside the page's content and move on their own."""
    import pypdfium2

    pypdfium2.raw.FPDFPage_TransformAnnots(page, 1, 0, 0, 1, across, up)
