"""The scan of a signed paper as a PDF: a whole PDF stays as it is, a photograph is laid on a page unchanged.

What a file is, is told by its content. A JPEG's own bytes go into the page, with the turn that the camera wrote beside them.
"""

from io import BytesIO
from typing import TYPE_CHECKING

from desktop.sop.letter_files import MOST_SIGNED, refuse_too_large_signed
from desktop.sop.refusals import Refused

if TYPE_CHECKING:
    from PIL import Image

A4 = (595.28, 841.89)
TURNS = {1: 0, 3: 180, 6: 90, 8: 270}
"""The camera's note how it was held → by how much the page is turned; what is not named here was mirrored."""
MOST_PIXELS = 80_000_000
_ORIENTATION = 274
_END = 2048
"""Within how many of the last bytes a whole PDF says that it ends."""


def scan_pdf(data: bytes) -> bytes:
    """What is kept of a scan that came back. :raises Refused: for what is no paper, each with its reason."""
    refuse_too_large_signed(len(data))
    if data.startswith(b"%PDF-"):
        _refuse_broken(data)
        return data
    if data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        return _on_a_page(data)
    raise Refused(
        "not_a_scan", "Berkas ini bukan PDF dan bukan foto JPEG atau PNG. Pindai atau foto kertasnya, lalu pilih lagi."
    )


def _refuse_broken(data: bytes) -> None:
    """Asked of PDFium's own functions: its number of what went wrong is only new when no document came."""
    import pypdfium2.raw as pdf

    from desktop.documents.preview import pdfium

    with pdfium():
        document = pdf.FPDF_LoadMemDocument64(data, len(data), None)
        if not document:
            raise _locked() if pdf.FPDF_GetLastError() == pdf.FPDF_ERR_PASSWORD else _damaged()
        try:
            pages = pdf.FPDF_GetPageCount(document)
            if pages < 1:
                raise _empty()
            if b"%%EOF" not in data[-_END:]:
                raise _damaged()
            for at in range(pages):
                page = pdf.FPDF_LoadPage(document, at)
                if not page:
                    raise _damaged()
                pdf.FPDF_ClosePage(page)
        finally:
            pdf.FPDF_CloseDocument(document)


def _locked() -> Refused:
    what = "PDF ini terkunci kata sandi, jadi tidak dapat dibaca kantor lain."
    return Refused("pdf_locked", f"{what} Simpan tanpa kata sandi, lalu pilih lagi.")


def _empty() -> Refused:
    return Refused("no_page", "PDF ini tidak berisi halaman. Pindai lagi kertasnya, lalu pilih hasilnya.")


def _damaged() -> Refused:
    return Refused("pdf_damaged", "PDF ini rusak atau terpotong. Pindai atau salin lagi berkasnya, lalu pilih lagi.")


def _on_a_page(data: bytes) -> bytes:
    """A page of A4, upright or lying as the picture is. PNG that would be too large so becomes a JPEG."""
    from PIL import Image

    try:
        with Image.open(BytesIO(data), formats=("JPEG", "PNG")) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                what = "Foto ini lebih dari 80 juta titik, lebih rapat daripada yang diperlukan."
                raise Refused("photo_too_large", f"{what} Kecilkan dulu, lalu pilih lagi.")
            picture.load()
            turn = TURNS.get(picture.getexif().get(_ORIENTATION, 1))
            as_it_is = picture.format == "JPEG" and picture.mode in ("L", "RGB") and turn is not None
            made = _page(data, turn or 0) if as_it_is else _page(_plain(picture), 0)
            return made if len(made) <= MOST_SIGNED else _page(_plain(picture, "JPEG"), 0)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        what = "Foto ini rusak atau terpotong."
        raise Refused("photo_damaged", f"{what} Foto atau salin lagi kertasnya, lalu pilih lagi.") from None


def _plain(picture: "Image.Image", kind: str = "PNG") -> bytes:
    """As it is looked at, on white."""
    from PIL import Image, ImageOps

    upright = ImageOps.exif_transpose(picture).convert("RGBA")
    paper = Image.new("RGB", upright.size, "white")
    paper.paste(upright, mask=upright.getchannel("A"))
    out = BytesIO()
    paper.save(out, kind, quality=85)
    return out.getvalue()


def _page(data: bytes, turn: int) -> bytes:
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    picture = ImageReader(BytesIO(data))
    size = picture.getSize()
    wide, high = A4 if size[1] >= size[0] else A4[::-1]
    scale = min(wide / size[0], high / size[1])
    out = BytesIO()
    sides = (high, wide) if turn % 180 else (wide, high)  # a turned page is laid down by reportlab itself
    canvas = Canvas(out, pagesize=sides, invariant=True, pageCompression=1)
    canvas.setPageRotation(turn)
    place = ((wide - size[0] * scale) / 2, (high - size[1] * scale) / 2)
    canvas.drawImage(picture, *place, size[0] * scale, size[1] * scale)
    canvas.showPage()
    canvas.save()
    return out.getvalue()
