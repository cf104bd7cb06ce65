"""The press: a sound PDF with whole fonts, the same in every process."""

import io
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date

import pypdfium2
import pytest
from fontTools.ttLib import TTFont
from pdf_reading import all_text, read_pdf

from desktop.documents import font_files
from desktop.documents.cards import render_cards
from desktop.documents.errors import BadPicture
from desktop.documents.fonts import CARD
from desktop.documents.press import Press
from desktop.documents.sample import sample_cards
from desktop.documents.sheet import Picture, Text, Watermark
from desktop.paths import RESOURCES

ROOT = RESOURCES.parent

HASHED = """
import hashlib
from desktop.documents.cards import render_cards
from desktop.documents.sample import sample_cards
print(*(hashlib.sha256(render_cards(sample_cards(), code)).hexdigest() for code in ("cr80", "cr80_a4", "eid_a4")))
"""


def one_page(*marks) -> bytes:
    press = Press("Judul é", "Panti", "Pokok")
    press.add_page(300, 200, [(0, 0, press.ink(marks))])
    return press.finish()


@pytest.mark.parametrize("name", CARD)
def test_a_font_keeps_the_used_glyphs_and_no_other(name) -> None:
    known = font_files.glyphs(name)
    used = frozenset(known[ord(letter)] for letter in "Aé±")
    font = TTFont(io.BytesIO(font_files.subset(name, used)), lazy=False, checkChecksums=2)
    whole = TTFont(RESOURCES / "fonts" / f"{name}.ttf")
    drawn = {at for at, glyph in enumerate(font["glyf"].glyphs.values()) if glyph.numberOfContours}
    order = whole.getGlyphOrder()
    parts = {
        order.index(part) for glyph in used for part in whole["glyf"][order[glyph]].getComponentNames(whole["glyf"])
    }
    assert used <= drawn <= used | parts | {0}
    for glyph in used:
        assert font["hmtx"].metrics[font.getGlyphName(glyph)] == whole["hmtx"].metrics[order[glyph]]


def test_the_same_bytes_in_every_process() -> None:
    seen = {
        subprocess.run(
            [sys.executable, "-c", HASHED],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(seen) == 1


def test_every_reference_of_the_file_is_true() -> None:
    pdf = render_cards(sample_cards(), "cr80_a4")
    start = int(pdf.rpartition(b"startxref\n")[2].split()[0])
    lines = pdf[start:].split(b"\n")
    assert lines[0] == b"xref"
    count = int(lines[1].split()[1])
    for number in range(1, count):
        at = int(lines[2 + number].split()[0])
        assert pdf[at:].startswith(b"%d 0 obj" % number)
    assert b"0 %d" % count == lines[1]


def test_what_the_file_says_about_itself() -> None:
    document = pypdfium2.PdfDocument(one_page(Text(20, 100, "Halo", CARD.regular, 12)))
    try:
        said = document.get_metadata_dict()
    finally:
        document.close()
    assert (said["Title"], said["Author"], said["Subject"]) == ("Judul é", "Panti", "Pokok")
    assert said["CreationDate"] == said["ModDate"] == ""


def test_text_stands_where_it_was_put_and_is_found_again() -> None:
    pdf = one_page(Text(20, 100, "José Łukasz ± × –", CARD.bold, 12))
    assert all_text(pdf) == "José Łukasz ± × –"
    (page,) = read_pdf(pdf)
    assert page.pieces[0].left == pytest.approx(20 / 72 * 25.4, abs=0.5)


def test_no_photo_and_no_letters_marks() -> None:
    with pytest.raises(BadPicture, match="rusak"):
        one_page(Picture(0, 0, 10, 10, b"\xff\xd8 x \xff\xd9"))
    with pytest.raises(TypeError):
        one_page(Watermark("DRAF", CARD.regular, 40))


def test_a_batch_is_made_of_single_cards() -> None:
    cards = [replace(card, birth_date=date(1960, 1, day)) for day, card in enumerate(sample_cards() * 3, 1)]
    whole = [page.text for page in read_pdf(render_cards(cards, "cr80"))]
    single = [page.text for card in cards for page in read_pdf(render_cards([card], "cr80"))]
    assert whole == single
