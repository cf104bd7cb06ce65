"""Photos as they come from cameras, scanners and telephones; and things that are no photos."""

import io
import struct
import zlib

import pytest
from PIL import Image

from desktop.documents import pictures
from desktop.documents.errors import BadPicture
from desktop.documents.pictures import is_plain_photo, jpeg_size, normalise_emblem, normalise_photo


def saved(image: Image.Image, kind: str, **options) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def halves(size=(400, 200)) -> Image.Image:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, *size))
    return image


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "BMP"])
def test_every_kind_becomes_a_small_rgb_jpeg(kind) -> None:
    image = opened(normalise_photo(saved(halves((2400, 1200)), kind)))
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (900, 450))
    red, _, blue = image.getpixel((50, 50))
    assert red > 200
    assert blue < 60


def test_a_small_photo_is_not_blown_up() -> None:
    assert opened(normalise_photo(saved(halves((120, 80)), "PNG"))).size == (120, 80)
    assert opened(normalise_photo(saved(halves(), "PNG"), longest=100)).size == (100, 50)


@pytest.mark.parametrize(
    ("orientation", "size", "corner"), [(1, (400, 200), "red"), (3, (400, 200), "blue"), (6, (200, 400), "red")]
)
def test_turned_as_the_camera_says(orientation, size, corner) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    image = opened(normalise_photo(saved(halves(), "JPEG", exif=exif)))
    assert image.size == size
    red, _, blue = image.getpixel((20, 20))
    assert (red > blue) == (corner == "red")
    assert "exif" not in image.info


def test_cmyk_comes_out_in_its_colours() -> None:
    red, green, blue = opened(normalise_photo(saved(halves().convert("CMYK"), "JPEG"))).getpixel((20, 20))
    assert red > 200
    assert max(green, blue) < 80


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_colour_mode_becomes_rgb(mode) -> None:
    image = (
        Image.new("L", (100, 100), 128).convert(mode) if mode != "I;16" else Image.new("I;16", (100, 100), 128 * 256)
    )
    found = opened(normalise_photo(saved(image, "PNG")))
    assert found.mode == "RGB"
    if mode != "1":
        assert abs(found.getpixel((50, 50))[0] - 128) < 8


def test_transparent_parts_are_white() -> None:
    image = Image.new("RGBA", (100, 100), (0, 0, 0, 0))
    assert min(opened(normalise_photo(saved(image, "PNG"))).getpixel((50, 50))) > 250
    palette = Image.new("P", (100, 100), 0)
    assert min(opened(normalise_photo(saved(palette, "PNG", transparency=0))).getpixel((50, 50))) > 250


def test_same_photo_same_bytes_and_known_again() -> None:
    data = saved(halves(), "PNG")
    assert normalise_photo(data) == normalise_photo(data)
    assert is_plain_photo(normalise_photo(data))
    assert not is_plain_photo(data)
    assert not is_plain_photo(saved(halves().convert("CMYK"), "JPEG"))
    assert not is_plain_photo(b"\xff\xd8 x \xff\xd9")


def test_size_is_told_by_the_head_alone() -> None:
    plain = normalise_photo(saved(halves((300, 400)), "JPEG", progressive=True))
    assert jpeg_size(plain) == (300, 400)
    assert jpeg_size(saved(halves(), "JPEG", progressive=True)) == (400, 200)
    exif = Image.Exif()
    exif[0x0112] = 6
    assert not is_plain_photo(saved(halves(), "JPEG", exif=exif)), "it lies on its side"
    for wrong in (
        b"",
        b"\xff\xd8\xff\xd9",
        plain[:-2],
        saved(halves().convert("CMYK"), "JPEG"),
        plain[:300] + plain[-2:],
    ):
        with pytest.raises(BadPicture, match="rusak"):
            jpeg_size(wrong)


def png_bomb(width: int, height: int) -> bytes:
    """A PNG that promises a huge picture in a few bytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


JPEG = saved(halves(), "JPEG")
_TEN = "".join(f'<!ENTITY l{at} "{f"&l{at - 1};" * 10}">' for at in range(1, 10))
SVG_BOMB = f'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY l0 "ha">{_TEN}]><svg><text>&l9;</text></svg>'.encode()
NOT_PHOTOS = [
    (b"", "kosong"),
    (b"bukan foto", "bukan gambar"),
    (b'<svg xmlns="http://www.w3.org/2000/svg"><text>&a;</text></svg>', "bukan gambar"),
    (SVG_BOMB, "bukan gambar"),
    (b"%PDF-1.4 x", "bukan gambar"),
    (b"PK\x03\x04" + b"\0" * 200, "bukan gambar"),
    (saved(halves(), "GIF"), "bukan gambar"),
    (saved(halves(), "TIFF"), "bukan gambar"),
    (JPEG[: len(JPEG) // 2], "rusak"),
    (saved(halves(), "PNG")[:-40], "rusak"),
    (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, ""),
    (png_bomb(11_000, 11_000), "terlalu banyak titiknya"),
    (png_bomb(60_000, 60_000), "terlalu banyak titiknya"),
    (saved(halves((20, 20)), "PNG"), "terlalu kecil"),
    (JPEG + b"\0" * (41 * 1024 * 1024), "terlalu besar"),
]


@pytest.mark.parametrize(("data", "said"), NOT_PHOTOS, ids=range(len(NOT_PHOTOS)))
def test_what_is_no_photo_is_a_sentence(data, said) -> None:
    with pytest.raises(BadPicture) as refused:
        normalise_photo(data)
    assert said in refused.value.sentence
    assert refused.value.sentence.endswith(".")


def test_a_photo_of_forty_megabytes_is_taken(monkeypatch) -> None:
    heavy = JPEG + b"\0" * (pictures.MOST_BYTES - len(JPEG))
    assert opened(normalise_photo(heavy)).size == (400, 200)


def test_emblem_is_put_on_white() -> None:
    data, width, height = normalise_emblem(saved(Image.new("RGBA", (300, 600), (0, 0, 0, 0)), "PNG"))
    assert (width, height) == (300, 600)
    assert opened(data).getpixel((5, 5)) == (255, 255, 255)
    with pytest.raises(BadPicture, match="Lambang"):
        normalise_emblem(b"x")
