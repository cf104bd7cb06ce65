"""Pictures of a PDF's pages for previews: the PDF itself is shown, never a second rendering."""

from __future__ import annotations

import threading

# PDFium is not thread-safe.
_lock = threading.Lock()


def pdfium() -> threading.Lock:
    """What everybody who calls PDFium holds meanwhile: ``with pdfium(): …``."""
    return _lock


def page_images(pdf: bytes, dpi: float = 96) -> list[tuple[int, int, bytes]]:
    """(width, height, RGB bytes without padding) of every page at `dpi`."""
    return [page_image(pdf, at, dpi) for at in range(page_count(pdf))]


def page_image(pdf: bytes, index: int, dpi: float = 96) -> tuple[int, int, bytes]:
    """(width, height, RGB bytes without padding) of page `index` (from 0) at `dpi`."""
    import pypdfium2

    with _lock:
        document = pypdfium2.PdfDocument(pdf)
        try:
            bitmap = document[index].render(scale=dpi / 72, rev_byteorder=True, prefer_bgrx=False)
            return bitmap.width, bitmap.height, _packed(bitmap)
        finally:
            document.close()


def page_count(pdf: bytes) -> int:
    """Number of pages."""
    import pypdfium2

    with _lock:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return len(document)
        finally:
            document.close()


def _packed(bitmap: object) -> bytes:
    """The bitmap's rows without the padding at their ends, three bytes a pixel."""
    raw = bytes(bitmap.buffer)  # type: ignore[attr-defined]
    width, stride, channels = bitmap.width, bitmap.stride, bitmap.n_channels  # type: ignore[attr-defined]
    if channels != 3:
        raise ValueError("unexpected pixel format")
    if stride == width * 3:
        return raw
    return b"".join(raw[at : at + width * 3] for at in range(0, len(raw), stride))
