"""Cards on paper: codes that another reader decodes, nothing outside, nothing under the codes, no hole."""

import io
from dataclasses import replace
from datetime import date

import pytest
from paper_cases import CARD_LAYOUTS, longest_card, shortest_card
from pdf_reading import all_text, codes_of, fonts_of, inked, read_pdf
from PIL import Image

from desktop.documents.card_layout import card_codes, load_layout
from desktop.documents.cards import Unprintable, blocked_cards, render_cards
from desktop.documents.errors import TemplateError
from desktop.documents.sample import sample_cards


def photo(size=(600, 800), colour="#4a6b8a") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return out.getvalue()


def with_photos():
    return [replace(card, photo=photo()) for card in sample_cards()]


CASES = [sample_cards, with_photos, lambda: [longest_card()], lambda: [shortest_card()]]


def test_both_cards_are_there() -> None:
    assert card_codes() == CARD_LAYOUTS


@pytest.mark.parametrize("layout", CARD_LAYOUTS)
@pytest.mark.parametrize("make", CASES)
def test_codes_are_read_back(layout, make) -> None:
    cards = make()
    per_page = len(load_layout(layout).at)
    for at, found in enumerate(codes_of(render_cards(cards, layout))):
        numbers = [card.participant_number for card in cards[at * per_page : (at + 1) * per_page]]
        expected = [(kind, number) for number in numbers for kind in ("Code128", "QRCode")]
        assert found == sorted(expected)


@pytest.mark.parametrize("layout", CARD_LAYOUTS)
@pytest.mark.parametrize("make", CASES)
def test_nothing_near_the_edge_and_nothing_under_the_codes(layout, make) -> None:
    form = load_layout(layout)
    pdf = render_cards(make(), layout)
    for width, height, (left, top, right, bottom) in inked(pdf):
        assert min(left, top, width - right, height - bottom) > 2.5
    for page in read_pdf(pdf):
        assert (page.width, page.height) == pytest.approx(form.sheet, abs=0.05)
        for x, y in form.at:
            for zone in _zones(form, x, y, make()[0].photo is None):
                assert not [piece for piece in page.pieces if _overlap(piece, zone)]


def _zones(form, x, y, plain):
    """Codes with their quiet zones, in mm on the sheet."""
    bars, square = form.code128, (form.qr_without_photo if plain and form.qr_without_photo else form.qr)
    quiet = 10 * bars.module
    yield x + bars.x - min(quiet, bars.x), y + bars.y, x + bars.x + 123 * bars.module + quiet, y + bars.y + bars.height
    yield x + square.x, y + square.y, x + square.x + square.size, y + square.y + square.size


def _overlap(piece, zone) -> bool:
    left, top, right, bottom = zone
    return piece.left < right and piece.right > left and piece.top < bottom and piece.bottom > top


@pytest.mark.parametrize("layout", CARD_LAYOUTS)
def test_fonts_embedded_and_same_bytes_twice(layout) -> None:
    pdf = render_cards(with_photos(), layout)
    assert pdf == render_cards(with_photos(), layout)
    assert all(fonts_of(pdf).values())
    assert b"Helvetica" not in pdf
    assert b"/Lang (id-ID)" in pdf


def test_what_a_card_says() -> None:
    for layout in CARD_LAYOUTS:
        text = all_text(render_cards(sample_cards(), layout))
        for word in (
            "BUKTI NOMOR PESERTA JKN-KIS",
            "Lembar E-ID · Panti Sosial Bina Insan Bangun Daya 1",
            "0001 2345 67890",
            "DEWI LESTARI",
            "3275 0154 0298 9907",
            "Bekasi, 14 Februari 1998",
            "± 1979 (perkiraan)",
            "Puskesmas Cakung",
            "Cetakan ke-2",
        ):
            assert word in text
        places = [text.index(word) for word in ("DEWI", "3275", "Bekasi,", "Jl. Raya", "Puskesmas")]
        assert places == sorted(places)


def test_two_e_ids_share_a_sheet_with_a_cut_line() -> None:
    pages = read_pdf(render_cards(sample_cards()))
    assert len(pages) == 2
    label = next(piece for piece in pages[0].pieces if "gunting di sini" in piece.text)
    assert (label.top + label.bottom) / 2 == pytest.approx(148.5, abs=0.6)
    assert len(read_pdf(render_cards(sample_cards(), "cr80"))) == 3


def test_without_photo_the_sheet_says_what_to_paste_and_the_plastic_card_has_no_frame() -> None:
    assert "tempel pas foto" in all_text(render_cards([shortest_card()]))
    assert "tempel" not in all_text(render_cards([shortest_card()], "cr80"))


def test_photo_is_on_the_card() -> None:
    import pypdfium2

    for layout in CARD_LAYOUTS:
        document = pypdfium2.PdfDocument(render_cards([replace(shortest_card(), photo=photo(colour="red"))], layout))
        picture = document[0].render(scale=4).to_pil().convert("RGB")
        document.close()
        assert sum(1 for red, green, _ in picture.get_flattened_data() if red > 200 and green < 60) > 2000


def test_long_name_shrinks_then_breaks() -> None:
    name = "SITI NURHALIZA KUSUMOWARDHANI ANI"
    sizes = {}
    for shown in ("SITI", name, f"{name} BINTI ABDURRAHMAN"):
        page = read_pdf(render_cards([replace(shortest_card(), name=shown)], "cr80"))[0]
        pieces = [piece for piece in page.pieces if piece.text and piece.text in shown and len(piece.text) > 2]
        sizes[shown] = (len(pieces), max(piece.bottom - piece.top for piece in pieces))
    assert [count for count, _ in sizes.values()] == [1, 1, 2]
    assert sizes[name][1] < sizes["SITI"][1]


BAD = [
    ({"name": "W" * 120}, "nama terlalu panjang"),
    ({"name": "Panjang " * 30}, "nama terlalu panjang"),
    ({"address": "Jalan Panjang Sekali Nomor Satu " * 12}, "alamat terlalu panjang"),
    ({"name": "عمر"}, "U+0639"),
    ({"name": "Budi 😀"}, "U+1F600"),
    ({"address": "Jalan\u202e Melati"}, "U+202E"),
    ({"name": "  "}, "nama belum diisi"),
    ({"facility": ""}, "faskes belum diisi"),
    ({"address": ""}, "alamat belum diisi"),
    ({"birth_date": None}, "tanggal lahir belum ada"),
    ({"nik": ""}, "NIK belum ada"),
    ({"nik": "0" * 16}, "NIK belum ada"),
    ({"nik": "9" * 16}, "NIK belum ada"),
    ({"nik": "1234567890123456"}, "NIK belum ada"),
    ({"nik": "３１７５０１６２０１７９９９０１"}, "NIK belum ada"),
    ({"participant_number": "123"}, "nomor peserta belum ada"),
    ({"participant_number": "000123456789X"}, "nomor peserta belum ada"),
    ({"participant_number": "0" * 13}, "nomor peserta belum ada"),
    ({"photo": b"<svg/>"}, "Foto ini bukan gambar"),
    ({"copy": 0}, "urutan cetakan"),
]


@pytest.mark.parametrize("layout", CARD_LAYOUTS)
@pytest.mark.parametrize(("change", "said"), BAD)
def test_a_card_with_a_hole_is_refused_by_its_index(layout, change, said) -> None:
    cards = [shortest_card(), replace(shortest_card(), **change), shortest_card()]
    with pytest.raises(Unprintable) as refused:
        render_cards(cards, layout)
    assert refused.value.subject == 1
    assert said in refused.value.sentence
    assert refused.value.sentence.startswith("Kartu ke-2: ")
    assert not any(card.nik and card.nik in refused.value.sentence for card in cards)
    assert [problem.subject for problem in blocked_cards(cards, layout)] == [1]


def test_quotes_and_markup_are_just_letters() -> None:
    text = all_text(
        render_cards([replace(shortest_card(), name='D\'Arc & "Ani" <b>', address="Gang <i>Buntu</i> & Co.")])
    )
    assert 'D\'ARC & "ANI" <B>' in text
    assert "Gang <i>Buntu</i> & Co." in text


def test_latin_names_with_accents_are_printed() -> None:
    text = all_text(
        render_cards([replace(shortest_card(), name="José Nuñez-Çelik Łukasz", birth_date=date(1960, 1, 1))])
    )
    assert "JOSÉ NUÑEZ-ÇELIK ŁUKASZ" in text
    decomposed = "Jose\u0301"
    assert "JOSÉ" in all_text(render_cards([replace(shortest_card(), name=decomposed)]))


def test_no_cards_is_a_sentence() -> None:
    with pytest.raises(Unprintable, match="Belum ada kartu"):
        render_cards([])


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("[photo]\nx = 64.6", "[photo]\nx = 80", "photo"),
        ("module = 0.33867", "module = 0.1", "code128.module"),
        ('value = "nik"', 'value = "agama"', "fields.items[1].value"),
        ('code = "cr80"', 'code = "lain"', "code"),
        ("at = [[0, 0]]", "at = [[9, 0]]", "at"),
    ],
)
def test_broken_layout_names_file_key_and_remedy(tmp_path, old, new, key) -> None:
    from desktop.documents.card_layout import CARDS

    text = (CARDS / "cr80" / "card.toml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "cr80").mkdir()
    (tmp_path / "cr80" / "card.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(TemplateError) as refused:
        load_layout("cr80", tmp_path)
    assert refused.value.key == key
    assert "card.toml" in refused.value.sentence
    with pytest.raises(TemplateError, match="eid_a4"):
        load_layout("tidak_ada")
