"""Our own symbols against other programs: segno for every module, ReportLab for every bar, zxing-cpp for the text."""

import random

import pytest
import segno
import zxingcpp
from PIL import Image
from reportlab.graphics.barcode.code128 import Code128

from desktop.documents import codes
from desktop.documents.qr_symbol import NUMBER, SEAL, symbol, writable

LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
CHANCE = random.Random(7)
NUMBERS = ["0001234567890", "0000000000001", "9999999999998", *(f"{CHANCE.randrange(10**13):013d}" for _ in range(60))]


def drawn(size, text) -> list[list[int]]:
    maker = symbol(size)
    rows, stride = maker.rows(text), maker.stride
    return [
        [rows[row * stride + at // 8] >> (7 - at % 8) & 1 for at in range(maker.modules)]
        for row in range(maker.modules)
    ]


def read(modules) -> list[str]:
    side = len(modules) + 8
    picture = Image.new("L", (side, side), 255)
    for row, line in enumerate(modules):
        for at, dark in enumerate(line):
            picture.putpixel((at + 4, row + 4), 0 if dark else 255)
    big = picture.resize((side * 4, side * 4), Image.Resampling.NEAREST)
    return [code.text for code in zxingcpp.read_barcodes(big)]


def plain(pattern: codes.Pattern) -> list[tuple[int, ...]]:
    numbers = [int(word) for word in pattern.path.split() if word != b"re"]
    return [tuple(numbers[at : at + 4]) for at in range(0, len(numbers), 4)]


@pytest.mark.parametrize("digits", NUMBERS)
def test_the_number_is_the_same_symbol_as_segnos(digits) -> None:
    theirs = segno.make_qr(digits, version=1, error="h", mask=4, boost_error=False).matrix
    assert drawn(NUMBER, digits) == [list(row) for row in theirs]


@pytest.mark.parametrize("length", range(1, 155))
def test_every_length_of_a_seal_is_read(length) -> None:
    text = "A" + "".join(CHANCE.choice(LETTERS) for _ in range(length - 1))
    ours = drawn(SEAL, text)
    assert read(ours) == [text]
    # segno pads one codeword more where the text ends with a codeword; both are read alike.
    if (4 + 9 + 11 * (length // 2) + 6 * (length % 2) + 4) % 8:
        theirs = segno.make_qr(text, version=6, error="m", mask=4, boost_error=False, mode="alphanumeric").matrix
        assert ours == [list(row) for row in theirs]


def test_what_is_no_seal_is_refused_before_it_is_drawn() -> None:
    assert writable("A" * 154) and writable("PADAN1:0$*+-.")
    assert not any(map(writable, ("", "A" * 155, "kecil", "É")))
    with pytest.raises(KeyError):
        codes.seal_qr("kecil", 0, 0, 10)
    with pytest.raises(OverflowError):
        codes.seal_qr("A" * 155, 0, 0, 10)


def test_the_path_draws_exactly_the_modules() -> None:
    text = "PADAN1:" + "X9Z" * 40
    modules = drawn(SEAL, text)
    side = len(modules)
    dark = {(x + step, side - 1 - y) for x, y, wide, _ in plain(codes.seal_qr(text, 0, 0, 1)) for step in range(wide)}
    assert dark == {(at, row) for row, line in enumerate(modules) for at, one in enumerate(line) if one}


def test_quiet_zone_lies_inside_the_square() -> None:
    pattern = codes.number_qr("0001234567890", 10, 20, 29)
    assert (pattern.x, pattern.y, pattern.across) == pytest.approx((14, 24, 1))


@pytest.mark.parametrize("digits", NUMBERS)
def test_code_128_has_the_check_and_the_length_of_reportlabs(digits) -> None:
    theirs = Code128(digits, quiet=0)
    theirs.validate()
    theirs.encode()
    bars = plain(codes.code128(digits, 0, 0, 1, 1))
    assert (
        max(start + wide for start, _, wide, _ in bars)
        == codes.CODE128_MODULES
        == len(theirs.decompose()) + sum(ord(letter.upper()) - ord("A") for letter in theirs.decompose())
    )
    picture = Image.new("L", (codes.CODE128_MODULES * 3 + 60, 60), 255)
    for start, _, wide, _ in bars:
        picture.paste(0, (30 + start * 3, 5, 30 + (start + wide) * 3, 55))
    assert [(code.text, code.format.name) for code in zxingcpp.read_barcodes(picture)] == [(digits, "Code128")]


def test_any_text_for_papers_made_one_at_a_time() -> None:
    boxes = codes.text_qr("PADAN:0123456789abcdef", 0, 0, 100).boxes
    picture = Image.new("L", (600, 600), 255)
    for x, y, wide, high in boxes:
        picture.paste(0, (round(x * 6), round(600 - (y + high) * 6), round((x + wide) * 6), round(600 - y * 6)))
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == ["PADAN:0123456789abcdef"]
