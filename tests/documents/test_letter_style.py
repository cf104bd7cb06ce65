"""An office's own paper: size, edges, kind and size of type stand above what letter.toml says."""

from dataclasses import replace

import msgspec
import pytest
from letter_cases import LETTER_CODES
from letter_reading import letter_edges
from pdf_reading import all_text, fonts_of, inked, read_pdf

from desktop.documents.errors import TemplateError, Unprintable
from desktop.documents.extremes import SAMPLE_PARAF, SAMPLE_TOKEN, longest_letter, with_emblem
from desktop.documents.letters import letter_problems, render_letter
from desktop.documents.sample import sample_letter
from desktop.documents.template import PAPERS, load_template, parse_template
from desktop.sop.letters import Edges, LetterStyle, shipped_template

SLACK = 0.4  # mm: a pixel of the rendering


def styled(code: str, style: LetterStyle):
    return replace(sample_letter(code), style=style)


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("code", LETTER_CODES)
def test_the_offices_paper_replaces_that_of_the_template(code, paper) -> None:
    for page in read_pdf(render_letter(styled(code, LetterStyle(paper=paper)))):
        assert sorted((page.width, page.height)) == pytest.approx(sorted(PAPERS[paper]), abs=0.1)


def test_an_empty_style_is_the_template_itself() -> None:
    assert render_letter(styled("rekomendasi", LetterStyle())) == render_letter(sample_letter("rekomendasi"))


@pytest.mark.parametrize("code", LETTER_CODES)
def test_a_serif_office_writes_in_nothing_else(code) -> None:
    facts = replace(longest_letter(code, 8), style=LetterStyle(font="serif"), check=SAMPLE_TOKEN, archive=True)
    fonts = fonts_of(render_letter(replace(facts, paraf=SAMPLE_PARAF)))
    assert fonts
    assert all(fonts.values())
    assert {name.split("+")[-1].split("-")[0] for name in fonts} == {"LiberationSerif"}


def test_a_template_may_be_in_serif_and_an_office_without_a_wish_follows_it() -> None:
    text = shipped_template("rekomendasi").replace("font_size = 11.5", 'font_size = 11.5\nfont = "serif"')
    template = parse_template(text, "rekomendasi")
    assert any("Serif" in name for name in fonts_of(render_letter(sample_letter("rekomendasi"), template)))
    sans = render_letter(styled("rekomendasi", LetterStyle(font="sans")), template)
    assert not any("Serif" in name for name in fonts_of(sans))


def test_larger_type_takes_more_room() -> None:
    heights = []
    for size in (9.0, 11.0, 14.0):
        pages = read_pdf(render_letter(styled("persetujuan", LetterStyle(font_size=size))))
        heights.append(max(piece.bottom - piece.top for piece in pages[0].pieces if "menyetujui" in piece.text))
    assert heights == sorted(heights)
    assert heights[2] > heights[0] * 1.3


EDGES = [Edges(20, 15, 20, 30), Edges(5, 5, 5, 5), Edges(40, 40, 40, 60)]


@pytest.mark.parametrize("size", [8.0, 14.0])
@pytest.mark.parametrize("edges", EDGES)
@pytest.mark.parametrize("code", LETTER_CODES)
def test_nothing_leaves_the_offices_own_margins(code, edges, size) -> None:
    style = LetterStyle(paper="a4", font="serif" if size > 10 else "sans", font_size=size, margins=edges)
    facts = replace(with_emblem(longest_letter(code, 2)), style=style, check=SAMPLE_TOKEN)
    pdf = render_letter(replace(facts, archive=True, paraf=SAMPLE_PARAF))
    for width, height, (left, top, right, bottom) in [*letter_edges(pdf), *inked(pdf)]:
        assert left >= edges.left - SLACK
        assert right <= width - edges.right + SLACK
        assert top >= edges.top - SLACK
        assert bottom <= height - edges.bottom + SLACK


def test_an_annex_lies_on_its_side_on_the_offices_paper() -> None:
    head = '[table]\norientation = "landscape"\n'
    template = parse_template(shipped_template("rekomendasi").replace("[table]\n", head, 1), "rekomendasi")
    letter, annex = read_pdf(render_letter(styled("rekomendasi", LetterStyle(paper="folio")), template))
    assert (letter.width, letter.height) == pytest.approx(PAPERS["folio"], abs=0.1)
    assert (annex.height, annex.width) == pytest.approx(PAPERS["folio"], abs=0.1)


def test_the_paper_asked_for_stands_above_the_offices() -> None:
    page = read_pdf(render_letter(styled("rekomendasi", LetterStyle(paper="folio")), paper="a4"))[0]
    assert (page.width, page.height) == pytest.approx(PAPERS["a4"], abs=0.1)


@pytest.mark.parametrize(
    ("style", "said"),
    [
        (LetterStyle(margins=Edges(15, 60, 15, 60)), "ruang tulis kurang dari 100 mm"),
        (LetterStyle(paper="a4", margins=Edges(60, 15, 60, 15)), "ruang tulis kurang dari 100 mm"),
        (LetterStyle(margins=Edges(15, 15, 15, 2)), "tepi kertas kurang dari 5 mm"),
        (LetterStyle(font_size=30), "ukuran huruf di luar 8 sampai 14"),
    ],
)
def test_an_impossible_style_is_refused_before_a_number_is_taken(style, said) -> None:
    facts = styled("rekomendasi", style)
    with pytest.raises(Unprintable, match=said):
        render_letter(facts)
    (problem,) = letter_problems(facts)
    assert said in problem.sentence
    assert problem.sentence.endswith("Ubah di Tata surat.")


def test_the_style_speaks_of_the_office_and_the_template_of_its_key() -> None:
    narrow = shipped_template("rekomendasi").replace("left = 25", "left = 120")
    with pytest.raises(TemplateError) as refused:
        parse_template(narrow, "rekomendasi")
    assert refused.value.key == "page.margins"
    office = styled("rekomendasi", LetterStyle(margins=Edges(15, 20, 15, 120)))
    with pytest.raises(Unprintable, match="Tata letak surat kantor"):
        render_letter(office)


def test_letters_that_only_one_family_can_draw_are_asked_of_that_family() -> None:
    template = load_template("rekomendasi")
    assert msgspec.structs.asdict(template)["page"].font == "sans"
    facts = replace(sample_letter("rekomendasi"), place="Čeľuď")
    assert "Čeľuď" in all_text(render_letter(facts))
    assert "Čeľuď" in all_text(render_letter(replace(facts, style=LetterStyle(font="serif"))))
