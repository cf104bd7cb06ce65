"""Working papers say in their lower margin who took them; what they say themselves stays where it was."""

from dataclasses import replace

import pytest
from pdf_reading import read_pdf
from test_register_book import book, rows

from desktop.documents.letters import render_letter
from desktop.documents.register_book import render_register
from desktop.documents.sample import sample_letter, sample_rows
from desktop.sop.letters import Edges, LetterStyle

WHO = "Diambil oleh Sari Wulandari (Dinas Sosial) 28 November 2026 14.05 – memuat data pribadi"


def pieces(page):
    return [(piece.left, piece.top, piece.text) for piece in page.pieces]


@pytest.mark.parametrize(
    "style",
    [LetterStyle(), LetterStyle(margins=Edges(top=5, right=5, bottom=5, left=5), paper="a4")],
    ids=["usual", "narrow"],
)
@pytest.mark.parametrize("code", ["rekomendasi", "rekapitulasi"])
def test_every_page_of_a_draft_bears_it_and_nothing_moves(code, style):
    facts = replace(sample_letter(code), draft=True, rows=sample_rows(24), style=style)
    plain, marked = read_pdf(render_letter(facts)), read_pdf(render_letter(facts, taken=WHO))
    assert len(plain) == len(marked) > 1
    for before, after in zip(plain, marked, strict=True):
        extra = [piece for piece in after.pieces if (piece.left, piece.top, piece.text) not in pieces(before)]
        assert " ".join(piece.text for piece in extra).split() == WHO.split()
        assert len(after.pieces) == len(before.pieces) + len(extra)
        lowest = max(piece.bottom for piece in before.pieces)
        assert min(piece.top for piece in extra) >= lowest and max(piece.bottom for piece in extra) <= after.height


def test_an_issued_letter_never_bears_it():
    with pytest.raises(ValueError, match="issued letter"):
        render_letter(sample_letter("rekomendasi"), taken=WHO)


@pytest.mark.parametrize("name", ["X" * 900, "Sari \U0001f600 \u0645"], ids=["long", "undrawable"])
def test_no_name_keeps_a_book_from_being_printed_or_leaves_the_paper(name):
    pages = read_pdf(render_register(replace(book("keluar", rows(60)), taken=f"Diambil oleh {name}")))
    for page in pages:
        found = [piece for piece in page.pieces if piece.text.startswith("Diambil")]
        assert len(found) == 1 and found[0].right <= page.width - 14 and found[0].bottom <= page.height
