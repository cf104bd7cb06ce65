"""Letters on paper: margins, fonts, page breaks, repeated heads, signatures that never stand alone."""

from dataclasses import replace

import pytest
from letter_cases import LETTER_CODES
from pdf_reading import all_text, fonts_of, inked, read_pdf

from desktop.documents.errors import Unprintable
from desktop.documents.extremes import longest_letter, shortest_letter
from desktop.documents.letters import letter_problems, render_letter
from desktop.documents.sample import sample_letter, sample_rows
from desktop.documents.template import PAPERS, load_template
from desktop.sop.letters import Edges, LetterStyle

SLACK = 0.4  # mm: a pixel of the rendering


@pytest.mark.parametrize("make", [sample_letter, shortest_letter, longest_letter])
@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("code", LETTER_CODES)
def test_nothing_outside_the_margins(code, paper, make) -> None:
    edges = load_template(code).page.margins
    for width, height, (left, top, right, bottom) in inked(render_letter(make(code), paper=paper)):
        assert sorted((width, height)) == pytest.approx(sorted(PAPERS[paper]), abs=0.4)
        assert left >= edges.left - SLACK
        assert right <= width - edges.right + SLACK
        assert top >= edges.top - SLACK
        assert bottom <= height - edges.bottom + SLACK


@pytest.mark.parametrize("code", LETTER_CODES)
def test_every_font_is_embedded(code) -> None:
    fonts = fonts_of(render_letter(sample_letter(code)))
    assert fonts
    assert all(fonts.values())
    assert b"Helvetica" not in render_letter(sample_letter(code))


@pytest.mark.parametrize("code", LETTER_CODES)
def test_same_facts_same_bytes(code, monkeypatch) -> None:
    first = render_letter(sample_letter(code))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    assert render_letter(sample_letter(code)) == first


@pytest.mark.parametrize("code", LETTER_CODES)
def test_the_pdf_describes_itself(code) -> None:
    pdf = render_letter(sample_letter(code))
    assert b"/Lang (id-ID)" in pdf
    assert b"D:20261123000000" in pdf
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    told = document.get_metadata_dict()
    document.close()
    assert load_template(code).title in told["Title"]
    assert "PEMERINTAH PROVINSI" in told["Author"]


@pytest.mark.parametrize("code", [code for code in LETTER_CODES if code != "ba_rekonsiliasi"])
@pytest.mark.parametrize("count", [1, 2, 40, 120])
def test_every_name_is_on_paper_and_heads_repeat(code, count) -> None:
    facts = sample_letter(code)
    rows = tuple({**row, "nama": f"ORANG{at:04d}"} for at, row in enumerate(sample_rows(count)))
    pages = read_pdf(render_letter(replace(facts, rows=rows)))
    everything = " ".join(page.text for page in pages)
    assert all(everything.count(row["nama"]) == 1 for row in rows)
    for page in pages:
        if "ORANG" in page.text:
            assert "No." in page.text
            assert page.text.index("No.") < page.text.index("ORANG")


@pytest.mark.parametrize("count", range(1, 60))
def test_signature_never_alone_on_a_page(count) -> None:
    facts = replace(sample_letter("persetujuan"), rows=sample_rows(count))
    pages = read_pdf(render_letter(facts))
    signed = [page for page in pages if facts.signer.name in page.text]
    assert len(signed) == 2  # letter and annex
    assert "Demikian" in signed[0].text
    assert any(person["nama"].split()[0] in signed[1].text for person in sample_rows())


def test_a_row_higher_than_the_paper_is_split() -> None:
    rows = [dict(row) for row in sample_rows(2)]
    rows[0]["keterangan"] = "panjang " * 600
    pages = read_pdf(render_letter(replace(sample_letter("rekapitulasi"), rows=tuple(rows))))
    assert sum(page.text.count("panjang") for page in pages) == 600


def test_long_body_breaks_without_widows() -> None:
    facts = replace(sample_letter("rekomendasi"))
    for words in range(200, 420, 10):
        long = replace(facts, fields={**facts.fields, "keterangan": "kata " * words})
        for page in read_pdf(render_letter(long)):
            lines = sum(1 for piece in page.pieces if piece.text.startswith("kata"))
            assert lines != 1


def test_values_are_never_markup() -> None:
    facts = sample_letter("rekomendasi")
    odd = '"Panti" & <b>Tebal</b> **bintang** {jumlah} \\n %s'
    text = all_text(render_letter(replace(facts, fields={**facts.fields, "panti": odd})))
    assert odd in text


def test_korespondensi_in_order() -> None:
    text = all_text(render_letter(sample_letter("permohonan_rekomendasi")))
    order = [
        "DINAS SOSIAL",
        "Nomor",
        "Sifat",
        "Segera",
        "1 (satu) berkas",
        "Hal",
        "Yth.",
        "u.p. Kepala Bidang",
        "Berdasarkan",
    ]
    order += [
        "6 (enam) orang",
        "2 laki-laki dan 4 perempuan",
        "Demikian",
        "Yusuf Hidayat",
        "NIP",
        "Tembusan:",
        "LAMPIRAN",
    ]
    places = [text.index(word) for word in order]
    assert places == sorted(places)
    assert "Jakarta, 23 November 2026" in text


def test_bast_has_date_in_words_and_both_parties() -> None:
    text = all_text(render_letter(sample_letter("bast")))
    assert "Senin, tanggal Dua Puluh Tiga, bulan November, tahun Dua Ribu Dua Puluh Enam (23-11-2026)" in text
    for word in ("300.1/0217/OPS/XI/2026", "400.9.4.1/0117/PSBI-BD1/XI/2026", "PIHAK KESATU", "PIHAK KEDUA"):
        assert word in text


def test_bast_without_the_other_number_leaves_dots_to_write_on() -> None:
    text = all_text(render_letter(replace(sample_letter("bast"), counterpart_number="")))
    assert "Nomor PIHAK KEDUA : ...." in text


def test_draft_is_marked_on_every_page_and_needs_no_number() -> None:
    pages = read_pdf(render_letter(replace(sample_letter("rekomendasi"), number="", draft=True, rows=sample_rows(40))))
    assert len(pages) > 2
    for page in pages:
        assert "DRAF" in "".join(page.text.split())


@pytest.mark.parametrize("code", ["rekomendasi", "rekapitulasi"])
@pytest.mark.parametrize("first", [1, 3])
def test_the_first_pages_alone_look_as_in_the_whole_letter(code, first) -> None:
    facts = replace(sample_letter(code), rows=sample_rows(120))
    whole, some = read_pdf(render_letter(facts)), read_pdf(render_letter(facts, first=first))
    assert len(whole) > 4
    assert [page.text for page in some] == [page.text for page in whole[:first]]


def test_a_long_annex_does_not_push_the_signature_overleaf() -> None:
    facts = replace(sample_letter("rekomendasi"), rows=sample_rows(120))
    assert facts.signer.name in read_pdf(render_letter(facts, paper="a4"))[0].text


def test_annex_pages_are_numbered() -> None:
    pages = read_pdf(render_letter(replace(sample_letter("rekomendasi"), rows=sample_rows(120))))
    annex = pages[1:]
    for at, page in enumerate(annex, start=1):
        assert f"Lampiran, halaman {at} dari {len(annex)}" in page.text


def test_rekapitulasi_lies_on_its_side() -> None:
    page = read_pdf(render_letter(sample_letter("rekapitulasi")))[0]
    assert page.width > page.height


def test_copies_given_replace_those_of_the_template() -> None:
    text = all_text(render_letter(replace(sample_letter("persetujuan"), copies=("Arsip saja",))))
    assert "Arsip saja" in text
    assert "Kepala Dinas Sosial" not in text.split("Tembusan:")[1].split("LAMPIRAN")[0]


@pytest.mark.parametrize(
    ("code", "change", "said", "subject"),
    [
        ("rekomendasi", {"number": ""}, "belum bernomor", -1),
        ("rekomendasi", {"recipient": ()}, "belum punya tujuan", -1),
        ("rekomendasi", {"rows": ()}, "masih kosong", -1),
        ("rekomendasi", {"fields": {}}, "nama panti sosial tempat WBS dibina; nomor surat atau", -1),
        ("rekomendasi", {"fields": {**sample_letter("rekomendasi").fields, "jumlah": "5"}}, "memuat 6 nama", -1),
        ("bast", {"counterpart": None}, "Pihak kedua belum diisi", -1),
        (
            "persetujuan",
            {"rows": ({**sample_rows()[0]}, {**sample_rows()[1], "nik": " "})},
            "Kolom NIK pada baris 2",
            1,
        ),
        ("bast", {"rows": ({**sample_rows()[0], "nama": "عمر"},)}, "U+0639", 0),
        ("bast", {"rows": ({**sample_rows()[0], "lokasi": "Pasar 😀"},)}, "U+1F600", 0),
        ("bast", {"place": "Jakar\u202eta"}, "U+202E", -1),
        ("bast", {"letterhead": replace(sample_letter("bast").letterhead, lines=())}, "Kop surat", -1),
    ],
)
def test_a_letter_with_a_hole_is_refused(code, change, said, subject) -> None:
    with pytest.raises(Unprintable) as refused:
        render_letter(replace(sample_letter(code), **change))
    assert said in refused.value.sentence
    assert refused.value.sentence.endswith(".")
    assert refused.value.subject == subject


def test_a_part_higher_than_the_paper_is_refused() -> None:
    facts = sample_letter("bast")
    with pytest.raises(Unprintable, match="lebih tinggi dari kertasnya"):
        render_letter(replace(facts, letterhead=replace(facts.letterhead, lines=("KANTOR " * 2000,))))


def test_paragraphs_that_depend_on_a_field() -> None:
    facts = sample_letter("permohonan_rekomendasi")
    without = {name: text for name, text in facts.fields.items() if "rujukan" not in name}
    assert "menindaklanjuti Berita Acara" in all_text(render_letter(facts))
    text = all_text(render_letter(replace(facts, fields=without)))
    assert "menindaklanjuti" not in text
    assert "telah menerima Warga Binaan Sosial" in text
    assert "Catatan khusus" in all_text(
        render_letter(replace(facts, fields={**facts.fields, "keterangan": "Catatan khusus."}))
    )


@pytest.mark.parametrize("code", LETTER_CODES)
@pytest.mark.parametrize("make", [sample_letter, shortest_letter, longest_letter])
def test_a_good_letter_has_no_problem_even_before_its_number(code, make) -> None:
    assert letter_problems(replace(make(code), number="")) == ()


def test_every_row_that_blocks_is_named_before_a_number_is_taken() -> None:
    rows = [dict(row) for row in sample_rows(5)]
    rows[1]["nama"] = "Budi 😀"
    rows[3]["nik"] = ""
    problems = letter_problems(replace(sample_letter("persetujuan"), number="", rows=tuple(rows)))
    assert [problem.subject for problem in problems] == [1, 3]
    assert [problem.subject for problem in letter_problems(replace(sample_letter("persetujuan"), recipient=()))] == [-1]


def test_unknown_sex_does_not_hold_a_letter_up() -> None:
    rows = ({**sample_rows()[0], "jk": ""}, sample_rows()[1])
    facts = replace(sample_letter("bast"), rows=(*rows, {**sample_rows()[2]}))
    assert letter_problems(facts) == ()
    assert "3 (tiga) orang" in all_text(render_letter(facts))
    assert "1 laki-laki, 1 perempuan dan 1 belum diketahui jenis kelaminnya" in all_text(render_letter(facts))


def test_a_typewritten_bast_closes_on_its_first_page() -> None:
    style = LetterStyle(font="serif", font_size=12, margins=Edges(20, 20, 20, 30))
    facts = replace(sample_letter("bast"), style=style, check="0123456789abcdef")
    pages = read_pdf(render_letter(facts, paper="a4"))
    assert len(pages) == 2
    assert facts.signer.nip in pages[0].text
    assert "Verifikasi internal" in pages[0].text
