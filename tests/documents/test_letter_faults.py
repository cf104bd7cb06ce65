"""What may go wrong with a letter is said in a sentence, or is on paper without harm."""

import gzip
import io
import json
from dataclasses import replace

import pytest
from letter_cases import LETTER_CODES
from letter_reading import letter_edges
from pdf_reading import all_text, read_pdf
from PIL import Image

from desktop.documents.errors import BadPicture, PaperError, TemplateError, Unprintable
from desktop.documents.extremes import sample_emblem, shortest_letter
from desktop.documents.facts import LetterFacts, Letterhead, Signer, letter_facts_from_json, letter_facts_to_json
from desktop.documents.letters import letter_problems, render_letter
from desktop.documents.sample import sample_letter, sample_rows
from desktop.documents.template import load_template, parse_template
from desktop.sop.letters import shipped_template

BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "lol">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + at, b"&%c;" % (97 + at) * 10) for at in range(9))
    + b']><svg xmlns="http://www.w3.org/2000/svg"><text>&j;</text></svg>'
)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><circle r="40"/></svg>'


def picture(mode: str, kind: str, colour: object = 90, size: tuple[int, int] = (200, 240)) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, kind)
    return out.getvalue()


def under(emblem: bytes, code: str = "rekomendasi") -> LetterFacts:
    facts = sample_letter(code)
    return replace(facts, letterhead=replace(facts.letterhead, emblem=emblem))


@pytest.mark.parametrize(
    ("emblem", "said"),
    [
        (SVG, "bukan gambar yang dikenal"),
        (BOMB, "bukan gambar yang dikenal"),
        (gzip.compress(BOMB), "bukan gambar yang dikenal"),
        (b"", "kosong"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "Lambang"),
        (sample_emblem()[:900], "rusak atau terpotong"),
        (bytes(41 * 1024 * 1024), "terlalu besar (41 MB"),
        (picture("L", "PNG", size=(20, 20)), "terlalu kecil"),
        (picture("1", "PNG", 1, size=(20000, 20000)), "terlalu banyak titiknya"),
        (b"%PDF-1.7\n", "bukan gambar yang dikenal"),
    ],
    ids=["svg", "bomb", "zipped bomb", "empty", "head only", "cut", "41 MB", "tiny", "400 million dots", "pdf"],
)
def test_an_emblem_that_is_none_is_refused_in_a_sentence(emblem, said) -> None:
    with pytest.raises(BadPicture) as refused:
        render_letter(under(emblem))
    assert said in refused.value.sentence
    assert refused.value.sentence.endswith(".")
    assert isinstance(refused.value, PaperError)


@pytest.mark.parametrize(
    "emblem",
    [
        picture("CMYK", "JPEG", (10, 200, 90, 30)),
        picture("RGBA", "PNG", (200, 30, 30, 90)),
        picture("P", "PNG"),
        picture("I;16", "PNG", 9000),
        picture("RGB", "WEBP", (30, 90, 200)),
        picture("RGB", "JPEG", (30, 90, 200), size=(2400, 60)),
    ],
    ids=["cmyk", "transparent", "palette", "sixteen bits", "webp", "very wide"],
)
def test_any_real_picture_becomes_an_emblem_in_screen_colours(emblem) -> None:
    pdf = render_letter(under(emblem))
    assert b"/DeviceRGB" in pdf
    assert b"CMYK" not in pdf
    assert b"/SMask" not in pdf
    assert "DINAS SOSIAL" in all_text(pdf)


def test_a_frozen_letter_whose_emblem_is_gone_says_so() -> None:
    plain = json.loads(letter_facts_to_json(sample_letter("bast")))
    plain["letterhead"]["emblem"] = "0" * 64
    with pytest.raises(Unprintable, match="Lambang pada kop surat ini tidak ditemukan"):
        letter_facts_from_json(json.dumps(plain), {"1" * 64: sample_emblem()})
    assert letter_facts_from_json(json.dumps(plain), {"0" * 64: sample_emblem()}).letterhead.emblem == sample_emblem()


def test_an_unknown_field_is_named_with_its_place() -> None:
    text = shipped_template("rekomendasi").replace("{panti} Nomor", "{pantai} Nomor", 1)
    with pytest.raises(TemplateError) as refused:
        parse_template(text, "rekomendasi", "templat kantor: rekomendasi")
    problem = refused.value
    line = next(at for at, said in enumerate(text.splitlines(), start=1) if "{pantai}" in said)
    assert (problem.file, problem.key, problem.line) == ("templat kantor: rekomendasi", "paragraphs[0].text", line)
    assert "isian {pantai} tidak dikenal" in problem.sentence
    assert "Mungkin maksudnya {panti}" in problem.sentence


def test_a_template_the_font_cannot_draw_keeps_a_letter_from_its_number() -> None:
    text = shipped_template("rekomendasi").replace("Dinas Sosial telah", "السلام Dinas Sosial telah")
    (problem,) = letter_problems(sample_letter("rekomendasi"), parse_template(text, "rekomendasi"))
    assert "kunci paragraphs[1].text" in problem.sentence
    assert "U+0627" in problem.sentence


@pytest.mark.parametrize("code", [code for code in LETTER_CODES if load_template(code).shape == "korespondensi"])
def test_a_letter_to_nobody_is_refused(code) -> None:
    for recipient in ((), ("", "  "), ("\u00a0",)):
        with pytest.raises(Unprintable, match="belum punya tujuan"):
            render_letter(replace(sample_letter(code), recipient=recipient))


@pytest.mark.parametrize("code", LETTER_CODES)
def test_a_word_of_120_letters_is_broken_inside_the_margins(code) -> None:
    long = "Wijayakusuma" * 10
    facts = sample_letter(code)
    named = {"nama": long, "keterangan": long, "lokasi": long, "temuan": long, "keputusan": long}
    people = tuple({**row, **named} for row in sample_rows(3))
    signer = Signer(long, long, long, "1" * 18, f"a.n. {long}")
    facts = replace(
        facts,
        rows=people,
        signer=signer,
        counterpart=signer if facts.counterpart else None,
        recipient=(long,) if facts.recipient else (),
        copies=(long,),
        place=long,
        fields={**facts.fields, "panti": long, "kantor_asal": long, "keterangan": long},
        letterhead=Letterhead((long.upper(), long, long), sample_emblem()),
    )
    pdf = render_letter(facts)
    edges = load_template(code).page.margins
    for width, height, (left, top, right, bottom) in letter_edges(pdf):
        assert left >= edges.left - 0.4
        assert right <= width - edges.right + 0.4
        assert top >= edges.top - 0.4
        assert bottom <= height - edges.bottom + 0.4
    letters = "".join("".join(page.text.split()) for page in read_pdf(pdf))
    assert letters.count("Wijayakusuma") > 30


@pytest.mark.parametrize("paper", ["a4", "f4", "folio"])
def test_six_lines_of_address_stand_above_the_text(paper) -> None:
    lines = ("Kepala Dinas Contoh", *(f"Baris alamat nomor {at}" for at in range(2, 6)), "di Jakarta")
    page = read_pdf(render_letter(replace(sample_letter("persetujuan"), recipient=lines), paper=paper))[0]
    placed = [next(piece for piece in page.pieces if piece.text.endswith(line)) for line in lines]
    tops = [piece.top for piece in placed]
    assert tops == sorted(tops)
    assert len({round(top, 1) for top in tops}) == 6
    text = next(piece for piece in page.pieces if piece.text.startswith("Menindaklanjuti"))
    assert text.top > placed[-1].bottom


def test_a_long_head_without_emblem_is_centred_line_by_line() -> None:
    lines = ("PEMERINTAH KABUPATEN CONTOH", "DINAS SOSIAL", *(f"Baris {at} dari kop surat" for at in range(8)))
    page = read_pdf(render_letter(replace(shortest_letter("persetujuan"), letterhead=Letterhead(lines))))[0]
    for line in lines:
        piece = next(piece for piece in page.pieces if piece.text == line)
        middle = (25 + page.width - 20) / 2
        assert (piece.left + piece.right) / 2 == pytest.approx(middle, abs=0.5)


def test_a_signature_overleaf_is_saved_by_tighter_lines_where_that_is_enough() -> None:
    facts = sample_letter("rekomendasi")
    assert len(read_pdf(render_letter(facts, paper="a4"))) == 2  # the letter and its annex
    longer = replace(facts, fields={**facts.fields, "keterangan": "kata " * 200})
    loose, usual = read_pdf(render_letter(longer, paper="a4"))[0], read_pdf(render_letter(facts, paper="f4"))[0]

    def leading(page) -> float:
        first, second = (next(p for p in page.pieces if p.text.startswith(word)) for word in ("Nomor", "Sifat"))
        return second.top - first.top

    # Where tighter lines do not save a page the letter keeps its usual ones.
    assert leading(loose) == pytest.approx(leading(usual), abs=0.1)
    assert leading(read_pdf(render_letter(facts, paper="a4"))[0]) < leading(usual) - 0.2
