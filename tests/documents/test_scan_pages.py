"""What may come back as the scan of a signed paper, and what only has its name."""

import pytest

from desktop.documents.preview import page_count, page_image
from desktop.documents.scan_pages import scan_pdf
from desktop.sop.letter_files import MOST_SIGNED
from desktop.sop.refusals import Refused
from tests import scans


def test_a_whole_pdf_is_kept_as_it_is() -> None:
    assert scan_pdf(scans.SCAN) is scans.SCAN


@pytest.mark.parametrize(
    ("code", "data"),
    [
        ("not_a_scan", b"PK\x03\x04 surat.docx"),
        ("not_a_scan", b""),
        ("pdf_damaged", b"%PDF-1.7 hanya namanya"),
        ("pdf_damaged", scans.SCAN[:-5]),
        ("no_page", scans.no_page()),
        ("pdf_locked", scans.locked()),
        ("photo_damaged", scans.photo()[:600]),
        ("photo_damaged", b"\x89PNG\r\n\x1a\n bukan gambar"),
        ("photo_too_large", scans.photo("PNG", size=(9000, 9000))),
        ("too_large", b"%PDF-" + bytes(MOST_SIGNED)),
    ],
)
def test_what_is_no_paper_is_refused_with_a_sentence(code: str, data: bytes) -> None:
    with pytest.raises(Refused) as refused:
        scan_pdf(data)
    assert refused.value.code == code
    assert refused.value.sentence.count(". ") >= 1 and refused.value.sentence.endswith(".")


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize(("turned", "dark"), [(1, "up"), (3, "down"), (6, "right"), (8, "left"), (2, "up")])
def test_a_photograph_becomes_a_page_the_right_way_up(kind: str, turned: int, dark: str) -> None:
    data = scans.photo(kind, turned)
    pdf = scan_pdf(data)
    assert page_count(pdf) == 1 and scan_pdf(data) == pdf
    wide, high, pixels = page_image(pdf, 0, 40)
    assert (wide > high) == (turned in (6, 8))
    places = {"up": (0.5, 0.1), "down": (0.5, 0.9), "left": (0.1, 0.5), "right": (0.9, 0.5)}

    def shade(where: tuple[float, float]) -> int:
        at = (int(where[1] * high) * wide + int(where[0] * wide)) * 3
        return sum(pixels[at : at + 3])

    assert min(places, key=lambda name: shade(places[name])) == dark
    if kind == "JPEG" and turned != 2:
        assert data[-200:] in _streams(pdf)


def _streams(pdf: bytes) -> bytes:
    """The pictures of a PDF as they lie in it."""
    import pypdfium2
    import pypdfium2.raw

    document = pypdfium2.PdfDocument(pdf)
    try:
        (found,) = document[0].get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])
        return bytes(found.get_data(decode_simple=True))
    finally:
        document.close()
