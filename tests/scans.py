"""Papers that came back: a scan as a scanner makes it, photographs, and files that are none of them."""

from io import BytesIO

SCAN = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
)


def no_page() -> bytes:
    """A whole PDF without any page."""
    import pypdfium2

    out = BytesIO()
    pypdfium2.PdfDocument.new().save(out)
    return out.getvalue()


def locked() -> bytes:
    """A PDF that asks for a password."""
    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    canvas = Canvas(out, encrypt="sandi latihan", invariant=True)
    canvas.drawString(72, 72, "terkunci")
    canvas.save()
    return out.getvalue()


def photo(kind: str = "JPEG", turned: int = 1, size: tuple[int, int] = (300, 400)) -> bytes:
    """A photograph whose upper third is dark; ``turned`` as a camera notes it."""
    from PIL import Image

    picture = Image.new("RGB", size, "white")
    picture.paste("#203040", (0, 0, size[0], size[1] // 3))
    exif = Image.Exif()
    exif[274] = turned
    out = BytesIO()
    picture.save(out, kind, exif=exif)
    return out.getvalue()
