"""A letter.toml that is wrong says which file, which key, which line and what to do."""

import shutil
from pathlib import Path

import pytest
from letter_cases import LETTER_CODES
from pdf_reading import all_text

from desktop.documents.errors import TemplateError
from desktop.documents.fields import SUPPLIED
from desktop.documents.letters import render_letter
from desktop.documents.sample import sample_letter
from desktop.documents.template import LETTERS, letter_codes, load_template, parse_template
from desktop.sop.letters import shipped_template

EXPECTED = {
    "ba_rekonsiliasi",
    "bast",
    "laporan_mutasi",
    "permohonan_persetujuan",
    "permohonan_rekomendasi",
    "persetujuan",
    "rekapitulasi",
    "rekomendasi",
}


def test_all_letters_of_the_procedure_are_there() -> None:
    assert set(letter_codes()) == EXPECTED


@pytest.mark.parametrize("code", LETTER_CODES)
def test_required_fields_are_those_the_letter_cannot_do_without(code) -> None:
    template = load_template(code)
    assert set(template.required_fields) <= set(SUPPLIED)
    facts = sample_letter(code)
    from dataclasses import replace

    from desktop.documents.errors import Unprintable

    render_letter(replace(facts, fields=dict.fromkeys(template.required_fields, "X")))
    for name in template.required_fields:
        rest = {key: text for key, text in facts.fields.items() if key != name}
        with pytest.raises(Unprintable, match="belum diisi"):
            render_letter(replace(facts, fields=rest))


@pytest.fixture
def broken(tmp_path: Path):
    """A copy of a letter with one piece of its text replaced."""

    def make(code: str, old: str, new: str) -> Path:
        shutil.copytree(LETTERS / code, tmp_path / code)
        file = tmp_path / code / "letter.toml"
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        return tmp_path

    return make


BROKEN = [
    ("{nomor_rujukan}", "{nomor_rujukn}", "paragraphs[0].text", "{nomor_rujukan}"),
    ("{panti}", "{lurah}", "copies[1]", "kantor_asal"),
    ("{panti} Nomor", "{panti Nomor", "paragraphs[0].text", "kurung kurawal"),
    ("**merekomendasikan**", "**merekomendasikan", "paragraphs[3].text", "**"),
    ('paper = "f4"', 'paper = "a3"', "page.paper", "pilihan"),
    ('paper = "f4"', "", "page.paper", "Tambahkan"),
    ("font_size = 11.5", 'font_size = "besar"', "page.font_size", "bilangan"),
    ("font_size = 11.5", "font_size = 40", "page.font_size", "11 atau 12"),
    ('shape = "korespondensi"', 'shape = "bebas"', "shape", "pilihan"),
    ('urgency = "Segera"', 'sifat = "Segera"', "head.sifat", "ejaan"),
    ('key = "nama"', 'key = "no"', "table.columns", "berbeda"),
    ("width = 38", "width = 380", "table.columns[1].width", "Perbaiki"),
    ('code = "rekomendasi"', 'code = "lain"', "code", "Samakan"),
    ("left = 25", "left = 120", "page.margins", "Kecilkan"),
    ("left = 25", "left = 1", "page.margins", "15 mm"),
    ('kind = "item"', 'kind = "table"', "paragraphs[1].kind", "placement"),
    ('kind = "item"', 'kind = "party"', "paragraphs[1].party", "party = 1"),
    ('when = "keterangan"', 'when = "catatan"', "paragraphs[4].when", "keterangan"),
    ('title = "Surat', "title = Surat", "", "tanda kutip"),
    ("[head]", "[head", "", "kurung"),
    ('issuer_kind = "dinsos"\n', "", "issuer_kind", "Tambahkan"),
]


@pytest.mark.parametrize(("old", "new", "key", "remedy"), BROKEN)
def test_broken_template_names_file_key_and_remedy(broken, old, new, key, remedy) -> None:
    folder = broken("rekomendasi", old, new)
    with pytest.raises(TemplateError) as refused:
        load_template("rekomendasi", folder)
    problem = refused.value
    assert problem.file == str(folder / "rekomendasi" / "letter.toml")
    assert problem.key == key
    assert remedy in problem.sentence
    assert problem.file in problem.sentence
    assert problem.sentence.endswith(".")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{nomor_rujukan}", "{nomor_rujukn}"),
        ("width = 38", 'width = "lebar"'),
        ("font_size = 11.5", "font_size = 40"),
        ('title = "Surat', "title = Surat"),
        ('urgency = "Segera"', 'sifat = "Segera"'),
    ],
)
def test_the_line_is_the_one_with_the_mistake(broken, old, new) -> None:
    folder = broken("rekomendasi", old, new)
    lines = (folder / "rekomendasi" / "letter.toml").read_text(encoding="utf-8").splitlines()
    with pytest.raises(TemplateError) as refused:
        load_template("rekomendasi", folder)
    assert new in lines[refused.value.line - 1]


def test_a_date_in_words_and_a_year_may_stand_in_any_text() -> None:
    said = "Dibuat tanggal {tanggal_terbilang} ({tanggal}), tahun anggaran {tahun}."
    text = shipped_template("persetujuan").replace('"Demikian persetujuan', f'"{said} Demikian persetujuan')
    words = all_text(render_letter(sample_letter("persetujuan"), parse_template(text, "persetujuan")))
    assert "tanggal dua puluh tiga November dua ribu dua puluh enam (23 November 2026), tahun anggaran 2026." in words


def test_a_letter_that_does_not_exist_names_those_that_do() -> None:
    for code in ("tidak_ada", "../bast", ""):
        with pytest.raises(TemplateError, match="permohonan_rekomendasi"):
            load_template(code)


def test_a_file_that_is_no_text(tmp_path) -> None:
    (tmp_path / "bast").mkdir()
    (tmp_path / "bast" / "letter.toml").write_bytes(b"\xff\xfe\x00c")
    with pytest.raises(TemplateError, match="UTF-8"):
        load_template("bast", tmp_path)


def test_a_template_text_the_font_cannot_draw(broken) -> None:
    folder = broken("rekomendasi", "Dinas Sosial telah", "السلام Dinas Sosial telah")
    template = load_template("rekomendasi", folder)
    with pytest.raises(TemplateError) as refused:
        render_letter(sample_letter("rekomendasi"), template)
    assert refused.value.key == "paragraphs[1].text"


def test_reading_templates_does_not_load_reportlab() -> None:
    import subprocess
    import sys

    code = (
        "import sys; from desktop.documents.template import load_template, letter_codes\n"
        "[load_template(code).required_fields for code in letter_codes()]\n"
        "import desktop.documents.letters, desktop.documents.cards, desktop.documents.sample, desktop.documents.preview\n"
        "heavy = {'reportlab', 'PIL', 'segno', 'pypdfium2'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
