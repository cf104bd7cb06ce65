"""Cards on paper: codes that another reader decodes, nothing outside, nothing under the codes, no hole."""

import io
from dataclasses import replace
from datetime import date

import pytest
from paper_cases import CARD_LAYOUTS, longest_card, shortest_card
from pdf_reading import all_text, codes_of, fonts_of, inked, read_pdf, text_sizes
from PIL import Image

from desktop.documents.card_layout import card_codes, load_layout
from desktop.documents.cards import Unprintable, blocked_cards, print_cards, render_cards
from desktop.documents.preview import page_images
from desktop.documents.sample import sample_cards


def photo(size=(600, 800), colour="#4a6b8a") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return out.getvalue()


def with_photos():
    return [replace(card, photo=photo()) for card in sample_cards()]


CASES = [sample_cards, with_photos, lambda: [longest_card()], lambda: [shortest_card()], lambda: with_photos() * 4]


def test_all_cards_are_there() -> None:
    assert card_codes() == CARD_LAYOUTS


def sheets(cards, layout):
    """(the cards of a sheet, is it the back) for each page of the PDF."""
    form = load_layout(layout)
    for start in range(0, len(cards), len(form.at)):
        part = cards[start : start + len(form.at)]
        yield from ((part, False), (part, True)) if form.back else ((part, False),)


@pytest.mark.parametrize("layout", CARD_LAYOUTS)
@pytest.mark.parametrize("make", CASES)
def test_codes_are_read_back(layout, make) -> None:
    cards, form = make(), load_layout(layout)
    pages = list(codes_of(render_cards(cards, layout)))
    assert len(pages) == len(list(sheets(cards, layout)))
    for found, (part, back) in zip(pages, sheets(cards, layout), strict=True):
        numbers = [] if back else [(kind, card.participant_number) for card in part for kind in ("Code128", "QRCode")]
        sealed = back if form.back else form.seal
        seals = [("QRCode", card.seal) for card in part if card.seal and sealed]
        assert found == sorted(numbers + seals)


@pytest.mark.parametrize("layout", CARD_LAYOUTS)
@pytest.mark.parametrize("make", CASES)
def test_nothing_near_the_edge_and_nothing_under_the_codes(layout, make) -> None:
    form, cards = load_layout(layout), make()
    pdf = render_cards(cards, layout)
    for width, height, (left, top, right, bottom) in inked(pdf):
        assert min(left, top, width - right, height - bottom) > 2.5
    for page, (_, back) in zip(read_pdf(pdf), sheets(cards, layout), strict=True):
        assert (page.width, page.height) == pytest.approx(form.sheet, abs=0.05)
        for x, y in form.at:
            for zone in _zones(form, x, y, cards[0].photo is None, back):
                assert not [piece for piece in page.pieces if _overlap(piece, zone)]


def _zones(form, x, y, plain, back):
    """Codes with their quiet zones, in mm on the sheet."""
    bars, square = form.code128, (form.qr_without_photo if plain and form.qr_without_photo else form.qr)
    squares = [form.back.seal] if back else [square, *([form.seal] if form.seal else [])]
    yield from ((x + one.x, y + one.y, x + one.x + one.size, y + one.y + one.size) for one in squares)
    if not back:
        quiet = 10 * bars.module
        left, right = x + bars.x - min(quiet, bars.x), x + bars.x + 123 * bars.module + quiet
        yield left, y + bars.y, right, y + bars.y + bars.height


def _overlap(piece, zone) -> bool:
    left, top, right, bottom = zone
    return piece.left < right and piece.right > left and piece.top < bottom and piece.bottom > top


@pytest.mark.parametrize("layout", CARD_LAYOUTS)
@pytest.mark.parametrize("make", CASES)
def test_every_word_stands_on_one_card(layout, make) -> None:
    form, cards = load_layout(layout), make()
    wide, high = form.card
    for page in read_pdf(render_cards(cards, layout)):
        for piece in page.pieces:
            homes = [
                (x, y)
                for x, y in form.at
                if x + 2.5 < piece.left and piece.right < x + wide - 2.5 and y + 2.5 < piece.top
                and piece.bottom < y + high - 2.5
            ]  # fmt: skip
            assert len(homes) == 1 or piece.text == "gunting di sini", piece


def test_ten_plastic_cards_share_a_sheet_with_marks_outside_the_cards() -> None:
    form = load_layout("cr80_a4")
    pdf = render_cards(with_photos() * 4, "cr80_a4")
    assert len(read_pdf(pdf)) == 4
    left, top = form.at[0]
    right, bottom = left + 2 * 85.6, top + 5 * 53.98
    for width, height, pixels in page_images(pdf, 200):
        picture = Image.frombytes("RGB", (width, height), pixels).convert("L")

        def dark(box, picture=picture):
            return min(picture.crop(tuple(round(edge * 200 / 25.4) for edge in box)).get_flattened_data()) < 128

        assert not dark((left - 1.8, top - 1.8, left - 0.2, bottom + 1.8)), "the marks keep off the cards"
        for x in (left, left + 85.6, right):
            assert dark((x - 0.3, top - 7, x + 0.3, top - 2)) and dark((x - 0.3, bottom + 2, x + 0.3, bottom + 7))
        for row in range(6):
            y = top + row * 53.98
            assert dark((left - 7, y - 0.3, left - 2, y + 0.3)) and dark((right + 2, y - 0.3, right + 7, y + 0.3))


def test_backs_meet_their_fronts_when_the_paper_turns_over_its_long_edge() -> None:
    front, back = read_pdf(render_cards(with_photos(), "cr80_a4"))
    form = load_layout("cr80_a4")
    for at, said in enumerate(("67890", "67906", "67914")):
        ahead, behind = (next(one for one in page.pieces if said in one.text) for page in (front, back))
        cell = form.at[at]
        assert cell[0] < ahead.left < cell[0] + 85.6 and cell[1] < ahead.top < cell[1] + 53.98
        assert cell[0] < 210 - behind.right < cell[0] + 85.6 and cell[1] < behind.top < cell[1] + 53.98


def test_the_back_tells_a_finder_where_the_card_belongs() -> None:
    card = sample_cards()[0]
    text = all_text(render_cards([card], "cr80"))
    assert f"mohon serahkan ke {card.office}, {card.contact}." in text
    long = replace(card, contact="Jalan " * 100)
    assert f"mohon serahkan ke {card.office}." in all_text(render_cards([long], "cr80"))


def test_without_a_seal_nothing_speaks_of_one() -> None:
    for layout in CARD_LAYOUTS:
        assert "egel" in all_text(render_cards(sample_cards(), layout))
        assert "egel" not in all_text(render_cards([shortest_card()], layout))


@pytest.mark.parametrize("layout", CARD_LAYOUTS)
@pytest.mark.parametrize("make", CASES)
def test_no_word_is_smaller_than_its_floor(layout, make) -> None:
    assert min(text_sizes(render_cards(make(), layout))) >= 5


SIX_LINES = "\n".join(
    ["Rumah Susun Sederhana Sewa Jatinegara Barat", *(f"Blok {at} Lantai {at} Unit {at}" for at in range(5))]
)


@pytest.mark.parametrize("layout", CARD_LAYOUTS)
def test_an_address_of_six_lines_flows_or_is_refused(layout) -> None:
    short = "\n".join(("Gg. 1", "No. 2", "RT 03", "RW 04", "Kel. A", "Kec. B"))
    said = all_text(render_cards([replace(shortest_card(), address=short)], layout))
    assert "Gg. 1 No. 2 RT 03 RW 04 Kel. A Kec. B" in said
    with pytest.raises(Unprintable, match="alamat terlalu panjang"):
        render_cards([replace(shortest_card(), address=SIX_LINES * 3)], layout)


def test_print_cards_leaves_out_who_cannot_be_printed() -> None:
    cards = [shortest_card(), replace(shortest_card(), name="W" * 120), replace(shortest_card(), name="Budi")]
    pdf, blocked = print_cards(cards, "cr80")
    assert [one.subject for one in blocked] == [1]
    assert pdf == render_cards([cards[0], cards[2]], "cr80")
    assert print_cards([cards[1]], "cr80")[0] == b""


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
    assert len(read_pdf(render_cards(sample_cards(), "cr80"))) == 6, "front and back of each"


def test_without_photo_the_sheet_says_what_to_paste_and_the_plastic_card_has_no_frame() -> None:
    assert "tempel pas foto" in all_text(render_cards([shortest_card()]))
    assert "tempel" not in all_text(render_cards([shortest_card()], "cr80"))


@pytest.mark.parametrize("layout", CARD_LAYOUTS)
def test_a_photo_for_printers_comes_out_in_its_colours(layout) -> None:
    out = io.BytesIO()
    Image.new("CMYK", (300, 400), (0, 255, 255, 0)).save(out, "JPEG")
    pdf = render_cards([replace(shortest_card(), photo=out.getvalue())], layout)
    width, height, pixels = next(iter(page_images(pdf, 72)))
    colours = Image.frombytes("RGB", (width, height), pixels).get_flattened_data()
    assert sum(1 for red, green, _ in colours if red > 200 and green < 80) > 500


def test_a_plain_photo_is_stored_as_it_is_and_once() -> None:
    data = photo()
    pdf = render_cards([replace(card, photo=data) for card in sample_cards()], "cr80_a4")
    assert pdf.count(data) == 1


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


SVG_BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><svg>&b;</svg>'
)
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
    ({"photo": SVG_BOMB}, "Foto ini bukan gambar"),
    ({"photo": photo()[:-400]}, "Foto rusak atau terpotong"),
    ({"photo": photo() + b"\0" * (41 * 1024 * 1024)}, "Foto terlalu besar"),
    ({"seal": "bukan segel"}, "segelnya tidak dapat dicetak"),
    ({"seal": "A" * 155}, "segelnya tidak dapat dicetak"),
    ({"office": "Panti " * 40}, "nama kantor terlalu panjang"),
    ({"contact": "Jalan 😀"}, "alamat kantor memuat huruf"),
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
