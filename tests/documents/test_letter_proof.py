"""What stands at the lower left: the code of the internal check, and on the archive copy the paraf table."""

from dataclasses import replace
from functools import partial

import pytest
import zxingcpp
from letter_cases import LETTER_CODES
from pdf_reading import all_text, read_pdf
from PIL import Image

from desktop.documents.extremes import SAMPLE_PARAF, longest_letter, shortest_letter, with_emblem
from desktop.documents.facts import LetterFacts, Paraf
from desktop.documents.letters import letter_problems, render_letter
from desktop.documents.preview import page_image, page_images
from desktop.documents.sample import sample_letter
from desktop.documents.template import PAPERS
from desktop.sop.letters import Edges, LetterStyle

TOKEN = "9f86d081884c7d65"
NARROW = LetterStyle(paper="a4", font_size=14, margins=Edges(20, 50, 20, 60))


def codes(pdf: bytes, dpi: int = 300) -> list[tuple[int, str, tuple[float, float, float, float]]]:
    """(page, text, box in mm) of each code an independent reader finds on the page that has one."""
    found = []
    for at in [at for at, page in enumerate(read_pdf(pdf)) if "Verifikasi internal" in " ".join(page.text.split())]:
        width, height, pixels = page_image(pdf, at, dpi)
        picture = Image.frombytes("RGB", (width, height), pixels).convert("L")
        for code in zxingcpp.read_barcodes(picture):
            corners = (code.position.top_left, code.position.bottom_right)
            (left, top), (right, bottom) = ((spot.x * 25.4 / dpi, spot.y * 25.4 / dpi) for spot in corners)
            found.append((at, code.text, (left, top, right, bottom)))
    return found


def _of(page: tuple[int, int, bytes]) -> tuple[tuple[int, int], bytes]:
    return page[:2], page[2]


def letter(code: str, facts: LetterFacts | None = None) -> LetterFacts:
    return replace(facts or sample_letter(code), check=TOKEN)


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("code", LETTER_CODES)
def test_an_independent_reader_finds_the_token_beside_the_signature(code, paper) -> None:
    facts = letter(code)
    pdf = render_letter(facts, paper=paper)
    ((page, text, (left, _, right, bottom)),) = codes(pdf)
    pages = read_pdf(pdf)
    assert text == f"PADAN:{TOKEN}"
    assert facts.signer.name in pages[page].text
    said = "Verifikasi internal Padan bukan tanda tangan elektronik 9f86 d081 884c 7d65"
    assert said in " ".join(pages[page].text.split())
    assert 10 < right - left < 20
    assert right < pages[page].width / 2
    if code not in ("bast", "ba_rekonsiliasi"):
        # A copy of the name's box: both belong to one strip.
        name = next(piece for piece in pages[page].pieces if facts.signer.name in piece.text)
        assert abs(bottom - name.bottom) < 20


@pytest.mark.parametrize("make", [shortest_letter, partial(longest_letter, rows=2)])
@pytest.mark.parametrize("style", [LetterStyle(), NARROW])
@pytest.mark.parametrize("code", LETTER_CODES)
def test_the_code_touches_nothing_and_is_read_on_any_paper(code, style, make) -> None:
    facts = replace(letter(code, make(code)), style=style, archive=True, paraf=SAMPLE_PARAF)
    pdf = render_letter(facts)
    ((page, text, box),) = codes(pdf)
    assert text == f"PADAN:{TOKEN}"
    left, top, right, bottom = box
    for piece in read_pdf(pdf)[page].pieces:
        apart = piece.right <= left or piece.left >= right or piece.bottom <= top or piece.top >= bottom
        assert apart, piece


@pytest.mark.parametrize("code", LETTER_CODES)
def test_no_code_without_a_token_and_none_on_a_draft(code) -> None:
    for facts in (sample_letter(code), replace(letter(code), draft=True)):
        pdf = render_letter(facts)
        assert "Verifikasi internal" not in all_text(pdf)
        assert not any(zxingcpp.read_barcodes(Image.frombytes("RGB", *_of(page))) for page in page_images(pdf, 150))


@pytest.mark.parametrize("code", LETTER_CODES)
def test_the_paraf_stands_on_the_archive_copy_only(code) -> None:
    facts = replace(letter(code), paraf=SAMPLE_PARAF)
    sent, kept = render_letter(facts), render_letter(replace(facts, archive=True))
    assert "Salinan arsip" not in all_text(sent)
    assert "Retno Wulandari" not in all_text(sent)
    for page in read_pdf(kept):
        assert "Salinan arsip" in page.text
    words = all_text(kept)
    for line in SAMPLE_PARAF:
        assert words.count(line.name) == 1
        assert line.at in words
    assert all(heading in words for heading in ("Jabatan", "Nama", "Paraf/waktu"))


def test_the_paraf_table_is_in_the_lower_left() -> None:
    facts = replace(letter("rekomendasi"), paraf=SAMPLE_PARAF, archive=True)
    page = read_pdf(render_letter(facts))[0]
    placed = [piece for piece in page.pieces if "Sri Wahyuni" in piece.text or piece.text == "Paraf/waktu"]
    assert len(placed) == 2
    name = next(piece for piece in page.pieces if facts.signer.name in piece.text)
    assert all(piece.right < page.width / 2 and piece.top > page.height / 2 for piece in placed)
    assert all(piece.right < name.left for piece in placed)


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("code", LETTER_CODES)
def test_the_archive_copy_breaks_its_pages_where_the_letter_does(code, paper) -> None:
    facts = with_emblem(replace(letter(code), paraf=SAMPLE_PARAF))
    sent, kept = (read_pdf(render_letter(one, paper=paper)) for one in (facts, replace(facts, archive=True)))
    single = code == "rekapitulasi" or (code == "ba_rekonsiliasi" and paper != "a4")
    pages = 3 if (code, paper) == ("laporan_mutasi", "a4") else 1 if single else 2
    assert [len(sent), len(kept)] == [pages] * 2


def test_an_archive_copy_without_paraf_still_says_what_it_is() -> None:
    assert "Salinan arsip" in all_text(render_letter(replace(letter("bast"), archive=True)))


def test_a_paraf_that_cannot_be_printed_is_refused() -> None:
    facts = replace(letter("bast"), archive=True, paraf=(Paraf("Sekretaris", "Budi 😀"),))
    (problem,) = letter_problems(facts)
    assert "Paraf memuat huruf" in problem.sentence
    assert letter_problems(replace(facts, archive=False)) == ()


@pytest.mark.parametrize("code", LETTER_CODES)
def test_on_whose_behalf_stands_above_the_position(code) -> None:
    facts = letter(code)
    signer = replace(facts.signer, position="Sekretaris", on_behalf="a.n. Kepala Dinas Sosial")
    words = all_text(render_letter(replace(facts, signer=signer)))
    assert words.index("a.n. Kepala Dinas Sosial Sekretaris,") > 0


def test_a_letter_signed_on_behalf_is_the_letter_of_the_one_it_stands_for() -> None:
    facts = letter("rekomendasi")
    signer = replace(facts.signer, position="Sekretaris", on_behalf="a.n. Kepala Dinas Sosial")
    words = all_text(render_letter(replace(facts, signer=signer)))
    assert "Surat Kepala Dinas Sosial Nomor" in words
