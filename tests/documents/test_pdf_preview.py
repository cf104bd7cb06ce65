"""The preview is the PDF itself."""

from dataclasses import replace

import pytest

from desktop.documents.letters import render_letter
from desktop.documents.preview import page_count, page_image, page_images
from desktop.documents.sample import sample_letter, sample_rows


def test_size_and_bytes_of_every_page() -> None:
    pdf = render_letter(replace(sample_letter("rekapitulasi"), rows=sample_rows(40)))
    pages = page_images(pdf, 72)
    assert len(pages) == page_count(pdf) > 1
    for width, height, pixels in pages:
        assert (width, height) == (pytest.approx(330 / 25.4 * 72, abs=1), pytest.approx(215 / 25.4 * 72, abs=1))
        assert len(pixels) == width * height * 3
        assert pixels[:3] == b"\xff\xff\xff"
        assert b"\x00\x00\x00" in pixels


def test_one_page_alone_is_the_same_picture() -> None:
    pdf = render_letter(sample_letter("bast"))
    assert page_image(pdf, 1, 50) == page_images(pdf, 50)[1]


def test_channels_are_red_green_blue() -> None:
    import io

    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (100, 100), (255, 0, 0)).save(out, "PNG")
    facts = sample_letter("bast")
    _, _, pixels = page_image(
        render_letter(replace(facts, letterhead=replace(facts.letterhead, emblem=out.getvalue()))), 0, 50
    )
    assert b"\xff\x00\x00" * 5 in pixels
