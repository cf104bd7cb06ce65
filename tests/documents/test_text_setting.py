"""Lines of text: nothing lost, nothing too wide, missing glyphs named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.documents.fonts import CARD, FONT_NAMES, SANS, face, missing_glyphs, spell, text_width
from desktop.documents.text import NO_BREAK, Run, balanced, set_line, tied, wrap

WORDS = st.text(alphabet=st.sampled_from("abc WXYZ'-&<>{}\u00a0"), max_size=200)


@given(WORDS, st.floats(60, 400), st.floats(0, 50))
def test_wrapping_loses_no_letter_and_stays_inside(text, width, indent) -> None:
    lines = wrap([Run(text, SANS.regular), Run(text, SANS.bold)], 11, width, indent)
    kept = "".join(run.text for line in lines for word in line.words for run in word)
    assert kept.replace(NO_BREAK, "") == "".join((text + text).split())
    for at, line in enumerate(lines):
        assert line.width <= width - (indent if at == 0 else 0) + 0.01
    assert [line.last for line in lines] == [False] * (len(lines) - 1) + [True] * bool(lines)


@given(WORDS, st.floats(60, 300))
def test_justified_lines_end_at_the_margin(text, width) -> None:
    for line in wrap([Run(text, SANS.regular)], 11, width):
        for op in set_line(line, 10, 0, width, 11, "justify"):
            end = op.x + text_width(op.text, op.font, op.size) + op.word_space * op.text.count(" ")
            assert end <= 10 + width + 0.01


@given(WORDS, st.floats(60, 300))
def test_balancing_needs_no_more_lines(text, width) -> None:
    runs = [Run(text, SANS.regular)]
    assert len(balanced(runs, 11, width)) == len(wrap(runs, 11, width))


def test_missing_glyphs() -> None:
    assert missing_glyphs("Siti Nurhaliza, S.Sos. – ± × “é”") == ()
    assert missing_glyphs("عمر") == ("ع", "م", "ر")
    assert missing_glyphs("a\u200bb\u202ec") == ("\u200b", "\u202e")
    assert missing_glyphs("שלום", SANS) != ()
    assert missing_glyphs("Budi 😀", CARD) == ("😀",)
    assert spell(("ع", "\u202e")) == "ع U+0639, U+202E"


def test_our_fonts_carry_what_our_paper_needs() -> None:
    for name in FONT_NAMES:
        drawn = face(name).face.charWidths
        assert all(ord(letter) in drawn for letter in "ABCabc0123456789éñçüŁ–—±×·…“”‘’°²½•")


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Jl. Raya Bekasi Timur KM 18, Cakung", "KM_18,"),
        ("Kembangan No. 2 RT 003 RW 004", "No._2 RT_003 RW_004"),
        ("Jakarta Barat 11610", "Barat_11610"),
        ("Senen, 22-11-2026 05.30", "Senen, 22-11-2026_05.30"),
        ("telepon (021) 5550 1001, 3 orang", "telepon (021) 5550 1001, 3 orang"),
        ("Nomor 300.1/0217/OPS/XI/2026", "Nomor 300.1/0217/OPS/XI/2026"),
    ],
)
def test_a_number_is_held_to_its_word(text, held) -> None:
    assert held in tied(text).replace("\u00a0", "_")


@given(st.integers(1, 300))
def test_a_held_number_never_begins_a_line(width) -> None:
    lines = wrap([Run(tied("Jalan Raya Bekasi Timur KM 18 RT 003 RW 004, Cakung"), SANS.regular)], 11, 60 + width)
    assert not [line for line in lines if line.words[0][0].text[0].isdigit()]


def test_what_is_held_parts_where_there_is_no_room() -> None:
    words = [line.words[0][0].text for line in wrap([Run(tied("Pelabuhan 12"), SANS.regular)], 11, 55)]
    assert words == ["Pelabuhan", "12"]
