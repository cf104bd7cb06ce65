"""The agenda book and the expedition book on paper: every line, the head on every page, room to sign."""

import io
from datetime import date

import pypdfium2
import pytest
from pdf_reading import MM, all_text, read_pdf

from desktop.documents.errors import Unprintable
from desktop.documents.facts import Letterhead
from desktop.documents.register_book import COLUMNS, BookRow, RegisterBook, render_register
from desktop.documents.template import PAPERS
from desktop.sop.letters import LetterStyle

HEAD = Letterhead(("PEMERINTAH PROVINSI DKI JAKARTA", "PANTI SOSIAL BINA INSAN", "Jalan Raya Bekasi, Jakarta"))
DAY = date(2026, 11, 23)
CELLS = {
    "entered": "23-11-2026",
    "code": "400.9.4.1",
    "dated": "22-11-2026",
    "party": "Dinas Sosial Provinsi Daerah Khusus Ibukota Jakarta",
    "subject": "Permohonan rekomendasi penerbitan NIK",
    "place": "Rak 2 / Boks 14 / Map 3",
    "address": "Jalan Gunung Sahari Raya 11",
    "way": "diantar",
}


def rows(count, **change):
    return tuple(
        BookRow(CELLS | {"agenda": f"{at:03d}", "number": f"400.9/{at:03d}/PSBI"} | change)
        for at in range(1, count + 1)
    )


def book(kind, lines, **style):
    return RegisterBook(kind, 2026, HEAD, DAY, tuple(lines), LetterStyle(**style))


@pytest.mark.parametrize("kind", ["masuk", "keluar", "ekspedisi"])
@pytest.mark.parametrize("count", [1, 60])
def test_every_line_is_there_and_every_page_has_the_head(kind, count):
    pages = read_pdf(render_register(book(kind, rows(count))))
    whole = " ".join(" ".join(page.text.split()) for page in pages)
    assert [at for at in range(1, count + 1) if f"400.9/{at:03d}/PSBI" not in whole] == []
    assert len(pages) == 1 if count == 1 else len(pages) > 2
    for at, page in enumerate(pages, start=1):
        text = " ".join(page.text.split())
        assert COLUMNS[kind][2].heading in text and f"Halaman {at} dari {len(pages)}" in text
        assert ("PANTI SOSIAL BINA INSAN" in text) is (at == 1)


@pytest.mark.parametrize("paper", sorted(PAPERS))
@pytest.mark.parametrize("font", ["sans", "serif"])
def test_it_lies_on_the_offices_paper_and_nothing_leaves_the_edges(paper, font):
    pages = read_pdf(render_register(book("masuk", rows(30), paper=paper, font=font)))
    short, long = sorted(PAPERS[paper])
    for page in pages:
        assert (round(page.width), round(page.height)) == (round(long), round(short))
        assert min(piece.left for piece in page.pieces) >= 19.5 and min(piece.top for piece in page.pieces) >= 13
        assert max(piece.right for piece in page.pieces) <= page.width - 13.5
        assert max(piece.bottom for piece in page.pieces) <= page.height - 11


def test_a_void_line_is_struck_through_and_keeps_its_reason():
    plain, void = (
        render_register(
            book("keluar", (BookRow(CELLS | {"agenda": "001", "number": "1", "note": "BATAL: keliru"}, void),))
        )
        for void in (False, True)
    )
    assert "BATAL: keliru" in all_text(void) and "Rak 2 / Boks 14 / Map 3" in all_text(void)
    assert _rules(void) - _rules(plain) >= len([cell for cell in COLUMNS["keluar"] if cell.key != "note"])


def _rules(pdf):
    document = pypdfium2.PdfDocument(pdf)
    count = sum(1 for one in document[0].get_objects() if one.type == pypdfium2.raw.FPDF_PAGEOBJ_PATH)
    document.close()
    return count


def test_the_expedition_book_leaves_room_for_a_signature():
    """The last column stays empty, and every row is high enough to sign in."""
    short = CELLS | {"subject": "A", "party": "B", "address": "C", "number": "1"}
    page = read_pdf(render_register(book("ekspedisi", [BookRow(short | {"agenda": f"{at:03d}"}) for at in (1, 2)])))[0]
    tops = [piece.top for piece in page.pieces if piece.text.strip() in {"001", "002"}]
    assert tops[1] - tops[0] >= 10.9
    assert "-" not in {piece.text.strip() for piece in page.pieces}


def test_letters_the_font_cannot_draw_are_marked_and_explained():
    text = all_text(render_register(book("masuk", rows(1, subject="Undangan شركة 🎉"))))
    assert "Undangan ?" in text and "ش" not in text and "tulisan aslinya" in text
    assert "tulisan aslinya" not in all_text(render_register(book("masuk", rows(1))))


def test_a_line_higher_than_a_page_goes_on_the_next_one():
    words = " ".join(f"kata{at}" for at in range(900))
    pdf = render_register(book("masuk", rows(2, subject=words)))
    assert len(read_pdf(pdf)) > 3 and "kata899" in all_text(pdf)


def test_an_empty_book_is_refused_in_words():
    with pytest.raises(Unprintable, match="masih kosong"):
        render_register(book("masuk", ()))


def test_the_same_book_has_the_same_bytes_and_says_what_it_is():
    pdf = render_register(book("ekspedisi", rows(3)))
    assert pdf == render_register(book("ekspedisi", rows(3)))
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    assert document.get_metadata_value("Title") == "Buku ekspedisi tahun 2026"
    assert abs(document[0].get_size()[0] / MM - 330) < 1
    document.close()
